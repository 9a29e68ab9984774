"""A manager is on site while any window is open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.halls import in_hall, named, open_sites
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, hall_center, roster, two_halls


class ManagerOnSite(Rule):
    """At least one person of a manager's rank is on site whenever a window is open (4-23; C09).

    Where a center has several halls each needs its own (4-10): a manager is in the hall of the own
    section, or where the window is that he or she holds.

    In a small center the manager may hold a window meanwhile; elsewhere a manager on a post does
    not count (4-25). Phone and chat posts ask for no manager. A center without manager ranks is
    not spoken to.
    """

    id = "manager_on_site"
    catalogue = "C09"
    article = "4-23, 4-25"
    unit = "minutes"
    level = Level.MUST
    tier = 1
    last = True
    title: ClassVar = {"zh": "主任坐班", "en": "Manager on site"}
    text: ClassVar = {
        "zh": "{time}{site}窗口开放，没有主任或副主任坐班",
        "en": "No manager is on site {time} while windows{site} are open",
    }
    remedy: ClassVar = {
        "zh": "请另一名主任或副主任到场，或由其他大厅派负责人代班。",
        "en": "Ask another manager to be there, or borrow one from another hall.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        managers = [p.id for p in center.people if center.is_manager(p)]
        for block in problem.blocks:
            if not center.manager_ranks:
                continue
            for site in open_sites(problem, block):
                on_site = [
                    p
                    for p in managers
                    if in_hall(view, p, block.index, site) and (center.small or not view.posts(p, block.index))
                ]
                if not on_site:
                    yield Breach(
                        self.id, block.minutes, block.start, block.end, block.day, words={"site": ("site", site)}
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        managers = {p.id for p in center.staff if center.is_manager(p)}
        held: dict[tuple[str, int], list[Any]] = defaultdict(list)
        at: dict[tuple[str, int, str], list[Any]] = defaultdict(list)
        if not center.manager_ranks:
            return
        for person, post, index in model.cells():
            if person in managers:
                held[person, index].append(model.on(person, post, index))
                at[person, index, center.site_of_post(post)].append(held[person, index][-1])
        for block in problem.blocks:
            for site in open_sites(problem, block):
                on_site: Any = 0
                for person in sorted(managers):
                    home = center.site_of(person) == site
                    if home:
                        on_site += model.present(person, block.index) - model.either(held[person, block.index])
                    if center.small and (here := at[person, block.index, site]):
                        on_site += model.either(here)
                model.at_least(on_site, 1, block.minutes, block=block.index, **named(site))

    def examples(self) -> Sequence[Example]:
        small = hall()
        large = hall(center=hall_center(small=False))
        on_window = roster(small, "m W2 AM", "m back PM")
        halls = two_halls()
        return [
            Example(
                halls,
                roster(halls, "m back AM", "m back PM", "n back AM", "n W2 PM"),
                roster(halls, "m back AM", "n back PM", "m W2 PM"),
                360,
            ),
            Example(small, on_window, roster(small, "m back AM", "a W1 PM"), 180),
            Example(large, roster(large, "m back AM", "m back PM"), on_window, 180),
        ]

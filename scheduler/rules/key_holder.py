"""Somebody with the main door's key is there at opening and at closing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.center import Center
from scheduler.domain.clock import clock_text
from scheduler.domain.halls import in_hall, named, open_sites
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import away, hall, hall_center, roster, two_halls


class KeyHolder(Rule):
    """Each day's first opening and last closing has a holder of the door key on site (3-28, 3-29; C11).

    Counts 1 for an opening and 1 for a closing, so one key holder missing all day counts 2, also
    where the day is a single block. The dated designation of one further person (3-29) is a line
    of the custody table like the others. Only windows have a door; a center whose custody table
    names no door at all is not spoken to. Each hall of a center has a door of its own (4-10).
    """

    id = "key_holder"
    catalogue = "C11"
    article = "3-28, 3-29"
    unit = "openings and closings"
    level = Level.MUST
    tier = 1
    weight = 180
    title: ClassVar = {"zh": "开关门有钥匙", "en": "Door key at opening and closing"}
    text: ClassVar = {
        "zh": "{day}{moment}{site}开关大门时无钥匙保管人在场",
        "en": "No holder of the door key is there at {moment} on {day}, when the hall{site} opens or closes",
    }
    remedy: ClassVar = {
        "zh": "由主任、副主任为{day}指定一人保管大门钥匙。",
        "en": "Have the director designate one person for the door key on {day}.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        if not any(c.kind == "door" for c in center.custody):
            return
        for day in range(problem.horizon.days):
            holders = center.custodians("door", "door", problem.date(day))
            for site in center.sites:
                opened = self._opened(problem, day, site)
                for block, moment in ((opened[0], opened[0].start), (opened[-1], opened[-1].end)) if opened else ():
                    if not any(in_hall(view, p, block.index, site) for p in holders):
                        words = {"moment": clock_text(moment - day * 1440), "site": ("site", site)}
                        yield Breach(self.id, 1, block.start, block.end, day, words=words)

    @staticmethod
    def _opened(problem: RosterProblem, day: int, site: str) -> list[Block]:
        """Blocks of a day over which some window of a hall is open, in order."""
        return [b for b in problem.blocks_of_day[day] if site in open_sites(problem, b)]

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        if all(c.kind != "door" for c in center.custody):
            return
        several = len(center.sites) > 1
        keys = {c.person for c in center.custody if c.kind == "door"}
        posts: dict[tuple[str, int], list[tuple[str, Any]]] = defaultdict(list)
        for person, post, index in model.cells() if several else ():
            if person in keys:
                posts[person, index].append((center.site_of_post(post), model.on(person, post, index)))
        for day in problem.days:
            holders = sorted(set(center.custodians("door", "door", day.date)))
            for site in center.sites:
                opened = self._opened(problem, day.index, site)
                for end, block in (("opening", opened[0]), ("closing", opened[-1])) if opened else ():
                    if not several:
                        here: Any = sum(model.present(p, block.index) for p in holders)
                    else:
                        here = sum(
                            self._in_hall(model, p, block.index, site, center, posts[p, block.index]) for p in holders
                        )
                    model.at_least(here, 1, day=day.index, end=end, **named(site))

    @staticmethod
    def _in_hall(
        model: Model, person: str, block: int, site: str, center: Center, held: Sequence[tuple[str, Any]]
    ) -> Any:
        """1 if the person is at a post of the hall, or on none and at the own desk there."""
        there = model.either([on for at, on in held if at == site])
        if center.site_of(person) != site:
            return there
        return there + model.present(person, block) - model.either([on for _, on in held])

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "m back AM", "m back PM")
        cut = hall(absences=(away("c", "09:00-10:00"), away("c", "16:00-17:00")))
        center = hall_center()
        single = hall(center=replace(center, sessions=center.sessions[:1]))
        halls = two_halls()
        return [
            Example(
                halls,
                roster(halls, "m back AM", "m back PM", "n back AM", "n W2 PM"),
                roster(halls, "m back AM", "m back PM", "n W1 AM", "n W2 PM"),
                1,
            ),
            Example(problem, kept, roster(problem, "m back AM", "a W1 PM"), 1),
            Example(cut, roster(cut, "m back 09:00-10:00", "m back 16:00-17:00"), roster(cut, "m back 10:00-16:00"), 2),
            Example(single, roster(single, "m back AM"), roster(single, "a W1 AM"), 2),
        ]

"""Somebody receives and guides the clients."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.center import Section
from scheduler.domain.halls import named
from scheduler.domain.posts import Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, hall_center, roster


class Reception(Rule):
    """One guide post is held by somebody who may, while any is open (0-08, 3-14; C19).

    Several desks of one hall may close for a while as long as one stays, each hall having its own (4-10); a center without guide
    posts is not spoken to. Amount: minutes without anybody.
    """

    id = "reception"
    catalogue = "C19"
    article = "0-08, 3-14"
    unit = "minutes"
    level = Level.MUST
    tier = 1
    title: ClassVar = {"zh": "导办有人", "en": "Reception covered"}
    text: ClassVar = {
        "zh": "{time}{site}没有导办或咨询人员在岗",
        "en": "Nobody receives and guides clients{site} {time}",
    }
    remedy: ClassVar = {
        "zh": "请导办岗的B岗到位，或由综合窗口人员兼导办。",
        "en": "Call the backup of a guide post, or have a comprehensive window look after it.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        guides = [p.id for p in center.posts if p.kind == "guide"]
        for block in problem.blocks:
            on = problem.date(block.day)
            for site in center.sites:
                opened = [post for post in guides if post in block.posts and center.site_of_post(post) == site]
                held = any(
                    center.source(p, post, on) is not None for post in opened for p in view.holders(post, block.index)
                )
                if opened and not held:
                    yield Breach(
                        self.id, block.minutes, block.start, block.end, block.day, words={"site": ("site", site)}
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        guides = {p.id for p in center.posts if p.kind == "guide"}
        for block in problem.blocks if guides else ():
            on = problem.date(block.day)
            for site in center.sites:
                opened = sorted(p for p in guides & block.posts if center.site_of_post(p) == site)
                if opened:
                    held: Any = sum(model.on(p, post, block.index) for post in opened for p in center.able(post, on))
                    model.at_least(held, 1, block.minutes, block=block.index, **named(site))

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        desks = (
            Post("G1", "导办台", "Guide desk", "S", "guide", skill="w1"),
            Post("G2", "咨询台", "Enquiries", "S", "guide", skill="w1"),
        )
        problem = hall(center=replace(center, posts=(*center.posts, *desks)))
        kept = roster(problem, "a G1 AM", "c G2 PM", "b W2 PM")
        other = (Section("S", "科", "Section", site="东厅"), Section("T", "二科", "Section 2", site="西厅"))
        apart = hall(
            center=replace(center, sections=other, posts=(*center.posts, desks[0], replace(desks[1], section="T")))
        )
        return [
            Example(
                apart,
                roster(apart, "a G1 AM", "a G1 PM", "c G2 AM", "b G2 PM"),
                roster(apart, "a G1 AM", "a G1 PM", "b G1 AM", "c G2 PM"),
                180,
            ),
            Example(problem, kept, roster(problem, "c G2 AM", "m G1 PM", "a W1 PM"), 180),
        ]

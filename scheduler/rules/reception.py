"""Somebody receives and guides the clients."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.posts import Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, hall_center, roster


class Reception(Rule):
    """One guide post is held by somebody who may, while any is open (0-08, 3-14; C19).

    Several desks of one hall may close for a while as long as one stays; a center without guide
    posts is not spoken to. Amount: minutes without anybody.
    """

    id = "reception"
    catalogue = "C19"
    article = "0-08, 3-14"
    unit = "minutes"
    level = Level.MUST
    tier = 1
    title: ClassVar = {"zh": "导办有人", "en": "Reception covered"}
    text: ClassVar = {"zh": "{time}没有导办或咨询人员在岗", "en": "Nobody receives and guides clients {time}"}
    remedy: ClassVar = {
        "zh": "请导办岗的B岗到位,或由综合窗口人员兼导办。",
        "en": "Call the backup of a guide post, or have a comprehensive window look after it.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        guides = [p.id for p in center.posts if p.kind == "guide"]
        for block in problem.blocks:
            on = problem.date(block.day)
            opened = [post for post in guides if post in block.posts]
            held = any(center.source(p, post, on) is not None for post in opened for p in view.holders(post, block.index))
            if opened and not held:
                yield Breach(self.id, block.minutes, block.start, block.end, block.day)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        guides = {p.id for p in center.posts if p.kind == "guide"}
        for block in problem.blocks if guides else ():
            opened, on = sorted(guides & block.posts), problem.date(block.day)
            if opened:
                held: Any = sum(model.on(p, post, block.index) for post in opened for p in center.able(post, on))
                model.at_least(held, 1, block.minutes, block=block.index)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        desks = (Post("G1", "导办台", "Guide desk", "S", "guide", skill="w1"), Post("G2", "咨询台", "Enquiries", "S", "guide", skill="w1"))
        problem = hall(center=replace(center, posts=(*center.posts, *desks)))
        kept = roster(problem, "a G1 AM", "c G2 PM", "b W2 PM")
        return [Example(problem, kept, roster(problem, "c G2 AM", "m G1 PM", "a W1 PM"), 180)]

"""Nobody holds a post without being allowed to on that date."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from scheduler.domain.people import Skill, Standing
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import MONDAY, hall, hall_center, roster


class Qualified(Rule):
    """Skill and certificate valid, no trainee, nobody off post or moved away (C05).

    On windows the person must moreover stand in one of the sources of regulation C01
    (:meth:`Center.source`); on a phone or chat post skill and standing are enough. Pools that
    shifts staff are exempt: a trainee may be on the shift to shadow (2-16) and is simply not
    counted there.
    """

    id = "qualified"
    catalogue = "C05"
    article = "2-10, 2-16, 4-19, 4-22, 4-32"
    unit = "person-minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "持证上岗", "en": "Qualified for the post"}
    text: ClassVar = {
        "zh": "{person}{time}在{post}上岗，但当日不具备该岗上岗资格",
        "en": "{person} is on {post} {time} without being eligible for it on that day",
    }
    remedy: ClassVar = {
        "zh": "改由{post}的A岗、B岗或本科室持证人员上岗，或先完成{person}的上岗考核。",
        "en": "Use the A, the B or a certified colleague of the section on {post}, or certify {person} first.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            on = problem.date(block.day)
            for post in center.posts:
                if any(shift.pool == post.id for shift in center.shifts):
                    continue
                for person in view.holders(post.id, block.index):
                    able = center.qualified(center.person[person], post, on)
                    if post.kind not in ("phone", "chat"):
                        able = able and center.source(person, post.id, on) is not None
                    if not able:
                        yield Breach(self.id, block.minutes, block.start, block.end, block.day, post.id, person)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        pools = {shift.pool for shift in center.shifts}
        able: dict[tuple[str, str, int], bool] = {}
        for person, post, block in model.cells():
            if post in pools:
                continue
            key = (person, post, problem.blocks[block].day)
            if key not in able:
                on, where = problem.date(key[2]), center.post[post]
                by_phone = where.kind in ("phone", "chat") and center.qualified(center.person[person], where, on)
                able[key] = by_phone or center.source(person, post, on) is not None
            if not able[key]:
                where_to = {"person": person, "post": post, "block": block}
                model.avoid(model.on(person, post, block), problem.blocks[block].minutes, **where_to)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        people = tuple(
            replace(p, standings=(Standing("trainee", MONDAY - timedelta(days=30), MONDAY),)) if p.id == "c" else p
            for p in center.people
        )
        problem = hall(2, center=replace(center, people=people))
        able = tuple(replace(p, skills=(Skill("w1"),)) if p.id == "m" else p for p in people)
        large = hall(2, center=replace(center, people=able, small=False))
        kept = roster(problem, "a W1 AM", "b W2 AM", "c W1 AM 1")
        return [
            Example(problem, kept, roster(problem, "c W1 AM", "c W1 AM 1"), 180),
            Example(problem, kept, roster(problem, "m W2 PM"), 180),
            Example(large, kept, roster(large, "m W1 PM"), 180),
        ]

"""A and B of one post are not away at the same time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from scheduler.domain.center import Center
from scheduler.domain.posts import ABLine
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import away, hall, hall_center, roster


class ABNotBothOff(Rule):
    """While a post is open its A and its backups are not all absent (follows from 3-07; C04).

    A post is at fault when everybody whom the table names as its A or B is absent. It is also at
    fault when its A is absent together with a reciprocal dual partner (A of the one post is dual
    B of the other, and the reverse), for then one absence leaves two posts. Either is released by
    anybody else whom the table names for the post (C, or a further B) who is qualified on the
    date and not absent. Each post counts once, whatever the reason. Reads absences and the AB
    table, not the roster; a post without A and B is silent here (:class:`ABValid` speaks).
    """

    id = "ab_not_both_off"
    catalogue = "C04"
    article = "3-07"
    unit = "post-minutes"
    level = Level.MUST
    tier = 2
    title: ClassVar = {"zh": "A、B岗不同时离岗", "en": "A and B not both off"}
    text: ClassVar = {
        "zh": "{post}{time}A岗、B岗同时离岗：{away}",
        "en": "A and B of {post} are both away {time}: {away}",
    }
    remedy: ClassVar = {
        "zh": "由科长为{post}另定一名合格的C岗，或与{away}中一人协商改期。",
        "en": "Have the section head name a qualified third person for {post}, or move the leave of one of {away}.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for block in problem.blocks:
            for post in sorted(block.posts):
                off = self._off(problem, post, block)
                if off:
                    yield Breach(
                        self.id,
                        block.minutes,
                        block.start,
                        block.end,
                        block.day,
                        post,
                        words={"away": tuple(off)},
                    )

    @staticmethod
    def _off(problem: RosterProblem, post: str, block: Block) -> list[str]:
        """The absent A and Bs of a post that is at fault, A first; nobody if it is not."""
        center, on = problem.center, problem.date(block.day)
        lines = [line for line in center.ab_of_post[post] if line.valid(on)]
        here = [line.person for line in lines if not problem.absent(line.person, block.start, block.end)]
        if any(center.qualified(center.person[p], center.post[post], on) for p in here):
            return []
        named = [line.person for line in lines if line.role != "C"]
        off = [p for p in named if p not in here]
        holder = center.holder(post, on)
        dual = {line.person for line in lines if line.role == "B" and line.mode == "dual"}
        returned = {
            line.post
            for line in center.ab
            if line.role == "B" and line.mode == "dual" and line.person == holder and line.valid(on)
        }
        own = {
            line.post for line in center.ab if line.role == "A" and line.person in dual & set(off) and line.valid(on)
        }
        pair = holder in off and bool(returned & own)
        return off if pair or len(off) == len(named) else []

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        spans = [(person, a, b) for person, found in problem.absent_spans.items() for a, b in found]
        for block in problem.blocks:
            gone = {person for person, a, b in spans if a < block.end and block.start < b}
            on = problem.date(block.day)
            for post in sorted(block.posts) if gone else ():
                valid = [line for line in center.ab_of_post[post] if line.valid(on)]
                if any(line.person not in gone and center.source(line.person, post, on) is not None for line in valid):
                    continue
                a = center.holder(post, on)
                pair = any(
                    a in gone
                    and line.person in gone
                    and line.mode == "dual"
                    and self._reciprocal(center, line.person, a, on)
                    for line in valid
                    if line.role == "B"
                )
                named = {line.person for line in valid if line.role in ("A", "B")}
                if named and (pair or named <= gone):
                    model.avoid(1, block.minutes, post=post, block=block.index)

    @staticmethod
    def _reciprocal(center: Center, b: str, a: str | None, on: date) -> bool:
        """Whether ``a`` in turn is dual backup of a post whose A is ``b``."""
        return any(
            back.person == a and back.role == "B" and back.mode == "dual" and back.valid(on)
            for own in center.ab
            if own.person == b and own.role == "A" and own.valid(on)
            for back in center.ab_of_post[own.post]
        )

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        third = replace(center, ab=(*center.ab, ABLine("W1", "c", "C")))
        weak = replace(center, ab=(*center.ab, ABLine("W1", "m", "B", 2)))
        weak_moved = replace(weak, ab=(center.ab[0], replace(center.ab[1], mode="move"), *weak.ab[2:]))
        one, both = (away("b", "PM"),), (away("a", "PM"), away("b", "09:00-15:00"))
        good = hall(absences=one)
        empty = roster(good)
        return [
            Example(good, empty, empty, amount, hall(center=wrong, absences=both))
            for wrong, amount in ((center, 120), (third, 60), (weak, 120), (weak_moved, 60))
        ]

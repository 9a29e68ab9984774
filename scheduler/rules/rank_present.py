"""A leader on every shift that asks for one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.people import Acting, Person
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hotline, hotline_center, roster


class RankPresent(Rule):
    """At least so many of a rank or above on a shift (3-63, 3-68; C08).

    A higher rank may fill a lower one's place; a lower one only while designated to act in it.
    """

    id = "rank_present"
    catalogue = "C08"
    article = "3-63, 3-68"
    unit = "leaders"
    level = Level.MUST
    tier = 1
    weight = 360
    title: ClassVar = {"zh": "值长在岗", "en": "Leader present"}
    text: ClassVar = {
        "zh": "{day}{shift}缺{rank}{amount}人",
        "en": "{shift} on {day} lacks {amount} of rank {rank} or above",
    }
    remedy: ClassVar = {
        "zh": "指定一名代{rank}，或与有{rank}资格者调班。",
        "en": "Designate an acting {rank}, or swap a shift with someone of that rank.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for cell in problem.covers:
            if cell.rank is None:
                continue
            found = sum(view.works(p.id, cell.day, cell.shift) for p in self._able(problem, cell))
            if found < cell.heads:
                start, end = (
                    problem.spans_of_shift[cell.day, cell.shift][0][0],
                    problem.spans_of_shift[cell.day, cell.shift][-1][1],
                )
                yield Breach(
                    self.id, cell.heads - found, start, end, cell.day, shift=cell.shift, words={"rank": cell.rank}
                )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        for cell in problem.covers:
            if cell.rank is not None:
                found: Any = sum(model.works(p.id, cell.day, cell.shift) for p in self._able(problem, cell))
                model.at_least(found, cell.heads, day=cell.day, shift=cell.shift)

    @staticmethod
    def _able(problem: RosterProblem, cell: CoverCell) -> list[Person]:
        on = problem.date(cell.day)
        return [
            p
            for p in problem.center.staff
            if cell.rank is not None and problem.center.rank_at_least(p, cell.rank, on) and p.standing(on) is None
        ]

    def examples(self) -> Sequence[Example]:
        problem = hotline(covers=(CoverCell(0, "D", 1, rank="leader"), CoverCell(1, "D", 1, rank="leader")))
        kept = roster(problem, "l D 0", "h D 1")
        broken = roster(problem, "l D 0", "x D 1")
        base = hotline_center()
        acting = replace(
            base,
            people=tuple(
                replace(p, acting=(Acting("leader", problem.date(1), problem.date(1)),)) if p.id == "x" else p
                for p in base.people
            ),
        )
        dated = replace(problem, center=acting)
        return [
            Example(problem, kept, broken, 1),
            Example(dated, roster(dated, "l D 0", "x D 1"), roster(dated, "x D 0", "y D 1"), 2),
        ]

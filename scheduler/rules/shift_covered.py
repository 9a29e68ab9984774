"""Enough people on every shift."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hotline, roster


class ShiftCovered(Rule):
    """A shift has the heads its cover asks for (3-07, 3-60; C01 for shifts).

    Who counts: people who are not in training, off post or moved on the date and, where the shift
    works on a pool, who are qualified for that pool. Covers that ask for a rank or a skill are
    ``rank_present`` and ``skill_present``.
    """

    id = "shift_covered"
    catalogue = "C01"
    article = "3-07, 3-60"
    unit = "heads"
    level = Level.MUST
    tier = 1
    weight = 480
    title: ClassVar = {"zh": "班次人数到位", "en": "Shift covered"}
    text: ClassVar = {
        "zh": "{day}{shift}需{heads}人，缺{amount}人",
        "en": "{shift} on {day} needs {heads} and is {amount} short",
    }
    remedy: ClassVar = {
        "zh": "从当日休息且合格的人员中补排{shift}，或从人数有余的班次调人。",
        "en": "Add someone qualified who is off that day to {shift}, or move someone from a shift with more than it needs.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for cell in _plain(problem):
            found = sum(view.works(person, cell.day, cell.shift) for person in self._able(problem, cell))
            if found < cell.heads:
                spans = problem.spans_of_shift[cell.day, cell.shift]
                yield Breach(
                    self.id,
                    cell.heads - found,
                    spans[0][0],
                    spans[-1][1],
                    cell.day,
                    shift=cell.shift,
                    words={"heads": cell.heads},
                )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        for cell in _plain(problem):
            found: Any = sum(model.works(person, cell.day, cell.shift) for person in self._able(problem, cell))
            model.at_least(found, cell.heads, day=cell.day, shift=cell.shift)

    @staticmethod
    def _able(problem: RosterProblem, cell: CoverCell) -> list[str]:
        center, on = problem.center, problem.date(cell.day)
        pool = center.shift[cell.shift].pool
        return [
            p.id
            for p in center.staff
            if (p.rota == "rostered" or p.shift == cell.shift)
            and (p.standing(on) is None if pool is None else center.qualified(p, center.post[pool], on))
        ]

    def examples(self) -> Sequence[Example]:
        problem = hotline(covers=(CoverCell(0, "D", 2), CoverCell(1, "N", 1), CoverCell(1, "D", 1, rank="leader")))
        kept = roster(problem, "x D 0", "y D 0", "h N 1")
        broken = roster(problem, "x D 0", "y D 1")
        return [Example(problem, kept, broken, 2)]


def _plain(problem: RosterProblem) -> list[CoverCell]:
    return [cell for cell in problem.covers if cell.rank is None and cell.skill is None]

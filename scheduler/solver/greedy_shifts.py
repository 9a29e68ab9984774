"""Shifts handed out day by day to whoever has worked least: a decent first roster in milliseconds.

Cautious on purpose (11 h of rest, five shifts a week, two nights in a row at most, no night for the
protected), so that nearly every center's hard rules hold. What does not hold, the check says.
"""

from collections import defaultdict
from typing import Any

from scheduler.domain.people import FULL_LEVEL, Person
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView

REST = 11 * 60
SHIFTS_A_WEEK = 5
NIGHTS_IN_A_ROW = 2


class _Handing:
    """The state of handing out: who has which shift on which day."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.people = [p for p in problem.center.staff if p.rota == "rostered"]
        self.given: dict[tuple[str, int], str] = {}
        self.total: dict[str, int] = defaultdict(int)
        self.week: dict[tuple[str, int], int] = defaultdict(int)
        past = RosterView(problem, Roster())
        self._monday = problem.horizon.start.weekday()
        for person in self.people:
            for day in range(-7, 0):
                for code in past.shifts(person.id, day)[:1]:
                    self._note(person.id, day, code)

    def _note(self, person: str, day: int, code: str) -> None:
        self.given[person, day] = code
        self.week[person, (day + self._monday) // 7] += 1

    def give(self, person: str, day: int, code: str) -> None:
        self._note(person, day, code)
        self.total[person] += 1

    def free(self, person: Person, day: int, code: str) -> bool:
        """Whether the person may take one more shift, cautiously."""
        problem, shift = self.problem, self.problem.center.shift
        if (person.id, day) in self.given or code not in shift:
            return False
        if self.week[person.id, (day + self._monday) // 7] >= SHIFTS_A_WEEK:
            return False
        wanted, (first, last) = (
            shift[code],
            (problem.spans_of_shift[day, code][0][0], problem.spans_of_shift[day, code][-1][1]),
        )
        if problem.absent(person.id, first, last):
            return False
        if person.protected(problem.date(day)) and (wanted.start < 6 * 60 or wanted.end > 22 * 60):
            return False
        before = self.given.get((person.id, day - 1), "")
        if before in shift and 1440 + wanted.start - shift[before].end < REST:
            return False
        if all((person.id, day - back) in self.given for back in range(1, 7)):
            return False
        row = [self.given.get((person.id, day - back), "") for back in range(1, NIGHTS_IN_A_ROW + 1)]
        return not (wanted.night and all(code in shift and shift[code].night for code in row))


def greedy_shifts(problem: RosterProblem) -> list[tuple[Any, ...]]:
    """Decided keys ``("works", person, day, shift)`` for the covers of every day."""
    handing = _Handing(problem)
    cells: dict[tuple[int, str], list[CoverCell]] = defaultdict(list)
    for cell in problem.covers:
        cells[cell.day, cell.shift].append(cell)
    # Scarce people first within a day: shifts that ask for a rank or a skill, nights before days.
    night = {s.code: s.night for s in problem.center.shifts}
    order = sorted(cells, key=lambda k: (k[0], not any(c.rank or c.skill for c in cells[k]), not night[k[1]], k[1]))
    chosen: list[tuple[Any, ...]] = []
    for day, code in order:
        on: list[Person] = []
        for cell in sorted(cells[day, code], key=lambda c: (c.rank is None, c.skill is None)):
            missing = cell.heads - sum(_counts(problem, p, cell) for p in on)
            able = [p for p in handing.people if _counts(problem, p, cell) and handing.free(p, day, code)]
            able.sort(key=lambda p: (_scarcity(problem, p, cell), handing.total[p.id], p.id))
            for person in able[: max(0, missing)]:
                handing.give(person.id, day, code)
                on.append(person)
                chosen.append(("works", person.id, day, code))
    return chosen


def _counts(problem: RosterProblem, person: Person, cell: CoverCell) -> bool:
    on = problem.date(cell.day)
    if person.standing(on) is not None:
        return False
    if cell.rank is not None and not problem.center.rank_at_least(person, cell.rank, on):
        return False
    return cell.skill is None or person.level(cell.skill, on) >= FULL_LEVEL


def _scarcity(problem: RosterProblem, person: Person, cell: CoverCell) -> int:
    """Leaders are kept for the places that ask for one."""
    return 0 if cell.rank is not None else problem.center.ranks.index(person.rank)

"""Nights, weekends and holidays shared fairly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar

from scheduler.domain.people import Person
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hotline, roster

KINDS = ("nights", "weekends", "holidays")


class FairShifts(Rule):
    """Nobody has more nights, weekends or holidays than the fair share (4-34; P07).

    What the shift covers ask for of a kind is divided among the rostered people who are qualified
    for its pool, in proportion to the days each is there (for nights: there and not protected).
    What earlier rosters went above the share is taken off, and what is left is rounded up: rounded
    after, or everybody but one could gain a fraction with each roster. Above the
    allowance the first costs the kind's weight, each further one twice that. A kind that no cover
    asks for is left alone.
    """

    id = "fair_shifts"
    catalogue = "P07"
    article = "4-34"
    unit = "points"
    level = Level.SOFT
    tier = 5
    title: ClassVar = {"zh": "夜班、周末、节假日公平", "en": "Fair nights, weekends and holidays"}
    text: ClassVar = {
        "zh": "{person}超出公平份额:夜班{nights}、周末班{weekends}、节假日班{holidays}(实排/应排)",
        "en": "{person} is above the fair share: nights {nights}, weekends {weekends}, holidays {holidays} (rostered/fair)",
    }
    remedy: ClassVar = {
        "zh": "与低于份额的同事对调;已超出的部分记入台账,下期少排。",
        "en": "Swap with a colleague below the share; what stays above is carried over to the next roster.",
    }

    @dataclass(frozen=True)
    class Params:
        nights: int = field(default=3, metadata={"unit": "points", "min": 0, "max": 20})
        weekends: int = field(default=2, metadata={"unit": "points", "min": 0, "max": 20})
        holidays: int = field(default=3, metadata={"unit": "points", "min": 0, "max": 20})

    def check(self, problem: RosterProblem, view: RosterView, params: "FairShifts.Params") -> Iterable[Breach]:
        allowances = {kind: allowance(problem, kind) for kind in KINDS}
        for person in _rostered(problem):
            had = counts(problem, view, person.id)
            points = 0
            for kind, count in had.items():
                over = count - allowances[kind][person.id] if allowances[kind] else 0
                if over > 0:
                    points += getattr(params, kind) * (2 * over - 1)
            if points:
                words = {k: f"{had[k]}/{allowances[k].get(person.id, '–')}" for k in KINDS}
                yield Breach(self.id, points, 0, problem.horizon.minutes, person=person.id, words=words)

    def encode(self, model: Model, problem: RosterProblem, params: "FairShifts.Params") -> None:
        nights = [s.code for s in problem.center.shifts if s.night]
        days: Mapping[str, list[int]] = {
            "weekends": [d.index for d in problem.days if not d.workday and not d.statutory],
            "holidays": [d.index for d in problem.days if d.statutory],
        }
        for kind in KINDS:
            weight, allowed = getattr(params, kind), allowance(problem, kind)
            for person, most in allowed.items() if weight else ():
                if kind == "nights":
                    count: Any = sum(model.works(person, d.index, code) for d in problem.days for code in nights)
                else:
                    count = sum(model.worked(person, day) for day in days[kind])
                model.at_most(count, most, weight, person=person, kind=kind)
                model.at_most(count, most + 1, weight, person=person, kind=kind)

    def examples(self) -> Sequence[Example]:
        # Four nights for four people, of whom h had one too many before: one each, none for h.
        covers = tuple(CoverCell(day, "N", 1) for day in range(4))
        problem = hotline(4, covers=covers, ledger={"h": {"nights": 1.0}})
        kept = roster(problem, "x N 0", "y N 1", "l N 2", "x D 2")
        broken = roster(problem, "x N 0", "x N 1", "x N 2", "h N 3")
        # Two heads on a free weekend and on a statutory one: four of each for four people.
        weeks = hotline(14, covers=tuple(CoverCell(day, "D", 2) for day in (5, 6, 12, 13)), statutory=(12, 13))
        fair = roster(weeks, "x D 5", "y D 5", "h D 6", "x D 12", "y D 13", "x E 4")
        unfair = roster(weeks, "x D 5", "x D 6", "x D 12", "x E 13")
        return [Example(problem, kept, broken, 3 * 3 + 3), Example(weeks, fair, unfair, 2 + 3)]


def allowance(problem: RosterProblem, kind: str) -> Mapping[str, int]:
    """Most shifts of a kind that each rostered person should have; empty if no cover asks for any."""
    ahead = {p.id: Fraction(str(problem.ledger.get(p.id, {}).get(kind, 0))) for p in _rostered(problem)}
    return {person: max(0, ceil(part - ahead[person])) for person, part in shares(problem, kind).items()}


def shares(problem: RosterProblem, kind: str) -> Mapping[str, Fraction]:
    """Shifts of a kind that are each rostered person's exact share of this roster; empty if no cover asks for any."""
    by_pool: dict[str | None, int] = {}
    for cell in problem.covers:
        if cell.rank is None and cell.skill is None and _of_kind(problem, cell, kind):
            pool = problem.center.shift[cell.shift].pool
            by_pool[pool] = by_pool.get(pool, 0) + cell.heads
    if not any(by_pool.values()):
        return {}
    people = _rostered(problem)
    share = {p.id: Fraction(0) for p in people}
    for pool, heads in by_pool.items():
        days = {p.id: _days_there(problem, p, pool, kind) for p in people}
        for person, count in days.items() if any(days.values()) else ():
            share[person] += Fraction(heads * count, sum(days.values()))
    return share


def counts(problem: RosterProblem, view: RosterView, person: str) -> Mapping[str, int]:
    """Shifts of each kind that a person has."""
    nights = {s.code for s in problem.center.shifts if s.night}
    found = dict.fromkeys(KINDS, 0)
    for day in problem.days:
        found["nights"] += len(nights.intersection(view.shifts(person, day.index)))
        if view.worked(person, day.index):
            found["weekends"] += not day.workday and not day.statutory
            found["holidays"] += day.statutory
    return found


def _of_kind(problem: RosterProblem, cell: CoverCell, kind: str) -> bool:
    day = problem.days[cell.day]
    if kind == "nights":
        return problem.center.shift[cell.shift].night
    return day.statutory if kind == "holidays" else not day.workday and not day.statutory


def _days_there(problem: RosterProblem, person: Person, pool: str | None, kind: str) -> int:
    """Days of the horizon on which a person could have a shift of the pool."""
    center = problem.center
    return sum(
        not problem.absent(person.id, day.index * 1440, day.index * 1440 + 1440)
        and (person.standing(day.date) is None if pool is None else center.qualified(person, center.post[pool], day.date))
        and not (kind == "nights" and person.protected(day.date))
        for day in problem.days
    )


def _rostered(problem: RosterProblem) -> list[Person]:
    return [p for p in problem.center.staff if p.rota == "rostered"]

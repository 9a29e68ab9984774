"""Which cells to set free for one small search around a roster.

A neighborhood is some people over some days; every other cell stays as it is. Where the cost
lies decides where to look: a statement that is not kept names the person or the day.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.solver.model import CpModel, Statement

Key = tuple[Any, ...]

SHAPES = ("days", "people", "both")


@dataclass(frozen=True, slots=True)
class Manner:
    """How one tier is searched.

    Attributes
    ----------
    glance, around
        Shares of the tier's budget for the whole model first, and for neighborhoods; the rest goes to the whole again.
    step, size
        Deterministic time of one neighborhood at most, and free cells aimed at in the beginning.
    shapes
        Drawn from at random.
    little, much
        Share of ``step`` below which neighborhoods grow, and above which they shrink though searched to their end.
    trade
        Every second person is one whom another unkept statement names: they may trade.
    idle
        Neighborhoods in a row without improvement after which what is left is worth more elsewhere.
    """

    glance: float
    around: float
    step: float
    size: int
    shapes: tuple[str, ...]
    little: float = 1.0
    much: float = 1.0
    trade: bool = False
    idle: int = 10_000


BIND = Manner(0.4, 0.6, 0.5, 500, SHAPES)
"""Rules that bind: few things are wrong, each of them hard, and proofs matter: large neighborhoods."""

EVEN = Manner(0.1, 0.8, 0.1, 200, ("both", "both", "both", "both", "days", "people"), 0.3, 0.7, True, 30)
"""More or less: many small things can be better, so many small neighborhoods of people who might trade."""


class Neighborhoods:
    """A seeded stream of neighborhoods of one model.

    Parameters
    ----------
    manner
        Shapes and size; the size grows and shrinks with :meth:`learn`.
    """

    def __init__(self, model: CpModel, seed: int, manner: Manner = BIND) -> None:
        self._random = random.Random(seed)
        self._problem = model.problem
        self._days = model.problem.horizon.days
        self._block_day = [block.day for block in model.problem.blocks]
        self._cells: dict[tuple[str, int], list[Key]] = {}
        for key in model.decisions:
            self._cells.setdefault((key[1], self._day(key)), []).append(key)
        self._people = sorted({person for person, _ in self._cells})
        self.manner, self.size = manner, manner.size

    def _day(self, key: Key) -> int:
        return int(key[2]) if key[0] == "works" else self._block_day[key[-1]]

    def learn(self, proven: bool, effort: float) -> None:
        """Larger after a neighborhood that was searched to its end with ease, smaller after one that was not.

        Parameters
        ----------
        effort
            Share of the allowed work that it took: many small ones find more than few that just end in time.
        """
        cells = sum(map(len, self._cells.values()))
        if not proven or effort > self.manner.much:
            self.size = max(int(self.size * 0.85), 60)
        elif effort < self.manner.little or self.manner.little >= 1:
            self.size = min(int(self.size * 1.15) + 1, cells)

    def next(self, unkept: Sequence[Statement]) -> set[Key]:
        """Keys to set free, around one of the statements that are not kept."""
        person, day = self._focus(unkept)
        named = sorted(
            {w for s in unkept if isinstance(w := s.where.get("person"), str) and w in self._people and w != person}
            if self.manner.trade
            else ()
        )
        shape = self._random.choice(self.manner.shapes)
        per_cell = max(1.0, sum(map(len, self._cells.values())) / max(1, len(self._cells)))
        wanted = max(2, round(self.size / per_cell))
        if shape == "days":
            people, width = self._people, max(1, wanted // max(1, len(self._people)))
        elif shape == "people":
            people, width = self._some(person, max(2, wanted // self._days), named), self._days
        else:
            width = min(self._days, self._random.choice((7, 10, 14)))
            people = self._some(person, max(2, wanted // width), named)
        width = min(width, self._days)
        first = min(max(0, day - self._random.randrange(width)), self._days - width)
        chosen = set(people)
        return {
            key
            for (who, when), keys in self._cells.items()
            if who in chosen and first <= when < first + width
            for key in keys
        }

    def _focus(self, unkept: Sequence[Statement]) -> tuple[str, int]:
        where: Mapping[str, Any] = self._random.choice(unkept).where if unkept else {}
        person = where.get("person")
        day = where.get("day")
        if day is None and isinstance(where.get("block"), int):
            day = self._block_day[where["block"]]
        if not isinstance(person, str) or person not in self._people:
            person = self._random.choice(self._people)
        if not isinstance(day, int) or not 0 <= day < self._days:
            day = self._random.randrange(self._days)
        return person, day

    def _some(self, person: str, count: int, named: Sequence[str]) -> list[str]:
        """The person and others, every second one of those named as far as there are any."""
        partners = self._random.sample(named, min(len(named), count // 2)) if named else []
        others = [p for p in self._people if p != person and p not in partners]
        return [person, *partners, *self._random.sample(others, min(count - 1 - len(partners), len(others)))]

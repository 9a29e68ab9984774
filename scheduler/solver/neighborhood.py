"""Which cells to set free for one small search around a roster.

A neighborhood is some people over some days; every other cell stays as it is. Where the cost
lies decides where to look: a statement that is not kept names the person or the day.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.solver.model import CpModel, Statement

Key = tuple[Any, ...]

SHAPES = ("days", "people", "both")


class Neighborhoods:
    """A seeded stream of neighborhoods of one model.

    Parameters
    ----------
    size
        Free cells aimed at; grows and shrinks with :meth:`learn`.
    """

    def __init__(self, model: CpModel, seed: int, size: int = 500) -> None:
        self._random = random.Random(seed)
        self._problem = model.problem
        self._days = model.problem.horizon.days
        self._block_day = [block.day for block in model.problem.blocks]
        self._cells: dict[tuple[str, int], list[Key]] = {}
        for key in model.decisions:
            self._cells.setdefault((key[1], self._day(key)), []).append(key)
        self._people = sorted({person for person, _ in self._cells})
        self.size = size

    def _day(self, key: Key) -> int:
        return int(key[2]) if key[0] == "works" else self._block_day[key[-1]]

    def learn(self, proven: bool) -> None:
        """Larger after a neighborhood that was searched to its end, smaller after one that was not."""
        cells = sum(map(len, self._cells.values()))
        self.size = min(int(self.size * 1.15) + 1, cells) if proven else max(int(self.size * 0.85), 60)

    def next(self, unkept: Sequence[Statement]) -> set[Key]:
        """Keys to set free, around one of the statements that are not kept."""
        person, day = self._focus(unkept)
        shape = self._random.choice(SHAPES)
        per_cell = max(1.0, sum(map(len, self._cells.values())) / max(1, len(self._cells)))
        wanted = max(2, round(self.size / per_cell))
        if shape == "days":
            people, width = self._people, max(1, wanted // max(1, len(self._people)))
        elif shape == "people":
            people, width = self._some(person, max(2, wanted // self._days)), self._days
        else:
            width = min(self._days, self._random.choice((7, 10, 14)))
            people = self._some(person, max(2, wanted // width))
        width = min(width, self._days)
        first = min(max(0, day - self._random.randrange(width)), self._days - width)
        chosen = set(people)
        return {
            key for (who, when), keys in self._cells.items() if who in chosen and first <= when < first + width for key in keys
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

    def _some(self, person: str, count: int) -> list[str]:
        others = [p for p in self._people if p != person]
        return [person, *self._random.sample(others, min(count - 1, len(others)))]

"""The plain result: who is where and when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

Role = Literal["A", "B", "C", "pool", "leader", "duty", "training", "standby"]

PRESENT_ROLES = frozenset({"A", "B", "C", "pool", "leader"})
"""Roles that put a person on site and at work; duty is an extra charge on top of a post."""


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One person over one stretch on one post or pool.

    ``day`` is the day the duty belongs to (the day its shift is printed on); ``start`` and
    ``end`` are the true local moments. ``post`` may be ``back`` (own desk in the section).
    """

    day: date
    person: str
    start: datetime
    end: datetime
    post: str
    role: Role
    shift: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """All duties of a horizon, sorted: equal rosters are equal objects."""

    duties: tuple[Duty, ...] = ()

    @classmethod
    def of(cls, duties: Iterable[Duty]) -> "Roster":
        return cls(tuple(sorted(duties)))

    def of_person(self, person: str) -> tuple[Duty, ...]:
        return tuple(d for d in self.duties if d.person == person)

    def with_lock(self, person: str, day: date, locked: bool) -> "Roster":
        """The same roster with one person's day locked or released."""
        return Roster.of(replace(d, locked=locked) if d.person == person and d.day == day else d for d in self.duties)

    def cells(self) -> frozenset[tuple[str, date, str, str, datetime, datetime]]:
        """What stability compares: person, day, shift, post, start, end; no role, no lock."""
        return frozenset((d.person, d.day, d.shift, d.post, d.start, d.end) for d in self.duties if d.role != "duty")

"""All that leave, trips, meetings and training become once they are granted."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from ``start`` to ``end`` (naive local time, half open).

    ``kind`` is a leave type's code (``annual``, ``sick``, …); health evidence and reasons are
    never stored here. ``source`` is the id of the request it came from.
    """

    person: str
    start: datetime
    end: datetime
    kind: str
    source: str = ""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"absence of {self.person}: ends {self.end}, not after its start {self.start}")

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Pin:
    """A cell the solver must leave alone: a lock, a published slot, or the past.

    With ``shift`` the person works it on the day of ``start``; with ``post`` too, the person
    holds that post over ``[start, end)``; with neither, the person is free on that day.
    """

    person: str
    start: datetime
    end: datetime
    shift: str | None = None
    post: str | None = None
    source: str = "user"


@dataclass(frozen=True, slots=True)
class Wish:
    """A person would like a shift, or (``shift`` None) a day off, on one date."""

    person: str
    day: int
    shift: str | None = None
    weight: int = 1
    avoid: bool = False

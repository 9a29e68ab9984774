"""Moves of blocks by hand: kept by what was moved, and laid over whatever is placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scheduler.activities.day import Days
from scheduler.activities.move import move
from scheduler.domain.routine import Activity


@dataclass(frozen=True, slots=True)
class BlockMove:
    """The block of a routine that began at ``was`` begins at ``start``."""

    day: date
    person: str
    routine: str
    was: datetime
    start: datetime

    def saved(self) -> dict[str, str]:
        """As it stands in the log of edits."""
        return {
            "day": self.day.isoformat(),
            "person": self.person,
            "routine": self.routine,
            "was": self.was.isoformat(),
            "start": self.start.isoformat(),
        }

    @classmethod
    def read(cls, saved: Mapping[str, Any]) -> "BlockMove":
        return cls(
            date.fromisoformat(saved["day"]),
            str(saved["person"]),
            str(saved["routine"]),
            datetime.fromisoformat(saved["was"]),
            datetime.fromisoformat(saved["start"]),
        )


def applied(book: Days, activities: Sequence[Activity], moves: Sequence[BlockMove]) -> tuple[tuple[Activity, ...], int]:
    """Activities with the moves made one after another; how many no longer fit and were left out."""
    now, lost = tuple(activities), 0
    for wanted in moves:
        block = next(
            (
                a
                for a in now
                if (a.day, a.person, a.routine, a.start) == (wanted.day, wanted.person, wanted.routine, wanted.was)
                and a.kind != "relief"
            ),
            None,
        )
        found = move(book, now, block, wanted.start) if block is not None else None
        if found is None or not found.possible:
            lost += 1
        else:
            now = found.activities
    return now, lost

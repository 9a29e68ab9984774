"""Shift types, opening sessions and the heads each shift must have."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.domain.clock import DAY_MINUTES

DayKind = Literal["workday", "restday", "daily", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""Which days a line is for. ``workday`` follows the official calendar with its make-up days;
``restday`` is every other day; weekday names are literal weekdays."""

NIGHT_START, NIGHT_END = 22 * 60, 6 * 60
"""Night work is usually understood as 22:00-06:00 (law L8)."""


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A named stretch of work, possibly in parts (a split shift, or two office sessions).

    Attributes
    ----------
    parts
        ``(start, end)`` in minutes from midnight of the day the shift belongs to. A night that
        is printed on the evening before starts at 1440 (its true time stamp is the next day).
    paid_minutes
        Minutes that count as hours worked.
    pool
        Post whose heads the shift's people are, or None when each must be given a post.
    """

    code: str
    name_zh: str
    name_en: str
    parts: tuple[tuple[int, int], ...]
    paid_minutes: int
    pool: str | None = None
    letter_zh: str = ""

    def __post_init__(self) -> None:
        if not self.parts or any(start >= end for start, end in self.parts):
            raise ValueError(f"shift {self.code}: parts {self.parts}, expected start before end")

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    def letter(self, lang: str) -> str:
        """The one or two characters shown in a grid cell."""
        return (self.letter_zh or self.name_zh[:1]) if lang == "zh" else self.code

    @property
    def night(self) -> bool:
        """At least three hours inside 22:00-06:00 (L8): what night counts and fairness call a night.

        An evening shift (中班) that ends at midnight is none, else the four-crew pattern 早早中中夜夜休休
        would break its own limit of two nights in a row. Protected people are kept from any minute
        of it by a rule of their own.
        """
        return self.night_minutes >= 180

    @property
    def night_minutes(self) -> int:
        """Minutes between 22:00 and 06:00."""
        return sum(
            max(0, min(end, midnight + NIGHT_END) - max(start, midnight - DAY_MINUTES + NIGHT_START))
            for start, end in self.parts
            for midnight in range(0, end + DAY_MINUTES, DAY_MINUTES)
        )


@dataclass(frozen=True, slots=True)
class Session:
    """Opening hours of some posts (all when ``posts`` is empty) on some kind of day.

    ``min_open`` is the number of windows among them that is advertised as open (C14); 0: none is.
    Seasonal hours, and changes that were published, have dates: both included, None: no end.
    """

    id: str
    start: int
    end: int
    days: DayKind = "workday"
    posts: tuple[str, ...] = ()
    min_open: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ShiftCover:
    """Heads a shift must have on a kind of day; ``skill`` asks for that many masters of it,
    ``rank`` for that many of the rank or above."""

    shift: str
    heads: int
    days: DayKind = "daily"
    rank: str | None = None
    skill: str | None = None

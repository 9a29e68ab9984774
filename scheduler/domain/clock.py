"""Local wall-clock time of one horizon, in whole minutes.

Every span of the project is half open, ``[start, end)``. Inside a problem a moment is the
number of minutes since midnight of the horizon's first day, so that a night shift which
crosses midnight, or a duty that lies before the horizon, needs no special case: it simply
has an end beyond 1440 or a negative start.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY_MINUTES = 1440

Date = date
"""The class under a name that the method ``Horizon.date`` does not hide."""


def clock_text(minute: int) -> str:
    """Minutes since midnight as ``HH:MM``; 1440 and above continue (``24:00``, ``32:00``)."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days of one roster: ``days`` calendar days from ``start`` on.

    Raises
    ------
    ValueError
        If there is not at least one day.
    """

    start: Date
    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"horizon from {self.start}: {self.days} days, expected at least 1")

    @classmethod
    def between(cls, first: Date, last: Date) -> "Horizon":
        """All days from ``first`` to ``last``, both included."""
        if last < first:
            raise ValueError(f"horizon ends on {last}, before its first day {first}")
        return cls(first, (last - first).days + 1)

    @property
    def last(self) -> Date:
        return self.start + timedelta(days=self.days - 1)

    @property
    def minutes(self) -> int:
        return self.days * DAY_MINUTES

    def date(self, day: int) -> Date:
        """Calendar date of a day's index; negative indices lie before the horizon."""
        return self.start + timedelta(days=day)

    def day(self, when: Date) -> int:
        """Index of a calendar date, 0 for the first day; may be negative or beyond the end."""
        return (when - self.start).days

    def dates(self) -> tuple[Date, ...]:
        return tuple(self.date(day) for day in range(self.days))

    def minute(self, when: datetime) -> int:
        """Minutes from midnight of the first day to a naive local moment."""
        if when.second or when.microsecond:
            return round((when - datetime.combine(self.start, time())).total_seconds() / 60)
        return (when.toordinal() - self.start.toordinal()) * DAY_MINUTES + when.hour * 60 + when.minute

    def moment(self, minute: int) -> datetime:
        return datetime.combine(self.start, time()) + timedelta(minutes=minute)

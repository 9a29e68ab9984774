"""The working calendar of a center: what every date is, officially and for the center itself.

A calendar answers for every date there is. Where no arrangement has been announced it falls
back on the weekday rule and the computed statutory days and says so (``provisional``).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

CalendarDayKind = Literal["workday", "weekend", "statutory", "in_lieu", "makeup"]

NORM_DAY_MINUTES = 480
"""Eight hours a working day: the unit of every cycle norm (law L7)."""

PAY_FACTORS = {"workday": 1.0, "makeup": 1.0, "weekend": 2.0, "in_lieu": 2.0, "statutory": 3.0}
"""Pay for work on such a day (Labour Law 44): rest day 200 %, statutory holiday 300 %."""

WEEKDAY_RULE = "weekday"
"""``source`` of a day about which no table says anything."""

_DAY = timedelta(days=1)
_LONGEST_SEARCH = 3_660


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """What one date is.

    Attributes
    ----------
    kind
        Official kind. ``in_lieu`` is a Monday to Friday given off (swapped or given back),
        ``makeup`` a Saturday or Sunday that is a working day. A center's own closing or opening
        changes :attr:`workday`, never the kind: the law's day stays what it is.
    official_workday
        Working day by law and arrangement; cycle norms count these.
    workday
        Working day of this center after all layers.
    source
        Where it is from: number or date of the notice, ``computed``, ``center``, ``user``, or
        ``weekday`` when only the weekday rule speaks.
    provisional
        No arrangement has been announced for this date yet.
    opened
        The center's own word: True open, False closed, None as the official day.
    """

    date: date
    kind: CalendarDayKind
    name_zh: str = ""
    name_en: str = ""
    source: str = WEEKDAY_RULE
    provisional: bool = False
    opened: bool | None = None

    @property
    def statutory(self) -> bool:
        return self.kind == "statutory"

    @property
    def official_workday(self) -> bool:
        return self.kind in ("workday", "makeup")

    @property
    def workday(self) -> bool:
        return self.official_workday if self.opened is None else self.opened

    @property
    def pay_factor(self) -> float:
        return PAY_FACTORS[self.kind]

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class Break:
    """A maximal block of consecutive official days off, ``[start, end)``.

    The names are empty for a plain weekend. ``end`` is the first working day after it.
    """

    start: date
    end: date
    name_zh: str = ""
    name_en: str = ""

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class DayChange:
    """A date that reads differently in two calendars."""

    before: CalendarDay
    after: CalendarDay

    @property
    def date(self) -> date:
        return self.after.date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every date's kind, resolved from all layers. Spans of dates are half open ``[start, end)``.

    Attributes
    ----------
    days
        The dates about which some layer says something, ascending; all others follow the
        weekday rule.
    announced
        Years whose official arrangement is known. A date of another year is provisional unless
        the arrangement of a neighboring year or a user's own entry speaks about it.
    """

    days: tuple[CalendarDay, ...] = ()
    announced: frozenset[int] = frozenset()
    _index: dict[date, CalendarDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {day.date: day for day in self.days}
        if len(index) < len(self.days):
            twice = [when.isoformat() for when, times in Counter(d.date for d in self.days).items() if times > 1]
            raise ValueError(f"calendar: dates given twice: {', '.join(twice)}")
        object.__setattr__(self, "_index", index)

    def day(self, when: date) -> CalendarDay:
        """What a date is; never raises for a date of any year."""
        if isinstance(when, datetime):
            # A datetime never equals a date, so it would silently miss every table.
            raise ValueError(f"calendar: {when!r} is a moment, expected a date")
        known = self._index.get(when)
        if known is not None:
            return known
        kind: CalendarDayKind = "workday" if when.weekday() < 5 else "weekend"
        return CalendarDay(when, kind, provisional=when.year not in self.announced)

    def is_workday(self, when: date) -> bool:
        """Whether the center works on the date, all layers applied."""
        return self.day(when).workday

    def workdays(self, start: date, end: date) -> tuple[date, ...]:
        """The center's working days of ``[start, end)``."""
        return tuple(day.date for day in self.between(start, end) if day.workday)

    def norm_minutes(self, start: date, end: date, day_minutes: int = NORM_DAY_MINUTES) -> int:
        """Normal working time of ``[start, end)``: official working days x ``day_minutes``.

        A local closing does not shorten the legal norm and a Saturday opening does not
        lengthen it, so the center's own layers do not count here. Source: law L6, L7.
        """
        return day_minutes * sum(day.official_workday for day in self.between(start, end))

    def between(self, start: date, end: date) -> Iterator[CalendarDay]:
        """Every day of ``[start, end)`` in order; nothing when ``end`` is not after ``start``."""
        for offset in range((end - start).days):
            yield self.day(start + timedelta(days=offset))

    def provisional_in(self, start: date, end: date) -> tuple[date, ...]:
        """Dates of ``[start, end)`` for which nothing official is known yet."""
        return tuple(day.date for day in self.between(start, end) if day.provisional)

    def breaks(self, start: date, end: date) -> tuple[Break, ...]:
        """Blocks of official days off that touch ``[start, end)``, each in its full length."""
        found: list[Break] = []
        when = start
        while when < end:
            if self.day(when).official_workday:
                when += _DAY
                continue
            found.append(self._break_around(when))
            when = found[-1].end
        return tuple(found)

    def workday_after(self, when: date, count: int = 1) -> date:
        """The ``count``-th working day of the center after a date."""
        return self._step(when, count, _DAY)

    def workday_before(self, when: date, count: int = 1) -> date:
        """The ``count``-th working day before a date: how far ahead a request must be filed (3-08)."""
        return self._step(when, count, -_DAY)

    def diff(self, later: "Calendar", start: date, end: date) -> tuple[DayChange, ...]:
        """Dates of ``[start, end)`` whose kind, name or opening differs in ``later``."""
        pairs = zip(self.between(start, end), later.between(start, end), strict=True)
        return tuple(
            DayChange(before, after)
            for before, after in pairs
            if (before.kind, before.name_zh, before.workday) != (after.kind, after.name_zh, after.workday)
        )

    def _break_around(self, when: date) -> Break:
        first = last = when
        while not self.day(first - _DAY).official_workday:
            first -= _DAY
        while not self.day(last + _DAY).official_workday:
            last += _DAY
        days = tuple(self.between(first, last + _DAY))
        zh = dict.fromkeys(part for day in days for part in day.name_zh.split("、") if part)
        en = dict.fromkeys(part for day in days for part in day.name_en.split(" / ") if part)
        return Break(first, last + _DAY, "、".join(zh), " / ".join(en))

    def _step(self, when: date, count: int, step: timedelta) -> date:
        if count < 1:
            raise ValueError(f"calendar: {count} working days, expected at least 1")
        left, at = count, when
        for _ in range(count * 7 + _LONGEST_SEARCH):
            at += step
            left -= self.is_workday(at)
            if not left:
                return at
        raise ValueError(f"calendar: fewer than {count} working days within ten years of {when}")

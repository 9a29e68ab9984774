"""What is due when: monthly assessment, bulletin, visit plans and reports, training plan."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import Calendar
from scheduler.store.duty_lines import DutyLine
from scheduler.store.entries import LeaveEntry

TRIPS = ("official_trip", "business_trip")
"""Kinds of absence after which a report is due (3-75 to 3-77: approved visits are trips, not leave)."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """One duty on one day; ``person`` and ``source`` for what follows from one trip."""

    date: date
    duty: str
    name_zh: str
    name_en: str
    who_zh: str
    who_en: str
    article: str
    person: str = ""
    source: str = ""

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    def who(self, lang: str) -> str:
        return self.person or (self.who_zh if lang == "zh" else self.who_en)


def due_dates(lines: Sequence[DutyLine], calendar: Calendar, first: date, last: date, leave: Iterable[LeaveEntry] = ()) -> tuple[DueDate, ...]:
    """Everything due from ``first`` to ``last``, both included, by date.

    A day 31 is the last day of shorter months. Workdays are those of the calendar with its
    make-up days.

    Raises
    ------
    ValueError
        If ``last`` is before ``first``.
    """
    if last < first:
        raise ValueError(f"duties from {first} to {last}: ends before it begins")
    trips = [entry for entry in leave if entry.kind in TRIPS and entry.status == "approved"]
    found = []
    for line in lines:
        if line.due == "after_trip":
            for trip in trips:
                # A trip that ends at midnight ended the day before.
                ended = (trip.end - timedelta(minutes=1)).date()
                when = _rolled(ended + timedelta(days=line.day or 0), line, calendar)
                found.append(DueDate(when, line.id, line.name_zh, line.name_en, line.who_zh, line.who_en, line.article, trip.person, trip.id))
        else:
            for year, month in _months(first, last):
                if line.month in (None, month):
                    when = _of_month(line, calendar, year, month)
                    found.append(DueDate(when, line.id, line.name_zh, line.name_en, line.who_zh, line.who_en, line.article))
    return tuple(sorted((d for d in found if first <= d.date <= last), key=lambda d: (d.date, d.duty, d.person, d.source)))


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    """Months that touch the period, and one more on either side: rolling may cross a border."""
    month = first.year * 12 + first.month - 2
    while month <= last.year * 12 + last.month:
        yield month // 12, month % 12 + 1
        month += 1


def _of_month(line: DutyLine, calendar: Calendar, year: int, month: int) -> date:
    end = date(year, month, monthrange(year, month)[1])
    if line.due == "last_workday":
        return _workday(end, -1, calendar)
    return _rolled(end.replace(day=min(line.day or 1, end.day)), line, calendar)


def _rolled(when: date, line: DutyLine, calendar: Calendar) -> date:
    return when if line.roll == "keep" else _workday(when, -1 if line.roll == "before" else 1, calendar)


def _workday(when: date, step: int, calendar: Calendar) -> date:
    while not calendar.is_workday(when):
        when += timedelta(days=step)
    return when

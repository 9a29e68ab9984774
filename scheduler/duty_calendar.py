"""What is due when: monthly assessment, bulletin, inspections, patrols and visits by turns, reports, qualifications."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.domain.people import FULL_LEVEL
from scheduler.store.duty_lines import DutyLine
from scheduler.store.entries import LeaveEntry

TRIPS = ("official_trip", "business_trip")
"""Kinds of absence after which a report is due (3-75 to 3-77: approved visits are trips, not leave)."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """One duty on one day; ``person`` and ``source`` for what follows from one trip, or whose turn it is."""

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


def due_dates(
    lines: Sequence[DutyLine], calendar: Calendar, first: date, last: date, leave: Iterable[LeaveEntry] = ()
) -> tuple[DueDate, ...]:
    """Everything due from ``first`` to ``last``, both included, by date.

    A day 31 is the last day of shorter months. Workdays are those of the calendar with its
    make-up days. Duties with ``people`` go by turns; whoever is on approved leave that day is
    passed over, and the next takes the turn.

    Raises
    ------
    ValueError
        If ``last`` is before ``first``.
    """
    if last < first:
        raise ValueError(f"duties from {first} to {last}: ends before it begins")
    approved = [entry for entry in leave if entry.status == "approved"]
    found = []
    for line in lines:
        if line.due == "after_trip":
            for trip in (entry for entry in approved if entry.kind in TRIPS):
                # A trip that ends at midnight ended the day before.
                ended = (trip.end - timedelta(minutes=1)).date()
                when = _rolled(ended + timedelta(days=line.day or 0), line, calendar)
                found.append(replace(_due(line, when), person=trip.person, source=trip.id))
        else:
            for turn, when in _occurrences(line, calendar, first, last):
                found.append(replace(_due(line, when), person=_whose(line, turn, when, approved)))
    return tuple(
        sorted((d for d in found if first <= d.date <= last), key=lambda d: (d.date, d.duty, d.person, d.source))
    )


def qualification_dates(center: Center, calendar: Calendar, first: date, last: date) -> tuple[DueDate, ...]:
    """Tests of people who are about to be let on posts (4-32): trainees by the last workday before they
    count, and skills by the workday before they become valid."""
    found = []
    for person in center.staff:
        starts = [
            (s.end + timedelta(days=1), "上岗资格考核", "Test before going on post")
            for s in person.standings
            if s.kind == "trainee"
        ]
        starts += [
            (s.valid_from, f"“{s.item}”上岗考核", f"Test of “{s.item}”")
            for s in person.skills
            if s.valid_from is not None and s.level >= FULL_LEVEL
        ]
        for day, zh, en in starts:
            when = _workday(day - timedelta(days=1), -1, calendar)
            if first <= when <= last:
                found.append(
                    DueDate(
                        when,
                        "qualification",
                        zh,
                        en,
                        "培训负责人",
                        "whoever leads training",
                        "4-32, 1-15",
                        person.id,
                        str(day),
                    )
                )
    return tuple(sorted(found, key=lambda d: (d.date, d.person, d.source)))


def _due(line: DutyLine, when: date) -> DueDate:
    return DueDate(when, line.id, line.name_zh, line.name_en, line.who_zh, line.who_en, line.article)


def _whose(line: DutyLine, turn: int, when: date, approved: Sequence[LeaveEntry]) -> str:
    """Whose turn it is; the one whose turn it would have been if all are away."""
    people = line.people
    if not people:
        return ""
    day, after = datetime.combine(when, time()), datetime.combine(when + timedelta(days=1), time())
    away = {e.person for e in approved if e.start < after and day < e.end}
    order = [people[(turn + i) % len(people)] for i in range(len(people))]
    return next((p for p in order if p not in away), order[0])


def _occurrences(line: DutyLine, calendar: Calendar, first: date, last: date) -> Iterator[tuple[int, date]]:
    """Dates of a duty with their running number: weeks and months count from the calendar's beginning, workdays from New Year."""
    if line.due == "weekday":
        day = first - timedelta(days=7)
        while day <= last + timedelta(days=7):
            if day.isoweekday() == line.day:
                yield day.toordinal() // 7, _rolled(day, line, calendar)
            day += timedelta(days=1)
    elif line.due == "workday":
        day, turn = date(first.year, 1, 1), 0
        while day <= last:
            if calendar.is_workday(day):
                if day >= first:
                    yield turn, day
                turn += 1
            day += timedelta(days=1)
    else:
        for year, month in _months(first, last):
            if line.month in (None, month):
                yield year * 12 + month if line.month is None else year, _of_month(line, calendar, year, month)


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

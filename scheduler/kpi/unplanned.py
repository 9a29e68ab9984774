"""Unplanned absence as it was: the share of rostered time lost to lateness, illness on the day, posts left; by weekday.

It is what a queue's ``shrinkage`` stands for. Approved leave is out of the roster and must not be
counted twice. Few records say little, so every share is drawn towards a wider one: the whole
towards what the center plans with now, each weekday towards the whole.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.roster import PRESENT_ROLES, Roster
from scheduler.kpi.attended import Span, minus, recorded_days, union
from scheduler.store.actuals import Attendance

PRIOR_MINUTES = 20 * 480.0
"""Twenty person-days of what is planned with weigh as much as twenty recorded."""


@dataclass(frozen=True, slots=True)
class Unplanned:
    """What the records say.

    Attributes
    ----------
    share
        Share of rostered time to plan with, drawn towards ``prior``.
    raw
        The plain share of the records.
    by_weekday
        The same by weekday (0 = Monday), drawn towards ``share``; weekdays on record only.
    person_days
        Rostered days of persons on record.
    """

    share: float
    raw: float
    by_weekday: Mapping[int, float]
    person_days: int


def unplanned(rosters: Sequence[tuple[Roster, Sequence[Attendance]]], prior: float = 0.0) -> Unplanned | None:
    """Share of rostered time without its person, over all days of record; None without a record.

    Parameters
    ----------
    rosters
        A roster as it was in force, with the attendance of its days; one entry a period.
    prior
        What is planned with now.
    """
    lost: dict[int, float] = defaultdict(float)
    planned: dict[int, float] = defaultdict(float)
    days = 0
    for roster, records in rosters:
        known = recorded_days(records)
        here: dict[tuple[str, date], list[Attendance]] = defaultdict(list)
        for record in records:
            here[record.person, record.date].append(record)
        duty: dict[tuple[str, date], list[Span]] = defaultdict(list)
        for d in roster.duties:
            if d.role in PRESENT_ROLES and d.day in known:
                duty[d.person, d.day].append((d.start, d.end))
        for (person, day), spans in duty.items():
            due = union(spans)
            missing = minus(
                due, minus(union(_of(here[person, day], "work")), union(_of(here[person, day], "left_post")))
            )
            lost[day.weekday()] += _minutes(missing)
            planned[day.weekday()] += _minutes(due)
            days += 1
    total = sum(planned.values())
    if not total:
        return None
    gone = sum(lost.values())
    share = (gone + prior * PRIOR_MINUTES) / (total + PRIOR_MINUTES)
    by_weekday = {w: (lost[w] + share * PRIOR_MINUTES) / (planned[w] + PRIOR_MINUTES) for w in sorted(planned)}
    return Unplanned(share, gone / total, by_weekday, days)


def _of(records: Sequence[Attendance], kind: str) -> list[Span]:
    return [
        (r.start, r.end)
        for r in records
        if r.kind == kind and isinstance(r.start, datetime) and isinstance(r.end, datetime)
    ]


def _minutes(spans: Sequence[Span]) -> float:
    return sum((end - start).total_seconds() for start, end in spans) / 60.0

"""Plan and clock-in records side by side: who was there, who was late, and the roster as it was worked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.solver.decode import role_on
from scheduler.store.actuals import Attendance

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Attended:
    """One person over one period of record.

    ``late`` and ``early`` are occasions (one per stretch of duty: a morning and an afternoon are
    two), ``absent`` days of absence that a human confirmed, ``unexplained`` days on the roster
    without any record (they are to be looked into, not judged: 3-45).
    """

    person: str
    days: int = 0
    late: int = 0
    early: int = 0
    late_minutes: int = 0
    left_minutes: int = 0
    absent: int = 0
    unexplained: int = 0

    @property
    def spotless(self) -> bool:
        return not (self.late or self.early or self.left_minutes or self.absent or self.unexplained)


def recorded_days(records: Iterable[Attendance]) -> frozenset[date]:
    """Days of which there is any record of being there or not: only they can be compared.

    That somebody left a post is known from a register without any clock; it makes no such day.
    """
    return frozenset(r.date for r in records if r.kind != "left_post")


def attended(roster: Roster, records: Sequence[Attendance], grace: int = 0) -> tuple[Attended, ...]:
    """Punctuality of everybody on the roster on the days of record.

    Late: the first record of a stretch begins more than ``grace`` minutes after the stretch; early:
    its last record ends more than ``grace`` minutes before. Approved leave is already out of the roster.
    """
    days = recorded_days(records)
    by_day: dict[tuple[str, date], list[Attendance]] = defaultdict(list)
    for record in records:
        by_day[record.person, record.date].append(record)
    planned: dict[str, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for duty in roster.duties:
        if duty.role in PRESENT_ROLES and duty.day in days:
            planned[duty.person][duty.day].append((duty.start, duty.end))
    found = []
    for person, of_days in sorted(planned.items()):
        tally = Attended(person, len(of_days))
        for day, spans in sorted(of_days.items()):
            tally = _one_day(tally, union(spans), by_day.get((person, day), []), timedelta(minutes=grace))
        found.append(tally)
    return _with_left(tuple(found), roster, [r for r in records if r.kind == "left_post" and r.date not in days])


def _with_left(tallies: tuple[Attended, ...], roster: Roster, records: Sequence[Attendance]) -> tuple[Attended, ...]:
    """Minutes off the post on days that no clock recorded, as far as the person was on the roster (3-50)."""
    by_person = {t.person: t for t in tallies}
    for person in sorted({r.person for r in records}):
        away = union(_spans([r for r in records if r.person == person], "left_post"))
        duties = union((d.start, d.end) for d in roster.duties if d.person == person and d.role in PRESENT_ROLES)
        minutes = sum(
            _minutes(min(b, end) - max(a, start)) for a, b in away for start, end in duties if a < end and start < b
        )
        tally = by_person.get(person, Attended(person))
        by_person[person] = replace(tally, left_minutes=tally.left_minutes + minutes)
    return tuple(tally for _, tally in sorted(by_person.items()))


def _one_day(tally: Attended, stretches: Sequence[Span], records: Sequence[Attendance], grace: timedelta) -> Attended:
    if any(r.kind == "absent" for r in records):
        return replace(tally, absent=tally.absent + 1)
    work = union(_spans(records, "work"))
    if not work:
        return replace(tally, unexplained=tally.unexplained + 1)
    late = early = late_minutes = left = 0
    for start, end in stretches:
        here = [(max(a, start), min(b, end)) for a, b in work if a < end and start < b]
        # A whole stretch without a record: late from its start, for all of it.
        came = here[0][0] if here else end
        late += came > start + grace
        late_minutes += _minutes(came - start) if came > start + grace else 0
        early += bool(here) and here[-1][1] < end - grace
        left += sum(
            _minutes(min(b, end) - max(a, start))
            for a, b in union(_spans(records, "left_post"))
            if a < end and start < b
        )
    return replace(
        tally,
        late=tally.late + late,
        early=tally.early + early,
        late_minutes=tally.late_minutes + late_minutes,
        left_minutes=tally.left_minutes + left,
    )


def worked_roster(problem: RosterProblem, roster: Roster, records: Sequence[Attendance]) -> Roster:
    """The duties of the days of record as they were worked.

    A record that names a post counts there; one that does not counts for what was rostered, as far
    as the person was there and had not left the post. Duty rows stay with whoever was there.
    """
    days = recorded_days(records)
    here: dict[tuple[str, date], list[Span]] = defaultdict(list)
    duties: list[Duty] = []
    named: dict[tuple[str, date], list[Span]] = defaultdict(list)
    for person, day in {(r.person, r.date) for r in records}:
        mine = [r for r in records if r.person == person and r.date == day]
        here[person, day] = minus(union(_spans(mine, "work")), union(_spans(mine, "left_post")))
        for record in mine:
            if (
                record.kind == "work"
                and record.post is not None
                and record.start is not None
                and record.end is not None
            ):
                index = problem.horizon.day(day)
                role = role_on(problem, person, record.post, index)
                shift = problem.center.person[person].shift or ""
                away = union(_spans(mine, "left_post"))
                duties += [
                    Duty(day, person, a, b, record.post, role, shift)
                    for a, b in minus([(record.start, record.end)], away)
                ]
                named[person, day].append((record.start, record.end))
    for duty in roster.duties:
        if duty.day not in days:
            continue
        if duty.role == "duty":
            duties += [duty] if here.get((duty.person, duty.day)) else []
            continue
        for a, b in minus(here.get((duty.person, duty.day), []), union(named.get((duty.person, duty.day), []))):
            if a < duty.end and duty.start < b:
                duties.append(replace(duty, start=max(a, duty.start), end=min(b, duty.end)))
    return Roster.of(duties)


def union(spans: Iterable[Span]) -> list[Span]:
    """Spans merged where they touch."""
    found: list[Span] = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found


def minus(spans: Iterable[Span], gone: Sequence[Span]) -> list[Span]:
    """What is left of spans without others."""
    found = []
    for start, end in spans:
        for a, b in gone:
            if a < end and start < b:
                if start < a:
                    found.append((start, a))
                start = max(start, b)
        if start < end:
            found.append((start, end))
    return found


def _spans(records: Iterable[Attendance], kind: str) -> list[Span]:
    return [(r.start, r.end) for r in records if r.kind == kind and r.start is not None and r.end is not None]


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def of_days(roster: Roster, days: Iterable[date]) -> Roster:
    """The part of a roster that belongs to some days."""
    kept = set(days)
    return Roster.of(d for d in roster.duties if d.day in kept)

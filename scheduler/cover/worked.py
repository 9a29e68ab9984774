"""The roster as it was worked once somebody was missing, and as it goes on after the return."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.backup import StandIn, take_over
from scheduler.domain.absence import Absence
from scheduler.domain.center import Center
from scheduler.domain.cover import SUDDEN, Cover
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.solver.decode import role_on
from scheduler.store.actuals import Actuals, Attendance


def as_worked(center: Center, roster: Roster, covers: Iterable[Cover]) -> Roster:
    """The roster with covers laid over it; one that has them already stays as it is.

    Ledger and KPI of this roster count the minutes of standing in and of double duty as they were,
    each once, whether or not the cover was also written into the roster.
    """
    duties = roster.duties
    for cover in sorted(familiar(center, covers), key=lambda c: (c.start, c.post)):
        if not cover.minutes:
            continue
        duties = tuple(piece for d in duties for piece in _without(d, cover, cover.missing, (cover.post, BACK_OFFICE)))
        if cover.stand_in and not any(_holds(d, cover) for d in duties):
            duties = tuple(piece for d in duties for piece in _without(d, cover, cover.stand_in, (cover.post,)))
            duties = take_over(center, duties, _step(cover))
    return Roster.of(duties)


def familiar(center: Center, covers: Iterable[Cover]) -> tuple[Cover, ...]:
    """Covers whose people and posts the center still has: records outlive both."""
    return tuple(
        c
        for c in covers
        if c.post in center.post and c.missing in center.person and (not c.stand_in or c.stand_in in center.person)
    )


def returned(problem: RosterProblem, roster: Roster, covers: Sequence[Cover], missing: str, at: datetime) -> Roster:
    """The roster from ``at`` on with the missing person back on the posts that were covered, or lay empty.

    ``covers`` are those that end with the return, and no others.

    Stand-ins who came from their own desk go back to it; one called in from rest goes home. Hours of
    an office worker on no window are spent at the own desk.
    """
    mine = [c for c in covers if c.missing == missing and at < c.until]
    # A roster that knows nothing of the covers yet is brought to the same state as one that does.
    duties: list[Duty] = list(
        as_worked(
            problem.center, roster, [replace(c, ended=None) if c in mine else c for c in covers if c.missing == missing]
        ).duties
    )
    for cover in mine:
        day = problem.horizon.day(cover.day)
        start = max(at, cover.start)
        rest = replace(cover, start=start, ended=None)
        took = [
            d
            for d in duties
            if d.person == cover.stand_in
            and d.post == cover.post
            and d.start < cover.until
            and start < d.end
            and d.role != "duty"
        ]
        duties = [
            piece
            for d in duties
            for piece in (_without(d, rest, cover.stand_in, (cover.post,)) if cover.stand_in else (d,))
        ]
        duties.append(
            Duty(
                cover.day,
                missing,
                start,
                cover.until,
                cover.post,
                role_on(problem, missing, cover.post, day),
                cover.shift,
            )
        )
        for duty in took:
            if not cover.dual and not cover.called_in:
                post = cover.own_post or BACK_OFFICE
                span = max(start, duty.start), min(cover.until, duty.end)
                duties.append(
                    Duty(
                        cover.day, cover.stand_in, *span, post, role_on(problem, cover.stand_in, post, day), duty.shift
                    )
                )
    for on in sorted({c.day for c in mine} | {at.date()}):
        duties += _own_desk(problem, duties, missing, max(at, datetime.combine(on, datetime.min.time())))
    return Roster.of(duties)


def sudden_absences(covers: Iterable[Cover], roster: Roster) -> tuple[Absence, ...]:
    """Absences behind some covers, one a person and day, as far as the roster already does without them.

    Somebody not back yet is away to the end of the day. Whom the roster still has at work is left
    out: that roster does not know of the absence.
    """
    groups: dict[tuple[str, date], list[Cover]] = defaultdict(list)
    for cover in covers:
        if cover.minutes:
            groups[cover.missing, cover.day].append(cover)
    at_work: dict[str, list[Duty]] = defaultdict(list)
    for duty in roster.duties:
        if duty.role in PRESENT_ROLES:
            at_work[duty.person].append(duty)
    found = []
    for (person, on), mine in sorted(groups.items()):
        start = min(c.start for c in mine)
        end = datetime.combine(on, time(23, 59)) if any(c.open for c in mine) else max(c.end for c in mine)
        absence = Absence(person, start, max(end, max(c.end for c in mine)), SUDDEN)
        if not any(absence.overlaps(d.start, d.end) for d in at_work[person]):
            found.append(absence)
    return tuple(found)


def left_posts(covers: Iterable[Cover]) -> tuple[Attendance, ...]:
    """Records of attendance for posts that were left without leave (3-50): what the KPI counts."""
    return tuple(
        Attendance(c.day, c.missing, "left_post", c.start, c.end, c.post)
        for c in covers
        if c.cause == "left_post" and c.minutes
    )


def with_covers(actuals: Actuals, covers: Iterable[Cover]) -> Actuals:
    """Actuals with the posts that were left without leave, on days of record that do not have them yet.

    A day without any record of attendance stays without: it would make everybody else unexplained.
    """
    days = {r.date for r in actuals.attendance}
    known = {(r.date, r.person, r.kind, r.start) for r in actuals.attendance}
    more = [r for r in left_posts(covers) if r.date in days and (r.date, r.person, r.kind, r.start) not in known]
    return replace(actuals, attendance=(*actuals.attendance, *more)) if more else actuals


def _step(cover: Cover) -> StandIn:
    leaves = None if cover.dual else cover.own_post
    return StandIn(
        cover.post,
        cover.stand_in,
        cover.source,
        cover.start,
        cover.end,
        cover.dual,
        cover.own_post,
        leaves,
        cover.without,
        0,
        cover.shift if cover.called_in else None,
    )


def _own_desk(problem: RosterProblem, duties: Iterable[Duty], person: str, at: datetime) -> list[Duty]:
    """The rest of an office worker's hours of the day, where there is no duty yet."""
    who = problem.center.person[person]
    if who.rota != "office" or who.shift is None:
        return []
    midnight = datetime.combine(at.date(), datetime.min.time())
    role = role_on(problem, person, BACK_OFFICE, problem.horizon.day(at.date()))
    busy = sorted(
        (d.start, d.end) for d in duties if d.person == person and d.role in PRESENT_ROLES and d.day == at.date()
    )
    found: list[Duty] = []
    for a, b in problem.center.shift[who.shift].parts:
        start, end = max(at, midnight + timedelta(minutes=a)), midnight + timedelta(minutes=b)
        for x, y in [*busy, (end, end)]:
            if start < min(x, end):
                found.append(Duty(at.date(), person, start, min(x, end), BACK_OFFICE, role, who.shift))
            start = max(start, y) if x <= end else start
    return found


def _holds(duty: Duty, cover: Cover) -> bool:
    return (
        duty.person == cover.stand_in
        and duty.post == cover.post
        and duty.start <= cover.start
        and cover.end <= duty.end
        and duty.role != "duty"
    )


def _without(duty: Duty, cover: Cover, person: str, posts: Sequence[str]) -> tuple[Duty, ...]:
    """A duty of a person on some posts without the hours of a cover."""
    if (
        duty.person != person
        or duty.post not in posts
        or duty.role == "duty"
        or duty.end <= cover.start
        or cover.end <= duty.start
    ):
        return (duty,)
    parts = ((duty.start, cover.start), (cover.end, duty.end))
    return tuple(replace(duty, start=a, end=b) for a, b in parts if a < b)

"""Cutting the days of a horizon into blocks."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import date

from scheduler.domain.absence import Absence, Pin
from scheduler.domain.center import Center
from scheduler.domain.clock import DAY_MINUTES, Horizon
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import Block, Day
from scheduler.domain.shifts import Session

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def on_such_day(kind: str, when: date, workday: bool) -> bool:
    """Whether a line for a kind of day (``shifts.DayKind``) holds on a date."""
    if kind == "daily":
        return True
    if kind == "workday":
        return workday
    if kind == "restday":
        return not workday
    return WEEKDAYS[when.weekday()] == kind


def held(session: Session, when: date, workday: bool) -> bool:
    """Whether a session is held on a date: its kind of day, and within its own dates."""
    within = (session.valid_from is None or session.valid_from <= when) and (
        session.valid_to is None or when <= session.valid_to
    )
    return within and on_such_day(session.days, when, workday)


def cut_blocks(
    center: Center,
    horizon: Horizon,
    days: Sequence[Day],
    needs: Iterable[NeedCell] = (),
    absences: Iterable[Absence] = (),
    pins: Iterable[Pin] = (),
) -> tuple[Block, ...]:
    """Maximal runs over which openings, shifts, absences, pins and the required heads stay the same.

    Time at which nothing is open and no shift runs yields no block. A shift that crosses midnight
    into the day after the last still gets its blocks: they belong to the day they start on, or to
    the last day of the horizon.
    """
    spans = [
        (day.index * DAY_MINUTES + a, day.index * DAY_MINUTES + b)
        for day in days
        for shift in center.shifts
        for a, b in shift.parts
    ]
    opened: list[tuple[int, int, Session]] = []
    for day in days:
        for session in center.sessions:
            if held(session, day.date, day.workday):
                base = day.index * DAY_MINUTES
                opened.append((base + session.start, base + session.end, session))
    spans += [(a, b) for a, b, _ in opened]
    limit = max((b for _, b in spans), default=horizon.minutes)
    marks = {m for a, b in spans for m in (a, b)}
    marks |= {day.index * DAY_MINUTES for day in days if any(a < day.index * DAY_MINUTES < b for a, b in spans)}
    edges = (
        [(a.start, a.end) for a in absences]
        + [(p.start, p.end) for p in pins]
        + [(c.start, c.end) for c in center.closures]
    )
    marks |= {m for a, b in edges for m in (horizon.minute(a), horizon.minute(b)) if 0 <= m <= limit}
    marks |= _need_marks(horizon, needs)
    closed = [(horizon.minute(c.start), horizon.minute(c.end), c.post) for c in center.closures]
    return _blocks(center, sorted(marks), spans, opened, horizon.days, closed)


def _need_marks(horizon: Horizon, needs: Iterable[NeedCell]) -> set[int]:
    """Moments at which the required heads of some queue change."""
    marks: set[int] = set()
    last: dict[str, tuple[int, int]] = {}
    for cell in sorted(needs, key=lambda n: (n.queue, n.start)):
        start, end = horizon.minute(cell.start), horizon.minute(cell.end)
        before = last.get(cell.queue)
        if before is None or before != (start, cell.required):
            marks.add(start)
            if before is not None:
                marks.add(before[0])
        last[cell.queue] = (end, cell.required)
    return marks | {end for end, _ in last.values()}


def _blocks(
    center: Center,
    marks: Sequence[int],
    spans: Iterable[tuple[int, int]],
    opened: Sequence[tuple[int, int, Session]],
    days: int,
    closed: Sequence[tuple[int, int, str]],
) -> tuple[Block, ...]:
    running = _merged(spans)
    every = frozenset(post.id for post in center.posts)
    blocks: list[Block] = []
    at = 0
    for start, end in itertools.pairwise(marks):
        while at < len(running) and running[at][1] <= start:
            at += 1
        if at == len(running) or running[at][0] > start:
            continue
        here = [s for a, b, s in opened if a <= start and end <= b]
        posts: frozenset[str] = frozenset().union(*(frozenset(s.posts) or every for s in here))
        posts -= {post for a, b, post in closed if a <= start and end <= b}
        day = min(start // DAY_MINUTES, days - 1)
        blocks.append(Block(len(blocks), day, start, end, posts, here[0].id if here else ""))
    return tuple(blocks)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], b))
        else:
            merged.append((a, b))
    return merged


def duty_windows(center: Center, blocks: Iterable[Block], days: int, passed: int = 0) -> tuple[str | None, ...]:
    """Window on hall duty for each day: one further window each open day (3-21).

    Parameters
    ----------
    passed
        Open days between the rota's anchor and the first day of the horizon.
    """
    if center.duty is None:
        return (None,) * days
    opened = {block.day for block in blocks if block.posts}
    turn = passed
    found: list[str | None] = []
    for day in range(days):
        found.append(center.duty.windows[turn % len(center.duty.windows)] if day in opened else None)
        turn += day in opened
    return tuple(found)

"""Routines and tasks as blocks asked for on one day, person by person."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from scheduler.activities.stretches import Span, Stretches
from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.day_task import Ask, depth
from scheduler.domain.people import Person
from scheduler.domain.routine import REST, Activity, Routine, Task

GRID = 15
"""Blocks begin at full quarters of an hour, or at slots where these are shorter."""


def grid(slot_minutes: int) -> int:
    return min(GRID, slot_minutes)


def asks_of(stretches: Stretches, day: int, placed: Sequence[Activity]) -> Iterator[Ask]:
    """What is asked of a day, given all that was placed on the days before; ids are left at 0."""
    problem = stretches.problem
    on = problem.date(day)
    before = [a for a in placed if a.day < on]
    for person in (problem.center.person[p] for p in stretches.on(day)):
        for routine in problem.center.routines:
            if routine.valid(on) and meant(stretches, routine, person, day):
                yield from _routine(stretches, routine, person, day, before)
        for task in problem.center.tasks:
            if person.id in task.people:
                yield from _task(stretches, task, person, day, before)


def meant(stretches: Stretches, routine: Routine, person: Person, day: int) -> bool:
    """Whether a routine is for a person, by name, rank and shift of the day."""
    if routine.people and person.id not in routine.people:
        return False
    if routine.ranks and person.rank not in routine.ranks:
        return False
    return not routine.shifts or bool(stretches.shifts[person.id, day] & set(routine.shifts))


def _routine(
    stretches: Stretches, routine: Routine, person: Person, day: int, before: Iterable[Activity]
) -> Iterator[Ask]:
    spans = stretches.of[person.id, day]
    ask = Ask(
        0,
        routine.id,
        routine.kind,
        person.id,
        routine.minutes,
        (),
        routine.times,
        routine.times,
        routine.times,
        routine.level,
        routine.gap if routine.kind in REST else None,
        depth(routine.kind, routine.recall),
        _partners(stretches, routine, person, day),
    )
    if routine.with_rank is not None and not ask.partners:
        starts: tuple[int, ...] = ()
    else:
        starts = starts_in(stretches, routine, day, spans, ask.minutes)
    if routine.per == "stretch":
        for span in spans:
            if span[1] - span[0] >= max(routine.over, 1):
                yield replace(ask, starts=tuple(s for s in starts if span[0] <= s and s + ask.minutes <= span[1]))
    elif routine.per == "day":
        if max(b - a for a, b in spans) >= routine.over and not _off_already(routine, day, spans):
            yield replace(ask, starts=starts)
    else:
        count, due, want = _this_week(stretches, routine, person, day, before)
        if count:
            yield replace(ask, starts=starts, count=count, due=due, want=want)


def starts_in(stretches: Stretches, routine: Routine, day: int, spans: Sequence[Span], minutes: int) -> tuple[int, ...]:
    """Where a block may begin, by the grid, the stretch and the clock."""
    step, base = grid(stretches.problem.center.slot_minutes), day * DAY_MINUTES
    low = base + routine.earliest if routine.earliest is not None else None
    high = base + routine.latest if routine.latest is not None else None
    found = []
    for a, b in spans:
        first = max(a + routine.after, a if low is None else low)
        last = min(b - routine.before, b if high is None else high) - minutes
        found += list(range(-(-first // step) * step, last + 1, step))
    return tuple(found)


def _off_already(routine: Routine, day: int, spans: Sequence[Span]) -> bool:
    """Whether the day has a gap of its own long enough and inside the window: the hall's lunch hours."""
    base = day * DAY_MINUTES
    low, high = (
        base + (routine.earliest or 0),
        base + (routine.latest if routine.latest is not None else 2 * DAY_MINUTES),
    )
    return any(min(c, high) - max(b, low) >= routine.minutes for (_, b), (c, _) in itertools.pairwise(spans))


def week_of(stretches: Stretches, day: int) -> tuple[int, int] | None:
    """First and last day of a day's week; None if the horizon cuts it."""
    monday = day - stretches.problem.date(day).weekday()
    return (monday, monday + 6) if monday >= 0 and monday + 6 < stretches.problem.horizon.days else None


def _this_week(
    stretches: Stretches, routine: Routine, person: Person, day: int, before: Iterable[Activity]
) -> tuple[int, int, int]:
    """Blocks of the week still open, those due today (all, on its last day), and an even share of them.

    In a week that the horizon cuts short nothing is due, only wanted in proportion.
    """
    problem, week = stretches.problem, week_of(stretches, day)
    first = day - problem.date(day).weekday() if week is None else week[0]
    times = (
        routine.times
        if week is not None
        else routine.times * (min(first + 6, problem.horizon.days - 1) - max(first, 0) + 1) // 7
    )
    monday = problem.date(first)
    done = sum(
        1
        for a in before
        if a.person == person.id and a.routine == routine.id and a.kind == routine.kind and a.day >= monday
    )
    left = max(0, times - done)
    days = [
        d
        for d in stretches.days(person.id, day, min(first + 6, problem.horizon.days - 1))
        if _fits(stretches, routine, person, d)
    ]
    due = left if week is not None and day == max(days, default=day) else 0
    return left, due, max(due, -(-left // len(days))) if days else due


def _fits(stretches: Stretches, routine: Routine, person: Person, day: int) -> bool:
    on = stretches.problem.date(day)
    return (
        routine.valid(on)
        and meant(stretches, routine, person, day)
        and bool(starts_in(stretches, routine, day, stretches.of[person.id, day], routine.minutes))
    )


def _partners(stretches: Stretches, routine: Routine, person: Person, day: int) -> tuple[str, ...]:
    """People of the rank asked for whose work of the day meets the person's."""
    if routine.with_rank is None:
        return ()
    center, mine = stretches.problem.center, stretches.of[person.id, day]
    return tuple(
        other
        for other in stretches.on(day)
        if other != person.id
        and center.rank_at_least(center.person[other], routine.with_rank)
        and any(min(b, d) - max(a, c) >= routine.minutes for a, b in mine for c, d in stretches.of[other, day])
    )


def _task(stretches: Stretches, task: Task, person: Person, day: int, before: Iterable[Activity]) -> Iterator[Ask]:
    """A task asks for its block on every day of its window until it is placed; on the last one it is due."""
    if any(a.person == person.id and a.routine == task.id and a.kind == "task" for a in before):
        return
    minute = stretches.problem.horizon.minute
    low, high = minute(task.start), minute(task.due)
    step = grid(stretches.problem.center.slot_minutes)
    starts = tuple(
        s for a, b in stretches.of[person.id, day] for s in _inside(max(a, low), min(b, high), task.minutes, step)
    )
    if not starts:
        return
    later = stretches.days(person.id, day + 1, stretches.problem.horizon.day((task.due - timedelta(minutes=1)).date()))
    due = not any(min(b, high) - max(a, low) >= task.minutes for d in later for a, b in stretches.of[person.id, d])
    yield Ask(
        0,
        task.id,
        "task",
        person.id,
        task.minutes,
        starts,
        1,
        int(due),
        1,
        task.level,
        None,
        depth("task", task.recall),
    )


def _inside(low: int, high: int, minutes: int, step: int) -> Iterator[int]:
    """Grid moments at which so long a block fits; a window just as long as it begins where it begins."""
    if high - low == minutes:
        yield low
    else:
        yield from range(-(-low // step) * step, high - minutes + 1, step)

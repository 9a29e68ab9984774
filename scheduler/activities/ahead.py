"""Work that may wait, before there is a roster: what the time between customers takes, and the heads it needs beside.

Backlogs that come in with a queue (call-backs, follow-up, mail, forms), open cases and open
complaints (3-51, 2-08) are worked by the people of the queue's posts when nobody calls or stands
at the window. Where that is not enough before something is late, the need grows by the fewest
heads (:mod:`scheduler.staffing.deferred`); the roster then has somebody to place the blocks on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np

from scheduler.activities.waiting import DAYS_A_WEEK
from scheduler.domain.blocks import on_such_day
from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center, Queue
from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.record import Record
from scheduler.domain.routine import Backlog
from scheduler.registers.dues import settled
from scheduler.staffing.deferred import Extra, Stream, extra_heads
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.simulation.blending import NEVER, Batch, Work

RECORDED = {"case": ("限时办结件", "cases with a time limit"), "complaint": ("投诉处理", "complaints")}
"""Registers whose open entries are work of a queue."""

RECORD_MINUTES = 20
"""Work of an open case or complaint, where the center sets none (``case_minutes``)."""


@dataclass(frozen=True)
class Deferred:
    """Work of one queue that may wait, over the need's intervals.

    Attributes
    ----------
    starts
        First moment of each interval of the queue.
    names
        Chinese and English, by kind of work.
    arrives, done
        Minutes that come in and that are worked, shape (kinds, intervals).
    extra
        Heads added, shape (intervals,).
    free
        Minutes between customers, before heads were added, shape (intervals,).
    late
        Minutes that nobody can do in time.
    bound
        Head-intervals of what does not fit between customers.
    exact
        Whether the bound is the least that any plan would add.
    """

    queue: str
    starts: tuple[datetime, ...]
    names: tuple[tuple[str, str], ...]
    arrives: FloatArray
    done: FloatArray
    extra: IntArray
    free: FloatArray
    late: float
    bound: float
    exact: bool

    @property
    def waiting(self) -> FloatArray:
        """Minutes of work that wait at the end of each interval, shape (kinds, intervals)."""
        return np.cumsum(self.arrives - self.done, axis=1)


def with_deferred(
    cells: Sequence[NeedCell], center: Center, calendar: Calendar, records: Iterable[Record] = ()
) -> tuple[tuple[NeedCell, ...], tuple[Deferred, ...]]:
    """The need with room for work that may wait, and the plan of that work.

    Parameters
    ----------
    cells
        What live customers need.
    records
        Open cases and complaints among them are work of the queue they belong to.
    """
    open_ones = _open(records, center, calendar)
    found: list[Deferred] = []
    more: dict[tuple[str, datetime], int] = {}
    for queue, mine, kinds in _by_queue(cells, center, calendar, open_ones):
        if kinds:
            planned = _planned(queue, mine, center, [(names, stream) for _, names, _, stream in kinds])
            found.append(planned)
            more |= {(queue.id, start): int(n) for start, n in zip(planned.starts, planned.extra, strict=True) if n}
    if not more:
        return tuple(cells), tuple(found)
    return tuple(_grown(c, more.get((c.queue, c.start), 0)) for c in cells), tuple(found)


_Kind = tuple[str, tuple[str, str], float, Stream]
"""Id, names, minutes of a case, and what comes when."""


def _by_queue(
    cells: Sequence[NeedCell], center: Center, calendar: Calendar, open_ones: Mapping[str, Mapping[str, list[Record]]]
) -> Iterator[tuple[Queue, list[NeedCell], list[_Kind]]]:
    """Queues with a need, their cells in time, and the kinds of work that come in with them."""
    for queue in center.queues:
        mine = sorted((c for c in cells if c.queue == queue.id), key=lambda c: c.start)
        if not mine:
            continue
        kinds: list[_Kind] = [
            (b.id, (b.name_zh, b.name_en), float(b.each), _stream(b, mine, calendar))
            for b in center.backlogs
            if b.queue == queue.id and not b.people and not b.ranks
        ]
        minutes = float(center.case_minutes or RECORD_MINUTES)
        kinds += [
            (register, RECORDED[register], minutes, _recorded(entries, mine, center))
            for register, entries in sorted(open_ones.get(queue.id, {}).items())
        ]
        yield queue, mine, [kind for kind in kinds if kind[3].arrives.any()]


def work_between(
    problem: RosterProblem,
    calendar: Calendar,
    records: Iterable[Record] = (),
    but: Collection[str] = (),
    volume: float = 1.0,
    reserve: float | None = None,
) -> tuple[Work, ...]:
    """The same work as cases, for a simulation of a roster.

    Parameters
    ----------
    but
        Ids of backlogs that have blocks of their own off the line, and are not done between customers.
    volume
        Factor on what comes in with the customers of a queue; what is open already stays as it is.
    reserve
        People who stay idle for customers, instead of each queue's own number.
    """
    center, minute, found = problem.center, problem.horizon.minute, list[Work]()
    open_ones = _open(records, center, calendar)
    for queue, mine, kinds in _by_queue(problem.needs, center, calendar, open_ones):
        starts, ends = [minute(c.start) for c in mine], [minute(c.end) for c in mine]
        for name, names, each, stream in kinds:
            if name in but:
                continue
            batches = tuple(
                Batch(
                    starts[t],
                    starts[due] if due < len(starts) else NEVER,
                    minutes / each * (1.0 if name in RECORDED else volume),
                )
                for t, (due, minutes) in enumerate(zip(stream.due.tolist(), stream.arrives.tolist(), strict=True))
                if minutes > 0
            )
            may: list[tuple[int, int]] = []
            for allowed, a, b in zip(stream.may.tolist(), starts, ends, strict=True):
                if allowed:
                    may = [*may[:-1], (may[-1][0], b)] if may and may[-1][1] == a else [*may, (a, b)]
            found.append(
                Work(
                    name,
                    queue.id,
                    names,
                    60.0 * each,
                    batches,
                    tuple(may),
                    queue.reserve if reserve is None else reserve,
                )
            )
    return tuple(found)


def _planned(
    queue: Queue, mine: Sequence[NeedCell], center: Center, work: Sequence[tuple[tuple[str, str], Stream]]
) -> Deferred:
    minutes = (mine[0].end - mine[0].start).total_seconds() / 60.0
    free = np.array([max(0.0, c.required - c.load_erlang - queue.reserve) * minutes for c in mine])
    seats = (
        None
        if any(center.post[p].heads == 0 for p in queue.posts)
        else np.array([max(0, len(queue.posts) - c.required) for c in mine])
    )
    streams = [stream for _, stream in work]
    extra: Extra = extra_heads(streams, free, minutes, seats)
    return Deferred(
        queue.id,
        tuple(c.start for c in mine),
        tuple(name for name, _ in work),
        np.stack([s.arrives for s in streams]),
        extra.worked.done,
        extra.heads,
        free,
        float(extra.worked.late.sum()),
        extra.bound,
        extra.exact,
    )


def _stream(backlog: Backlog, mine: Sequence[NeedCell], calendar: Calendar) -> Stream:
    """What comes in on a day can be worked from the next such day on, until the end of the ``within``-th."""
    first, last = mine[0].start.date(), mine[-1].start.date()
    counted = [
        d.date
        for d in calendar.between(first, last + timedelta(days=1))
        if on_such_day(backlog.days, d.date, d.workday)
    ]
    by_day: dict[date, float] = defaultdict(float)
    for cell in mine:
        by_day[cell.start.date()] += cell.mean
    weights = {day: by_day.get(day, 0.0) for day in counted}
    mean = sum(weights.values()) / max(len(weights), 1)
    daily = backlog.per_week / DAYS_A_WEEK.get(backlog.days, 1) * backlog.each
    slots = len(mine)
    arrives, due = np.zeros(slots), np.full(slots, slots)
    begins = {day: next((i for i, c in enumerate(mine) if c.start.date() >= day), slots) for day in counted}
    for place, day in enumerate(counted[:-1]):
        came = begins[counted[place + 1]]
        if came < slots:
            arrives[came] += daily * (weights[day] / mean if mean else 1.0)
            ends = place + 1 + backlog.within
            due[came] = begins[counted[ends]] if ends < len(counted) else slots
    may = np.array([c.start.date() in weights and _inside(c, backlog.earliest, backlog.latest) for c in mine])
    return Stream(arrives, due, may)


def _inside(cell: NeedCell, earliest: int | None, latest: int | None) -> bool:
    minute = cell.start.hour * 60 + cell.start.minute
    end = minute + (cell.end - cell.start).total_seconds() / 60.0
    return (earliest is None or minute >= earliest) and (
        latest is None or end <= (latest if latest > (earliest or 0) else latest + DAY_MINUTES)
    )


def _open(records: Iterable[Record], center: Center, calendar: Calendar) -> dict[str, dict[str, list[Record]]]:
    """Open cases and complaints with a day by which, by queue and register."""
    found: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        if record.register not in RECORDED:
            continue
        entry = settled(record, calendar, center)
        queue = (
            record.subject
            if record.subject in center.queue
            else next((q.id for q in center.queues if record.subject in q.posts), None)
        )
        if entry.state == "open" and entry.due is not None and queue is not None:
            found.setdefault(queue, {}).setdefault(record.register, []).append(entry)
    return found


def _recorded(entries: Sequence[Record], mine: Sequence[NeedCell], center: Center) -> Stream:
    """Entries are there when the period begins, or the day after they came; what is late already is due the first day."""
    slots = len(mine)
    arrives, due = np.zeros(slots), np.full(slots, slots)
    by_slot: dict[int, int] = {}
    first_day_ends = next((i for i, c in enumerate(mine) if c.start.date() > mine[0].start.date()), slots)
    for entry in sorted(entries, key=lambda e: e.due or datetime.max):
        assert entry.due is not None
        at = datetime.combine(entry.day + timedelta(days=1), time())
        came = next((i for i, c in enumerate(mine) if c.start >= at), slots)
        end = (
            next((i for i, c in enumerate(mine) if c.start >= entry.due), slots)
            if entry.due > mine[0].start
            else first_day_ends
        )
        # One slot holds one due date: entries that come together are spread over the next slots.
        while came < slots and came in by_slot and by_slot[came] != end:
            came += 1
        if came < slots:
            by_slot[came] = end
            arrives[came] += center.case_minutes or RECORD_MINUTES
            due[came] = max(by_slot[came], came + 1)
    return Stream(arrives, due, np.ones(slots, dtype=bool))


def _grown(cell: NeedCell, heads: int) -> NeedCell:
    return replace(cell, required=cell.required + heads, reason=f"{cell.reason} deferred={heads}") if heads else cell


def live(cells: Sequence[NeedCell]) -> tuple[NeedCell, ...]:
    """The need of live customers alone: the heads that :func:`with_deferred` added taken off again."""
    found = []
    for cell in cells:
        reason, _, heads = cell.reason.partition(" deferred=")
        found.append(replace(cell, required=cell.required - int(heads), reason=reason) if heads else cell)
    return tuple(found)

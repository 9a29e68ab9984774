"""What one leave does to the customers: waits at the windows it touches, before and after.

Simulated (:mod:`scheduler.staffing.simulation`): each half day begins with an empty hall,
customers come by the forecast with its spread, everybody is served in the order of arrival. One
person on two windows is one server of two lines, taking whoever of both has waited longest: the
loads add up, and so does the wait. The same customers are drawn before and after.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.around import part_of
from scheduler.cell_changes import CellChange
from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.reserve.margin import LOAD_LIMIT
from scheduler.staffing.simulation.report import SlotService
from scheduler.staffing.simulation.simulate import simulate
from scheduler.staffing.targets import ServiceTarget
from scheduler.store.folder import CenterFolder

REPLICATIONS = 700
"""Simulated half days; at six customers a half day the share in time is sure to about a point."""


@dataclass(frozen=True, slots=True)
class Met:
    """What the customers of one queue meet over a half day: mean wait of those served, share of all served in time."""

    wait_s: float
    in_time: float


@dataclass(frozen=True, slots=True)
class Wait:
    """One queue over one half day.

    Attributes
    ----------
    within_s
        Wait that is promised.
    people
        Who serves it after; ``double`` those of them who hold another window too.
    load
        Highest offered load in Erlang that one of its people carries after, over a slot; with
        ``double`` above :data:`~scheduler.reserve.margin.LOAD_LIMIT` the two windows are too much for one.
    """

    queue: str
    start: datetime
    end: datetime
    within_s: float
    before: Met
    after: Met
    people: tuple[str, ...]
    double: tuple[str, ...]
    load: float

    @property
    def overloaded(self) -> bool:
        return bool(self.double) and self.load > LOAD_LIMIT + 1e-9


def touched(problem: RosterProblem, changes: Iterable[CellChange]) -> tuple[str, ...]:
    """Queues of all windows that somebody leaves or takes, and of those kept besides."""
    queue_of = {post: queue.id for queue in problem.center.queues for post in queue.posts}
    posts = {post for c in changes for post in (*c.before, *c.after)}
    return tuple(sorted({queue_of[p] for p in posts if p in queue_of}))


def needs_of_leave(folder: CenterFolder, problem: RosterProblem, changes: Sequence[CellChange]) -> tuple[NeedCell, ...]:
    """Forecast of the queues that a leave touches, over its days; the typical week without a history."""
    queues = touched(problem, changes)
    if not queues:
        return ()
    first, last = min(c.start for c in changes).date(), max(c.end - timedelta(microseconds=1) for c in changes).date()
    if folder.demand is not None and not folder.demand.empty:
        from scheduler.planning import forecast_center, need_of  # reads frames: only who forecasts pays for it

        mine = folder.demand[folder.demand["queue"].isin(queues)]
        center = replace(folder.center, queues=tuple(q for q in folder.center.queues if q.id in queues))
        small = replace(folder, demand=mine, center=center)
        return need_of(small, forecast_center(small, first, last))
    return tuple(_typical(folder, problem, queues, first, last))


def _typical(
    folder: CenterFolder, problem: RosterProblem, queues: Sequence[str], first: date, last: date
) -> Iterator[NeedCell]:
    slot = timedelta(minutes=folder.center.slot_minutes)
    for line in folder.traffic.lines if folder.traffic else ():
        for day in problem.days:
            if (
                line.queue in queues
                and first <= day.date <= last
                and problem.open_day(day.index)
                and (line.days != "workday" or day.workday)
            ):
                start = datetime.combine(day.date, datetime.min.time()) + timedelta(minutes=line.start)
                yield NeedCell(
                    line.queue,
                    start,
                    start + slot,
                    line.mean,
                    1,
                    line.mean * line.aht_s / slot.total_seconds(),
                    cv=0.0,
                    aht_s=line.aht_s,
                )


def waits(
    problem: RosterProblem,
    before: Roster,
    after: Roster,
    changes: Sequence[CellChange],
    needs: Sequence[NeedCell],
    replications: int = REPLICATIONS,
    seed: int = 0,
) -> tuple[Wait, ...]:
    """Waits at the windows that a leave touches, half day by half day, in time.

    Parameters
    ----------
    problem
        The roster's days; its own needs are not read.
    needs
        Forecast with spread and handling time (``cv``, ``aht_s``); queues without one are left out.
    """
    days = {d for c in changes for d in (c.start.date(), (c.end - timedelta(microseconds=1)).date())}
    queues = set(touched(problem, changes))
    mine = tuple(n for n in needs if n.queue in queues and n.start.date() in days)
    if not mine:
        return ()
    parts = [
        part_of(
            replace(problem, needs=mine),
            roster,
            max(min(days), problem.horizon.start),
            min(max(days), problem.horizon.last),
        )
        for roster in (before, after)
    ]
    met = [simulate(part, roster, replications=replications, seed=seed).slots for part, roster in parts]
    view, found = RosterView(*parts[1]), []
    within = {q.id: ServiceTarget(**(dict(q.target) or {"min_heads": 1})).horizon_s for q in problem.center.queues}  # type: ignore[arg-type]  # checked on reading
    for start, end in _halves(parts[1][0]):
        if not any(c.start < end and start < c.end for c in changes):
            continue
        for queue in sorted(queues):
            was, now = ([s for s in slots if s.queue == queue and start <= s.start < end] for slots in met)
            if now and sum(s.offered for s in now) > 0:
                people, double, load = _serving(view, mine, queue, start, end)
                found.append(Wait(queue, start, end, within[queue], _met(was), _met(now), people, double, load))
    changed = {c.person for c in changes}
    return tuple(w for w in found if w.before != w.after or set(w.people) & changed)


def _halves(problem: RosterProblem) -> list[tuple[datetime, datetime]]:
    """Spans of the sessions, day by day; a day without sessions is one span."""
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for block in problem.blocks:
        if block.posts:
            key = (block.day, block.session)
            a, b = spans.get(key, (block.start, block.end))
            spans[key] = (min(a, block.start), max(b, block.end))
    moment = problem.horizon.moment
    return [(moment(a), moment(b)) for a, b in sorted(spans.values())]


def _met(slots: Sequence[SlotService]) -> Met:
    """Slots as one: weighted by who comes, waits by who is served."""
    offered = sum(s.offered for s in slots)
    served = sum(s.offered * (1 - s.lost) for s in slots)
    wait = sum(s.wait_s * s.offered * (1 - s.lost) for s in slots) / served if served else 0.0
    return Met(wait, sum(s.service * s.offered for s in slots) / offered if offered else 1.0)


def _serving(
    view: RosterView, needs: Sequence[NeedCell], queue: str, start: datetime, end: datetime
) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """Who serves a queue over a span, who of them doubles, and the highest load one of them carries."""
    problem = view.problem
    queue_of = {post: q.id for q in problem.center.queues for post in q.posts}
    minute, people, double, most = problem.horizon.minute, set[str](), set[str](), 0.0
    low, high = minute(start), minute(end)
    loads = {(n.queue, minute(n.start)): n for n in needs}
    for block in problem.blocks_of_day[low // DAY_MINUTES]:
        if not (low <= block.start < high):
            continue
        for post in sorted(block.posts):
            if queue_of.get(post) != queue:
                continue
            for person in view.holders(post, block.index):
                held = view.posts(person, block.index) & block.posts
                people.add(person)
                if len(held) > 1:
                    double.add(person)
                moments = {at for _, at in loads if block.start <= at < block.end}
                most = max(
                    [
                        most,
                        *(
                            sum(_share(view, loads, queue_of.get(p, ""), at, block.index) for p in held)
                            for at in moments
                        ),
                    ]
                )
    return tuple(sorted(people)), tuple(sorted(double)), most


def _share(view: RosterView, loads: dict[tuple[str, int], NeedCell], queue: str, at: int, block: int) -> float:
    """Load of one window of a queue at a moment: the queue's over its windows that somebody holds."""
    cell = loads.get((queue, at))
    if cell is None:
        return 0.0
    posts = next(q.posts for q in view.problem.center.queues if q.id == queue)
    return cell.load_erlang / max(1, sum(bool(view.holders(p, block)) for p in posts))

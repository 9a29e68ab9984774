"""Simulate a roster: draw, serve, count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import numpy as np

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.blended import RUNS, blended
from scheduler.staffing.simulation.blending import Work
from scheduler.staffing.simulation.of_roster import Staged, stretches
from scheduler.staffing.simulation.predict import predict
from scheduler.staffing.simulation.report import Z95, Closing, DoubleDuty, QueueService, Simulated, SlotService
from scheduler.staffing.simulation.served import Later, counted, drawn, served
from scheduler.staffing.simulation.stretch import Customers, Served
from scheduler.staffing.targets import ServiceTarget

REPLICATIONS = 700
"""A half-hour of 40 calls at 85 % has a spread of 14 points from day to day: 700 make it half a point."""

LATE_CLOSE_S = 900.0

BUSY_LIMIT = 0.6
"""Share of double duty in which a person may be busy (regulation 3-12; need.md 5)."""


@dataclass
class _Tally:
    """Sums of one queue, by replication and day; and by slot. ``base``: of whom the share is counted."""

    offered: FloatArray
    base: FloatArray
    timely: FloatArray
    repeats: float = 0.0
    served: float = 0.0
    waited: float = 0.0
    slots: list[SlotService] = field(default_factory=list)


def simulate(
    problem: RosterProblem,
    roster: Roster,
    *,
    replications: int = REPLICATIONS,
    seed: int = 0,
    off_line: Iterable[Activity] = (),
    volume: float = 1.0,
    busy_limit: float = BUSY_LIMIT,
    work: Sequence[Work] = (),
    work_runs: int = RUNS,
) -> Simulated:
    """Customers of the need's forecast meet the people of a roster.

    Parameters
    ----------
    replications
        Simulated horizons, at least 2.
    off_line
        Breaks and other blocks in which somebody on duty takes nobody, and reliefs.
    volume
        Factor on all arrivals, for what-if: the same customers, closer together.
    busy_limit
        Share of double duty above which a person counts as overloaded.
    work
        Work that may wait, done between customers: simulated beside, in ``work_runs`` runs (no more
        than ``replications``), with and without it. All other figures are without.

    Raises
    ------
    ValueError
        If the problem has no need to draw from, or there are fewer than 2 replications.
    """
    if not problem.needs:
        raise ValueError("the problem has no need: nothing to simulate")
    if replications < 2:
        raise ValueError(f"{replications} replications, expected 2 or more")
    targets = {q.id: ServiceTarget(**(dict(q.target) or {"min_heads": 1})) for q in problem.center.queues}  # type: ignore[arg-type]  # checked on reading
    days = problem.horizon.days
    tallies = {
        q: _Tally(np.zeros((replications, days)), np.zeros((replications, days)), np.zeros((replications, days)))
        for q in targets
    }
    closings: list[FloatArray] = []
    doubling: dict[str, list[float]] = {}
    free: FloatArray | None = None
    later: Later | None = None
    count = 0
    parts = [_scaled(part, volume) for part in stretches(problem, roster, off_line)]
    dates = [f"{problem.date(part.stretch.day)} {part.stretch.start % DAY_MINUTES}" for part in parts]
    for staged, dated in zip(parts, dates, strict=True):
        customers = drawn(staged, targets, replications, seed, dated)
        count += int((customers.queue >= 0).sum())
        customers, met, later = served(
            staged, customers, None if staged.stretch.fresh else free, None if staged.stretch.fresh else later
        )
        free = met.free
        _count(problem, staged, customers, met, targets, tallies)
        _count_doubling(staged, customers, met, busy_limit, doubling)
        if staged.stretch.closes and staged.stretch.people:
            closings.append(np.maximum(met.free.max(axis=1) - staged.stretch.end * 60.0, 0.0))
    said = {
        (queue, problem.horizon.moment(start)): service for (queue, start), service in predict(parts, targets).items()
    }
    after = np.concatenate(closings) if closings else None
    return Simulated(
        tuple(
            _queue(queue, tally, targets[queue], said, problem.horizon.dates())
            for queue, tally in tallies.items()
            if tally.offered.any()
        ),
        tuple(sorted((s for t in tallies.values() for s in t.slots), key=lambda s: (s.start, s.queue))),
        tuple(DoubleDuty(p, *(float(v) for v in found)) for p, found in sorted(doubling.items())),
        None
        if after is None
        else Closing(len(closings), float(after.mean() / 60.0), float((after > LATE_CLOSE_S).mean())),
        replications,
        count,
        seed,
        blended(parts, dates, targets, work, days, days * DAY_MINUTES, min(work_runs, replications), seed)
        if work
        else (),
    )


def _scaled(staged: Staged, volume: float) -> Staged:
    slots = tuple(replace(slot, mean=slot.mean * volume) for slot in staged.stretch.slots)
    return replace(staged, stretch=replace(staged.stretch, slots=slots))


def _count(
    problem: RosterProblem,
    staged: Staged,
    customers: Customers,
    served: Served,
    targets: dict[str, ServiceTarget],
    tallies: dict[str, _Tally],
) -> None:
    day, replications = staged.stretch.day, customers.queue.shape[0]
    for index, queue in enumerate(staged.queues):
        tally, within = tallies[queue], targets[queue].horizon_s
        mine = customers.queue == index
        ok = np.isfinite(served.wait)
        timely = mine & ok & (served.wait <= within)
        based = mine & counted(customers, ok, targets[queue])
        tally.offered[:, day] += mine.sum(axis=1)
        tally.base[:, day] += based.sum(axis=1)
        tally.timely[:, day] += timely.sum(axis=1)
        if customers.call is not None:
            tally.repeats += float((mine & (customers.call > 0)).sum())
        slots = [s for s in staged.stretch.slots if s.queue == index]
        edges = np.array([slots[0].start, *(s.end for s in slots)]) * 60.0
        at = np.clip(
            np.searchsorted(edges, np.where(mine, customers.arrival, edges[0]), side="right") - 1, 0, len(slots) - 1
        )
        size = len(slots)

        def by_slot(
            which: np.ndarray, weights: FloatArray | None = None, at: np.ndarray = at, size: int = size
        ) -> FloatArray:
            return np.asarray(
                np.bincount(at[which], None if weights is None else weights[which], size), dtype=np.float64
            )

        offered, good, done, waited = (
            by_slot(mine),
            by_slot(timely),
            by_slot(mine & ok),
            by_slot(mine & ok, served.wait),
        )
        of = offered if based is mine else by_slot(based)
        tally.served += float(done.sum())
        tally.waited += float(waited.sum())
        moment = problem.horizon.moment
        for i, slot in enumerate(slots):
            some = offered[i] > 0
            asked = of[i] > 0
            tally.slots.append(
                SlotService(
                    queue,
                    moment(slot.start),
                    moment(slot.end),
                    float(offered[i] / replications),
                    float(good[i] / of[i]) if asked else 1.0,
                    float(waited[i] / done[i]) if done[i] else 0.0,
                    float(1.0 - done[i] / offered[i]) if some else 0.0,
                )
            )


def _count_doubling(
    staged: Staged, customers: Customers, served: Served, limit: float, found: dict[str, list[float]]
) -> None:
    """Minutes of double duty, by half hours those in which the person is busy above the limit."""
    replications = customers.queue.shape[0]
    for person, spans in staged.doubling.items():
        mine = served.person == person
        begin = np.where(mine, customers.arrival + np.where(np.isfinite(served.wait), served.wait, 0.0), 0.0)
        end = begin + np.where(mine, customers.service, 0.0)
        line = found.setdefault(staged.people[person], [0.0, 0.0, 0.0])
        for start, stop in spans:
            for a in range(start, stop, 30):
                b = min(a + 30, stop)
                busy = (
                    np.clip(np.minimum(end, b * 60.0) - np.maximum(begin, a * 60.0), 0.0, None)[mine].sum()
                    / 60.0
                    / replications
                )
                share = busy / (b - a)
                line[2] = (line[2] * line[0] + busy) / (line[0] + b - a)
                line[0] += b - a
                line[1] += (b - a) * (share > limit)


def _queue(
    queue: str, tally: _Tally, target: ServiceTarget, said: Mapping[tuple[str, datetime], float], dates: Sequence[date]
) -> QueueService:
    offered, timely, base = tally.offered.sum(axis=1), tally.timely.sum(axis=1), tally.base.sum(axis=1)
    service = float(timely.sum() / base.sum()) if base.any() else 0.0
    # A ratio of two means: the spread of what each replication is above it (Fieller's first order).
    spread = float(np.std(timely - service * base, ddof=1) / base.mean() / np.sqrt(base.size)) if base.any() else 0.0
    share = target.answer_share
    # A promise over the week is broken by weeks, any other is told by days.
    parts = [tally.base, tally.timely]
    if target.over == "week":
        monday = np.array([(day - timedelta(days=day.weekday())).toordinal() for day in dates])
        parts = [
            np.stack([part[:, monday == week].sum(axis=1) for week in np.unique(monday)], axis=1) for part in parts
        ]
    seen = parts[0] > 0
    bad = None if share is None else float((parts[1][seen] / parts[0][seen] < share).mean())
    worst = min((s for s in tally.slots if s.offered >= 1.0), key=lambda s: (s.service, s.start), default=None)
    both = [(s.offered, s.service, said[queue, s.start]) for s in tally.slots if (queue, s.start) in said]
    weight = sum(offered for offered, _, _ in both)
    return QueueService(
        queue,
        target.horizon_s,
        share,
        float(offered.mean()),
        service,
        Z95 * spread,
        tally.waited / tally.served if tally.served else 0.0,
        1.0 - tally.served / float(offered.sum()),
        worst,
        bad,
        sum(n * told for n, _, told in both) / weight if weight else None,
        sum(n * seen_ for n, seen_, _ in both) / weight if weight else None,
        weight / float(offered.mean()),
        tally.repeats / float(offered.sum()),
        base,
        timely,
        target.over,
        target.interval_share,
    )

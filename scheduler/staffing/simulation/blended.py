"""A roster whose people do work that may wait between customers: what both meet."""

from collections.abc import Mapping, Sequence

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation import blending
from scheduler.staffing.simulation.blending import Cases, Work, cases_of, late
from scheduler.staffing.simulation.of_roster import Staged
from scheduler.staffing.simulation.paired import above, error
from scheduler.staffing.simulation.report import Z95, BlendedQueue, KindDone
from scheduler.staffing.simulation.served import Later, counted, drawn, resumed, served
from scheduler.staffing.simulation.stretch import Called, Customers
from scheduler.staffing.targets import ServiceTarget

RUNS = 100
"""Runs with work that may wait, which is followed event by event: about 150,000 customers a second."""


def blended(
    parts: Sequence[Staged],
    dates: Sequence[str],
    targets: Mapping[str, ServiceTarget],
    work: Sequence[Work],
    days: int,
    end: int,
    runs: int,
    seed: int,
) -> tuple[BlendedQueue, ...]:
    """What customers and the work of each queue meet, and what the same customers meet without that work.

    Parameters
    ----------
    parts, dates
        Stretches in time, and the part of the seed that is theirs.
    days, end
        Of the horizon; its last minute.
    """
    queues = tuple(q for q in targets if any(w.queue == q for w in work))
    cases = {w: cases_of(w, runs, seed) for w in work}
    with_work, without = ({q: np.zeros((2, runs)) for q in queues} for _ in range(2))
    waits = dict.fromkeys(queues, (0.0, 0))
    free: list[FloatArray | None] = [None, None]
    later: list[Later | None] = [None, None]
    for staged, date in zip(parts, dates, strict=True):
        customers, fresh = drawn(staged, targets, runs, seed, date), staged.stretch.fresh
        found = _with_work(staged, customers, None if fresh else free[0], None if fresh else later[0], cases)
        calls, plain, later[1] = served(staged, customers, None if fresh else free[1], None if fresh else later[1])
        free, later[0] = (
            [found.served.free, plain.free],
            (staged.queues, found.later) if customers.again is not None else None,
        )
        for index, queue in enumerate(staged.queues):
            if queue in queues:
                for sums, come, then in ((with_work, found.calls, found.served), (without, calls, plain)):
                    mine = come.queue == index
                    ok = np.isfinite(then.wait)
                    sums[queue] += (
                        (mine & counted(come, ok, targets[queue])).sum(axis=1),
                        (mine & ok & (then.wait <= targets[queue].horizon_s)).sum(axis=1),
                    )
                mine = (found.calls.queue == index) & np.isfinite(found.served.wait)
                total, number = waits[queue]
                waits[queue] = total + float(found.served.wait[mine].sum()), number + int(mine.sum())
    return tuple(
        _queue(q, [w for w in work if w.queue == q], cases, with_work[q], without[q], waits[q], days, end)
        for q in queues
    )


def _with_work(
    staged: Staged,
    customers: Customers,
    free: FloatArray | None,
    later: Later | None,
    cases: Mapping[Work, Sequence[Cases]],
) -> Called:
    return blending.run(staged.stretch, resumed(staged, customers, later), free, staged.queues, cases)


def _queue(
    queue: str,
    work: Sequence[Work],
    cases: Mapping[Work, Sequence[Cases]],
    sums: FloatArray,
    plain: FloatArray,
    waits: tuple[float, int],
    days: int,
    end: int,
) -> BlendedQueue:
    (base, timely), (base_plain, timely_plain) = sums, plain
    service, alone = (
        float(t.sum() / b.sum()) if b.any() else 1.0 for b, t in ((base, timely), (base_plain, timely_plain))
    )
    kinds = []
    for one in work:
        mine = cases[one]
        due, missed = (float(np.mean(x)) for x in zip(*(late(c, end * 60.0) for c in mine), strict=True))
        done = [[seconds for finished, _, seconds in c.done if finished <= end * 60.0] for c in mine]
        kinds.append(
            KindDone(
                one.id,
                one.names,
                sum(b.cases for b in one.batches if b.comes < end) / days,
                float(np.mean([len(d) for d in done])) / days,
                float(np.mean([sum(d) for d in done])) / 60.0 / days,
                due,
                missed / due if due else 0.0,
            )
        )
    return BlendedQueue(
        queue,
        max(w.reserve for w in work),
        service,
        Z95 * error(above(base, timely)),
        alone,
        Z95 * error(above(base, timely) - above(base_plain, timely_plain)),
        waits[0] / waits[1] if waits[1] else 0.0,
        tuple(kinds),
        base.size,
    )

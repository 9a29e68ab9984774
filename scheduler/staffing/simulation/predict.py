"""What the exact chain says of the same roster: the simulation's second witness.

Where queues share people they are one queue as long as exactly the same people serve all of them
(double duty: one clerk, two windows, whoever waits longest); a slot where that does not hold has
no prediction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.staffing.chain import Runs
from scheduler.staffing.over_time import judge
from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.of_roster import Staged
from scheduler.staffing.simulation.stretch import Slot, Stretch
from scheduler.staffing.targets import ServiceTarget

Heads = tuple[tuple[int, ...], ...]
"""People by slot who serve one queue."""


@dataclass(frozen=True)
class _Line:
    """One queue of one stretch, with all that its people serve."""

    part: Staged
    queue: int
    mean: FloatArray
    cv: FloatArray
    aht_s: FloatArray
    heads: list[int]


def predict(staged: Sequence[Staged], targets: Mapping[str, ServiceTarget]) -> Mapping[tuple[str, int], float]:
    """Expected share served in time, by queue and first minute of each slot for which it can be said."""
    work: dict[tuple[int, int, ServiceTarget], list[_Line]] = {}
    for part in staged:
        for queues, heads in _pools(part.stretch):
            slots = [[s for s in part.stretch.slots if s.queue == q] for q in queues]
            if (
                len({tuple((s.start, s.end) for s in line) for line in slots}) != 1
                or len({s.end - s.start for s in slots[0]}) != 1
            ):
                continue
            merged = _merged(slots)
            for q in queues:
                if targets[part.queues[q]].share_of != "offered":
                    continue  # the chain counts of all offered
                key = (len(heads), slots[0][0].end - slots[0][0].start, targets[part.queues[q]])
                work.setdefault(key, []).append(_Line(part, q, *merged, heads))
    found: dict[tuple[str, int], float] = {}
    for (_, minutes, target), lines in work.items():
        mean, cv, aht = (np.stack([getattr(line, name) for line in lines]) for name in ("mean", "cv", "aht_s"))
        service = judge(
            Runs.of(mean, cv, aht, minutes * 60.0), np.array([line.heads for line in lines]), target
        ).met.service
        for row, line in enumerate(lines):
            mine = [s for s in line.part.stretch.slots if s.queue == line.queue]
            found.update(
                {(line.part.queues[line.queue], slot.start): float(service[row, i]) for i, slot in enumerate(mine)}
            )
    return found


def _pools(stretch: Stretch) -> list[tuple[tuple[int, ...], list[int]]]:
    """Queues served by one set of people, with its size slot by slot; queues that share some but not all are left out."""
    people = {q: _on(stretch, q) for q in range(stretch.queues)}
    served_by: dict[int, set[int]] = {}
    for queue, person in stretch.on:
        served_by.setdefault(person, set()).add(queue)
    group = {q: {q} for q in people}
    for queues in served_by.values():
        together = set().union(*(group[q] for q in queues))
        group.update(dict.fromkeys(together, together))
    pools = sorted({tuple(sorted(g)) for g in group.values()})
    return [(pool, [len(on) for on in people[pool[0]]]) for pool in pools if len({people[q] for q in pool}) == 1]


def _on(stretch: Stretch, queue: int) -> Heads:
    """Who is on in the middle of each slot of a queue."""
    middles = [(s.start + s.end) / 2 for s in stretch.slots if s.queue == queue]
    mine = [(person, spans) for (q, person), spans in stretch.on.items() if q == queue]
    return tuple(tuple(sorted(p for p, spans in mine if any(a <= at < b for a, b in spans))) for at in middles)


def _merged(slots: Sequence[Sequence[Slot]]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Arrivals, spread and handling time of queues taken together."""
    mean, cv, aht = (np.array([[getattr(s, name) for s in line] for line in slots]) for name in ("mean", "cv", "aht_s"))
    total = mean.sum(axis=0)
    weight = np.where(total > 0.0, mean / np.where(total > 0.0, total, 1.0), 1.0 / len(slots))
    # Day factors of different queues are independent: variances add.
    return total, np.sqrt(((weight * cv) ** 2).sum(axis=0)), (weight * aht).sum(axis=0)

"""One replication at a time, event by event: the reference, and the judge where people change queues.

Free people take whoever has waited longest among the queues they serve at that moment; a
customer who finds several free takes the first in order. Slower than :mod:`.recursion` and
bound to nothing but the clock: B may take A's customers only while A is away.
"""

import heapq
from collections import deque

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.stretch import NEVER, Customers, Served, Stretch

ARRIVAL, DONE, EDGE = 1, 0, 0
"""At the same moment people become free, or come on, before customers arrive."""


def run(stretch: Stretch, customers: Customers, free: FloatArray | None = None) -> Served:
    """What becomes of the customers; arguments and answer as in :func:`.recursion.run`."""
    stretch = stretch.staying()
    replications, most = customers.arrival.shape
    wait, person = np.full((replications, most), np.inf), np.full((replications, most), -1, dtype=np.int64)
    start = float(stretch.start * 60)
    ready = np.full((replications, stretch.people), start) if free is None else np.maximum(free, start)
    spans = {key: [(a * 60.0, b * 60.0) for a, b in value] for key, value in stretch.on.items()}
    serves: list[list[tuple[int, list[tuple[float, float]]]]] = [[] for _ in range(stretch.people)]
    for (queue, who), value in sorted(spans.items()):
        serves[who].append((queue, value))
    edges = sorted({a for value in spans.values() for a, _ in value if start < a < NEVER * 60.0})
    for r in range(replications):
        _one(r, customers, serves, edges, ready[r], wait[r], person[r])
    return Served(wait, person, ready)


def _one(
    r: int, customers: Customers, serves: list[list[tuple[int, list[tuple[float, float]]]]], edges: list[float],
    ready: FloatArray, wait: FloatArray, person: np.ndarray,
) -> None:
    arrival, queue = customers.arrival[r].tolist(), customers.queue[r].tolist()
    service, patience = customers.service[r].tolist(), customers.patience[r].tolist()
    line: dict[int, deque[int]] = {}
    heap: list[tuple[float, int, int]] = [(t, ARRIVAL, i) for i, t in enumerate(arrival) if queue[i] >= 0]
    heap += [(edge, EDGE, -1) for edge in edges]
    heap += [(float(t), DONE, -1) for t in ready]
    heapq.heapify(heap)

    def on(who: int, q: int, at: float) -> bool:
        return any(mine == q and any(a <= at < b for a, b in spans) for mine, spans in serves[who])

    def begin(who: int, i: int, at: float) -> None:
        wait[i], person[i] = at - arrival[i], who
        ready[who] = at + service[i]
        heapq.heappush(heap, (float(ready[who]), DONE, -1))

    def call(who: int, at: float) -> None:
        """Who has just become free, or come on, takes the longest waiting customer of the queues served now."""
        waiting = []
        for q, spans in serves[who]:
            mine = line.get(q)
            while mine and at - arrival[mine[0]] > patience[mine[0]]:
                mine.popleft()
            if mine and any(a <= at < b for a, b in spans):
                waiting.append((mine[0], q))
        if waiting:
            i, q = min(waiting)
            line[q].popleft()
            begin(who, i, at)

    while heap:
        at, kind, i = heapq.heappop(heap)
        if kind != ARRIVAL:
            for who in range(len(serves)):
                if ready[who] <= at:
                    call(who, at)
            continue
        q = queue[i]
        able = next((who for who in range(len(serves)) if ready[who] <= at and on(who, q, at)), None)
        if able is not None and not _somebody_waits(line.get(q), arrival, patience, at):
            begin(able, i, at)
        else:
            line.setdefault(q, deque()).append(i)


def _somebody_waits(line: "deque[int] | None", arrival: list[float], patience: list[float], at: float) -> bool:
    while line and at - arrival[line[0]] > patience[line[0]]:
        line.popleft()
    return bool(line)

"""One replication at a time, event by event: the reference, and the judge where people change queues.

Slower than :mod:`.recursion` and bound to nothing but the clock: B may take A's customers only
while A is away. The rules of the floor are in :mod:`.floor`.
"""

from collections.abc import Sequence

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.floor import Floor, Serves
from scheduler.staffing.simulation.redials import postponed
from scheduler.staffing.simulation.stretch import NEVER, Called, Customers, Served, Stretch


def run(stretch: Stretch, customers: Customers, free: FloatArray | None = None) -> Served:
    """What becomes of the customers; arguments and answer as in :func:`.recursion.run`."""
    stretch = stretch.staying()
    replications, most = customers.arrival.shape
    wait, person = np.full((replications, most), np.inf), np.full((replications, most), -1, dtype=np.int64)
    ready = beginning(stretch, replications, free)
    serves, edges = serving(stretch)
    for r in range(replications):
        floor = Floor(serves, ready[r].tolist(), edges, *lists(customers, r))
        floor.go()
        wait[r], person[r], ready[r] = floor.wait, floor.person, floor.ready
    return Served(wait, person, ready)


def calls(stretch: Stretch, customers: Customers, free: FloatArray | None = None) -> Called:
    """What becomes of customers of whom some call again; as :func:`.redials.run`."""
    stretch = stretch.staying()
    ready = beginning(stretch, customers.arrival.shape[0], free)
    serves, edges = serving(stretch)
    floors = []
    for r in range(ready.shape[0]):
        floor = Redialled(serves, ready[r].tolist(), edges, customers, r, stretch.end * 60.0)
        floor.go()
        ready[r] = floor.ready
        floors.append(floor)
    return called(floors, customers, ready, stretch.closes)


class Redialled(Floor):
    """A floor whose customers may call again before ``end``, if anybody does; who calls later is kept in ``later``."""

    def __init__(
        self, serves: list[Serves], ready: list[float], edges: list[float], customers: Customers, r: int, end: float
    ) -> None:
        super().__init__(serves, ready, edges, *lists(customers, r), follows=customers.again is not None)
        self.end, self.r, self.again = end, r, customers.again
        self.call = [0] * len(self.arrival) if customers.call is None else customers.call[r].tolist()
        self.who = list(range(len(self.arrival)))
        self.later: list[tuple[int, float, int]] = []
        for i, call in enumerate(self.call):
            if call and self.again is not None:
                self.patience[i] = float(self.again.patience[call - 1, r, i])

    def hung_up(self, i: int, at: float) -> None:
        who, call = self.who[i], self.call[i]
        if self.again is None:
            return
        if call + 1 >= self.again.calls[self.r, who]:
            return
        when = at + float(self.again.delay[call, self.r, who])
        if when >= self.end:
            self.later.append((who, when, call + 1))
            return
        self.come(when, self.queue[who], self.service[who], float(self.again.patience[call, self.r, who]))
        self.who.append(who)
        self.call.append(call + 1)


def called(floors: Sequence[Redialled], customers: Customers, ready: FloatArray, closes: bool) -> Called:
    """Calls of all replications side by side, each in the order of arrival."""
    most = max((sum(q >= 0 for q in f.queue) for f in floors), default=0)
    shape = (len(floors), most)
    arrival, wait = np.full(shape, np.inf), np.full(shape, np.inf)
    service, patience = np.zeros(shape), np.zeros(shape)
    queue, person = np.full(shape, -1, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    call = np.zeros(shape, dtype=np.int64)
    for r, floor in enumerate(floors):
        order = np.argsort(np.where(np.array(floor.queue, dtype=np.int64) >= 0, floor.arrival, np.inf), kind="stable")[
            :most
        ]
        for table, values in (
            (arrival, floor.arrival),
            (queue, floor.queue),
            (service, floor.service),
            (patience, floor.patience),
            (call, floor.call),
            (wait, floor.wait),
            (person, floor.person),
        ):
            table[r, : order.size] = np.array(values)[order]
    later = (
        []
        if closes
        else [
            (
                np.full(len(f.later), r),
                np.array([x[0] for x in f.later], dtype=np.int64),
                np.array([x[1] for x in f.later]),
                np.array([x[2] for x in f.later], dtype=np.int64),
            )
            for r, f in enumerate(floors)
        ]
    )
    return Called(
        Customers(arrival, queue, service, patience, None, call),
        Served(wait, person, ready),
        postponed(customers, later),
    )


def beginning(stretch: Stretch, replications: int, free: FloatArray | None) -> FloatArray:
    """From when on everybody is free, shape (replications, people)."""
    start = float(stretch.start * 60)
    return np.full((replications, stretch.people), start) if free is None else np.maximum(free, start)


def serving(stretch: Stretch) -> tuple[list[Serves], list[float]]:
    """By person the queues served with spans in seconds, and the moments at which somebody comes on."""
    spans = {key: [(a * 60.0, b * 60.0) for a, b in value] for key, value in stretch.on.items()}
    serves: list[list[tuple[int, list[tuple[float, float]]]]] = [[] for _ in range(stretch.people)]
    for (queue, who), value in sorted(spans.items()):
        serves[who].append((queue, value))
    start = float(stretch.start * 60)
    return list(serves), sorted({a for value in spans.values() for a, _ in value if start < a < NEVER * 60.0})


def lists(customers: Customers, r: int) -> tuple[list[float], list[int], list[float], list[float]]:
    """One replication's customers: arrival, queue, service, patience."""
    return (
        customers.arrival[r].tolist(),
        customers.queue[r].tolist(),
        customers.service[r].tolist(),
        customers.patience[r].tolist(),
    )

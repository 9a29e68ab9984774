"""All replications at once, customer by customer: a Kiefer-Wolfowitz recursion over a roster.

In the order of arrival each customer takes, among the people who serve the queue, the one who
can begin first: free, and on duty. Nobody overtakes, a service that has begun is finished before
a break. Exact as long as nobody changes between queues within the stretch
(:attr:`Stretch.steady`); else a commitment could block a gap, and :mod:`.events` is asked.

Source: Kiefer & Wolfowitz, Transactions of the AMS 78 (1955), here with people who come and go.
"""

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.stretch import NEVER, Customers, Served, Stretch

SPARE_MINUTES = 24 * 60
"""How far beyond the end of a stretch duty is looked up; later than that nobody is waited for."""

LATE = NEVER * 60.0


def run(stretch: Stretch, customers: Customers, free: FloatArray | None = None) -> Served:
    """What becomes of the customers.

    Parameters
    ----------
    free
        When each person finishes earlier work, seconds of the horizon, shape (replications,
        people); None: everybody is free.
    """
    stretch = stretch.staying()
    replications, most = customers.arrival.shape
    people, origin = stretch.people, stretch.start
    if not people:  # nobody there for any of the queues
        return Served(
            np.full((replications, most), np.inf),
            np.full((replications, most), -1, dtype=np.int64),
            np.empty((replications, 0)),
        )
    minutes = stretch.end - origin + SPARE_MINUTES
    table = np.ascontiguousarray(stretch.next_on(minutes + 1)).ravel() * 60.0
    ready = (
        np.full((replications, people), float(origin * 60)) if free is None else np.maximum(free, float(origin * 60))
    )
    # Customer by customer in memory, too. Empty places arrive last, with no patience at all.
    real = customers.queue.T >= 0
    arrival = np.ascontiguousarray(np.where(real, customers.arrival.T, stretch.end * 60.0))
    patience, service = np.where(real, customers.patience.T, -1.0), np.ascontiguousarray(customers.service.T)
    queue = np.ascontiguousarray(np.maximum(customers.queue.T, 0))
    lines = np.arange(stretch.queues * people).reshape(stretch.queues, people) * (minutes + 1) - origin
    wait, person = np.empty((most, replications)), np.empty((most, replications), dtype=np.int64)
    moment, minute, begin = np.empty_like(ready), np.empty(ready.shape, dtype=np.int64), np.empty_like(ready)
    rows = np.arange(replications) * people
    flat = ready.ravel()
    for i in range(most):
        np.maximum(ready, arrival[i, :, None], out=moment)
        np.multiply(moment, 1.0 / 60.0, out=begin)
        np.copyto(minute, begin, casting="unsafe")
        np.minimum(minute, origin + minutes, out=minute)
        minute += lines[queue[i]]
        np.take(table, minute, out=begin, mode="clip")
        np.maximum(begin, moment, out=begin)
        who = begin.argmin(axis=1)
        chosen = rows + who
        first = begin.ravel()[chosen]
        waited = first - arrival[i]
        taken = (waited <= patience[i]) & (first < LATE)
        wait[i], person[i] = np.where(taken, waited, np.inf), np.where(taken, who, -1)
        flat[chosen] = np.where(taken, first + service[i], flat[chosen])
    return Served(np.ascontiguousarray(wait.T), np.ascontiguousarray(person.T), ready)

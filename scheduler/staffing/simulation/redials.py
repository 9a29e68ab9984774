"""All replications at once where customers who hang up call again: the recursion, with people on their way back.

Who cannot begin within the patience hangs up, and the next call comes a drawn delay after that:
later than now, so that calls can be taken in the order of arrival although they are not known
beforehand. Each replication goes through its own calls; a place in a small table holds each
customer who will call again.
"""

from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.simulation.recursion import LATE, SPARE_MINUTES
from scheduler.staffing.simulation.stretch import Again, Called, Customers, Served, Stretch

Scalar = TypeVar("Scalar", bound=np.generic)

FIRST_PLACES = 16


def run(stretch: Stretch, customers: Customers, free: FloatArray | None = None) -> Called:
    """What becomes of the customers and of their further calls; ``free`` as in :func:`.recursion.run`.

    Raises
    ------
    ValueError
        If nothing is drawn of what they do after hanging up.
    """
    if customers.again is None:
        raise ValueError("nothing is drawn of what customers do after hanging up")
    stretch = stretch.staying()
    replications, most = customers.arrival.shape
    people, origin, minutes = stretch.people, stretch.start, stretch.end - stretch.start + SPARE_MINUTES
    table = 60.0 * np.ascontiguousarray(stretch.next_on(minutes + 1), dtype=np.float64).ravel()
    lines = np.arange(stretch.queues * people).reshape(stretch.queues, people) * (minutes + 1) - origin
    ready = (
        np.full((replications, people), float(origin * 60)) if free is None else np.maximum(free, float(origin * 60))
    )
    rows, end = np.arange(replications), stretch.end * 60.0
    # One more column, at which nobody comes any more.
    arrival = np.concatenate(
        [np.where(customers.queue >= 0, customers.arrival, np.inf), np.full((replications, 1), np.inf)], axis=1
    )
    before = np.zeros((replications, most), dtype=np.int64) if customers.call is None else customers.call
    at = np.zeros(replications, dtype=np.int64)
    back = _Back(replications)
    steps: list[tuple[npt.NDArray[np.generic], ...]] = []
    later: list[tuple[IntArray, IntArray, FloatArray, IntArray]] = []
    while True:
        fresh = arrival[rows, at]
        place, again_at = back.first()
        repeat = again_at < fresh
        now = np.where(repeat, again_at, fresh)
        coming = np.isfinite(now)
        if not coming.any():
            break
        who = np.where(repeat, back.customer[rows, place], np.minimum(at, most - 1))
        call = np.where(repeat, back.call[rows, place], before[rows, who])
        back.when[rows[repeat], place[repeat]] = np.inf
        at = at + (coming & ~repeat)
        queue = np.maximum(customers.queue[rows, who], 0)
        patience: FloatArray = np.where(
            call > 0, customers.again.patience[np.maximum(call - 1, 0), rows, who], customers.patience[rows, who]
        )
        moment = np.where(coming, now, end).astype(np.float64)
        taken, wait, chosen = _served(
            ready, table, lines[queue], moment, coming, patience, customers.service[rows, who], origin + minutes
        )
        steps.append(
            (
                np.where(coming, now, np.inf),
                np.where(coming, queue, -1),
                customers.service[rows, who],
                patience,
                call,
                np.where(taken, wait, np.inf),
                np.where(taken, chosen, -1),
            )
        )
        tries = coming & ~taken & (call + 1 < customers.again.calls[rows, who])
        if tries.any():
            r, c = rows[tries], call[tries]
            next_at = now[tries] + patience[tries] + customers.again.delay[c, r, who[tries]]
            here = next_at < end
            back.put(r[here], next_at[here], who[tries][here], c[here] + 1)
            if not stretch.closes:
                later.append((r[~here], who[tries][~here], next_at[~here], c[~here] + 1))
    return Called(*_tables(steps, replications, ready), postponed(customers, later))


def _served(
    ready: FloatArray,
    table: FloatArray,
    lines: IntArray,
    moment: FloatArray,
    coming: npt.NDArray[np.bool_],
    patience: FloatArray,
    service: FloatArray,
    last: int,
) -> tuple[npt.NDArray[np.bool_], FloatArray, IntArray]:
    """Whether each replication's call is taken, after how long and by whom; ``ready`` is moved on."""
    rows = np.arange(moment.size)
    if not ready.shape[1]:
        return np.zeros(moment.size, dtype=bool), np.full(moment.size, np.inf), np.full(moment.size, -1)
    begin = np.maximum(ready, moment[:, None])
    minute = np.minimum((begin / 60.0).astype(np.int64), last)
    begin = np.maximum(begin, np.take(table, minute + lines, mode="clip"))
    chosen = begin.argmin(axis=1)
    first = begin[rows, chosen]
    taken = coming & (first - moment <= patience) & (first < LATE)
    ready[rows, chosen] = np.where(taken, first + service, ready[rows, chosen])
    return taken, first - moment, chosen


class _Back:
    """Who will call again: moment, customer and number of earlier calls, by replication and place."""

    def __init__(self, replications: int) -> None:
        self.when = np.full((replications, FIRST_PLACES), np.inf)
        self.customer, self.call = (np.zeros((replications, FIRST_PLACES), dtype=np.int64) for _ in range(2))
        self.rows = np.arange(replications)

    def first(self) -> tuple[IntArray, FloatArray]:
        place = self.when.argmin(axis=1)
        return place, self.when[self.rows, place]

    def put(self, row: IntArray, when: FloatArray, customer: IntArray, call: IntArray) -> None:
        place = self.when[row].argmax(axis=1)
        if np.isfinite(self.when[row, place]).any():
            for name, empty in (("when", np.inf), ("customer", 0), ("call", 0)):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.full_like(old, empty)], axis=1))
            place = self.when[row].argmax(axis=1)
        self.when[row, place], self.customer[row, place], self.call[row, place] = when, customer, call


def _tables(
    steps: list[tuple[npt.NDArray[np.generic], ...]], replications: int, ready: FloatArray
) -> tuple[Customers, Served]:
    if not steps:
        nothing, nobody = np.zeros((replications, 0)), np.zeros((replications, 0), dtype=np.int64)
        return Customers(nothing, nobody, nothing, nothing, None, nobody), Served(nothing, nobody, ready)
    arrival, queue, service, patience, call, wait, person = (
        np.ascontiguousarray(np.stack(column).T) for column in zip(*steps, strict=True)
    )
    return Customers(arrival, queue, service, patience, None, call), Served(wait, person, ready)


def postponed(customers: Customers, later: list[tuple[IntArray, IntArray, FloatArray, IntArray]]) -> Customers:
    """Customers who call after the stretch: by replication, index, moment and number of earlier calls."""
    row, who, when, call = (
        (np.concatenate(column) for column in zip(*later, strict=True))
        if later
        else (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64))
    )
    replications, again = customers.arrival.shape[0], customers.again
    if again is None:
        nothing, nobody = np.zeros((replications, 0)), np.zeros((replications, 0), dtype=np.int64)
        return Customers(nothing, nobody, nothing, nothing)
    order = np.lexsort((when, row))
    row, who, when, call = row[order], who[order], when[order], call[order]
    place = np.arange(row.size) - np.searchsorted(row, row)
    size = (replications, int(place.max(initial=-1)) + 1)

    def filled(empty: float, values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        found = np.full(size, empty, dtype=values.dtype)
        found[row, place] = values
        return found

    further = tuple(
        np.stack([filled(0.0, level[row, who]) for level in table]) if table.shape[0] else np.zeros((0, *size))
        for table in (again.delay, again.patience)
    )
    return Customers(
        filled(np.inf, when),
        filled(-1, customers.queue[row, who]),
        filled(0.0, customers.service[row, who]),
        filled(0.0, customers.patience[row, who]),
        Again(filled(1, again.calls[row, who]), *further),
        filled(0, call),
    )


def joined(first: Customers, second: Customers) -> Customers:
    """Two sets of customers as one, in the order of arrival."""
    one, two = (c if c.call is not None else replace(c, call=np.zeros_like(c.queue)) for c in (first, second))
    assert one.again is not None and two.again is not None and one.call is not None and two.call is not None
    arrival = np.concatenate([one.arrival, two.arrival], axis=1)
    order = np.argsort(arrival, axis=1, kind="stable")

    def side(a: npt.NDArray[Scalar], b: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        return np.take_along_axis(np.concatenate([a, b], axis=-1), order if a.ndim == 2 else order[None], axis=-1)

    return Customers(
        side(one.arrival, two.arrival),
        side(one.queue, two.queue),
        side(one.service, two.service),
        side(one.patience, two.patience),
        Again(
            side(one.again.calls, two.again.calls),
            side(one.again.delay, two.again.delay),
            side(one.again.patience, two.again.patience),
        ),
        side(one.call, two.call),
    )

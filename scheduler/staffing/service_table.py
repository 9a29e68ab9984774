"""What each number of people would give in each cell: the table a roster can be optimised on.

``required`` is one number; a planner who must go below it, or has people over, wants to know what
one person more or less is worth. Customers lost fall convexly with people (Erlang A: checked on
all reference grids), so tangents of this table are exact in a linear program; the share served in
time is S-shaped and serves as a floor.

Source: Atlason, Epelman & Henderson, Management Science 54 (2008), why not to optimise the share.
"""

from dataclasses import dataclass

import numpy as np

from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.targets import ServiceTarget

HANGS_UP_S = 180.0
"""Patience assumed for the cost of waiting where none is set: nobody waits forever."""


@dataclass(frozen=True, slots=True)
class ServiceTable:
    """Arrays of shape (cells, most + 1); column n is what n people give.

    Attributes
    ----------
    service
        Share of all offered that is served in time.
    wait_s, lost, occupancy
        Mean wait, share that hangs up (of all calls, where some call again), share of time people are busy.
    cost
        Customers lost a cell, convex in n: never rising, and each person more worth no more than
        the one before. Without patience in the target, those lost at a patience of
        :data:`HANGS_UP_S`.
    """

    service: FloatArray
    wait_s: FloatArray
    lost: FloatArray
    occupancy: FloatArray
    cost: FloatArray

    def smallest(self, target: ServiceTarget) -> IntArray:
        """Fewest people of the table that keep every promise, shape (cells,); ``most + 1`` where none does."""
        rows, columns = self.service.shape[0], self.service.shape[1]
        kept = np.ones((rows, columns), dtype=np.bool_)
        if target.interval_share is not None:
            kept &= self.service >= target.interval_share - 1e-12
        if target.max_wait_s is not None:
            kept &= self.wait_s <= target.max_wait_s * (1.0 + 1e-12)
        if target.max_abandon is not None:
            kept &= self.lost <= target.max_abandon * (1.0 + 1e-12)
        if target.max_occupancy is not None:
            kept &= self.occupancy <= target.max_occupancy * (1.0 + 1e-12)
        return np.asarray(np.where(kept.any(axis=1), kept.argmax(axis=1), columns), dtype=np.int64)


def service_table(cells: Cells, mean: FloatArray, target: ServiceTarget, most: int) -> ServiceTable:
    """Table over 0 … ``most`` people.

    Parameters
    ----------
    cells
        Load and spread, shape (cells,).
    mean
        Arrivals of each cell, shape (cells,).
    """
    size = cells.load.size
    every = np.repeat(np.arange(size), most + 1)
    n = np.tile(np.arange(most + 1.0), size)
    found = expected(cells.at(every), n, target)
    service, wait, lost, busy = (
        part.reshape(size, most + 1) for part in (found.service, found.wait_s, found.abandonment, found.occupancy)
    )
    leaving = found.customers_lost(target.redial).reshape(size, most + 1)
    if target.patience_s is None:
        assumed = ServiceTarget(min_heads=1, patience_s=HANGS_UP_S)
        leaving = expected(cells.at(every), n, assumed).abandonment.reshape(size, most + 1)
    return ServiceTable(service, wait, lost, busy, _convex(mean[:, None] * leaving))


def _convex(cost: FloatArray) -> FloatArray:
    """The cost with each saving no larger than the one before: rounding aside it is so already."""
    saving = np.maximum(-np.diff(cost, axis=1), 0.0)
    saving = np.minimum.accumulate(saving, axis=1)
    return np.concatenate([cost[:, :1], cost[:, :1] - np.cumsum(saving, axis=1)], axis=1)

"""Customers of a stretch of a roster drawn, served by the engine that is right for it, and counted."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scheduler.staffing.queues.arrays import BoolArray, FloatArray
from scheduler.staffing.simulation import events, recursion, redials
from scheduler.staffing.simulation.draw import draw
from scheduler.staffing.simulation.of_roster import Staged
from scheduler.staffing.simulation.stretch import Customers, Served
from scheduler.staffing.targets import ServiceTarget


def drawn(staged: Staged, targets: Mapping[str, ServiceTarget], replications: int, seed: int, date: str) -> Customers:
    """Customers of a stretch; ``date`` is its part of the seed."""
    mine = [targets[q] for q in staged.queues]
    return draw(
        staged.stretch,
        staged.queues,
        replications,
        seed,
        [t.patience_s for t in mine],
        [1.0] * len(mine),
        date,
        [(t.redial, t.redial_after_s) for t in mine],
    )


Later = tuple[tuple[str, ...], Customers]
"""Names of the queues by index, and who will call after a stretch."""


def served(
    staged: Staged, customers: Customers, free: FloatArray | None, later: Later | None
) -> tuple[Customers, Served, Later | None]:
    """All calls, what became of them, and who will call after the stretch."""
    stretch = staged.stretch
    fast = stretch.steady or not stretch.fresh or not stretch.closes
    if customers.again is None:
        return customers, (recursion.run if fast else events.run)(stretch, customers, free), None
    customers = resumed(staged, customers, later)
    found = (redials.run if fast else events.calls)(stretch, customers, free)
    return found.calls, found.served, (staged.queues, found.later)


def resumed(staged: Staged, customers: Customers, later: Later | None) -> Customers:
    """The customers of a stretch with those who hung up in the one before and call now."""
    if later is None or customers.again is None:
        return customers
    names, waiting = later
    at = np.array([staged.queues.index(q) if q in staged.queues else -1 for q in (*names, "")])
    return redials.joined(customers, replace(waiting, queue=at[waiting.queue]))


def counted(customers: Customers, ok: BoolArray, target: ServiceTarget) -> BoolArray:
    """Of whom the share in time is counted (:attr:`ServiceTarget.share_of`)."""
    if target.share_of == "answered":
        return ok
    if target.share_of == "lasting":
        return np.asarray(ok | (customers.patience > target.horizon_s))
    return np.ones_like(ok)

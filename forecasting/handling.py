"""Handling time per weekday and slot."""

from __future__ import annotations

import numpy as np

from forecasting.demand import Demand
from forecasting.grid import FloatArray

HALF_LIFE_DAYS = 56.0
# Single contacts vary about as much as their mean, cells by about a tenth of it: a cell needs
# (1 / 0.1) ** 2 contacts to be believed as much as the whole queue.
PRIOR_CONTACTS = 100.0


def handling_profile(demand: Demand, queue: str) -> FloatArray:
    """Mean handling time in seconds, shape ``(weekday, slot)``; NaN when none is known.

    Notes
    -----
    The mean over past intervals, weighted by contacts (half as much after 8 weeks), shrunk to the
    queue's own mean: ``(sum n t + k T) / (sum n + k)`` with ``k = 100`` contacts.
    """
    weekday, slot, age, contacts, seconds = demand.handling(queue)
    weight = contacts * 0.5 ** (age / HALF_LIFE_DAYS)
    shape = (7, 1440 // demand.slot_minutes)
    if weight.sum() <= 0:
        return np.full(shape, np.nan)
    overall = float(weight @ seconds / weight.sum())
    amount, total = np.zeros(shape), np.zeros(shape)
    np.add.at(amount, (weekday, slot), weight)
    np.add.at(total, (weekday, slot), weight * seconds)
    return np.asarray((total + PRIOR_CONTACTS * overall) / (amount + PRIOR_CONTACTS))

"""Unplanned absence: how many to schedule so that enough turn up, and back.

Only what nobody can plan belongs here (sudden illness, emergencies). Leave, meals, training and
meetings are in the roster itself and must not be counted twice.
"""

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import IntArray, heads, numbers

DIGITS = 9
"""Decimals kept before rounding to whole people: 21 / (1 - 0.3) is 30, not 31, in floats."""


def scheduled(on_post: npt.ArrayLike, shrinkage: npt.ArrayLike) -> IntArray:
    """People to schedule so that on average `on_post` are there: n / (1 - s), rounded up.

    Parameters
    ----------
    on_post
        People needed on post, whole.
    shrinkage
        Share s of scheduled time lost to unplanned absence, 0 <= s < 1.

    Raises
    ------
    ValueError
        If a count is not whole or a share is outside [0, 1).
    """
    return np.ceil(np.round(heads("on_post", on_post) / (1.0 - _lost(shrinkage)), DIGITS)).astype(np.int64)


def present(on_roster: npt.ArrayLike, shrinkage: npt.ArrayLike) -> IntArray:
    """People who are on average there of those scheduled: n (1 - s), rounded down.

    The inverse of `scheduled`: ``present(scheduled(n, s), s) == n``.

    Raises
    ------
    ValueError
        If a count is not whole or a share is outside [0, 1).
    """
    there = heads("on_roster", on_roster) * (1.0 - _lost(shrinkage))
    return np.floor(np.round(there, DIGITS)).astype(np.int64)


def _lost(shrinkage: npt.ArrayLike) -> npt.NDArray[np.float64]:
    lost = numbers("shrinkage", shrinkage)
    if not (lost < 1.0).all():
        raise ValueError("shrinkage must lie below 1: at 1 nobody ever turns up")
    return lost

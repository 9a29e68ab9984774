"""How the shape of the day has moved lately, and how much of such moves has lasted before."""

from __future__ import annotations

import numpy as np

from forecasting.grid import BoolArray, FloatArray, IntArray
from forecasting.weekend import SATURDAY_SUNDAY, Weekend, workdays_of

HALF_LIFE_DAYS = 14.0
LAG_DAYS = 7
REACH_DAYS = 400
DISPERSION = 0.01
PRIOR_DAYS = 20.0
CAP = 0.5
SINGLE = ((0,), (1,), (2,), (3,), (4,), (5,), (6,))


def profile_drift(
    arrivals: FloatArray,
    expected: FloatArray,
    ordinary: BoolArray,
    weekday: IntArray,
    weekend: Weekend = SATURDAY_SUNDAY,
) -> FloatArray:
    """Factor on every cell of the weekly profile, shape ``(7, slot)``.

    Parameters
    ----------
    arrivals
        Counts, NaN where none, shape ``(day, slot)``.
    expected
        The fit of the same cells.
    ordinary
        Days to learn from, shape ``(day,)``.
    weekday
        0 = Monday, shape ``(day,)``.

    Notes
    -----
    The mean relative miss of the last weeks (half-life two weeks), first per slot for the
    workdays and each day of the weekend, then per weekday and slot, times the slope with which such a mean
    has predicted the miss of a week later. The slope is a ridge regression over the whole past, 0
    to 1: a queue whose days keep their shape is left alone, one that moves (summer to autumn, a
    new channel) is followed.
    """
    arrivals, expected = arrivals[-REACH_DAYS:], expected[-REACH_DAYS:]
    ordinary, weekday = ordinary[-REACH_DAYS:], weekday[-REACH_DAYS:]
    seen = np.isfinite(arrivals) & (expected > 0) & ordinary[:, None]
    found = np.where(seen, arrivals, 0.0)
    fitted = np.where(seen, expected, 0.0)
    total = np.ones((7, arrivals.shape[1]))
    for groups in ((workdays_of(weekend), *((day,) for day in weekend)), SINGLE):
        past, last = _recent(found - fitted, fitted, weekday, groups)
        slope = _slope(found, fitted, past)
        fitted = fitted * (1.0 + slope * past)
        total *= 1.0 + slope * last
    return total


def _recent(
    miss: FloatArray, fitted: FloatArray, weekday: IntArray, groups: tuple[tuple[int, ...], ...]
) -> tuple[FloatArray, FloatArray]:
    """Mean relative miss a week before each day, ``(day, slot)``, and at the end, ``(7, slot)``."""
    past, last = np.zeros_like(miss), np.zeros((7, miss.shape[1]))
    for group in groups:
        rows = np.flatnonzero(np.isin(weekday, group))
        if not len(rows):
            continue
        # Sums that halve every HALF_LIFE_DAYS are running sums of what doubles as often.
        grown = 2.0 ** (rows / HALF_LIFE_DAYS)[:, None]
        sums = np.cumsum(grown * np.concatenate([miss[rows], fitted[rows]], axis=1), axis=0)
        sums = np.concatenate([np.zeros((1, sums.shape[1])), sums])
        both = sums[np.searchsorted(rows, rows - LAG_DAYS, side="right")] / grown
        past[rows] = _bounded(both[:, : miss.shape[1]], both[:, miss.shape[1] :])
        end = 0.5 ** ((len(weekday) - 1 - rows) / HALF_LIFE_DAYS)
        last[list(group)] = _bounded(end @ miss[rows], end @ fitted[rows])
    return past, last


def _slope(found: FloatArray, fitted: FloatArray, past: FloatArray) -> float:
    used = (fitted > 0) & (past != 0)
    days = int(used.any(axis=1).sum())
    if days == 0:
        return 0.0
    mean = np.where(used, fitted, 1.0)
    weight = np.where(used, mean / (1.0 + DISPERSION * mean), 0.0)
    miss = np.clip((found - mean) / mean, -1.0, 1.0)
    size = float((weight * past**2).sum()) * (1.0 + PRIOR_DAYS / days)
    return float(np.clip((weight * past * miss).sum() / size, 0.0, 1.0)) if size > 0 else 0.0


def _bounded(top: FloatArray, bottom: FloatArray) -> FloatArray:
    ratio = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), 0.0)
    return np.asarray(np.clip(ratio, -CAP, CAP), dtype=np.float64)

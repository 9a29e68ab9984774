"""The weekly profile: mean arrivals per weekday and slot, noise taken out by pooling."""

from __future__ import annotations

import numpy as np

from forecasting.grid import FloatArray, IntArray
from forecasting.weekend import SATURDAY_SUNDAY, Weekend, workdays_of


def weekly_profile(
    arrivals: FloatArray,
    scale: FloatArray,
    weight: FloatArray,
    weekday: IntArray,
    weekend: Weekend = SATURDAY_SUNDAY,
) -> FloatArray:
    """Estimate mean arrivals per weekday and slot.

    Parameters
    ----------
    arrivals
        Counts, NaN where none, shape ``(day, slot)``.
    scale
        What the day is expected to be times its profile (level and effects), shape ``(day,)``.
    weight
        Trust in the day, 0 to leave it out, shape ``(day,)``.
    weekday
        0 = Monday, shape ``(day,)``.

    Returns
    -------
    Shape ``(weekday, slot)``; NaN where there is nothing to learn from.

    Notes
    -----
    The closed form ``sum(w y) / sum(w scale)``, then gamma-Poisson shrinkage of every cell towards
    its weekday's level times the shape its group of weekdays (workdays, weekend) has in
    common. How far is learned from the cells themselves: with thin counts the weekdays share one
    shape, with thick ones each keeps its own.
    """
    seen = np.isfinite(arrivals)
    trust = np.where(seen, weight[:, None], 0.0)
    member = np.eye(7)[weekday].T
    count = member @ (trust * np.where(seen, arrivals, 0.0))
    exposure = member @ (trust * scale[:, None])
    # A weighted sum is noisier than its size says: bring it back to the scale of plain counts.
    square = member @ (trust**2 * scale[:, None])
    thin = exposure / np.where(square > 0, square, 1.0)
    profile = np.full(count.shape, np.nan)
    for group in (list(workdays_of(weekend)), list(weekend)):
        profile[group] = _pooled(count[group] * thin[group], exposure[group] * thin[group])
    return profile


def _pooled(count: FloatArray, exposure: FloatArray) -> FloatArray:
    """Gamma-Poisson posterior means of the rates of one group of weekdays."""
    known = exposure > 0
    if not known.any():
        return np.full_like(count, np.nan)
    level = _ratio(count.sum(axis=1), exposure.sum(axis=1))
    shape = np.ones(count.shape[1])
    for _ in range(3):
        shape = _ratio(count.sum(axis=0), (exposure * level[:, None]).sum(axis=0))
        level = _ratio(count.sum(axis=1), (exposure * shape).sum(axis=1))
    common = level[:, None] * shape
    expected = exposure * common
    excess = float(((count - expected) ** 2 - expected)[known].sum())
    spread = max(excess / max(float((expected[known] ** 2).sum()), 1e-9), 1e-4)
    strength = 1.0 / spread
    rate = (count + strength) / (exposure + strength / np.maximum(common, 1e-12))
    return np.asarray(np.where(known, np.where(common > 0, rate, 0.0), np.nan), dtype=np.float64)


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    return np.asarray(top / np.where(bottom > 0, bottom, 1.0), dtype=np.float64)

"""Predictive bands: quantiles of gamma-Poisson counts, and sample paths with their dependence."""

from __future__ import annotations

from functools import cache

import numpy as np

from forecasting.dispersion import Spread
from forecasting.grid import FloatArray, IntArray
from forecasting.negative_binomial import MIN_CV, quantiles
from forecasting.tails import heaviness, lengthened, tail_levels

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
GRID = np.linspace(-6.0, 6.0, 1201)
SIZES = np.geomspace(MIN_CV, 1.5, 40)


def bands(mean: FloatArray, cv: FloatArray) -> FloatArray:
    """Quantiles at :data:`LEVELS` of gamma-Poisson counts with longer tails (:mod:`.tails`), shape ``(cell, level)``."""
    return quantiles(mean, cv, tail_levels(mean, cv, LEVELS))


def sample_paths(
    mean: FloatArray,
    cv: FloatArray,
    day: IntArray,
    slot: IntArray,
    spread: Spread,
    count: int,
    rng: np.random.Generator,
    shared: FloatArray | None = None,
    share: float = 0.0,
) -> IntArray:
    """Possible futures of one queue.

    Parameters
    ----------
    mean, cv
        Expected contacts and variation of the rate, shape ``(cell,)``.
    day, slot
        Number of the day and of the slot in it, shape ``(cell,)``.
    spread
        The dependence within a day.
    count
        How many paths.
    rng
        Source of randomness.
    shared
        Normal score of every day that other queues have too, shape ``(path, number of the day)``.
    share
        Its part in the day's own score, 0 to 1.

    Returns
    -------
    Whole contacts, shape ``(count, cell)``.

    Notes
    -----
    A normal score per slot, made of a part common to the day and an autoregressive rest, is
    lengthened in its tails and turned into a gamma rate and a Poisson count. So each cell alone has
    the distribution of :func:`bands`, while a busy morning promises a busy afternoon. Days are
    independent.
    """
    days, row = np.unique(day, return_inverse=True)
    width = int(slot.max()) + 1 if len(slot) else 0
    common = rng.standard_normal((count, len(days), 1))
    if shared is not None:
        common = np.sqrt(share) * shared[:, days, None] + np.sqrt(1.0 - share) * common
    shock = rng.standard_normal((count, len(days), width))
    rest = np.empty_like(shock)
    keep = spread.persistence
    for number in range(width):
        before = rest[:, :, number - 1] if number else shock[:, :, 0]
        fresh = np.sqrt(1.0 - keep**2) if number else 0.0
        rest[:, :, number] = (keep if number else 1.0) * before + fresh * shock[:, :, number]
    score = np.sqrt(spread.day_share) * common + np.sqrt(1.0 - spread.day_share) * rest
    chosen = score[:, row, slot]
    cv = np.maximum(cv, MIN_CV)
    rate = _rates(lengthened(chosen, heaviness(mean, cv)), cv)
    counts: IntArray = rng.poisson(rate * mean).astype(np.int64)
    return counts


def _rates(score: FloatArray, cv: FloatArray) -> FloatArray:
    """Gamma rates of mean 1 at normal scores ``(path, cell)``, between the tables of two sizes."""
    place = np.interp(np.log(cv), np.log(SIZES), np.arange(len(SIZES)))
    low = np.minimum(place.astype(np.int64), len(SIZES) - 2)
    share = place - low
    step = GRID[1] - GRID[0]
    spot = np.clip((score - GRID[0]) / step, 0.0, len(GRID) - 1.001)
    left = spot.astype(np.int64)
    inside = spot - left
    table = _log_rates()
    log_rate = np.zeros_like(score)
    for size, weight in ((low, 1.0 - share), (low + 1, share)):
        at = table[size, left] * (1.0 - inside) + table[size, left + 1] * inside
        log_rate += weight * at
    return np.asarray(np.exp(log_rate), dtype=np.float64)


@cache
def _log_rates() -> FloatArray:
    return np.log(np.maximum([_gamma_of_score(float(size)) for size in SIZES], 1e-300))


def _gamma_of_score(cv: float) -> FloatArray:
    """Quantiles of a gamma variable with mean 1 at the normal scores of :data:`GRID`.

    Integrates the density of the variable's logarithm, which is smooth for every shape.
    """
    shape = cv**-2
    half = 9.0 * max(cv, cv**2)
    x = np.linspace(-12.0 * max(cv, 2.0 * cv**2), half, 40001)
    density = np.exp(shape * (x - np.exp(x) + 1.0))
    total = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)])
    total /= total[-1]
    # Normal probabilities by the same rule, so that both tails are cut alike.
    z = np.linspace(-9.0, 9.0, 36001)
    bell = np.exp(-0.5 * z**2)
    below = np.concatenate([[0.0], np.cumsum((bell[1:] + bell[:-1]) / 2.0)])
    below /= below[-1]
    rising = np.concatenate([[True], np.diff(total) > 0])
    log_rate = np.interp(np.interp(GRID, z, below), total[rising], x[rising])
    return np.asarray(np.exp(log_rate), dtype=np.float64)

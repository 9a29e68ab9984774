"""The negative binomial distribution, vectorized, with nothing but NumPy.

A count with mean ``m`` whose rate varies like a gamma variable with coefficient of variation ``c``
is negative binomial with size ``1 / c**2`` and variance ``m + (c m)**2``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.grid import FloatArray
from forecasting.tails import normal_score

# A rate known better than to 2 % is not believed, and sizes stay small enough for the fractions.
MIN_CV = 0.02
MAX_STEPS = 400
TINY = 1e-300


def log_gamma(x: FloatArray) -> FloatArray:
    """Logarithm of the gamma function for positive arguments (Stirling's series, shifted by 8)."""
    product = x.copy()
    for shift in range(1, 8):
        product *= x + shift
    y = x + 8.0
    series = 1 / (12 * y) - 1 / (360 * y**3) + 1 / (1260 * y**5) - 1 / (1680 * y**7)
    stirling = (y - 0.5) * np.log(y) - y + 0.5 * np.log(2 * np.pi) + series
    return np.asarray(stirling - np.log(product), dtype=np.float64)


def incomplete_beta(a: FloatArray, b: FloatArray, x: FloatArray, tolerance: float = 1e-14) -> FloatArray:
    """Regularized incomplete beta function ``I_x(a, b)``, arrays of one shape, ``0 < x < 1``.

    References
    ----------
    DLMF 8.17.22 (continued fraction), evaluated by the method of Lentz.
    """
    return _beta_and_front(a, b, x, tolerance)[0]


def _beta_and_front(a: FloatArray, b: FloatArray, x: FloatArray, tolerance: float) -> tuple[FloatArray, FloatArray]:
    """``I_x(a, b)`` and ``x^a (1 - x)^b / B(a, b)``."""
    swap = x > (a + 1.0) / (a + b + 2.0)
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    x = np.where(swap, 1.0 - x, x)
    # With next to nobody coming x rounds to one, its rest to nothing: the front is 0, as it should be.
    with np.errstate(divide="ignore"):
        front = np.exp(a * np.log(x) + b * np.log1p(-x) + log_gamma(a + b) - log_gamma(a) - log_gamma(b))
    value = front / a * _fraction(a, b, x, tolerance)
    return np.where(swap, 1.0 - value, value), front


def _fraction(a: FloatArray, b: FloatArray, x: FloatArray, tolerance: float) -> FloatArray:
    out = np.empty_like(x)
    rows = np.arange(x.size)
    c = np.ones_like(x)
    d = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    f = d.copy()
    for m in range(1, MAX_STEPS + 1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = np.ones_like(x)
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            change = c * d
            f = f * change
        busy = np.abs(change - 1.0) > tolerance
        if not busy.all():
            out[rows[~busy]] = f[~busy]
            rows, a, b, x = rows[busy], a[busy], b[busy], x[busy]
            c, d, f = c[busy], d[busy], f[busy]
            if not len(rows):
                return out
    out[rows] = f
    return out


def _away_from_zero(value: FloatArray) -> FloatArray:
    return np.where(np.abs(value) < TINY, TINY, value)


def cdf(count: FloatArray, mean: FloatArray, size: FloatArray, tolerance: float = 1e-14) -> FloatArray:
    """Probability of at most ``count`` contacts; 1-d arrays of one length, ``mean > 0``."""
    below = count < 0
    share = size / (size + mean)
    value = incomplete_beta(size, np.where(below, 0.0, count) + 1.0, share, tolerance)
    return np.where(below, 0.0, value)


def cdf_and_pmf(
    count: FloatArray, mean: FloatArray, size: FloatArray, tolerance: float = 1e-14
) -> tuple[FloatArray, FloatArray]:
    """:func:`cdf` and :func:`pmf` of counts not below 0, in hardly more time than the first."""
    value, front = _beta_and_front(size, count + 1.0, size / (size + mean), tolerance)
    return value, front * (size + mean) / (mean * (count + size))


def pmf(count: FloatArray, mean: FloatArray, size: FloatArray) -> FloatArray:
    """Probability of exactly ``count`` contacts; 1-d arrays of one length, ``mean > 0``."""
    k = np.maximum(count, 0.0)
    log_p = (
        log_gamma(k + size)
        - log_gamma(size)
        - log_gamma(k + 1.0)
        + size * np.log(size / (size + mean))
        + k * np.log(mean / (size + mean))
    )
    return np.where(count < 0, 0.0, np.exp(log_p))


def quantiles(mean: ArrayLike, cv: ArrayLike, levels: ArrayLike) -> FloatArray:
    """Exact quantiles of gamma-Poisson counts.

    Parameters
    ----------
    mean
        Expected contacts, shape ``(cell,)``, not negative.
    cv
        Coefficient of variation of the rate, shape ``(cell,)``; at least :data:`MIN_CV` is used.
    levels
        Probabilities in ``(0, 1)``, shape ``(level,)`` for all cells or ``(cell, level)``.

    Returns
    -------
    Smallest whole numbers ``k`` with ``P(count <= k) >= level``, shape ``(cell, level)``.
    """
    means, cvs = np.broadcast_arrays(np.asarray(mean, float), np.asarray(cv, float))
    asked = np.atleast_2d(np.asarray(levels, float))
    asked = np.broadcast_to(asked, (means.size, asked.shape[1]))
    out = np.zeros(asked.shape)
    cells = np.flatnonzero(means > 0)
    if not len(cells):
        return out
    m = np.repeat(means[cells], asked.shape[1])
    size = np.repeat(np.maximum(cvs[cells], MIN_CV) ** -2.0, asked.shape[1])
    level = asked[cells].ravel()
    z = normal_score(level)
    spread = np.sqrt(m + m**2 / size)
    skew = (1.0 + 2.0 * m / size) / spread
    guess = np.maximum(np.round(m + spread * (z + skew * (z**2 - 1.0) / 6.0)), 0.0)
    out[cells] = _walked(guess, level, m, size).reshape(len(cells), asked.shape[1])
    return out


def smooth_quantiles(mean: ArrayLike, cv: ArrayLike, levels: ArrayLike) -> FloatArray:
    """Quantiles of the counts spread evenly over half a contact on both sides.

    Parameters
    ----------
    mean, cv, levels
        See :func:`quantiles`.

    Returns
    -------
    Not negative and not whole, shape ``(cell, level)``. Whole-number bands of thin queues cover
    more than they promise, because each border is included with all its probability; these cover
    what they promise on average over cells, and are for measuring that.
    """
    means, cvs = np.broadcast_arrays(np.asarray(mean, float), np.asarray(cv, float))
    whole = quantiles(means, cvs, levels)
    m = np.repeat(np.maximum(means.reshape(-1), TINY), whole.shape[1])
    size = np.repeat(np.maximum(cvs.reshape(-1), MIN_CV) ** -2.0, whole.shape[1])
    k, level = whole.reshape(-1), np.broadcast_to(np.asarray(levels, float), whole.shape).ravel()
    below, here = cdf_and_pmf(k, m, size)
    share = np.clip((level - below) / np.maximum(here, 1e-12) + 1.0, 0.0, 1.0)
    return np.asarray(np.maximum(k - 0.5 + share, 0.0).reshape(whole.shape), dtype=np.float64)


def _walked(guess: FloatArray, level: FloatArray, mean: FloatArray, size: FloatArray) -> FloatArray:
    """From a guess to the exact quantile: Newton while far away, then single steps."""
    k = guess
    below, here = cdf_and_pmf(k, mean, size)
    for _ in range(8):
        jump = np.trunc((level - below) / np.maximum(here, 1e-12))
        jump = np.clip(jump, -0.5 * k - 1.0, 0.5 * k + 5.0).round()
        if np.abs(jump).max() <= 2.0:
            break
        k = np.maximum(k + jump, 0.0)
        below, here = cdf_and_pmf(k, mean, size)
    share = mean / (size + mean)
    active = np.arange(len(k))
    while len(active):
        rows = active[below[active] < level[active]]
        here[rows] *= (k[rows] + size[rows]) / (k[rows] + 1.0) * share[rows]
        k[rows] += 1.0
        below[rows] += here[rows]
        active = rows
    active = np.arange(len(k))
    while len(active):
        rows = active[(k[active] > 0) & (below[active] - here[active] >= level[active])]
        below[rows] -= here[rows]
        here[rows] *= k[rows] / ((k[rows] - 1.0 + size[rows]) * share[rows])
        k[rows] -= 1.0
        active = rows
    return k

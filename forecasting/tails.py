"""Tails of the rate: months differ by more than their days tell, so far misses come more often than a gamma rate says.

The variation of a rate is learned from a few months. Within them days miss together, and the next
month may be unlike them: the variation itself is uncertain, and a scale mixture has longer tails
than any of its parts, as Student's t beside the normal law.
"""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np

from forecasting.grid import FloatArray

# Learned on rolling origins of seven public series before July 2016 (137 forecasts of four weeks):
# 50, 80 and 95 % bands then cover 50.5, 79.9 and 93.8 % on average; without, 52.8, 78.8 and 91.0 %.
HEAVINESS = 0.15
# Scores below are drawn in, scores above drawn out, up to the common factor that keeps the variance.
FIXED = NormalDist().inv_cdf(0.9) ** 2
REACH = 8.2
STEPS = 2**13
NEWTON = 6


def heaviness(mean: FloatArray, cv: FloatArray) -> FloatArray:
    """How long the tails of cells are, 0 to :data:`HEAVINESS`: less, the more is the luck of the draw.

    The part of the rate in the variance, squared: so an excess of kurtosis mixes.
    """
    rate = cv**2 * mean
    return np.asarray(HEAVINESS * (rate / (1.0 + rate)) ** 2, dtype=np.float64)


def lengthened(score: FloatArray, heavy: FloatArray) -> FloatArray:
    """Normal scores of the same variance with longer tails: ``z (1 + h (z^2 / z_90^2 - 1)) / s(h)``."""
    slope, cube = _terms(heavy)
    return np.asarray(score * (slope + cube * score**2), dtype=np.float64)


def shortened(score: FloatArray, heavy: FloatArray) -> FloatArray:
    """The inverse of :func:`lengthened`, by Newton's rule from outside, where it is convex."""
    slope, cube = _terms(heavy)
    cube = np.maximum(cube, 1e-12)
    # Both bounds are at or beyond the root: the cube alone, the line alone.
    z = np.minimum(np.cbrt(np.abs(score) / cube), np.abs(score) / slope)
    for _ in range(NEWTON):
        z = z - (slope * z + cube * z**3 - np.abs(score)) / (slope + 3.0 * cube * z**2)
    return np.asarray(np.copysign(z, score), dtype=np.float64)


def _terms(heavy: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Factors of the score and of its cube; a normal score has second, fourth and sixth moments 1, 3 and 15."""
    slope, cube = 1.0 - heavy, heavy / FIXED
    deviation = np.sqrt(slope**2 + 6.0 * slope * cube + 15.0 * cube**2)
    return slope / deviation, cube / deviation


def tail_levels(mean: FloatArray, cv: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Levels of the gamma-Poisson law whose quantiles are those at ``levels`` with longer tails, shape ``(cell, level)``."""
    score = np.array([NormalDist().inv_cdf(level) for level in levels])
    return normal_cdf(lengthened(score[None, :], heaviness(mean, cv)[:, None]))


def normal_cdf(score: FloatArray) -> FloatArray:
    """Standard normal probabilities, absolute error below 1e-7."""
    at, probability = _table()
    return np.asarray(np.interp(score, at, probability), dtype=np.float64)


def normal_score(probability: FloatArray) -> FloatArray:
    """Standard normal quantiles within +-8.2, the inverse of :func:`normal_cdf`."""
    at, known = _table()
    # Both halves by the lower one: near 1 probabilities cannot be told apart.
    low = np.minimum(probability, 1.0 - probability)
    half = len(at) // 2 + 1
    return np.asarray(np.copysign(np.interp(low, known[:half], at[:half]), probability - 0.5), dtype=np.float64)


@cache
def _table() -> tuple[FloatArray, FloatArray]:
    at = np.linspace(-REACH, REACH, STEPS + 1)
    law = NormalDist()
    return at, np.array([law.cdf(float(z)) for z in at])

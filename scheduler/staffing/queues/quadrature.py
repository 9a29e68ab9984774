"""Gauss-Legendre sums over bell-shaped tails whose width differs from cell to cell.

The two integrals here are all that Erlang A with very many or very patient customers and the
gamma-distributed rate need. Both have the positive, log-concave integrand

    exp(-g u - c k(u)),    k(u) = exp(-u) - 1 + u >= 0,

which falls from 1 at u = 0; it runs from a pure exponential (c = 0) to half a normal curve
(c large). The length is cut per cell where the integrand has fallen to exp(-DROP).
"""

import itertools
from collections.abc import Iterator

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray

DROP = 38.0
"""Natural logarithms below the top at which a tail is cut: 3e-17 of the height."""

_FIRST = ((0.125, 5.0), (0.25, 16.0))
_LAST = ((6.0, 0.25), (3.5, 0.5), (1.5, 0.75))
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)


def bend(u: FloatArray) -> FloatArray:
    """k(u) = exp(-u) - 1 + u without cancellation near 0."""
    small = np.abs(u) < 0.03
    series = u * u * (0.5 - u * (1 / 6 - u * (1 / 24 - u * (1 / 120 - u * (1 / 720 - u / 5040)))))
    return np.where(small, series, u + np.expm1(-u))


def right_length(g: FloatArray, c: FloatArray, drop: float = DROP) -> FloatArray:
    """Some u >= 0, hardly more than needed, with g u + c k(u) >= `drop`."""
    u = 2.0 * drop / (g + np.sqrt(g * g + 2.0 * drop * c))
    for _ in range(4):
        # The function is convex: from the first step on Newton stays beyond the root.
        u = u + (drop - g * u - c * bend(u)) / (g - c * np.expm1(-u))
    return u


def left_length(g: FloatArray, c: FloatArray, drop: float = DROP) -> FloatArray:
    """Some u >= 0, hardly more than needed, with g u + c k(-u) >= `drop`; c above 0."""
    normal = 2.0 * drop / (g + np.sqrt(g * g + 2.0 * drop * c))
    u = np.minimum(normal, np.log1p(drop / c) + 1.0)
    for _ in range(4):
        u = u + (drop - g * u - c * bend(-u)) / (g + c * np.expm1(u))
    return u


def panels(breaks: list[FloatArray]) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Gauss-Legendre nodes and weights between neighboring `breaks`, cell by cell."""
    for start, end in itertools.pairwise(breaks):
        half, middle = (end - start) / 2.0, (end + start) / 2.0
        for node, weight in zip(_NODES.tolist(), _WEIGHTS.tolist(), strict=True):
            yield middle + half * node, half * weight


def right_tail(g: FloatArray, c: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Integral over [0, inf) of exp(-g u - c k(u)), and the same times 1 - exp(-u).

    Parameters
    ----------
    g, c
        Slope and curvature, both 0 or more, not both 0.
    """
    end = right_length(g, c)
    # k bends within the first few units and is straight beyond.
    breaks = [np.zeros_like(g), *(np.minimum(end * f, d) for f, d in _FIRST), end / 2.0, end]
    whole, part = np.zeros_like(g), np.zeros_like(g)
    for u, weight in panels(breaks):
        height = weight * np.exp(-g * u - c * bend(u))
        whole += height
        part -= height * np.expm1(-u)
    return whole, part


def left_tail(g: FloatArray, c: FloatArray, end: FloatArray) -> FloatArray:
    """Integral over [0, end] of exp(-g u - c k(-u)).

    Parameters
    ----------
    g, c
        Slope, 0 or more, and curvature, above 0.
    end
        Where the tail ends, 0 or more, may lie beyond the cut.
    """
    cut = left_length(g, c)
    # Far from its end a long tail is flat; it falls within the last few units.
    breaks = [np.zeros_like(g), *(np.maximum(cut - d, cut * f) for d, f in _LAST), cut]
    whole = np.zeros_like(g)
    for u, weight in panels([np.minimum(point, end) for point in breaks]):
        whole += weight * np.exp(-g * u - c * bend(-u))
    return whole

"""A day's arrival rate as mean x gamma factor: points to average over, and quantiles.

Real days differ by more than Poisson chance: the rate itself is random. It is modeled as the
forecast's mean times a gamma variable Z of mean 1 and coefficient of variation cv (Jongbloed &
Koole 2001). In v = log z the density is proportional to exp(-k (exp(v) - 1 - v)), k = 1 / cv^2:
smooth and log-concave for every cv, also where z itself has a pole at 0.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import FloatArray, numbers, share
from scheduler.staffing.queues.quadrature import bend, left_length, right_length

TINY = 1e-9
"""A cv below this is no uncertainty at all."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
_FRACTIONS = np.array([0.12, 0.25, 0.5, 1.0])
_PANELS = 64


def customer_points(cv: FloatArray, features: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rate factors and the share of all *customers* that meet each.

    Busy days carry more customers, so the weight is z times the density of z: an average over
    these points is what a customer meets, not what a day meets.

    Parameters
    ----------
    cv
        Coefficient of variation of each cell, above 0, shape (cells,).
    features
        Values of log z, shape (cells, any), near which what is to be averaged bends: the
        panels of the quadrature end there.

    Returns
    -------
    (z, weight)
        Each of shape (cells, points); the weights of a cell add up to 1.
    """
    k = np.maximum(cv, TINY)[:, None] ** -2
    low, high = -right_length(np.zeros_like(k), k), left_length(np.zeros_like(k), k)
    breaks = [low * _FRACTIONS, np.zeros_like(k), high * _FRACTIONS, features]
    edges = np.sort(np.clip(np.concatenate(breaks, axis=1), low, high), axis=1)
    half = (edges[:, 1:] - edges[:, :-1]) / 2.0
    middle = (edges[:, 1:] + edges[:, :-1]) / 2.0
    v = (middle[..., None] + half[..., None] * _NODES).reshape(k.size, -1)
    weight = (half[..., None] * _WEIGHTS).reshape(k.size, -1)
    weight *= np.exp(v - k * bend(-v))
    return np.exp(v), weight / weight.sum(axis=1, keepdims=True)


def rate_quantile(cv: npt.ArrayLike, q: npt.ArrayLike) -> FloatArray:
    """Quantile q of the rate factor, 1 where cv is 0.

    Parameters
    ----------
    cv
        Coefficient of variation, 0 or more; broadcasts against `q`.
    q
        Probability, strictly between 0 and 1.

    Raises
    ------
    ValueError
        If a cv is negative or a probability outside (0, 1).
    """
    spread, level = np.broadcast_arrays(numbers("cv", cv), share("q", q))
    pairs = np.stack([np.maximum(spread.ravel(), TINY), level.ravel()])
    few, back = np.unique(pairs, axis=1, return_inverse=True)
    factor = _known_quantiles(few[0].tobytes(), few[1].tobytes())[back.ravel()].reshape(spread.shape)
    return np.asarray(np.where(spread < TINY, 1.0, factor))


@lru_cache(maxsize=64)
def _known_quantiles(cv: bytes, q: bytes) -> FloatArray:
    """The same spreads are asked for again and again: for each interval's chain, and at each turn of a dial."""
    found = _quantiles(np.frombuffer(cv), np.frombuffer(q))
    found.flags.writeable = False
    return found


def _quantiles(cv: FloatArray, q: FloatArray) -> FloatArray:
    """Panel by panel to the one that holds q, then Newton inside it."""
    k = cv**-2
    zero = np.zeros_like(k)
    low, width = -right_length(zero, k), left_length(zero, k) + right_length(zero, k)
    width /= _PANELS

    def mass(start: FloatArray, length: FloatArray) -> FloatArray:
        v = start[..., None] + length[..., None] * (1.0 + _NODES) / 2.0
        height = np.exp(-k.reshape(-1, *(1,) * (v.ndim - 1)) * bend(-v))
        return np.asarray((height * _WEIGHTS).sum(axis=-1) * length / 2.0)

    starts = low[:, None] + width[:, None] * np.arange(_PANELS)
    masses = mass(starts, np.broadcast_to(width[:, None], starts.shape))
    reached = np.cumsum(masses, axis=1)
    wanted = q * reached[:, -1]
    panel = np.minimum((reached < wanted[:, None]).sum(axis=1), _PANELS - 1)
    cells = np.arange(k.size)
    start, rest = starts[cells, panel], wanted - (reached - masses)[cells, panel]
    v = start + width * rest / masses[cells, panel]
    for _ in range(8):
        density = np.exp(-k * bend(-v))
        v = np.clip(v - (mass(start, v - start) - rest) / density, start, start + width)
    return np.asarray(np.exp(v))

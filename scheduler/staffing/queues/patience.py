"""The integral J of the Erlang A queue and its parts, exact for any number of customers.

With x = n mu / theta and y = lambda / theta (service and arrival rate in patiences) and
phi(s) = y (1 - exp(-s)) - x s, everything about M/M/n+M follows from

    G = integral of exp(phi) over [0, inf),      A = x G = sum_j y^j / ((x+1) ... (x+j)),

the same integral from tau = theta T on, and M = sum_j j t_j over the same terms t_j.
Short series are summed term by term (all positive); beyond `LONG` arrivals a patience, where a
series would need up to y terms, G is integrated instead, at a cost that does not grow.

Sources: Palm (1957); Garnett, Mandelbaum & Reiman, MSOM 4 (2002); Mandelbaum & Zeltyn,
"Service engineering in action: the Palm/Erlang-A queue" (2007).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduler.staffing.queues.arrays import BoolArray, FloatArray
from scheduler.staffing.queues.quadrature import bend, left_tail, right_tail

LONG = 300.0
"""Arrivals a mean patience (y) from which integrals replace the series."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Parts of J, one value a cell, none of which can overflow.

    Attributes
    ----------
    log_a
        log A, 0 or more.
    mean_term
        M / A, the mean number of terms' index: the mean queue while all are busy.
    beyond
        Share of J beyond T, in [0, 1].
    within
        ((A - 1) - E (A_T - 1)) / A with E = exp(phi(tau)): the part of J in which the wait is
        at most T and the customer stays, in [0, 1].
    """

    log_a: FloatArray
    mean_term: FloatArray
    beyond: FloatArray
    within: FloatArray


_Part = Callable[[FloatArray, FloatArray, FloatArray], Patience]


def patience_parts(x: FloatArray, y: FloatArray, tau: FloatArray) -> Patience:
    """Parts of J for flat arrays of one shape.

    Parameters
    ----------
    x, y
        Service capacity and arrivals per mean patience, above 0.
    tau
        Target time over mean patience, 0 or more.
    """
    return _split(y <= LONG, _by_series, _by_integral, x, y, tau)


def _split(first: BoolArray, then: _Part, otherwise: _Part, x: FloatArray, y: FloatArray, tau: FloatArray) -> Patience:
    """`then` for the cells in `first`, `otherwise` for the rest."""
    if first.all():
        return then(x, y, tau)
    if not first.any():
        return otherwise(x, y, tau)
    result = Patience(*(np.empty_like(x) for _ in range(4)))
    for cells, part in ((first, then), (~first, otherwise)):
        found = part(x[cells], y[cells], tau[cells])
        for name in Patience.__slots__:
            getattr(result, name)[cells] = getattr(found, name)
    return result


def _by_series(x: FloatArray, y: FloatArray, tau: FloatArray) -> Patience:
    """Term by term: at most e^300, so nothing overflows."""
    a_rest, weighted = _series(x, y)
    y_late = y * np.exp(-tau)
    late_rest, _ = _series(x, y_late, weighted=False)
    decay = np.exp(-y * np.expm1(-tau) - x * tau)
    a = 1.0 + a_rest
    beyond = np.minimum(decay * (1.0 + late_rest) / a, 1.0)
    within = np.clip((a_rest - decay * late_rest) / a, 0.0, 1.0)
    return Patience(np.log1p(a_rest), weighted / a, beyond, within)


def _series(x: FloatArray, y: FloatArray, weighted: bool = True) -> tuple[FloatArray, FloatArray]:
    """Sums over j >= 1 of t_j and of j t_j (the latter only if asked for)."""
    total, by_index = np.zeros_like(y), np.zeros_like(y)
    left = np.arange(y.size)
    term, below, rate = np.ones_like(y), x.copy(), y
    part, moment = np.zeros_like(y), np.zeros_like(y)
    scratch = np.empty_like(y)
    j = 0
    while left.size:
        for _ in range(6):
            j += 1
            below += 1.0
            np.divide(rate, below, out=scratch)
            term *= scratch
            part += term
            if weighted:
                np.multiply(term, float(j), out=scratch)
                moment += scratch
        # Past the largest term each further one is smaller; compare with the smaller sum.
        done = (term * j <= 1e-17 * part) & (2.0 * rate <= 2.0 * below - j)
        if done.any() and (done.all() or 4 * np.count_nonzero(done) >= left.size):
            total[left[done]], by_index[left[done]] = part[done], moment[done]
            keep = np.flatnonzero(~done)
            left, term, below, rate = left[keep], term[keep], below[keep], rate[keep]
            part, moment, scratch = part[keep], moment[keep], scratch[: keep.size]
    return total, by_index


def _by_integral(x: FloatArray, y: FloatArray, tau: FloatArray) -> Patience:
    """Around the top of phi: at log(y / x) when more arrive than can be served, else at 0."""
    return _split(y > x, _overloaded, _underloaded, x, y, tau)


def _underloaded(x: FloatArray, y: FloatArray, tau: FloatArray) -> Patience:
    """y <= x: phi(s) = -(x - y) s - y k(s) falls from s = 0."""
    slope = x - y
    whole, leaving = right_tail(slope, y)
    decay = np.exp(-slope * tau - y * bend(tau))
    rest, _ = right_tail(slope - y * np.expm1(-tau), y * np.exp(-tau))
    beyond = np.minimum(decay * rest / whole, 1.0)
    within = (1.0 - beyond) - (1.0 - decay) / (x * whole)
    log_a = np.maximum(np.log(x * whole), 0.0)
    return Patience(log_a, y * leaving / whole, beyond, np.clip(within, 0.0, 1.0))


def _overloaded(x: FloatArray, y: FloatArray, tau: FloatArray) -> Patience:
    """y > x: with d = s - log(y / x), phi is phi(top) - x k(d)."""
    top = np.log1p((y - x) / x)
    nothing = np.zeros_like(x)
    whole = left_tail(nothing, x, top) + right_tail(nothing, x)[0]
    d = tau - top
    height = np.exp(-x * bend(d))
    ahead = d >= 0.0
    beyond = np.empty_like(x)
    if ahead.any():
        d_up, x_up = d[ahead], x[ahead]
        rest, _ = right_tail(-x_up * np.expm1(-d_up), x_up * np.exp(-d_up))
        beyond[ahead] = height[ahead] * rest / whole[ahead]
    if not ahead.all():
        up = ~ahead
        growth = np.exp(-d[up])
        first = left_tail(x[up] * np.expm1(-d[up]), x[up] * growth, tau[up])
        beyond[up] = 1.0 - height[up] * first / whole[up]
    np.clip(beyond, 0.0, 1.0, out=beyond)
    peak = x * bend(-top)
    scale = x * whole
    within = (1.0 - beyond) - (np.exp(-peak) - height) / scale
    log_a = np.maximum(peak + np.log(scale), 0.0)
    return Patience(log_a, (y - x) + x * np.exp(-log_a), beyond, np.clip(within, 0.0, 1.0))

"""Erlang B (M/M/n/n): the share of arrivals that finds all n people busy and is lost.

Assumptions: Poisson arrivals, any service time, nobody waits. It is also the engine under
Erlang C and A, so it must stay exact from 0 to far beyond 100,000 erlang.

Source: A. K. Erlang (1917), "Solution of some problems in the theory of probabilities of
significance in automatic telephone exchanges".
"""

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import BLOCK, SLACK, FloatArray, IntArray, heads, numbers

MEMORY = 9.0
"""Standard deviations of the load after which the recursion has forgotten its start."""

VANISHED = 40.0
"""Standard deviations above the load from which B is below the smallest float."""


def blocking(load: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    """Probability that all `n` people are busy, B(n, a).

    Parameters
    ----------
    load
        Offered load a in erlang, 0 or more; broadcasts against `n`.
    n
        People on post, whole, 0 or more.

    Returns
    -------
    numpy.ndarray
        Shape of the broadcast arguments, values in [0, 1]. B(0, a) = 1.

    Raises
    ------
    ValueError
        If a load is negative or not finite, or a count of people is not whole.

    Notes
    -----
    B_0 = 1, B_k = a B_{k-1} / (k + a B_{k-1}). All terms are positive, so the recursion is
    stable. It shrinks an error in B_k by about k/a a step below the load; begun nine standard
    deviations below min(n, a) with B = 1 - k/a it is exact to the last digits, and a cell costs
    a multiple of sqrt(a) steps instead of n.
    """
    a, count = np.broadcast_arrays(numbers("load", load), heads("n", n))
    return _climb(a.ravel(), count.ravel()).reshape(a.shape)


def need(load: npt.ArrayLike, max_blocking: npt.ArrayLike) -> IntArray:
    """Smallest n with B(n, a) <= `max_blocking`.

    Parameters
    ----------
    load
        Offered load in erlang; broadcasts.
    max_blocking
        Share of arrivals that may be lost, above 0.

    Raises
    ------
    ValueError
        If a load is negative or a permitted share is not above 0.
    """
    a, most = np.broadcast_arrays(numbers("load", load), numbers("max_blocking", max_blocking, positive=True))
    shape = a.shape
    a, limit = a.ravel(), most.ravel() * (1.0 + SLACK)
    # B >= 1 - n/a, hence nobody below a(1 - limit) can be the answer.
    n = np.floor(np.maximum(0.0, a * (1.0 - limit) - 1e-9 * a))
    b = _climb(a, n)
    found = n.copy()
    left = np.flatnonzero(b > limit)
    a, n, b, limit = a[left], n[left], b[left], limit[left]
    while left.size:
        n += 1.0
        b = a * b
        b /= n + b
        met = b <= limit
        if met.any():
            found[left[met]] = n[met]
            keep = ~met
            left, a, n, b, limit = left[keep], a[keep], n[keep], b[keep], limit[keep]
    return found.astype(np.int64).reshape(shape)


def _climb(a: FloatArray, n: FloatArray) -> FloatArray:
    """B(n, a) of flat arrays; cells sorted by their number of steps, so that done ones drop out."""
    spread = np.sqrt(a)
    start = np.floor(np.minimum(n, a) - MEMORY * spread - 20.0)
    np.maximum(start, 0.0, out=start)
    vanished = n > a + VANISHED * spread + 200.0
    steps = np.where(vanished, 0.0, n - start).astype(np.int64)
    order = np.argsort(-steps, kind="stable")
    result = np.empty_like(a)
    for first in range(0, order.size, BLOCK):
        cells = order[first : first + BLOCK]
        result[cells] = _recursion(a[cells], start[cells], steps[cells])
    result[vanished] = 0.0
    return result


def _recursion(a: FloatArray, k: FloatArray, steps: IntArray) -> FloatArray:
    """Run `steps` steps (in falling order) of the recursion from `k`, which is used up."""
    b = np.ones_like(a)
    np.divide(k, a, out=b, where=k > 0.0)
    b[k > 0.0] = 1.0 - b[k > 0.0]
    product, total = np.empty_like(a), np.empty_like(a)
    longest = int(steps[0]) if steps.size else 0
    active = np.searchsorted(-steps, -np.arange(longest), side="left")
    for m in active.tolist():
        np.add(k[:m], 1.0, out=k[:m])
        np.multiply(b[:m], a[:m], out=product[:m])
        np.add(product[:m], k[:m], out=total[:m])
        np.divide(product[:m], total[:m], out=b[:m])
    return b

"""Customers who hang up and call again: what is offered is more than who come.

With lambda customers, a share p of those who hang up calling again, and P(Ab) of all *calls*
hanging up, calls come in at lambda' = lambda / (1 - p P(Ab; lambda')). The right side depends on
lambda' itself: a fixed point. Calls served and calls lost both rise with lambda', so
lambda' (1 - p P(Ab)) rises too and there is exactly one, between lambda and lambda / (1 - p).

Taken: who calls again comes as one more Poisson customer, which holds the better the later they
do; at once, they would find the same crowd they have just left.

Sources: Ding, Remerova, van der Mei & Zwart, "Fluid approximation of a call center model with
redials and reconnects", Performance Evaluation 92 (2015): the total rate as input to Erlang A;
Aguir, Karaesmen, Aksin & Chauvet, OR Spectrum 26 (2004), why ignoring them misleads.
"""

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues import erlang_a
from scheduler.staffing.queues.arrays import FloatArray, numbers

CLOSE = 1e-12
"""Relative error at which the fixed point counts as found."""

MOST_STEPS = 60


def all_calls(
    load: npt.ArrayLike, n: npt.ArrayLike, aht_s: npt.ArrayLike, patience_s: npt.ArrayLike, redial: float
) -> FloatArray:
    """Offered load of all calls, repeat calls included, in erlang.

    Parameters
    ----------
    load
        Offered load of the customers, each counted once, erlang, 0 or more; the first four broadcast.
    n
        People on post, whole, 0 or more.
    aht_s, patience_s
        Mean handling time and mean patience in seconds, above 0.
    redial
        Share p of those who hang up who call again, 0 or more and below 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    False position in the bracket [a, a / (1 - p)] with the Illinois halving: a handful of Erlang A
    evaluations.
    """
    if not 0.0 <= redial < 1.0:
        raise ValueError(f"redial is {redial}, expected 0 or more and below 1")
    cells = np.broadcast_arrays(
        numbers("load", load),
        np.asarray(n, dtype=np.float64),
        numbers("aht_s", aht_s, positive=True),
        numbers("patience_s", patience_s, positive=True),
    )
    a, people, h, patience = (np.ascontiguousarray(cell, dtype=np.float64).ravel() for cell in cells)
    found = a.copy()
    left = np.flatnonzero(a > 0.0) if redial else np.zeros(0, dtype=np.int64)

    def above(at: npt.NDArray[np.int64], calls: FloatArray) -> FloatArray:
        """Customers that so many calls would mean, less those there are."""
        lost = erlang_a.measures(calls, people[at], h[at], patience[at]).abandonment
        return np.asarray(calls * (1.0 - redial * lost) - a[at])

    low, high = a.copy(), a / (1.0 - redial)
    below, over = np.zeros_like(a), np.zeros_like(a)
    below[left], over[left] = above(left, low[left]), above(left, high[left])
    side = np.zeros_like(a)
    for _ in range(MOST_STEPS):
        # Rounding may put an end on the wrong side where next to nobody hangs up: it is then the answer.
        done = (below[left] >= 0.0) | (over[left] <= 0.0) | (high[left] - low[left] <= CLOSE * a[left])
        ended = left[done]
        found[ended] = np.where(below[ended] >= 0.0, low[ended], high[ended])
        left = left[~done]
        if not left.size:
            break
        x = (low[left] * over[left] - high[left] * below[left]) / (over[left] - below[left])
        value = above(left, x)
        found[left] = x
        up = value < 0.0
        low[left], high[left] = np.where(up, x, low[left]), np.where(up, high[left], x)
        again = np.where(up, 1.0, -1.0)
        # The end that stays twice running counts half.
        over[left] = np.where(up, np.where(side[left] == again, over[left] / 2.0, over[left]), value)
        below[left] = np.where(up, value, np.where(side[left] == again, below[left] / 2.0, below[left]))
        side[left] = again
        left = left[np.abs(value) > CLOSE * a[left]]
    return np.asarray(np.clip(found, a, a / (1.0 - redial)).reshape(cells[0].shape))

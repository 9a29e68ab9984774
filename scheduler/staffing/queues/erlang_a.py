"""Erlang A (M/M/n+M): customers hang up after an exponential patience.

Assumptions: Poisson arrivals, exponential handling times and patience, first come first served,
steady state (reached for any n, also n < a). A cell without load is perfect with any number of
people, even none; with load and nobody on post everybody hangs up after the mean patience.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import (
    BLOCK,
    SLACK,
    BoolArray,
    FloatArray,
    IntArray,
    allowance,
    heads,
    numbers,
    share,
)
from scheduler.staffing.queues.erlang_b import blocking
from scheduler.staffing.queues.patience import patience_parts
from scheduler.staffing.queues.search import smallest


@dataclass(frozen=True, slots=True)
class ErlangA:
    """All measures of the cells, each an array of the broadcast shape.

    Attributes
    ----------
    wait_probability
        P(W > 0).
    late
        P(W > T), W being the time until service or hanging up.
    abandonment
        P(Ab), share of all arrivals that hang up.
    mean_wait
        E[W] of all arrivals, seconds; hanging up ends a wait.
    queue_length
        Mean number waiting.
    occupancy
        Share of their time the people are busy, a (1 - P(Ab)) / n.
    sl_offered
        Answered within T / all offered. The strictest, rising in n: the default everywhere.
    sl_answered
        Answered within T / all answered.
    sl_excl_short
        Answered within T / (offered - hung up within T).
    """

    wait_probability: FloatArray
    late: FloatArray
    abandonment: FloatArray
    mean_wait: FloatArray
    queue_length: FloatArray
    occupancy: FloatArray
    sl_offered: FloatArray
    sl_answered: FloatArray
    sl_excl_short: FloatArray


def measures(
    load: npt.ArrayLike,
    n: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    within_s: npt.ArrayLike = 0.0,
) -> ErlangA:
    """Every measure of M/M/n+M.

    Parameters
    ----------
    load
        Offered load a = lambda h in erlang, 0 or more; all arguments broadcast.
    n
        People on post, whole, 0 or more.
    aht_s, patience_s
        Mean handling time h and mean patience 1/theta in seconds, above 0.
    within_s
        Target time T in seconds, 0 or more.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    With A and M of `patience`, b = B(n-1, a) and g = (a / n) b A:
    P(W>0) = g / (1 + g), P(Ab) = P(W>0) M / (A y), E[W] = P(Ab) / theta,
    P(served, W<=T) = 1 - P(W>0) + P(W>0) (n / a) `within`.
    The last is the M/M/n+G service level of Mandelbaum & Zeltyn for exponential patience,
    divided through by J so that neither overload nor a huge n overflows.
    """
    cells = np.broadcast_arrays(
        numbers("load", load),
        heads("n", n),
        numbers("aht_s", aht_s, positive=True),
        numbers("patience_s", patience_s, positive=True),
        numbers("within_s", within_s),
    )
    found = _flat(*(cell.ravel() for cell in cells))
    return _measures([part.reshape(cells[0].shape) for part in found], *cells)


def need(
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    *,
    answer_share: npt.ArrayLike | None = None,
    within_s: npt.ArrayLike = 0.0,
    share_of: str = "offered",
    max_wait_s: npt.ArrayLike | None = None,
    max_abandon: npt.ArrayLike | None = None,
    max_occupancy: npt.ArrayLike | None = None,
    min_heads: npt.ArrayLike = 0,
) -> IntArray:
    """Smallest n that keeps every target given; without load `min_heads`.

    Parameters
    ----------
    load, aht_s, patience_s
        Offered load in erlang, mean handling time and mean patience in seconds; all broadcast.
    answer_share, within_s
        At least this share is answered within `within_s` seconds.
    share_of
        Of whom: ``offered``, ``answered``, or ``lasting`` (`sl_offered`, `sl_answered` and
        `sl_excl_short` of :class:`ErlangA`).
    max_wait_s
        Mean wait of all offered in seconds, above 0.
    max_abandon
        Share that may hang up, above 0.
    max_occupancy
        Highest occupancy, above 0.
    min_heads
        Never fewer than this.

    Raises
    ------
    ValueError
        If an argument is out of range, or a target no finite n can meet.
    """
    none = np.asarray(np.inf)
    cells = np.broadcast_arrays(
        numbers("load", load),
        numbers("aht_s", aht_s, positive=True),
        numbers("patience_s", patience_s, positive=True),
        numbers("within_s", within_s),
        heads("min_heads", min_heads),
        none if answer_share is None else allowance(share("answer_share", answer_share)),
        none if max_wait_s is None else numbers("max_wait_s", max_wait_s, positive=True),
        none if max_abandon is None else numbers("max_abandon", max_abandon, positive=True),
        2.0 if max_occupancy is None else numbers("max_occupancy", max_occupancy, positive=True),
    )
    a, h, patience, t, least, late, wait, lost, busy = (cell.ravel() for cell in cells)
    # Waiting is hanging up in other units: E[W] = P(Ab) x patience.
    lost = np.minimum(lost, wait / patience) * (1.0 + SLACK)
    busy = busy * (1.0 + SLACK)

    def met(at: IntArray, n: FloatArray) -> BoolArray:
        _, beyond, ab, sl = _flat(a[at], n, h[at], patience[at], t[at])
        base = {"offered": np.ones_like(sl), "answered": 1.0 - ab, "lasting": sl + beyond}[share_of]
        good = (base - sl <= late[at] * base) & (ab <= lost[at]) & ((base > 0.0) | np.isinf(late[at]))
        return np.asarray(good & (a[at] * (1.0 - ab) <= busy[at] * n))

    # Fluid limits: what many customers would need, and a spread's worth more.
    root = np.sqrt(a)
    in_time = np.where(np.isinf(late), 0.0, np.maximum(1.0 - late, np.exp(-t / patience)))
    fluid = a * np.maximum(np.maximum(in_time, 1.0 - lost), 1.0 / np.maximum(busy, 1.0 / 3.0))
    found = smallest(met, np.ceil(fluid + 0.25 * root), least, 1.0 + root / 8.0)
    return found.astype(np.int64).reshape(cells[0].shape)


def _flat(a: FloatArray, n: FloatArray, h: FloatArray, patience: FloatArray, t: FloatArray) -> list[FloatArray]:
    """P(W>0), P(W>T), P(Ab), SL of flat arrays, block by block."""
    b = blocking(a, np.maximum(n - 1.0, 0.0))
    if a.size <= BLOCK:
        return _cells(a, n, h, patience, t, b)
    found = [np.empty_like(a) for _ in range(4)]
    # Similar cells side by side: a block then needs about the same number of terms throughout.
    order = np.argsort(a * patience / h, kind="stable")
    for first in range(0, a.size, BLOCK):
        at = order[first : first + BLOCK]
        parts = _cells(a[at], n[at], h[at], patience[at], t[at], b[at])
        for whole, part in zip(found, parts, strict=True):
            whole[at] = part
    return found


def _cells(
    a: FloatArray, n: FloatArray, h: FloatArray, patience: FloatArray, t: FloatArray, b: FloatArray
) -> list[FloatArray]:
    """P(W>0), P(W>T), P(Ab), SL of flat arrays, `b` being B(n-1, a)."""
    pw, ab, sl = np.ones_like(a), np.ones_like(a), np.zeros_like(a)
    late = np.exp(-t / patience)
    idle = a == 0.0
    pw[idle], ab[idle], sl[idle], late[idle] = 0.0, 0.0, 1.0, 0.0
    busy = np.flatnonzero(~idle & (n > 0.0))
    a, n, h, patience, t, b = a[busy], n[busy], h[busy], patience[busy], t[busy], b[busy]
    y, tau = a * patience / h, t / patience
    parts = patience_parts(n * patience / h, y, tau)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        odds_against = np.exp(-np.log(b) - np.log(a / n) - parts.log_a)
        waiting = 1.0 / (1.0 + odds_against)
        at_once = np.where(np.isinf(odds_against), 1.0, odds_against * waiting)
    pw[busy] = waiting
    late[busy] = waiting * np.exp(-tau) * parts.beyond
    ab[busy] = np.clip(waiting * parts.mean_term / y, 0.0, 1.0)
    sl[busy] = np.clip(at_once + waiting * (n / a * parts.within), 0.0, 1.0)
    return [pw, late, ab, sl]


def _measures(
    found: list[FloatArray],
    a: FloatArray,
    n: FloatArray,
    h: FloatArray,
    patience: FloatArray,
    t: FloatArray,
) -> ErlangA:
    """The measures that follow from the four."""
    pw, late, ab, sl = found
    occupancy = np.zeros_like(a)
    np.divide(a * (1.0 - ab), n, out=occupancy, where=n > 0.0)
    answered, stayed = np.zeros_like(a), np.zeros_like(a)
    np.divide(sl, 1.0 - ab, out=answered, where=ab < 1.0)
    np.divide(sl, sl + late, out=stayed, where=sl + late > 0.0)
    return ErlangA(
        wait_probability=pw,
        late=late,
        abandonment=ab,
        mean_wait=ab * patience,
        queue_length=a / h * patience * ab,
        occupancy=np.minimum(occupancy, 1.0),
        sl_offered=sl,
        sl_answered=np.minimum(answered, 1.0),
        sl_excl_short=stayed,
    )

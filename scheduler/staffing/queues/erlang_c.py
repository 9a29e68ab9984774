"""Erlang C (M/M/n): everybody waits until served.

Assumptions: Poisson arrivals, exponential handling times, first come first served, nobody hangs
up, steady state. Because nobody hangs up it is mostly pessimistic (Robbins, Medeiros & Harrison,
WSC 2010); with n <= a the queue grows without bound: service level 0, wait infinite. A cell
without load is perfect with any number of people, even none.
"""

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import (
    SLACK,
    FloatArray,
    IntArray,
    allowance,
    heads,
    numbers,
    share,
)
from scheduler.staffing.queues.erlang_b import blocking


def wait_probability(load: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    """P(wait > 0) of `load` erlang at `n` people: C = n B / (n - a (1 - B)), 1 where n <= a.

    Parameters
    ----------
    load
        Offered load a in erlang, 0 or more; broadcasts against `n`.
    n
        People on post, whole, 0 or more.

    Raises
    ------
    ValueError
        If a load is negative or a count of people is not whole.
    """
    a, count = np.broadcast_arrays(numbers("load", load), heads("n", n))
    b = blocking(a, count)
    stable = count > a
    c = np.ones_like(b)
    np.divide(count * b, (count - a) + a * b, out=c, where=stable)
    return np.where(a > 0.0, c, 0.0)


def service_level(load: npt.ArrayLike, n: npt.ArrayLike, aht_s: npt.ArrayLike, within_s: npt.ArrayLike) -> FloatArray:
    """Share of arrivals whose wait is at most `within_s`: 1 - C exp(-(n - a) T / h).

    Parameters
    ----------
    load, n
        Offered load in erlang and people on post.
    aht_s
        Mean handling time h in seconds, above 0.
    within_s
        Target time T in seconds, 0 or more.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    a, count, h = numbers("load", load), heads("n", n), numbers("aht_s", aht_s, positive=True)
    t = numbers("within_s", within_s)
    spare = np.maximum(count - a, 0.0)
    late = wait_probability(a, count) * np.exp(-spare * t / h)
    return np.clip(1.0 - late, 0.0, 1.0)


def mean_wait(load: npt.ArrayLike, n: npt.ArrayLike, aht_s: npt.ArrayLike) -> FloatArray:
    """Mean wait of all arrivals (ASA) in seconds: C h / (n - a), infinite where n <= a.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    return hall_wait(load, n, aht_s, service_cv2=1.0)


def hall_wait(
    load: npt.ArrayLike,
    n: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    service_cv2: npt.ArrayLike,
    arrival_cv2: npt.ArrayLike = 1.0,
) -> FloatArray:
    """Mean wait in seconds with other than exponential times (Allen-Cunneen).

    Parameters
    ----------
    load, n, aht_s
        Offered load in erlang, people on post, mean service time in seconds.
    service_cv2, arrival_cv2
        Squared coefficient of variation of service times and of the gaps between arrivals;
        1 and 1 is exact M/M/n, one person with arrival_cv2 = 1 is exact M/G/1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    Wq = C h / (n - a) (ca2 + cs2) / 2. Within 3 % for one or two counters and cs2 <= 1;
    pessimistic (up to 22 %) for very uneven service at many counters.
    """
    h = numbers("aht_s", aht_s, positive=True)
    uneven = (numbers("arrival_cv2", arrival_cv2) + numbers("service_cv2", service_cv2)) / 2.0
    return _customers_waiting(load, n, h * uneven)


def queue_length(load: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    """Mean number waiting, Lq = C a / (n - a), infinite where n <= a.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    return _customers_waiting(load, n, numbers("load", load))


def occupancy(load: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    """Share of their time the `n` people are busy: a / n, at most 1; 0 without load."""
    a, count = np.broadcast_arrays(numbers("load", load), heads("n", n))
    busy = np.ones_like(a)
    np.divide(a, count, out=busy, where=count > a)
    return np.where(a > 0.0, busy, 0.0)


def need(
    load: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    *,
    answer_share: npt.ArrayLike | None = None,
    within_s: npt.ArrayLike = 0.0,
    max_wait_s: npt.ArrayLike | None = None,
    max_occupancy: npt.ArrayLike | None = None,
    min_heads: npt.ArrayLike = 0,
) -> IntArray:
    """Smallest n that keeps every target given and is stable (n > a where there is load).

    Parameters
    ----------
    load
        Offered load in erlang; all arguments broadcast.
    aht_s
        Mean handling time in seconds.
    answer_share, within_s
        At least this share waits at most `within_s` seconds.
    max_wait_s
        Mean wait in seconds, above 0.
    max_occupancy
        Highest a / n, above 0 and at most 1.
    min_heads
        Never fewer than this.

    Raises
    ------
    ValueError
        If an argument is out of range, or a target no finite n can meet.
    """
    a, h, t, least = np.broadcast_arrays(
        numbers("load", load),
        numbers("aht_s", aht_s, positive=True),
        numbers("within_s", within_s),
        heads("min_heads", min_heads),
    )
    none = np.inf
    late = none if answer_share is None else allowance(share("answer_share", answer_share))
    wait = none if max_wait_s is None else numbers("max_wait_s", max_wait_s, positive=True)
    busy = none if max_occupancy is None else numbers("max_occupancy", max_occupancy, positive=True)
    a, h, t, least, late, wait, busy = np.broadcast_arrays(a, h, t, least, late, wait, busy)
    floor = np.where(a > 0.0, np.floor(a) + 1.0, 0.0)
    floor = np.maximum(floor, np.ceil(a / busy * (1.0 - SLACK)))
    floor = np.maximum(floor, least)
    return _sweep(a.ravel(), h.ravel(), t.ravel(), late.ravel(), wait.ravel() * (1.0 + SLACK), floor.ravel()).reshape(
        a.shape
    )


def _customers_waiting(load: npt.ArrayLike, n: npt.ArrayLike, each: FloatArray) -> FloatArray:
    """C / (n - a) times `each`, infinite where n <= a, 0 without load."""
    a, count, unit = np.broadcast_arrays(numbers("load", load), heads("n", n), each)
    result = np.full(a.shape, np.inf)
    np.divide(wait_probability(a, count) * unit, count - a, out=result, where=count > a)
    return np.where(a > 0.0, result, 0.0)


def _sweep(a: FloatArray, h: FloatArray, t: FloatArray, late: FloatArray, wait: FloatArray, n: FloatArray) -> IntArray:
    """Raise n from its floor, one at a time, until both targets hold; met cells drop out."""
    found = n.copy()
    left = np.flatnonzero(a > 0.0)
    a, h, late, wait, n = a[left], h[left], late[left], wait[left], n[left]
    b, decay = blocking(a, n), t[left] / h
    while left.size:
        spare = n - a
        c = n * b / (spare + a * b)
        met = c * np.exp(-spare * decay) <= late
        met &= c * h <= wait * spare
        if met.any():
            found[left[met]] = n[met]
            keep = np.flatnonzero(~met)
            left, a, h, late, wait = left[keep], a[keep], h[keep], late[keep], wait[keep]
            n, b, decay = n[keep], b[keep], decay[keep]
        n += 1.0
        b = a * b
        b /= n + b
    return found.astype(np.int64)

"""Load carried over from one interval to the next (modified offered load).

A half-hour's arrivals are still being served after it ends; with handling times above a third
of the interval the load lags behind the arrivals, and staffing by each interval's own arrivals
(SIPP) puts people where the crowd was. MOL replaces the load by the mean number in service of
an infinite-server queue, and then uses the stationary formulas.

Source: Jennings, Mandelbaum, Massey & Whitt, Management Science 42 (1996).
"""

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import FloatArray, numbers


def load_after_step(
    rate_before: npt.ArrayLike,
    rate_after: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    elapsed_s: npt.ArrayLike,
) -> FloatArray:
    """Modified offered load `elapsed_s` after the arrival rate changed, in erlang.

    Parameters
    ----------
    rate_before, rate_after
        Arrivals per second; the former had lasted forever.
    aht_s
        Mean handling time h in seconds, above 0.
    elapsed_s
        Seconds since the change, 0 or more.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    m' = lambda - m / h, hence m = lambda_1 h + (lambda_0 - lambda_1) h exp(-t / h).
    """
    before, after = numbers("rate_before", rate_before), numbers("rate_after", rate_after)
    h, t = numbers("aht_s", aht_s, positive=True), numbers("elapsed_s", elapsed_s)
    return np.asarray(after * h + (before - after) * h * np.exp(-t / h))


def carried_loads(mean: npt.ArrayLike, aht_s: npt.ArrayLike, interval_s: float, start_load: float = 0.0) -> FloatArray:
    """Mean load of each of a row of adjacent intervals, in erlang.

    Parameters
    ----------
    mean
        Arrivals of each interval, shape (intervals,).
    aht_s
        Mean handling time of each interval in seconds, shape (intervals,) or a number.
    interval_s
        Length of every interval in seconds.
    start_load
        Customers in service when the first interval begins; 0 for doors that open.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    Closed form: over an interval m runs from m_0 to the stationary load s = lambda h by
    exp(-t / h); its mean is s + (m_0 - s) (h / L) (1 - exp(-L / h)).
    """
    length = float(numbers("interval_s", interval_s, positive=True))
    arrivals, h = np.broadcast_arrays(numbers("mean", mean), numbers("aht_s", aht_s, positive=True))
    stationary = arrivals * h / length
    loads: FloatArray = np.empty_like(stationary)
    load = float(numbers("start_load", start_load))
    for i, (settled, handling) in enumerate(zip(stationary.tolist(), h.tolist(), strict=True)):
        decayed = -float(np.expm1(-length / handling))
        loads[i] = settled + (load - settled) * handling / length * decayed
        load = load + (settled - load) * decayed
    return loads

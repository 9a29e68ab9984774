"""Heads when the crowd of one interval is still there in the next: four methods, one judge.

Runs are rows of adjacent intervals of equal length (an opening of a hall, a week of a hotline).
`stationary` treats each interval for itself (SIPP), `lag` looks at the arrivals one handling
time earlier, `carried` staffs the mean number in service of an infinite-server queue (modified
offered load, MOL); `forward` walks through the exact chain and takes, interval by interval, the
fewest people that keep the promise to those who arrive then, given the crowd that is left. The
chain (:mod:`scheduler.staffing.queues.transient`) judges any of them.

Sources: Green, Kolesar & Whitt, Production and Operations Management 16 (2007); Jennings,
Mandelbaum, Massey & Whitt, Management Science 42 (1996); Feldman, Mandelbaum, Massey & Whitt,
Management Science 54 (2008) for staffing forward in time.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from scheduler.staffing import uncertain
from scheduler.staffing.chain import Chain, Crowd, Runs
from scheduler.staffing.expected import MEASURES, Expected
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.queues.offered_load import carried_loads
from scheduler.staffing.targets import ServiceTarget

Method = Literal["stationary", "lag", "carried", "forward"]

SOMEBODY = 0.05
"""Probability that anybody is there from which on an interval without arrivals still needs one person."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the exact chain says of a staffing.

    Attributes
    ----------
    met
        Measures of those who arrive in each interval, arrays of shape (runs, intervals).
    left
        Mean number still in the system when each run ends, shape (runs,).
    run_off_s
        Mean time until the last of them is served by the people of the last interval, shape
        (runs,): how long a hall works after its doors close.
    """

    met: Expected
    left: FloatArray
    run_off_s: FloatArray

    def below(self, target: ServiceTarget) -> npt.NDArray[np.bool_]:
        """Intervals that miss a promise."""
        return np.asarray(~np.logical_and.reduce(list(self.met.keeps(target).values())))


def heads_over_time(runs: Runs, target: ServiceTarget, method: Method, seats: int | None = None) -> IntArray:
    """People on post by one of the four methods, shape (runs, intervals), without shrinkage and floors.

    Parameters
    ----------
    seats
        For ``forward`` only: no more than so many sit down, and the crowd grows accordingly.
    """
    if method == "forward":
        return _walk(runs, target, None, seats)[0]
    load = runs.mean * runs.aht_s / runs.interval_s
    if method == "lag":
        load = lagged(runs)
    elif method == "carried":
        load = carried(runs)
    return uncertain.need(runs.cells(load), target).reshape(runs.shape)


def judge(runs: Runs, n: npt.ArrayLike, target: ServiceTarget) -> Judged:
    """What customers meet with ``n`` people on post, shape (runs, intervals), on the exact chain."""
    given = np.broadcast_to(np.asarray(n, dtype=np.int64), runs.shape)
    return _walk(runs, target, given, None)[1]


def carried(runs: Runs) -> FloatArray:
    """Modified offered load of each interval, erlang, shape (runs, intervals)."""
    return np.stack(
        [
            carried_loads(runs.mean[i], runs.aht_s[i], runs.interval_s, float(runs.at_the_door[i]))
            for i in range(runs.shape[0])
        ]
    )


def lagged(runs: Runs) -> FloatArray:
    """Load of the arrivals one handling time earlier; before the run the queue was empty."""
    shift = runs.aht_s / runs.interval_s
    padded = np.concatenate([np.zeros((runs.shape[0], 1)), np.cumsum(runs.mean, axis=1)], axis=1)
    edges = np.arange(runs.shape[1] + 1.0)
    found = np.empty_like(runs.mean)
    for i in range(runs.shape[0]):
        begun = np.interp(edges[:-1] - shift[i], edges, padded[i])
        done = np.interp(edges[1:] - shift[i], edges, padded[i])
        found[i] = done - begun
    return np.asarray(found * runs.aht_s / runs.interval_s)


def _walk(runs: Runs, target: ServiceTarget, given: IntArray | None, seats: int | None) -> tuple[IntArray, Judged]:
    """Through all intervals with the people given, or with the fewest that keep the promise."""
    chain = Chain(runs, target)
    guess = given if given is not None else heads_over_time(runs, target, "carried")
    taken, met = np.zeros(runs.shape, dtype=np.int64), []
    for t in range(runs.shape[1]):
        n = guess[:, t].copy() if seats is None else np.minimum(guess[:, t], seats)
        end, here = chain.through(t, n)
        if given is None:
            n, end, here = _fewest(chain, t, n, end, here, seats)
        taken[:, t] = n
        met.append(here)
        chain.crowd = end
    whole = Expected(*(np.stack([getattr(m, name) for m in met], axis=1) for name in MEASURES))
    if target.redial:
        whole = replace(whole, attempts=np.stack([m.attempts for m in met if m.attempts is not None], axis=1))
    return taken, Judged(whole, *_afterwards(chain, taken[:, -1]))


def _fewest(
    chain: Chain, t: int, n: IntArray, end: Crowd, here: Expected, seats: int | None
) -> tuple[IntArray, Crowd, Expected]:
    """From a guess up or down to the fewest people, all runs at once; each run moves one way only."""
    most = np.full_like(n, np.iinfo(np.int64).max if seats is None else seats)
    waiting = 1.0 - chain.crowd.inside[:, 0].reshape(-1, chain.count).min(axis=1)
    least = ((chain.runs.mean[:, t] > 0.0) | (waiting > SOMEBODY)).astype(np.int64)
    guess = np.maximum(n, least)
    if (guess > n).any():
        n = guess
        end, here = chain.through(t, n)
    kept = _kept(here, chain.target)
    rising, falling = ~kept & (n < most), kept & (n > least)
    while rising.any() or falling.any():
        tried = n + rising - falling
        after, then = chain.through(t, tried)
        good = _kept(then, chain.target)
        move = rising | (falling & good)
        n = np.where(move, tried, n)
        end = end.mixed(after, np.repeat(move, chain.count))
        attempts = (
            None if then.attempts is None or here.attempts is None else np.where(move, then.attempts, here.attempts)
        )
        here = replace(
            Expected(*(np.where(move, getattr(then, f), getattr(here, f)) for f in MEASURES)), attempts=attempts
        )
        rising, falling = rising & ~good & (n < most), falling & good & (n > least)
    return n, end, here


def _kept(met: Expected, target: ServiceTarget) -> npt.NDArray[np.bool_]:
    return (
        np.asarray(np.logical_and.reduce(list(met.keeps(target).values())))
        if target.promises
        else np.ones(met.service.size, dtype=bool)
    )


def _afterwards(chain: Chain, n: IntArray) -> tuple[FloatArray, FloatArray]:
    """Mean crowd at the end, and mean time to serve it: k customers, the last n of them in parallel."""
    inside = chain.crowd.inside
    k = np.arange(inside.shape[1])
    left = (inside * k).sum(axis=1).reshape(-1, chain.count).mean(axis=1)
    people = np.maximum(np.repeat(n, chain.count), 1)
    h = np.repeat(chain.runs.aht_s[:, -1], chain.count)
    harmonic = np.concatenate([[0.0], np.cumsum(1.0 / np.arange(1, max(k.size, int(people.max()) + 1)))])
    leave = 0.0 if chain.target.patience_s is None else 1.0 / chain.target.patience_s
    waiting = np.maximum(k[None, :] - people[:, None], 0)
    # Each departure while people wait takes 1 / (n / h + waiting x leave); patience shortens the queue too.
    steps = 1.0 / (people[:, None] / h[:, None] + leave * np.arange(1, k.size + 1)[None, :])
    cumulated = np.concatenate([np.zeros((people.size, 1)), np.cumsum(steps, axis=1)], axis=1)
    queue = np.take_along_axis(cumulated, waiting, axis=1)
    seconds = queue + harmonic[np.minimum(k[None, :], people[:, None])] * h[:, None]
    return np.asarray(left), np.asarray((inside * seconds).sum(axis=1).reshape(-1, chain.count).mean(axis=1))


def method_for(aht_s: float, interval_s: float, at_the_door: bool = False) -> Method:
    """The cheapest method that is right: by how long a service lasts against the interval.

    Measured (benchmarks/over_time.py): at a sixth of the interval SIPP misses intervals and MOL
    does not; from about a half on, and with a crowd at the door, only the chain itself does.
    """
    ratio = aht_s / interval_s
    if at_the_door or ratio >= 0.4:
        return "forward"
    return "stationary" if ratio < 0.1 else "carried"

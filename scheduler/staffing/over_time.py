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

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scheduler.staffing import uncertain
from scheduler.staffing.expected import Cells, Expected
from scheduler.staffing.queues.arrays import FloatArray, IntArray, numbers
from scheduler.staffing.queues.offered_load import carried_loads
from scheduler.staffing.queues.transient import Interval, pass_through, served_within
from scheduler.staffing.rates import TINY, rate_quantile
from scheduler.staffing.targets import ServiceTarget

Method = Literal["stationary", "lag", "carried", "forward"]

STRATA = 5
"""Equally likely day factors over which an uncertain rate is averaged in the chain."""

SOMEBODY = 0.05
"""Probability that anybody is there from which on an interval without arrivals still needs one person."""

FULL = 1e-7
"""Probability of the last state from which on the chain gets more states."""

WIDEST = 20_000
"""States beyond which a queue counts as never worked off."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Adjacent intervals of several queues or openings, arrays of shape (runs, intervals).

    Attributes
    ----------
    mean, cv, aht_s
        Arrivals of each interval, coefficient of variation of the day's rate, handling time.
    interval_s
        Length of every interval in seconds.
    at_the_door
        Customers already there when each run begins, shape (runs,).
    """

    mean: FloatArray
    cv: FloatArray
    aht_s: FloatArray
    interval_s: float
    at_the_door: IntArray

    @classmethod
    def of(
        cls, mean: npt.ArrayLike, cv: npt.ArrayLike, aht_s: npt.ArrayLike, interval_s: float,
        at_the_door: npt.ArrayLike = 0,
    ) -> "Runs":
        """Broadcast to (runs, intervals) and check.

        Raises
        ------
        ValueError
            If a value is out of range.
        """
        arrays = np.broadcast_arrays(np.atleast_2d(numbers("mean", mean)), numbers("cv", cv), numbers("aht_s", aht_s, positive=True))
        arrivals, spread, h = (np.ascontiguousarray(a, dtype=np.float64) for a in arrays)
        door = np.broadcast_to(numbers("at_the_door", at_the_door), arrivals.shape[:1]).astype(np.int64)
        return cls(arrivals, spread, h, float(numbers("interval_s", interval_s, positive=True)), door)

    @property
    def shape(self) -> tuple[int, int]:
        return self.mean.shape[0], self.mean.shape[1]

    def cells(self, load: FloatArray) -> Cells:
        """All intervals as independent cells with a load of their own."""
        return Cells.of(load.ravel(), self.cv.ravel(), self.aht_s.ravel(), self.interval_s)


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
    return np.stack([carried_loads(runs.mean[i], runs.aht_s[i], runs.interval_s, float(runs.at_the_door[i])) for i in range(runs.shape[0])])


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


class _Chain:
    """The crowd of every run under every day factor, carried forward; rows are runs x factors."""

    def __init__(self, runs: Runs, target: ServiceTarget) -> None:
        self.runs, self.target = runs, target
        self.factor = _factors(runs.cv, target)
        self.count = self.factor.shape[1]
        widest = float((runs.mean[:, None] * self.factor * runs.aht_s[:, None] / runs.interval_s).max(initial=0.0))
        states = int(widest + 8.0 * np.sqrt(widest + 1.0) + 40.0 + runs.at_the_door.max(initial=0))
        self.crowd = np.zeros((runs.shape[0] * self.count, states))
        self.crowd[np.arange(self.crowd.shape[0]), np.repeat(runs.at_the_door, self.count)] = 1.0

    def interval(self, t: int, n: IntArray) -> Interval:
        rate = (self.runs.mean[:, None, t] * self.factor[:, :, t]).ravel() / self.runs.interval_s
        leave = 0.0 if self.target.patience_s is None else 1.0 / self.target.patience_s
        return Interval(rate, np.repeat(1.0 / self.runs.aht_s[:, t], self.count), np.full(rate.size, leave), np.repeat(n, self.count), self.runs.interval_s)

    def through(self, t: int, n: IntArray) -> tuple[FloatArray, Expected]:
        """Crowd at the end of interval ``t`` with ``n`` people, and what its customers meet."""
        during = self.interval(t, n)
        end, mean = pass_through(self.crowd, during)
        while max(end[:, -1].max(), mean[:, -1].max()) > FULL and end.shape[1] < WIDEST:
            self.crowd = np.pad(self.crowd, ((0, 0), (0, self.crowd.shape[1])))
            end, mean = pass_through(self.crowd, during)
        return end, self._met(during, mean)

    def _met(self, during: Interval, mean: FloatArray) -> Expected:
        states = mean.shape[1]
        k = np.arange(states)
        waiting = (mean * np.maximum(k - during.n[:, None], 0)).sum(axis=1)
        busy = (mean * np.minimum(k, during.n[:, None])).sum(axis=1)
        within = np.full(during.n.size, self.target.horizon_s)
        served = (mean * served_within(during, states, within)).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            wait = np.where(during.arrival_rate > 0.0, waiting / during.arrival_rate, 0.0)
            served = np.where(during.arrival_rate > 0.0, served, 1.0)  # nobody came, nobody is disappointed
            lost = np.where(during.arrival_rate > 0.0, during.leave_rate * waiting / during.arrival_rate, 0.0)
            used = np.where(during.n > 0, busy / np.maximum(during.n, 1), 0.0)
        return Expected(self._by_customer(during, served), self._by_customer(during, wait), np.minimum(self._by_customer(during, lost), 1.0), used.reshape(-1, self.count).mean(axis=1))

    def _by_customer(self, during: Interval, value: FloatArray) -> FloatArray:
        """Average over day factors, weighted by the customers of each; idle rows count alike."""
        rate = during.arrival_rate.reshape(-1, self.count)
        weight = np.where(rate.sum(axis=1, keepdims=True) > 0.0, rate, 1.0)
        return np.asarray((value.reshape(-1, self.count) * weight).sum(axis=1) / weight.sum(axis=1))


def _factors(cv: FloatArray, target: ServiceTarget) -> FloatArray:
    """Day factors, shape (runs, factors, intervals): the same day is busy in all its intervals."""
    if target.confidence != "expected":
        return rate_quantile(cv, target.confidence)[:, None, :]
    if not (cv >= TINY).any():
        return np.ones((cv.shape[0], 1, cv.shape[1]))
    level = (np.arange(STRATA) + 0.5) / STRATA
    factor = rate_quantile(cv[:, None, :], level[None, :, None])
    return np.asarray(factor / factor.mean(axis=1, keepdims=True))


def _walk(runs: Runs, target: ServiceTarget, given: IntArray | None, seats: int | None) -> tuple[IntArray, Judged]:
    """Through all intervals with the people given, or with the fewest that keep the promise."""
    chain = _Chain(runs, target)
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
    names = ("service", "wait_s", "abandonment", "occupancy")
    whole = Expected(*(np.stack([getattr(m, name) for m in met], axis=1) for name in names))
    return taken, Judged(whole, *_afterwards(chain, taken[:, -1]))


def _fewest(chain: _Chain, t: int, n: IntArray, end: FloatArray, here: Expected, seats: int | None) -> tuple[IntArray, FloatArray, Expected]:
    """From a guess up or down to the fewest people, all runs at once; each run moves one way only."""
    most = np.full_like(n, np.iinfo(np.int64).max if seats is None else seats)
    waiting = 1.0 - chain.crowd[:, 0].reshape(-1, chain.count).min(axis=1)
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
        if after.shape[1] > end.shape[1]:
            end = np.pad(end, ((0, 0), (0, after.shape[1] - end.shape[1])))
        good = _kept(then, chain.target)
        move = rising | (falling & good)
        n = np.where(move, tried, n)
        end = np.where(np.repeat(move, chain.count)[:, None], after, end)
        here = Expected(*(np.where(move, getattr(then, f), getattr(here, f)) for f in ("service", "wait_s", "abandonment", "occupancy")))
        rising, falling = rising & ~good & (n < most), falling & good & (n > least)
    return n, end, here


def _kept(met: Expected, target: ServiceTarget) -> npt.NDArray[np.bool_]:
    return np.asarray(np.logical_and.reduce(list(met.keeps(target).values()))) if target.promises else np.ones(met.service.size, dtype=bool)


def _afterwards(chain: _Chain, n: IntArray) -> tuple[FloatArray, FloatArray]:
    """Mean crowd at the end, and mean time to serve it: k customers, the last n of them in parallel."""
    k = np.arange(chain.crowd.shape[1])
    left = (chain.crowd * k).sum(axis=1).reshape(-1, chain.count).mean(axis=1)
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
    return np.asarray(left), np.asarray((chain.crowd * seconds).sum(axis=1).reshape(-1, chain.count).mean(axis=1))


def method_for(aht_s: float, interval_s: float, at_the_door: bool = False) -> Method:
    """The cheapest method that is right: by how long a service lasts against the interval.

    Measured (benchmarks/over_time.py): at a sixth of the interval SIPP misses intervals and MOL
    does not; from about a half on, and with a crowd at the door, only the chain itself does.
    """
    ratio = aht_s / interval_s
    if at_the_door or ratio >= 0.4:
        return "forward"
    return "stationary" if ratio < 0.1 else "carried"



"""The crowd of runs of intervals, carried through the exact chain, day factor by day factor.

Where customers call again, they wait elsewhere meanwhile: their mean number R is carried beside
the crowd, R' = p theta Q - R / D with Q waiting on the line and D the mean time until they call
again, and they come at the rate R / D. Taken as Poisson (:mod:`scheduler.staffing.queues.redials`),
constant over an interval.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scheduler.staffing.expected import Cells, Expected
from scheduler.staffing.queues.arrays import FloatArray, IntArray, numbers
from scheduler.staffing.queues.transient import Interval, pass_through, served_within
from scheduler.staffing.rates import TINY, rate_quantile
from scheduler.staffing.targets import ServiceTarget

STRATA = 5
"""Equally likely day factors over which an uncertain rate is averaged in the chain."""

FULL = 1e-7
"""Probability of the last state from which on the chain gets more states."""

WIDEST = 20_000
"""States beyond which a queue counts as never worked off."""


WAITING = 40
"""States beyond those of a queue without a wait, to begin with."""

REDIAL_ERROR, REDIAL_STEPS = 1e-5, 60
"""Change of the rate of calls, as a share, at which redials count as settled; and steps at most."""


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
        cls,
        mean: npt.ArrayLike,
        cv: npt.ArrayLike,
        aht_s: npt.ArrayLike,
        interval_s: float,
        at_the_door: npt.ArrayLike = 0,
    ) -> "Runs":
        """Broadcast to (runs, intervals) and check.

        Raises
        ------
        ValueError
            If a value is out of range.
        """
        arrays = np.broadcast_arrays(
            np.atleast_2d(numbers("mean", mean)), numbers("cv", cv), numbers("aht_s", aht_s, positive=True)
        )
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
class Crowd:
    """Who is there; rows are runs x day factors.

    Attributes
    ----------
    inside
        Probability of each number in the system, shape (rows, states).
    again
        Mean number of customers who hung up and will call again, shape (rows,).
    """

    inside: FloatArray
    again: FloatArray

    def mixed(self, other: "Crowd", rows: npt.NDArray[np.bool_]) -> "Crowd":
        """The other's where ``rows``, this one's elsewhere."""
        states = max(self.inside.shape[1], other.inside.shape[1])
        wide = [np.pad(c.inside, ((0, 0), (0, states - c.inside.shape[1]))) for c in (self, other)]
        return Crowd(np.where(rows[:, None], wide[1], wide[0]), np.where(rows, other.again, self.again))


class Chain:
    """The crowd of every run under every day factor, carried forward; rows are runs x factors."""

    def __init__(self, runs: Runs, target: ServiceTarget) -> None:
        self.runs, self.target = runs, target
        self.factor = _factors(runs.cv, target)
        self.count = self.factor.shape[1]
        states = self._room() + int(runs.at_the_door.max(initial=0))
        inside = np.zeros((runs.shape[0] * self.count, states))
        inside[np.arange(inside.shape[0]), np.repeat(runs.at_the_door, self.count)] = 1.0
        self.crowd = Crowd(inside, np.zeros(inside.shape[0]))
        self._coming = np.zeros(inside.shape[0])

    def _room(self) -> int:
        """States to begin with, the crowd at the door apart; more come as they are needed."""
        rate = (self.runs.mean[:, None] * self.factor / self.runs.interval_s).max(axis=1)
        handling = self.runs.aht_s
        widest = _far(float((rate * handling).max(initial=0.0))) + WAITING
        if self.target.patience_s is None or self.target.redial:
            return widest
        # However few serve, each customer stays no longer than the longer of patience and handling.
        return min(widest, _far(float((rate * np.maximum(handling, self.target.patience_s)).max(initial=0.0))) + 4)

    def interval(self, t: int, n: IntArray) -> Interval:
        rate = (self.runs.mean[:, None, t] * self.factor[:, :, t]).ravel() / self.runs.interval_s
        leave = 0.0 if self.target.patience_s is None else 1.0 / self.target.patience_s
        return Interval(
            rate,
            np.repeat(1.0 / self.runs.aht_s[:, t], self.count),
            np.full(rate.size, leave),
            np.repeat(n, self.count),
            self.runs.interval_s,
        )

    def through(self, t: int, n: IntArray) -> tuple[Crowd, Expected]:
        """Crowd at the end of interval ``t`` with ``n`` people, and what its customers meet."""
        during = self.interval(t, n)
        if not self.target.redial:
            end, mean = self._passed(during)
            return Crowd(end, self.crowd.again), self._met(during, mean)
        fresh = during.arrival_rate
        later, share, length = self.target.redial_after_s, self.target.redial, during.seconds
        fading = -np.expm1(-length / later)
        # Calls again as often as in the interval before, to begin with.
        coming = self._coming
        for _ in range(REDIAL_STEPS):
            during = replace(during, arrival_rate=fresh + coming)
            end, mean = self._passed(during)
            lost = during.leave_rate * self._waiting(during, mean)
            settled = share * lost * later
            before, coming = coming, share * lost + (self.crowd.again - settled) * fading / length
            if (np.abs(coming - before) <= REDIAL_ERROR * during.arrival_rate).all():
                break
        self._coming = coming
        met = self._met(during, mean)
        calls, customers = (rate.reshape(-1, self.count).sum(axis=1) for rate in (during.arrival_rate, fresh))
        attempts = np.divide(calls, customers, out=np.ones_like(calls), where=customers > 0.0)
        return Crowd(end, settled + (self.crowd.again - settled) * (1.0 - fading)), replace(
            met, attempts=np.maximum(attempts, 1.0)
        )

    def _passed(self, during: Interval) -> tuple[FloatArray, FloatArray]:
        """End and mean of the crowd, with as many states as it takes."""
        end, mean = pass_through(self.crowd.inside, during)
        while max(end[:, -1].max(), mean[:, -1].max()) > FULL and end.shape[1] < WIDEST:
            self.crowd = replace(
                self.crowd, inside=np.pad(self.crowd.inside, ((0, 0), (0, self.crowd.inside.shape[1])))
            )
            end, mean = pass_through(self.crowd.inside, during)
        return end, mean

    def _waiting(self, during: Interval, mean: FloatArray) -> FloatArray:
        return np.asarray((mean * np.maximum(np.arange(mean.shape[1]) - during.n[:, None], 0)).sum(axis=1))

    def _met(self, during: Interval, mean: FloatArray) -> Expected:
        states = mean.shape[1]
        k = np.arange(states)
        waiting = self._waiting(during, mean)
        busy = (mean * np.minimum(k, during.n[:, None])).sum(axis=1)
        within = np.full(during.n.size, self.target.horizon_s)
        served = (mean * served_within(during, states, within)).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            wait = np.where(during.arrival_rate > 0.0, waiting / during.arrival_rate, 0.0)
            served = np.where(during.arrival_rate > 0.0, served, 1.0)  # nobody came, nobody is disappointed
            lost = np.where(during.arrival_rate > 0.0, during.leave_rate * waiting / during.arrival_rate, 0.0)
            used = np.where(during.n > 0, busy / np.maximum(during.n, 1), 0.0)
        return Expected(
            self._by_customer(during, served),
            self._by_customer(during, wait),
            np.minimum(self._by_customer(during, lost), 1.0),
            used.reshape(-1, self.count).mean(axis=1),
        )

    def _by_customer(self, during: Interval, value: FloatArray) -> FloatArray:
        """Average over day factors, weighted by the customers of each; idle rows count alike."""
        rate = during.arrival_rate.reshape(-1, self.count)
        weight = np.where(rate.sum(axis=1, keepdims=True) > 0.0, rate, 1.0)
        return np.asarray((value.reshape(-1, self.count) * weight).sum(axis=1) / weight.sum(axis=1))


def _far(load: float) -> int:
    """A number that a Poisson variable of this mean does not reach (less than once in 1e9)."""
    return int(load + 8.0 * np.sqrt(load + 1.0))


def _factors(cv: FloatArray, target: ServiceTarget) -> FloatArray:
    """Day factors, shape (runs, factors, intervals): the same day is busy in all its intervals."""
    if target.confidence != "expected":
        return rate_quantile(cv, target.confidence)[:, None, :]
    if not (cv >= TINY).any():
        return np.ones((cv.shape[0], 1, cv.shape[1]))
    level = (np.arange(STRATA) + 0.5) / STRATA
    factor = rate_quantile(cv[:, None, :], level[None, :, None])
    return np.asarray(factor / factor.mean(axis=1, keepdims=True))

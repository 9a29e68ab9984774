"""Two rosters, or two scenarios, before the same customers: what they differ by, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.report import Z95, Simulated


@dataclass(frozen=True, slots=True)
class Change:
    """Share served in time now less before, and the half-width of its 95 % interval."""

    service: float
    margin: float

    @property
    def sure(self) -> bool:
        """Whether the difference is more than chance."""
        return abs(self.service) > self.margin


@dataclass(frozen=True, slots=True)
class Whole:
    """All queues of a simulation together.

    Attributes
    ----------
    service, margin
        Share of all customers served within their queue's promise, and the half-width of its 95 % interval.
    worst
        Service of the worst interval of any queue, among those with a customer a day or more; None without one.
    bad_days, bad_weeks
        The largest share of days below its target among queues that have one, and of weeks among those
        that promise it over the week; None without one.
    """

    service: float
    margin: float
    worst: float | None
    bad_days: float | None
    bad_weeks: float | None = None


def whole(found: Simulated) -> Whole:
    """Everything a manager compares first."""
    offered, timely = _runs(found)
    service = float(timely.sum() / offered.sum()) if offered.sum() else 1.0
    worst = [q.worst.service for q in found.queues if q.worst is not None]
    days, weeks = (
        [q.bad_days for q in found.queues if q.bad_days is not None and (q.over == "week") is weekly]
        for weekly in (False, True)
    )
    return Whole(
        service,
        Z95 * error(above(offered, timely)),
        min(worst, default=None),
        max(days, default=None),
        max(weeks, default=None),
    )


def difference(before: Simulated, after: Simulated) -> Change:
    """Difference in service, paired run by run.

    Notes
    -----
    Both simulations draw the same customers (common random numbers), so most of the chance of one is
    that of the other and cancels: the interval of the difference is far narrower than those of its
    parts. First order of the ratios (delta method).

    Raises
    ------
    ValueError
        If they are not of the same seed and number of runs.
    """
    if (before.seed, before.replications) != (after.seed, after.replications):
        raise ValueError("the simulations are of different seeds or numbers of runs: nothing to pair")
    old, new = _runs(before), _runs(after)
    services = [float(timely.sum() / offered.sum()) if offered.sum() else 1.0 for offered, timely in (old, new)]
    return Change(services[1] - services[0], Z95 * error(above(*new) - above(*old)))


def _runs(found: Simulated) -> tuple[FloatArray, FloatArray]:
    """Customers offered and served in time, by run, all queues together."""
    empty = np.zeros(found.replications)
    return sum((q.offered_runs for q in found.queues), empty), sum((q.timely_runs for q in found.queues), empty)


def above(offered: FloatArray, timely: FloatArray) -> FloatArray:
    """What each run is above the mean share, as a share."""
    if not offered.sum():
        return np.zeros_like(offered)
    return np.asarray((timely - timely.sum() / offered.sum() * offered) / offered.mean())


def error(above: FloatArray) -> float:
    return float(np.std(above, ddof=1) / np.sqrt(above.size))

"""What the customers of all days together meet, when the day's rate is uncertain.

Every measure is averaged over customers, not over days: a busy day has more of them. In
Erlang C an overloaded cell would wait forever and no expectation exist, so a wait counts at most
as the length of the interval, or as `LONGEST_WAIT` times the permitted mean if that is longer.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues import erlang_a, erlang_c
from scheduler.staffing.queues.arrays import (
    SLACK,
    BoolArray,
    FloatArray,
    IntArray,
    allowance,
    heads,
    numbers,
)
from scheduler.staffing.queues.redials import all_calls
from scheduler.staffing.rates import TINY, customer_points
from scheduler.staffing.targets import ServiceTarget

MEASURES = ("service", "wait_s", "abandonment", "occupancy")
"""Fields of :class:`Expected` that are always there."""

LONGEST_WAIT = 4.0

NEGLIGIBLE = 1e-11
"""Share of customers below which a point of the rate's distribution is not worth a formula."""

_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Expected:
    """What the customers of all days together meet, one value a cell.

    Attributes
    ----------
    service
        Share answered within the target's `horizon_s`, of those its `share_of` says.
    wait_s
        Mean wait in seconds (see `LONGEST_WAIT`).
    abandonment
        Share that hangs up; 0 in Erlang C.
    occupancy
        Share of their time people are busy.
    counted
        Customers of whom `service` is counted, by customer, each of several calls once for each; services
        of several cells are weighted by it. Of shape () and 1 where all are.
    attempts
        Calls a customer, 1 or more; None where nobody calls again. Shares and waits then count calls.
    """

    service: FloatArray
    wait_s: FloatArray
    abandonment: FloatArray
    occupancy: FloatArray
    counted: FloatArray = field(default_factory=lambda: np.ones(()))
    attempts: FloatArray | None = None

    @property
    def repeats(self) -> FloatArray:
        """Share of all calls that are repeat calls."""
        return np.zeros_like(self.service) if self.attempts is None else np.asarray(1.0 - 1.0 / self.attempts)

    def customers_lost(self, redial: float) -> FloatArray:
        """Share of all customers who hang up and do not call again."""
        return (
            self.abandonment if self.attempts is None else np.asarray(self.attempts * self.abandonment * (1.0 - redial))
        )

    def keeps(self, target: ServiceTarget) -> dict[str, BoolArray]:
        """For each promise of `target` by name, whether the cells keep it; of a share promised over a day or week, its floor."""
        kept: dict[str, BoolArray] = {}
        if target.interval_share is not None:
            kept["share"] = 1.0 - self.service <= allowance(np.asarray(target.interval_share))
        if target.max_wait_s is not None:
            kept["wait"] = self.wait_s <= target.max_wait_s * (1.0 + SLACK)
        if target.max_abandon is not None:
            kept["abandon"] = self.abandonment <= target.max_abandon * (1.0 + SLACK)
        if target.max_occupancy is not None:
            kept["occupancy"] = self.occupancy <= target.max_occupancy * (1.0 + SLACK)
        return kept


@dataclass(frozen=True, slots=True)
class Cells:
    """Load and spread of the cells of one queue, flat arrays of one shape.

    Attributes
    ----------
    load
        Offered load at the mean rate, erlang.
    cv
        Coefficient of variation of the rate.
    aht_s, interval_s
        Mean handling time and length of the interval, seconds.
    service_cv2
        Squared coefficient of variation of the handling time, for mean waits in Erlang C.
    """

    load: FloatArray
    cv: FloatArray
    aht_s: FloatArray
    interval_s: FloatArray
    service_cv2: float = 1.0

    @classmethod
    def of(
        cls,
        load: npt.ArrayLike,
        cv: npt.ArrayLike,
        aht_s: npt.ArrayLike,
        interval_s: npt.ArrayLike,
        service_cv2: float = 1.0,
    ) -> "Cells":
        """Broadcast, flatten and check.

        Raises
        ------
        ValueError
            If a value is out of range.
        """
        arrays = np.broadcast_arrays(
            numbers("load", load),
            numbers("cv", cv),
            numbers("aht_s", aht_s, positive=True),
            numbers("interval_s", interval_s, positive=True),
        )
        a, spread, h, length = (array.ravel() for array in arrays)
        return cls(a, spread, h, length, float(numbers("service_cv2", service_cv2)))

    def at(self, which: IntArray | slice) -> "Cells":
        """Some of the cells."""
        return Cells(
            self.load[which],
            self.cv[which],
            self.aht_s[which],
            self.interval_s[which],
            self.service_cv2,
        )


def expected(cells: Cells, n: npt.ArrayLike, target: ServiceTarget) -> Expected:
    """Measures of `n` people averaged over the customers of all days.

    Parameters
    ----------
    cells
        Load and spread.
    n
        People on post, whole, a number or shape (cells,).
    target
        Gives patience and the time within which service counts.

    Raises
    ------
    ValueError
        If a count of people is not whole.
    """
    count = np.broadcast_to(heads("n", n), cells.load.shape)
    service, wait, lost, counted, attempts = _parts(cells, count, target)
    busy = np.zeros_like(wait)
    np.divide(cells.load * attempts * (1.0 - lost), count, out=busy, where=count > 0.0)
    return Expected(service, wait, lost, np.minimum(busy, 1.0), counted, attempts if target.redial else None)


def in_time(cells: Cells, n: npt.ArrayLike, target: ServiceTarget) -> tuple[FloatArray, FloatArray]:
    """By customer of all days, the calls answered in time, and the calls of which the target counts the share (`share_of`).

    Their ratio is the service of :func:`expected`; over several cells the sums, weighted by
    customers, are divided, not the ratios averaged.

    Raises
    ------
    ValueError
        If a count of people is not whole.
    """
    service, _, _, counted, _ = _parts(cells, np.broadcast_to(heads("n", n), cells.load.shape), target)
    return service * counted, counted


def _parts(cells: Cells, count: FloatArray, target: ServiceTarget) -> FloatArray:
    parts = np.empty((5, cells.load.size))
    for first in range(0, cells.load.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        parts[:, block] = _averages(cells.at(block), count[block], target)
    return parts


def unevenness(cells: Cells) -> float:
    """Allen-Cunneen factor on M/M/n waits for Poisson arrivals."""
    return (1.0 + cells.service_cv2) / 2.0


def _averages(cells: Cells, n: FloatArray, target: ServiceTarget) -> FloatArray:
    """Service, wait, abandonment, calls counted for service and calls, by customer, shape (5, cells), over the customers of all days."""
    z, weight = customer_points(cells.cv, _features(cells, n, target))
    weight[weight < NEGLIGIBLE] = 0.0
    weight /= weight.sum(axis=1, keepdims=True)
    sure = (cells.cv < TINY) | (cells.load == 0.0)
    z[sure], weight[sure] = 1.0, 0.0
    weight[sure, 0] = 1.0
    row, _ = where = np.nonzero(weight)
    load, people, h = (cells.load[row] * z[where]), n[row], cells.aht_s[row]
    within, shown = target.horizon_s, None
    again = np.ones_like(load)
    if target.patience_s is None:
        longest = _longest(cells, target)[row]
        wait = erlang_c.mean_wait(load, people, h) * unevenness(cells)
        service = erlang_c.service_level(load, people, h, within)
        points = (service, np.minimum(wait, longest), np.zeros_like(wait))
    else:
        if target.redial:
            calls = all_calls(load, people, h, target.patience_s, target.redial)
            np.divide(calls, load, out=again, where=load > 0.0)
            load = calls
        found = erlang_a.measures(load, people, h, target.patience_s, within)
        points = (found.sl_offered, found.mean_wait, found.abandonment)
        shown = {"answered": 1.0 - found.abandonment, "lasting": found.sl_offered + found.late}.get(target.share_of)
    # A day counts by its calls: with more who call again, more.
    attempts = np.bincount(row, weight[where] * again, n.size)
    shares = weight[where] * again / attempts[row]
    parts: FloatArray = np.stack(
        [*(np.bincount(row, point * shares, n.size) for point in points), attempts, attempts]
    ).astype(np.float64)
    if shown is not None:
        # Of all days together: a ratio of sums, not a mean of ratios.
        base = np.bincount(row, shown * shares, n.size)
        parts[0] = np.where(base > 0.0, parts[0] / np.where(base > 0.0, base, 1.0), 0.0)
        parts[3] = base * attempts
    return parts


def _features(cells: Cells, n: FloatArray, target: ServiceTarget) -> FloatArray:
    """Where service bends over log z: at n = a z, and where the fluid wait reaches the target."""
    people = np.maximum(n, 1.0)
    with np.errstate(divide="ignore"):
        critical = np.minimum(np.log(people / cells.load), 1e3)[:, None]
    spread = people[:, None] ** -0.5
    if target.patience_s is not None:
        around = critical + spread * np.array([-4.0, -1.5, 0.0, 1.5, 4.0])
        late = target.horizon_s / target.patience_s
        return np.asarray(np.concatenate([around, around + late], axis=1))
    # The wait reaches its cap just below n = a z, at n - a z = C h / cap.
    shortest = cells.aht_s * unevenness(cells) / _longest(cells, target) / people
    gap = shortest
    for _ in range(3):
        gap = shortest * erlang_c.wait_probability(people * np.maximum(1.0 - gap, 0.0), people)
    capped = -np.log1p(-np.minimum(gap, 0.999))[:, None]
    finest = np.minimum(cells.aht_s / people / (target.horizon_s + cells.aht_s), 0.5)[:, None]
    ladder = np.minimum(finest, spread) * 4.0 ** np.arange(-2, 4)
    below = np.concatenate([0.0 * capped, capped, 4.0 * capped, ladder], axis=1)
    return np.asarray(critical - below)


def _longest(cells: Cells, target: ServiceTarget) -> FloatArray:
    """Wait at which overload is cut, seconds."""
    return np.asarray(np.maximum(cells.interval_s, LONGEST_WAIT * (target.max_wait_s or 0.0)))

"""A share promised over a day or week: which intervals make up a period, and how many heads each of them gets.

Every interval keeps its floor and the queue's other promises; then heads are added where one more
brings most customers to be answered in time, until the period as a whole keeps the share
(:mod:`scheduler.staffing.over_period`). Customers are weighted by what the forecast expects, under
the spread of its rate, and counted as the target's `share_of` says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scheduler.staffing.expected import Cells, Expected, in_time
from scheduler.staffing.over_period import Chosen, fewest
from scheduler.staffing.queues.arrays import BoolArray, FloatArray, IntArray
from scheduler.staffing.rates import rate_quantile
from scheduler.staffing.reasons import LED
from scheduler.staffing.shrinkage import present
from scheduler.staffing.targets import Over, ServiceTarget

ROUNDS = 6
"""Times the exact chain corrects what the tables aim at."""

RUNGS = (0.25, 0.5, 0.75)
"""Shares between floor and promise at which all intervals are staffed alike, as plans for the chain to judge."""

CLOSE = 5e-4
"""Share above the promised one with which the chain is content."""

UNLIMITED = 2**31
"""Heads that no queue ever has."""

OPEN = -1
"""In place of the heads of an interval that is not settled yet."""


def beginnings(start: "pd.Series[pd.Timestamp]", over: Over) -> "pd.Series[pd.Timestamp]":
    """Midnight at which the period of each interval begins: of its day, or of its week's Monday; without periods the interval itself."""
    if over == "interval":
        return start
    midnight = start.dt.normalize()
    return midnight if over == "day" else midnight - pd.to_timedelta(start.dt.day_of_week, unit="D")


def numbered(*keys: npt.ArrayLike) -> IntArray:
    """Rows of equal keys under one number, from 0 on."""
    return np.asarray(pd.MultiIndex.from_arrays([np.asarray(key) for key in keys]).factorize()[0], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the intervals before a period is looked at; arrays of shape (cells,).

    Attributes
    ----------
    cells, arrivals
        Load and spread; customers expected.
    period
        Number of each interval's period, from 0.
    least, each, most
        Heads rostered that keep the floor, that would keep the share in the interval alone, and for
        which there are seats; ``least <= each <= most``.
    floor
        People there whatever the load.
    """

    cells: Cells
    arrivals: FloatArray
    period: IntArray
    least: IntArray
    each: IntArray
    most: IntArray
    floor: int


def on_post(rostered: IntArray, target: ServiceTarget, floor: int) -> IntArray:
    """People there of those rostered: unplanned absence is not taken of the floor, whose absentee is replaced."""
    return np.maximum(present(rostered, target.shrinkage), np.minimum(rostered, floor))


def heads_over(
    known: Around,
    target: ServiceTarget,
    met: Callable[[IntArray], Expected] | None = None,
    rungs: Sequence[IntArray] = (),
) -> tuple[IntArray, BoolArray]:
    """Heads to roster in every interval, and by interval whether its period keeps the share.

    Where it cannot, for want of seats, each interval of the period gets what it would need alone.

    Parameters
    ----------
    met
        What customers meet with so many sessions served, by the exact chain; None: the stationary
        formulas are right.
    rungs
        With the chain: heads that keep some share between floor and promise in every interval.
    """
    assert target.answer_share is not None
    periods = int(known.period.max(initial=-1)) + 1
    if met is None:
        chosen = _chosen(known, target, np.full(periods, target.answer_share))
        return _or_alone(chosen.heads, chosen.kept, known)
    return _by_chain(known, target, met, rungs, periods)


def _by_chain(
    known: Around, target: ServiceTarget, met: Callable[[IntArray], Expected], rungs: Sequence[IntArray], periods: int
) -> tuple[IntArray, BoolArray]:
    """The cheapest plan that the chain says is good enough: a good one, not a proven one.

    Tried are plans that keep one share in all intervals, and those of the tables, whose aim is
    shifted by what the chain says they miss. A plan with nowhere fewer heads than the floor's keeps
    the floor: more heads earlier leave no larger crowd.
    """
    share = target.answer_share or 0.0
    weight, _ = _judged(known, target)
    volume = np.bincount(known.period, weight, periods)
    hours = known.cells.interval_s / 3600.0
    best, best_hours, kept = known.each.copy(), np.full(periods, np.inf), np.zeros(periods, dtype=np.bool_)

    def tried(heads: IntArray) -> FloatArray:
        """By period, how far above the promise the plan is; it is kept where it is the cheapest yet."""
        nonlocal best, best_hours, kept
        service = met(on_post(heads, target, known.floor) * target.concurrency).service
        above = np.bincount(known.period, weight * service, periods) / np.where(volume > 0.0, volume, 1.0) - share
        spent = np.bincount(known.period, heads * hours, periods)
        better = ((above >= -1e-12) | (volume <= 0.0)) & (spent < best_hours)
        best, best_hours, kept = (
            np.where(better[known.period], heads, best),
            np.where(better, spent, best_hours),
            kept | better,
        )
        return np.where(volume > 0.0, above, 0.0)

    for rung in (known.least, known.each, *rungs):
        tried(np.clip(rung, known.least, known.most))
    goal, done = np.full(periods, share), np.zeros(periods, dtype=np.bool_)
    seen: list[IntArray] = []
    for _ in range(ROUNDS):
        chosen = _chosen(known, target, goal)
        heads = np.where(chosen.kept[known.period], chosen.heads, known.each)
        if any((heads == before).all() for before in seen):
            break
        seen.append(heads)
        above = tried(heads)
        done |= (above >= 0.0) & (above < CLOSE)
        if done.all():
            break
        goal = np.where(done, goal, np.clip(goal - above, target.interval_share or 0.0, 1.0 - (1.0 - share) / 50.0))
    return _or_alone(best, kept, known)


def _or_alone(heads: IntArray, kept: BoolArray, known: Around) -> tuple[IntArray, BoolArray]:
    fine = kept[known.period] if kept.size else np.zeros(0, dtype=np.bool_)
    return np.where(fine, heads, known.each), fine


def _judged(known: Around, target: ServiceTarget) -> tuple[FloatArray, Cells]:
    """Customers and cells by which the promise is judged: of all days, or of the day at the quantile."""
    if target.confidence == "expected":
        return known.arrivals, known.cells
    cells, factor = known.cells, rate_quantile(known.cells.cv, target.confidence)
    return known.arrivals * factor, Cells(
        cells.load * factor, 0.0 * cells.cv, cells.aht_s, cells.interval_s, cells.service_cv2
    )


def _chosen(known: Around, target: ServiceTarget, goal: FloatArray) -> Chosen:
    """By the stationary formulas; what an interval gains is its customers in time less the goal's share of those counted."""
    weight, cells = _judged(known, target)

    def gain(at: IntArray, rostered: IntArray) -> FloatArray:
        there = on_post(rostered, target, known.floor) * target.concurrency
        timely, counted = in_time(cells.at(at), there, target)
        if target.lead_share < 1.0:
            # As the interval's need reads a leading leader: on the line to one fewer.
            led = there >= LED
            fewer, fewer_counted = in_time(cells.at(at[led]), there[led] - 1, target)
            part = 1.0 - target.lead_share
            timely[led] += part * (fewer - timely[led])
            counted[led] += part * (fewer_counted - counted[led])
        return np.asarray(weight[at] * (timely - goal[known.period[at]] * counted))

    most = np.where(weight > 0.0, known.most, known.least)  # where nobody comes nobody is added
    return fewest(gain, known.period, np.zeros(goal.size), known.least, most, known.each, cells.interval_s / 3600.0)

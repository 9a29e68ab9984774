"""Rows of a forecast as runs of adjacent intervals, through which a crowd is carried; and back to rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from scheduler.staffing.chain import Runs
from scheduler.staffing.expected import MEASURES, Expected
from scheduler.staffing.over_time import judge
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.targets import ServiceTarget

LONGEST_RUN = 48
"""Intervals walked through at a time: a hotline that never closes is taken day by day, empty at its first."""

Walked = list[tuple[IntArray, Runs]]
"""Positions of rows as tables of shape (runs, intervals), :data:`AFTER` where a run is over before the longest; and the runs."""

AFTER = -1


def walked(rows: pd.DataFrame, at_the_door: int) -> Walked:
    """Adjacent intervals of each queue as runs, side by side; a queue is empty where its run begins.

    A shorter run goes on without customers until the longest is over: that changes nothing before,
    and mornings and afternoons are walked through together.
    """
    queue = rows["queue"].to_numpy()
    order = np.lexsort((rows["start"].to_numpy(), pd.factorize(queue)[0]))
    queue, start, end, length = (rows[name].to_numpy()[order] for name in ("queue", "start", "end", "interval_s"))
    begins = np.flatnonzero(
        np.concatenate([[True], (start[1:] != end[:-1]) | (length[1:] != length[:-1]) | (queue[1:] != queue[:-1])])
    )
    parts: dict[float, list[IntArray]] = {}
    for first, after in zip(begins, [*begins[1:], len(order)], strict=True):
        for low in range(int(first), int(after), LONGEST_RUN):
            parts.setdefault(float(length[low]), []).append(order[low : min(low + LONGEST_RUN, int(after))])
    return [_side_by_side(rows, runs, interval_s, at_the_door) for interval_s, runs in parts.items()]


def _side_by_side(
    rows: pd.DataFrame, parts: list[IntArray], interval_s: float, at_the_door: int
) -> tuple[IntArray, Runs]:
    at = np.full((len(parts), max(part.size for part in parts)), AFTER)
    for run, part in enumerate(parts):
        at[run, : part.size] = part
    known = at != AFTER
    mean, cv, aht = (
        np.where(known, rows[name].to_numpy(dtype=np.float64)[at], idle)
        for name, idle in (("mean", 0.0), ("cv", 0.0), ("aht_s", interval_s))
    )
    return at, Runs.of(mean, cv, aht, interval_s, at_the_door)


def judged(tables: Walked, there: IntArray, target: ServiceTarget) -> Expected:
    """What customers meet on the exact chain with so many people there, row by row."""
    found = replace(
        Expected(*(np.zeros(there.size) for _ in MEASURES)), attempts=np.ones(there.size) if target.redial else None
    )
    for at, runs in tables:
        known = at != AFTER
        met = judge(runs, np.where(known, there[at], 0), target).met
        for name in (*MEASURES, "attempts") if target.redial else MEASURES:
            getattr(found, name)[at[known]] = getattr(met, name)[known]
    return found


def spread_over(tables: Walked, of: Callable[[Runs], npt.NDArray[Any]], size: int) -> FloatArray:
    """Values of runs put back to the rows they come from."""
    found = np.zeros(size)
    for at, runs in tables:
        found[at[at != AFTER]] = of(runs)[at != AFTER]
    return found

"""Runs of days off, and the working days around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.grid import BoolArray, FloatArray

MIN_DAYS = 3
# Lost weekdays -> strength. A golden week (three weekdays or more) is the unit; a long weekend
# piles up less work.
STRENGTH = (0.0, 0.25, 0.6, 1.0)


@dataclass(frozen=True, slots=True)
class Breaks:
    """Strength of the neighborhood of a break, each of shape ``(day,)``.

    Notes
    -----
    A break is a run of at least three days without work. Its strength is 0.4, 0.7 or 1 when it
    takes one, two or at least three weekdays; days that border on no break have 0.
    """

    inside: BoolArray
    rebound_1: FloatArray
    rebound_2: FloatArray
    eve: FloatArray
    approach: FloatArray


def find_breaks(worked: BoolArray, weekday: BoolArray) -> Breaks:
    """Find the breaks of a calendar.

    Parameters
    ----------
    worked
        Whether the day is worked (ordinary or make-up), shape ``(day,)``.
    weekday
        Whether the day would be worked in an ordinary week, shape ``(day,)``.
    """
    count = len(worked)
    inside = np.zeros(count, dtype=bool)
    found = {name: np.zeros(count) for name in ("rebound_1", "rebound_2", "eve", "approach")}
    working = np.flatnonzero(worked)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ~worked, [False]]).astype(np.int8)))
    for start, stop in zip(edges[0::2], edges[1::2], strict=True):
        lost = int(weekday[start:stop].sum())
        if stop - start < MIN_DAYS or lost == 0:
            continue
        inside[start:stop] = True
        strength = STRENGTH[min(lost, 3)]
        after = working[working >= stop]
        before = working[working < start][::-1]
        for name, rows in (
            ("rebound_1", after[:1]),
            ("rebound_2", after[1:2]),
            ("eve", before[:1]),
            ("approach", before[1:3]),
        ):
            found[name][rows] = np.maximum(found[name][rows], strength)
    return Breaks(inside, **found)

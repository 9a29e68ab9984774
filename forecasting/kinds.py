"""How sure one can be of a day: ordinary, special, a holiday seen before, one never seen."""

from __future__ import annotations

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import BoolArray, IntArray

ORDINARY, SPECIAL, HOLIDAY, NEW_HOLIDAY = range(4)


def day_kinds(ahead: DayTypes, past: DayTypes, recorded: BoolArray) -> IntArray:
    """Kind of every day ahead, shape ``(day,)``.

    Parameters
    ----------
    ahead
        The days to judge.
    past
        Day types of the history.
    recorded
        Whether anything was counted on those days, shape ``(past day,)``.
    """
    kinds = np.where(ahead.special, SPECIAL, ORDINARY)
    kinds[ahead.holiday] = HOLIDAY
    for name in ahead.columns:
        if name.startswith("holiday:") and not (past.column(name)[recorded] > 0).any():
            kinds[ahead.column(name) > 0] = NEW_HOLIDAY
    return np.asarray(kinds, dtype=np.int64)

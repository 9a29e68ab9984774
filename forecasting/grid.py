"""One queue's past as a day x slot table: what every model reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
DateArray = NDArray[np.datetime64]

DAY = np.timedelta64(1, "D")


def date_range(first: np.datetime64, end: np.datetime64) -> DateArray:
    """Every date of ``[first, end)``."""
    return np.arange(first, end, DAY, dtype="datetime64[D]")


@dataclass(frozen=True, slots=True)
class History:
    """Arrivals of one queue, one row a calendar day, one column a slot of the day.

    Parameters
    ----------
    queue
        Its name.
    dates
        Consecutive dates, shape ``(day,)``.
    arrivals
        Contacts offered per slot, shape ``(day, slot)``; NaN where the queue was closed or nothing
        was recorded.
    open
        Whether the queue was open, shape ``(day, slot)``. Open and NaN is a gap.
    slot_minutes
        15, 30 or 60; ``slot = minutes since midnight // slot_minutes``.
    """

    queue: str
    dates: DateArray
    arrivals: FloatArray
    open: BoolArray
    slot_minutes: int

    def __post_init__(self) -> None:
        shape = (len(self.dates), 1440 // self.slot_minutes)
        if self.arrivals.shape != shape or self.open.shape != shape:
            raise ValueError(
                f"queue {self.queue}: expected day x slot tables of shape {shape}, "
                f"found {self.arrivals.shape} and {self.open.shape}"
            )

    def __len__(self) -> int:
        return len(self.dates)

    def window(self, start: int, stop: int) -> History:
        """The days ``[start, stop)`` by position."""
        rows = slice(start, stop)
        return History(self.queue, self.dates[rows], self.arrivals[rows], self.open[rows], self.slot_minutes)

    @property
    def observed(self) -> BoolArray:
        """Whether a count was recorded, shape ``(day, slot)``."""
        return np.isfinite(self.arrivals)

    @property
    def recorded(self) -> BoolArray:
        """Whether anything was recorded on the day, shape ``(day,)``."""
        return np.asarray(self.observed.any(axis=1), dtype=np.bool_)

    @property
    def gaps(self) -> int:
        """Open slots without a count."""
        return int((self.open & ~self.observed).sum())


def nan_median(values: FloatArray) -> FloatArray:
    """Median over the first axis, NaN left out; NaN where there is nothing else.

    Sorting puts NaN last, so one sort serves all columns; ``np.nanmedian`` goes one by one.
    """
    ordered = np.sort(values, axis=0)
    count = np.isfinite(values).sum(axis=0)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, len(values) - 1)[None], axis=0)[0]
    return np.asarray(np.where(count > 0, (low + high) / 2.0, np.nan), dtype=np.float64)

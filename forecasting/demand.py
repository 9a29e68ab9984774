"""The history contract: what the rest of the program hands to the forecaster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import cast

import numpy as np
import pandas as pd

from forecasting.faults import DemandError, Fault, aht_faults, arrival_faults, start_faults
from forecasting.grid import DAY, FloatArray, History, IntArray, date_range
from forecasting.openings import Openings

SLOT_MINUTES = (15, 30, 60)
REQUIRED = ("queue", "start", "arrivals")


@dataclass(frozen=True)
class Demand:
    """Past contacts per queue and interval, checked.

    Parameters
    ----------
    frame
        Long frame, sorted by queue and start, columns ``queue`` (text), ``start`` (naive local
        start of the interval), ``arrivals`` (whole contacts offered, as float) and ``aht_s``
        (mean handling time in seconds, NaN where unknown).
    slot_minutes
        Length of the interval: 15, 30 or 60.

    Notes
    -----
    An interval without a row is a gap, never a zero: gaps inside opening hours are counted
    (:meth:`gaps`) and tolerated by every model. Build one with :meth:`from_frame`.
    """

    frame: pd.DataFrame
    slot_minutes: int

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, slot_minutes: int = 30) -> Demand:
        """Check a raw frame and take it over.

        Parameters
        ----------
        frame
            Columns ``queue,start,arrivals`` and optionally ``aht_s``; other columns are ignored.
            ``start`` may be timestamps or ISO text.
        slot_minutes
            15, 30 or 60.

        Raises
        ------
        DemandError
            Naming every fault of the frame, not only the first one.
        """
        if slot_minutes not in SLOT_MINUTES:
            raise ValueError(f"slot_minutes: expected 15, 30 or 60, found {slot_minutes}")
        missing = [name for name in REQUIRED if name not in frame.columns]
        if missing:
            present = ", ".join(map(str, frame.columns)) or "no column"
            raise DemandError([Fault(None, name, present, f"a column {name}") for name in missing])
        if frame.empty:
            raise DemandError([Fault(None, "arrivals", "no row", "at least one interval")])
        queue = frame["queue"].reset_index(drop=True)
        start, faults = start_faults(queue, frame["start"].reset_index(drop=True), slot_minutes)
        arrivals, more = arrival_faults(frame["arrivals"].reset_index(drop=True))
        faults += more
        aht = pd.Series(np.nan, index=queue.index)
        if "aht_s" in frame.columns:
            aht, more = aht_faults(frame["aht_s"].reset_index(drop=True))
            faults += more
        if faults:
            raise DemandError(sorted(faults, key=lambda fault: (fault.row or 0, fault.column)))
        clean = pd.DataFrame({"queue": queue.astype(str), "start": start, "arrivals": arrivals, "aht_s": aht})
        return cls(clean.sort_values(["queue", "start"], ignore_index=True), slot_minutes)

    @property
    def queues(self) -> tuple[str, ...]:
        """Names of the queues, sorted."""
        return tuple(sorted(self._places))

    @property
    def first_day(self) -> np.datetime64:
        """The first day with a row."""
        return np.datetime64(cast(pd.Timestamp, self.frame["start"].min()), "D")

    @cached_property
    def last_day(self) -> np.datetime64:
        """The last day with a row."""
        return np.datetime64(cast(pd.Timestamp, self.frame["start"].max()), "D")

    def before(self, moment: pd.Timestamp) -> Demand:
        """What was known at ``moment``: the rows that start earlier."""
        kept = self.frame[self.frame["start"] < moment].reset_index(drop=True)
        return Demand(kept, self.slot_minutes)

    def of(self, queue: str) -> pd.DataFrame:
        """Rows of one queue; none of a queue that is not there."""
        first, last = self._places.get(queue, (0, 0))
        return self.frame.iloc[first:last]

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        """First row and row after the last of each queue: hundreds of them must not each be looked for among the rows of all."""
        names = self.frame["queue"].to_numpy(dtype=object)
        edges = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(names)]
        return {str(names[a]): (a, b) for a, b in pairwise(edges) if b > a}

    def gaps(self, openings: pd.DataFrame) -> dict[str, int]:
        """Open intervals without a row per queue, between its first and last day with rows."""
        table = Openings.from_frame(openings, self.slot_minutes)
        return {queue: self.history(queue, table).gaps for queue in self.queues}

    def history(self, queue: str, openings: Openings) -> History:
        """One queue as a day x slot table; counts outside its opening hours are left out.

        Raises
        ------
        ValueError
            When the queue has no row, or none inside its opening hours.
        """
        rows = self.of(queue)
        if rows.empty:
            raise ValueError(f"queue {queue}: no history")
        day, slot = day_and_slot(rows["start"], self.slot_minutes)
        dates = date_range(day.min(), day.max() + DAY)
        table = np.full((len(dates), 1440 // self.slot_minutes), np.nan)
        table[(day - dates[0]).astype(np.int64), slot] = rows["arrivals"].to_numpy(dtype=float)
        is_open = openings.mask(queue, dates)
        table[~is_open] = np.nan
        if not np.isfinite(table).any():
            raise ValueError(f"queue {queue}: no interval of its history lies in opening hours")
        return History(queue, dates, table, is_open, self.slot_minutes)

    def handling(self, queue: str) -> tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
        """Rows of one queue with a handling time: weekday, slot, age in days, contacts, seconds."""
        rows = self.of(queue)
        rows = rows[rows["aht_s"].notna()]
        day, slot = day_and_slot(rows["start"], self.slot_minutes)
        age = (self.last_day - day).astype(np.float64)
        weekday = rows["start"].dt.day_of_week.to_numpy(dtype=np.int64)
        contacts = rows["arrivals"].to_numpy(dtype=float)
        return weekday, slot, age, contacts, rows["aht_s"].to_numpy(dtype=float)


def day_and_slot(
    start: pd.Series[pd.Timestamp], slot_minutes: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.datetime64]], IntArray]:
    """Date and slot number of naive local timestamps."""
    minutes = start.to_numpy(dtype="datetime64[m]")
    day = minutes.astype("datetime64[D]")
    slot = (minutes - day).astype(np.int64) // slot_minutes
    return day, slot

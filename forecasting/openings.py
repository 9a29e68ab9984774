"""When a queue is open: given by the caller, or read off its own history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.grid import DAY, BoolArray, DateArray, IntArray, date_range

REQUIRED = ("queue", "start", "end")
RECENT = 6


@dataclass(frozen=True, slots=True)
class Openings:
    """Opening hours of every queue, over the past and the days ahead.

    Parameters
    ----------
    spans
        Per queue, start and end of each opening, shape ``(opening, 2)``, minutes since 1970.
    slot_minutes
        Length of a slot.

    Notes
    -----
    A slot is open when an opening overlaps it. Openings may run past midnight and may overlap.
    """

    spans: Mapping[str, IntArray]
    slot_minutes: int

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, slot_minutes: int) -> Openings:
        """Take openings from a frame ``queue,start,end`` of naive local timestamps.

        Raises
        ------
        ValueError
            On a missing column, an empty cell, a time zone or an end that is not after its start.
        """
        missing = [name for name in REQUIRED if name not in frame.columns]
        if missing:
            raise ValueError(f"openings: missing column {', '.join(missing)}")
        start = pd.to_datetime(frame["start"])
        end = pd.to_datetime(frame["end"])
        if start.dt.tz is not None or end.dt.tz is not None:
            raise ValueError("openings: expected local times without a time zone")
        bad = np.flatnonzero(~(end > start).to_numpy(dtype=bool))
        if len(bad):
            rows = ", ".join(str(position + 1) for position in bad[:10])
            raise ValueError(f"openings: end is not after start in row {rows}")
        minutes = np.column_stack([column.to_numpy(dtype="datetime64[m]").astype(np.int64) for column in (start, end)])
        names = frame["queue"].astype(str).to_numpy()
        return cls({name: minutes[names == name] for name in np.unique(names)}, slot_minutes)

    def mask(self, queue: str, dates: DateArray) -> BoolArray:
        """Whether the queue is open, shape ``(day, slot)``, for consecutive dates.

        Raises
        ------
        ValueError
            When no opening of the queue is known.
        """
        if queue not in self.spans:
            raise ValueError(f"queue {queue}: no opening hours given")
        slots = 1440 // self.slot_minutes
        steps = np.zeros(len(dates) * slots + 1, dtype=np.int64)
        first = int(dates[0].astype("datetime64[m]").astype(np.int64)) if len(dates) else 0
        span = self.spans[queue] - first
        begin = np.clip(span[:, 0] // self.slot_minutes, 0, len(steps) - 1)
        until = np.clip(-(-span[:, 1] // self.slot_minutes), 0, len(steps) - 1)
        np.add.at(steps, begin, 1)
        np.add.at(steps, until, -1)
        is_open: BoolArray = np.cumsum(steps)[:-1] > 0
        return is_open.reshape(len(dates), slots)


def infer_openings(frame: pd.DataFrame, days: pd.DataFrame, end: pd.Timestamp, slot_minutes: int) -> pd.DataFrame:
    """Opening hours when the caller has none: as recorded in the past, as usual in the future.

    Parameters
    ----------
    frame
        Past rows ``queue,start`` of a :class:`~forecasting.demand.Demand`.
    days
        Calendar with the columns ``kind`` and ``open``, indexed by date, up to ``end``.
    end
        End of the horizon.
    slot_minutes
        Length of a slot.

    Returns
    -------
    Frame ``queue,start,end``. In the past a slot is open when the queue has a row for it; in the
    future when it was open on most of the last six like days: same weekday for ordinary days, the
    last working days for a make-up workday, the last holidays for a holiday. Days that the
    calendar calls closed stay closed.
    """
    calendar = days.assign(date=pd.to_datetime(days.index).normalize()).set_index("date")
    parts = []
    for queue, rows in frame.groupby("queue"):
        seen = rows["start"].to_numpy(dtype="datetime64[m]")
        first = seen.min().astype("datetime64[D]")
        dates = date_range(first, np.datetime64(end.normalize(), "D") + DAY)
        slots = 1440 // slot_minutes
        is_open = np.zeros((len(dates), slots), dtype=bool)
        is_open.reshape(-1)[(seen - first).astype(np.int64) // slot_minutes] = True
        known = int((seen.max().astype("datetime64[D]") - first).astype(np.int64)) + 1
        labels = _like_days(calendar, dates)
        may_open = calendar["open"].reindex(pd.DatetimeIndex(dates)).fillna(False).to_numpy(bool)
        for row in range(known, len(dates)):
            like = [day for day in range(known) if labels[day] == labels[row]][-RECENT:]
            if may_open[row] and like:
                is_open[row] = is_open[like].mean(axis=0) >= 0.5
        parts.append(_spans(str(queue), dates, is_open, slot_minutes))
    return pd.concat(parts, ignore_index=True)


def _like_days(calendar: pd.DataFrame, dates: DateArray) -> list[str]:
    """A label per date; days with the same label have the same usual hours."""
    index = pd.DatetimeIndex(dates)
    kinds = calendar["kind"].reindex(index)
    labels = []
    for kind, weekday in zip(kinds, index.day_of_week, strict=True):
        if kind in ("statutory", "in_lieu"):
            labels.append("holiday")
        elif kind == "makeup":
            labels.append("4")  # a make-up workday keeps the hours of a Friday
        else:
            labels.append(str(weekday))
    return labels


def _spans(queue: str, dates: DateArray, is_open: BoolArray, slot_minutes: int) -> pd.DataFrame:
    flat = np.concatenate([[False], is_open.reshape(-1), [False]])
    edges = np.flatnonzero(flat[1:] != flat[:-1]) * np.timedelta64(slot_minutes, "m")
    moments = dates[0].astype("datetime64[s]") + edges
    return pd.DataFrame({"queue": queue, "start": moments[0::2], "end": moments[1::2]})

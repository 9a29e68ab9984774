"""Stretches of the past the planner has judged: to leave out, or to keep in spite of looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from forecasting.grid import History
from forecasting.suspects import Suspect

Stretch = tuple[np.datetime64, np.datetime64]
REQUIRED = ("queue", "start", "end")


def stretches(frame: pd.DataFrame | None, name: str) -> Mapping[str, list[Stretch]]:
    """Stretches by queue.

    Parameters
    ----------
    frame
        Columns ``queue,start,end``, naive local times; None for none.
    name
        What the frame is called in errors.

    Raises
    ------
    ValueError
        When a column is missing, or a stretch has no time or ends before it starts.
    """
    if frame is None:
        return {}
    missing = [column for column in REQUIRED if column not in frame.columns]
    if missing:
        raise ValueError(f"{name}: missing column {', '.join(missing)}")
    start, end = (pd.to_datetime(frame[column]) for column in ("start", "end"))
    bad = np.flatnonzero((start.isna() | end.isna() | (end <= start)).to_numpy())
    if len(bad):
        rows = ", ".join(str(row + 1) for row in bad[:10])
        raise ValueError(f"{name}: no time, or end not after start, in row {rows}")
    found: dict[str, list[Stretch]] = {}
    moments = zip(
        frame["queue"].astype(str),
        start.to_numpy(dtype="datetime64[m]"),
        end.to_numpy(dtype="datetime64[m]"),
        strict=True,
    )
    for queue, first, until in moments:
        found.setdefault(queue, []).append((first, until))
    return found


def cut_out(history: History, told: Sequence[Stretch], queue: str) -> History:
    """The history without some stretches; a slot goes when a stretch overlaps it.

    Raises
    ------
    ValueError
        When nothing would be left.
    """
    if not told:
        return history
    slot = np.timedelta64(history.slot_minutes, "m")
    origin = history.dates[0].astype("datetime64[m]")
    kept = history.arrivals.copy()
    flat = kept.reshape(-1)
    for first, until in told:
        low = int((first - origin) // slot)
        high = int(-((origin - until) // slot))
        flat[max(low, 0) : max(high, 0)] = np.nan
    if not np.isfinite(kept).any():
        raise ValueError(f"queue {queue}: nothing of its history is left after leaving out")
    return replace(history, arrivals=kept)


def spared(suspects: Sequence[Suspect], told: Sequence[Stretch]) -> tuple[Suspect, ...]:
    """The suspects, those overlapping a stretch to keep no longer set aside."""
    return tuple(
        replace(one, set_aside=False) if any(first < one.end and one.start < until for first, until in told) else one
        for one in suspects
    )

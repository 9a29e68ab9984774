"""What a planner should know about the calendar a forecast was made with."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

Note = Mapping[str, str]


def calendar_notes(days: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> tuple[Note, ...]:
    """Years of the horizon whose holidays the calendar does not seem to know.

    Parameters
    ----------
    days
        The calendar, indexed by date, with the column ``kind``.
    start, end
        The horizon ``[start, end)``.

    Returns
    -------
    One note a year, by language (``zh``, ``en``).

    Notes
    -----
    New Year's Day is a day off wherever there is a calendar of holidays at all: a year in which
    it, or any of 200 days and more, is none has not been filled in. Next year's days off are
    announced each November.
    """
    index = pd.DatetimeIndex(pd.to_datetime(days.index))
    off = days["kind"].isin(["statutory", "in_lieu"]).to_numpy()
    if not off.any():
        return ()
    notes = []
    for year in range(start.year, (end - pd.Timedelta(minutes=1)).year + 1):
        inside = index.year == year
        if off[inside].any():
            continue
        has_new_year = bool(((index.month == 1) & (index.day == 1) & inside).any())
        if has_new_year or int(inside.sum()) >= 200:
            notes.append(
                {
                    "zh": f"日历中没有 {year} 年的节假日安排：按普通周预测，公布后请补录并重新预测。",
                    "en": f"The calendar has no holidays for {year}: forecast as ordinary weeks; "
                    "enter them once announced and forecast again.",
                }
            )
    return tuple(notes)

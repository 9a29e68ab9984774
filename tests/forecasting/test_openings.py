"""Opening hours: given or read off the past."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting.grid import date_range
from forecasting.openings import Openings, infer_openings

DaysMaker = Callable[..., pd.DataFrame]


def frame(*spans: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(spans, columns=["queue", "start", "end"])


def open_slots(table: Openings, queue: str, first: str, end: str) -> list[tuple[int, int]]:
    dates = date_range(np.datetime64(first), np.datetime64(end))
    return [(int(day), int(slot)) for day, slot in np.argwhere(table.mask(queue, dates))]


def test_sessions_overlaps_and_midnight() -> None:
    table = Openings.from_frame(
        frame(
            ("A", "2026-09-07 08:30", "2026-09-07 10:00"),
            ("A", "2026-09-07 09:30", "2026-09-07 10:30"),
            ("A", "2026-09-07 23:00", "2026-09-08 01:00"),
            ("B", "2026-09-08 00:00", "2026-09-09 00:00"),
        ),
        60,
    )
    # 08:30 opens the slot of 08:00: an opening that overlaps a slot opens it.
    assert open_slots(table, "A", "2026-09-07", "2026-09-09") == [
        (0, 8),
        (0, 9),
        (0, 10),
        (0, 23),
        (1, 0),
    ]
    assert open_slots(table, "B", "2026-09-07", "2026-09-10") == [(1, slot) for slot in range(24)]
    # Only the part inside the dates asked for.
    assert open_slots(table, "A", "2026-09-08", "2026-09-09") == [(0, 0)]


def test_bad_openings_are_refused_with_their_rows() -> None:
    with pytest.raises(ValueError, match="row 2"):
        Openings.from_frame(
            frame(
                ("A", "2026-09-07 08:30", "2026-09-07 10:00"),
                ("A", "2026-09-08 10:00", "2026-09-08 10:00"),
            ),
            30,
        )
    with pytest.raises(ValueError, match="missing column end"):
        Openings.from_frame(frame(("A", "2026-09-07", "2026-09-08")).drop(columns="end"), 30)
    with pytest.raises(ValueError, match="time zone"):
        Openings.from_frame(frame(("A", "2026-09-07T08:00+08:00", "2026-09-07T09:00+08:00")), 30)
    with pytest.raises(ValueError, match="queue Z"):
        table = Openings.from_frame(frame(("A", "2026-09-07", "2026-09-08")), 30)
        table.mask("Z", date_range(np.datetime64("2026-09-07"), np.datetime64("2026-09-08")))


def test_inferred_hours_follow_the_kind_of_day(chinese_days: DaysMaker) -> None:
    days = chinese_days("2026-08-01", "2026-10-31")
    days.loc["2026-09-23", "open"] = False  # the whole center is away
    past = days.loc["2026-08-03":"2026-09-13"]
    rows = []
    for day in past.index[past["kind"] == "workday"]:
        hours = ["09:00", "14:00", "19:00"] if day.day_of_week == 2 else ["09:00", "14:00"]
        rows += [("W", pd.Timestamp(f"{day.date()} {hour}")) for hour in hours]
    past_rows = pd.DataFrame(rows, columns=["queue", "start"])
    hours = infer_openings(past_rows, days, pd.Timestamp("2026-10-19"), 60)
    table = Openings.from_frame(hours, 60)

    def slots(day: str) -> list[int]:
        date = np.datetime64(day)
        return [slot for _, slot in open_slots(table, "W", day, str(date + 1))]

    assert slots("2026-09-09") == [9, 14, 19]  # recorded
    assert slots("2026-09-16") == [9, 14, 19]  # a Wednesday ahead: late opening
    assert slots("2026-09-17") == [9, 14]
    assert slots("2026-09-19") == []  # Saturday
    assert slots("2026-09-20") == [9, 14]  # make-up Sunday: hours of a Friday
    assert slots("2026-09-23") == []  # called closed
    assert slots("2026-10-01") == []  # holiday, never open before

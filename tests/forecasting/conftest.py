"""The Chinese calendar 2025 and 2026 as published, and simulated queues for the tests."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

# First day off, last day off, name.
BREAKS = (
    ("2025-01-01", "2025-01-01", "元旦"),
    ("2025-01-28", "2025-02-04", "春节"),
    ("2025-04-04", "2025-04-06", "清明节"),
    ("2025-05-01", "2025-05-05", "劳动节"),
    ("2025-05-31", "2025-06-02", "端午节"),
    ("2025-10-01", "2025-10-08", "国庆节"),
    ("2026-01-01", "2026-01-03", "元旦"),
    ("2026-02-15", "2026-02-23", "春节"),
    ("2026-04-04", "2026-04-06", "清明节"),
    ("2026-05-01", "2026-05-05", "劳动节"),
    ("2026-06-19", "2026-06-21", "端午节"),
    ("2026-09-25", "2026-09-27", "中秋节"),
    ("2026-10-01", "2026-10-07", "国庆节"),
)
STATUTORY = (
    ("2025-01-01", 1),
    ("2025-01-28", 4),
    ("2025-04-04", 1),
    ("2025-05-01", 2),
    ("2025-05-31", 1),
    ("2025-10-01", 3),
    ("2025-10-06", 1),
    ("2026-01-01", 1),
    ("2026-02-16", 4),
    ("2026-04-05", 1),
    ("2026-05-01", 2),
    ("2026-06-19", 1),
    ("2026-09-25", 1),
    ("2026-10-01", 3),
)
MAKEUP = (
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
)
# Shares of a hall's day from 08:30 in half hours.
HALL_SHARES = (8.5, 12, 12.5, 11, 9.5, 8, 5.5, 2, 1.5, 1.5, 2, 3, 4, 5.5, 5, 4, 3, 1.5)

DaysMaker = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def chinese_days() -> DaysMaker:
    """Make the day frame between two dates; a hall closes on days off, a hotline never does."""

    def make(first: str, last: str, never_closed: bool = False) -> pd.DataFrame:
        index = pd.date_range(first, last)
        weekend = index.day_of_week > 4
        days = pd.DataFrame({"kind": "workday", "name": ""}, index=index)
        days.loc[weekend, "kind"] = "weekend"
        for start, stop, name in BREAKS:
            inside = (index >= start) & (index <= stop)
            days.loc[inside, "name"] = name
            days.loc[inside & ~weekend, "kind"] = "in_lieu"
        for start, count in STATUTORY:
            days.loc[index.isin(pd.date_range(start, periods=count)), "kind"] = "statutory"
        days.loc[index.isin(pd.to_datetime(list(MAKEUP))), "kind"] = "makeup"
        days["open"] = True if never_closed else days["kind"].isin(["workday", "makeup"])
        return days

    return make


@pytest.fixture(scope="session")
def hall_shares() -> tuple[float, ...]:
    return HALL_SHARES

"""What can be wrong with a table of past demand, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

SHOWN = 20
MOMENT = "a local date and time like 2026-09-07 08:30, without a time zone"
YEARS = (1950, 2150)
MOST_ARRIVALS = 10**6
"""Contacts of one interval beyond which a count is a slip: no center has them."""
LONGEST_AHT_S = 86_400.0
"""A mean handling time above a day is one of another unit, or of a clock that was never stopped."""
LONGEST_DATE = len("2026-09-07")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input table.

    Parameters
    ----------
    row
        1 for the first data row (so line ``row + 1`` of a CSV file with a header); None when the
        fault is not in a row.
    column
        Name of the column.
    found, expected
        What stands there, and what should.
    """

    row: int | None
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"row {self.row}, " if self.row is not None else ""
        return f"{where}column {self.column}: found {self.found}, expected {self.expected}"


class DemandError(ValueError):
    """A table of past demand that cannot be used; ``faults`` holds all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(f"... and {len(self.faults) - SHOWN} more")
        super().__init__("\n".join(lines))


def start_faults(queue: pd.Series, start: pd.Series, slot_minutes: int) -> tuple[pd.Series, list[Fault]]:
    """Parsed starts, and the faults of the columns ``queue`` and ``start``."""
    empty = queue.isna() | (queue.astype(str).str.strip() == "")
    faults = [Fault(row, "queue", "nothing", "the name of a queue") for row in _rows(empty)]
    known = _timestamps(start)
    faults += [Fault(row, "start", shown(start[row - 1]), MOMENT) for row in _rows(known.isna())]
    off_grid = known.notna() & (known != known.dt.floor(f"{slot_minutes}min"))
    faults += [
        Fault(row, "start", shown(known[row - 1]), f"a multiple of {slot_minutes} minutes") for row in _rows(off_grid)
    ]
    usable = ~empty & known.notna()
    keys = pd.DataFrame({"queue": queue[usable].astype(str), "start": known[usable]})
    first = keys.drop_duplicates().reset_index().set_index(["queue", "start"])["index"]
    for position in keys.index[keys.duplicated()]:
        name, moment = keys.loc[position]
        found = f"{name} at {moment}, already in row {int(first[(name, moment)]) + 1}"
        faults.append(Fault(position + 1, "start", found, "each interval of a queue once"))
    return known, faults


def arrival_faults(column: pd.Series) -> tuple[pd.Series, list[Fault]]:
    """Arrivals as floats, and the faults of the column."""
    number = pd.to_numeric(column, errors="coerce").astype(float)
    known = pd.Series(np.isfinite(number), index=number.index)
    bad = ~known | (number < 0) | (number != number.round())
    expected = "a whole number of at least 0 (leave the row out when nothing was measured)"
    return number, [Fault(row, "arrivals", shown(column[row - 1]), expected) for row in _rows(bad)]


def aht_faults(column: pd.Series) -> tuple[pd.Series, list[Fault]]:
    """Handling times as floats (empty stays unknown), and the faults of the column."""
    number = pd.to_numeric(column, errors="coerce").astype(float)
    text = column.astype(str).str.strip()
    given = column.notna() & ~text.isin(["", "nan", "None"])
    bad = given & (~np.isfinite(number) | (number < 0))
    faults = [Fault(row, "aht_s", shown(column[row - 1]), "seconds of at least 0, or nothing") for row in _rows(bad)]
    # Systems write 0 for an interval in which nobody was served: that says nothing about duration.
    return number.where(number > 0), faults


def _rows(bad: pd.Series) -> list[int]:
    return [int(position) + 1 for position in np.flatnonzero(bad.to_numpy(dtype=bool))]


def _timestamps(start: pd.Series) -> pd.Series:
    """Naive timestamps of a column, NaT for what is none; the slow look is for odd cells only."""
    if isinstance(start.dtype, pd.DatetimeTZDtype):
        return pd.Series(pd.NaT, index=start.index, dtype="datetime64[us]")
    if not pd.api.types.is_datetime64_dtype(start.dtype):
        text = start.map(lambda value: isinstance(value, str)).to_numpy(dtype=bool)
        values = start.astype(object).where(~text)
        values[text] = start[text].map(_naive)
        values = values.map(lambda value: value if _is_moment(value) else pd.NaT)
        return pd.Series(pd.to_datetime(values, errors="coerce"), dtype="datetime64[us]")
    return start.astype("datetime64[us]")


def _naive(text: str) -> pd.Timestamp | None:
    """A day without a time is no moment: its count is that of the day, not of the interval at midnight."""
    text = text.strip()
    try:
        return pd.Timestamp(datetime.fromisoformat(text)) if len(text) > LONGEST_DATE else None
    except ValueError:
        return None


def _is_moment(value: object) -> bool:
    return isinstance(value, (datetime, np.datetime64)) and getattr(value, "tzinfo", None) is None


def shown(value: object) -> str:
    """A cell as a fault quotes it."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return "nothing"
    return repr(value) if isinstance(value, str) else str(value)

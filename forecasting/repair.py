"""A table of past demand with faults, made usable: what was done to it is said, nothing is silent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from forecasting.faults import (
    LONGEST_AHT_S,
    MOMENT,
    MOST_ARRIVALS,
    YEARS,
    DemandError,
    Fault,
    aht_faults,
    shown,
    start_faults,
)

DAY = 24 * 60
NOTHING = ("nothing", "''")
REQUIRED = ("queue", "start", "arrivals")

Note = Callable[..., None]
"""Says what was done to which rows: of a kind, the rows, and what stands in a row."""

MANY = 10
"""Intervals that come again with another count are slips; in so many rows, and in most, they are something else."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of thing done to a table.

    Parameters
    ----------
    kind
        ``unreadable``, ``negative``, ``fraction``, ``shorter``, ``clock``, ``repeated`` or ``aht``.
    rows
        Numbers of the rows concerned, by default 1 for the first data row.
    text
        What was found and done, by language (``zh``, ``en``).
    """

    kind: str
    rows: tuple[int, ...]
    text: Mapping[str, str]


def repair(
    frame: pd.DataFrame, slot_minutes: int = 30, *, first_row: int = 1, contacts: bool = False, measured: bool = False
) -> tuple[pd.DataFrame, tuple[Repair, ...]]:
    """Mend what can be mended.

    Parameters
    ----------
    frame
        Columns ``queue,start,arrivals`` and optionally ``aht_s``, as a phone system or a ticket
        machine wrote them.
    slot_minutes
        Length of the center's interval: 15, 30 or 60.
    first_row
        Number of the first row in what is said of rows.
    contacts
        Every row is one contact (``arrivals`` 1) at the moment it came: nothing is repeated, the
        clock's second hour is an hour like any other, and they are counted by interval.
    measured
        The rows said how long their intervals are, and none is longer than ``slot_minutes``: how far they are
        apart says nothing.

    Returns
    -------
    A frame that :meth:`~forecasting.demand.Demand.from_frame` accepts, and what was done. Rows
    without a readable queue, time or count, and counts below 0, become gaps; fractions are
    rounded; shorter intervals are added up; an hour the clock struck twice is averaged; a row
    repeated with another count is averaged too, with the same count dropped.

    Raises
    ------
    DemandError
        When a column is missing, nothing usable is left, or the intervals are longer than
        ``slot_minutes`` (an hour cannot be cut into the halves it had).
    """
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        present = ", ".join(map(str, frame.columns)) or "no column"
        raise DemandError([Fault(None, name, present, f"a column {name}") for name in missing])
    frame = frame.reset_index(drop=True)
    done: list[Repair] = []
    note = partial(_noted, done, first_row)
    start, _ = start_faults(frame["queue"], frame["start"], 1)
    start = start.dt.floor("min")
    count = pd.to_numeric(frame["arrivals"], errors="coerce").astype(float)
    named = frame["queue"].notna() & (frame["queue"].astype(str).str.strip() != "")
    readable = named & start.dt.year.between(*YEARS) & (count.abs() <= MOST_ARRIVALS)
    note("unreadable", ~readable, partial(_first_cell, frame, start, count))
    note("negative", readable & (count < 0))
    note("fraction", readable & (count >= 0) & (count != count.round()))
    table = pd.DataFrame({"queue": frame["queue"].astype(str).str.strip(), "start": start, "arrivals": count.round()})
    table["aht_s"] = np.nan
    if "aht_s" in frame.columns:
        seconds, faults = aht_faults(frame["aht_s"])
        bad = seconds > LONGEST_AHT_S
        bad.iloc[[fault.row - 1 for fault in faults if fault.row is not None]] = True
        note("aht", bad & readable)
        table["aht_s"] = seconds.where(~bad)
    table = table[readable & (count >= 0)]
    if table.empty:
        raise DemandError([_first_fault(frame, start, count, first_row)])
    if contacts:
        return _summed(table, table["start"].dt.floor(f"{slot_minutes}min")), tuple(done)
    table = _once(table, note, first_row)
    if not measured:
        _refuse_longer(table, slot_minutes)
    return _slots(table, slot_minutes, note), tuple(done)


def _first_fault(frame: pd.DataFrame, start: pd.Series, count: pd.Series, first_row: int) -> Fault:
    """Why the first row cannot be used, where none can."""
    if frame.empty:
        return Fault(None, "arrivals", "no usable row", "at least one interval")
    none = "(and no usable row)"
    column = _bad_column(start, count, 0)
    if column == "start":
        expected = f"{MOMENT}, in a year from {YEARS[0]} to {YEARS[1]}, in at least one row"
        return Fault(first_row, "start", f"{shown(frame['start'][0])} {none}", expected)
    if column == "arrivals":
        return Fault(
            first_row,
            "arrivals",
            f"{shown(frame['arrivals'][0])} {none}",
            f"a count from 0 to {MOST_ARRIVALS}, in at least one row",
        )
    return Fault(None, "arrivals", "no usable row", "at least one interval with a queue, a time and a count")


def _bad_column(start: pd.Series, count: pd.Series, row: int) -> str:
    """The column for which a row cannot be used."""
    if not (pd.notna(start[row]) and YEARS[0] <= start[row].year <= YEARS[1]):
        return "start"
    return "queue" if 0 <= count[row] <= MOST_ARRIVALS else "arrivals"


def _first_cell(frame: pd.DataFrame, start: pd.Series, count: pd.Series, row: int) -> object:
    return frame[_bad_column(start, count, row)][row]


def _once(table: pd.DataFrame, note: Note, first_row: int) -> pd.DataFrame:
    """Every interval once."""
    twice = table.duplicated(["queue", "start"], keep=False)
    if not twice.any():
        return table
    # When the clock goes back, all intervals of one or two hours of a Sunday night come twice.
    night = table["start"].dt.hour.lt(4) & table["start"].dt.day_of_week.eq(6) & twice
    grouped = table.groupby(["queue", "start"], sort=False)
    other = twice & ~night & (grouped["arrivals"].transform("nunique") > 1)
    if other.sum() >= MANY and 2 * other.sum() > len(table):
        raise DemandError([_again(table, other, first_row)])
    note("clock", night)
    note("repeated", twice & ~night)
    mean = grouped[["arrivals", "aht_s"]].mean().reset_index()
    return mean.assign(arrivals=mean["arrivals"].round())


def _again(table: pd.DataFrame, other: pd.Series, first_row: int) -> Fault:
    """Most rows are of an interval that another row counts otherwise: queues in one, or afternoons without their pm."""
    row = other.index[other & table.duplicated(["queue", "start"])][0]
    queue, start = table.loc[row, ["queue", "start"]]
    found = f"{start} of queue {queue} again with another count, as in {int(other.sum())} of {len(table)} rows"
    return Fault(int(row) + first_row, "start", found, "each interval of a queue once, and hours from 0 to 23")


def _refuse_longer(table: pd.DataFrame, slot_minutes: int) -> None:
    """Intervals longer than the center's, or across them, cannot be parted as they were."""
    for queue, own in table.groupby("queue"):
        step = own["start"].sort_values().diff().dropna()
        usual = int(step.mode()[0].total_seconds() // 60) if len(step) else slot_minutes
        minute = own["start"].dt.hour * 60 + own["start"].dt.minute
        long = usual > slot_minutes and (usual <= 120 or usual % DAY == 0)
        past = minute % slot_minutes
        if long and (minute % usual == 0).all():
            found = f"intervals of {usual} minutes in queue {queue}"
            raise DemandError([Fault(None, "start", found, f"intervals of {slot_minutes} minutes or shorter")])
        if len(own) >= MANY and past.iloc[0] and past.nunique() == 1:
            found = f"{own['start'].iloc[0]}, as all of queue {queue} {past.iloc[0]} minutes into an interval"
            raise DemandError([Fault(None, "start", found, f"intervals that begin every {slot_minutes} minutes")])


def _slots(table: pd.DataFrame, slot_minutes: int, note: Note) -> pd.DataFrame:
    """Intervals of the center's length."""
    floor = table["start"].dt.floor(f"{slot_minutes}min")
    shorter = floor != table["start"]
    if not shorter.any():
        return table.reset_index(drop=True)
    note("shorter", shorter)
    return _summed(table, floor)


def _summed(table: pd.DataFrame, start: pd.Series) -> pd.DataFrame:
    """Counts added up by interval, handling times weighed by them."""
    known = table["aht_s"].notna()
    parts = table.assign(
        start=start,
        work=(table["aht_s"] * table["arrivals"]).where(known, 0.0),
        handled=table["arrivals"].where(known, 0.0),
    )
    added = parts.groupby(["queue", "start"], sort=True)[["arrivals", "work", "handled"]].sum().reset_index()
    added["aht_s"] = added["work"] / added["handled"].where(added["handled"] > 0)
    return added[["queue", "start", "arrivals", "aht_s"]]


def _noted(
    done: list[Repair], first_row: int, kind: str, rows: pd.Series, cell: Callable[[int], object] | None = None
) -> None:
    places = [int(index) for index in rows.index[rows]]
    if places:
        numbers = tuple(place + first_row for place in places)
        first = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
        found = shown(cell(places[0])) if cell else ""
        cells = {"zh": "空" if found in NOTHING else found, "en": "nothing" if found in NOTHING else found}
        told = {
            lang: text.format(count=len(numbers), rows=first, cell=cells[lang]) for lang, text in TEXTS[kind].items()
        }
        done.append(Repair(kind, numbers, told))


TEXTS: Mapping[str, Mapping[str, str]] = {
    "unreadable": {
        "zh": "{count} 行的队列、时间或数量无法识别，按缺数处理（第 {rows} 行，首个为 {cell}）",
        "en": "{count} row(s) without a readable queue, time or count are treated as gaps (row {rows}; the first has {cell})",
    },
    "negative": {
        "zh": "{count} 行数量为负，按缺数处理（第 {rows} 行）",
        "en": "{count} negative count(s) are treated as gaps (row {rows})",
    },
    "fraction": {
        "zh": "{count} 行数量不是整数，已四舍五入（第 {rows} 行）",
        "en": "{count} fractional count(s) were rounded (row {rows})",
    },
    "shorter": {
        "zh": "时段比设定短，已合并相加（{count} 行，如第 {rows} 行）",
        "en": "shorter intervals were added up to the center's ({count} row(s), such as {rows})",
    },
    "clock": {
        "zh": "夏令时结束，同一小时出现两次，已取平均（第 {rows} 行）",
        "en": "the clock went back and an hour came twice: averaged (row {rows})",
    },
    "repeated": {
        "zh": "{count} 行为重复时段：数量相同只留一行，不同取平均（第 {rows} 行）",
        "en": "{count} row(s) repeat an interval: kept once, averaged where the counts differ (row {rows})",
    },
    "aht": {
        "zh": "{count} 行平均处理时长无法识别，按未知处理（第 {rows} 行）",
        "en": "{count} handling time(s) are unreadable and count as unknown (row {rows})",
    },
}

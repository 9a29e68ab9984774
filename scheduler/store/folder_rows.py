"""The tables of a center folder as objects, and the objects as rows of the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from math import isnan
from typing import Any, TypeVar

import pandas as pd

from scheduler.domain.day_table import DayEntry
from scheduler.domain.people import Acting, Person, Skill, Standing
from scheduler.domain.posts import ABLine, Custody, Incompatible, Item, Post
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.routine import Activity, Backlog, Routine, Task
from scheduler.domain.shifts import Session, ShiftCover, ShiftType
from scheduler.store.entries import TypedArrivals
from scheduler.store.tables import Row, TableReading

Readings = Mapping[str, TableReading]
Rows = Iterable[Mapping[str, Any]]

T = TypeVar("T")

DEMAND_COLUMNS = ("queue", "start", "arrivals", "aht_s", "source")


def built(kind: type[T], readings: Readings, table: str) -> tuple[T, ...]:
    """An object of each row whose columns are fields of ``kind``; empty cells take its defaults."""
    reading = readings.get(table)
    return tuple(_build(kind, row) for row in reading.rows) if reading is not None else ()


def people(readings: Readings) -> tuple[Person, ...]:
    skills = _owned(Skill, readings, "skills", "person")
    standings = _owned(Standing, readings, "standings", "person")
    acting = _owned(Acting, readings, "acting", "person")
    return tuple(
        _build(
            Person,
            row,
            skills=skills.get(row.get("id"), ()),
            standings=standings.get(row.get("id"), ()),
            acting=acting.get(row.get("id"), ()),
        )
        for row in readings["people"].rows
    )


def posts(readings: Readings) -> tuple[Post, ...]:
    items = _owned(Item, readings, "items", "post")
    return tuple(_build(Post, row, items=items.get(row.get("id"), ())) for row in readings["posts"].rows)


def shifts(readings: Readings) -> tuple[ShiftType, ...]:
    def paid(row: Row) -> int:
        minutes = row.get("paid_minutes")
        return int(minutes) if minutes is not None else sum(b - a for a, b in row.get("parts"))

    return tuple(_build(ShiftType, row, paid_minutes=paid(row)) for row in readings["shifts"].rows)


def roster(reading: TableReading | None) -> Roster:
    """Duties of a roster table; its column ``date`` is the day a duty belongs to."""
    rows = reading.rows if reading is not None else ()
    return Roster.of(_build(Duty, row, day=row.get("date")) for row in rows)


def activities(reading: TableReading) -> tuple[Activity, ...]:
    """Activities of their table, by day, person and time."""
    return tuple(sorted(_build(Activity, row, day=row.get("date")) for row in reading.rows))


def ledger(readings: Readings) -> dict[str, dict[str, float]]:
    kept: dict[str, dict[str, float]] = {}
    for row in readings["ledger"].rows if "ledger" in readings else ():
        kept.setdefault(row.get("person"), {})[row.get("kind")] = row.get("value")
    return kept


def demand(reading: TableReading) -> pd.DataFrame:
    columns = {name: [row.get(name) for row in reading.rows] for name in DEMAND_COLUMNS}
    return demand_frame(*columns.values())


def demand_frame(
    queue: Sequence[str],
    start: Sequence[datetime],
    arrivals: Sequence[int],
    aht_s: Sequence[float | None],
    source: Sequence[str | None],
) -> pd.DataFrame:
    """History in the one form folders keep: equal histories are equal frames.

    Returns
    -------
    Frame ``queue`` (text), ``start`` (naive local), ``arrivals`` (whole), ``aht_s`` (seconds, NaN
    where unknown), ``source`` (text, ``simulated`` for made-up data).
    """
    return pd.DataFrame(
        {
            "queue": pd.Series(list(queue), dtype="object").astype(str),
            "start": pd.to_datetime(pd.Series(list(start), dtype="object")).astype("datetime64[s]"),
            "arrivals": pd.Series(list(arrivals), dtype="int64"),
            "aht_s": pd.Series([float("nan") if value is None else value for value in aht_s], dtype="float64"),
            "source": pd.Series([value or "" for value in source], dtype="object").astype(str),
        }
    )


def with_types(frame: pd.DataFrame | None, typed: Sequence[TypedArrivals]) -> pd.DataFrame | None:
    """History in which slots known by type hold the sum of their types, handling times weighed by arrivals."""
    if not typed:
        return frame
    sums: dict[tuple[str, datetime], list[float]] = {}
    for line in typed:
        total = sums.setdefault((line.queue, line.start), [0, 0.0, 0.0])
        total[0] += line.arrivals
        if line.aht_s is not None:
            total[1] += line.arrivals
            total[2] += line.arrivals * line.aht_s
    keys = sorted(sums)
    made = demand_frame(
        [q for q, _ in keys],
        [start for _, start in keys],
        [int(sums[k][0]) for k in keys],
        [sums[k][2] / sums[k][1] if sums[k][1] else None for k in keys],
        [""] * len(keys),
    )
    if frame is None or frame.empty:
        return made
    known = pd.MultiIndex.from_frame(made[["queue", "start"]])
    rest = frame[~pd.MultiIndex.from_frame(frame[["queue", "start"]]).isin(known)]
    return pd.concat([rest, made], ignore_index=True).sort_values(["queue", "start"], kind="stable", ignore_index=True)


def rows_of(objects: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Rows of objects whose fields are the table's columns."""
    for item in objects:
        yield {field.name: getattr(item, field.name) for field in fields(item)}


def owned_rows(owners: Iterable[Any], part: str, column: str) -> Iterator[dict[str, Any]]:
    """Rows of what belongs to an owner, such as the skills of a person."""
    for owner in owners:
        for row in rows_of(getattr(owner, part)):
            yield {column: owner.id, **row}


def roster_rows(duties: Iterable[Duty]) -> Iterator[dict[str, Any]]:
    for row in rows_of(duties):
        yield {"date": row["day"], **row}


def activity_rows(activities: Iterable[Activity]) -> Iterator[dict[str, Any]]:
    for activity in activities:
        row = {field.name: getattr(activity, field.name) or None for field in fields(activity)}
        yield {"date": activity.day, "article": activity.article, **row}


def override_rows(entries: Iterable[DayEntry]) -> Iterator[dict[str, Any]]:
    wrong = [str(e.date) for e in entries if e.kind not in ("open", "closed")]
    if wrong:
        raise ValueError(f"calendar overrides of {', '.join(wrong)}: a center's own days are open or closed")
    yield from rows_of(entries)


def demand_rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    sources = frame["source"] if "source" in frame.columns else [""] * len(frame)
    starts = frame["start"].dt.to_pydatetime()
    for queue, start, arrivals, aht_s, source in zip(
        frame["queue"], starts, frame["arrivals"], frame["aht_s"], sources, strict=True
    ):
        yield {
            "queue": queue,
            "start": start,
            "arrivals": int(arrivals),
            "aht_s": None if isnan(aht_s) else float(aht_s),
            "source": source or None,
        }


def _build(kind: type[Any], row: Row, **more: Any) -> Any:
    known = {field.name for field in fields(kind) if field.init}
    given = {name: value for name, value in row.values.items() if name in known and value is not None}
    return kind(**{**given, **more})


def _owned(kind: type[T], readings: Readings, table: str, owner: str) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    reading = readings.get(table)
    for row in reading.rows if reading is not None else ():
        found.setdefault(row.get(owner), []).append(_build(kind, row))
    return {name: tuple(items) for name, items in found.items()}


PLAIN: Mapping[str, type[Any]] = {
    "ab": ABLine,
    "custody": Custody,
    "incompatible": Incompatible,
    "sessions": Session,
    "covers": ShiftCover,
    "routines": Routine,
    "backlogs": Backlog,
    "tasks": Task,
}
"""Tables of the center whose rows are objects as they stand."""

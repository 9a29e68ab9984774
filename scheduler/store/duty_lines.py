"""Duties that return: which day of the month, which day of the year, how long after a trip.

The source texts leave most of these days blank, so they are data: ``data/duties/default.csv``, or a
center's own ``duties/calendar.csv``.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scheduler.domain.center import Center
from scheduler.store.cells import TITLE_LENGTH
from scheduler.store.columns import Column, Table
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.paths import data_folder
from scheduler.store.tables import TableReading, read_table

Due = Literal["month_day", "last_workday", "after_trip", "weekday", "workday"]
Roll = Literal["before", "after", "keep"]

DUES = {
    "month_day": "每月某日|每年某日",
    "last_workday": "最后一个工作日",
    "after_trip": "公出结束后几日",
    "weekday": "每周几",
    "workday": "每个工作日",
}
ROLLS = {"before": "提前", "after": "顺延", "keep": "不变"}


def _title(name: str, zh: str, meaning_zh: str, meaning_en: str) -> Column:
    return Column(name, zh, "title", meaning_zh, meaning_en, required=True)


DUTIES = Table(
    "calendar",
    "例行事务",
    "Duties that return",
    (
        Column("id", "编号", "id", "编号", "Id of the duty", required=True),
        _title("name_zh", "名称|中文名称", "中文名称", "Name in Chinese"),
        _title("name_en", "英文名称", "英文名称", "Name in English"),
        _title("who_zh", "责任人", "由谁办理", "Whose duty, in Chinese"),
        _title("who_en", "英文责任人", "由谁办理(英文)", "Whose duty, in English"),
        Column("article", "依据|条款", "title", "条款", f"Article, at most {TITLE_LENGTH} characters"),
        Column("due", "期限", "choice", "如何确定日期", "How the date is found", required=True, choices=DUES),
        Column("month", "月份", "int", "只在该月，空为每月", "Only in this month, empty: every month", low=1, high=12),
        Column(
            "day",
            "日",
            "int",
            "每月几日，公出后几日，或周几(1 为周一)",
            "Day of the month, days after the trip, or day of the week (1: Monday)",
            low=1,
            high=31,
        ),
        Column(
            "roll",
            "遇休息日",
            "choice",
            "遇休息日提前、顺延或不变",
            "On a day off: the workday before, after, or unchanged",
            choices=ROLLS,
        ),
        Column("people", "轮值人员|人员", "ids", "轮流承担的人员，按顺序", "People who take turns, in order"),
    ),
    ("id",),
    True,
)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty that returns; see :data:`DUTIES` for its fields."""

    id: str
    name_zh: str
    name_en: str
    who_zh: str
    who_en: str
    article: str
    due: Due
    month: int | None = None
    day: int | None = None
    roll: Roll = "keep"
    people: tuple[str, ...] = ()


def read_duty_lines(center: Path | None = None, known: Center | None = None) -> tuple[DutyLine, ...]:
    """The center's own duties if its folder has any, else the shipped ones; people who take turns must be ``known``.

    Raises
    ------
    FolderFaults
        Every fault of the table.
    """
    own = center / "duties" / "calendar.csv" if center is not None else None
    path = own if own is not None and own.is_file() else data_folder() / "duties" / "default.csv"
    reading = read_table(path.read_bytes(), DUTIES, path.name)
    faults = [*reading.faults, *_without_day(reading)]
    if known is not None:
        faults += [
            reading.fault(row, "people", (f"people.csv 中没有人员 {person}", f"no person {person} in people.csv"))
            for row in reading.rows
            for person in row.get("people") or ()
            if person not in known.person
        ]
    if faults:
        raise FolderFaults(faults)
    return tuple(
        DutyLine(
            **{c.name: row.get(c.name) for c in DUTIES.columns if row.get(c.name) is not None and c.name != "article"},
            article=row.get("article") or "",
        )
        for row in reading.rows
    )


def _without_day(reading: TableReading) -> list[Fault]:
    """A day of the month or week, or after a trip, that is not given or cannot be."""
    found = []
    for row in reading.rows:
        due, day = row.get("due"), row.get("day")
        if due in ("month_day", "after_trip", "weekday") and day is None:
            found.append(reading.fault(row, "due", ("应填写“日”", "expected a number in the column day")))
        elif due == "weekday" and day > 7:
            found.append(reading.fault(row, "day", ("周几应为 1 至 7", "expected 1 to 7, the day of the week")))
    return found

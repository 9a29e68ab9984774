"""What really happened: attendance.csv and service.csv of one folder, with every fault at once."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from scheduler.domain.center import Center
from scheduler.store.columns import Column, Table
from scheduler.store.cross_checks import span_faults
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.references import unknown_ids
from scheduler.store.tables import Row, TableReading, read_table

AttendanceKind = Literal["work", "left_post", "absent"]

KINDS = {"work": "在岗|出勤", "left_post": "脱岗|离岗", "absent": "旷工"}


def _count(name: str, zh: str, meaning_zh: str, meaning_en: str) -> Column:
    return Column(name, zh, "int", meaning_zh, meaning_en, low=0, high=10**6)


ATTENDANCE = Table("attendance", "出勤记录", "Attendance by person and day", (
    Column("date", "日期", "date", "日期", "Day the duty belongs to", required=True),
    Column("person", "人员|人员编号|工号", "id", "人员编号", "Id of the person", required=True, ref="people"),
    Column("kind", "类别|类型", "choice", "在岗、中途脱岗,或经人确认的旷工", "At work, off the post in between, or absence a human has confirmed", choices=KINDS),
    Column("start", "开始|开始时间|上班", "moment", "开始时刻,旷工可空", "From, empty for an absence"),
    Column("end", "结束|结束时间|下班", "end", "结束时刻,旷工可空", "To, empty for an absence"),
    Column("post", "岗位|窗口", "id", "实际所在岗位,空为按班表", "Post really held, empty: as rostered", ref="posts"),
), ("date", "person", "kind", "start", "post"))

SERVICE = Table("service", "服务记录", "Service by queue, interval and, if known, person", (
    Column("queue", "队列", "id", "队列", "Queue", required=True, ref="queues"),
    Column("start", "时刻|开始|开始时间", "moment", "时段开始", "Start of the interval", required=True),
    Column("person", "人员|人员编号|工号", "id", "经办人,空为全队列", "Who served, empty: the whole queue", ref="people"),
    _count("offered", "到达量|业务量|话务量", "到达或呼入数量", "Customers or calls offered"),
    _count("in_time", "及时接听|及时", "承诺时间内受理数量", "Answered within the promise"),
    _count("handled", "受理量|接通量", "实际受理数量", "Handled"),
    _count("solved", "解决量", "一次解决数量", "Solved"),
    _count("errors", "差错量|差错", "差错数量", "Errors"),
    _count("ratings", "评价数", "评价数量", "Ratings given"),
    Column("score", "满意度|平均分", "number", "平均评分(0 至 100)", "Mean rating, 0 to 100", low=0, high=100),
), ("queue", "start", "person"))


@dataclass(frozen=True, slots=True)
class Attendance:
    """One stretch of one person's day; ``start`` and ``end`` are None for a confirmed absence."""

    date: date
    person: str
    kind: AttendanceKind = "work"
    start: datetime | None = None
    end: datetime | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What one queue, or one person for it, did in one interval."""

    queue: str
    start: datetime
    person: str | None = None
    offered: int = 0
    in_time: int = 0
    handled: int = 0
    solved: int = 0
    errors: int = 0
    ratings: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Actuals:
    """All that is known of a period; either part may be empty."""

    attendance: tuple[Attendance, ...] = ()
    service: tuple[Service, ...] = ()


def read_actuals(folder: Path, center: Center) -> Actuals:
    """Read ``attendance.csv`` and ``service.csv``; one of them may be missing.

    Raises
    ------
    FolderFaults
        Every fault of both files: unknown people, posts and queues, spans that end before they
        start, more answered in time or solved than there were, an absence with times and the like.
    """
    paths = [path for table in (ATTENDANCE, SERVICE) if (path := folder / table.file).is_file()]
    if not paths:
        raise FolderFaults([Fault(folder.name, 0, "", "", ("没有 attendance.csv 或 service.csv", "no attendance.csv or service.csv"))])
    return parse_actuals({path.name: path.read_bytes() for path in paths}, center)


def parse_actuals(files: dict[str, bytes], center: Center) -> Actuals:
    """The same from the bytes of the files by name."""
    readings = {table.name: read_table(files[table.file], table) for table in (ATTENDANCE, SERVICE) if table.file in files}
    known = {"people": center.person, "posts": center.post, "queues": center.queue}
    faults: list[Fault] = []
    for reading in readings.values():
        faults += [*reading.faults, *unknown_ids(reading, known)]
    attendance, service = readings.get("attendance"), readings.get("service")
    if attendance is not None:
        faults += [*span_faults(attendance, "start", "end", True), *_attendance_faults(attendance)]
    if service is not None:
        faults += _service_faults(service)
    if faults:
        raise FolderFaults(faults)
    return Actuals(
        tuple(Attendance(**_given(row)) for row in attendance.rows) if attendance is not None else (),
        tuple(Service(**_given(row)) for row in service.rows) if service is not None else (),
    )


def _given(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if value is not None}


def _attendance_faults(reading: TableReading) -> list[Fault]:
    found = []
    for row in reading.rows:
        times, absent = [row.get("start"), row.get("end")], row.get("kind") == "absent"
        if not row.whole:
            continue
        if not absent and None in times:
            found.append(reading.fault(row, "start" if times[0] is None else "end", ("在岗与脱岗须写起止时刻", "expected both times for work and for leaving the post")))
        if absent and times != [None, None]:
            found.append(reading.fault(row, "start", ("旷工不写时刻", "expected no times for an absence")))
        if times[0] is not None and not 0 <= (times[0].date() - row.get("date")).days <= 1:
            found.append(reading.fault(row, "start", ("应在该日期或次日", "expected on the date or the day after")))
    return found


def _service_faults(reading: TableReading) -> list[Fault]:
    """Parts that are larger than their whole."""
    found = []
    for row in reading.rows:
        for part, whole in (("in_time", "offered"), ("solved", "handled"), ("ratings", "handled")):
            some, every = row.get(part) or 0, row.get(whole) or 0
            if row.whole and some > every:
                found.append(reading.fault(row, part, (f"不应多于{reading.table.column(whole).headers[1]}({every})", f"expected at most {whole} ({every})")))
        if row.whole and row.get("ratings") and row.get("score") is None:
            found.append(reading.fault(row, "score", ("有评价时须写平均分", "expected the mean where there are ratings")))
    return found

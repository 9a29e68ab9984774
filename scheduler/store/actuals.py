"""What really happened: attendance.csv, service.csv and reviews.csv of one folder, with every fault at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from scheduler.domain.center import Center
from scheduler.store.columns import Column, Table
from scheduler.store.cross_checks import span_faults
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.references import unknown_ids
from scheduler.store.tables import Row, TableReading, read_table, write_table

AttendanceKind = Literal["work", "left_post", "absent"]
Method = Literal["regular", "spot", "client", "survey", "box", "interview", "peer"]
Aspect = Literal["attitude", "quality", "ability", "efficiency", "teamwork", "visits"]

FOLDER = "actuals"
"""Subfolder of a center in which its actuals lie."""

METHODS = {
    "regular": "定期检查",
    "spot": "抽查",
    "client": "客户评价",
    "survey": "问卷",
    "box": "意见箱",
    "interview": "座谈回访|回访",
    "peer": "同事互评|互评",
}
ASPECTS = {
    "attitude": "服务态度|态度",
    "quality": "服务质量|质量",
    "ability": "业务能力|能力",
    "efficiency": "办事效率|效率",
    "teamwork": "团队协作|协作",
    "visits": "拜访|拜访完成",
}
KINDS = {"work": "在岗|出勤", "left_post": "脱岗|离岗", "absent": "旷工"}


def _count(name: str, zh: str, meaning_zh: str, meaning_en: str) -> Column:
    return Column(name, zh, "int", meaning_zh, meaning_en, low=0, high=10**6)


# fmt: off
# A table reads best with one entry a line.
ATTENDANCE = Table("attendance", "出勤记录", "Attendance by person and day", (
    Column("date", "日期", "date", "日期", "Day the duty belongs to", required=True),
    Column("person", "人员|人员编号|工号", "id", "人员编号", "Id of the person", required=True, ref="people"),
    Column("kind", "类别|类型", "choice", "在岗、中途脱岗，或经人确认的旷工", "At work, off the post in between, or absence a human has confirmed", choices=KINDS),
    Column("start", "开始|开始时间|上班", "moment", "开始时刻，旷工可空", "From, empty for an absence"),
    Column("end", "结束|结束时间|下班", "end", "结束时刻，旷工可空", "To, empty for an absence"),
    Column("post", "岗位|窗口", "id", "实际所在岗位，空为按班表", "Post really held, empty: as rostered", ref="posts"),
), ("date", "person", "kind", "start", "post"))

SERVICE = Table("service", "服务记录", "Service by queue, interval and, if known, person", (
    Column("queue", "队列", "id", "队列", "Queue", required=True, ref="queues"),
    Column("start", "时刻|开始|开始时间", "moment", "时段开始", "Start of the interval", required=True),
    Column("person", "人员|人员编号|工号", "id", "经办人，空为全队列", "Who served, empty: the whole queue", ref="people"),
    _count("offered", "到达量|业务量|话务量", "到达或呼入数量", "Customers or calls offered"),
    _count("in_time", "及时接听|及时", "承诺时间内受理数量", "Answered within the promise"),
    _count("handled", "受理量|接通量", "实际受理数量", "Handled"),
    _count("solved", "解决量", "一次解决数量", "Solved"),
    _count("errors", "差错量|差错", "差错数量", "Errors"),
    _count("ratings", "评价数", "评价数量", "Ratings given"),
    Column("score", "满意度|平均分", "number", "平均评分(0 至 100)", "Mean rating, 0 to 100", low=0, high=100),
    _count("urgent", "紧急量|紧急", "其中紧急数量", "Urgent ones among those offered (2-09)"),
    _count("urgent_in_time", "紧急及时", "紧急的按时响应数量", "Urgent ones answered in time"),
    _count("finished", "办结量|办结", "有办结时限的事项办结数量", "Cases with a time limit that were finished (3-51)"),
    _count("finished_in_time", "按时办结", "其中按时办结数量", "Of these within the limit"),
    _count("repeats", "重复来访", "为同一事项再次来访数量", "Handled ones that came a second time for the same matter (3-48)"),
    _count("complaints", "投诉量|投诉", "投诉数量", "Complaints (0-26)"),
    _count("complaints_closed", "投诉办结", "已办结投诉数量", "Complaints closed (4-15)"),
    _count("complaints_in_time", "投诉按时", "按时回复投诉数量", "Complaints answered in the set time (2-08)"),
), ("queue", "start", "person"))

REVIEWS = Table("reviews", "评价记录", "Checks, questionnaires, suggestions and colleagues' ratings", (
    Column("date", "日期", "date", "日期", "Date", required=True),
    Column("method", "方式|方法", "choice", "评价方式", "How it was collected (0-21, 0-26)", required=True, choices=METHODS),
    Column("aspect", "方面|维度", "choice", "评价方面", "What is rated (0-20, 3-47)", required=True, choices=ASPECTS),
    Column("person", "人员|人员编号|工号", "id", "被评价人，空为全中心", "Whom it is about, empty: the center", ref="people"),
    Column("answers", "份数", "int", "评价份数", "How many answers", required=True, low=1, high=10**6),
    Column("score", "平均分|得分", "number", "平均分(0 至 100)", "Mean, 0 to 100", required=True, low=0, high=100),
), ("date", "method", "aspect", "person"))

TABLES = (ATTENDANCE, SERVICE, REVIEWS)
PARTS = (
    ("in_time", "offered"), ("solved", "handled"), ("ratings", "handled"), ("repeats", "handled"), ("urgent", "offered"), ("urgent_in_time", "urgent"),
    ("finished_in_time", "finished"), ("complaints_closed", "complaints"), ("complaints_in_time", "complaints"),
)
"""Columns of service.csv that cannot be more than another."""
# fmt: on


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
    """What one queue, or one person for it, did in one interval; None: not counted, which is not 0."""

    queue: str
    start: datetime
    person: str | None = None
    offered: int = 0
    in_time: int | None = None
    handled: int = 0
    solved: int | None = None
    errors: int | None = None
    ratings: int = 0
    score: float = 0.0
    urgent: int | None = None
    urgent_in_time: int | None = None
    finished: int | None = None
    finished_in_time: int | None = None
    repeats: int | None = None
    complaints: int | None = None
    complaints_closed: int | None = None
    complaints_in_time: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Answers of one day about one aspect of a person, or of the center; ``score`` is their mean, 0 to 100."""

    date: date
    method: Method
    aspect: Aspect
    person: str | None = None
    answers: int = 1
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Actuals:
    """All that is known of a period; any part may be empty."""

    attendance: tuple[Attendance, ...] = ()
    service: tuple[Service, ...] = ()
    reviews: tuple[Review, ...] = ()

    def between(self, first: date, last: date) -> "Actuals":
        """What belongs to the days from ``first`` to ``last``, both included."""
        return Actuals(
            tuple(r for r in self.attendance if first <= r.date <= last),
            tuple(r for r in self.service if first <= r.start.date() <= last),
            tuple(r for r in self.reviews if first <= r.date <= last),
        )

    def of(self, center: Center) -> "Actuals":
        """Records of people, posts and queues that the center still has: who left is in no figure any more."""
        return Actuals(
            tuple(
                r for r in self.attendance if r.person in center.person and (r.post is None or r.post in center.post)
            ),
            tuple(
                r for r in self.service if r.queue in center.queue and (r.person is None or r.person in center.person)
            ),
            tuple(r for r in self.reviews if r.person is None or r.person in center.person),
        )

    def under(self, later: "Actuals") -> "Actuals":
        """Both together; of a table's days that both know, ``later`` is believed."""
        parts: dict[str, tuple[Any, ...]] = {}
        for part in fields(self):
            new = getattr(later, part.name)
            told = {day_of(row) for row in new}
            parts[part.name] = (*(row for row in getattr(self, part.name) if day_of(row) not in told), *new)
        return Actuals(**parts)

    @property
    def days(self) -> frozenset[date]:
        """Days of which anything is recorded."""
        return frozenset(day_of(row) for part in fields(self) for row in getattr(self, part.name))


def day_of(row: Attendance | Service | Review) -> date:
    """The day a record belongs to."""
    return row.start.date() if isinstance(row, Service) else row.date


def read_actuals(folder: Path, center: Center) -> Actuals:
    """Read ``attendance.csv``, ``service.csv`` and ``reviews.csv``; any of them may be missing, not all.

    Raises
    ------
    FolderFaults
        Every fault of all files: unknown people, posts and queues, spans that end before they
        start, more answered in time or solved than there were, an absence with times and the like.
    """
    paths = [path for table in TABLES if (path := folder / table.file).is_file()]
    if not paths:
        names = [table.file for table in TABLES]
        raise FolderFaults(
            [Fault(folder.name, 0, "", "", (f"没有 {'、'.join(names)} 中的任何一个", f"none of {', '.join(names)}"))]
        )
    return parse_actuals({path.name: path.read_bytes() for path in paths}, center)


def actuals_of(folder: Path | None, center: Center) -> Actuals:
    """The actuals that lie in a center's folder; nothing where there are none."""
    place = folder / FOLDER if folder is not None else None
    if place is None or not any((place / table.file).is_file() for table in TABLES):
        return Actuals()
    return read_actuals(place, center)


def parse_actuals(files: Mapping[str, bytes], center: Center) -> Actuals:
    """The same from the bytes of the files by name; a file that is none of the tables is a fault."""
    readings = {table.name: read_table(files[table.file], table) for table in TABLES if table.file in files}
    known = {"people": center.person, "posts": center.post, "queues": center.queue}
    faults: list[Fault] = list(_strange(files))
    for reading in readings.values():
        faults += [*reading.faults, *unknown_ids(reading, known)]
    attendance, service = readings.get("attendance"), readings.get("service")
    if attendance is not None:
        faults += [*span_faults(attendance, "start", "end", True), *_attendance_faults(attendance)]
    if service is not None:
        faults += _service_faults(service)
    if faults:
        raise FolderFaults(faults)
    made = {
        name: tuple(kind(**_given(row)) for row in readings[name].rows)
        for name, kind in _KIND.items()
        if name in readings
    }
    return Actuals(**made)


def read_part(name: str, raw: bytes) -> tuple[Any, ...]:
    """Records of one table as they were written, without asking whether the people are still there."""
    table = next(t for t in TABLES if t.name == name)
    return tuple(_KIND[name](**_given(row)) for row in read_table(raw, table).rows)


def actuals_files(actuals: Actuals) -> dict[str, bytes]:
    """The files by name, tables without rows left out; equal actuals give equal bytes."""
    found = {}
    for table in TABLES:
        rows = getattr(actuals, table.name)
        if rows:
            found[table.file] = write_table(
                table, ({c.name: getattr(row, c.name) for c in table.columns} for row in rows)
            )
    return found


_KIND: Mapping[str, type[Any]] = {"attendance": Attendance, "service": Service, "reviews": Review}


def _strange(files: Mapping[str, bytes]) -> Iterator[Fault]:
    names = [table.file for table in TABLES]
    for name in sorted(set(files) - set(names)):
        yield Fault(name, 0, "", "", (f"应为 {'、'.join(names)} 之一", f"expected one of {', '.join(names)}"))


def _given(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if value is not None}


def _attendance_faults(reading: TableReading) -> list[Fault]:
    found = []
    for row in reading.rows:
        times, absent = [row.get("start"), row.get("end")], row.get("kind") == "absent"
        if not row.whole:
            continue
        if not absent and None in times:
            found.append(
                reading.fault(
                    row,
                    "start" if times[0] is None else "end",
                    ("在岗与脱岗须写起止时刻", "expected both times for work and for leaving the post"),
                )
            )
        if absent and times != [None, None]:
            found.append(reading.fault(row, "start", ("旷工不写时刻", "expected no times for an absence")))
        if times[0] is not None and not 0 <= (times[0].date() - row.get("date")).days <= 1:
            found.append(reading.fault(row, "start", ("应在该日期或次日", "expected on the date or the day after")))
    return found


def _service_faults(reading: TableReading) -> list[Fault]:
    """Parts that are larger than their whole."""
    found = []
    for row in reading.rows:
        for part, whole in PARTS:
            some, every = row.get(part) or 0, row.get(whole) or 0
            if row.whole and some > every:
                found.append(
                    reading.fault(
                        row,
                        part,
                        (
                            f"不应多于{reading.table.column(whole).headers[1]}({every})",
                            f"expected at most {whole} ({every})",
                        ),
                    )
                )
        if row.whole and row.get("ratings") and row.get("score") is None:
            found.append(
                reading.fault(row, "score", ("有评价时须写平均分", "expected the mean where there are ratings"))
            )
    return found

"""Checks that need more than one cell: spans, overlaps, the AB table, the horizon, the slot grid."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from scheduler.store.event_checks import event_faults
from scheduler.store.faults import Fault
from scheduler.store.off_line_checks import off_line_faults, type_faults
from scheduler.store.references import rows_by
from scheduler.store.settings import SettingsReading
from scheduler.store.settings_schema import FILE
from scheduler.store.tables import Row, TableReading

Readings = Mapping[str, TableReading]

_HALF_OPEN = (
    ("sessions", "start", "end"),
    ("leave", "start", "end"),
    ("events", "start", "end"),
    ("roster_past", "start", "end"),
    ("tasks", "start", "due"),
)
_CLOSED = (
    ("standings", "start", "end"),
    ("acting", "valid_from", "valid_to"),
    ("people", "protected_from", "protected_until"),
    ("skills", "valid_from", "valid_to"),
    ("ab", "valid_from", "valid_to"),
    ("custody", "valid_from", "valid_to"),
    ("sessions", "valid_from", "valid_to"),
    ("room_closures", "start", "end"),
)
_AROUND = timedelta(days=366)
_EARLIEST, _LATEST = date.min, date.max


def cross_faults(readings: Readings, settings: SettingsReading) -> Iterator[Fault]:
    """Every fault between cells, rows and files, ids apart (see references)."""
    yield from _spans(readings)
    yield from _leave(readings, settings)
    yield from _ab(readings)
    yield from _designated(readings)
    yield from _incompatible(readings)
    yield from _acting(readings, settings)
    yield from _least_open(readings)
    yield from _office_shifts(readings)
    yield from _queues_of_posts(readings, settings)
    yield from _grid(readings, settings)
    yield from _settings_spans(settings)
    yield from off_line_faults(readings)
    yield from type_faults(readings)
    yield from event_faults(readings, settings)
    if "roster_past" in readings:
        yield from day_faults(readings["roster_past"])
    if "traffic" in readings and settings.content and "demand" not in settings.content:
        words = ("center.toml 缺少 [demand]，无法使用本文件", "center.toml has no [demand], so this file says nothing")
        yield Fault(readings["traffic"].file, 0, "", "", words)


def span_faults(reading: TableReading, start: str, end: str, half_open: bool) -> Iterator[Fault]:
    """Rows that end before they start; half-open spans also those that end where they start."""
    for row in reading.rows:
        first, last = row.get(start), row.get(end)
        if first is not None and last is not None and (last < first or (half_open and last == first)):
            words = (
                f"应晚于{reading.headers.get(start, start)}（{row.cells[start]}）",
                f"expected later than {reading.headers.get(start, start)} ({row.cells[start]})",
            )
            yield reading.fault(row, end, words)


def day_faults(reading: TableReading) -> Iterator[Fault]:
    """Duties that start on another day than their own (a night may start on the day after)."""
    for row in reading.rows:
        day, start, end = row.get("date"), row.get("start"), row.get("end")
        if day is not None and start is not None and not timedelta() <= start.date() - day <= timedelta(days=1):
            yield reading.fault(
                row, "start", ("应在班次所属日期或次日", "expected on the day of the duty or the day after")
            )
        if start is not None and end is not None and end - start > timedelta(days=2):
            yield reading.fault(row, "end", ("一段在岗最多两天", "expected at most two days after the start"))


def _spans(readings: Readings) -> Iterator[Fault]:
    for tables, half_open in ((_HALF_OPEN, True), (_CLOSED, False)):
        for table, start, end in tables:
            if table in readings:
                yield from span_faults(readings[table], start, end, half_open)


def _leave(readings: Readings, settings: SettingsReading) -> Iterator[Fault]:
    """Leave of one person that overlaps, and leave that has nothing to do with the horizon."""
    reading = readings.get("leave")
    if reading is None:
        return
    low, high = _horizon(settings)
    for row in reading.rows:
        start, end = row.get("start"), row.get("end")
        if start is not None and end is not None and (end.date() < low or start.date() > high):
            words = (
                f"与排班期相差一年以上（{low} 至 {high}）",
                f"expected within a year of the horizon ({low} to {high})",
            )
            yield reading.fault(row, "start", words, ("核对年份", "check the year"))
    for rows in rows_by(reading, "person").values():
        valid = [r for r in rows if r.get("status") in ("approved", "requested") and r.get("start") and r.get("end")]
        valid.sort(key=lambda r: (r.get("start"), r.number))
        longest: Row | None = None
        for row in valid:
            if longest is not None and row.get("start") < longest.get("end"):
                later, earlier = (row, longest) if row.number > longest.number else (longest, row)
                words = (
                    f"{row.get('person')} 的请假与第{earlier.number}行重叠",
                    f"leave of {row.get('person')} overlaps row {earlier.number}",
                )
                yield reading.fault(later, "start", words)
            if longest is None or row.get("end") > longest.get("end"):
                longest = row


def _ab(readings: Readings) -> Iterator[Fault]:
    """One person twice on a post, or two A of one post at the same time (3-06)."""
    reading = readings.get("ab")
    if reading is None:
        return
    for post, rows in rows_by(reading, "post").items():
        for number, row in enumerate(rows):
            for other in rows[:number]:
                if not _both_valid(row, other) or row.get("role") is None or other.get("role") is None:
                    continue
                if row.get("person") is not None and row.get("person") == other.get("person"):
                    words = (
                        f"{post} 的 {other.get('role')} 岗已是此人（第{other.number}行）",
                        f"is {other.get('role')} of {post} already (row {other.number})",
                    )
                    yield reading.fault(
                        row, "person", words, ("A、B 岗须为不同的人", "A and B must be different people")
                    )
                elif row.get("role") == other.get("role") == "A":
                    words = (f"{post} 已有A岗（第{other.number}行）", f"{post} has an A already (row {other.number})")
                    yield reading.fault(
                        row,
                        "role",
                        words,
                        ("同一天只能有一个A岗，可写生效和失效日期", "one A at a time; use valid_from and valid_to"),
                    )


def _designated(readings: Readings) -> Iterator[Fault]:
    """Two people designated for one key at the same time: the regulation designates one (3-29)."""
    reading = readings.get("custody")
    if reading is None:
        return
    named = [row for row in reading.rows if row.get("duty") == "designated" and row.get("kind") is not None]
    for number, row in enumerate(named):
        for other in named[:number]:
            same = row.get("kind") == other.get("kind") and (
                row.get("kind") != "seal" or row.get("thing") == other.get("thing")
            )
            if same and _both_valid(row, other):
                words = (
                    f"同一时间只能指定一人，第{other.number}行已指定 {other.get('person')}(3-29)",
                    f"one person at a time: row {other.number} designates {other.get('person')} (3-29)",
                )
                yield reading.fault(row, "person", words, ("写明生效和失效日期", "use valid_from and valid_to"))


def _incompatible(readings: Readings) -> Iterator[Fault]:
    """A post that is to be kept apart from itself, or a pair given twice in either order."""
    reading = readings.get("incompatible")
    seen: dict[frozenset[str], Row] = {}
    for row in reading.rows if reading is not None else ():
        first, second = row.get("post_a"), row.get("post_b")
        if reading is None or first is None or second is None:
            continue
        if first == second:
            yield reading.fault(row, "post_b", ("两个岗位须不同", "expected another post than post_a"))
        elif (other := seen.setdefault(frozenset((first, second)), row)).get("post_a") != first:
            yield reading.fault(
                row, "post_b", (f"与第{other.number}行是同一对岗位", f"is the same pair as row {other.number}")
            )


def _acting(readings: Readings, settings: SettingsReading) -> Iterator[Fault]:
    """Acting in the own rank or a lower one: a designation lifts, it never lowers (3-68)."""
    reading, people, ranks = readings.get("acting"), readings.get("people"), settings.content.get("ranks")
    if reading is None or people is None or not isinstance(ranks, tuple | list):
        return
    own = {row.get("id"): row.get("rank") for row in people.rows}
    for row in reading.rows:
        rank, held = row.get("rank"), own.get(row.get("person"))
        if rank in ranks and held in ranks and ranks.index(rank) <= ranks.index(held):
            yield reading.fault(
                row, "rank", (f"应高于本人职级 {held}", f"expected a rank above the person's own, {held}")
            )


def _least_open(readings: Readings) -> Iterator[Fault]:
    """More windows advertised than the session has."""
    reading, posts = readings.get("sessions"), readings.get("posts")
    if reading is None or posts is None or posts.faults:
        return
    windows = {row.get("id") for row in posts.rows if row.get("kind") not in ("phone", "chat")}
    for row in reading.rows:
        has = len(windows.intersection(row.get("posts") or windows))
        if (row.get("min_open") or 0) > has:
            words = (f"该时段只有{has}个窗口", f"expected at most {has}, the windows of the session")
            yield reading.fault(row, "min_open", words)


def _both_valid(first: Row, second: Row) -> bool:
    def span(row: Row) -> tuple[date, date]:
        return row.get("valid_from") or _EARLIEST, row.get("valid_to") or _LATEST

    (a, b), (c, d) = span(first), span(second)
    return a <= d and c <= b


def _office_shifts(readings: Readings) -> Iterator[Fault]:
    people = readings.get("people")
    for row in people.rows if people is not None else ():
        if people is not None and row.whole and row.get("rota") in (None, "office") and row.get("shift") is None:
            yield people.fault(row, "shift", ("行政班人员须有班次", "office staff need a shift"))


def _queues_of_posts(readings: Readings, settings: SettingsReading) -> Iterator[Fault]:
    """A post and its queue must know each other."""
    posts, queues = readings.get("posts"), settings.content.get("queues")
    if posts is None or not isinstance(queues, Mapping):
        return
    for row in posts.rows:
        queue = queues.get(row.get("queue"))
        serving = queue.get("posts") if isinstance(queue, Mapping) else None
        if isinstance(serving, tuple) and row.get("id") is not None and row.get("id") not in serving:
            words = (
                f"center.toml 中队列 {row.get('queue')} 的 posts 未列此岗位",
                f"queue {row.get('queue')} of center.toml does not list this post",
            )
            yield posts.fault(row, "queue", words)


def _grid(readings: Readings, settings: SettingsReading) -> Iterator[Fault]:
    """Demand must lie on the grid of slots."""
    slot = settings.content.get("slot_minutes", 30)
    if slot not in (15, 30, 60):
        return
    for table in ("demand", "demand_types", "traffic"):
        reading = readings.get(table)
        for row in reading.rows if reading is not None else ():
            start: Any = row.get("start")
            off = start is not None and (
                start % slot if isinstance(start, int) else start.minute % slot or start.second or start.microsecond
            )
            if off and reading is not None:
                yield reading.fault(
                    row, "start", (f"应为{slot}分钟时段的开始", f"expected the start of a slot of {slot} minutes")
                )


def _settings_spans(settings: SettingsReading) -> Iterator[Fault]:
    values = {key: value for key, _, value in settings.found}
    for first, last in (("horizon.start", "horizon.end"), ("demand.first", "demand.last")):
        if first in values and last in values and values[last] < values[first]:
            yield Fault(
                FILE,
                0,
                last,
                str(values[last]),
                (f"不应早于 {first}（{values[first]}）", f"expected not before {first} ({values[first]})"),
            )


def _horizon(settings: SettingsReading) -> tuple[date, date]:
    """The dates leave may lie in: a year around the horizon, anything without one."""
    values = {key: value for key, _, value in settings.found}
    start, end = values.get("horizon.start"), values.get("horizon.end")
    if not isinstance(start, date) or not isinstance(end, date):
        return _EARLIEST, _LATEST
    return start - _AROUND, end + _AROUND

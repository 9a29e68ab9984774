"""Checks of routines, waiting work and tasks that need more than one cell."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from scheduler.store.faults import Fault
from scheduler.store.tables import Row, TableReading

TABLES = ("routines", "backlogs", "tasks")


def off_line_faults(readings: Mapping[str, TableReading]) -> Iterator[Fault]:
    """One id twice over the three tables, windows too short for their blocks, waiting work as rest."""
    seen: dict[str, tuple[str, Row]] = {}
    for table in TABLES:
        reading = readings.get(table)
        for row in reading.rows if reading is not None else ():
            code = row.get("id")
            if reading is None or code is None:
                continue
            known = seen.setdefault(code, (reading.file, row))
            if known[0] != reading.file:
                words = (
                    f"{known[0]} 第{known[1].number}行已用此编号",
                    f"is in {known[0]} already (row {known[1].number})",
                )
                yield reading.fault(
                    row,
                    "id",
                    words,
                    (
                        "离线时段以编号识别，三张表内不能重复",
                        "activities name it by its id: it must differ over the three tables",
                    ),
                )
            yield from _window(reading, row)


def type_faults(readings: Mapping[str, TableReading]) -> Iterator[Fault]:
    """Types of a slot that do not add up to what demand.csv says of it."""
    typed, demand = readings.get("demand_types"), readings.get("demand")
    if typed is None or demand is None or typed.faults or demand.faults:
        return
    sums: dict[tuple[str, object], tuple[int, Row]] = {}
    for row in typed.rows:
        key = row.get("queue"), row.get("start")
        sums[key] = sums.get(key, (0, row))[0] + row.get("arrivals"), row
    for row in demand.rows:
        found = sums.get((row.get("queue"), row.get("start")))
        if found is not None and found[0] != row.get("arrivals"):
            words = (
                f"各类合计{found[0]}，demand.csv 第{row.number}行为{row.get('arrivals')}",
                f"the types add up to {found[0]}, row {row.number} of demand.csv says {row.get('arrivals')}",
            )
            yield typed.fault(found[1], "arrivals", words)


def _window(reading: TableReading, row: Row) -> Iterator[Fault]:
    minutes = row.get("minutes") or row.get("block")
    early, late = row.get("earliest"), row.get("latest")
    if early is not None and late is not None and minutes is not None and late - early < minutes:
        yield reading.fault(
            row,
            "latest",
            (f"与最早时刻之间应至少有{minutes}分钟", f"expected at least {minutes} minutes after earliest"),
        )
    start, due = row.get("start"), row.get("due")
    if (
        start is not None
        and due is not None
        and minutes is not None
        and timedelta() < due - start < timedelta(minutes=minutes)
    ):
        yield reading.fault(
            row, "due", (f"与开始之间应至少有{minutes}分钟", f"expected at least {minutes} minutes after start")
        )
    if reading.table.name == "backlogs" and row.get("kind") in ("meal", "rest", "protected"):
        yield reading.fault(
            row,
            "kind",
            ("休息不是可延后工作，请写入 routines.csv", "rest is no waiting work: put it into routines.csv"),
        )

"""Day tables in the widely used JSON shape of published holiday files."""

import json
import re
from datetime import date
from typing import Any

from scheduler.domain.calendar_check import Finding
from scheduler.domain.day_table import DayEntry
from scheduler.store.csv_text import decode
from scheduler.store.day_reading import LARGEST_FILE, MOST_ROWS, Reading, fault_at, read_date, unusable


def read_json(raw: bytes, file: str) -> Reading:
    """Read the shape ``{"year", "papers": [...], "days": [{"name", "date", "isOffDay"}]}``.

    Empty ``days`` is a fault: published files of this shape exist before the arrangement does.
    Statutory days are not marked in it; see :mod:`scheduler.store.calendars`.
    """
    if len(raw) > LARGEST_FILE:
        return unusable(file, f"最多{LARGEST_FILE}字节", f"expected at most {LARGEST_FILE} bytes")
    try:
        content = json.loads(decode(raw, file))
    except (ValueError, RecursionError) as error:
        return unusable(file, "不是有效的 JSON", f"no valid JSON: {type(error).__name__}")
    if (
        not isinstance(content, dict)
        or type(content.get("year")) is not int
        or not isinstance(content.get("days"), list)
    ):
        return unusable(file, "应含 year（整数）和 days（列表）", "expected year (whole number) and days (list)")
    year, days = content["year"], content["days"]
    if not days:
        return Reading(
            year, (), (fault_at(f"{file} days", "days 为空：该年安排尚未公布", "days is empty: nothing announced yet"),)
        )
    if len(days) > MOST_ROWS:
        return unusable(file, f"超过{MOST_ROWS}天", f"more than {MOST_ROWS} days")
    papers = content.get("papers")
    source = papers[0] if isinstance(papers, list) and papers and isinstance(papers[0], str) else file
    findings: list[Finding] = []
    entries: list[DayEntry] = []
    for number, item in enumerate(days):
        fault = _item_fault(item, f"{file} days[{number}]")
        if fault is not None:
            findings.append(fault)
        else:
            entries.append(
                DayEntry(
                    date.fromisoformat(item["date"]),
                    "off" if item["isOffDay"] else "work",
                    item["name"].strip(),
                    source=source,
                )
            )
    return Reading(year, tuple(entries), tuple(findings))


def _item_fault(item: Any, where: str) -> Finding | None:
    if not isinstance(item, dict):
        return fault_at(where, "应为对象", "expected an object")
    when = item.get("date")
    if not isinstance(when, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", when) or read_date(when) is None:
        return fault_at(f"{where}.date", f"日期“{when}”无效", f"{when!r} is no date")
    if not isinstance(item.get("name"), str):
        return fault_at(f"{where}.name", "应为文字", "expected text")
    if not isinstance(item.get("isOffDay"), bool):
        return fault_at(f"{where}.isOffDay", "应为 true 或 false", "expected true or false")
    return None

"""Cells of an export as people's systems write them: columns by many names, counts, lengths of talks."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from scheduler.store.schemas import DEMAND

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "queue": ("技能组", "业务", "窗口", "队列名称", "skill", "group", "service", "queue name"),
    "start": (
        "时间",
        "时段",
        "呼入时间",
        "来电时间",
        "取号时间",
        "开始时刻",
        "datetime",
        "timestamp",
        "time",
        "interval",
        "start time",
        "call time",
    ),
    "date": ("日期", "day", "date"),
    "arrivals": (
        "呼入量",
        "来电量",
        "取号量",
        "数量",
        "calls",
        "offered",
        "calls offered",
        "contacts offered",
        "calls received",
        "count",
        "contacts",
        "volume",
        "tickets",
    ),
    "aht_s": ("平均处理时长(秒)", "处理时长", "通话时长", "办理时长", "aht", "handle time", "talk time", "duration"),
}
"""Further headers, besides those of demand.csv; ``date`` stands beside a time of day."""

_LENGTH = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")


def columns_of(headers: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    """Position of ``queue``, ``start``, ``date``, ``arrivals`` and ``aht_s`` among the headers, as far as they are there.

    Parameters
    ----------
    told
        Header by column, where the user says which it is.

    Raises
    ------
    ValueError
        If a header that was told is not there.
    """
    plain = [str(header).strip().lower() for header in headers]
    own = {column.name: tuple(h.lower() for h in column.headers) for column in DEMAND.columns}
    found: dict[str, int] = {}
    for name in OTHER_NAMES:
        if name in told:
            if told[name].strip().lower() not in plain:
                raise ValueError(
                    f"没有名为 {told[name]} 的列 / no column {told[name]!r}; there are: {', '.join(map(str, headers))}"
                )
            found[name] = plain.index(told[name].strip().lower())
            continue
        for header in (*own.get(name, ()), *OTHER_NAMES[name]):
            if header.lower() in plain and plain.index(header.lower()) not in found.values():
                found[name] = plain.index(header.lower())
                break
    return found


def count_of(cell: Any) -> Any:
    """A count, ``1,204`` as well: counts are whole, so such a comma parts thousands."""
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text if text.isdecimal() else cell


def seconds_of(cell: Any) -> Any:
    """A handling time in seconds: a number, ``187,5``, ``03:25`` or ``00:03:25``; what cannot be read stays as it is."""
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if _DECIMAL_COMMA.fullmatch(str(cell).strip()):
        return str(cell).strip().replace(",", ".")
    found = _LENGTH.fullmatch(str(cell).strip()) if cell is not None else None
    if found is None:
        return cell
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds

"""One cell: text to a value of its column's type, and back without loss."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.domain.clock import DAY_MINUTES, clock_text
from scheduler.store.columns import Column
from scheduler.store.faults import NOTHING, Words

NAME_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 40, 80, 1000
FIRST_YEAR, LAST_YEAR = 1950, 2150
LONGEST_CLOCK = 2 * DAY_MINUTES

_INT = re.compile(r"([+-]?\d{1,15})(?:\.0+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DATE = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日?"
_ONLY_DATE = re.compile(_DATE, re.ASCII)
_MOMENT = re.compile(rf"(?:{_DATE})[T ]\s*(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:\.(\d{{1,6}}))?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_SPAN = re.compile(r"([\d:]+)\s*(?:-|–|—|~|至|到)\s*([\d:]+)", re.ASCII)
_SEPARATORS = re.compile(r"[;；、|,，\n]")
_NOT_IN_ID = re.compile(r"[;；、|,，\"/\\\n\t]")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_YES_NO = {
    "1": True,
    "0": False,
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "y": True,
    "n": False,
    "是": True,
    "否": False,
    "√": True,
    "×": False,
}


class BadCell(ValueError):
    """A cell that cannot be read, with what was expected and a remedy."""

    def __init__(self, zh: str, en: str, remedy: Words = NOTHING) -> None:
        super().__init__(en)
        self.expected: Words = (zh, en)
        self.remedy = remedy


def parse(column: Column, text: str) -> Any:
    """Value of a cell that is not empty.

    Raises
    ------
    BadCell
        Saying what was expected instead.
    """
    return _PARSERS[column.type](column, text)


def write(column: Column, value: Any) -> str:
    """Text of a value; None is the empty cell."""
    return "" if value is None else _WRITERS.get(column.type, str)(value)


def plain_id(text: str) -> str:
    """An id as it is compared: compatibility forms (full-width letters and digits) made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def check_name(text: str, length: int = NAME_LENGTH) -> str:
    """A text that is shown to people: no control or direction characters, not too long."""
    hidden = next((ch for ch in text if unicodedata.category(ch) in _HIDDEN), None)
    if hidden is not None:
        code = f"U+{ord(hidden):04X}"
        raise BadCell(
            f"不能含有控制字符或文字方向字符（{code}）",
            f"expected no control or direction characters ({code})",
            ("删除看不见的字符后重新输入", "delete the cell and type it again"),
        )
    if len(text) > length:
        raise BadCell(
            f"最多{length}个字符，现有{len(text)}个", f"expected at most {length} characters, {len(text)} given"
        )
    return text


def check_id(text: str) -> str:
    plain = plain_id(text)
    if _NOT_IN_ID.search(plain):
        raise BadCell("编号不能含有 ; 、 | , / \\ 或引号", "expected an id without separators, slashes and quotes")
    return check_name(plain)


def read_date(text: str) -> date:
    """A date as ``2026-10-01``, ``2026/10/1`` or ``2026年10月1日``."""
    match = _ONLY_DATE.fullmatch(plain_id(text))
    if match is None:
        raise BadCell("应为日期，如 2026-10-01", "expected a date such as 2026-10-01")
    return _date(match.groups())


def read_clock(text: str, high: int = DAY_MINUTES) -> int:
    """Minutes from midnight of ``HH:MM``, at most ``high``."""
    match = _CLOCK.fullmatch(plain_id(text))
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else None
    if minutes is None or minutes > high:
        limit = clock_text(high)
        raise BadCell(f"应为 00:00 至 {limit} 的时刻，如 08:30", f"expected a time from 00:00 to {limit} such as 08:30")
    return minutes


def _id(column: Column, text: str) -> str:
    return check_id(text)


def _ids(column: Column, text: str) -> tuple[str, ...]:
    items = tuple(check_id(part) for part in _SEPARATORS.split(text) if part.strip())
    twice = sorted({item for item in items if items.count(item) > 1})
    if twice:
        raise BadCell(f"{'、'.join(twice)} 重复", f"{', '.join(twice)} given twice")
    return items


def _name(column: Column, text: str) -> str:
    return check_name(text.strip(), NAME_LENGTH if column.type == "name" else TITLE_LENGTH)


def _text(column: Column, text: str) -> str:
    if len(text) > TEXT_LENGTH:
        raise BadCell(f"最多{TEXT_LENGTH}个字符", f"expected at most {TEXT_LENGTH} characters")
    return text


def _int(column: Column, text: str) -> int:
    match = _INT.fullmatch(plain_id(text))
    if match is None:
        raise BadCell("应为整数", "expected a whole number")
    return int(_limited(column, int(match[1])))


def _number(column: Column, text: str) -> float:
    plain = plain_id(text)
    if not _NUMBER.fullmatch(plain) or not math.isfinite(float(plain)):
        raise BadCell(
            "应为数字",
            "expected a number",
            ("只写数字，单位见说明", "write the figure alone, the unit is in the manual"),
        )
    return _limited(column, float(plain))


def _limited(column: Column, value: float) -> float:
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        if high is None:
            raise BadCell(f"应不小于 {low:g}", f"expected at least {low:g}")
        raise BadCell(f"应在 {low or 0:g} 至 {high:g} 之间", f"expected {low or 0:g} to {high:g}")
    return value


def _yes_no(column: Column, text: str) -> bool:
    value = _YES_NO.get(plain_id(text).lower())
    if value is None:
        raise BadCell("应为 1 或 0（是、否）", "expected 1 or 0 (yes, no)")
    return value


def _any_date(column: Column, text: str) -> date:
    return read_date(text)


def _moment(column: Column, text: str) -> datetime:
    plain = plain_id(text)
    match = _MOMENT.fullmatch(plain)
    if match is None:
        only_date = _ONLY_DATE.fullmatch(plain) is not None
        remedy = (
            ("全天请写到 T24:00", "for a whole day end it at T24:00") if only_date and column.type == "end" else NOTHING
        )
        raise BadCell("应为日期和时刻，如 2026-10-01T08:30", "expected date and time such as 2026-10-01T08:30", remedy)
    *day, hour, minute, second, fraction = match.groups()
    base = datetime.combine(_date(day), time())
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    after = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=int((fraction or "").ljust(6, "0")))
    if minutes > 59 or seconds > 59 or after > timedelta(days=1):
        raise BadCell("时刻应为 00:00 至 24:00", "expected a time from 00:00 to 24:00")
    return base + after


def _date(groups: Any) -> date:
    year, month, day = (int(part) for part in groups if part is not None)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCell(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell("没有这一天", "there is no such day") from error


def _clock(column: Column, text: str) -> int:
    return read_clock(text, DAY_MINUTES if column.high is None else int(column.high))


def _parts(column: Column, text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for part in _SEPARATORS.split(plain_id(text)):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise BadCell("应为起止时刻，如 08:30-12:00;14:30-17:30", "expected spans such as 08:30-12:00;14:30-17:30")
        start, end = read_clock(match[1], LONGEST_CLOCK), read_clock(match[2], LONGEST_CLOCK)
        if end <= start or (spans and start < spans[-1][1]):
            raise BadCell(
                "每段的结束应晚于开始，各段按先后且不重叠",
                "expected each span to end after its start and to follow the one before",
                (
                    "跨过午夜的班写到 24:00 之后，如 22:00-30:00",
                    "write a shift over midnight beyond 24:00, such as 22:00-30:00",
                ),
            )
        spans.append((start, end))
    return tuple(spans)


def _choice(column: Column, text: str) -> str:
    plain = plain_id(text)
    choices = column.choices or {}
    for code, words in choices.items():
        if plain.lower() == code.lower() or plain in words.split("|"):
            return code
    known = [f"{code}（{words.split('|')[0]}）" if words else code for code, words in choices.items()]
    raise BadCell(f"应为 {'、'.join(known)} 之一", f"expected one of {', '.join(choices)}")


def _write_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _write_moment(value: datetime) -> str:
    return value.isoformat(timespec="minutes" if not value.second and not value.microsecond else "auto")


def _write_end(value: datetime) -> str:
    """Midnight is written as 24:00 of the day before: that is how people read the end of a leave."""
    return f"{value.date() - timedelta(days=1)}T24:00" if value.time() == time() else _write_moment(value)


_PARSERS: dict[str, Callable[[Column, str], Any]] = {
    "id": _id,
    "ids": _ids,
    "name": _name,
    "title": _name,
    "text": _text,
    "int": _int,
    "number": _number,
    "yes_no": _yes_no,
    "date": _any_date,
    "moment": _moment,
    "end": _moment,
    "clock": _clock,
    "parts": _parts,
    "choice": _choice,
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "ids": ";".join,
    "number": _write_number,
    "yes_no": lambda value: "1" if value else "0",
    "date": date.isoformat,
    "moment": _write_moment,
    "end": _write_end,
    "clock": clock_text,
    "parts": lambda spans: ";".join(f"{clock_text(a)}-{clock_text(b)}" for a, b in spans),
}

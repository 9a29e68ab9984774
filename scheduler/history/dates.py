"""Dates and clocks as spreadsheets and phone systems write them; day or month first is learned from the whole column, never guessed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Literal

Order = Literal["dmy", "mdy"]
"""Where the year comes last: 7/9/2026 is 7 September, or 9 July."""

ORDERS: tuple[Order, ...] = ("dmy", "mdy")

_YEAR_FIRST = r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_YEAR_LAST = r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<last>\d{4})"
_WEEKDAY = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?"
_DATE = rf"(?:{_YEAR_FIRST}|{_YEAR_LAST}){_WEEKDAY}"
_CLOCK = (
    r"(?P<before>上午|下午|[AaPp][Mm])?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{2})分?(?:[:]?(?P<second_>\d{2})(?:\.\d+)?秒?)?"
    r"\s*(?P<after>[AaPp]\.?[Mm]\.?)?"
)
_SPAN = r"(?:\s*[-–—~～至到].*)?"
_DAY = re.compile(_DATE)
_TIME = re.compile(_CLOCK + _SPAN)
_MOMENT = re.compile(rf"{_DATE}(?:T|\s|(?<=[日)一二三四五六天]))\s*{_CLOCK}{_SPAN}")
_BEGINS = re.compile(rf"{_YEAR_LAST}(?:\s.*)?")


class Unsure(ValueError):
    """Day or month first cannot be told; ``row`` is the place of the first such cell, ``mixed`` that both are there."""

    def __init__(self, row: int, mixed: bool) -> None:
        super().__init__(f"cell {row}: day or month first")
        self.row, self.mixed = row, mixed


def order_of(cells: Iterable[Any]) -> Order | None:
    """Whether the day or the month comes first in a column; None where the year does everywhere.

    A number above 12 tells. With dots the day comes first, as everywhere where dates have dots.

    Raises
    ------
    Unsure
        If nothing tells, or some cells tell one and some the other.
    """
    told: dict[Order, int] = {}
    first: int | None = None
    for row, cell in enumerate(cells):
        found = _BEGINS.fullmatch(_plain(cell)) if isinstance(cell, str) else None
        if found is None:
            continue
        first = row if first is None else first
        if found["mark"] == "." or int(found["first"]) > 12:
            told.setdefault("dmy", row)
        elif int(found["second"]) > 12:
            told.setdefault("mdy", row)
    if first is None:
        return None
    if len(told) != 1:
        raise Unsure(max(told.values()) if told else first, len(told) == 2)
    return next(iter(told))


def moment_of(cell: Any, day: Any = None, order: Order | None = None) -> Any:
    """Start of an interval as text ``2026-09-07 08:30``; what cannot be read stays as it is.

    Parameters
    ----------
    cell
        A moment such as ``2026/9/7 8:30``, ``2026年9月7日 下午2:00`` or ``9/7/2026 2:00 PM``, of a
        span its start; or a clock such as ``8:30-9:00`` beside a ``day``.
    """
    if isinstance(cell, datetime):
        return cell
    if day is None or str(day).strip() == "":
        found = _MOMENT.fullmatch(_plain(cell))
        on, clock = (_date(found, order), _clock(found)) if found else (None, None)
    else:
        on = day.date() if isinstance(day, datetime) else day if isinstance(day, date) else _day(day, order)
        found = None if isinstance(cell, time) else _TIME.fullmatch(_plain(cell))
        clock = cell if isinstance(cell, time) else _clock(found) if found else None
    if on is None or clock is None:
        return cell if day is None or str(day).strip() == "" else f"{day} {cell}"
    return f"{on:%Y-%m-%d} {clock:%H:%M:%S}" if clock.second else f"{on:%Y-%m-%d} {clock:%H:%M}"


def days_of(cells: Sequence[Any], order: Order) -> list[date | None]:
    """The days of a column of moments or dates under one reading."""
    found = (_BEGINS.fullmatch(_plain(cell)) for cell in cells)
    return [_date(one, order, year_last_only=True) if one else None for one in found]


def _plain(cell: Any) -> str:
    """As typed on a half-width keyboard."""
    return unicodedata.normalize("NFKC", str(cell)).strip()


def _day(text: Any, order: Order | None) -> date | None:
    found = _DAY.fullmatch(_plain(text))
    return _date(found, order) if found else None


def _date(found: re.Match[str], order: Order | None, year_last_only: bool = False) -> date | None:
    try:
        if not year_last_only and found["year"]:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        if order is None:
            return None
        first, second = int(found["first"]), int(found["second"])
        return date(int(found["last"]), *((second, first) if order == "dmy" else (first, second)))
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time | None:
    """The time of day; 下午2:00 and 2:00 PM are 14:00, 12:30 AM is half past midnight."""
    half = {"上": "a", "下": "p"}.get(
        (found["before"] or "")[:1], (found["before"] or found["after"] or "")[:1].lower()
    )
    hour = int(found["hour"])
    if half and not 1 <= hour <= 12:
        return None
    try:
        return time(hour % 12 + 12 * (half == "p") if half else hour, int(found["minute"]), int(found["second_"] or 0))
    except ValueError:
        return None

"""Dates and clocks as spreadsheets and phone systems write them; day or month first is learned from the whole column, never guessed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple

from scheduler.history.clocks import TO, clock, span_in

Order = Literal["dmy", "mdy"]
"""Where the year comes last: 7/9/2026 is 7 September, or 9 July."""

ORDERS: tuple[Order, ...] = ("dmy", "mdy")

_WEEKDAY = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?"


def _dated(name: str) -> str:
    return (
        rf"(?:(?P<year{name}>\d{{4}})[-/.年](?P<month{name}>\d{{1,2}})[-/.月](?P<day{name}>\d{{1,2}})日?"
        rf"|(?P<first{name}>\d{{1,2}})(?P<mark{name}>[-/.])(?P<then{name}>\d{{1,2}})(?P=mark{name})(?P<last{name}>\d{{4}}))"
        + _WEEKDAY
    )


_GAP = r"(?:T|\s|(?<=[日)一二三四五六天]))\s*"
_SPAN = rf"{clock('_1')}(?:{TO}(?:{_dated('2')}{_GAP})?{clock('_2')})?"
_DAY = re.compile(rf"{_dated('1')}(?:[T\s]\s*0?0:00(?::00(?:\.0+)?)?)?")
_TIME = re.compile(_SPAN)
_MOMENT = re.compile(rf"{_dated('1')}{_GAP}{_SPAN}")
_BEGINS = re.compile(rf"{_dated('1')}(?:{_GAP}.*)?")

Doubt = Literal["untold", "mixed", "other", "swapped"]
"""Nothing tells; both orders are there; not the order that was said; a spreadsheet program has read part of them."""


class Unsure(ValueError):
    """Day or month first cannot be told; ``row`` is the place of the first such cell."""

    def __init__(self, row: int, why: Doubt) -> None:
        super().__init__(f"cell {row}: day or month first")
        self.row, self.why = row, why


class Moment(NamedTuple):
    """Start of an interval as text ``2026-09-07 08:30``, or what stood there; minutes of its span where there is one;
    whether am or pm is told, None where that is no question."""

    start: Any
    minutes: float | None = None
    half: bool | None = None


def order_of(cells: Iterable[Any], said: Order | None = None) -> Order | None:
    """Whether the day or the month comes first in a column; None where the year does everywhere.

    A day that only one order has tells, of the dates with the same mark. With dots alone the day comes first, as
    everywhere where dates have dots.

    Parameters
    ----------
    said
        What the user says; the column may not tell otherwise.

    Raises
    ------
    Unsure
    """
    told: dict[str, dict[Order, int]] = {}
    open_: dict[str, int] = {}
    year_first: list[tuple[int, int]] = []
    for row, cell in enumerate(cells):
        if isinstance(cell, date):
            year_first.append((row, cell.day))
        found = _BEGINS.fullmatch(_plain(cell)) if isinstance(cell, str) else None
        if found is None:
            continue
        if found["year1"]:
            year_first.append((row, int(found["day1"])))
            continue
        votes, mark = told.setdefault(found["mark1"], {}), found["mark1"]
        days = {order: _date(found, order) for order in ORDERS}
        fitting = [order for order in ORDERS if days[order]]
        if len(fitting) == 1:
            votes.setdefault(fitting[0], row)
        elif fitting and days["dmy"] != days["mdy"]:
            open_.setdefault(mark, row)
    if said is None and "." in told and not told["."]:
        told["."] = {"dmy": open_.get(".", 0)}
    clear: dict[Order, int] = {}
    for votes in told.values():
        for order, row in votes.items():
            clear[order] = min(row, clear.get(order, row))
    if len(clear) == 2:
        raise Unsure(max(clear.values()), "mixed")
    if said and clear and said not in clear:
        raise Unsure(min(clear.values()), "other")
    if clear and not open_ and any(votes for mark, votes in told.items() if mark != "."):
        _not_swapped(year_first)
    if said is None and (unclear := [row for mark, row in open_.items() if not told[mark]]):
        raise Unsure(min(unclear), "untold")
    return next(iter(clear), said or ("dmy" if told else None))


def _not_swapped(year_first: Sequence[tuple[int, int]]) -> None:
    """A program that puts the month first turns 03/04/2026 into 4 March and leaves 13/04/2026 as it is: where every date
    with the year last has a number above 12, and no other has a day above 12, that is what has happened."""
    if year_first and all(day <= 12 for _, day in year_first):
        raise Unsure(year_first[0][0], "swapped")


def moment_of(cell: Any, day: Any = None, order: Order | None = None) -> Moment:
    """Start of an interval and the length of its span.

    Parameters
    ----------
    cell
        A moment such as ``2026/9/7 8:30``, ``2026年9月7日 下午2:00`` or ``9/7/2026 2:00 PM-2:30 PM``; or a clock such
        as ``8:30-9:00`` beside a ``day``.
    """
    if isinstance(cell, datetime):
        return Moment(cell)
    if blank(cell):
        return Moment(None)
    if blank(day):
        found = _MOMENT.fullmatch(_plain(cell))
        on = _date(found, order) if found else None
    else:
        on = day.date() if isinstance(day, datetime) else day if isinstance(day, date) else _day(day, order)
        if isinstance(cell, time) and on is not None:
            return Moment(_text(on, cell.hour * 3600 + cell.minute * 60 + cell.second))
        found = _TIME.fullmatch(_plain(cell))
    if found is not None and on is not None:
        ends = _date(found, order, "2")
        span = span_in(found, (ends - on).days if ends else None)
        if span is not None and (ends or not (found["year2"] or found["last2"])):
            return Moment(_text(on, span.start), span.seconds / 60 if span.seconds else None, span.half)
    return Moment(cell if blank(day) else f"{day} {cell}")


def days_of(cells: Sequence[Any], order: Order) -> list[date | None]:
    """The days of those dates of a column that have the year last, under one reading."""
    found = (_BEGINS.fullmatch(_plain(cell)) for cell in cells)
    return [_date(one, order) if one and one["last1"] else None for one in found]


def blank(cell: Any) -> bool:
    return cell is None or not str(cell).strip()


def _text(on: date, second: int) -> str:
    start = datetime.combine(on, time()) + timedelta(seconds=second)
    return f"{start:%Y-%m-%d %H:%M:%S}" if start.second else f"{start:%Y-%m-%d %H:%M}"


def _plain(cell: Any) -> str:
    """As typed on a half-width keyboard."""
    return unicodedata.normalize("NFKC", str(cell)).strip()


def _day(text: Any, order: Order | None) -> date | None:
    found = _DAY.fullmatch(_plain(text))
    return _date(found, order) if found else None


def _date(found: re.Match[str], order: Order | None, name: str = "1") -> date | None:
    try:
        if found[f"year{name}"]:
            return date(*(int(found[f"{part}{name}"]) for part in ("year", "month", "day")))
        if order is None or not found[f"last{name}"]:
            return None
        first, second = int(found[f"first{name}"]), int(found[f"then{name}"])
        return date(int(found[f"last{name}"]), *((second, first) if order == "dmy" else (first, second)))
    except ValueError:
        return None

"""What an export leaves in doubt is asked, with its row and cell: a guess would be history that never was."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from scheduler.history.dates import ORDERS, Moment, Order, Unsure, days_of, order_of
from scheduler.history.sheet import Sheet
from scheduler.store.faults import Fault, FolderFaults, Words

ISO = ("改成 2026-09-07 这样的日期", "write dates like 2026-09-07")
ORDER_WORDS: dict[str, tuple[Words, Words]] = {
    "untold": (
        ("看不出日在前还是月在前", "nothing tells whether the day or the month comes first"),
        (
            "选明哪个在前（命令行 --dates dmy 日在前，--dates mdy 月在前），或改成 2026-09-07 这样的日期",
            "choose which (--dates dmy: day first, --dates mdy: month first), or write dates like 2026-09-07",
        ),
    ),
    "mixed": (("有的日在前，有的月在前", "some dates have the day first, some the month"), ISO),
    "other": (
        ("与所选的日月顺序不符", "not in the order of day and month that was chosen"),
        ("取消所选，由整列判断（命令行去掉 --dates）", "choose none (leave --dates out): the whole column tells"),
    ),
    "swapped": (
        (
            "年在前的日期没有一个日大于12，年在后的却都有大于12的数：多半是表格软件打开文件时把一部分日期的日月读反了",
            "no date with the year first has a day above 12, and all with the year last have a number above 12: "
            "a spreadsheet program has probably swapped day and month in a part of them",
        ),
        (
            "直接用系统导出的文件，不要在表格软件里另存",
            "take the file as the system wrote it, not saved by a spreadsheet program",
        ),
    ),
}
"""What is in doubt, and what to do about it."""

_MIDNIGHT = re.compile(r"(?:.*\D)?24[:：]00(?:[:：]00)?")


def order_in(
    sheet: Sheet, dates: Sequence[Any], names: Sequence[str], said: Order | None, only: date | None
) -> Order | None:
    """Day or month first in dates; a fault where nobody can tell.

    Parameters
    ----------
    names
        The column in which each date stands.
    """
    try:
        return order_of(dates, said)
    except Unsure as unsure:
        fitting = [order for order in ORDERS if only is not None and set(days_of(dates, order)) - {None} == {only}]
        if unsure.why == "untold" and len(fitting) == 1:
            return fitting[0]
        raise FolderFaults([sheet.fault(unsure.row, names[unsure.row], *ORDER_WORDS[unsure.why])]) from unsure


def intervals(sheet: Sheet, moments: Sequence[Moment], slot: int) -> list[Moment]:
    """Starts of intervals that can be the center's; odd ones, such as the sum of a day, as they stand there.

    Raises
    ------
    FolderFaults
        If most spans are longer than the center's intervals or lie across them, or the times are those of ends.
    """
    cells = sheet.column("start")
    late = next((row for row, one in enumerate(moments) if one.minutes is None and _is_end(cells[row])), None)
    if late is not None:
        raise FolderFaults([_late(sheet, late)])
    odd = {row for row, one in enumerate(moments) if one.minutes is not None and not _fits(one, slot)}
    if 2 * len(odd) > sum(one.minutes is not None for one in moments):
        raise FolderFaults([_odd(sheet, min(odd), moments, slot)])
    return [Moment(str(cells[row])) if row in odd else one for row, one in enumerate(moments)]


def halves(sheet: Sheet, moments: Sequence[Moment], queues: Sequence[str] | None) -> None:
    """A fault where some times tell am or pm and another should, or where all should.

    Parameters
    ----------
    queues
        Queue of each row where rows are intervals; None where they are single contacts, which come in any order.
    """
    if any(one.half for one in moments):
        row = next((row for row, one in enumerate(moments) if one.half is False), None)
        words = ("看不出上午还是下午，别的行标明了", "nothing tells whether it is am or pm, as other rows do")
    else:
        row = _turn(moments, queues)
        words = (
            "同一天里时间倒退，又没有13点以后的时间：看不出上午还是下午",
            "goes back within its day, and no time is past 12: nothing tells am from pm",
        )
    if row is not None:
        remedy = ("都标明上午、下午，或都用 24 小时制", "write am or pm everywhere, or 24 hours")
        raise FolderFaults([sheet.fault(row, "start", words, remedy)])


def _turn(moments: Sequence[Moment], queues: Sequence[str] | None) -> int | None:
    """Place of the first row that goes against the order of its queue's day, where no time is past 12: the 1:00 after
    12:30 on a clock of twelve hours. Of single contacts only such a 1:00."""
    clocks = [str(one.start)[11:16] for one in moments]
    if any(clock[:2].isdecimal() and not 1 <= int(clock[:2]) <= 12 for clock in clocks):
        return None
    last: dict[tuple[str, str], str] = {}
    seen: dict[bool, int] = {}
    for row, (one, clock) in enumerate(zip(moments, clocks, strict=True)):
        if one.half is False:
            place = (str(one.start)[:10], queues[row] if queues is not None else "")
            before, last[place] = last.get(place, clock), clock
            if queues is None and (before[:2], clock[:2]) == ("12", "01"):
                return row
            if queues is not None and before != clock:
                seen.setdefault(before < clock, row)
    return max(seen.values()) if len(seen) == 2 else None


def count_in_doubt(sheet: Sheet, row: int) -> FolderFaults:
    """A count such as 1.204, which may be one or a thousand."""
    words = ("看不出是千位分隔还是小数", "nothing tells whether this mark parts thousands or a fraction")
    remedy = ("导出时数量不带分隔符", "export counts without marks between digits")
    return FolderFaults([sheet.fault(row, "arrivals", words, remedy)])


def _is_end(cell: Any) -> bool:
    """Midnight as the end of a day, which begins no interval."""
    return isinstance(cell, str) and _MIDNIGHT.fullmatch(cell.strip()) is not None


def _late(sheet: Sheet, row: int) -> Fault:
    words = (
        "24:00 不是时段的开始：这一列也许是时段的结束",
        "24:00 begins no interval; these may be the times of ends",
    )
    remedy = (
        "导出时段的开始时间，或起止时间（如 23:30-24:00）",
        "export when intervals begin, or spans like 23:30-24:00",
    )
    return sheet.fault(row, "start", words, remedy)


def _fits(moment: Moment, slot: int) -> bool:
    """Whether a span lies within one of the center's intervals."""
    minute = int(moment.start[14:16])
    return minute % slot + (moment.minutes or 0) <= slot


def _odd(sheet: Sheet, row: int, moments: Sequence[Moment], slot: int) -> Fault:
    length = f"{moments[row].minutes:g}"
    words = (
        f"时段长{length}分钟；应在中心的{slot}分钟时段之内",
        f"a span of {length} minutes; expected one within the center's intervals of {slot} minutes",
    )
    remedy = (f"按{slot}分钟或更短的时段导出", f"export by intervals of {slot} minutes or shorter")
    return sheet.fault(row, "start", words, remedy)

"""An export of counts, or of single contacts, as history: read, mended, and every mending said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from forecasting.repair import Repair, repair
from scheduler.domain.center import Center
from scheduler.history.cells import columns_of, count_of, seconds_of
from scheduler.history.dates import ORDERS, Order, Unsure, days_of, moment_of, order_of
from scheduler.store.csv_text import Unreadable, read_rows
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.workbook import ZIP, read_workbook

SOURCE = "import"
FIRST_ROW = 2
"""The header is row 1, as a spreadsheet numbers it."""

MOST_TITLES = 6
"""Rows looked at for the header: reports have their name and period above it."""


@dataclass(frozen=True)
class Taken:
    """What an export holds.

    Attributes
    ----------
    frame
        Columns ``queue,start,arrivals,aht_s``, each interval once.
    done
        What had to be mended.
    rows
        Rows read.
    """

    frame: pd.DataFrame
    done: tuple[Repair, ...]
    rows: int


def read_export(
    raw: bytes,
    name: str,
    center: Center,
    *,
    told: Mapping[str, str] | None = None,
    contacts: bool = False,
    queue: str | None = None,
    order: Order | None = None,
    only: date | None = None,
) -> Taken:
    """Read an export.

    Parameters
    ----------
    raw, name
        Bytes of a CSV file (UTF-8, UTF-16 or GB18030) or an Excel workbook (first sheet), and its name.
    told
        Header of a column (``queue``, ``start``, ``date``, ``arrivals``, ``aht_s``) where it is none
        of the usual ones.
    contacts
        Every row is one call or ticket, not a count: they are counted by interval.
    queue
        Queue of all rows, where the export is of one.
    order
        Day or month first in dates like 7/9/2026; None: as the whole column tells.
    only
        The day the export is of, where it is of one: may tell the order where nothing else does.

    Raises
    ------
    FolderFaults
        If columns are missing, queues unknown, or nothing tells the day from the month.
    forecasting.DemandError
        If nothing usable is left, or the intervals are longer than the center's.
    """
    try:
        table = read_workbook(raw, name) if raw.startswith(ZIP) else read_rows(raw, name)
    except Unreadable as error:
        raise FolderFaults([error.fault]) from error
    if len(table) < 2:
        raise FolderFaults([Fault(name, 0, "", "", ("没有数据行", "no row of data"))])
    above = _titles(table, contacts)
    table, first_row = table[above:], FIRST_ROW + above
    at = columns_of(table[0], told or {})
    alone = queue or (center.queues[0].id if len(center.queues) == 1 else None)
    missing = [
        c
        for c in ("queue", "start", "arrivals")
        if c not in at and not (c == "queue" and alone) and not (c == "arrivals" and contacts)
    ]
    if missing:
        words = (f"缺少列 {'、'.join(missing)}", f"no column for {', '.join(missing)}")
        zh, en = {"queue": ("技能组", "Skill"), "start": ("呼入时间", "CallTime"), "arrivals": ("呼入量", "Calls")}[
            missing[-1]
        ]
        remedy = (
            f"用 --column 指明，如 --column {missing[-1]}={zh}",
            f"say which it is, e.g. --column {missing[-1]}={en}",
        )
        raise FolderFaults([Fault(name, 1 + above, "", ", ".join(map(str, table[0])), words, remedy)])
    body = table[1:]
    while body and not any(str(cell).strip() for cell in body[-1] if cell is not None):
        body.pop()
    pick = {key: [row[i] if i < len(row) else None for row in body] for key, i in at.items()}
    days = pick.get("date", [None] * len(body)) if at.get("date") != at["start"] else [None] * len(body)
    dated = pick["start"] if days[0] is None else days
    order = order or _order(
        dated, only, (name, first_row), str(table[0][at["start"] if days[0] is None else at["date"]])
    )
    frame = pd.DataFrame(
        {
            "queue": _queues(pick.get("queue"), alone, center, (name, first_row), len(body)),
            "start": [moment_of(cell, day, order) for cell, day in zip(pick["start"], days, strict=True)],
            "arrivals": [1] * len(body) if contacts else [count_of(cell) for cell in pick["arrivals"]],
            "aht_s": [seconds_of(cell) for cell in pick.get("aht_s", [None] * len(body))],
        }
    )
    counted, done = repair(frame, center.slot_minutes, first_row=first_row, contacts=contacts)
    return Taken(counted, done, len(body))


def _titles(table: Sequence[Sequence[Any]], contacts: bool) -> int:
    """Rows above the header, such as the name of a report: none, unless a row below is a header and the first is not."""
    wanted = {"start"} if contacts else {"start", "arrivals"}
    fits = (wanted <= columns_of([str(cell) for cell in row], {}).keys() for row in table[:MOST_TITLES])
    return next((number for number, found in enumerate(fits) if found), 0)


def _order(cells: Sequence[Any], only: date | None, at: tuple[str, int], header: str) -> Order | None:
    """Day or month first; a fault where nobody can tell."""
    try:
        return order_of(cells)
    except Unsure as unsure:
        fitting = [order for order in ORDERS if only is not None and set(days_of(cells, order)) - {None} == {only}]
        if len(fitting) == 1:
            return fitting[0]
        words = (
            ("有的日在前，有的月在前", "some dates have the day first, some the month")
            if unsure.mixed
            else ("看不出日在前还是月在前", "nothing tells whether the day or the month comes first")
        )
        remedy = (
            "改成 2026-09-07 这样的日期"
            if unsure.mixed
            else "选明哪个在前（命令行 --dates dmy 日在前，--dates mdy 月在前），或改成 2026-09-07 这样的日期",
            "write dates like 2026-09-07"
            if unsure.mixed
            else "choose which (--dates dmy: day first, --dates mdy: month first), or write dates like 2026-09-07",
        )
        name, first_row = at
        raise FolderFaults(
            [Fault(name, first_row + unsure.row, header, str(cells[unsure.row]), words, remedy)]
        ) from unsure


def _queues(
    cells: Sequence[Any] | None, alone: str | None, center: Center, at: tuple[str, int], rows: int
) -> list[str]:
    """Ids of queues, which an export may call by name; every unknown one is told once."""
    if cells is None:
        return [str(alone)] * rows
    known = {text.strip().lower(): q.id for q in center.queues for text in (q.name_en, q.name_zh, q.id)}
    strange = Counter(
        str(cell).strip() for cell in cells if str(cell).strip() and str(cell).strip().lower() not in known
    )
    if strange:
        name, first_row = at
        expected = ", ".join(f"{q.id} ({q.name_zh})" for q in center.queues)
        raise FolderFaults(
            [
                Fault(
                    name,
                    next(i for i, c in enumerate(cells, first_row) if str(c).strip() == text),
                    "queue",
                    text,
                    (f"共{count}行，应为 {expected}", f"in {count} rows, expected {expected}"),
                )
                for text, count in strange.items()
            ]
        )
    return [known.get(str(cell).strip().lower(), "") for cell in cells]

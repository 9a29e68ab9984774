"""An export of counts, or of single contacts, as history: read, mended, and every mending said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from forecasting.repair import Repair, repair
from scheduler.domain.center import Center
from scheduler.history.cells import columns_of, moment_of, seconds_of
from scheduler.store.csv_text import Unreadable, read_rows
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.workbook import ZIP, read_workbook

SOURCE = "import"
FIRST_ROW = 2
"""The header is row 1, as a spreadsheet numbers it."""


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

    Raises
    ------
    FolderFaults
        If columns are missing, or queues unknown.
    forecasting.DemandError
        If nothing usable is left, or the intervals are longer than the center's.
    """
    try:
        table = read_workbook(raw, name) if raw.startswith(ZIP) else read_rows(raw, name)
    except Unreadable as error:
        raise FolderFaults([error.fault]) from error
    if len(table) < 2:
        raise FolderFaults([Fault(name, 0, "", "", ("没有数据行", "no row of data"))])
    at = columns_of(table[0], told or {})
    alone = queue or (center.queues[0].id if len(center.queues) == 1 else None)
    missing = [
        c
        for c in ("queue", "start", "arrivals")
        if c not in at and not (c == "queue" and alone) and not (c == "arrivals" and contacts)
    ]
    if missing:
        words = (f"缺少列 {'、'.join(missing)}", f"no column for {', '.join(missing)}")
        remedy = ("用 --column 指明，如 --column start=呼入时间", "say which it is, e.g. --column start=CallTime")
        raise FolderFaults([Fault(name, 1, "", ", ".join(map(str, table[0])), words, remedy)])
    body = table[1:]
    while body and not any(str(cell).strip() for cell in body[-1] if cell is not None):
        body.pop()
    pick = {key: [row[i] if i < len(row) else None for row in body] for key, i in at.items()}
    days = pick.get("date", [None] * len(body)) if at.get("date") != at["start"] else [None] * len(body)
    frame = pd.DataFrame(
        {
            "queue": _queues(pick.get("queue"), alone, center, name, len(body)),
            "start": [moment_of(cell, day) for cell, day in zip(pick["start"], days, strict=True)],
            "arrivals": [1] * len(body) if contacts else pick["arrivals"],
            "aht_s": [seconds_of(cell) for cell in pick.get("aht_s", [None] * len(body))],
        }
    )
    counted, done = repair(frame, center.slot_minutes, first_row=FIRST_ROW, contacts=contacts)
    return Taken(counted, done, len(body))


def _queues(cells: Sequence[Any] | None, alone: str | None, center: Center, name: str, rows: int) -> list[str]:
    """Ids of queues, which an export may call by name; every unknown one is told once."""
    if cells is None:
        return [str(alone)] * rows
    known = {text.strip().lower(): q.id for q in center.queues for text in (q.name_en, q.name_zh, q.id)}
    strange = Counter(
        str(cell).strip() for cell in cells if str(cell).strip() and str(cell).strip().lower() not in known
    )
    if strange:
        expected = ", ".join(f"{q.id} ({q.name_zh})" for q in center.queues)
        raise FolderFaults(
            [
                Fault(
                    name,
                    next(i for i, c in enumerate(cells, FIRST_ROW) if str(c).strip() == text),
                    "queue",
                    text,
                    (f"共{count}行，应为 {expected}", f"in {count} rows, expected {expected}"),
                )
                for text, count in strange.items()
            ]
        )
    return [known.get(str(cell).strip().lower(), "") for cell in cells]

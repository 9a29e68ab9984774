"""An export of counts, or of single contacts, as history: read, mended, and every mending said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from forecasting import DemandError
from forecasting.repair import Repair, repair
from scheduler.domain.center import Center
from scheduler.history.dates import Moment, Order, blank, moment_of
from scheduler.history.doubts import count_in_doubt, halves, intervals, order_in
from scheduler.history.numbers import count_of, decimal_of, seconds_of, unclear_count
from scheduler.history.sheet import Sheet, read_sheet
from scheduler.store.faults import Fault, FolderFaults

SOURCE = "import"


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
        If columns are missing, queues unknown, or something is in doubt that would be another history: the day and
        the month, am and pm, thousands and fractions, intervals longer than the center's.
    forecasting.DemandError
        If nothing usable is left, or the intervals are longer than the center's.
    """
    alone = queue or (center.queues[0].id if len(center.queues) == 1 else None)
    needed = [*([] if alone else ["queue"]), "start", *([] if contacts else ["arrivals"])]
    sheet = read_sheet(raw, name, told or {}, needed)
    queues = _queues(sheet, alone, center)
    counts, lengths = sheet.column("arrivals"), sheet.column("aht_s")
    decimal = decimal_of(counts, lengths)
    unclear = None if contacts else unclear_count(counts, decimal, sheet.mark)
    if unclear is not None:
        raise count_in_doubt(sheet, unclear)
    starts = _starts(sheet, order, only)
    halves(sheet, starts, None if contacts else queues)
    if not contacts:
        starts = intervals(sheet, starts, center.slot_minutes)
    frame = pd.DataFrame(
        {
            "queue": queues,
            "start": [one.start for one in starts],
            "arrivals": [1] * len(queues) if contacts else [count_of(cell, decimal) for cell in counts],
            "aht_s": [seconds_of(cell, decimal) for cell in lengths],
        }
    )
    measured = 2 * sum(one.minutes is not None for one in starts) > len(starts)
    try:
        counted, done = repair(
            frame, center.slot_minutes, first_row=sheet.first_row, contacts=contacts, measured=measured
        )
    except DemandError as error:
        raise DemandError([replace(one, column=sheet.place(one.column)) for one in error.faults]) from error
    return Taken(counted, done, len(queues))


def _starts(sheet: Sheet, said: Order | None, only: date | None) -> list[Moment]:
    """When every row's interval begins."""
    cells, days = sheet.column("start"), sheet.column("date" if sheet.at.get("date") != sheet.at["start"] else "")
    dated = [(cell, "start") if blank(day) else (day, "date") for cell, day in zip(cells, days, strict=True)]
    order = order_in(sheet, [one for one, _ in dated], [name for _, name in dated], said, only)
    return [moment_of(cell, day, order) for cell, day in zip(cells, days, strict=True)]


def _queues(sheet: Sheet, alone: str | None, center: Center) -> list[str]:
    """Ids of queues, which an export may call by name; every unknown one is told once.

    A row without a time is no interval but a sum or a remark: its queue is not asked for.
    """
    if "queue" not in sheet.at:
        return [str(alone)] * len(sheet.body)
    known = {text.strip().lower(): q.id for q in center.queues for text in (q.name_en, q.name_zh, q.id)}
    cells = ["" if blank(cell) else str(cell).strip() for cell in sheet.column("queue")]
    timeless = [blank(cell) for cell in sheet.column("start")]
    strange = Counter(
        text for text, skip in zip(cells, timeless, strict=True) if text and not skip and text.lower() not in known
    )
    if strange:
        expected = ", ".join(f"{q.id} ({q.name_zh})" for q in center.queues)
        raise FolderFaults(
            [
                Fault(
                    sheet.name,
                    sheet.first_row + cells.index(text),
                    "queue",
                    text,
                    (f"共{count}行，应为 {expected}", f"in {count} rows, expected {expected}"),
                )
                for text, count in strange.items()
            ]
        )
    return [known.get(text.lower(), "") for text in cells]

"""Day tables as CSV; every unusable row is named, none is guessed."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.calendar_check import Finding
from scheduler.domain.day_table import COMPUTED, DayEntry, EntryKind
from scheduler.store.csv_text import Unreadable, read_rows, write_rows
from scheduler.store.day_reading import LARGEST_FILE, MOST_ROWS, Reading, fault_at, read_date, unusable

COLUMNS = ("date", "kind", "name", "statutory", "source")

_HEADERS = {
    "日期": "date",
    "类型": "kind",
    "类别": "kind",
    "名称": "name",
    "节日": "name",
    "法定": "statutory",
    "法定节假日": "statutory",
    "来源": "source",
    "依据": "source",
}
_KINDS: dict[str, EntryKind] = {
    "off": "off",
    "work": "work",
    "closed": "closed",
    "open": "open",
    "放假": "off",
    "休": "off",
    "休息": "off",
    "上班": "work",
    "班": "work",
    "调休上班": "work",
    "闭馆": "closed",
    "关闭": "closed",
    "不开放": "closed",
    "开放": "open",
    "开馆": "open",
    "延时": "open",
}
_YES_NO = {
    "1": True,
    "0": False,
    "": False,
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "是": True,
    "否": False,
}


def read_csv(raw: bytes, file: str) -> Reading:
    """Read a day table with the columns ``date,kind,name,statutory,source``.

    Only ``date`` and ``kind`` are required. Chinese headers and values, UTF-8 with or without
    BOM, UTF-16 with BOM and GB18030 are understood, and dates as Excel rewrites them.
    """
    if len(raw) > LARGEST_FILE:
        return unusable(file, f"最多{LARGEST_FILE}字节", f"expected at most {LARGEST_FILE} bytes")
    try:
        rows = [[cell.strip() for cell in row] for row in read_rows(raw, file)]
    except Unreadable as error:
        expected = error.fault.expected
        return unusable(f"{file}:{error.fault.row}" if error.fault.row else file, *expected)
    if not rows or not any(rows[0]):
        return unusable(file, "文件为空", "empty file")
    if len(rows) > MOST_ROWS:
        return unusable(file, f"超过{MOST_ROWS}行", f"more than {MOST_ROWS} rows")
    header = [_HEADERS.get(cell, cell.lower()) for cell in rows[0]]
    missing = [name for name in ("date", "kind") if name not in header]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if missing or twice:
        words = "、".join(missing or twice)
        return unusable(
            f"{file}:1", f"缺少或重复的列：{words}", f"columns missing or twice: {', '.join(missing or twice)}"
        )
    findings: list[Finding] = []
    entries: list[DayEntry] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            cells = dict(zip(header, row, strict=False))
            faults = [*_row_faults(cells, f"{file}:{number}")]
            if len(row) > len(header):
                faults.append(
                    fault_at(
                        f"{file}:{number}",
                        f"多出{len(row) - len(header)}格",
                        f"{len(row) - len(header)} cells too many",
                    )
                )
            findings += faults
            if not faults:
                entries.append(_entry(cells))
    return Reading(_main_year(entries), tuple(entries), tuple(findings))


def write_csv(entries: tuple[DayEntry, ...]) -> bytes:
    """The table as CSV with a BOM, which Excel in China needs to see UTF-8."""
    rows = [(e.date.isoformat(), e.kind, e.name, str(int(e.statutory)), e.source) for e in sorted(entries, key=_date)]
    return write_rows([COLUMNS, *rows])


def _row_faults(cells: dict[str, str], where: str) -> Iterator[Finding]:
    when = cells.get("date", "")
    if read_date(when) is None:
        yield fault_at(
            f"{where} date", f"日期“{when}”无效，应如 2026-10-01", f"{when!r} is no date, expected e.g. 2026-10-01"
        )
    kind = cells.get("kind", "")
    if kind.lower() not in _KINDS:
        yield fault_at(f"{where} kind", f"类型“{kind}”无效，应为 off 或 work", f"{kind!r}, expected off or work")
    statutory = cells.get("statutory", "")
    if statutory.lower() not in _YES_NO:
        yield fault_at(f"{where} statutory", f"“{statutory}”无效，应为 1 或 0", f"{statutory!r}, expected 1 or 0")


def _entry(cells: dict[str, str]) -> DayEntry:
    when = read_date(cells["date"])
    assert when is not None  # rows with faults never come here
    source = cells.get("source", "")
    return DayEntry(
        when,
        _KINDS[cells["kind"].lower()],
        cells.get("name", ""),
        _YES_NO[cells.get("statutory", "").lower()],
        COMPUTED if source == "推算" else source,
    )


def _main_year(entries: list[DayEntry]) -> int | None:
    years = [e.date.year for e in entries]
    return max(sorted(set(years)), key=years.count) if years else None


def _date(entry: DayEntry) -> date:
    return entry.date

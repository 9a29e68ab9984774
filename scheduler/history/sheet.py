"""The table in an export: its header, wherever it stands and whatever parts its cells, and what it holds below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.history.headers import columns_of
from scheduler.history.numbers import parted
from scheduler.store.csv_text import MARKS, Unreadable, read_rows
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.workbook import ZIP, read_workbook

NO_ROW = ("没有数据行", "no row of data")
MOST_TITLES = 6
"""Rows looked at for the header: reports have their name and period above it."""


@dataclass(frozen=True)
class Sheet:
    """Rows under a header.

    Attributes
    ----------
    at
        Position of ``queue``, ``start``, ``date``, ``arrivals`` and ``aht_s``, as far as they are there.
    body
        What stands below the header; ``first_row`` is the number of its first row, as a spreadsheet has it.
    mark
        What parts cells; nothing in a workbook.
    """

    name: str
    header: tuple[str, ...]
    at: Mapping[str, int]
    body: Sequence[Sequence[Any]]
    first_row: int
    mark: str = ""

    def column(self, name: str) -> list[Any]:
        """Cells of a column, all None where it is not there."""
        place = self.at.get(name)
        return [row[place] if place is not None and place < len(row) else None for row in self.body]

    def place(self, name: str) -> str:
        """A column as the file calls it."""
        return f"{self.header[self.at[name]]} of {self.name}" if name in self.at else f"{name} of {self.name}"

    def fault(self, row: int, name: str, words: tuple[str, str], remedy: tuple[str, str]) -> Fault:
        """A fault of the cell of a column in the ``row``-th row below the header."""
        place = self.at[name]
        found = self.body[row][place] if place < len(self.body[row]) else ""
        return Fault(self.name, self.first_row + row, self.header[place], str(found), words, remedy)


def read_sheet(raw: bytes, name: str, told: Mapping[str, str], needed: Sequence[str]) -> Sheet:
    """The table of a CSV file or of a workbook's first sheet.

    Parameters
    ----------
    told
        Header by column, where the user says which it is.
    needed
        Columns without which the table says nothing.

    Raises
    ------
    FolderFaults
        If the bytes are no table, nothing stands below the header, a column is missing or there twice, or a row has
        more cells than the header.
    ValueError
        If a header that was told is not there.
    """
    table, above, mark = _table(raw, name, told, needed)
    if len(table) < 2:
        raise FolderFaults([Fault(name, 0, "", "", NO_ROW)])
    header = tuple(str(cell) for cell in table[above])
    sheet = Sheet(name, header, columns_of(header, told), _without_end(table[above + 1 :]), above + 2, mark)
    missing = [column for column in needed if column not in sheet.at]
    if missing:
        raise FolderFaults([_missing(sheet, missing)])
    if not sheet.body:
        raise FolderFaults([Fault(name, 0, "", "", NO_ROW)])
    faults = [*_twice(sheet), *_wider(sheet)]
    if faults:
        raise FolderFaults(faults)
    return sheet


def _table(raw: bytes, name: str, told: Mapping[str, str], needed: Sequence[str]) -> tuple[list[list[Any]], int, str]:
    """Rows, how many stand above the header (none, unless a row below is a header and the first is not), and what
    parts cells: a comma in a report's name or in one header says nothing, the mark is one under which a header is found.
    """
    for mark in () if raw.startswith(ZIP) else MARKS:
        try:
            rows = read_rows(raw, name, mark)
        except Unreadable:
            continue
        above = _titles(rows, told, needed)
        if above is not None:
            return rows, above, mark
    try:
        table = read_workbook(raw, name) if raw.startswith(ZIP) else read_rows(raw, name)
    except Unreadable as error:
        raise FolderFaults([error.fault]) from error
    return table, _titles(table, told, needed) or 0, ""


def _titles(table: Sequence[Sequence[Any]], told: Mapping[str, str], needed: Sequence[str]) -> int | None:
    """Rows above the header; None where none is found. A header may lack its queue, and is told so."""
    wanted = set(needed) - {"queue"}
    for number, row in enumerate(table[:MOST_TITLES]):
        header = [str(cell) for cell in row]
        plain = {cell.strip().lower() for cell in header}
        if {one.strip().lower() for one in told.values()} <= plain and wanted <= columns_of(header, told).keys():
            return number
    return None


def _without_end(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows but for the empty ones at the end."""
    while rows and not any(str(cell).strip() for cell in rows[-1] if cell is not None):
        rows.pop()
    return rows


def _missing(sheet: Sheet, missing: Sequence[str]) -> Fault:
    words = (f"缺少列 {'、'.join(missing)}", f"no column for {', '.join(missing)}")
    last = missing[-1]
    zh, en = {"queue": ("技能组", "Skill"), "start": ("呼入时间", "CallTime"), "arrivals": ("呼入量", "Calls")}[last]
    remedy = (f"用 --column 指明，如 --column {last}={zh}", f"say which it is, e.g. --column {last}={en}")
    return Fault(sheet.name, sheet.first_row - 1, "", ", ".join(sheet.header), words, remedy)


def _twice(sheet: Sheet) -> list[Fault]:
    """Columns that are read and whose header stands there again."""
    plain = [header.strip().lower() for header in sheet.header]
    return [
        Fault(
            sheet.name,
            sheet.first_row - 1,
            sheet.header[place],
            "",
            (
                "这个列名出现不止一次，不知以哪列为准",
                "this header is there more than once, and nothing tells which counts",
            ),
            ("删去或改名其中一列", "take one of the columns out, or give it another name"),
        )
        for place in sheet.at.values()
        if plain.count(plain[place]) > 1
    ]


def _wider(sheet: Sheet) -> list[Fault]:
    """The first row that has more cells than the header: nobody knows which belongs where.

    An empty one at the end says nothing, unless the count may be two cells of one number, such as 1,204.
    """
    width, count = len(sheet.header), sheet.at.get("arrivals", 0)
    wide = [
        row
        for row, cells in enumerate(sheet.body)
        if len(cells) > width
        and (any(str(c or "").strip() for c in cells[width:]) or parted(f"{cells[count]},{cells[count + 1]}"))
    ]
    if not wide:
        return []
    cells = [str(cell or "") for cell in sheet.body[wide[0]]]
    return [
        Fault(
            sheet.name,
            sheet.first_row + wide[0],
            "",
            ",".join(cells),
            (
                f"有{len(cells)}格，列名只有{width}个（共{len(wide)}行如此）",
                f"{len(cells)} cells under {width} headers (in {len(wide)} rows)",
            ),
            (
                "数字里的逗号会把一格拆成两格：导出时给数字加引号，或用分号分隔",
                "a comma inside a number makes two cells of one: export numbers in quotes, or with semicolons between cells",
            ),
        )
    ]

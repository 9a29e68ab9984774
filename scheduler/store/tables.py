"""A CSV file as the typed rows of its table; every cell that cannot be read is a fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.store.cells import BadCell, parse, plain_id, write
from scheduler.store.columns import Column, Table
from scheduler.store.csv_text import Unreadable, read_rows, write_rows
from scheduler.store.faults import Fault

_NOT_A_CELL = (
    "请在表格软件中另存为“CSV UTF-8（逗号分隔）”，第一行写列名",
    "save it as “CSV UTF-8 (comma delimited)” with the headers in row 1",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that was read.

    Attributes
    ----------
    values
        By column name; None for an empty cell. A cell with a fault has no entry.
    whole
        All cells could be read, so the row may become an object.
    cells
        The text of each column as it stands in the file.
    """

    number: int
    values: Mapping[str, Any]
    whole: bool
    cells: Mapping[str, str]

    def get(self, column: str) -> Any:
        return self.values.get(column)


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table that was read: rows, faults, and what its columns are called in the file.

    ``lost`` holds, for each row that could not be cut into cells and is not among ``rows``, the
    value of the table's first key column as far as it is there.
    """

    table: Table
    file: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    headers: Mapping[str, str]
    lost: tuple[Any, ...] = ()

    def fault(self, row: Row, column: str, expected: tuple[str, str], remedy: tuple[str, str] = ("", "")) -> Fault:
        """A fault of one cell, named as the file names it."""
        return Fault(
            self.file, row.number, self.headers.get(column, column), row.cells.get(column, ""), expected, remedy
        )


def read_table(raw: bytes, table: Table, file: str = "") -> TableReading:
    """Read one table in any order of columns, with Chinese or English headers.

    Parameters
    ----------
    file
        Name to report; default the table's own file name.
    """
    file = file or table.file
    try:
        rows = read_rows(raw, file)
    except Unreadable as error:
        return TableReading(table, file, (), (error.fault,), {})
    if not rows:
        return TableReading(
            table, file, (), (Fault(file, 0, "", "", ("文件为空，应有列名", "empty file, expected headers")),), {}
        )
    columns, faults = _columns(rows[0], table, file)
    if faults:
        return TableReading(table, file, (), tuple(faults), {})
    headers = {column.name: header for column, header in zip(columns, rows[0], strict=True)}
    found: list[Row] = []
    parsed: dict[tuple[str, str], Any] = {}
    lost: list[Any] = []
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            row = _row(number, cells, columns, file, headers, faults, parsed)
            if row is None:
                lost.append(_key_of_lost(cells, columns, table))
            else:
                found.append(row)
    return TableReading(
        table, file, tuple(found), (*faults, *_repeated(found, table, file, headers)), headers, tuple(lost)
    )


def write_table(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """CSV bytes of a table with English headers in the order of its schema."""
    return write_rows(
        [[c.name for c in table.columns], *([write(c, row.get(c.name)) for c in table.columns] for row in rows)]
    )


def _columns(cells: Sequence[str], table: Table, file: str) -> tuple[list[Column], list[Fault]]:
    """The column of every header; faults for unknown, repeated and missing ones."""
    known = {header.lower(): column for column in table.columns for header in column.headers}
    columns: list[Column] = []
    faults: list[Fault] = []
    for cell in cells:
        column = known.get(plain_id(cell).lower())
        if column is None:
            names = "、".join(c.headers[1] for c in table.columns)
            codes = ", ".join(c.name for c in table.columns)
            faults.append(
                Fault(file, 1, cell, "", (f"未知的列，可用的列：{names}", f"unknown column, known are {codes}"))
            )
        elif column in columns:
            faults.append(Fault(file, 1, cell, "", (f"列 {column.name} 重复", f"column {column.name} is there twice")))
        else:
            columns.append(column)
    for column in table.columns:
        if column.required and column not in columns:
            words = (
                f"缺少列“{column.headers[1]}”（{column.name}）",
                f"missing column {column.name} ({column.headers[1]})",
            )
            faults.append(Fault(file, 1, column.name, "", words, _NOT_A_CELL))
    return columns, faults


def _row(
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column],
    file: str,
    headers: Mapping[str, str],
    faults: list[Fault],
    parsed: dict[tuple[str, str], Any],
) -> Row | None:
    """A row's values; ``parsed`` remembers texts that were read before, since long tables repeat them."""
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    if len(cells) < len(columns) or extra:
        words = (f"本行{len(cells)}格，应为{len(columns)}格", f"{len(cells)} cells, expected {len(columns)}")
        remedy = (
            "检查逗号与引号，含逗号的内容要加双引号",
            "check commas and quotes; put cells with commas in double quotes",
        )
        faults.append(Fault(file, number, "", "", words, remedy))
        return None
    texts = {column.name: cell for column, cell in zip(columns, cells, strict=False)}
    values: dict[str, Any] = {}
    for column in columns:
        text = texts[column.name]
        if (column.name, text) in parsed:
            values[column.name] = parsed[column.name, text]
            continue
        if not text.strip():
            if column.required:
                faults.append(Fault(file, number, headers[column.name], "", ("不能为空", "must not be empty")))
            else:
                values[column.name] = None
            continue
        try:
            values[column.name] = parsed[column.name, text] = parse(column, text)
        except BadCell as bad:
            faults.append(Fault(file, number, headers[column.name], text.strip(), bad.expected, bad.remedy))
    return Row(number, values, len(values) == len(columns), texts)


def _key_of_lost(cells: Sequence[str], columns: Sequence[Column], table: Table) -> Any:
    """The id in a row that is too short: others may refer to it."""
    for column, cell in zip(columns, cells, strict=False):
        if table.key and column.name == table.key[0] and cell.strip():
            try:
                return parse(column, cell)
            except BadCell:
                return None
    return None


def _repeated(rows: Sequence[Row], table: Table, file: str, headers: Mapping[str, str]) -> list[Fault]:
    """Rows whose key occurred before."""
    faults: list[Fault] = []
    first: dict[tuple[Any, ...], int] = {}
    if not table.key:
        return faults
    for row in rows:
        key = tuple(row.get(name) for name in table.key)
        # A cell that could not be read is no value: its own fault is told already.
        if key[0] is None or any(name in headers and name not in row.values for name in table.key):
            continue
        if key in first:
            where = "、".join(headers.get(name, name) for name in table.key)
            words = (f"与第{first[key]}行重复（{where}）", f"the same {', '.join(table.key)} as row {first[key]}")
            faults.append(
                Fault(file, row.number, headers.get(table.key[0], table.key[0]), row.cells.get(table.key[0], ""), words)
            )
        first.setdefault(key, row.number)
    return faults

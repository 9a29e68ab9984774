"""Rows of an Excel workbook's first sheet."""

import io
import zipfile
from typing import Any

from scheduler.store.csv_text import LARGEST_FILE, MOST_ROWS, Unreadable
from scheduler.store.faults import Fault

ZIP = b"PK\x03\x04"
"""What a workbook (xlsx) begins with."""


def read_workbook(raw: bytes, file: str) -> list[list[Any]]:
    """Values of the first sheet, the header first; empty cells are empty texts.

    Raises
    ------
    Unreadable
        If it is no workbook, or holds more than a center's file may.
    """
    import openpyxl

    if len(raw) > LARGEST_FILE:
        raise Unreadable(
            Fault(
                file, 0, "", f"{len(raw)} bytes", (f"最多{LARGEST_FILE}字节", f"expected at most {LARGEST_FILE} bytes")
            )
        )
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        rows: list[list[Any]] = []
        for cells in book.worksheets[0].iter_rows(values_only=True):
            rows.append(["" if cell is None else cell for cell in cells])
            if len(rows) > MOST_ROWS:
                raise Unreadable(Fault(file, len(rows), "", "", (f"超过{MOST_ROWS}行", f"more than {MOST_ROWS} rows")))
        book.close()
    except (zipfile.BadZipFile, KeyError, IndexError, OSError) as error:
        raise Unreadable(Fault(file, 0, "", "", ("不是可读的 Excel 工作簿", "no readable Excel workbook"))) from error
    return rows

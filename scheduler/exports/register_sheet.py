"""Registers as a workbook, one sheet each."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from scheduler.exports.sheets import Sheet

_CREATED = datetime(2000, 1, 1)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def register_workbook(title: str, sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """One sheet by name, its first row the headers; nothing of the data becomes a formula."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": title, "created": _CREATED})
    head, cell = (
        workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1}),
        workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
    )
    for name, rows in sheets.items():
        sheet = Sheet(workbook.add_worksheet(name.translate(_FORBIDDEN)[:31]))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.text(number, column, text, cell if number else head)
        for column in range(len(rows[0])):
            widest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in row[column]) for row in rows)
            sheet.page.set_column(column, column, min(40, max(8, widest + 2)))
        sheet.page.freeze_panes(1, 0)
        sheet.page.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        sheet.print_on(9, 1, 0)
    workbook.close()
    return file.getvalue()

"""The monthly figures and the shortlist as a workbook."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from scheduler.exports.sheets import Sheet

_CREATED = datetime(2000, 1, 1)
_WIDTHS = (22, 26, 12, 12, 8, 14, 28)

_STARS = {
    "place": "名次",
    "person": "人员",
    "name_zh": "姓名",
    "score": "综合分",
    "satisfaction": "满意度",
    "resolution": "解决率",
    "error_rate": "差错率",
    "ratings": "评价数",
    "covers": "顶岗次数",
}


def kpi_workbook(title: str, figures: Sequence[Mapping[str, object]], stars: Sequence[Mapping[str, object]]) -> bytes:
    """Two sheets, 指标 and 服务之星候选; nothing of the data becomes a formula.

    Parameters
    ----------
    figures, stars
        Records with the same keys each, the keys of the first being the headers.
    """
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": title, "created": _CREATED})
    head, cell = (
        workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1}),
        workbook.add_format({"border": 1, "num_format": "0.0##"}),
    )
    _write(Sheet(workbook.add_worksheet("指标")), figures, {}, head, cell)
    _write(Sheet(workbook.add_worksheet("服务之星候选")), stars, _STARS, head, cell)
    workbook.close()
    return file.getvalue()


def _write(
    sheet: Sheet, records: Sequence[Mapping[str, object]], names: Mapping[str, str], head: object, cell: object
) -> None:
    columns = list(records[0]) if records else list(names) or ["–"]
    for column, key in enumerate(columns):
        sheet.text(0, column, names.get(key, key), head)
        sheet.page.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else 12)
    for row, record in enumerate(records, start=1):
        for column, key in enumerate(columns):
            value = record[key]
            if isinstance(value, int | float):
                sheet.number(row, column, value, cell)
            else:
                sheet.text(row, column, "" if value is None else value, cell)
    sheet.page.freeze_panes(1, 0)
    sheet.print_on(9, 1, 0)

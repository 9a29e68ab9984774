"""The sheet 公平: everybody's account of every kind of burden, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.domain.center import Center
from scheduler.exports.paints import Paints
from scheduler.exports.sheets import Sheet
from scheduler.exports.terms import term

COLUMNS = ("kind", "name", "before", "count", "fair", "after", "why")
_WIDTHS = (14, 14, 11, 11, 11, 11, 90)


def write_fairness(
    sheet: Sheet, paints: Paints, center: Center, accounts: Sequence[Mapping[str, Any]], lang: str
) -> None:
    """One row a person and kind, in the order given, to a tenth."""
    for column, (key, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.text(0, column, term(key, lang), paints.named("head"))
        sheet.page.set_column(column, column, width)
    for row, line in enumerate(accounts, start=1):
        sheet.text(row, 0, line[f"kind_{lang}"], paints.named("left"))
        sheet.text(row, 1, center.person[line["person"]].name(lang), paints.named("left"))
        for column, key in enumerate(("carried_in", "count", "share", "carried_out"), start=2):
            sheet.number(row, column, round(line[key], 1), paints.named("left"))
        sheet.text(row, 6, line[f"why_{lang}"], paints.named("wrap"))
    sheet.page.autofilter(0, 0, max(len(accounts), 1), len(COLUMNS) - 1)
    sheet.page.freeze_panes(1, 0)
    sheet.print_on(9, 1, 0)

"""The workbook that hangs on the wall: 排班表, 窗口表, 问题, 说明, 公平, 离线."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.routine import Activity
from scheduler.exports.fairness_sheet import write_fairness
from scheduler.exports.list_sheets import write_breaches, write_notes
from scheduler.exports.off_line_sheet import write_off_line
from scheduler.exports.paints import Paints
from scheduler.exports.post_sheet import write_posts
from scheduler.exports.roster_sheet import write_roster
from scheduler.exports.sheets import Sheet
from scheduler.exports.terms import term

_CREATED = datetime(2000, 1, 1)
"""Written into every workbook, so that equal rosters are equal files."""


def roster_workbook(
    problem: RosterProblem,
    roster: Roster,
    breaches_texts: Sequence[Mapping[str, Any]],
    lang: str = "zh",
    facts: Iterable[tuple[str, str]] = (),
    accounts: Sequence[Mapping[str, Any]] = (),
    activities: Sequence[Activity] = (),
) -> bytes:
    """The roster as an Excel workbook.

    Nothing of the data is ever written as a formula, a number or a link, whatever it begins with.
    Reasons of leave are not in it.

    Parameters
    ----------
    breaches_texts
        Rows of ``breaches.csv`` as mappings: ``rule, level, article, start, end, post, person,
        amount, text_zh, text_en``.
    lang
        ``zh`` or ``en``.
    facts
        Further lines for the notes: version, input hash, head of the audit trail.
    accounts
        What ``summary.fairness`` says of everybody's burdens: ``person, kind_zh, kind_en,
        carried_in, count, share, carried_out, why_zh, why_en``.
    activities
        Blocks off the line; without any the sheet 离线 is left out.

    Raises
    ------
    ValueError
        If the language is unknown.
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"language {lang!r}, expected zh or en")
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    workbook.set_properties({"title": term("sheet_roster", lang), "created": _CREATED})
    paints, view = Paints(workbook, problem.center), RosterView(problem, roster)
    write_roster(Sheet(workbook.add_worksheet(term("sheet_roster", lang))), paints, view, lang)
    write_posts(Sheet(workbook.add_worksheet(term("sheet_posts", lang))), paints, view, lang)
    write_breaches(
        Sheet(workbook.add_worksheet(term("sheet_breaches", lang))), paints, problem.center, breaches_texts, lang
    )
    write_notes(Sheet(workbook.add_worksheet(term("sheet_notes", lang))), paints, problem, facts, lang)
    write_fairness(Sheet(workbook.add_worksheet(term("sheet_fairness", lang))), paints, problem.center, accounts, lang)
    if activities:
        write_off_line(
            Sheet(workbook.add_worksheet(term("sheet_off_line", lang))), paints, problem.center, activities, lang
        )
    workbook.close()
    return file.getvalue()

"""The sheet 排班表: people by days, with totals."""

from collections import Counter
from collections.abc import Mapping

from scheduler.domain.problem import Day
from scheduler.domain.roster import Duty
from scheduler.domain.roster_view import RosterView
from scheduler.exports.day_cells import day_cell, duties_by_day
from scheduler.exports.paints import Paints
from scheduler.exports.printable import display_width
from scheduler.exports.sheets import Sheet
from scheduler.exports.terms import term
from scheduler.words import WEEKDAYS

HEAD_ROWS, HEAD_COLUMNS = 3, 2
TOTALS = ("hours", "nights", "days")
NARROWEST, WIDEST = 6, 16
"""Widths of a day's column, in characters; longer texts are shrunk to fit."""


def write_roster(sheet: Sheet, paints: Paints, view: RosterView, lang: str) -> None:
    """People down, days across; hours, nights and days worked at the right, heads at the bottom."""
    _write_head(sheet, paints, view, lang)
    center = view.problem.center
    known = [p.id for p in center.staff]
    strangers = sorted({d.person for d in view.roster.duties} - set(known))
    found = duties_by_day(view.roster)
    widths = [NARROWEST] * len(view.problem.days)
    for row, person in enumerate((*known, *strangers), start=HEAD_ROWS):
        texts = _write_person(sheet, paints, view, person, found, row, lang)
        widths = [max(width, display_width(text) + 1) for width, text in zip(widths, texts, strict=True)]
    _write_heads(sheet, paints, view, HEAD_ROWS + len(known) + len(strangers), lang)
    days = len(widths)
    sheet.page.freeze_panes(HEAD_ROWS, HEAD_COLUMNS)
    sheet.page.set_column(0, 0, 12)
    sheet.page.set_column(1, 1, 10)
    for column, width in enumerate(widths, start=HEAD_COLUMNS):
        sheet.page.set_column(column, column, min(width, WIDEST))
    sheet.page.set_column(HEAD_COLUMNS + days, HEAD_COLUMNS + days + len(TOTALS) - 1, 8)
    sheet.print_on(8, HEAD_ROWS, HEAD_COLUMNS)


def _write_head(sheet: Sheet, paints: Paints, view: RosterView, lang: str) -> None:
    problem, head = view.problem, paints.named("head")
    period = f"{problem.horizon.start} – {problem.horizon.last}"
    sheet.text(0, 0, f"{problem.center.name(lang)} {term('sheet_roster', lang)} {period}", paints.named("title"))
    for column, key in enumerate(("section", "name")):
        sheet.text(1, column, term(key, lang), head)
        sheet.text(2, column, "", head)
    for day in problem.days:
        paint = paints.named(_day_look(day))
        sheet.text(1, HEAD_COLUMNS + day.index, f"{day.date.month}/{day.date.day}", paint)
        sheet.text(2, HEAD_COLUMNS + day.index, WEEKDAYS[lang][day.date.weekday()], paint)
    for offset, key in enumerate(TOTALS):
        column = HEAD_COLUMNS + len(problem.days) + offset
        sheet.text(1, column, term(key, lang), head)
        sheet.text(2, column, "", head)


def _write_person(
    sheet: Sheet,
    paints: Paints,
    view: RosterView,
    person: str,
    found: Mapping[tuple[str, int], list[Duty]],
    row: int,
    lang: str,
) -> list[str]:
    """One row; the answer is what was written for each day."""
    problem = view.problem
    who = problem.center.person.get(person)
    section = problem.center.section.get(who.section) if who is not None else None
    left = paints.named("left")
    sheet.text(row, 0, "" if section is None else section.name_zh if lang == "zh" else section.name_en, left)
    sheet.text(row, 1, person if who is None else who.name(lang), left)
    minutes = nights = worked = 0
    texts = []
    for day in problem.days:
        cell = day_cell(problem, person, day.index, found.get((person, day.date.toordinal()), ()), lang)
        sheet.text(row, HEAD_COLUMNS + day.index, cell.text, paints.cell(cell))
        texts.append(cell.text)
        minutes += view.minutes(person, day.index)
        worked += view.worked(person, day.index)
        shifts = (problem.center.shift.get(code) for code in view.shifts(person, day.index))
        nights += any(shift is not None and shift.night for shift in shifts)
    for offset, total in enumerate((round(minutes / 60, 2), nights, worked)):
        sheet.number(row, HEAD_COLUMNS + len(problem.days) + offset, total, paints.named("head"))
    return texts


def _write_heads(sheet: Sheet, paints: Paints, view: RosterView, row: int, lang: str) -> None:
    """Heads at work each day, and on each shift of a pool."""
    problem, head = view.problem, paints.named("head")
    at_work = Counter(day for (_, day), duties in view.duties_of.items() if duties)
    on_shift = Counter((code, day) for (person, day) in view.duties_of for code in view.shifts(person, day))
    lines = [(term("present", lang), at_work)]
    lines += [
        (shift.name(lang), Counter({day.index: on_shift[shift.code, day.index] for day in problem.days}))
        for shift in problem.center.shifts
        if shift.pool is not None
    ]
    for offset, (name, heads) in enumerate(lines):
        sheet.text(row + offset, 0, "", head)
        sheet.text(row + offset, 1, name, head)
        for day in problem.days:
            sheet.number(row + offset, HEAD_COLUMNS + day.index, heads[day.index], head)


def _day_look(day: Day) -> str:
    return "statutory" if day.statutory else "head" if day.workday else "rest"

"""The sheet 窗口表: posts by sessions, with who is there and in which role."""

from scheduler.domain.roster_view import RosterView
from scheduler.exports.paints import Paints
from scheduler.exports.post_cells import Column, PostBoard, PostCell
from scheduler.exports.sheets import Sheet
from scheduler.exports.terms import term
from scheduler.words import WEEKDAYS

HEAD_ROWS, HEAD_COLUMNS = 3, 2


def write_posts(sheet: Sheet, paints: Paints, view: RosterView, lang: str) -> None:
    """One row a post, in the order of the window numbers; a pool has one row a shift."""
    center, board = view.problem.center, PostBoard(view, lang)
    across = board.columns()
    _write_head(sheet, paints, across, lang)
    row = HEAD_ROWS
    for post in sorted(center.posts, key=lambda p: (p.number == 0, p.number)):
        shifts = [s for s in center.shifts if s.pool == post.id]
        for shift in shifts:
            cells = [board.shift_cell(shift, column, across) for column in across]
            _write_row(sheet, paints, row, post.id, f"{post.name(lang)} {shift.name(lang)}", cells)
            row += 1
        if not shifts:
            cells = [board.post_cell(post, column) for column in across]
            _write_row(sheet, paints, row, post.id, post.name(lang), cells)
            row += 1
    sheet.page.freeze_panes(HEAD_ROWS, HEAD_COLUMNS)
    sheet.page.set_column(0, 0, 10)
    sheet.page.set_column(1, 1, 16)
    sheet.page.set_column(HEAD_COLUMNS, HEAD_COLUMNS + max(len(across), 1) - 1, 18)
    sheet.print_on(8, HEAD_ROWS, HEAD_COLUMNS)


def _write_head(sheet: Sheet, paints: Paints, across: tuple[Column, ...], lang: str) -> None:
    head = paints.named("head")
    for row, key in enumerate(("date", "time")):
        sheet.text(row, 0, "", head)
        sheet.text(row, 1, term(key, lang), head)
    sheet.text(2, 0, term("post", lang), head)
    sheet.text(2, 1, term("title", lang), head)
    for number, column in enumerate(across, start=HEAD_COLUMNS):
        sheet.text(0, number, f"{column.date.isoformat()} {WEEKDAYS[lang][column.date.weekday()]}", head)
        sheet.text(1, number, column.time(), head)
        sheet.text(2, number, "" if column.session is None else column.session.id, head)


def _write_row(sheet: Sheet, paints: Paints, row: int, code: str, name: str, cells: list[PostCell]) -> None:
    sheet.text(row, 0, code, paints.named("left"))
    sheet.text(row, 1, name, paints.named("left"))
    for column, cell in enumerate(cells, start=HEAD_COLUMNS):
        look = "empty" if cell.missing else "wrap" if cell.open else "closed"
        sheet.text(row, column, cell.text, paints.named(look))

"""The sheet 离线: meals, breaks and other blocks off the line, day by day and person by person."""

from collections.abc import Iterable

from scheduler.domain.center import Center
from scheduler.domain.routine import Activity
from scheduler.exports.paints import Paints
from scheduler.exports.sheets import Sheet
from scheduler.exports.terms import term
from scheduler.words import OFF_LINE, pick

COLUMNS = ("date", "name", "start", "end", "off_line", "title", "post", "with", "article")
_WIDTHS = (12, 14, 9, 9, 16, 26, 24, 14, 20)


def write_off_line(sheet: Sheet, paints: Paints, center: Center, activities: Iterable[Activity], lang: str) -> None:
    """One row a person and block, by day and time; ids become names."""
    names = {item.id: item.name(lang) for item in center.off_line}
    for column, (key, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.text(0, column, term(key, lang), paints.named("head"))
        sheet.page.set_column(column, column, width)
    row = 0
    for row, a in enumerate(sorted(activities, key=lambda a: (a.day, a.start, a.person)), start=1):
        post, partner = center.post.get(a.post), center.person.get(a.partner)
        values = (
            str(a.day),
            center.person[a.person].name(lang),
            f"{a.start:%H:%M}",
            f"{a.end:%H:%M}",
            pick(OFF_LINE[a.kind], lang),
            names.get(a.routine, a.routine),
            post.name(lang) if post else "",
            partner.name(lang) if partner else "",
            a.article,
        )
        for column, value in enumerate(values):
            sheet.text(row, column, value, paints.named("left"))
    sheet.page.autofilter(0, 0, max(row, 1), len(COLUMNS) - 1)
    sheet.page.freeze_panes(1, 0)
    sheet.print_on(9, 1, 0)

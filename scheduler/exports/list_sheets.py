"""The sheets 问题 and 说明: what is wrong with the roster, and how to read it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.clock import clock_text
from scheduler.domain.problem import RosterProblem
from scheduler.domain.shifts import ShiftType
from scheduler.exports.paints import LOOKS, Paints
from scheduler.exports.sheets import Sheet
from scheduler.exports.terms import term
from scheduler.words import ROLES, pick

BREACH_COLUMNS = ("level", "rule", "article", "start", "end", "post", "person", "amount", "text", "text_other")
_WIDTHS = (8, 22, 14, 17, 17, 18, 12, 10, 70, 70)


def write_breaches(
    sheet: Sheet, paints: Paints, center: Center, breaches: Sequence[Mapping[str, Any]], lang: str
) -> None:
    """One row a breach, in the order given; ids of posts and people become names."""
    for column, (key, width) in enumerate(zip(BREACH_COLUMNS, _WIDTHS, strict=True)):
        sheet.text(0, column, term(key, lang), paints.named("head"))
        sheet.page.set_column(column, column, width)
    for row, breach in enumerate(breaches, start=1):
        for column, key in enumerate(BREACH_COLUMNS):
            value = _breach_value(center, breach, key, lang)
            level = str(breach.get("level", ""))
            paint = paints.named(level if key == "level" and level in LOOKS else "wrap")
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.number(row, column, value, paint)
            else:
                sheet.text(row, column, value, paint)
    if not breaches:
        sheet.text(1, 0, term("no_breach", lang), paints.named("left"))
    sheet.page.autofilter(0, 0, max(len(breaches), 1), len(BREACH_COLUMNS) - 1)
    sheet.page.freeze_panes(1, 0)
    sheet.print_on(9, 1, 0)


def _breach_value(center: Center, breach: Mapping[str, Any], key: str, lang: str) -> Any:
    other = "en" if lang == "zh" else "zh"
    value = breach.get({"text": f"text_{lang}", "text_other": f"text_{other}"}.get(key, key))
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if key == "post" and value in center.post:
        return center.post[value].name(lang)
    if key == "person" and value in center.person:
        return center.person[value].name(lang)
    return value


def write_notes(
    sheet: Sheet, paints: Paints, problem: RosterProblem, facts: Iterable[tuple[str, str]], lang: str
) -> None:
    """What the roster is for, what its marks and colors mean, its shifts and its posts."""
    center, head, left = problem.center, paints.named("head"), paints.named("left")
    rows: list[tuple[object, object, object]] = [
        (term("center", lang), center.name(lang), head),
        (term("period", lang), f"{problem.horizon.start} – {problem.horizon.last}", head),
        *((key, value, head) for key, value in facts),
        ("", "", left),
        (term("mark", lang), term("meaning", lang), head),
    ]
    rows += [(mark, meaning, paints.named(look)) for mark, meaning, look in _marks(lang)]
    rows += [("", "", left), (term("shift", lang), term("time", lang), head)]
    rows += [
        (shift.letter(lang), f"{shift.name(lang)} {_times(shift)}", paints.shift(shift.code)) for shift in center.shifts
    ]
    rows += [("", "", left), (term("post", lang), term("title", lang), head)]
    rows += [(post.id, post.name(lang), left) for post in center.posts]
    for row, (mark, meaning, paint) in enumerate(rows):
        sheet.text(row, 0, mark, paint)
        sheet.text(row, 1, meaning, left)
    sheet.page.set_column(0, 0, 18)
    sheet.page.set_column(1, 1, 70)
    sheet.print_on(9, 1, 0)


def _marks(lang: str) -> list[tuple[str, str, str]]:
    """Marks of the grid, what they mean, and the color they stand in."""

    def own(mark: str, meaning: str, look: str) -> tuple[str, str, str]:
        return term(mark, lang), term(meaning, lang), look

    return [
        ("B / C", term("cover", lang), "cover"),
        own("pool", "pool_long", "shift"),
        own("dual", "dual_long", "dual"),
        ("*", pick(ROLES["leader"], lang), "left"),
        (term("duty", lang), pick(ROLES["duty"], lang), "left"),
        own("absence", "leave_long", "leave"),
        own("trip", "trip_long", "leave"),
        own("meeting", "meeting_long", "leave"),
        (term("training", lang), pick(ROLES["training"], lang), "other"),
        (term("standby", lang), pick(ROLES["standby"], lang), "other"),
    ]


def _times(shift: ShiftType) -> str:
    return ", ".join(f"{clock_text(a)}–{clock_text(b)}" for a, b in shift.parts)

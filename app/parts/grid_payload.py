"""Everything the grid shows, as plain values: rows, days, footer, codes, tooltips."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.parts.draft import Draft
from app.parts.grid_cells import Look, cell, options
from app.parts.grid_footer import footer
from app.parts.grid_legend import codes, legend, parts
from app.parts.margins import Plan, margin_by_day
from app.texts import Words
from scheduler.assemble import calendar_of
from scheduler.domain.calendar import Calendar
from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.explain import BreachLine
from scheduler.store.folder import CenterFolder
from scheduler.words import WEEKDAYS, date_text, pick

RANK = {Level.HARD: 1, Level.MUST: 2, Level.SOFT: 3}
LONG_DAYS = 7
"""A breach over more days belongs to the person's name, not to every cell of the row."""

WORDS = (
    "grid",
    "name",
    "post",
    "hours",
    "all_day",
    "part_hint",
    "dual",
    "add_hint",
    "undo",
    "redo",
    "lock",
    "next",
    "next_hint",
    "pending",
    "locked",
    "by_hand",
    "breach",
)


def payload(
    folder: CenterFolder,
    draft: Draft,
    words: Words,
    today: date,
    span: tuple[int, int] | None = None,
    readonly: bool = False,
) -> dict[str, Any]:
    """Data of the grid component for the days ``span`` of the horizon (first, last; all without it)."""
    problem, sheet = draft.problem, draft.sheet
    lines = draft.checked()[1]
    first, last = span or (0, problem.horizon.days - 1)
    shown = range(first, last + 1)
    look = Look.of(problem, sheet, words)
    view = RosterView(problem, sheet.roster)
    people = ordered_people(problem)
    at = {person.id: r for r, person in enumerate(people)}
    tips, names, bad = _marks(problem, lines, at, shown, words)
    days = _days(problem, calendar_of(folder), shown, words, today, bad)
    rows = [_row(look, view, person, r, shown, tips, names) for r, person in enumerate(people)]
    for before, row, person in zip([None, *people], rows, people, strict=False):
        row["first"] = before is not None and _group(problem, before) != _group(problem, person)
    palette = codes(problem, words)
    refusal = draft.refused[0] if draft.refused else None
    note = words("grid.saved", rev=draft.rev) if draft.rev else words("grid.untouched")
    if readonly:
        note = words("grid.read_only")
    if draft.trouble:
        note = words("grid.unsaved", error=draft.trouble)
    if refusal is not None:
        who = problem.center.person[refusal.person].name(words.lang)
        note = f"{who} {date_text(refusal.day, words.lang)}: {words('grid.' + refusal.reason, **{**refusal.values, 'name': who})}"
    return {
        "rev": draft.rev,
        "acks": dict(draft.acks),
        "readonly": readonly,
        "undo": bool(draft.undo),
        "redo": bool(draft.redo),
        "refused": refusal is not None or bool(draft.trouble),
        "note": note,
        "rows": rows,
        "days": days,
        "codes": palette,
        "parts": parts(problem, words),
        "legend": legend(problem, words),
        "foot": footer(view, lines, margin_by_day(Plan(problem, sheet.roster)), shown, words),
        "tips": tips,
        "shape": f"{words.lang}|{first}-{last}|{len(rows)}|{problem.center.id}|{readonly}|{','.join(c['code'] for c in palette)}",
        "words": {_camel(name): words(f"grid.{name}") for name in WORDS},
    }


def ordered_people(problem: RosterProblem) -> tuple[Person, ...]:
    """Managers, then holders of posts by window, then the others; a hotline by crew and rank."""
    center, order = problem.center, {p.id: i for i, p in enumerate(problem.center.staff)}

    def key(person: Person) -> tuple[Any, ...]:
        group = _group(problem, person)
        numbers = [center.post[line.post].number for line in center.ab if line.person == person.id and line.role == "A"]
        return (
            group,
            min(numbers, default=999),
            -center.ranks.index(person.rank) if person.rota == "rostered" else 0,
            order[person.id],
        )

    return tuple(sorted(center.staff, key=key))


def _group(problem: RosterProblem, person: Person) -> tuple[int, int]:
    center = problem.center
    if person.rota == "rostered":
        crews = list(dict.fromkeys(p.crew or "" for p in center.staff))
        return 1, crews.index(person.crew or "")
    if center.is_manager(person):
        return 0, 0
    return 2, 0 if any(line.person == person.id and line.role == "A" for line in center.ab) else 1


def _row(
    look: Look,
    view: RosterView,
    person: Person,
    r: int,
    shown: range,
    tips: Mapping[str, Sequence[tuple[int, str]]],
    names: Mapping[int, Any],
) -> dict[str, Any]:
    cells = []
    for c, day in enumerate(shown):
        found = cell(look, person, day)
        why = tips.get(f"{r},{c}")
        if why:
            found["b"] = min(level for level, _ in why)
        cells.append(found)
    hours = sum(view.minutes(person.id, day) for day in range(look.problem.horizon.days)) / 60
    lang, center = look.words.lang, look.problem.center
    section = center.section.get(person.section)
    return {
        "id": person.id,
        "name": person.name(lang),
        "post": _home(look.problem, person, look.words),
        "hours": f"{hours:g}",
        "title": " · ".join(
            filter(
                None,
                (
                    person.id,
                    section.name_zh if section and lang == "zh" else section.name_en if section else "",
                    pick(center.rank_names.get(person.rank, (person.rank,) * 2), lang),
                ),
            )
        ),
        "cells": cells,
        "options": options(look.problem, person, look.words),
        "why": names.get(r, []),
    }


def _home(problem: RosterProblem, person: Person, words: Words) -> str:
    """Short text beside the name: the own window, the window backed up, or the rank."""
    lines = sorted((line for line in problem.center.ab if line.person == person.id), key=lambda x: (x.role, x.order))
    if lines and problem.center.post[lines[0].post].heads:
        return lines[0].post if lines[0].role == "A" else f"{lines[0].role}·{lines[0].post}"
    return pick(problem.center.rank_names.get(person.rank, (person.rank,) * 2), words.lang)


def _days(
    problem: RosterProblem, calendar: Calendar, shown: range, words: Words, today: date, bad: Mapping[int, list[str]]
) -> list[dict[str, Any]]:
    found = []
    for day in shown:
        on = problem.date(day)
        known = calendar.day(on)
        kind = (
            "holiday"
            if known.kind in ("statutory", "in_lieu")
            else "makeup"
            if known.kind == "makeup"
            else "rest"
            if not problem.days[day].workday
            else "work"
        )
        tag = words("grid.tag_off") if kind == "holiday" else words("grid.tag_work") if kind == "makeup" else ""
        title = date_text(on, words.lang) + (f" · {known.name(words.lang)}" if known.name(words.lang) else "")
        if known.provisional:
            title += f" · {words('grid.provisional')}"
        found.append(
            {
                "i": day,
                "d": f"{on.month}/{on.day}" if on.day == 1 else str(on.day),
                "w": WEEKDAYS[words.lang][on.weekday()],
                "kind": kind,
                "tag": tag,
                "title": title,
                "today": on == today,
                "first": on.day == 1 and day != shown[0],
                "bad": len(bad.get(day, ())),
                "badText": words("grid.bad_day", count=len(bad.get(day, ()))),
            }
        )
    return found


def _marks(
    problem: RosterProblem, lines: Iterable[BreachLine], at: Mapping[str, int], shown: range, words: Words
) -> tuple[dict[str, list[tuple[int, str]]], dict[int, list[tuple[int, str]]], dict[int, list[str]]]:
    """Breaches by cell, by row, and (HARD and MUST only) by day."""
    tips: dict[str, list[tuple[int, str]]] = {}
    names: dict[int, list[tuple[int, str]]] = {}
    bad: dict[int, list[str]] = {}
    for line in lines:
        level, text = RANK[line.level], line.text(words.lang)
        first = problem.horizon.day(line.start.date()) if line.day is None else line.day
        last = problem.horizon.day((line.end - timedelta(minutes=1)).date()) if line.day is None else line.day
        if level < 3 and last - first < LONG_DAYS:
            for day in range(first, last + 1):
                bad.setdefault(day, []).append(text)
        row = at.get(line.person)
        if row is None:
            continue
        if last - first >= LONG_DAYS:
            names.setdefault(row, []).append((level, text))
            continue
        for day in range(max(first, shown[0]), min(last, shown[-1]) + 1):
            tips.setdefault(f"{row},{day - shown[0]}", []).append((level, text))
    return tips, {row: sorted(why)[:6] for row, why in names.items()}, bad


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)

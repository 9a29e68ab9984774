"""What one cell, one day and one person look like in the grid. Pure: plain values for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.parts.cell_codes import OFF, code_of, parts_of, posts_by_part
from app.parts.grid_ops import Sheet
from app.texts import Words
from scheduler.domain.clock import DAY_MINUTES, clock_text
from scheduler.domain.people import Person
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty
from scheduler.words import ROLES, SOURCES, leave_word, pick, public_kind

ROLE_CLASS: Mapping[str, str] = {"A": "own", "B": "cover", "C": "other", "pool": "own", "leader": "lead"}
"""Color of a post in a cell: at the own window, stepping in as B, stepping in otherwise."""

LEAVE_LETTER: Mapping[str, tuple[str, str]] = {
    "personal": ("事", "PL"),
    "sick": ("病", "SL"),
    "annual": ("年", "AL"),
    "family_visit": ("探", "FV"),
    "marriage": ("婚", "ML"),
    "maternity": ("产", "MT"),
    "paternity": ("陪", "PT"),
    "bereavement": ("丧", "BL"),
    "child_care": ("育", "CC"),
    "official_trip": ("公", "OT"),
    "business_trip": ("差", "BT"),
    "meeting": ("会", "MG"),
    "training": ("训", "TR"),
    "toil": ("休", "TL"),
    "emergency": ("急", "EM"),
    "sudden": ("缺", "AB"),
}

Line = list[str]
"""Text and color class."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything cells need, gathered once for a paint."""

    problem: RosterProblem
    sheet: Sheet
    words: Words
    duties: Mapping[tuple[str, date], tuple[Duty, ...]]
    leave: Mapping[str, tuple[tuple[int, int, str], ...]]
    shift_class: Mapping[str, str]

    @classmethod
    def of(cls, problem: RosterProblem, sheet: Sheet, words: Words) -> "Look":
        duties: dict[tuple[str, date], list[Duty]] = {}
        for duty in sheet.roster.duties:
            if duty.role != "duty":
                duties.setdefault((duty.person, duty.day), []).append(duty)
        leave: dict[str, list[tuple[int, int, str]]] = {}
        for absence in problem.absences:
            span = problem.horizon.minute(absence.start), problem.horizon.minute(absence.end)
            leave.setdefault(absence.person, []).append((*span, public_kind(absence.kind)))
        classes = {shift.code: f"s{index % 8}" for index, shift in enumerate(problem.center.shifts)}
        return cls(
            problem,
            sheet,
            words,
            {k: tuple(v) for k, v in duties.items()},
            {k: tuple(v) for k, v in leave.items()},
            classes,
        )

    def kind_of_leave(self, person: str, start: int, end: int) -> str | None:
        """Leave that covers the whole span, if any."""
        return next((kind for a, b, kind in self.leave.get(person, ()) if a <= start and end <= b), None)


def cell(look: Look, person: Person, day: int) -> dict[str, Any]:
    """One cell: ``t`` lines of text and color, ``c`` its code, ``h`` a hint, marks ``k e``."""
    on = look.problem.date(day)
    duties = look.duties.get((person.id, on), ())
    found: dict[str, Any] = {"c": code_of(look.problem, person, on, duties)}
    texts = (
        _shift_lines(look, person, day, duties) if person.rota != "office" else _post_lines(look, person, day, duties)
    )
    found["t"] = texts[:1] if all(text == texts[0] for text in texts) else texts
    hint = _hint(look, person, day, duties, found["c"])
    if hint:
        found["h"] = hint
    if (person.id, on) in look.sheet.locked:
        found["k"] = 1
    if (person.id, on) in look.sheet.edited:
        found["e"] = 1
    return found


def _shift_lines(look: Look, person: Person, day: int, duties: tuple[Duty, ...]) -> list[Line]:
    lines: list[Line] = []
    leave = look.kind_of_leave(person.id, day * DAY_MINUTES, (day + 1) * DAY_MINUTES)
    if leave is not None:
        lines.append(_leave_line(look, leave))
    shifts = {d.shift: d.role for d in duties}
    for code, role in sorted(shifts.items()):
        shift = look.problem.center.shift.get(code)
        text = shift.letter(look.words.lang) if shift else code
        lead = " ldr" if role == "leader" else ""
        lines.append([text, look.shift_class.get(code, "plain") + lead])
    return lines or [[look.words("grid.off"), "off"]]


def _leave_line(look: Look, kind: str, quiet: bool = False) -> Line:
    """The letter of a leave type; on a closed day only its color."""
    return [look.words.pick(LEAVE_LETTER.get(kind, ("假", "LV"))), f"lv {kind}{' quiet' if quiet else ''}"]


def _post_lines(look: Look, person: Person, day: int, duties: tuple[Duty, ...]) -> list[Line]:
    """One line for each part of the office shift."""
    opened = look.problem.open_day(day)
    lines: list[Line] = []
    parts = parts_of(look.problem, person)
    for (a, b), posts in zip(parts, posts_by_part(look.problem, person, look.problem.date(day), duties), strict=True):
        leave = look.kind_of_leave(person.id, day * DAY_MINUTES + a, day * DAY_MINUTES + b)
        if leave is not None and not posts:
            lines.append(_leave_line(look, leave, quiet=not opened))
        elif not posts:
            lines.append(["·" if opened else "", "off"])
        else:
            lines.append(_post_line(look, person, posts, duties))
    return lines or [["", "off"]]


def _post_line(look: Look, person: Person, posts: tuple[str, ...], duties: tuple[Duty, ...]) -> Line:
    role = {d.post: d.role for d in duties}
    if posts == (BACK_OFFICE,):
        manager = look.problem.center.is_manager(person)
        return [look.words("grid.on_site") if manager else look.words("grid.back"), "lead" if manager else "back"]
    # On double duty the own post goes without saying; the one covered is what people look for.
    strange = [p for p in posts if role.get(p) in ("B", "C")] or list(posts[1:]) or list(posts)
    text = posts[0] if len(posts) == 1 else look.words("grid.dual_mark") + "+".join(strange)
    return [text, ROLE_CLASS.get(role.get(strange[0], "pool"), "own") + (" many" if len(posts) > 1 else "")]


def _hint(look: Look, person: Person, day: int, duties: tuple[Duty, ...], code: str) -> str:
    """Lines for the tooltip where the code alone does not say everything."""
    words = look.words
    said = [
        words("grid.on_leave", kind=leave_word(kind, words.lang))
        for a, b, kind in look.leave.get(person.id, ())
        if a < (day + 1) * DAY_MINUTES and day * DAY_MINUTES < b
    ]
    plain = {d.role for d in duties} <= {"A", "pool"} and "/" not in code and "+" not in code
    if not plain:
        minute = look.problem.horizon.minute
        for duty in duties:
            span = f"{clock_text(minute(duty.start) - day * DAY_MINUTES)}–{clock_text(minute(duty.end) - day * DAY_MINUTES)}"
            said.append(f"{span} {_place(look, duty)}")
    return "\n".join(said)


def _place(look: Look, duty: Duty) -> str:
    center, lang = look.problem.center, look.words.lang
    role = pick(ROLES[duty.role], lang)
    if duty.post == BACK_OFFICE:
        return look.words("grid.back")
    post = center.post.get(duty.post)
    name = (
        f"{duty.post} {post.name(lang)}"
        if post and post.heads
        else (center.shift[duty.shift].name(lang) if duty.shift in center.shift else duty.post)
    )
    return f"{name} · {role}"


def options(problem: RosterProblem, person: Person, words: Words) -> list[Line]:
    """What may be chosen for a person, best first: code and why."""
    if person.rota != "office":
        return [[s.code, s.name(words.lang)] for s in problem.center.shifts] + [[OFF, words("grid.off_long")]]
    order = list(SOURCES)
    found = []
    for post in problem.center.posts:
        source = problem.center.source(person.id, post.id, problem.horizon.start)
        if source is not None:
            mode = problem.center.cover_mode(person.id, post.id, problem.horizon.start)
            tag = pick(SOURCES[source], words.lang) + (f" · {words('grid.dual_long')}" if mode == "dual" else "")
            found.append((order.index(source), post.number, [post.id, tag]))
    return [line for *_, line in sorted(found)] + [
        [BACK_OFFICE, words("grid.back_long")],
        [OFF, words("grid.off_long")],
    ]

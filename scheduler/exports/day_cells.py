"""What stands in the grid for one person on one day: a short text and what it is, no colors yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.exports.terms import term

Look = Literal["free", "leave", "dual", "cover", "post", "shift", "back", "other"]

OPEN_KINDS = {"official_trip": "trip", "business_trip": "trip", "meeting": "meeting", "training": "training"}
"""Kinds of absence that may be named; of all others the grid says only that the person is away."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """``text`` for the cell, ``look`` for its color; ``shift`` is the shift that colors it."""

    text: str = ""
    look: Look = "free"
    shift: str = ""


def duties_by_day(roster: Roster) -> Mapping[tuple[str, int], list[Duty]]:
    """Duties by person and ordinal of the day."""
    found: dict[tuple[str, int], list[Duty]] = defaultdict(list)
    for duty in roster.duties:
        found[duty.person, duty.day.toordinal()].append(duty)
    return found


def day_cell(problem: RosterProblem, person: str, day: int, duties: Iterable[Duty], lang: str) -> DayCell:
    """The cell of a person and day.

    A window is its code, followed by ``B``, ``C`` or the pool's mark when a backup holds it; two
    windows at once are joined by 兼; parts of the day are parted by ``/``. A shift is its letter;
    ``*`` marks who leads it.
    """
    given = list(duties)
    held = _held(problem, given)
    parts = [(start, _mark_all(problem, here, lang)) for start, here in held] + _away(problem, person, day, lang)
    parts += [(problem.horizon.minute(d.start), term(d.role, lang)) for d in given if d.role in ("training", "standby")]
    texts: list[str] = []
    for _, text in sorted(parts):
        if not texts or texts[-1] != text:
            texts.append(text)
    on_duty = any(d.role == "duty" for d in given)
    text = "/".join(texts) + (term("duty", lang) if on_duty else "")
    dual = any(len({d.post for d in here}) > 1 for _, here in held)
    return DayCell(text, _look(given, bool(texts), dual), next((d.shift for d in given if d.role in PRESENT_ROLES), ""))


def _held(problem: RosterProblem, duties: list[Duty]) -> list[tuple[int, list[Duty]]]:
    """What is held from each moment on at which it changes; the own post first."""
    minute = problem.horizon.minute
    present = [(minute(d.start), minute(d.end), d) for d in duties if d.role in PRESENT_ROLES]
    parts = []
    for start in sorted({edge for a, b, _ in present for edge in (a, b)}):
        here = sorted((d for a, b, d in present if a <= start < b), key=lambda d: (d.role != "A", d.post))
        if here:
            parts.append((start, here))
    return parts


def _mark_all(problem: RosterProblem, duties: list[Duty], lang: str) -> str:
    return term("dual", lang).join(dict.fromkeys(_mark(problem, d, lang) for d in duties))


def _mark(problem: RosterProblem, duty: Duty, lang: str) -> str:
    shift = problem.center.shift.get(duty.shift)
    letter = shift.letter(lang) if shift is not None else duty.shift
    if duty.post == BACK_OFFICE:
        return letter or term("back", lang)
    star = "*" if duty.role == "leader" else ""
    if shift is not None and shift.pool == duty.post:
        return letter + star
    return duty.post + {"B": "B", "C": "C", "pool": term("pool", lang)}.get(duty.role, star)


def _away(problem: RosterProblem, person: str, day: int, lang: str) -> list[tuple[int, str]]:
    """Absences that matter on a day: for office staff only inside their working time."""
    who = problem.center.person.get(person)
    base = day * DAY_MINUTES
    spans = [(base, base + DAY_MINUTES)]
    if who is not None and who.rota == "office":
        shift = problem.center.shift.get(who.shift or "")
        spans = [(base + a, base + b) for a, b in shift.parts] if shift else spans
        spans = spans if problem.open_day(day) else []
    parts = []
    for absence in problem.absences:
        if absence.person == person:
            a, b = problem.horizon.minute(absence.start), problem.horizon.minute(absence.end)
            mark = term(OPEN_KINDS.get(absence.kind, "absence"), lang)
            parts += [(max(a, start), mark) for start, end in spans if a < end and start < b]
    return parts


def _look(duties: list[Duty], anything: bool, dual: bool) -> Look:
    present = [d for d in duties if d.role in PRESENT_ROLES]
    if not present:
        return "other" if duties else "leave" if anything else "free"
    posts = [d for d in present if d.post != BACK_OFFICE]
    if not posts:
        return "back"
    if dual:
        return "dual"
    if any(d.role in ("B", "C") for d in posts):
        return "cover"
    return "post" if any(d.role == "A" for d in posts) else "shift"

"""What a repair is: the new roster, every change with its reason, and what is left."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.cell_changes import cell_changes
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.explain import BreachLine
from scheduler.verdict.effect import margins

Cell = tuple[str, date]
"""A person's day: one cell of the roster's grid."""


@dataclass(frozen=True, slots=True)
class Change:
    """One published stretch that moves, and the reason on record for it (3-10).

    Attributes
    ----------
    before, after
        Shifts of a rostered person (``shifts``), else posts; empty: not at work, or at the own desk
        if ``present``.
    cause
        ``away`` for a missing person, ``cover`` for whoever takes over what a missing person leaves,
        ``other`` for all else.
    """

    person: str
    day: date
    start: datetime
    end: datetime
    before: tuple[str, ...]
    after: tuple[str, ...]
    present: bool
    shifts: bool
    cause: str
    reason: str


@dataclass(frozen=True)
class Repair:
    """A repaired roster.

    Attributes
    ----------
    cells
        Changed cells (a person's day), those of the missing people included.
    bound
        No roster with changes on ``days`` alone restores as much with fewer changed cells.
    everywhere
        ``cells`` is least even if other days could change: nothing but the missing people's own
        cells and at most one more, and that one is needed.
    days
        First and last day on which cells could change.
    breaches
        Binding rules that stay broken and were not broken before, in words.
    margins
        For each window of the missing, and each shift (``SHIFT date``): people to spare afterwards
        at the worst moment. 0: the next absence empties it; below: it is short.
    seconds
        From the call to the result.
    """

    roster: Roster
    changes: tuple[Change, ...]
    cells: int
    bound: int
    everywhere: bool
    days: tuple[date, date]
    breaches: tuple[BreachLine, ...]
    margins: Mapping[str, int]
    reason: str
    seconds: float

    @property
    def proven(self) -> bool:
        """No fewer cells are possible on these days."""
        return self.cells <= self.bound


def changes_of(
    problem: RosterProblem, old: Roster, new: Roster, away: Collection[str], reason: str
) -> tuple[Change, ...]:
    """Every difference: by shift for rostered people, by stretch and post for the others."""
    person = problem.center.person
    moved = {p for p, _ in moved_cells(old, new)}
    told = [
        Roster.of(d for d in r.duties if d.person in moved | set(away) and person[d.person].rota != "rostered")
        for r in (old, new)
    ]
    changes = [
        Change(c.person, c.start.date(), c.start, c.end, c.before, c.after, c.present, False, c.why, reason)
        for c in cell_changes(problem, told[0], told[1], away)
    ]
    changes += _shift_changes(problem, old, new, away, reason)
    return tuple(sorted(changes, key=lambda c: (c.day, ("away", "cover", "other").index(c.cause), c.start, c.person)))


def moved_cells(old: Roster, new: Roster) -> set[Cell]:
    """People's days on which any duty differs, be it only in how it is cut."""
    return {(cell[0], cell[1]) for cell in old.cells() ^ new.cells()}


def _shift_changes(
    problem: RosterProblem, old: Roster, new: Roster, away: Collection[str], reason: str
) -> list[Change]:
    cells = {c for c in moved_cells(old, new) if problem.center.person[c[0]].rota == "rostered"}
    held: list[dict[Cell, list[Duty]]] = []
    for version in (old, new):
        found: dict[Cell, list[Duty]] = defaultdict(list)
        for duty in version.duties:
            if (duty.person, duty.day) in cells and duty.role in PRESENT_ROLES:
                found[duty.person, duty.day].append(duty)
        held.append(found)
    lost = {(d.day, d.shift) for cell, duties in held[0].items() if cell[0] in away for d in duties}
    changes = []
    for who, day in sorted(cells):
        was, now = held[0][who, day], held[1][who, day]
        span = now or was
        taken = {(day, d.shift) for d in now} - {(day, d.shift) for d in was}
        cause = "away" if who in away else "cover" if taken & lost else "other"
        codes = [tuple(sorted({d.shift for d in duties})) for duties in (was, now)]
        changes.append(
            Change(
                who,
                day,
                min(d.start for d in span),
                max(d.end for d in span),
                codes[0],
                codes[1],
                bool(now),
                True,
                cause,
                reason,
            )
        )
    return changes


def margins_after(problem: RosterProblem, old: Roster, new: Roster, absences: Sequence[Absence]) -> Mapping[str, int]:
    """People to spare at each window that names a missing person, and on each shift a missing person had."""
    found: dict[str, int] = {}
    view = RosterView(problem, new)
    for absence in absences:
        if problem.center.person[absence.person].rota != "rostered":
            for post, spare in margins(problem, absence).items():
                found[post] = min(spare, found.get(post, spare))
            continue
        for duty in old.of_person(absence.person):
            if not absence.overlaps(duty.start, duty.end):
                continue
            day = problem.horizon.day(duty.day)
            needed = sum(
                c.heads for c in problem.covers if (c.day, c.shift, c.rank, c.skill) == (day, duty.shift, None, None)
            )
            on = [
                p.id
                for p in problem.center.staff
                if p.id != absence.person and view.works(p.id, day, duty.shift) and p.standing(duty.day) is None
            ]
            found[f"{duty.shift} {duty.day}"] = len(on) - needed
    return found

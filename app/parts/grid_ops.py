"""Edits of a roster as data: ``apply(sheet, edit) -> sheet, inverse``. Pure; knows no page.

Everything a planner does in the grid becomes one :class:`Edit`, which says what some cells are
afterwards. Its inverse says what they were, so undo is an edit like any other and the list of
edits is the record of who changed what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.parts.cell_codes import CodeRefused, code_of, duties_of_code
from scheduler.assemble import locks_of
from scheduler.domain.absence import Absence, Pin
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.roster_view import RosterView

Cell = tuple[str, date]
"""One person's day."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A roster being edited.

    Attributes
    ----------
    locked
        Cells nobody changes: neither the solver nor a key.
    edited
        Cells changed by hand: a key may change them again, the solver may not.
    """

    roster: Roster
    locked: frozenset[Cell] = frozenset()
    edited: frozenset[Cell] = frozenset()

    @classmethod
    def of(cls, roster: Roster) -> "Sheet":
        """A sheet whose locks are those written in the roster."""
        locked = frozenset((d.person, d.day) for d in roster.duties if d.locked)
        return cls(Roster.of(replace(d, locked=False) for d in roster.duties), locked)

    def at(self, cell: Cell) -> tuple[Duty, ...]:
        """Duties of a cell, without the extra rows of hall duty."""
        return tuple(d for d in self.roster.duties if (d.person, d.day) == cell and d.role != "duty")

    def saved(self) -> Roster:
        """The roster with the locks written into its duties, as files keep it."""
        kept = self.locked | self.edited
        return Roster.of(replace(d, locked=(d.person, d.day) in kept) for d in self.roster.duties)

    def pins(self) -> tuple[Pin, ...]:
        """What a new solve must leave as it is: duties of kept cells, and days kept free."""
        kept = self.locked | self.edited
        busy = {(d.person, d.day) for d in self.roster.duties if d.role != "duty"}
        free = []
        for person, day in sorted(kept - busy):
            start = datetime.combine(day, time())
            free.append(Pin(person, start, start + timedelta(days=1)))
        return (*locks_of(self.saved()), *free)


@dataclass(frozen=True, slots=True)
class Change:
    """What one cell is after an edit."""

    person: str
    day: date
    duties: tuple[Duty, ...]
    locked: bool = False
    edited: bool = False

    @property
    def cell(self) -> Cell:
        return self.person, self.day


@dataclass(frozen=True, slots=True)
class Edit:
    """Some cells, each at most once; ``sittings``: who is at which training or meeting afterwards, None: as before."""

    changes: tuple[Change, ...] = ()
    sittings: tuple[Absence, ...] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one cell of an operation was left as it is."""

    person: str
    day: date
    reason: str
    values: Mapping[str, str]

    @property
    def cell(self) -> Cell:
        return self.person, self.day


def apply(sheet: Sheet, edit: Edit) -> tuple[Sheet, Edit]:
    """The sheet after an edit, and the edit that takes it back."""
    cells = {change.cell: change for change in edit.changes}
    inverse = Edit(tuple(_now(sheet, cell) for cell in cells))
    kept = [d for d in sheet.roster.duties if (d.person, d.day) not in cells or d.role == "duty"]
    roster = Roster.of([*kept, *(d for change in cells.values() for d in change.duties)])
    locked = (sheet.locked - cells.keys()) | {cell for cell, change in cells.items() if change.locked}
    edited = (sheet.edited - cells.keys()) | {cell for cell, change in cells.items() if change.edited}
    return Sheet(roster, frozenset(locked), frozenset(edited)), inverse


def _now(sheet: Sheet, cell: Cell) -> Change:
    return Change(*cell, sheet.at(cell), cell in sheet.locked, cell in sheet.edited)


def understand(problem: RosterProblem, sheet: Sheet, op: Mapping[str, Any]) -> tuple[Edit, tuple[Refusal, ...]]:
    """An operation of the grid as an edit; days are indices of the horizon.

    ``{"op": "put", "cells": [[person, day, code]], "part": None, "add": False}`` ·
    ``{"op": "lock", "cells": [[person, day]], "on": True}`` · ``{"op": "swap", "a": [person, day], "b": [...]}``

    Raises
    ------
    ValueError
        If the operation or a person or day in it is unknown.
    """
    match op.get("op"):
        case "put":
            wanted = [(_cell(problem, p, d), str(code)) for p, d, code in op["cells"]]
            return _put(problem, sheet, wanted, op.get("part"), bool(op.get("add")))
        case "swap":
            a, b = _cell(problem, *op["a"]), _cell(problem, *op["b"])
            codes = {cell: code_of(problem, problem.center.person[cell[0]], cell[1], sheet.at(cell)) for cell in (a, b)}
            edit, refused = _put(problem, sheet, [(a, codes[b]), (b, codes[a])], None, False)
            # Half a swap would leave somebody twice on duty or nobody at all.
            return (Edit() if refused else edit), refused
        case "lock":
            cells = dict.fromkeys(_cell(problem, p, d) for p, d in op["cells"])
            on = bool(op.get("on", True))
            return Edit(tuple(replace(_now(sheet, c), locked=on, edited=False) for c in cells)), ()
    raise ValueError(f"operation {op.get('op')!r}, expected put, swap or lock")


def _put(
    problem: RosterProblem, sheet: Sheet, wanted: Sequence[tuple[Cell, str]], part: int | None, add: bool
) -> tuple[Edit, tuple[Refusal, ...]]:
    changes: dict[Cell, Change] = {}
    refused = []
    for cell, code in wanted:
        try:
            if cell in sheet.locked:
                raise CodeRefused("cell_locked")
            duties = duties_of_code(problem, problem.center.person[cell[0]], cell[1], code, sheet.at(cell), part, add)
        except CodeRefused as fault:
            refused.append(Refusal(*cell, fault.reason, fault.values))
            continue
        changes[cell] = Change(*cell, duties, edited=True)
    return Edit(tuple(changes.values())), tuple(refused)


def _cell(problem: RosterProblem, person: str, day: int) -> Cell:
    if person not in problem.center.person:
        raise ValueError(f"unknown person {person!r}")
    if not 0 <= int(day) < problem.horizon.days:
        raise ValueError(f"day {day}, expected 0 to {problem.horizon.days - 1}")
    return person, problem.date(int(day))


def settled(problem: RosterProblem, roster: Roster, days: Iterable[date]) -> Roster:
    """The roster with what follows from its cells drawn up anew on some days: who leads each shift
    (the highest rank from the leader's up), and hall duty (whoever closes the duty window)."""
    again = frozenset(days)
    kept = [d for d in roster.duties if d.role != "duty" or d.day not in again]
    leaders = _leaders(problem, (d for d in kept if d.day in again))
    pools = {shift.code for shift in problem.center.shifts if shift.pool is not None}
    kept = [
        replace(d, role="leader" if leaders.get((d.day, d.shift)) == d.person else "pool")
        if d.day in again and d.shift in pools and d.role in ("leader", "pool")
        else d
        for d in kept
    ]
    view = RosterView(problem, Roster.of(kept))
    for day in sorted(again) if any(problem.duty_windows) else ():
        index = problem.horizon.day(day)
        window = problem.duty_windows[index]
        opened = [b for b in view.problem.blocks_of_day[index] if window in b.posts]
        holders = view.holders(window, opened[-1].index) if window and opened else ()
        if window and holders:
            start, end = problem.horizon.moment(opened[0].start), problem.horizon.moment(opened[-1].end)
            kept.append(
                Duty(day, holders[0], start, end, window, "duty", problem.center.person[holders[0]].shift or "")
            )
    return Roster.of(kept)


def _leaders(problem: RosterProblem, duties: Iterable[Duty]) -> Mapping[tuple[date, str], str]:
    """Who leads each shift of each day; shifts without anybody of the rank are missing."""
    center = problem.center
    found: dict[tuple[date, str], str] = {}
    if center.leader_rank is None:
        return found

    for duty in duties:
        if center.rank_at_least(center.person[duty.person], center.leader_rank, duty.day):
            key = duty.day, duty.shift
            ranked = [
                (-center.ranks.index(center.rank_of(center.person[p], duty.day)), p)
                for p in {found.get(key, duty.person), duty.person}
            ]
            found[key] = min(ranked)[1]
    return found

"""A roster being worked on: the sheet, what can be undone, and what the grid has been acknowledged."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.parts.block_moves import BlockMove
from app.parts.grid_ops import Change, Edit, Refusal, Sheet, apply, settled, understand
from scheduler.check import Checked
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.routine import Activity
from scheduler.domain.rule_settings import RuleSettings
from scheduler.explain import BreachLine
from scheduler.planning import recheck
from scheduler.store.records import RosterVersion

Reach = Callable[[Change], str]

CLIENTS = 20
"""Browser tabs whose acknowledgments are remembered; a tab that was closed never asks again."""


@dataclass
class Draft:
    """Shared by every rerun of a page; operations are applied one at a time.

    Attributes
    ----------
    rev
        Grows with every change; the grid shows it, so tests and people can see that it was saved.
    acks
        Last operation applied, by browser tab.
    refused
        Why cells of the last operation were left alone.
    journal
        Operations and what undoes them, not yet written to the database.
    moves
        Blocks off the line that were moved by hand.
    stored, trouble
        The version in the database, and why the last writing failed.
    missing
        People who are suddenly missing; their absences are part of ``problem``.
    sittings
        Absences of the trainings and meetings in the roster; ``problem`` has them among its own.
    """

    problem: RosterProblem
    sheet: Sheet
    rev: int = 0
    undo: list[Edit] = field(default_factory=list)
    redo: list[Edit] = field(default_factory=list)
    acks: OrderedDict[str, int] = field(default_factory=OrderedDict)
    refused: tuple[Refusal, ...] = ()
    journal: list[tuple[Mapping[str, Any], Edit]] = field(default_factory=list)
    moves: tuple[BlockMove, ...] = ()
    stored: RosterVersion | None = None
    trouble: str = ""
    missing: tuple[Absence, ...] = ()
    sittings: tuple[Absence, ...] = ()
    guard: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _faced: RosterProblem | None = field(default=None, repr=False)
    _checked: tuple[int, Checked, tuple[BreachLine, ...]] | None = field(default=None, repr=False)

    def receive(self, client: str, ops: Sequence[Mapping[str, Any]], reach: Reach = lambda change: "") -> int:
        """Apply the operations of a tab that have not been applied yet; how many were.

        Parameters
        ----------
        reach
            Why a change is out of the reach of who sends it, or nothing.
        """
        with self.guard:
            done = self.acks.get(client, 0)
            fresh = sorted((op for op in ops if int(op["seq"]) > done), key=lambda op: int(op["seq"]))
            for op in fresh:
                self._one(op, reach)
                self.acks[client] = int(op["seq"])
                self.acks.move_to_end(client)
            while len(self.acks) > CLIENTS:
                self.acks.popitem(last=False)
            return len(fresh)

    def _one(self, op: Mapping[str, Any], reach: Reach) -> None:
        if op["op"] in ("undo", "redo"):
            source, target = (self.undo, self.redo) if op["op"] == "undo" else (self.redo, self.undo)
            # Half a step back would leave somebody twice on duty: it is taken whole or not at all.
            self.refused = _out_of(reach, source[-1].changes) if source else ()
            if source and not self.refused:
                inverse = self._change(source.pop())
                target.append(inverse)
                self.journal.append((op, inverse))
            return
        edit, self.refused = understand(self.problem, self.sheet, op)
        beyond = _out_of(reach, edit.changes)
        if beyond:
            left = {refusal.cell for refusal in beyond}
            edit = Edit() if op["op"] == "swap" else Edit(tuple(c for c in edit.changes if c.cell not in left))
            self.refused = (*beyond, *self.refused)
        if edit.changes:
            self._do(op, edit)

    def _do(self, op: Mapping[str, Any], edit: Edit) -> None:
        inverse = self._change(edit)
        self.undo.append(inverse)
        self.redo.clear()
        self.journal.append((op, inverse))

    def _change(self, edit: Edit) -> Edit:
        sheet, inverse = apply(self.sheet, edit)
        if edit.sittings is not None:
            inverse = replace(inverse, sittings=self.sittings)
            self.problem = with_sittings(self.problem, self.sittings, edit.sittings)
            self.sittings = edit.sittings
        roster = settled(self.problem, sheet.roster, {change.day for change in edit.changes})
        self.sheet = Sheet(roster, sheet.locked, sheet.edited)
        self.rev += 1
        return inverse

    def adopt(self, roster: Roster, reason: str = "", sittings: tuple[Absence, ...] | None = None) -> int:
        """Take over a new roster as one edit, which undo takes back; how many cells differ.

        Where it comes with trainings and meetings of its own, their ``sittings`` replace those the
        draft has of the same events: judged by the old ones everybody would be at both.

        The reason, if one was asked for (3-10), stays with the edit in the database.
        """
        with self.guard:
            edit = difference(self.sheet, roster)
            if sittings is not None:
                placed = {sitting.source for sitting in sittings}
                kept = tuple(sitting for sitting in self.sittings if sitting.source not in placed)
                edit = replace(edit, sittings=(*kept, *sittings))
            if edit.changes or edit.sittings not in (None, self.sittings):
                self._do({"op": "adopt", "cells": len(edit.changes), **({"reason": reason} if reason else {})}, edit)
            return len(edit.changes)

    def move(self, block: Activity, start: datetime) -> None:
        """Move a block off the line to another start."""
        with self.guard:
            wanted = BlockMove(block.day, block.person, block.routine, block.start, start)
            self.moves = (*self.moves, wanted)
            self.journal.append(({"op": "move", **wanted.saved()}, Edit(())))

    def move_back(self) -> None:
        """Take the last move of a block back."""
        with self.guard:
            if self.moves:
                self.moves = self.moves[:-1]
                self.journal.append(({"op": "move back"}, Edit(())))

    def face(self, problem: RosterProblem, sittings: Sequence[Absence] = ()) -> None:
        """Judge against this problem from now on: a register has closed a window, passed a skill …

        ``sittings`` are those of its trainings and meetings, which the draft's own replace.
        """
        with self.guard:
            if problem is not self._faced and problem is not self.problem:
                self.problem = with_sittings(replace(problem, settings=self.problem.settings), sittings, self.sittings)
                self.missing = ()  # what is missing is added to the new problem again
                self._checked = None
                self.rev += 1
            self._faced = problem

    def hold(self, roster: Roster, sittings: tuple[Absence, ...]) -> int:
        """Take over a roster with its trainings and meetings as one edit; how many cells differ."""
        with self.guard:
            edit = replace(difference(self.sheet, roster), sittings=sittings)
            self._do({"op": "events", "cells": len(edit.changes)}, edit)
            return len(edit.changes)

    def use(self, settings: RuleSettings) -> None:
        """Judge by these rule settings from now on."""
        with self.guard:
            if self.problem.settings != settings:
                self.problem = replace(self.problem, settings=settings)
                self._checked = None
                self.rev += 1

    def miss(self, absences: tuple[Absence, ...]) -> None:
        """Judge with these people suddenly missing from now on."""
        with self.guard:
            if self.missing != absences:
                known = tuple(a for a in self.problem.absences if a not in self.missing)
                minute = self.problem.horizon.minute
                edges = [minute(m) for a in absences for m in (a.start, a.end)]
                self.problem = replace(self.problem, absences=(*known, *absences)).cut(edges)
                self.missing = absences
                self._checked = None
                self.rev += 1

    def checked(self) -> tuple[Checked, tuple[BreachLine, ...]]:
        """The independent check of the sheet as it is now."""
        with self.guard:
            if self._checked is None or self._checked[0] != self.rev:
                self._checked = (self.rev, *recheck(self.problem, self.sheet.roster))
            return self._checked[1], self._checked[2]


def with_sittings(problem: RosterProblem, old: Sequence[Absence], new: Sequence[Absence]) -> RosterProblem:
    """The problem with other trainings and meetings in it."""
    gone = set(old)
    changed = replace(problem, absences=(*(a for a in problem.absences if a not in gone), *new))
    minute = problem.horizon.minute
    return changed.cut(m for a in new for m in (minute(a.start), minute(a.end)))


def _out_of(reach: Reach, changes: Iterable[Change]) -> tuple[Refusal, ...]:
    return tuple(Refusal(*c.cell, "not_yours", {"why": why}) for c in changes if (why := reach(c)))


def difference(sheet: Sheet, roster: Roster) -> Edit:
    """The edit that turns a sheet's duties into another roster's; locks stay, marks of hand edits stay."""
    new: dict[tuple[str, Any], list[Duty]] = {}
    for duty in roster.duties:
        if duty.role != "duty":
            new.setdefault((duty.person, duty.day), []).append(replace(duty, locked=False))
    old = {(d.person, d.day) for d in sheet.roster.duties if d.role != "duty"}
    changes = [
        Change(cell[0], cell[1], tuple(sorted(new.get(cell, ()))), cell in sheet.locked, cell in sheet.edited)
        for cell in sorted(old | new.keys())
        if _plain(sheet.at(cell)) != _plain(new.get(cell, ()))
    ]
    return Edit(tuple(changes))


def _plain(duties: Iterable[Duty]) -> list[Duty]:
    """Duties without who leads: that follows from who else is on the shift."""
    return sorted(replace(d, role="pool") if d.role == "leader" else d for d in duties)

"""Drafts in the database: every change is written at once, and found again after a restart.

A draft is a roster of its own, named ``draft …``, with one version whose log of edits says what
was done, by operation and by what undoes it. Publishing makes a version of the real roster.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.database import store
from app.parts.block_moves import BlockMove
from app.parts.cell_codes import code_of
from app.parts.draft import Draft, with_sittings
from app.parts.grid_ops import Cell, Edit, Sheet
from scheduler.domain.absence import Absence
from scheduler.domain.clock import Horizon
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.store import records as rows
from scheduler.store.errors import StoreError
from scheduler.store.folder import CenterFolder

PREFIX = "draft "
AUTHOR = "planner"
MOST = 8
"""Earlier drafts offered."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that can be opened again."""

    name: str
    changed_at: datetime
    edits: int


def keep(folder: CenterFolder, horizon: Horizon, name: str, draft: Draft) -> None:
    """Write what was done since the last time; a database that cannot is told in ``draft.trouble``."""
    with draft.guard:
        if not draft.journal:
            return
        try:
            with store().transaction():
                version = draft.stored or _first(folder, horizon, name, draft)
                edits = [rows.Edit(_op(draft, op), _inverse(draft.problem, inverse)) for op, inverse in draft.journal]
                draft.stored = store().record_edits(version, draft.sheet.saved(), edits, AUTHOR)
        except (StoreError, OSError) as error:
            draft.trouble = str(error)
            return
        draft.journal.clear()
        draft.trouble = ""


def _first(folder: CenterFolder, horizon: Horizon, name: str, draft: Draft) -> rows.RosterVersion:
    center = folder.center
    if folder.path is not None:
        store().save_center(center.id, folder.path, name_zh=center.name_zh, name_en=center.name_en, author=AUTHOR)
    return store().save_roster(center.id, PREFIX + name, horizon, draft.sheet.saved(), author=AUTHOR)


def restore(problem: RosterProblem, name: str, sittings: tuple[Absence, ...] = ()) -> Draft | None:
    """The draft of a name as it was last written, or None; ``sittings`` are those of the problem it began with."""
    try:
        head = next((h for h in store().list_rosters(problem.center.id) if h.name == PREFIX + name), None)
        if head is None or head.horizon != problem.horizon:
            return None
        saved = store().load_roster(head.id)
        done = store().edits(head.id, saved.version.number)
    except StoreError:
        return None
    marks: Mapping[str, Any] = done[-1].op["marks"] if done else {}
    roster = Roster.of(replace(duty, locked=False) for duty in saved.roster.duties)
    sheet = Sheet(roster, frozenset(_cells(marks.get("locked", ()))), frozenset(_cells(marks.get("edited", ()))))
    held = tuple(_absence(line) for line in marks["sittings"]) if "sittings" in marks else sittings
    return Draft(
        with_sittings(problem, sittings, held),
        sheet,
        rev=len(done),
        stored=saved.version,
        sittings=held,
        moves=_moves(edit.op for edit in done),
    )


def recent(center: str, horizon: Horizon, start: str) -> tuple[Kept, ...]:
    """Drafts of a center and period whose names begin with ``start``, the last changed first."""
    try:
        heads = [h for h in store().list_rosters(center) if h.name.startswith(PREFIX + start) and h.horizon == horizon]
        found = [(h, store().roster_versions(h.id)[0]) for h in heads[:MOST]]
    except StoreError:
        return ()
    kept = [Kept(h.name.removeprefix(PREFIX), version.changed_at, version.row - 1) for h, version in found]
    return tuple(sorted(kept, key=lambda k: k.changed_at, reverse=True))


def _moves(ops: Iterable[Mapping[str, Any]]) -> tuple[BlockMove, ...]:
    """Blocks moved by hand, less those taken back."""
    found: list[BlockMove] = []
    for op in ops:
        if op.get("op") == "move":
            found.append(BlockMove.read(op))
        elif op.get("op") == "move back" and found:
            found.pop()
    return tuple(found)


def _op(draft: Draft, op: Mapping[str, Any]) -> dict[str, Any]:
    marks = {
        "locked": [_plain(c) for c in sorted(draft.sheet.locked)],
        "edited": [_plain(c) for c in sorted(draft.sheet.edited)],
    }
    marks["sittings"] = [[a.person, a.start.isoformat(), a.end.isoformat(), a.kind, a.source] for a in draft.sittings]
    return {**op, "marks": marks}


def _inverse(problem: RosterProblem, edit: Edit) -> dict[str, Any]:
    people = problem.center.person
    return {
        "cells": [
            [c.person, c.day.isoformat(), code_of(problem, people[c.person], c.day, c.duties)] for c in edit.changes
        ],
        "locked": [_plain(c.cell) for c in edit.changes if c.locked],
        "edited": [_plain(c.cell) for c in edit.changes if c.edited],
    }


def _absence(line: Iterable[str]) -> Absence:
    person, start, end, kind, source = line
    return Absence(person, datetime.fromisoformat(start), datetime.fromisoformat(end), kind, source)


def _plain(cell: Cell) -> list[str]:
    return [cell[0], cell[1].isoformat()]


def _cells(marks: Iterable[Iterable[str]]) -> list[Cell]:
    return [(person, date.fromisoformat(day)) for person, day in marks]

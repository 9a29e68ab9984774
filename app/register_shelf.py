"""The registers of the center a session looks at: read, laid over its folder, written."""

from dataclasses import replace

from app.database import store
from app.parts.draft import Draft
from app.state import Desk
from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.registers import Scene
from scheduler.registers.shelf import StoreShelf
from scheduler.store.errors import StoreError


def records_of(desk: Desk) -> tuple[Record, ...]:
    """All entries; those of the folder alone while there is no database."""
    try:
        return StoreShelf(store(), desk.base).records()
    except StoreError:
        return desk.base.records


def write_record(desk: Desk, record: Record, actor: str, reason: str = "") -> Record:
    """Append or correct one entry.

    Raises
    ------
    StoreError
        If the database cannot be written, or somebody else wrote it meanwhile.
    """
    (kept,) = StoreShelf(store(), desk.base).write([record], actor, reason)
    return kept


def scene(desk: Desk, draft: Draft, records: tuple[Record, ...]) -> Scene:
    """What awaited entries are filled in from: the roster this session works on."""
    folder = replace(desk.folder, records=records)
    return Scene(draft.problem, draft.sheet.roster, calendar_of(folder), records)

"""The registers of the center a session looks at: read, laid over its folder, written."""

from collections.abc import Sequence
from dataclasses import replace

from app.database import store
from app.parts.draft import Draft
from app.state import Desk
from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.registers import Scene
from scheduler.registers.shelf import StoreShelf
from scheduler.store.errors import StaleVersion, StoreError


def records_of(desk: Desk) -> tuple[Record, ...]:
    """All entries; those of the folder alone while there is no database."""
    try:
        return StoreShelf(store(), desk.base).records()
    except StoreError:
        return desk.base.records


def write_records(desk: Desk, records: Sequence[Record], actor: str, reason: str = "") -> None:
    """Append or correct entries, all of them or none.

    Raises
    ------
    StoreError
        If the database cannot be written, or somebody else wrote it meanwhile.
    """
    StoreShelf(store(), desk.base).write(records, actor, reason)


def told_of(error: StoreError, lang: str) -> str:
    """Why something was not saved, in the reader's language where the error has words for it."""
    return error.line(lang) if isinstance(error, StaleVersion) else str(error)


def scene(desk: Desk, draft: Draft, records: tuple[Record, ...]) -> Scene:
    """What awaited entries are filled in from: the roster this session works on."""
    folder = replace(desk.folder, records=records)
    return Scene(draft.problem, draft.sheet.roster, calendar_of(folder), records)

"""Covers of sudden absences: the pages' words with the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.database import store
from scheduler.cover.begin import relayed
from scheduler.cover.hand_back import give_back
from scheduler.cover.worked import familiar
from scheduler.domain.cover import Cover, HandBack
from scheduler.store.errors import StoreError
from scheduler.store.folder import folder_files

if TYPE_CHECKING:
    from app.state import Desk


def covers_of(desk: Desk, first: date | None = None, last: date | None = None) -> tuple[Cover, ...]:
    """Covers on record for a day or some days, without dates for the period; none while there is no database."""
    try:
        return familiar(
            desk.base.center, store().covers(desk.base.center.id, first or desk.start, last or first or desk.end)
        )
    except (StoreError, OSError):
        return ()


def keep_covers(desk: Desk, covers: Sequence[Cover], missing: str, actor: str) -> tuple[Cover, ...]:
    """Put covers on record; those in which the missing person stood in for somebody else end with it.

    Raises
    ------
    StoreError
        If the database cannot be written, or somebody else arranged the same stretch meanwhile.
    """
    center = desk.base.center
    with store().transaction():
        if center.id not in {c.id for c in store().list_centers()}:
            store().save_center(
                center.id, folder_files(desk.base), name_zh=center.name_zh, name_en=center.name_en, author=actor
            )
        ended, fresh = relayed(covers_of(desk), covers, missing, min(c.start for c in covers)) if covers else ((), ())
        store().end_covers(ended, actor)
        return store().save_covers(center.id, fresh, actor)


def end_covers(covers: Sequence[Cover], missing: str, at: datetime, note: HandBack, actor: str) -> tuple[Cover, ...]:
    """End the open covers of somebody who is back.

    Raises
    ------
    StoreError
        If somebody else ended one meanwhile.
    ValueError
        If none is open.
    """
    return store().end_covers(give_back(covers, missing, at, note), actor)

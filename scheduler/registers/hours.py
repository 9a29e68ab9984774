"""Published changes of the advertised hours: in force on their dates, the usual hours before and after (4-30)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.record import Record
from scheduler.domain.shifts import Session
from scheduler.registers.roles import may_authorize
from scheduler.store.folder import CenterFolder

DAY = timedelta(days=1)


def change_hours(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """The sessions as changed by whoever may, if it was published by the day it begins; anything else changes nothing."""
    sessions = folder.center.sessions
    for record in sorted(records, key=lambda r: (r.get("published_on"), r.id)):
        if may_authorize(folder.center, record) and record.get("published_on") <= record.get("valid_from"):
            sessions = tuple(
                part
                for session in sessions
                for part in (_changed(session, record) if session.id == record.subject else (session,))
            )
    return replace(folder, center=replace(folder.center, sessions=sessions))


def _changed(session: Session, record: Record) -> Iterator[Session]:
    """A session before, during and after a change."""
    low, high = session.valid_from or date.min, session.valid_to or date.max
    start, end = max(low, record.get("valid_from")), min(high, record.get("valid_to") or date.max)
    if start > end:
        yield session
        return
    if low < start:
        yield replace(session, valid_to=start - DAY)
    if not record.get("closed"):
        values = {name: record.get(name) for name in ("start", "end", "min_open") if record.get(name) is not None}
        yield replace(
            session,
            **values,
            valid_from=None if start == date.min else start,
            valid_to=None if end == date.max else end,
        )
    if end < high:
        yield replace(session, valid_from=end + DAY)

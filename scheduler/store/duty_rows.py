"""Duties of one roster version: written in bulk, changed by difference."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Duty, Roster
from scheduler.store.errors import BadRecord
from scheduler.store.schema import DutyRow

_FIELDS = tuple(f.name for f in fields(Duty))
_COLUMNS = tuple(getattr(DutyRow, name) for name in _FIELDS)


def insert_duties(session: Session, version: int, duties: Sequence[Duty], first: int = 0) -> None:
    """Write duties; positions count up from ``first``."""
    if duties:
        session.execute(
            insert(DutyRow),
            [
                {"version_id": version, "position": first + i, **{name: getattr(duty, name) for name in _FIELDS}}
                for i, duty in enumerate(duties)
            ],
        )


def read_duties(session: Session, version: int) -> Roster:
    """All duties of a version; positions are no order of meaning."""
    rows = session.execute(select(*_COLUMNS).where(DutyRow.version_id == version))
    return Roster.of(Duty(*row) for row in rows)


def replace_duties(session: Session, version: int, roster: Roster) -> None:
    """Make a version's duties those of ``roster``, touching only what differs."""
    held: dict[Duty, list[int]] = defaultdict(list)
    for position, *values in session.execute(select(DutyRow.position, *_COLUMNS).where(DutyRow.version_id == version)):
        held[Duty(*values)].append(position)
    wanted = Counter(roster.duties)
    gone = [p for duty, positions in held.items() for p in positions[wanted[duty] :]]
    came = [duty for duty, times in wanted.items() for _ in range(times - len(held.get(duty, ())))]
    if gone:
        session.connection().execute(
            delete(DutyRow).where(DutyRow.version_id == version, DutyRow.position == bindparam("gone")),
            [{"gone": position} for position in gone],
        )
    top = session.scalar(select(func.max(DutyRow.position)).where(DutyRow.version_id == version))
    insert_duties(session, version, came, 0 if top is None else top + 1)


def refuse_unfit(roster: Roster, horizon: Horizon) -> None:
    """Every duty belongs to a day of the horizon and has naive local moments.

    Raises
    ------
    BadRecord
        Naming the people and days that do not fit.
    """
    wrong = sorted({f"{d.person} {d.day}" for d in _unfit(roster.duties, horizon)})
    if wrong:
        shown = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
        period = f"{horizon.start} to {horizon.last}"
        raise BadRecord(f"{len(wrong)} person days outside {period} or without proper local times: {shown}")


def _unfit(duties: Iterable[Duty], horizon: Horizon) -> Iterable[Duty]:
    for duty in duties:
        inside = not isinstance(duty.day, datetime) and horizon.start <= duty.day <= horizon.last
        naive = duty.start.tzinfo is None and duty.end.tzinfo is None
        if not (inside and naive and duty.start < duty.end):
            yield duty

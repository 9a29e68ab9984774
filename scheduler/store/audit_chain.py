"""The hash chain of the audit trail: each line carries the hash of the one before it.

A line that is changed, removed or put in between breaks the chain at its place. Cutting off the
end is seen by the head row, and by whoever wrote down an earlier head (it is printed on published
rosters): the head alone lies in the same database.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from scheduler.store.json_values import canonical
from scheduler.store.records import ChainCheck
from scheduler.store.schema import AuditHead, AuditLine

GENESIS = "0" * 64
"""``prev_hash`` of the first line."""


class PendingLine(NamedTuple):
    """A line before it has its place in the chain; ``before`` and ``after`` are canonical JSON."""

    at: datetime
    actor: str
    action: str
    subject: str
    row: int | None
    before: str
    after: str
    reason: str


def line_hash(number: int, line: PendingLine, prev_hash: str) -> str:
    """SHA-256 over a line's number, all its fields and the hash before it."""
    at = line.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical([number, at, *line[1:], prev_hash], "audit").encode()).hexdigest()


def append_lines(session: Session, lines: Sequence[PendingLine]) -> None:
    """Add lines at the end of the chain.

    Called last in a transaction: writers queue on the head row, and nobody holds it while waiting
    for something else.
    """
    number, last = session.execute(select(AuditHead.rows, AuditHead.hash).with_for_update()).one()
    for line in lines:
        number += 1
        digest = line_hash(number, line, last)
        session.execute(insert(AuditLine).values(id=number, **line._asdict(), prev_hash=last, hash=digest))
        last = digest
    session.execute(update(AuditHead).values(rows=number, hash=last))


def check_chain(session: Session, known: tuple[int, str] | None = None) -> ChainCheck:
    """Recompute the whole chain; ``known`` is a length and hash written down earlier."""
    rows, head = session.execute(select(AuditHead.rows, AuditHead.hash)).one()
    number, previous = 0, GENESIS
    columns = (AuditLine.id, AuditLine.prev_hash, AuditLine.hash, *(getattr(AuditLine, f) for f in PendingLine._fields))
    for stored, prev_hash, digest, *fields in session.execute(
        select(*columns).order_by(AuditLine.id).execution_options(yield_per=1000)
    ):
        number += 1
        if stored != number:
            return ChainCheck(rows, head, number, "line missing")
        if prev_hash != previous or digest != line_hash(number, PendingLine(*fields), previous):
            return ChainCheck(rows, head, number, "line changed")
        previous = digest
        if known is not None and known[0] == number and known[1] != previous:
            return ChainCheck(rows, head, number, "not the chain that was written down")
    if (number, previous) != (rows, head) or (known is not None and number < known[0]):
        return ChainCheck(rows, head, number + 1, "end cut off")
    return ChainCheck(rows, head)

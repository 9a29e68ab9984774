"""Reading and verifying the audit trail."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.store.audit_chain import check_chain
from scheduler.store.errors import Change
from scheduler.store.records import AuditRow, ChainCheck
from scheduler.store.schema import AuditHead, AuditLine
from scheduler.store.transactions import Transactions

_MOST_CHANGES = 20


class AuditRecords(Transactions):
    """The audit trail; lines are added with :meth:`Transactions.note`."""

    def audit_rows(self, subject: str | None = None, after: int = 0, limit: int = 1000) -> tuple[AuditRow, ...]:
        """Lines with an id above ``after``, in order, of one subject or of all."""
        asked = select(AuditLine).where(AuditLine.id > after).order_by(AuditLine.id).limit(limit)
        if subject is not None:
            asked = asked.where(AuditLine.subject == subject)
        with self.reading() as session:
            return tuple(_record(line) for line in session.scalars(asked))

    def audit_head(self) -> tuple[int, str]:
        """Length of the trail and its last hash: print it where it cannot be changed."""
        with self.reading() as session:
            rows, digest = session.execute(select(AuditHead.rows, AuditHead.hash)).one()
            return rows, digest

    def verify_chain(self, known: tuple[int, str] | None = None) -> ChainCheck:
        """Whether every line is as it was written.

        Parameters
        ----------
        known
            An :meth:`audit_head` written down earlier. Without it an end that was cut off together
            with the head row cannot be seen.
        """
        with self.reading() as session:
            return check_chain(session, known)

    def _changes(self, session: Session, subject: str, row: int) -> tuple[Change, ...]:
        """What happened to a subject after a row version, oldest first."""
        newest = session.scalars(
            select(AuditLine)
            .where(AuditLine.subject == subject, AuditLine.row > row)
            .order_by(AuditLine.id.desc())
            .limit(_MOST_CHANGES)
        ).all()
        return tuple(
            Change(line.row or 0, line.at, line.actor, line.action, json.loads(line.after) or {})
            for line in reversed(newest)
        )


def _record(line: AuditLine) -> AuditRow:
    return AuditRow(
        line.id,
        line.at,
        line.actor,
        line.action,
        line.subject,
        line.row,
        json.loads(line.before),
        json.loads(line.after),
        line.reason,
        line.prev_hash,
        line.hash,
    )

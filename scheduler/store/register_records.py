"""Entries of the registers in the database: appended and corrected, never deleted."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from scheduler.domain.record import Record
from scheduler.store.center_records import CenterRecords
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.register_csv import body_text, body_values
from scheduler.store.register_files import registers
from scheduler.store.register_types import Register
from scheduler.store.schema import RecordRow


class RegisterRecords(CenterRecords):
    """Registers of centers. The audit trail keeps what a correction replaced, private fields apart."""

    def add_record(self, center: str, record: Record, actor: str) -> Record:
        """Append an entry; the answer has its row version.

        Raises
        ------
        BadRecord
            If its id is taken in that register, or a field is unknown.
        """
        register = _register(record)
        with self.transaction() as session:
            self._center_row(session, center)
            if self._entry(session, center, record.register, record.id) is not None:
                raise BadRecord(f"{record.register} {record.id}: already written, correct it instead")
            row = session.scalars(
                insert(RecordRow).returning(RecordRow), [{"center": center, **_values(register, record), "row": 1}]
            ).one()
            self.note(actor, "record.add", _subject(center, record), row=1, after=_told(register, row))
            return _record(row)

    def correct_record(self, center: str, record: Record, actor: str, reason: str = "") -> Record:
        """Write an entry anew. ``record.row`` is the row version that was read.

        Raises
        ------
        StaleVersion
            If somebody corrected it since.
        BadRecord
            If it is struck out without a reason.
        """
        if record.state == "void" and not reason.strip():
            raise BadRecord(f"{record.register} {record.id}: give a reason to strike it out")
        register, subject = _register(record), _subject(center, record)
        with self.transaction() as session:
            before = self._entry(session, center, record.register, record.id)
            if before is None:
                raise UnknownRecord(f"no entry {record.id} in {record.register} of {center}")
            old = _told(register, before)
            row = session.scalars(
                update(RecordRow)
                .where(RecordRow.id == before.id, RecordRow.row == record.row)
                .values(**_values(register, record), row=record.row + 1)
                .returning(RecordRow),
                execution_options={"populate_existing": True},
            ).one_or_none()
            if row is None:
                raise StaleVersion(subject, record.row, before.row, self._changes(session, subject, record.row))
            self.note(
                actor, "record.correct", subject, row=row.row, before=old, after=_told(register, row), reason=reason
            )
            return _record(row)

    def record(self, center: str, register: str, id: str) -> Record:
        with self.reading() as session:
            row = self._entry(session, center, register, id)
            if row is None:
                raise UnknownRecord(f"no entry {id} in {register} of {center}")
            return _record(row)

    def list_records(
        self, center: str, of: Collection[str] | None = None, first: date | None = None, last: date | None = None
    ) -> tuple[Record, ...]:
        """Entries of some registers about days from ``first`` to ``last``, by register, day and id; struck-out ones too."""
        asked = select(RecordRow).where(RecordRow.center == center)
        if of is not None:
            asked = asked.where(RecordRow.register.in_(of))
        if first is not None:
            asked = asked.where(RecordRow.day >= first)
        if last is not None:
            asked = asked.where(RecordRow.day <= last)
        with self.reading() as session:
            rows = session.scalars(asked.order_by(RecordRow.register, RecordRow.day, RecordRow.key))
            return tuple(_record(row) for row in rows if row.register in registers())

    def records_mark(self, center: str) -> str:
        """Changes whenever an entry of the center is added or corrected."""
        asked = select(func.count(), func.coalesce(func.sum(RecordRow.row), 0)).where(RecordRow.center == center)
        with self.reading() as session:
            count, rows = session.execute(asked).one()
            return f"{count}.{rows}"

    @staticmethod
    def _entry(session: Session, center: str, register: str, id: str) -> RecordRow | None:
        asked = select(RecordRow).where(RecordRow.center == center, RecordRow.register == register, RecordRow.key == id)
        return session.scalars(asked, execution_options={"populate_existing": True}).one_or_none()


def _register(record: Record) -> Register:
    if record.register not in registers():
        raise BadRecord(f"no register {record.register!r}; known are {', '.join(registers())}")
    return registers()[record.register]


def _values(register: Register, record: Record) -> dict[str, Any]:
    if not record.id or len(record.id) > 80 or (record.due is not None and record.due.tzinfo is not None):
        raise BadRecord(f"{record.register} {record.id!r}: expected an id of 1 to 80 characters and a local due moment")
    try:
        body = body_text(register, record.body)
    except ValueError as error:
        raise BadRecord(str(error)) from error
    return {
        "register": record.register,
        "key": record.id,
        "day": record.day,
        "subject": record.subject,
        "state": record.state,
        "owner": record.owner,
        "due": record.due,
        "body": body,
    }


def _told(register: Register, row: RecordRow) -> Mapping[str, Any]:
    """What the audit trail keeps: everything but what callers told in confidence."""
    body = {name: "…" if register.field[name].private else text for name, text in row.body.items()}
    return {
        "day": str(row.day),
        "subject": row.subject,
        "state": row.state,
        "owner": row.owner,
        "due": str(row.due or ""),
        **body,
    }


def _subject(center: str, record: Record) -> str:
    return f"record/{center}/{record.register}/{record.id}"


def _record(row: RecordRow) -> Record:
    body = body_values(registers()[row.register], row.body)
    return Record(row.register, row.key, row.day, row.subject, row.owner, row.due, row.state, body, row.row)  # type: ignore[arg-type]  # held by a constraint

"""Leave requests as the database keeps them; what the states mean is not decided here."""

from datetime import datetime

from sqlalchemy import insert, select, update

from scheduler.store.center_records import CenterRecords
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.records import StoredLeave
from scheduler.store.schema import LeaveRow


class LeaveRecords(CenterRecords):
    """Leave requests. The audit trail gets states and ids; the type of leave stays out of it."""

    def save_leave(self, leave: StoredLeave, actor: str) -> StoredLeave:
        """Save a new request; the answer has its ``id``."""
        if leave.id:
            raise BadRecord(f"leave {leave.id}: already stored, use change_leave")
        _refuse_unfit(leave)
        with self.transaction() as session:
            self._center_row(session, leave.center)
            row = session.scalars(insert(LeaveRow).returning(LeaveRow), [{**_values(leave), "row": 1}]).one()
            self.note(actor, "leave.save", f"leave/{row.id}", row=1, after={"state": leave.state})
            return _leave(row)

    def change_leave(self, leave: StoredLeave, actor: str, reason: str = "") -> StoredLeave:
        """Save a request in a new state or with new times. ``leave.row`` is the row version that was read.

        Raises
        ------
        StaleVersion
            If somebody changed it since.
        """
        _refuse_unfit(leave)
        subject = f"leave/{leave.id}"
        with self.transaction() as session:
            before = self.leave(leave.id)
            if (before.center, before.person) != (leave.center, leave.person):
                raise BadRecord(f"{subject}: belongs to {before.center} {before.person}")
            row = session.scalars(
                update(LeaveRow).where(LeaveRow.id == leave.id, LeaveRow.row == leave.row)
                .values(**_values(leave), row=leave.row + 1).returning(LeaveRow),
                execution_options={"populate_existing": True},
            ).one_or_none()
            if row is None:
                now = self.leave(leave.id).row
                raise StaleVersion(subject, leave.row, now, self._changes(session, subject, leave.row))
            self.note(
                actor, "leave.change", subject, row=row.row,
                before={"state": before.state}, after={"state": row.state}, reason=reason,
            )
            return _leave(row)

    def leave(self, leave_id: int) -> StoredLeave:
        with self.reading() as session:
            row = session.get(LeaveRow, leave_id, populate_existing=True)
            if row is None:
                raise UnknownRecord(f"no leave request {leave_id}")
            return _leave(row)

    def list_leave(
        self, center: str, start: datetime, end: datetime, state: str | None = None, person: str | None = None
    ) -> tuple[StoredLeave, ...]:
        """Requests of a center that overlap ``[start, end)``, by their start."""
        asked = select(LeaveRow).where(LeaveRow.center == center, LeaveRow.start < end, LeaveRow.end > start)
        if state is not None:
            asked = asked.where(LeaveRow.state == state)
        if person is not None:
            asked = asked.where(LeaveRow.person == person)
        with self.reading() as session:
            return tuple(_leave(row) for row in session.scalars(asked.order_by(LeaveRow.start, LeaveRow.id)))


def _refuse_unfit(leave: StoredLeave) -> None:
    if leave.start.tzinfo is not None or leave.end.tzinfo is not None or leave.end <= leave.start:
        raise BadRecord(f"leave of {leave.person}: from {leave.start} to {leave.end}, expected local moments in order")


def _values(leave: StoredLeave) -> dict[str, object]:
    return {
        "center": leave.center, "person": leave.person, "start": leave.start, "end": leave.end,
        "kind": leave.kind, "state": leave.state,
    }


def _leave(row: LeaveRow) -> StoredLeave:
    return StoredLeave(row.center, row.person, row.start, row.end, row.kind, row.state, row.id, row.row)

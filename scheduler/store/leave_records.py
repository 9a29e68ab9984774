"""Leave requests as the database keeps them; what the states mean is not decided here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from scheduler.leave.request import AuditStep, Delegation, LeaveRequest, State
from scheduler.store.center_records import CenterRecords
from scheduler.store.engines import take_turn
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.leave_json import extension_data, extension_of, handover_data, handover_of, steps_data, steps_of
from scheduler.store.records import StoredDelegation, StoredLeave
from scheduler.store.schema import DelegationRow, LeaveRow, LeaveStepRow


class LeaveRecords(CenterRecords):
    """Leave requests, their steps, and delegations.

    The audit trail gets states and ids; type, reasons and evidence of a leave stay out of it, for
    its lines are never taken away and more people read them.
    """

    def add_leave(self, center: str, request: LeaveRequest, actor: str, note: str = "") -> StoredLeave:
        """Save a new request; one without an id gets a name, ``R`` and a number."""
        _refuse_unfit(request)
        with self.transaction() as session:
            self._center_row(session, center)
            take_turn(session, f"leave/{center}")
            if request.id and self._find(session, center, request.id) is not None:
                raise BadRecord(f"leave {request.id}: already stored")
            row = LeaveRow(center=center, row=1, note=note, **{**_values(request), "name": request.id or "new"})
            session.add(row)
            session.flush()
            if not request.id:
                row.name = f"R{row.id}"
                while self._find(session, center, row.name) not in (None, row):
                    row.name += "a"
                session.flush()
            self.note(actor, "leave.save", f"leave/{row.id}", row=1, after={"state": str(request.state)})
            return _leave(row)

    def step_leave(self, leave: StoredLeave, request: LeaveRequest, step: AuditStep) -> StoredLeave:
        """Save what a request became by a step, together with the step.

        Parameters
        ----------
        leave
            The request as it was read: its row version must still be the present one.

        Raises
        ------
        StaleVersion
            If somebody took another step since; it says who did what.
        """
        _refuse_unfit(request)
        if (request.id, request.person) != (leave.request.id, leave.request.person):
            raise BadRecord(f"{leave.subject}: belongs to {leave.request.id} of {leave.request.person}")
        with self.transaction() as session:
            row = session.scalars(
                update(LeaveRow)
                .where(LeaveRow.id == leave.number, LeaveRow.center == leave.center, LeaveRow.row == leave.row)
                .values(**_values(request), row=leave.row + 1)
                .returning(LeaveRow),
                execution_options={"populate_existing": True},
            ).one_or_none()
            if row is None:
                now = self.leave(leave.center, leave.request.id).row
                raise StaleVersion(leave.subject, leave.row, now, self._changes(session, leave.subject, leave.row))
            session.execute(
                insert(LeaveStepRow).values(
                    leave_id=row.id,
                    row=row.row,
                    at=step.at,
                    actor=step.actor,
                    role=step.role,
                    action=step.action,
                    before=str(step.before),
                    after=str(step.after),
                    reason=step.reason,
                    article=step.article,
                    told=list(step.told),
                )
            )
            self.note(
                step.actor,
                f"leave.{step.action}",
                leave.subject,
                row=row.row,
                before={"state": str(step.before)},
                after={"state": str(step.after)},
            )
            return _leave(row)

    def leave(self, center: str, name: str) -> StoredLeave:
        """A request by its name within its center."""
        with self.reading() as session:
            row = self._find(session, center, name)
            if row is None:
                raise UnknownRecord(f"no leave request {name!r} in center {center!r}")
            return _leave(row)

    def list_leave(
        self,
        center: str,
        start: datetime | None = None,
        end: datetime | None = None,
        state: State | None = None,
        person: str | None = None,
    ) -> tuple[StoredLeave, ...]:
        """Requests of a center in the order they were saved; with moments, those that overlap ``[start, end)``."""
        asked = select(LeaveRow).where(LeaveRow.center == center)
        if start is not None:
            asked = asked.where(LeaveRow.end > start)
        if end is not None:
            asked = asked.where(LeaveRow.start < end)
        if state is not None:
            asked = asked.where(LeaveRow.state == str(state))
        if person is not None:
            asked = asked.where(LeaveRow.person == person)
        with self.reading() as session:
            return tuple(
                _leave(row)
                for row in session.scalars(asked.order_by(LeaveRow.id), execution_options={"populate_existing": True})
            )

    def leave_steps(self, leave: StoredLeave) -> tuple[AuditStep, ...]:
        """Every step of a request, oldest first."""
        asked = select(LeaveStepRow).where(LeaveStepRow.leave_id == leave.number).order_by(LeaveStepRow.id)
        with self.reading() as session:
            return tuple(
                AuditStep(
                    leave.request.id,
                    r.actor,
                    r.role,
                    r.action,
                    r.at,
                    State(r.before),
                    State(r.after),
                    r.reason,
                    r.article,
                    tuple(r.told),
                )
                for r in session.scalars(asked)
            )

    def add_delegation(self, center: str, given: Delegation, actor: str) -> StoredDelegation:
        """Save who signs for whom on which dates."""
        if given.end < given.start:
            raise BadRecord(f"delegation of {given.holder}: ends {given.end}, before its start {given.start}")
        with self.transaction() as session:
            self._center_row(session, center)
            row = DelegationRow(
                center=center, holder=given.holder, deputy=given.deputy, start=given.start, end=given.end
            )
            session.add(row)
            session.flush()
            self.note(actor, "delegation.save", f"delegation/{row.id}", row=1, after=_span(given))
            return StoredDelegation(center, given, row.id)

    def drop_delegation(self, given: StoredDelegation, actor: str, reason: str = "") -> None:
        """Take a delegation back; the audit trail keeps it."""
        with self.transaction() as session:
            gone = session.execute(
                delete(DelegationRow).where(DelegationRow.id == given.number).returning(DelegationRow.id)
            ).first()
            if gone is None:
                raise UnknownRecord(f"no delegation {given.number}")
            self.note(
                actor,
                "delegation.drop",
                f"delegation/{given.number}",
                row=2,
                before=_span(given.delegation),
                reason=reason,
            )

    def delegations(self, center: str, since: date | None = None) -> tuple[StoredDelegation, ...]:
        """Delegations of a center by their start; with ``since``, without those that ended before."""
        asked = select(DelegationRow).where(DelegationRow.center == center)
        if since is not None:
            asked = asked.where(DelegationRow.end >= since)
        with self.reading() as session:
            rows = session.scalars(asked.order_by(DelegationRow.start, DelegationRow.id))
            return tuple(StoredDelegation(center, Delegation(r.holder, r.deputy, r.start, r.end), r.id) for r in rows)

    def _find(self, session: Session, center: str, name: str) -> LeaveRow | None:
        found: LeaveRow | None = session.scalars(
            select(LeaveRow).where(LeaveRow.center == center, LeaveRow.name == name),
            execution_options={"populate_existing": True},
        ).one_or_none()
        return found


def _span(given: Delegation) -> dict[str, str]:
    return {"holder": given.holder, "deputy": given.deputy, "start": str(given.start), "end": str(given.end)}


def _refuse_unfit(request: LeaveRequest) -> None:
    moments: Sequence[datetime | None] = (request.start, request.end, request.submitted, request.back_at)
    if any(moment is not None and moment.tzinfo is not None for moment in moments):
        raise BadRecord(
            f"leave of {request.person}: from {request.start} to {request.end}, expected local moments without a zone"
        )


def _values(request: LeaveRequest) -> dict[str, Any]:
    return {
        "name": request.id,
        "person": request.person,
        "start": request.start,
        "end": request.end,
        "kind": request.kind,
        "state": str(request.state),
        "days": request.days,
        "chain": request.chain,
        "steps": steps_data(request.steps),
        "signed": list(request.signed),
        "evidence": sorted(request.evidence),
        "reason": request.reason,
        "flags": list(request.flags),
        "submitted": request.submitted,
        "handover": handover_data(request.handover),
        "filed": request.filed,
        "extension": extension_data(request.extension),
        "back_at": request.back_at,
    }


def _leave(row: LeaveRow) -> StoredLeave:
    try:
        state = State(row.state)
    except ValueError:
        raise BadRecord(f"leave/{row.id}: state {row.state!r} is unknown to this program") from None
    request = LeaveRequest(
        row.name,
        row.person,
        row.kind,
        row.start,
        row.end,
        state,
        row.days,
        row.chain,
        steps_of(row.steps),
        tuple(row.signed),
        frozenset(row.evidence),
        row.reason,
        tuple(row.flags),
        row.submitted,
        handover_of(row.handover),
        row.filed,
        extension_of(row.extension),
        row.back_at,
    )
    return StoredLeave(row.center, request, row.id, row.row, row.note)

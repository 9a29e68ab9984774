"""What leave becomes for planning: the leave list of a center as the database has it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta

from scheduler.leave.request import ASKING, State
from scheduler.store.entries import LeaveEntry, LeaveStatus
from scheduler.store.folder import CenterFolder
from scheduler.store.records import StoredLeave

NOT_BACK = frozenset({State.OVERDUE, State.CONFIRMED_ABSENT, State.EXCUSED})


def leave_entries(stored: Iterable[StoredLeave], at: datetime) -> tuple[LeaveEntry, ...]:
    """Requests as rows of a leave list; drafts are left out, for nobody has asked yet.

    Who is overdue and has not come back stays away through the day after ``at``: B keeps the post
    until a human has decided (3-45).
    """
    found = []
    for saved in stored:
        request = saved.request
        if request.state is State.DRAFT:
            continue
        end = request.end
        if request.state in NOT_BACK and request.back_at is None:
            end = max(end, datetime.combine(at.date(), time()) + timedelta(days=2))
        elif request.state in NOT_BACK and request.back_at is not None:
            end = max(end, request.back_at)
        found.append(
            LeaveEntry(
                request.id, request.person, request.start, end, request.kind, status_of(request.state), saved.note
            )
        )
    return tuple(found)


def status_of(state: State) -> LeaveStatus:
    """The status column of a leave list for a state of the workflow."""
    if state in ASKING:
        return "requested"
    if state is State.REJECTED:
        return "refused"
    return "cancelled" if state is State.CANCELLED else "approved"


def with_leave(folder: CenterFolder, stored: Iterable[StoredLeave], at: datetime) -> CenterFolder:
    """The folder with its leave as the database has it: what the next plan is made from."""
    return replace(folder, leave=leave_entries(stored, at))

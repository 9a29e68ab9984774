"""The planner's way to leave: the center's requests in the database, brought up to the present moment."""

from datetime import datetime

from app.database import store
from scheduler.leave_desk.desk import LeaveDesk, open_leave
from scheduler.leave_desk.effective import leave_entries
from scheduler.leave_desk.night import run_night
from scheduler.store.entries import LeaveEntry
from scheduler.store.errors import StoreError
from scheduler.store.folder import CenterFolder

_nights: dict[tuple[str, int], datetime] = {}
"""When the check of the evening last ran, by center and store; it runs again each new quarter of an hour."""


def leave_room(folder: CenterFolder, now: datetime) -> LeaveDesk:
    """The leave of a center; begins and notes what is due as of ``now``, as ``paiban nightly`` does.

    Raises
    ------
    StoreError
        If there is no database.
    """
    room = open_leave(store(), folder, now)
    key, turn = (folder.center.id, id(room.store)), now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    if _nights.get(key) != turn:
        run_night(room, now)
        _nights[key] = turn
    return room


def present_leave(folder: CenterFolder, now: datetime) -> tuple[LeaveEntry, ...]:
    """The leave list as the database has it; the folder's own while there is none."""
    try:
        return leave_entries(leave_room(folder, now).stored(), now)
    except StoreError:
        return folder.leave

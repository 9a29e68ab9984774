"""Which room is free and meant for an event (3-54 to 3-58)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.store.entries import Event, Room, RoomClosure, RoomUse
from scheduler.store.folder import CenterFolder

HALL = Room("hall", "大厅会议室", "meeting room of the hall", 9)
COMPANY = Room("company", "公司会议室", "company meeting room", 40, "company")
ONLINE = Room("online", "线上", "online", 9999, "online")
ON_SITE = Room("site", "现场", "on site", 9999, "online")
"""Visits and inspections are at the windows themselves, unless a room is asked for."""

SMALL = 9
"""Attendees of the center's own rooms at most: the text says fewer than ten there and more than ten
elsewhere and leaves exactly ten open; ten is too many (3-56)."""

Taken = Mapping[str, Sequence[tuple[datetime, datetime]]]
"""Spans in which rooms are in use, by room."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Rooms of a center: its own, and those the general office arranges (3-56, 3-57)."""

    own: tuple[Room, ...] = (HALL,)
    company: tuple[Room, ...] = (COMPANY,)
    closures: tuple[RoomClosure, ...] = ()
    uses: tuple[RoomUse, ...] = ()

    @classmethod
    def of(cls, folder: CenterFolder) -> "Rooms":
        """The folder's rooms; one small room and the company's where it names none."""
        if not folder.rooms:
            return cls(uses=folder.room_uses)
        return cls(
            tuple(r for r in folder.rooms if r.kind == "own"),
            tuple(r for r in folder.rooms if r.kind == "company") or (COMPANY,),
            folder.room_closures,
            folder.room_uses,
        )

    def free(self, room: Room, start: datetime, end: datetime, taken: Taken) -> bool:
        """Whether a room is in service, not in use, and not given to something else."""
        out = any(c.room == room.id and c.start <= day.date() <= c.end for c in self.closures for day in (start, end))
        used = any(u.room == room.id and u.start < end and start < u.end for u in self.uses)
        return not out and not used and not any(a < end and start < b for a, b in taken.get(room.id, ()))

    def own_room(self, event: Event, start: datetime, end: datetime, taken: Taken) -> Room | None:
        """The center's room for an event over a span: the one meant for it, else the largest free one.

        None for a general training (3-57), and where another room is asked for.
        """
        if event.mode == "online":
            return ONLINE
        if event.kind in ("visit", "inspection") and event.room is None:
            return ON_SITE
        if event.general:
            return None
        free = [r for r in self.own if event.room in (None, r.id) and self.free(r, start, end, taken)]
        return min(free, key=lambda r: (other_use(r, event), not r.specialism, -r.seats, r.id)) if free else None

    def company_room(self, event: Event, start: datetime, end: datetime, taken: Taken) -> Room | None:
        """A company room that is free, the smallest first; which one the general office says."""
        free = [r for r in self.company if self.free(r, start, end, taken)]
        asked = [r for r in free if r.id == event.room]
        return min(asked or free, key=lambda r: (r.seats, r.id)) if free else None

    @property
    def company_seats(self) -> int:
        return max((r.seats for r in self.company), default=0)


def seats_of(room: Room | None) -> int:
    """Attendees a room of the center takes: its seats, and never more than nine."""
    if room is None:
        return 0
    return room.seats if room.kind == "online" else min(room.seats, SMALL)


def other_use(room: Room, event: Event) -> bool:
    """Whether an event is not what a room of the center is meant for: anything but a training of its specialism."""
    if room.kind != "own":
        return False
    return event.kind != "training" or bool(
        room.specialism and event.specialism and event.specialism not in room.specialism
    )

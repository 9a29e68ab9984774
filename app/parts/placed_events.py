"""Events as they stand in a draft: groups from the sittings, rooms they take, what is due. Pure."""

from collections.abc import Iterable, Sequence

from app.parts.draft import Draft
from scheduler.domain.absence import Absence
from scheduler.events import Group
from scheduler.events.rooms import COMPANY, Rooms, Taken, seats_of
from scheduler.store.entries import Event


def groups_in(draft: Draft, event: Event, rooms: Rooms, taken: Taken) -> tuple[Group, ...]:
    """Groups of an event in the draft, the earliest first."""
    by_span: dict[tuple[object, object], list[Absence]] = {}
    for absence in draft.sittings:
        if absence.source == event.id:
            by_span.setdefault((absence.start, absence.end), []).append(absence)
    found = []
    for mine in by_span.values():
        start, end = mine[0].start, mine[0].end
        people = tuple(sorted(a.person for a in mine if a.person not in event.trainers))
        own = rooms.own_room(event, start, end, taken)
        room = (
            own
            if own is not None and len(people) <= seats_of(own)
            else rooms.company_room(event, start, end, taken) or COMPANY
        )
        found.append(
            Group(people, room, start, end, tuple(p for p in event.trainers if any(a.person == p for a in mine)))
        )
    return tuple(sorted(found, key=lambda g: g.start))


def bookings(draft: Draft, events: Iterable[Event], rooms: Rooms) -> tuple[dict[str, tuple[Group, ...]], Taken]:
    """Groups of each event in the draft, and the spans in which rooms are in use."""
    groups: dict[str, tuple[Group, ...]] = {}
    taken: dict[str, list[tuple[object, object]]] = {}
    for event in sorted(events, key=lambda e: (e.start, e.id)):
        groups[event.id] = groups_in(draft, event, rooms, taken)  # type: ignore[arg-type]
        for g in groups[event.id]:
            taken.setdefault(g.room.id, []).append((g.start, g.end))
    return groups, taken  # type: ignore[return-value]


def without(taken: Taken, groups: Sequence[Group]) -> dict[str, list[object]]:
    """Spans in use apart from those of some groups."""
    gone = {(g.room.id, g.start, g.end) for g in groups}
    return {room: [span for span in spans if (room, *span) not in gone] for room, spans in taken.items()}

"""Rooms and trainings: other uses with consent (3-58), and trainings of the plan as events: placed like any other, so that no window closes (0-16, 1-13)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.record import Record
from scheduler.registers.roles import may_authorize
from scheduler.store.entries import Event, RoomUse
from scheduler.store.folder import CenterFolder


def trainings(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Planned trainings that have a time and people and were not held yet."""
    planned = tuple(
        Event(
            f"{r.register} {r.id}",
            "training",
            r.get("start"),
            r.get("end"),
            r.get("people"),
            len(r.get("people")),
            r.get("topic"),
            trainers=(r.get("trainer"),) if r.get("trainer") else (),
            mode="online" if r.get("mode") == "online" else "in_person",
            go_live=r.get("go_live"),
        )
        for r in records
        if r.get("start") and r.get("end") and r.get("people") and not r.get("held_on")
    )
    return replace(folder, events=(*folder.events, *planned))


def rooms(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Rooms given to something else by the leader: trainings keep clear of the span; without consent they do not."""
    uses = tuple(
        RoomUse(r.subject, r.get("start"), r.get("end"), r.get("purpose"))
        for r in records
        if may_authorize(folder.center, r)
    )
    return replace(folder, room_uses=(*folder.room_uses, *uses))

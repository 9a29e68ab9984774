"""Trainings of the plan as events: placed like any other, so that no window closes (0-16, 1-13)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.record import Record
from scheduler.store.entries import Event
from scheduler.store.folder import CenterFolder


def trainings(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Planned trainings that have a time and people and were not held yet."""
    planned = tuple(
        Event(f"{r.register} {r.id}", "training", r.get("start"), r.get("end"), r.get("people"), len(r.get("people")), r.get("topic"))
        for r in records if r.get("start") and r.get("end") and r.get("people") and not r.get("held_on")
    )
    return replace(folder, events=(*folder.events, *planned))

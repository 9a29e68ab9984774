"""Events that a roster file was made with: ``events.json`` beside it says who is at which sitting."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scheduler.store.entries import LeaveEntry
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.folder import CenterFolder

FILE = "events.json"


def with_events_beside(folder: CenterFolder, roster: Path) -> CenterFolder:
    """The folder with the sittings of ``events.json`` in the roster's own folder as approved absences.

    Without that file nothing changes: a roster made by hand has no sittings in it.

    Raises
    ------
    FolderFaults
        If the file is not what ``paiban plan`` or ``paiban events`` wrote, or names unknown people.
    """
    path = roster.parent / FILE
    if not path.is_file():
        return folder
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [
            _entry(event["id"], number, a) for event in told["events"] for number, a in enumerate(event["absences"], 1)
        ]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise FolderFaults(
            [
                Fault(
                    FILE,
                    0,
                    "",
                    "",
                    (f"不是 paiban 写出的活动安排({error})", f"expected the events that paiban wrote ({error})"),
                )
            ]
        ) from None
    strangers = sorted({row.person for row in rows} - set(folder.center.person))
    if strangers:
        names = ", ".join(strangers)
        raise FolderFaults(
            [Fault(FILE, 0, "person", names, (f"people.csv 中没有人员 {names}", f"no person {names} in people.csv"))]
        )
    return replace(folder, leave=(*folder.leave, *rows))


def placed_in(folder: CenterFolder) -> frozenset[str]:
    """Ids of events that are in the roster already."""
    return frozenset(row.note for row in folder.leave if row.id.startswith(_MARK))


_MARK = "event "


def _entry(event: str, number: int, absence: dict[str, Any]) -> LeaveEntry:
    start, end = (datetime.fromisoformat(absence[key]) for key in ("start", "end"))
    if end <= start:
        raise ValueError(f"{event}: ends before it starts")
    return LeaveEntry(f"{_MARK}{event} {number}", absence["person"], start, end, absence["kind"], "approved", event)

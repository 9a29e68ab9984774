"""What the planner has judged of odd stretches of past counts: left out of the forecast, or kept in spite of their looks (4-29)."""

from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd

from scheduler.domain.record import Record

REGISTER = "demand_note"


def demand_notes(records: Iterable[Record]) -> tuple[Record, ...]:
    """Notes that stand, in the order in which they were written; of two on one stretch the later one."""
    found: dict[tuple[str, datetime, datetime], Record] = {}
    for record in records:
        if record.register == REGISTER and record.state != "void":
            found[record.subject, record.get("start"), record.get("end")] = record
    return tuple(found.values())


def judged_stretches(
    records: Iterable[Record], queues: Iterable[str]
) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Stretches to leave out and to keep, each with columns ``queue,start,end``; None where there are none.

    Parameters
    ----------
    queues
        Those with a history: a note on another has nothing to judge.
    """
    known, notes = set(queues), demand_notes(records)

    def those(treat: str) -> pd.DataFrame | None:
        rows = [
            (n.subject, n.get("start"), n.get("end"))
            for n in notes
            if n.get("treat") == treat and n.subject in known and n.get("end") > n.get("start")
        ]
        return pd.DataFrame(rows, columns=["queue", "start", "end"]) if rows else None

    return those("leave_out"), those("keep")


def demand_note(id: str, queue: str, start: datetime, end: datetime, treat: str, reason: str, day: date) -> Record:
    """A note as it is written down."""
    body = {"start": start, "end": end, "treat": treat} | ({"reason": reason} if reason else {})
    return Record(REGISTER, id, day, queue, state="done", body=body)

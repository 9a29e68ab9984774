"""Entries that take people's time: approved visits (3-74), work with a fixed time (2-05)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.record import Record
from scheduler.domain.routine import Task
from scheduler.registers.roles import may_authorize
from scheduler.store.entries import LeaveEntry
from scheduler.store.folder import CenterFolder


def visits(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Approved visits as official trips 公出; one that nobody entitled approved is a plan only."""
    return replace(
        folder, leave=(*folder.leave, *_away([r for r in records if may_authorize(folder.center, r)], "official_trip"))
    )


def tasks(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Work with a fixed time as a task off the line: placed into its hour, no post is emptied for it.

    Done before its day, it takes no time any more.
    """
    fixed = [
        r for r in records if r.get("start") is not None and r.get("end") is not None and r.get("start") < r.get("end")
    ]
    fresh = tuple(
        Task(
            f"{r.register} {r.id}",
            r.get("what"),
            r.get("what"),
            (r.subject,),
            round((r.get("end") - r.get("start")).total_seconds() / 60),
            r.get("start"),
            r.get("end"),
        )
        for r in fixed
        if not (r.get("done_on") and r.get("done_on") < r.get("start").date())
    )
    return replace(folder, center=replace(folder.center, tasks=(*folder.center.tasks, *fresh)))


def _away(records: Sequence[Record], kind: str) -> Iterator[LeaveEntry]:
    for r in records:
        if r.get("end") > r.get("start"):
            yield LeaveEntry(f"{r.register} {r.id}", r.subject, r.get("start"), r.get("end"), kind, "approved")

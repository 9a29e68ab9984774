"""What one output folder hands on to the next roster: past, ledger, period, duty window."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.roster import Roster
from scheduler.store import folder_rows as rows
from scheduler.store.cross_checks import day_faults, span_faults
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.roster_files import roster_bytes
from scheduler.store.schemas import LEDGER, ROSTER, ROSTER_PAST
from scheduler.store.tables import TableReading, read_table

PAST_FILE, LEDGER_FILE, SUMMARY_FILE = ROSTER_PAST.file, LEDGER.file, "summary.json"

_AGAIN = ("重新运行 plan --out 生成该文件夹", "make the folder again with plan --out")


@dataclass(frozen=True, slots=True)
class Handed:
    """The end of one roster as the next one finds it.

    Attributes
    ----------
    first, last
        The days that were planned, both included.
    past
        Duties of the last four weeks; ``roster`` all duties of the period as they stand in
        ``roster.csv`` now, and ``edited`` whether that is not what was planned.
    ledger, carried_in
        Accounts after the roster and before it.
    duty_first, duty_window
        Window whose turn hall duty was on the first open day, and is on the first one after.
    gone
        People of these files whom the center no longer has; their rows are left out.
    """

    first: date
    last: date
    past: Roster
    roster: Roster
    edited: bool
    ledger: Mapping[str, Mapping[str, float]]
    carried_in: Mapping[str, Mapping[str, float]]
    duty_first: str | None
    duty_window: str | None
    gone: tuple[str, ...]


def read_handed(out: Path, center: Center) -> Handed:
    """Read an output folder of ``plan`` for the roster after it.

    Posts and shifts that the center has since given up may still occur in it.

    Raises
    ------
    FolderFaults
        Every fault at once: files that are missing or unreadable, another center's, a roster
        without its ledger.
    """
    out = Path(out)
    raw: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name in (SUMMARY_FILE, ROSTER.file, PAST_FILE, LEDGER_FILE):
        if (out / name).is_file():
            raw[name] = (out / name).read_bytes()
        else:
            words = (f"{out.name} 中没有这个文件", f"no such file in {out.name}")
            faults.append(Fault(name, 0, "", "", words, _AGAIN))
    if faults:
        raise FolderFaults(faults)
    told = _summary(raw[SUMMARY_FILE], center)
    past, made, kept = (
        read_table(raw[PAST_FILE], ROSTER_PAST),
        read_table(raw[ROSTER.file], ROSTER),
        read_table(raw[LEDGER_FILE], LEDGER),
    )
    for reading in (past, made):
        faults += [*reading.faults, *span_faults(reading, "start", "end", True), *day_faults(reading)]
    faults += kept.faults
    if faults:
        raise FolderFaults(faults)
    gone = sorted({row.get("person") for reading in (past, made, kept) for row in reading.rows} - set(center.person))
    handed = told["handed_on"]
    return Handed(
        date.fromisoformat(told["from"]),
        date.fromisoformat(told["to"]),
        rows.roster(_here(past, center)),
        rows.roster(_here(made, center)),
        mark(rows.roster(made)) != handed["roster"],
        rows.ledger({"ledger": _here(kept, center)}),
        {p: kinds for p, kinds in handed["carried_in"].items() if p in center.person},
        handed["duty_first"],
        handed["duty_window"],
        tuple(gone),
    )


def mark(roster: Roster) -> str:
    """Fingerprint of a roster: the same however a spreadsheet may have saved it."""
    return hashlib.sha256(roster_bytes(roster)).hexdigest()


def _here(reading: TableReading, center: Center) -> TableReading:
    """The rows of people whom the center still has."""
    return replace(reading, rows=tuple(row for row in reading.rows if row.get("person") in center.person))


def _summary(raw: bytes, center: Center) -> Mapping[str, Any]:
    try:
        told = json.loads(raw)
        date.fromisoformat(told["from"]), date.fromisoformat(told["to"])
        handed = told["handed_on"]
        {**handed["carried_in"]}, handed["duty_first"], handed["duty_window"], handed["roster"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        words = (
            "不是 plan --out 写出的摘要，或缺少 handed_on",
            "expected a summary of plan --out with its part handed_on",
        )
        raise FolderFaults([Fault(SUMMARY_FILE, 0, "", "", words, _AGAIN)]) from error
    if told.get("center") != center.id:
        words = (f"属于另一个中心，应为 {center.id}", f"another center's, expected {center.id}")
        raise FolderFaults([Fault(SUMMARY_FILE, 0, "center", str(told.get("center")), words)])
    found: Mapping[str, Any] = told
    return found

"""Many steps from one CSV file: what was signed on paper, entered in one go."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scheduler.leave.request import Handover, LeaveError
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.leave_desk.night import run_night
from scheduler.leave_lines import article_of, request_line
from scheduler.store.errors import StoreError

NEEDED = ("id", "action", "actor", "at")
KNOWN = (*NEEDED, "reason", "evidence", "to", "items", "until", "person", "kind", "start", "end")
FILE, NIGHT = "new", "night"
"""Actions beside those of the workflow: hand a new request in, and run the evening's check."""


@dataclass(frozen=True)
class StepRow:
    """One row of the file."""

    number: int
    at: datetime
    cells: dict[str, str]


@dataclass(frozen=True)
class Taken:
    """What became of a row."""

    row: StepRow
    state: str
    chain: str
    article: str
    text: tuple[str, str]
    refusal: str = ""

    def line(self, lang: str) -> str:
        head = f"{self.row.number}: {self.row.cells['id']} {self.row.cells['action']} {self.row.cells['actor']}"
        return (
            f"{head} ✗ {self.text[lang != 'zh']} ({self.article})"
            if self.refusal
            else f"{head} → {self.text[lang != 'zh']}"
        )

    def data(self, lang: str) -> dict[str, Any]:
        return {
            "row": self.row.number,
            "id": self.row.cells["id"],
            "action": self.row.cells["action"],
            "state": self.state,
            "chain": self.chain,
            "article": self.article,
            "refused": bool(self.refusal),
            "text": self.text[lang != "zh"],
        }


def read_steps(path: Path) -> list[StepRow]:
    """Rows of a file of steps.

    Raises
    ------
    ValueError
        One line per fault: file, row, column, what was expected.
    """
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    names = rows.fieldnames or ()
    faults = [f"{path.name}: row 1: missing column {c}" for c in NEEDED if c not in names] + [
        f"{path.name}: row 1: unknown column {c}, known: {', '.join(KNOWN)}" for c in names if c not in KNOWN
    ]
    found = []
    for number, raw in enumerate(rows if not faults else (), 2):
        cells = {name: (value or "").strip() for name, value in raw.items() if name}
        try:
            for column in ("at", "until", "start", "end"):
                if cells.get(column) or column == "at":
                    datetime.fromisoformat(cells[column])
            found.append(StepRow(number, datetime.fromisoformat(cells["at"]), cells))
        except ValueError:
            faults.append(
                f"{path.name}: row {number}: {column}: {cells.get(column)!r}, expected a moment like 2026-09-10T08:30"
            )
    if faults:
        raise ValueError("\n".join(faults))
    return found


def take_steps(desk: LeaveDesk, rows: Sequence[StepRow]) -> list[Taken]:
    """Every row in turn; what is refused leaves its request as it was."""
    return [_take(desk, row) for row in rows]


def _take(desk: LeaveDesk, row: StepRow) -> Taken:
    cell = row.cells
    try:
        if cell["action"] == NIGHT:
            run_night(desk, row.at)
        elif cell["action"] == FILE:
            desk.file(
                cell["person"],
                cell["kind"],
                datetime.fromisoformat(cell["start"]),
                datetime.fromisoformat(cell["end"]),
                row.at,
                reason=cell.get("reason", ""),
                actor=cell["actor"],
                name=cell["id"],
            )
        else:
            given = (
                Handover(cell["to"], tuple(filter(None, cell.get("items", "").split(";")))) if cell.get("to") else None
            )
            until = datetime.fromisoformat(cell["until"]) if cell.get("until") else None
            desk.take(
                cell["id"],
                cell["action"],
                cell["actor"],
                row.at,
                reason=cell.get("reason", ""),
                evidence=cell.get("evidence", ""),
                handover=given,
                until=until,
            )
    except LeaveError as error:
        known = {s.request.id: s.request for s in desk.stored()}.get(cell["id"])
        return Taken(
            row,
            str(known.state) if known else "",
            known.chain if known else "",
            error.article,
            (error.zh, error.en),
            str(error),
        )
    except StoreError as error:
        return Taken(row, "", "", "", (str(error), str(error)), str(error))
    done = desk.store.leave(desk.center, cell["id"])
    steps = desk.store.leave_steps(done)
    return Taken(
        row,
        str(done.request.state),
        done.request.chain,
        steps[-1].article if steps else article_of(desk, done.request),
        (request_line(desk, done.request, "zh"), request_line(desk, done.request, "en")),
    )

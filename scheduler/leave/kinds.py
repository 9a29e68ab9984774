"""Leave types: how each is counted, and what sets it apart. The table is data (``data/leave/kinds.csv``)."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

COLUMNS = ("kind", "counts", "backdated", "must_grant", "sensitive", "owed", "balance", "article")


@dataclass(frozen=True, slots=True)
class LeaveKind:
    """One leave type.

    Attributes
    ----------
    counts
        ``working`` half days of the center's calendar, or ``calendar`` days with rest days and
        holidays inside (maternity, family visits).
    backdated
        May be asked for after it began (illness).
    must_grant
        Nobody chooses its date: cover is arranged around it, it is not refused for want of cover.
    sensitive
        The type itself says something about health: shown to approvers only.
    owed
        Paper that may come after return, but before the request is closed.
    balance
        Ledger the days are taken from, or empty where nothing limits them.
    """

    code: str
    counts: Literal["working", "calendar"]
    backdated: bool
    must_grant: bool
    sensitive: bool
    owed: str
    balance: str
    article: str


def parse_kinds(text: str) -> Mapping[str, LeaveKind]:
    """Leave types by code, from the text of a table.

    Raises
    ------
    ValueError
        One line per fault: row, column, what was expected.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"leave types: row 1: missing column {', '.join(missing)}")
    kinds: dict[str, LeaveKind] = {}
    faults = []
    for number, row in enumerate(rows, 2):
        if row["kind"] in kinds or not row["kind"]:
            faults.append(f"leave types: row {number}: kind {row['kind']!r}, expected a code not used before")
        if row["counts"] not in ("working", "calendar"):
            faults.append(f"leave types: row {number}: counts {row['counts']!r}, expected working or calendar")
        faults += [
            f"leave types: row {number}: {c} {row[c]!r}, expected 0 or 1"
            for c in ("backdated", "must_grant", "sensitive")
            if row[c] not in ("0", "1")
        ]
        counts: Literal["working", "calendar"] = "calendar" if row["counts"] == "calendar" else "working"
        kinds[row["kind"]] = LeaveKind(
            row["kind"],
            counts,
            row["backdated"] == "1",
            row["must_grant"] == "1",
            row["sensitive"] == "1",
            row["owed"],
            row["balance"],
            row["article"],
        )
    if faults:
        raise ValueError("\n".join(faults))
    return kinds

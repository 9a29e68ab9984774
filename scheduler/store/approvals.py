"""Reads an approval table: ``chain,kinds,above_days,up_to_days,first,second,final,evidence,article``."""

import csv
import io
from pathlib import Path

from scheduler.leave.types import ApprovalChain
from scheduler.store.paths import data_folder

COLUMNS = ("chain", "kinds", "above_days", "up_to_days", "first", "second", "final", "evidence", "article")
DEFAULT_PACK = "jiangmen-2008"
NONE_BEFORE = "none_before"


def read_chains(path: Path | None = None) -> tuple[ApprovalChain, ...]:
    """All lines of a table; the default pack without a path.

    Raises
    ------
    ValueError
        One line per fault: file, row, column, what was expected.
    """
    path = path or data_folder() / "leave" / f"{DEFAULT_PACK}.csv"
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    missing = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"{path.name}: row 1: missing column {', '.join(missing)}")
    chains, faults = [], []
    for number, row in enumerate(rows, 2):
        try:
            above, up_to = float(row["above_days"] or 0), float(row["up_to_days"]) if row["up_to_days"] else None
        except ValueError:
            faults.append(f"{path.name}: row {number}: above_days, up_to_days: expected numbers of days")
            continue
        if not row["final"]:
            faults.append(f"{path.name}: row {number}: final: empty, expected a role or {NONE_BEFORE}")
        steps = dict.fromkeys(s for s in (row["first"], row["second"], row["final"]) if s and s != NONE_BEFORE)
        kinds = tuple(k.strip() for k in row["kinds"].split(";") if k.strip())
        chains.append(ApprovalChain(row["chain"], kinds, above, up_to, tuple(steps), row["evidence"], row["article"]))
    if faults:
        raise ValueError("\n".join(faults))
    return tuple(chains)

"""Reads the order in which competing requests are decided: ``rank,principle,zh,en``."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.store.paths import data_folder

COLUMNS = ("rank", "principle", "zh", "en")
PRINCIPLES = ("kept", "filed", "turn", "seniority")


@dataclass(frozen=True, slots=True)
class Principle:
    """One line of the order, as it is told to those who ask."""

    name: str
    text: Mapping[str, str]


def read_order(path: Path | None = None) -> tuple[Principle, ...]:
    """The lines by rank; the shipped order without a path.

    Raises
    ------
    ValueError
        One line per fault: file, row, column, what was expected.
    """
    path = path or data_folder() / "leave" / "cluster_order.csv"
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    missing = [c for c in COLUMNS if c not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"{path.name}: row 1: missing column {', '.join(missing)}")
    found: list[tuple[int, Principle]] = []
    faults = []
    for number, row in enumerate(rows, 2):
        name = (row["principle"] or "").strip()
        if name not in PRINCIPLES or name in {p.name for _, p in found}:
            faults.append(
                f"{path.name}: row {number}: principle: {name!r}, expected one of {', '.join(PRINCIPLES)}, each once"
            )
        elif not (row["rank"] or "").strip().isdigit():
            faults.append(f"{path.name}: row {number}: rank: {row['rank']!r}, expected a whole number")
        elif not row["zh"] or not row["en"]:
            faults.append(f"{path.name}: row {number}: zh, en: empty, expected the principle in words")
        else:
            found.append((int(row["rank"]), Principle(name, {"zh": row["zh"], "en": row["en"]})))
    if faults:
        raise ValueError("\n".join(faults))
    return tuple(principle for _, principle in sorted(found, key=lambda item: item[0]))

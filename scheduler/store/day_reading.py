"""What the readers of day tables share: their result, their faults, their limits, and dates."""

import re
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar_check import Finding
from scheduler.domain.day_table import DayEntry

LARGEST_FILE = 1_000_000
MOST_ROWS = 2_000
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a file or text, and what could not.

    ``year`` is the year the source states, or the one most dates lie in; None without dates.
    """

    year: int | None
    entries: tuple[DayEntry, ...]
    findings: tuple[Finding, ...]


def read_date(text: str) -> date | None:
    """A date as ``2026-10-01``, ``2026/10/1``, ``2026年10月1日`` or ``20261001``; None otherwise."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def unusable(where: str, zh: str, en: str) -> Reading:
    return Reading(None, (), (fault_at(where, zh, en),))


def fault_at(where: str, zh: str, en: str) -> Finding:
    return Finding("fault", "row", where, zh, en)

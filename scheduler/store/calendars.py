"""Calendars as data: loads the shipped and the saved tables, proposes and saves new ones.

A table that was loaded by a user is saved in a folder of its own (never into the installed
data) and is given to :func:`load_layers` after the shipped folder; the later folder wins.
"""

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scheduler.domain.calendar import Calendar
from scheduler.domain.calendar_check import Finding, Proposal, check_table, propose
from scheduler.domain.day_table import CalendarLayers, DayEntry, YearTable
from scheduler.domain.holidays import usual_name
from scheduler.store.day_csv import read_csv, write_csv
from scheduler.store.day_json import read_json
from scheduler.store.day_reading import Reading
from scheduler.store.notice import parse_notice
from scheduler.store.paths import data_folder

_YEAR_FILE = re.compile(r"cn_(\d{4})\.csv")
STATUTORY_FILE = "cn_statutory.csv"
YEARS = range(1950, 2200)


def calendar_folder() -> Path:
    """Folder of the shipped tables."""
    return data_folder() / "calendars"


def load_layers(
    folders: Sequence[Path] | None = None, center: Sequence[DayEntry] = (), user: Sequence[DayEntry] = ()
) -> CalendarLayers:
    """All tables of some folders, a later folder's year in place of an earlier one's.

    Parameters
    ----------
    folders
        Default: the shipped folder alone. A folder that does not exist is passed over, so the
        folder of saved tables need not be made beforehand.
    center, user
        The layers above the arrangement, see :class:`~scheduler.domain.day_table.CalendarLayers`.

    Raises
    ------
    ValueError
        One line for every fault of every file; or if there is no table at all, since a calendar
        of bare weekdays would be wrong without anybody noticing.
    """
    sought = tuple(folders or (calendar_folder(),))
    statutory: dict[int, tuple[DayEntry, ...]] = {}
    years: list[YearTable] = []
    faults: list[str] = []
    for path in [path for folder in sought for path in sorted(folder.glob("cn_*.csv"))]:
        named = _YEAR_FILE.fullmatch(path.name)
        if named is None and path.name != STATUTORY_FILE:
            continue
        reading = read_csv(path.read_bytes(), path.name)
        faults += [finding.line("en") for finding in reading.findings]
        if named is not None:
            years.append(YearTable(int(named[1]), reading.entries))
        else:
            for year in {entry.date.year for entry in reading.entries}:
                statutory[year] = tuple(entry for entry in reading.entries if entry.date.year == year)
    table = tuple(entry for year in sorted(statutory) for entry in statutory[year])
    layers = CalendarLayers(table, tuple(years), tuple(center), tuple(user))
    for year_table in layers.tables.values():
        others = replace(layers, years=tuple(t for t in layers.tables.values() if t is not year_table))
        wrong = [found for found in check_table(year_table, others) if found.level == "fault"]
        faults += [f"cn_{year_table.year}.csv {found.line('en')}" for found in wrong]
    if not years and not table:
        faults.append(f"no calendar tables in {', '.join(str(folder) for folder in sought)}")
    if faults:
        raise ValueError("\n".join(faults))
    return layers


def load_calendar(
    folders: Sequence[Path] | None = None, center: Sequence[DayEntry] = (), user: Sequence[DayEntry] = ()
) -> Calendar:
    """The calendar of a center; see :func:`load_layers`."""
    return load_layers(folders, center, user).calendar()


def propose_csv(raw: bytes, file: str, layers: CalendarLayers, year: int | None = None) -> Proposal:
    """A year's table from an uploaded CSV file, checked and compared, not saved."""
    return _propose(read_csv(raw, file), layers, year)


def propose_json(raw: bytes, file: str, layers: CalendarLayers, year: int | None = None) -> Proposal:
    """A year's table from an uploaded JSON file, checked and compared, not saved."""
    reading = read_json(raw, file)
    return _propose(_mark_statutory(reading, layers), layers, year)


def propose_notice(text: str, layers: CalendarLayers, year: int | None = None) -> Proposal:
    """A year's table from the pasted text of the notice, checked and compared, not saved."""
    return _propose(_mark_statutory(parse_notice(text, year), layers), layers, year)


def save_year(proposal: Proposal, folder: Path) -> Path:
    """Write a proposal's table as ``cn_<year>.csv``, whole or not at all.

    Raises
    ------
    ValueError
        If the proposal has faults; nothing is written.
    """
    if not proposal.savable:
        raise ValueError("\n".join(finding.line("en") for finding in proposal.faults))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"cn_{proposal.table.year}.csv"
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
        part.write(write_csv(proposal.table.entries))
        part.flush()
        os.fsync(part.fileno())
    os.replace(part.name, target)
    return target


def _propose(reading: Reading, layers: CalendarLayers, year: int | None) -> Proposal:
    wanted = year if year is not None else reading.year
    if wanted is None or wanted not in YEARS:
        unknown = Finding(
            "fault", "year", "year", f"年份未知或超出范围：{wanted}", f"year not known or out of range: {wanted}"
        )
        return Proposal(YearTable(0, reading.entries), (*reading.findings, unknown), ())
    return propose(YearTable(wanted, reading.entries), layers, reading.findings)


def _mark_statutory(reading: Reading, layers: CalendarLayers) -> Reading:
    """Mark the statutory days by the table: neither a notice nor the JSON shape tells them apart.

    Such a day also takes the table's name: in "国庆节、中秋节" 6 October 2025 is Mid-Autumn.
    """
    known = {entry.date: entry.name for entry in layers.statutory}
    entries = tuple(
        replace(entry, statutory=True, name=known[entry.date])
        if entry.kind == "off" and entry.date in known
        else replace(entry, name=usual_name(entry.name))
        for entry in reading.entries
    )
    return replace(reading, entries=entries)

"""Center folders: one center as TOML and CSV files, read with every fault at once, written whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from scheduler.domain.absence import Absence
from scheduler.domain.center import Center, Section
from scheduler.domain.day_table import DayEntry
from scheduler.domain.record import Record
from scheduler.domain.roster import Roster
from scheduler.store import folder_rows as rows
from scheduler.store.center_text import center_fields, center_toml, traffic
from scheduler.store.cross_checks import cross_faults
from scheduler.store.entries import (
    Event,
    ExtraCover,
    LeaveEntry,
    Room,
    RoomClosure,
    RoomUse,
    Traffic,
    TrafficLine,
    TypedArrivals,
    WishEntry,
)
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.folder_warnings import folder_warnings
from scheduler.store.record_folder import RECORDS, is_record_file, record_faults, record_files, records_of
from scheduler.store.references import known_ids, unknown_ids, unknown_items, unknown_settings
from scheduler.store.rule_checks import rule_faults, target_faults
from scheduler.store.schemas import TABLE, TABLES
from scheduler.store.settings import SettingsReading, read_settings
from scheduler.store.settings_schema import FILE
from scheduler.store.tables import TableReading, read_table, write_table
from scheduler.store.whole_folder import recover_folder, replace_folder

OURS = frozenset({FILE, *(table.file for table in TABLES)})
"""Names of the files a center folder is made of."""


@dataclass(frozen=True, eq=False)
class CenterFolder:
    """One center with all that belongs to it, as its folder holds it.

    Attributes
    ----------
    overrides
        The center's own closings and openings, the layer above the official calendar.
    traffic
        The typical week and the seed a simulated history was made from; None for real data.
    demand
        Frame ``queue,start,arrivals,aht_s,source`` (see ``folder_rows.demand_frame``), or None.
    demand_types
        Arrivals by type of contact; ``demand`` holds their sums.
    past
        Duties before the horizon.
    ledger
        By person and kind: how far above the own fair share earlier rosters went.
    today
        Demonstration clock of sample data; None: the real one.
    horizon
        First and last day one would plan, both included.
    records
        Entries of the registers, from ``registers/*.csv``, as they were written: what they change
        in planning is laid over the center by ``scheduler.registers.applied``.
    room_uses
        Other uses of rooms that were consented to; registers say so, no file of its own.
    path
        Where it was read from; not part of what it is.
    """

    center: Center
    leave: tuple[LeaveEntry, ...] = ()
    events: tuple[Event, ...] = ()
    rooms: tuple[Room, ...] = ()
    room_closures: tuple[RoomClosure, ...] = ()
    extra_covers: tuple[ExtraCover, ...] = ()
    wishes: tuple[WishEntry, ...] = ()
    overrides: tuple[DayEntry, ...] = ()
    traffic: Traffic | None = None
    demand: pd.DataFrame | None = None
    demand_types: tuple[TypedArrivals, ...] = ()
    past: Roster = field(default_factory=Roster)
    ledger: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    today: date | datetime | None = None
    horizon: tuple[date, date] | None = None
    records: tuple[Record, ...] = ()
    room_uses: tuple[RoomUse, ...] = ()
    path: Path | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CenterFolder):
            return NotImplemented
        plain = all(
            getattr(self, f.name) == getattr(other, f.name) for f in fields(self) if f.name not in ("demand", "path")
        )
        if self.demand is None or other.demand is None:
            return plain and self.demand is other.demand
        return plain and self.demand.equals(other.demand)

    __hash__ = None  # type: ignore[assignment]

    def absences(self) -> tuple[Absence, ...]:
        """What the approved rows of the leave list take away."""
        return tuple(entry.absence() for entry in self.leave if entry.status == "approved")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What can be planned with but should be looked at: posts without a working A or B and the like."""
        return folder_warnings(self.center, self.absences(), self.horizon)


def read_folder(path: Path) -> CenterFolder:
    """Read and check a center folder.

    Raises
    ------
    FolderFaults
        With every fault of every file: what is missing, unknown, unreadable or contradictory.
    """
    path = Path(path)
    recover_folder(path)
    if not path.is_dir():
        raise FolderFaults([Fault(path.name, 0, "", "", ("没有这个文件夹", "no such folder"))])
    entries = sorted(entry for entry in path.iterdir() if entry.is_file() and not entry.name.startswith("."))
    # Only what may be ours is read: a folder may hold pictures and spreadsheets of any size.
    files = {e.name: e.read_bytes() if e.name in OURS else b"" for e in entries}
    files |= {
        f"{RECORDS}/{e.name}": e.read_bytes()
        for e in sorted((path / RECORDS).glob("*.csv"))
        if e.is_file() and not e.name.startswith(".")
    }
    return parse_folder(files, path)


def parse_folder(files: Mapping[str, bytes], path: Path | None = None) -> CenterFolder:
    """The same from the bytes of the files by name, such as a version kept in the database."""
    faults = [*_strange_files(files)]
    settings = read_settings(files[FILE]) if FILE in files else SettingsReading({}, (), ())
    readings = {table.name: read_table(files[table.file], table) for table in TABLES if table.file in files}
    faults += settings.faults
    known = known_ids(readings, settings)
    for reading in readings.values():
        faults += [*reading.faults, *unknown_ids(reading, known)]
    faults += [*unknown_settings(settings, known), *unknown_items(readings), *cross_faults(readings, settings)]
    faults += [*rule_faults(settings), *target_faults(settings)]
    if faults:
        raise FolderFaults(faults)
    folder = _folder(settings.content, readings, path)
    faults = record_faults(files, folder.center)
    if faults:
        raise FolderFaults(faults)
    return replace(folder, records=records_of(files, folder.center))


def folder_files(folder: CenterFolder) -> dict[str, bytes]:
    """The files of a folder by name: equal folders give equal bytes, and reading them gives an equal folder.

    Empty tables that need not be there are left out.

    Raises
    ------
    ValueError
        If something has no form in the files, such as a rule parameter of None.
    """
    files = {FILE: center_toml(folder.center, folder.today, folder.horizon, folder.traffic)}
    for name, lines in _tables(folder).items():
        content = [*lines]
        if content or TABLE[name].required or (name == "demand" and folder.demand is not None):
            files[TABLE[name].file] = write_table(TABLE[name], content)
    return files | record_files(folder.records)


def write_folder(folder: CenterFolder, path: Path) -> None:
    """Write a center folder whole or not at all; see :func:`folder_files` for what may raise.

    What else lies in an existing folder (notes, scenarios) stays.
    """
    replace_folder(Path(path), folder_files(folder), lambda name: name in OURS or is_record_file(name))


def _strange_files(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Files that are missing, and tables nobody knows: mostly a mistyped name."""
    names = ", ".join(sorted(OURS))
    for name in sorted(set(files) - OURS):
        if "/" not in name and Path(name).suffix.lower() in (".csv", ".toml"):
            remedy = ("核对文件名，或移到子文件夹", "check its name or move it to a subfolder")
            yield Fault(name, 0, "", "", (f"未知的文件，可用：{names}", f"unknown file, known are {names}"), remedy)
    for name in (FILE, *(table.file for table in TABLES if table.required)):
        if name not in files:
            yield Fault(name, 0, "", "", ("缺少此文件", "missing file"))


def _folder(content: Mapping[str, Any], readings: Mapping[str, TableReading], path: Path | None) -> CenterFolder:
    given: dict[str, Any] = {
        **center_fields(content),
        **{name: rows.built(kind, readings, name) for name, kind in rows.PLAIN.items()},
    }
    center = Center(
        sections=rows.built(Section, readings, "sections"),
        people=rows.people(readings),
        posts=rows.posts(readings),
        shifts=rows.shifts(readings),
        **given,
    )
    horizon, typed = content.get("horizon"), rows.built(TypedArrivals, readings, "demand_types")
    return CenterFolder(
        center,
        leave=rows.built(LeaveEntry, readings, "leave"),
        events=rows.built(Event, readings, "events"),
        rooms=rows.built(Room, readings, "rooms"),
        room_closures=rows.built(RoomClosure, readings, "room_closures"),
        extra_covers=rows.built(ExtraCover, readings, "extra_covers"),
        wishes=rows.built(WishEntry, readings, "wishes"),
        overrides=rows.built(DayEntry, readings, "calendar"),
        traffic=traffic(content, rows.built(TrafficLine, readings, "traffic")),
        demand=rows.with_types(rows.demand(readings["demand"]) if "demand" in readings else None, typed),
        demand_types=typed,
        past=rows.roster(readings.get("roster_past")),
        ledger=rows.ledger(readings),
        today=content.get("today"),
        horizon=(horizon["start"], horizon["end"]) if horizon else None,
        path=path,
    )


def _tables(folder: CenterFolder) -> dict[str, rows.Rows]:
    """Rows of every table."""
    center = folder.center
    plain: dict[str, Any] = {
        "people": center.people,
        "sections": center.sections,
        "posts": center.posts,
        "shifts": center.shifts,
        "leave": folder.leave,
        "events": folder.events,
        "rooms": folder.rooms,
        "room_closures": folder.room_closures,
        "extra_covers": folder.extra_covers,
        "wishes": folder.wishes,
        "demand_types": folder.demand_types,
        "traffic": folder.traffic.lines if folder.traffic else (),
        **{name: getattr(center, name) for name in rows.PLAIN},
    }
    return {
        **{name: rows.rows_of(objects) for name, objects in plain.items()},
        "skills": rows.owned_rows(center.people, "skills", "person"),
        "standings": rows.owned_rows(center.people, "standings", "person"),
        "acting": rows.owned_rows(center.people, "acting", "person"),
        "items": rows.owned_rows(center.posts, "items", "post"),
        "calendar": rows.override_rows(folder.overrides),
        "demand": rows.demand_rows(folder.demand) if folder.demand is not None else (),
        "roster_past": rows.roster_rows(folder.past.duties),
        "ledger": (
            {"person": p, "kind": k, "value": v}
            for p in sorted(folder.ledger)
            for k, v in sorted(folder.ledger[p].items())
        ),
    }

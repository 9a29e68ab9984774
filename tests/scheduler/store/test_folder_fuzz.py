"""Damaged folders are read or refused with named faults; nothing else ever comes out."""

import random
from pathlib import Path

import pytest

from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder, folder_files, parse_folder, read_folder
from scheduler.store.roster_files import parse_roster, roster_bytes
from tests.scheduler.store.folders import HALL, HISTORY_ROWS, HOTLINE

JUNK = [
    b"",
    b",",
    b"\n",
    b'"',
    b"'",
    b";",
    b"\0",
    b"\xff",
    b"=",
    b"-1",
    b"9999999999999999999",
    b"1e308",
    b"nan",
    b"2026-02-30",
    b"2026-09-07T25:00",
    b"S01",
    b"W1",
    b"back",
    b"true",
    b"[",
    b"]",
    b"{}",
    b"\xe2\x80\xae",
    "王".encode(),
    "编号".encode("gb18030"),
    b"0001-01-01",
    b"2150-12-31T24:00",
]


def damaged(files: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """One to four random changes to random files."""
    changed = dict(files)
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(sorted(changed))
        raw, how = changed[name], rng.randrange(6)
        at = rng.randrange(len(raw) + 1)
        if how == 0:
            changed[name] = raw[:at] + rng.choice(JUNK) + raw[at:]
        elif how == 1:
            changed[name] = raw[:at] + raw[at + rng.randint(1, 40) :]
        elif how == 2:
            changed[name] = raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
        elif how == 3:
            lines = raw.split(b"\n")
            rng.shuffle(lines)
            changed[name] = b"\n".join(lines)
        elif how == 4:
            cells = raw.split(b",")
            cells[rng.randrange(len(cells))] = rng.choice(JUNK)
            changed[name] = b",".join(cells)
        elif len(changed) > 1:
            del changed[name]
    return changed


@pytest.mark.parametrize("path", [HALL, HOTLINE], ids=["hall", "hotline"])
def test_damaged_folders(path: Path) -> None:
    files = folder_files(read_folder(path))
    files["demand.csv"] = b"\n".join(files["demand.csv"].split(b"\n")[: HISTORY_ROWS + 1])
    rng = random.Random(20260907)
    refused: list[FolderFaults] = []
    read: list[CenterFolder] = []
    for _ in range(160):
        case = damaged(files, rng)
        try:
            read.append(parse_folder(case))
        except FolderFaults as error:
            refused.append(error)
    assert len(refused) > 60 and len(read) >= 5
    for error in refused:
        assert error.faults
        assert all(len(f.line(lang).splitlines()) == 1 for f in error.faults for lang in ("zh", "en"))
    for folder in read:
        assert all(w.file for w in folder.warnings)
        assert parse_folder(folder_files(folder)) == folder


def test_damaged_rosters() -> None:
    folder = read_folder(HOTLINE)
    raw = {"roster.csv": roster_bytes(folder.past)}
    rng = random.Random(7)
    refused, read = [], []
    for _ in range(150):
        case = damaged(raw, rng)["roster.csv"]
        try:
            read.append(parse_roster(case, folder.center))
        except FolderFaults as error:
            refused.append(error)
    assert len(refused) > 20 and len(read) >= 5
    assert all(error.faults for error in refused)
    assert all(parse_roster(roster_bytes(roster), folder.center) == roster for roster in read)

"""Folders to read, break and write in tests: copies of the sample hall, small enough to be quick."""

import csv
import io
from pathlib import Path

import pytest

from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.folder import read_folder
from scheduler.store.paths import data_folder

HALL = data_folder() / "centers" / "hall"
HOTLINE = data_folder() / "centers" / "hotline"
HISTORY_ROWS = 40


def hall_copy(target: Path, source: Path = HALL) -> Path:
    """A copy of a sample whose history is cut to a few rows, in UTF-8 without byte order mark."""
    target.mkdir(parents=True)
    for file in source.iterdir():
        if file.is_file():
            text = file.read_text(encoding="utf-8-sig")
            if file.name == "demand.csv":
                text = "".join(text.splitlines(keepends=True)[: HISTORY_ROWS + 1])
            (target / file.name).write_text(text, encoding="utf-8")
    return target


def plant(folder: Path, file: str, old: str, new: str) -> None:
    """Change exactly one place of a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: {old!r} is there {text.count(old)} times"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def row_of(folder: Path, file: str, start: str) -> int:
    """Number of the row that starts with a text, as a spreadsheet counts."""
    lines = (folder / file).read_text(encoding="utf-8-sig").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if line.startswith(start)]
    assert len(found) == 1, f"{file}: {len(found)} rows start with {start!r}"
    return found[0]


def faults_of(folder: Path) -> list[Fault]:
    """The faults of a folder that cannot be read."""
    with pytest.raises(FolderFaults) as caught:
        read_folder(folder)
    assert caught.value.faults
    return caught.value.faults


def cells_of(folder: Path, file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((folder / file).read_text(encoding="utf-8-sig"), newline="")))


def write_cells(folder: Path, file: str, rows: list[list[str]], encoding: str = "utf-8") -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    (folder / file).write_bytes(text.getvalue().encode(encoding))

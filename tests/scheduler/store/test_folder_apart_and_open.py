"""Posts to keep apart, advertised windows and what is offered meanwhile: read, written, and refused where wrong."""

from pathlib import Path

import pytest

from scheduler.domain.posts import Incompatible
from scheduler.store.folder import read_folder, write_folder
from tests.scheduler.store.folders import cells_of, faults_of, hall_copy, plant, write_cells

PAIRS = [["post_a", "post_b", "note"], ["W1", "W7", "受理与收费"], ["W8", "W4", ""]]


def test_pairs_numbers_and_offers_are_read_and_written(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    write_cells(folder, "incompatible.csv", [["岗位甲", "岗位乙", "说明"], *PAIRS[1:]])
    plant(folder, "sessions.csv", "AM,08:30,12:00,workday,,0", "AM,08:30,12:00,workday,,6")
    plant(folder, "items.csv", "W7,退费,退费,Refund,0,accept", "W7,退费,退费,Refund,0,预约")
    read = read_folder(folder)
    assert read.center.incompatible == (Incompatible("W1", "W7", "受理与收费"), Incompatible("W8", "W4"))
    assert read.center.apart == (("W1", "W7"), ("W8", "W4"))
    assert [s.min_open for s in read.center.sessions] == [6, 0]
    assert [i.meanwhile for i in read.center.post["W7"].items] == ["accept", "book"]
    write_folder(read, tmp_path / "again")
    assert read_folder(tmp_path / "again") == read
    assert cells_of(tmp_path / "again", "incompatible.csv") == PAIRS


def test_without_the_file_and_the_columns_nothing_is_asked(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    for file in ("sessions.csv", "items.csv"):
        write_cells(folder, file, [row[:-1] for row in cells_of(folder, file)])
    center = read_folder(folder).center
    assert not (folder / "incompatible.csv").exists()
    assert center.incompatible == () and {s.min_open for s in center.sessions} == {0}
    assert {i.meanwhile for p in center.posts for i in p.items} == {"accept"}


@pytest.mark.parametrize(
    ("rows", "row", "column", "words"),
    [
        ([["W1", "W9", ""]], 2, "post_b", "no post W9"),
        ([["W1", "", ""]], 2, "post_b", "must not be empty"),
        ([["W1", "W2", ""], ["W3", "W3", ""]], 3, "post_b", "another post than post_a"),
        ([["W1", "W2", ""], ["W1", "W3", ""], ["W2", "W1", ""]], 4, "post_b", "the same pair as row 2"),
        ([["W1", "W2", ""], ["W1", "W2", "again"]], 3, "post_a", "the same post_a, post_b as row 2"),
    ],
)
def test_wrong_pairs_are_refused_at_their_place(
    tmp_path: Path, rows: list[list[str]], row: int, column: str, words: str
) -> None:
    folder = hall_copy(tmp_path / "hall")
    write_cells(folder, "incompatible.csv", [PAIRS[0], *rows])
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row, fault.column) == ("incompatible.csv", row, column)
    assert words in fault.line("en") and fault.line("zh")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("AM,08:30,12:00,workday,,0", "AM,08:30,12:00,workday,,9", "expected at most 8"),
        ("PM,14:30,17:30,workday,,0", "PM,14:30,17:30,workday,W1;W2,3", "expected at most 2"),
        ("PM,14:30,17:30,workday,,0", "PM,14:30,17:30,workday,,-1", "expected 0 to"),
    ],
)
def test_more_windows_than_there_are_cannot_be_advertised(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "sessions.csv", old, new)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.column) == ("sessions.csv", "min_open") and words in fault.line("en")


def test_only_accepting_and_booking_are_offered(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "items.csv", "W7,退费,退费,Refund,0,accept", "W7,退费,退费,Refund,0,later")
    (fault,) = faults_of(folder)
    assert fault.column == "meanwhile" and "expected one of accept, book" in fault.line("en")

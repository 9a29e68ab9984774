"""What a row of events.csv, rooms.csv and room_closures.csv may say, and what is refused with its row."""

from pathlib import Path

import pytest

from scheduler.store.faults import FolderFaults
from scheduler.store.folder import folder_files, parse_folder, read_folder
from tests.scheduler.store.folders import HALL, cells_of, hall_copy, write_cells

HEAD = [
    "id",
    "kind",
    "start",
    "end",
    "people",
    "count",
    "trainers",
    "room",
    "mode",
    "general",
    "specialism",
    "go_live",
    "consent",
    "within",
]


def row(**given: str) -> list[str]:
    plain = {"id": "E9", "kind": "培训", "start": "2026-09-17T10:00", "end": "2026-09-17T12:00", "count": "3"}
    return [{**plain, **given}.get(name, "") for name in HEAD]


def faults(place: Path, *rows: list[str]) -> list[tuple[int, str]]:
    folder = hall_copy(place / "hall")
    write_cells(folder, "events.csv", [HEAD, *rows])
    try:
        read_folder(folder)
    except FolderFaults as found:
        return [(f.row, f.column) for f in found.faults]
    return []


def test_events_rooms_and_closures_come_back_as_written() -> None:
    folder = read_folder(HALL)
    assert (
        folder.events[0].go_live is not None
        and folder.events[3].trainers == ("S03",)
        and folder.rooms[0].keeper == "S05"
    )
    again = parse_folder(folder_files(folder))
    assert again.events == folder.events and again.rooms == folder.rooms and again.center.training_lead == "S05"


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"trainers": "S02"}, "trainers"),
        ({"trainers": "X9"}, "trainers"),
        ({"room": "attic"}, "room"),
        ({"mode": "somehow"}, "mode"),
        ({"go_live": "2026-09-17"}, "end"),
        ({"consent": "S01"}, "consent"),
        ({"within": "-1"}, "within"),
        ({"general": "maybe"}, "general"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, given: dict[str, str], column: str) -> None:
    assert (2, column) in faults(tmp_path, row(**given))


@pytest.mark.parametrize(
    "given",
    [
        {"trainers": "S03"},
        {"trainers": "K01"},
        {"trainers": "M02;S07"},
        {"room": "hall"},
        {"mode": "线上"},
        {"go_live": "2026-09-18"},
        {"consent": "L01"},
        {"general": "是"},
    ],
)
def test_what_may_be_said(tmp_path: Path, given: dict[str, str]) -> None:
    """In-house trainers are heads, managers or backbone (1-14); the leader in charge consents (3-58)."""
    assert faults(tmp_path, row(**given)) == []


def test_a_closure_names_a_room_and_ends_after_it_began(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    write_cells(
        folder,
        "room_closures.csv",
        [["room", "start", "end"], ["hall", "2026-09-18", "2026-09-17"], ["attic", "2026-09-18", "2026-09-18"]],
    )
    with pytest.raises(FolderFaults) as found:
        read_folder(folder)
    assert [(f.row, f.column) for f in found.value.faults] == [(2, "end"), (3, "room")]
    assert cells_of(folder, "rooms.csv")[1][0] == "hall"

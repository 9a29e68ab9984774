"""roster.csv: exact both ways, and every fault of an edited file at its row and column."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.domain.roster import Duty, Roster
from scheduler.generate import four_crew_roster, generate_hotline
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import read_folder
from scheduler.store.roster_files import parse_roster, read_roster, roster_bytes, write_roster
from tests.scheduler.store.folders import HALL

CENTER = read_folder(HALL).center
HEADER = "date,person,shift,start,end,post,role,locked"


def hall_roster() -> Roster:
    """Double duty, back office, hall duty and a lock on one Monday."""
    am, noon = datetime(2026, 9, 7, 8, 30), datetime(2026, 9, 7, 12)
    day = am.date()
    return Roster.of(
        [
            Duty(day, "S01", am, noon, "W1", "A", "O"),
            Duty(day, "S01", am, noon, "W2", "B", "O", True),
            Duty(day, "S11", am, noon, "back", "standby", "O"),
            Duty(day, "S01", am, noon, "W1", "duty", "O"),
        ]
    )


def test_a_roster_comes_back(tmp_path: Path) -> None:
    roster = hall_roster()
    write_roster(roster, tmp_path / "out" / "roster.csv")
    raw = (tmp_path / "out" / "roster.csv").read_bytes()
    assert raw.startswith(
        b"\xef\xbb\xbf" + HEADER.encode() + b"\n2026-09-07,S01,O,2026-09-07T08:30,2026-09-07T12:00,W1,A,0\n"
    )
    assert read_roster(tmp_path / "out" / "roster.csv", CENTER) == roster
    assert roster_bytes(Roster(tuple(reversed(roster.duties)))) == raw


def test_nights_over_midnight_come_back() -> None:
    center = generate_hotline(12, seed=4).center
    roster = four_crew_roster(center, date(2026, 9, 7), date(2026, 9, 20))
    assert len(roster.duties) > 100
    assert parse_roster(roster_bytes(roster), center) == roster
    late = Roster.of(
        [Duty(date(2026, 9, 7), "A001", datetime(2026, 9, 8), datetime(2026, 9, 8, 8), "phone", "pool", "N")]
    )
    assert parse_roster(roster_bytes(late), center) == late


def test_chinese_headers_and_words() -> None:
    text = "人员,日期,班次,岗位,角色,开始,结束,锁定\nS01,2026/9/7,O,W1,A岗,2026/9/7 8:30,2026/9/7 12:00,是\n"
    duty = Duty(date(2026, 9, 7), "S01", datetime(2026, 9, 7, 8, 30), datetime(2026, 9, 7, 12), "W1", "A", "O", True)
    for encoding in ("utf-8", "gb18030"):
        assert parse_roster(text.encode(encoding), CENTER) == Roster((duty,))


def test_every_fault_at_once() -> None:
    rows = [
        "2026-09-07,S01,O,2026-09-07T08:30,2026-09-07T12:00,W1,A,0",
        "2026-09-07,S99,O,2026-09-07T08:30,2026-09-07T12:00,W1,A,0",
        "2026-09-07,S01,N,2026-09-07T14:30,2026-09-07T12:00,W1,A,0",
        "2026-09-07,S02,O,2026-09-07T08:30,2026-09-07T12:00,W9,A,maybe",
        "2026-09-07,S03,O,2026-09-09T08:30,2026-09-09T12:00,W3,holder,0",
        "2026-09-07,S01,O,2026-09-07T08:30,2026-09-07T12:00,W1,A,1",
        "2026-09-07,S04,O,2026-09-07T08:30,2026-09-10T12:00,W4,A,0",
        "2026-09-07,S05,O,2026-09-07T08:30",
        "S07,2026-09-07,O,2026-09-07T08:30,2026-09-07T12:00,W7,A,0",
    ]
    with pytest.raises(FolderFaults) as caught:
        parse_roster("\n".join([HEADER, *rows]).encode(), CENTER, "九月.csv")
    assert [(f.row, f.column) for f in caught.value.faults] == [
        (3, "person"),
        (4, "end"),
        (4, "shift"),
        (5, "locked"),
        (5, "post"),
        (6, "role"),
        (6, "start"),
        (7, "date"),
        (8, "end"),
        (9, ""),
        (10, "date"),
        (10, "person"),
    ]
    assert {f.file for f in caught.value.faults} == {"九月.csv"}


def test_files_that_are_no_roster(tmp_path: Path) -> None:
    for raw, words in (
        (b"", "empty file"),
        (b"PK\x03\x04\0\0", "NUL"),
        (b"date;person;shift\n", "unknown column"),
        (HEADER[:-20].encode(), "missing column"),
    ):
        with pytest.raises(FolderFaults, match=words):
            parse_roster(raw, CENTER)
    with pytest.raises(FolderFaults, match=r"nothing\.csv: no such file"):
        read_roster(tmp_path / "nothing.csv", CENTER)
    assert parse_roster(HEADER.encode(), CENTER) == Roster()


def test_a_day_that_starts_the_evening_before_is_refused() -> None:
    early = Roster.of(
        [
            Duty(
                date(2026, 9, 8),
                "S01",
                datetime(2026, 9, 8) - timedelta(hours=1),
                datetime(2026, 9, 8, 8),
                "W1",
                "A",
                "O",
            )
        ]
    )
    with pytest.raises(FolderFaults, match="on the day of the duty or the day after"):
        parse_roster(roster_bytes(early), CENTER)

"""The log of covers: nothing lost on the way there and back, every fault with row and column."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.domain.cover import Cover, HandBack
from scheduler.rules.tiny import hall_center
from scheduler.store.cover_log import covers_bytes, parse_covers, read_covers, write_covers
from scheduler.store.faults import FolderFaults

CENTER = hall_center()
NINE, NOON = datetime(2026, 9, 7, 9), datetime(2026, 9, 7, 12)
COVER = Cover(date(2026, 9, 7), "a", "W1", "b", "B", NINE, NOON, True, "W2", ("permit",), "O", by="chief")
NOTE = HandBack(datetime(2026, 9, 7, 10, 30), "=3 filed", 'two, "open"\nlines', ("seal:seal",), ("cashier",))
ENDED = replace(COVER, ended=NOTE.at, hand_back=NOTE)
EMPTY = Cover(date(2026, 9, 7), "a", "W2", "", "", NINE, datetime(2026, 9, 8), cause="left_post")


@pytest.mark.parametrize(
    "cover",
    [COVER, ENDED, EMPTY, replace(COVER, ended=NINE, hand_back=HandBack(NINE))],
    ids=["open", "ended", "empty", "never begun"],
)
def test_a_cover_comes_back_as_it_was(cover: Cover, tmp_path: Path) -> None:
    write_covers([cover], tmp_path / "log.csv")
    assert read_covers(tmp_path / "log.csv", CENTER) == (cover,)
    assert (tmp_path / "log.csv").read_bytes() == covers_bytes([cover])


def test_a_log_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert read_covers(tmp_path / "none.csv", CENTER) == ()


def test_chinese_headers_are_read() -> None:
    text = "日期,缺岗人,岗位,顶岗人,身份,开始,应止,兼岗\n2026-09-07,a,W1,b,B岗,2026-09-07 09:00,2026-09-07 12:00,是\n"
    (found,) = parse_covers(text.encode("gb18030"), CENTER)
    assert (found.stand_in, found.source, found.dual, found.until) == ("b", "B", True, NOON)


HEAD = "date,missing,post,stand_in,source,start,until,ended\n"
GOOD = "2026-09-07,a,W1,b,B,2026-09-07T09:00,2026-09-07T12:00,\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2026-09-07,zz,W1,b,B,2026-09-07T09:00,2026-09-07T12:00,", "missing"),
        ("2026-09-07,a,W9,b,B,2026-09-07T09:00,2026-09-07T12:00,", "post"),
        ("2026-09-07,a,W2,a,B,2026-09-07T09:00,2026-09-07T12:00,", "stand_in"),
        ("2026-09-07,a,W2,b,,2026-09-07T09:00,2026-09-07T12:00,", "source"),
        ("2026-09-07,a,W1,b,B,2026-09-07T12:00,2026-09-07T09:00,", "until"),
        ("2026-09-07,a,W1,b,B,2026-09-10T09:00,2026-09-10T12:00,", "start"),
        ("2026-09-07,a,W1,b,B,2026-09-07T09:00,2026-09-07T12:00,2026-09-07T13:00", "ended"),
        ("2026-09-07,a,W1,b,boss,2026-09-07T09:00,2026-09-07T12:00,", "source"),
        (GOOD.strip(), "ended"),
    ],
)
def test_every_fault_names_its_row_and_column(row: str, column: str) -> None:
    with pytest.raises(FolderFaults) as caught:
        parse_covers((HEAD + GOOD + row + "\n").encode(), CENTER, "log.csv")
    assert {(f.file, f.row, f.column) for f in caught.value.faults} == {("log.csv", 3, column)}

"""Cells and CSV bytes: exact both ways, whatever people type."""

import csv
import io
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.store.cells import BadCell, check_name, parse, write
from scheduler.store.columns import CellType, Column
from scheduler.store.csv_text import Unreadable, decode, guarded, read_rows, unguarded, write_rows
from scheduler.store.schemas import DAY_KINDS, TABLES

PAYLOADS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.test","y")',
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＠SUM(1)",
    "\n=1",
]


def column(kind: CellType, **more: Any) -> Column:
    return Column("c", "列", kind, "", "", **more)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_formulas_leave_the_house_as_text_and_come_back(payload: str) -> None:
    raw = write_rows([["note"], [payload]])
    assert payload not in cells_of_a_spreadsheet(raw)
    assert read_rows(raw, "x.csv") == [["note"], [payload]]


def cells_of_a_spreadsheet(raw: bytes) -> list[str]:
    """Cells as a program sees them that knows nothing of guards: none may look like a formula."""
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")) for cell in row]
    assert cells and not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in cells)
    return cells


@pytest.mark.parametrize("number", ["-3", "+3.5", "-1e-9", "-.5"])
def test_numbers_are_not_guarded(number: str) -> None:
    assert guarded(number) == number and unguarded(number) == number


@given(st.text())
def test_guarding_is_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded("'" + text)) == "'" + text


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2),
        min_size=1,
    )
)
def test_rows_of_any_text_come_back(rows: list[list[str]]) -> None:
    assert read_rows(write_rows(rows), "x.csv") == rows


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_one_named_fault(raw: bytes) -> None:
    rows, fault = [], None
    try:
        rows = read_rows(raw, "x.csv")
    except Unreadable as error:
        fault = error.fault
    assert all(isinstance(cell, str) and "\0" not in cell for row in rows for cell in row)
    assert fault is None or (fault.file == "x.csv" and fault.line("zh") != fault.line("en"))


def test_encodings_are_told_apart() -> None:
    text = "编号,姓名\n1,王静,㐂𠮷\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert decode(text.encode(encoding), "x.csv") == text
    assert decode("姓名\n王静".encode("gbk"), "x.csv") == "姓名\n王静"
    with pytest.raises(Unreadable, match="expected UTF-8 or GB18030"):
        decode(b"\xff\xff\xff", "x.csv")


MOMENTS = st.datetimes(datetime(1951, 1, 1), datetime(2149, 12, 31))
VALUES: dict[CellType, st.SearchStrategy[Any]] = {
    "int": st.integers(-(10**14), 10**14),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "yes_no": st.booleans(),
    "date": st.dates(date(1950, 1, 1), date(2150, 12, 31)),
    "moment": MOMENTS,
    "end": MOMENTS,
    "clock": st.integers(0, 1440),
    "text": st.text(min_size=1, max_size=1000),
    "choice": st.sampled_from(sorted(DAY_KINDS)),
    "parts": st.lists(st.integers(0, 2880), min_size=2, max_size=8, unique=True).map(
        lambda marks: tuple((a, b) for a, b in [*pairwise(sorted(marks))][::2])
    ),
    "ids": st.lists(st.from_regex(r"[A-Za-z0-9甲乙丙_.+-]{1,12}", fullmatch=True), unique=True, min_size=1).map(tuple),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_values_come_back_from_their_text(kind: CellType, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    shape = column(kind, choices=DAY_KINDS if kind == "choice" else None)
    assert parse(shape, write(shape, value)) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("moment", "2026/9/7 8:30", datetime(2026, 9, 7, 8, 30)),
        ("moment", "2026年9月7日 8:30:15", datetime(2026, 9, 7, 8, 30, 15)),
        ("end", "2026-09-30T24:00", datetime(2026, 10, 1)),
        ("date", "２０２６-０９-０７", date(2026, 9, 7)),
        ("date", "2026.9.7", date(2026, 9, 7)),
        ("int", " ３ ", 3),
        ("int", "4.0", 4),
        ("number", "1e3", 1000.0),
        ("clock", "8:05", 485),
        ("yes_no", "是", True),
        ("yes_no", "FALSE", False),
        ("parts", "8:30～12:00；14:30-17:30", ((510, 720), (870, 1050))),
        ("ids", "W1、W2；W3|W4", ("W1", "W2", "W3", "W4")),
        ("id", "Ｓ０１", "S01"),
    ],
)
def test_spellings_that_people_use(kind: CellType, text: str, value: Any) -> None:
    assert parse(column(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("moment", "2026-09-07"),
        ("moment", "2026-09-07T25:00"),
        ("moment", "2026-09-07T24:01"),
        ("moment", "2026-09-07T08:60"),
        ("moment", "2026-09-07T08:30Z"),
        ("moment", "2026-09-07T08:30+08:00"),
        ("date", "2026-02-29"),
        ("date", "1026-02-02"),
        ("date", "46272"),
        ("date", "07/09/2026"),
        ("int", "3.5"),
        ("int", "三"),
        ("int", "1_000"),
        ("int", "1,000"),
        ("int", "9" * 5000),
        ("number", "nan"),
        ("number", "inf"),
        ("number", "1e999"),
        ("number", "8小时"),
        ("number", "0x10"),
        ("clock", "24:01"),
        ("clock", "8"),
        ("clock", "08:75"),
        ("yes_no", "2"),
        ("parts", "12:00-08:30"),
        ("parts", "08:00-48:01"),
        ("parts", "08:00"),
        ("ids", "W1;W1"),
        ("id", "a/../b"),
        ("id", "x" * 41),
        ("id", "a\u200bb"),
        ("name", "a\x07"),
        ("name", "王" * 41),
        ("title", "x" * 81),
        ("text", "x" * 1001),
    ],
)
def test_cells_that_are_refused_say_why_in_both_languages(kind: CellType, text: str) -> None:
    with pytest.raises(BadCell) as caught:
        parse(column(kind), text)
    zh, en = caught.value.expected
    assert any("\u4e00" <= ch <= "\u9fff" for ch in zh) and en.isascii() and len(en) > 5


@given(st.text(max_size=12))
def test_any_text_in_any_cell_is_a_value_or_a_named_fault(text: str) -> None:
    for table in TABLES:
        for shape in table.columns:
            try:
                found = parse(shape, text)
            except BadCell as bad:
                found = bad.expected[0] and bad.expected[1]
            assert found is not None and (found != "" or shape.type == "text" or not text.strip())


@pytest.mark.parametrize("name", ["欧阳娜娜", "O'Brien-Ng", "Zoë", "=cmd", "王 静", "𠮷田"])
def test_names_of_all_kinds_are_fine(name: str) -> None:
    assert check_name(name) == name


def test_end_of_a_day_is_written_as_people_read_it() -> None:
    assert write(column("end"), datetime(2026, 9, 17)) == "2026-09-16T24:00"
    assert write(column("moment"), datetime(2026, 9, 17)) == "2026-09-17T00:00"
    assert write(column("moment"), datetime(2026, 9, 17) + timedelta(seconds=5)) == "2026-09-17T00:00:05"

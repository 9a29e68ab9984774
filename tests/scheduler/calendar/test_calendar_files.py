"""Loading, proposing and saving tables as files; hostile and messy bytes included."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.day_table import DayEntry
from scheduler.store.calendars import (
    calendar_folder,
    load_calendar,
    load_layers,
    propose_csv,
    propose_json,
    save_year,
)
from scheduler.store.day_csv import read_csv, write_csv

LAYERS = load_layers()
TABLE = LAYERS.tables[2026].entries
RAW = (calendar_folder() / "cn_2026.csv").read_bytes()


def test_write_and_read_again_is_lossless_and_excel_sees_utf8() -> None:
    raw = write_csv(TABLE)
    assert raw.startswith(b"\xef\xbb\xbf")
    reading = read_csv(raw, "x.csv")
    assert (reading.entries, reading.year, reading.findings) == (TABLE, 2026, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read_csv(RAW.decode().encode(encoding), "x.csv").entries == TABLE


def test_chinese_headers_words_and_dates_as_excel_leaves_them() -> None:
    text = (
        "日期,类型,名称,法定,来源\n2026/10/1,放假,国庆节,是,通知\n"
        "2026年10月10日,上班,国庆节,,通知\n20261002,休,国庆节,1,推算\n,,,,\n"
    )
    assert read_csv(text.encode("gbk"), "x.csv").entries == (
        DayEntry(date(2026, 10, 1), "off", "国庆节", True, "通知"),
        DayEntry(date(2026, 10, 10), "work", "国庆节", False, "通知"),
        DayEntry(date(2026, 10, 2), "off", "国庆节", True, "computed"),
    )


def test_every_unusable_cell_is_named_at_once() -> None:
    text = (
        "date,kind,statutory\n2026-02-30,off,1\n2026-10-01,free,1\n2026-10-02,off,maybe\n"
        "2026-10-03,off,1,x\n31.10.2026,?,?\n2026-10-05,off,0\n"
    )
    reading = read_csv(text.encode(), "x.csv")
    assert [f.where for f in reading.findings] == [
        "x.csv:2 date", "x.csv:3 kind", "x.csv:4 statutory", "x.csv:5",
        "x.csv:6 date", "x.csv:6 kind", "x.csv:6 statutory",
    ]  # fmt: skip
    assert [e.date for e in reading.entries] == [date(2026, 10, 5)]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"day,kind\n2026-10-01,off\n", "missing or twice: date"),
        ("日期,date,kind\n".encode(), "missing or twice: date"),
        (b'date,kind\n"2026-10-01,off\n', "broken quoting"),
        (b"date,kind\n" + b"2026-10-01,off\n" * 3_000, "more than 2000 rows"),
        (b"\xff" * 100, "expected UTF-8 or GB18030"),
        (b"\xff\xfe\x00", "expected UTF-8 or GB18030"),
        (b"d" * 2_000_000, "at most"),
        ("日期,類型,國慶節\n".encode("big5") * 20, "columns missing"),
        (b"date,kind\n2026-10-01,\x00off\n", "NUL bytes"),
    ],
)
def test_unusable_files(raw: bytes, words: str) -> None:
    reading = read_csv(raw, "x.csv")
    assert reading.entries == ()
    assert any(words in f.en for f in reading.findings), reading.findings


@pytest.mark.parametrize("name", ["=1+1", "+86 x", "-A1", "'=x", "@SUM(A1)", "＝cmd", "'quoted", "国庆节", 'a,b\n"c"'])
def test_names_that_look_like_formulas_are_disarmed_and_come_back(name: str) -> None:
    entry = DayEntry(date(2026, 10, 1), "off", name, True, "x")
    raw = write_csv((entry,))
    cell = raw.decode("utf-8-sig").splitlines()[1].split(",")[2]
    assert not cell.startswith(tuple("=+-@＝"))
    assert read_csv(raw, "x.csv").entries == (entry,)


@settings(max_examples=200)
@given(st.binary(max_size=300) | st.text(alphabet='date,kin\n\r"off20261-/年月日\x00', max_size=200).map(str.encode))
def test_any_bytes_are_read_or_reported(raw: bytes) -> None:
    for content in (raw, b"date,kind\n" + raw):
        reading = read_csv(content, "x.csv")
        assert all(f.level == "fault" and f.where.startswith("x.csv") for f in reading.findings)
    proposal = propose_json(raw, "x.json", LAYERS)
    assert not proposal.savable


def holiday_file(table: int = 2026, **changes: object) -> dict[str, object]:
    days = [
        {"name": e.name, "date": e.date.isoformat(), "isOffDay": e.kind == "off"} for e in LAYERS.tables[table].entries
    ]
    return {"$schema": "schema.json", "year": table, "papers": ["notice of that year"], "days": days, **changes}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_json_shape_gives_the_table_with_its_statutory_days(year: int) -> None:
    proposal = propose_json(json.dumps(holiday_file(year)).encode(), f"{year}.json", LAYERS)
    assert proposal.findings == ()
    assert proposal.changes == ()
    assert proposal.table.entries == tuple(
        replace(e, source="notice of that year") for e in LAYERS.tables[year].entries
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (holiday_file(days=[]), "days is empty: nothing announced yet"),
        (holiday_file(year="2026"), "expected year"),
        (holiday_file(year=True), "expected year"),
        (holiday_file(year=20_260), "out of range"),
        (holiday_file(days={}), "expected year"),
        (holiday_file(year=2027), "not in the year 2027"),
        (holiday_file(days=["2026-10-01"]), "expected an object"),
        (holiday_file(days=[{"name": "国庆节", "date": "2026-10-32", "isOffDay": True}]), "is no date"),
        (holiday_file(days=[{"name": "国庆节", "date": "２０２６-10-01", "isOffDay": True}]), "is no date"),
        (holiday_file(days=[{"name": 1, "date": "2026-10-01", "isOffDay": True}]), "expected text"),
        (holiday_file(days=[{"name": "国庆节", "date": "2026-10-01", "isOffDay": "false"}]), "expected true or false"),
        ([], "expected year"),
    ],
)
def test_unusable_json(content: object, words: str) -> None:
    proposal = propose_json(json.dumps(content).encode(), "x.json", LAYERS)
    assert not proposal.savable
    assert any(words in f.en for f in proposal.faults), proposal.faults


def test_large_json_is_not_parsed() -> None:
    faults = propose_json(b" " * 2_000_000, "x.json", LAYERS).faults
    assert "expected at most 1000000 bytes" in faults[0].en


def test_deeply_nested_json_is_a_fault() -> None:
    assert not propose_json(b"[" * 200_000, "x.json", LAYERS).savable


def test_load_change_save_and_load_again(tmp_path: Path) -> None:
    raw = RAW.replace(b"2026-10-10,work", b"2026-10-11,work")
    proposal = propose_csv(raw, "mine.csv", LAYERS)
    assert [(c.date, c.after.kind) for c in proposal.changes] == [
        (date(2026, 10, 10), "weekend"), (date(2026, 10, 11), "makeup"),
    ]  # fmt: skip
    folder = tmp_path / "not" / "yet"
    assert load_calendar((calendar_folder(), folder)) == LAYERS.calendar()
    path = save_year(proposal, folder)
    assert [p.name for p in folder.iterdir()] == [path.name] == ["cn_2026.csv"]
    assert load_calendar((calendar_folder(), folder)).day(date(2026, 10, 11)).kind == "makeup"
    assert load_calendar().day(date(2026, 10, 11)).kind == "weekend"


def test_faulty_proposals_are_not_saved(tmp_path: Path) -> None:
    proposal = propose_csv(RAW.replace(b"2026-10-10,work", b"2026-10-12,work"), "mine.csv", LAYERS)
    with pytest.raises(ValueError, match="2026-10-12: a make-up day must be a Saturday or Sunday"):
        save_year(proposal, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_year_asked_for_counts() -> None:
    proposal = propose_csv(RAW, "mine.csv", LAYERS, year=2027)
    assert {f.code for f in proposal.faults} >= {"year", "statutory"}


def test_a_broken_saved_table_stops_loading_with_file_and_row(tmp_path: Path) -> None:
    (tmp_path / "cn_2026.csv").write_bytes(RAW.replace(b"2026-10-01,off", b"2026-10-01,of"))
    (tmp_path / "cn_2025.csv").write_bytes(b"date,kind\n2025-10-01,off\n")
    with pytest.raises(ValueError, match=r"cn_2026\.csv:33 kind: 'of', expected off or work") as error:
        load_layers((calendar_folder(), tmp_path))
    assert "cn_2025.csv 2025-01-01: New Year's Day is a statutory day and must be off" in str(error.value)


def test_a_center_s_own_days() -> None:
    text = "日期,类型,名称\n2026-09-12,延时,周六延时\n2026-09-11,闭馆,系统升级\n"
    calendar = load_calendar(center=read_csv(text.encode(), "calendar.csv").entries)
    assert calendar.is_workday(date(2026, 9, 12)) and not calendar.is_workday(date(2026, 9, 11))

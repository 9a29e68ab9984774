"""Exports as phone systems and ticket machines write them become history; what was mended is said."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from forecasting import DemandError
from scheduler.history.export import read_export
from scheduler.history.merge import merge
from scheduler.history.words import merged_lines
from scheduler.planning import open_center
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder, read_folder
from scheduler.store.whole_folder import replace_file


@pytest.fixture(scope="module")
def hotline() -> CenterFolder:
    return open_center("hotline")


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(rows).encode(encoding)


def counts(frame: pd.DataFrame) -> list[tuple[str, int]]:
    return [
        (f"{start:%m-%d %H:%M}", int(n)) for start, n in frame[["start", "arrivals"]].itertuples(index=False, name=None)
    ]


def test_a_report_with_day_and_span_in_the_house_language(hotline: CenterFolder) -> None:
    raw = csv(
        "日期,时段,呼入量,平均处理时长",
        "2026/9/1,8:00-8:30,12,00:04:10",
        "2026/9/1,8:30-9:00,9,250",
        encoding="gb18030",
    )
    taken = read_export(raw, "话务报表.csv", hotline.center)
    assert counts(taken.frame) == [("09-01 08:00", 12), ("09-01 08:30", 9)]
    assert list(taken.frame["aht_s"]) == [250.0, 250.0] and taken.done == ()


def test_single_calls_are_counted_by_interval_and_empty_ones_are_zero(hotline: CenterFolder) -> None:
    raw = csv(
        "call time,talk time",
        "2026-09-01 08:01:12,02:00",
        "2026-09-01 08:29:59,04:00",
        "2026-09-01 09:10:00,",
        "soon,01:00",
    )
    taken = read_export(raw, "cdr.csv", hotline.center, contacts=True)
    assert counts(taken.frame) == [("09-01 08:00", 2), ("09-01 09:00", 1)]
    assert taken.frame["aht_s"].iloc[0] == 180.0
    assert [(one.kind, one.rows) for one in taken.done] == [("unreadable", (5,))]  # numbered as a spreadsheet does
    bare = replace(hotline, demand=None)
    merged = merge(bare, taken.frame, zeros=True)
    assert (len(merged.frame), merged.zeros, int(merged.frame["arrivals"].sum())) == (48, 46, 3)


def test_a_workbook_with_queues_by_name(hall: CenterFolder) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("窗口", "取号时间", "取号量"),
        (hall.center.queues[0].name_zh, datetime(2026, 9, 1, 9), 4),
        ("W2", datetime(2026, 9, 1, 9), 3),
        (hall.center.queues[2].name_en.upper(), datetime(2026, 9, 1, 9, 15), 2),
    ):
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    taken = read_export(raw.getvalue(), "取号.xlsx", hall.center)
    assert list(taken.frame["queue"]) == ["W1", "W2", "W3"] and [one.kind for one in taken.done] == ["shorter"]


def test_what_is_mended_is_said_with_its_row(hotline: CenterFolder) -> None:
    raw = csv(
        "start,arrivals",
        "2026-09-01 08:00,-3",
        "2026-09-01 08:30,2.5",
        "2026-09-01 09:00,4",
        "2026-09-01 09:00,6",
        "2026-10-25 02:00,3",
        "2026-10-25 02:00,5",
    )
    taken = read_export(raw, "x.csv", hotline.center)
    assert {one.kind: one.rows for one in taken.done} == {
        "negative": (2,),
        "fraction": (3,),
        "clock": (6, 7),
        "repeated": (4, 5),
    }
    said = "\n".join(merged_lines(hotline.center, taken, merge(hotline, taken.frame), "en"))
    assert (
        "row 2" in said and "the clock went back" in said and "!" not in said
    )  # one morning's few calls prove nothing


def test_a_file_of_another_queue_is_suspected(hotline: CenterFolder) -> None:
    old = hotline.demand
    assert old is not None
    week = old[old["start"] >= old["start"].max() - pd.Timedelta(days=7)][["queue", "start", "arrivals", "aht_s"]]
    assert merge(hotline, week).strange == {}
    found = merge(hotline, week.assign(arrivals=week["arrivals"] * 3))
    assert list(found.strange) == ["hotline"] and 2.5 < found.strange["hotline"] < 3.5
    assert found.changed + found.same == len(week)


def test_what_is_laid_over_keeps_everything_else(hotline: CenterFolder) -> None:
    old = hotline.demand
    assert old is not None
    some = old.iloc[[5, 6, 7]].assign(arrivals=lambda f: f["arrivals"] + [0, 1, 2])
    merged = merge(hotline, some[["queue", "start", "arrivals", "aht_s"]])
    assert (merged.new, merged.changed, merged.same, merged.zeros) == (0, 2, 1, 0)
    assert len(merged.frame) == len(old)
    same = merged.frame["start"].isin(some["start"])
    left, right = (
        f.sort_values("start", ignore_index=True) for f in (merged.frame[~same], old[~old["start"].isin(some["start"])])
    )
    pd.testing.assert_frame_equal(left, right)


def test_the_written_file_is_read_back_alike(hotline: CenterFolder, tmp_path: Path) -> None:
    taken = read_export(csv("start,arrivals,aht_s", "2026-09-07 00:00,7,200"), "x.csv", hotline.center)
    merged = merge(hotline, taken.frame)
    from scheduler.store.folder import write_folder

    write_folder(hotline, tmp_path / "c")
    replace_file(tmp_path / "c" / "demand.csv", merged.csv())
    again = read_folder(tmp_path / "c")
    assert again.demand is not None
    pd.testing.assert_frame_equal(again.demand, merged.frame)


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (("when,arrivals", "2026-09-01 08:00,3"), "start"),
        (("start,how many", "2026-09-01 08:00,3"), "arrivals"),
        (("start,arrivals",), "no row"),
        (("queue,start,arrivals", "V9,2026-09-01 08:00,3", "V9,2026-09-01 08:30,3"), "in 2 rows"),
    ],
)
def test_what_is_missing_is_named(hotline: CenterFolder, rows: Sequence[str], named: str) -> None:
    with pytest.raises(FolderFaults) as error:
        read_export(csv(*rows), "x.csv", hotline.center)
    assert any(named in fault.line("en") for fault in error.value.faults)


def test_an_hour_cannot_be_cut_in_halves_and_no_usable_row_is_an_error(hotline: CenterFolder) -> None:
    hours = [f"2026-09-01 {h:02d}:00,{h}" for h in range(24)]
    with pytest.raises(DemandError, match="intervals of 60 minutes"):
        read_export(csv("start,arrivals", *hours), "x.csv", hotline.center)
    with pytest.raises(DemandError, match="at least one"):
        read_export(csv("start,arrivals", "soon,many"), "x.csv", hotline.center)
    with pytest.raises(FolderFaults, match="Excel"):
        read_export(b"PK\x03\x04 broken", "x.xlsx", hotline.center)
    with pytest.raises(ValueError, match="no column 'When'"):
        read_export(csv("start,arrivals", "2026-09-01 08:00,3"), "x.csv", hotline.center, told={"start": "When"})


def test_counts_moments_and_lengths_that_cannot_be_are_gaps(hotline: CenterFolder) -> None:
    raw = csv(
        "start,arrivals,aht_s",
        "2026-09-01 08:00,1e300,",
        "0001-01-01 00:00,5,",
        "9999-12-31 23:30,5,",
        "2026-09-01 08:30,99999999999999999999,",
        "2026-09-01 09:00,7,999999",
        "2026-09-01 09:30,8,200",
    )
    taken = read_export(raw, "a.csv", hotline.center)
    assert counts(taken.frame) == [("09-01 09:00", 7), ("09-01 09:30", 8)]
    assert [(one.kind, one.rows) for one in taken.done] == [("unreadable", (2, 3, 4, 5)), ("aht", (6,))]
    merged = merge(hotline, taken.frame)
    assert merged.frame["arrivals"].min() >= 0 and merged.frame["start"].min().year >= 2025


@pytest.mark.parametrize(
    "start",
    [
        "2026/9/1 8:00",
        "2026/9/1 08:00:00",
        "2026-09-01 08:00-08:30",
        "2026-09-01T08:00",
        "2026年9月1日 8:00",
        "2026/9/1 上午8:00",
        "2026/9/1 8:00:00 AM",
        "2026.9.1 08:00:00.000",
        "01.09.2026 8:00",
        "2026/9/1 8：00~8：30",
        "2026/9/1 8:00 AM - 8:30 AM",
        "2026年9月1日8时00分",
        "2026年9月1日 星期二 8:00",
        "2026-9-1（周二）8:00-8:30",
        "２０２６/９/１ ８：００",
    ],
)
def test_a_moment_as_spreadsheets_and_reports_write_it(hotline: CenterFolder, start: str) -> None:
    taken = read_export(csv("时间,呼入量", f"{start},12"), "a.csv", hotline.center)
    assert counts(taken.frame) == [("09-01 08:00", 12)] and taken.done == ()


@pytest.mark.parametrize(
    ("clock", "meant"),
    [
        ("2:30 PM", "14:30"),
        ("12:00 AM", "00:00"),
        ("12:30 p.m.", "12:30"),
        ("下午2:30", "14:30"),
        ("中午12:00", None),
        ("13:00 PM", None),
    ],
)
def test_halves_of_the_day(hotline: CenterFolder, clock: str, meant: str | None) -> None:
    raw = csv("date,time,calls", f"2026/9/1,{clock},12", "2026/9/1,9:00 AM,1")
    taken = read_export(raw, "a.csv", hotline.center)
    expected = sorted([("09-01 09:00", 1), *([(f"09-01 {meant}", 12)] if meant else [])])
    assert sorted(counts(taken.frame)) == expected and [one.rows for one in taken.done] == ([] if meant else [(2,)])


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (("9/1/2026", "9/13/2026"), ("09-01", "09-13")),  # a month 13 there is not
        (("1/9/2026", "13/9/2026"), ("09-01", "09-13")),
        (("1-9-2026", "13-9-2026"), ("09-01", "09-13")),
        (("1.9.2026", "2.9.2026"), ("09-01", "09-02")),  # dots: day first everywhere
    ],
)
def test_the_whole_column_tells_the_day_from_the_month(
    hotline: CenterFolder, dates: Sequence[str], days: Sequence[str]
) -> None:
    whole = csv("start,arrivals", *(f"{day} 08:00,5" for day in dates))
    apart = csv("date,interval,arrivals", *(f"{day},08:00-08:30,5" for day in dates))
    for raw in (whole, apart):
        assert counts(read_export(raw, "a.csv", hotline.center).frame) == [(f"{day} 08:00", 5) for day in days]


def test_where_nothing_tells_it_is_asked_and_never_guessed(hotline: CenterFolder) -> None:
    raw = csv("start,arrivals", "9/7/2026 01:30,5", "9/8/2026 01:30,6")
    with pytest.raises(FolderFaults, match=r"a\.csv row 2 start.*'9/7/2026 01:30'.*day or the month.*--dates dmy"):
        read_export(raw, "a.csv", hotline.center)
    assert counts(read_export(raw, "a.csv", hotline.center, order="mdy").frame) == [
        ("09-07 01:30", 5),
        ("09-08 01:30", 6),
    ]
    assert counts(read_export(raw, "a.csv", hotline.center, order="dmy").frame) == [
        ("07-09 01:30", 5),
        ("08-09 01:30", 6),
    ]
    today = csv("start,arrivals", "9/7/2026 01:30,5", "9/7/2026 02:00,6")
    known = read_export(today, "a.csv", hotline.center, only=datetime(2026, 9, 7).date())
    assert counts(known.frame) == [("09-07 01:30", 5), ("09-07 02:00", 6)]
    with pytest.raises(FolderFaults, match="nothing tells"):
        read_export(today, "a.csv", hotline.center, only=datetime(2026, 3, 3).date())
    with pytest.raises(FolderFaults, match=r"row 3.*some dates have the day first, some the month"):
        read_export(csv("start,arrivals", "9/13/2026 01:30,5", "13/9/2026 02:00,6"), "a.csv", hotline.center)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_or_tabs_part_the_cells_where_the_header_has_no_comma(hotline: CenterFolder, mark: str) -> None:
    raw = csv(mark.join(("start", "calls", "aht")), mark.join(("2026-09-01 08:00", "12", "187,5")))
    taken = read_export(raw, "a.csv", hotline.center)
    assert counts(taken.frame) == [("09-01 08:00", 12)] and list(taken.frame["aht_s"]) == [187.5]


def test_thousands_are_parted_by_commas(hotline: CenterFolder) -> None:
    raw = csv("start,calls", '2026-09-01 08:00,"1,204"', '2026-09-01 08:30,"12,04"')
    taken = read_export(raw, "a.csv", hotline.center)
    assert counts(taken.frame) == [("09-01 08:00", 1204)] and [one.rows for one in taken.done] == [(3,)]


def test_what_is_said_of_a_missing_column_names_that_column(hotline: CenterFolder) -> None:
    with pytest.raises(FolderFaults, match=r"--column arrivals=Calls"):
        read_export(csv("start time,people", "2026-09-01 08:00,5"), "a.csv", hotline.center)


def test_a_report_with_its_name_above_the_header(hotline: CenterFolder) -> None:
    raw = csv("话务时段报表", "2026年9月", "时段,呼入量", "2026/9/1 8:00,x", "2026/9/1 8:30,4")
    taken = read_export(raw, "a.csv", hotline.center)
    assert counts(taken.frame) == [("09-01 08:30", 4)] and [one.rows for one in taken.done] == [(4,)]
    with pytest.raises(FolderFaults, match=r"a\.csv row 4 时段.*day or the month"):
        read_export(raw.replace(b"2026/9/1", b"9/1/2026"), "a.csv", hotline.center)

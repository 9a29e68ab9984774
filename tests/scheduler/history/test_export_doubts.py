"""Files that would become another history when guessed at: each is read right, or refused by file, row and cell."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from forecasting import DemandError
from scheduler.history.export import read_export
from scheduler.planning import open_center
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder
from tests.scheduler.history.test_export import counts, csv


@pytest.fixture(scope="module")
def hotline() -> CenterFolder:
    return open_center("hotline")


def workbook(*rows: Sequence[Any]) -> bytes:
    book, raw = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def spans(*cells: str) -> bytes:
    return csv("date,interval,calls", *(f"2026-04-03,{cell},5" for cell in cells))


SWAPPED = "row 2 .*a spreadsheet program has probably swapped"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (
            csv("start,calls", "2026-04-03 08:00,5", "03/04/2026 08:30,6"),
            r"row 3 start: found '03/04/2026 08:30', nothing",
        ),
        (
            csv("start,calls", "01.04.2026 08:00,5", "03/04/2026 08:30,6"),
            r"row 3 .*nothing tells",
        ),  # dots are no slashes
        (csv("start,calls", "13/04/2026 08:00,5", "03-04-2026 08:30,6"), r"row 3 .*nothing tells"),
        (csv("start,calls", "13/13/2026 08:00,5", "03/04/2026 08:00,4"), r"row 3 .*nothing tells"),  # no day at all
        (csv("start,calls", "31/02/2026 08:00,5", "03/04/2026 08:00,4"), r"row 3 .*nothing tells"),
        (csv("start,calls", "13.4.2026 08:00,5", "4/14/2026 08:00,4"), r"row 3 .*some the month"),
        (csv("date,time,calls", ",2026-04-03 08:00,5", "03/04/2026,08:30,5"), r"row 3 date: .*nothing tells"),
        (csv("start,calls", "2026/3/4 08:00,5", "13/04/2026 08:00,6"), SWAPPED),
        (workbook(("start", "calls"), (datetime(2026, 3, 4, 8), 5), ("13/04/2026 08:00", 6)), SWAPPED),
    ],
)
def test_dates_in_doubt_are_asked_for(hotline: CenterFolder, raw: bytes, fault: str) -> None:
    with pytest.raises(FolderFaults, match=rf"^f\.csv {fault}"):
        read_export(raw, "f.csv", hotline.center)


def test_what_is_said_of_the_order_may_not_be_against_the_column(hotline: CenterFolder) -> None:
    raw = csv("start,calls", "13/04/2026 08:00,5", "03/04/2026 08:00,4")
    with pytest.raises(FolderFaults, match=r"row 2 start: found '13/04/2026 08:00', not in the order .* chosen"):
        read_export(raw, "f.csv", hotline.center, order="mdy")
    mixed = csv("start,calls", "13/04/2026 08:00,5", "04/13/2026 08:30,4")
    for more in ({"order": "dmy"}, {"only": date(2026, 4, 13)}):
        with pytest.raises(FolderFaults, match=r"row 3 .*some the month"):
            read_export(mixed, "f.csv", hotline.center, **more)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (("4.13.2026 08:00,5", "4.3.2026 08:30,6"), [("04-13 08:00", 5), ("04-03 08:30", 6)]),
        (("04/04/2026 08:00,5",), [("04-04 08:00", 5)]),  # one day in either order
        (("2026-04-23 08:00,5", "13/04/2026 08:30,6"), [("04-23 08:00", 5), ("04-13 08:30", 6)]),
    ],
)
def test_dates_that_are_clear(hotline: CenterFolder, rows: Sequence[str], read: list[tuple[str, int]]) -> None:
    assert counts(read_export(csv("start,calls", *rows), "f.csv", hotline.center).frame) == read


@pytest.mark.parametrize(
    ("span", "start"),
    [
        ("08:00-08:30", "08:00"),
        ("08:00-08:29", "08:00"),
        ("08:00:00-08:29:59", "08:00"),
        ("8:00 to 8:30", "08:00"),
        ("23:30-24:00", "23:30"),
        ("23:30-00:00", "23:30"),
        ("1:00-1:30 PM", "13:00"),
        ("11:30-12:00 PM", "11:30"),
        ("下午1:00-1:30", "13:00"),
        ("下午11:30-12:00", "23:30"),
        ("08:00 ～ 08:30", "08:00"),
    ],
)
def test_a_span_begins_where_it_says(hotline: CenterFolder, span: str, start: str) -> None:
    taken = read_export(spans(span), "f.csv", hotline.center)
    assert counts(taken.frame) == [(f"04-03 {start}", 5)] and taken.done == ()


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("08:00-09:00",), "'08:00-09:00', a span of 60 minutes; expected one within .* of 30 minutes"),
        (("00:00-23:59", "0:00-24:00"), "a span of 1440 minutes"),
        (("08:30-08:00",), "a span of 1410 minutes"),
        (("08:15-08:45",), "a span of 30 minutes; expected one within"),  # across two of the center's
        (("24:00", "08:00"), "'24:00', 24:00 begins no interval"),
    ],
)
def test_spans_that_are_no_intervals_of_the_center(hotline: CenterFolder, cells: Sequence[str], fault: str) -> None:
    with pytest.raises(FolderFaults, match=rf"f\.csv row 2 interval: found .*{fault}"):
        read_export(spans(*cells), "f.csv", hotline.center)


@pytest.mark.parametrize("odd", ["00:00-24:00", "08:30-10:00", "小计", "", "08:30-noon"])
def test_a_sum_among_intervals_is_a_gap(hotline: CenterFolder, odd: str) -> None:
    taken = read_export(spans("08:00-08:30", odd, "10:00-10:30"), "f.csv", hotline.center)
    assert counts(taken.frame) == [("04-03 08:00", 5), ("04-03 10:00", 5)]
    assert [(one.kind, one.rows) for one in taken.done] == [("unreadable", (3,))]
    assert (odd or "nothing") in taken.done[0].text["en"] and (odd or "空") in taken.done[0].text["zh"]


def test_a_span_over_days_has_its_length(hotline: CenterFolder) -> None:
    raw = csv("start,calls", "2026-04-03 23:30 - 2026-04-04 00:00,5")
    assert counts(read_export(raw, "f.csv", hotline.center).frame) == [("04-03 23:30", 5)]
    with pytest.raises(FolderFaults, match="a span of 1470 minutes"):
        read_export(csv("start,calls", "2026-04-03 08:00 - 2026-04-04 08:30,5"), "f.csv", hotline.center)
    calls = csv("call time", "2026-04-03 08:00:10-09:03:40")  # how long a call took is no interval
    assert counts(read_export(calls, "f.csv", hotline.center, contacts=True).frame) == [("04-03 08:00", 1)]


def test_a_clock_of_twelve_hours_is_asked_for_its_half(hotline: CenterFolder) -> None:
    with pytest.raises(FolderFaults, match=r"row 3 interval: found '1:00', nothing tells whether it is am or pm"):
        read_export(spans("11:30 AM", "1:00"), "f.csv", hotline.center)
    for cells in (("12:00", "12:30", "1:00"), ("9:00", "11:00", "2:30"), ("5:00", "1:00", "11:30")):
        with pytest.raises(
            FolderFaults, match=r"row 4 interval: found .* goes back within its day, and no time is past"
        ):
            read_export(spans(*cells), "f.csv", hotline.center)
    for cells in (("12:30", "13:00", "1:00"), ("8:00", "10:00", "12:00"), ("12:00", "10:00", "8:00")):
        assert (
            len(read_export(spans(*(f"{c}-{c[:-2]}{int(c[-2:]) + 29}" for c in cells)), "f.csv", hotline.center).frame)
            == 3
        )
    hall = open_center("hall").center
    both = [f"{queue},2026-04-03 {clock},3" for clock in ("12:00", "12:30", "1:00") for queue in ("W1", "W2")]
    with pytest.raises(FolderFaults, match=r"row 6 start: .* goes back"):
        read_export(csv("queue,start,calls", *both), "f.csv", hall)
    apart = [f"{queue},2026-04-03 {clock},3" for queue in ("W1", "W2") for clock in ("9:00", "9:30", "10:00")]
    assert len(read_export(csv("queue,start,calls", *apart), "f.csv", hall).frame) == 6
    calls = csv("call time", "2026-04-03 11:01:05", "2026-04-03 9:10:00", "2026-04-03 11:20:00")
    assert len(read_export(calls, "f.csv", hotline.center, contacts=True).frame) == 2
    with pytest.raises(FolderFaults, match=r"row 3 call time: .*am from pm"):
        read_export(
            csv("call time", "2026-04-03 12:59:05", "2026-04-03 1:10:00"), "f.csv", hotline.center, contacts=True
        )


@pytest.mark.parametrize("start", ["2026-04-03", "2026/4/3", "20260403"])
def test_counts_of_days_are_not_those_of_midnight(hotline: CenterFolder, start: str) -> None:
    with pytest.raises(DemandError, match=rf"row 2, column start of f\.csv: found '{start}'"):
        read_export(csv("start,calls", f"{start},500"), "f.csv", hotline.center)
    days = workbook(("日期", "呼入量"), *((datetime(2026, 4, day), 500) for day in (1, 2, 3)))
    with pytest.raises(DemandError, match=r"column 日期 of f\.xlsx: found intervals of 1440 minutes"):
        read_export(days, "f.xlsx", hotline.center, told={"start": "日期"})


def test_ends_and_rows_of_several_queues_are_no_intervals(hotline: CenterFolder) -> None:
    ends = [f"2026-04-03 {hour:02d}:{minute},5" for hour in range(8, 18) for minute in (29, 59)]
    with pytest.raises(DemandError, match="29 minutes into an interval, expected intervals that begin every 30"):
        read_export(csv("start,calls", *ends), "f.csv", hotline.center)
    teams = [f"{team},2026-04-03 {hour:02d}:00,{n}" for hour in range(8, 18) for team, n in (("a", 3), ("b", hour))]
    with pytest.raises(DemandError, match=r"row 3, .*again with another count, as in 20 of 20 rows"):
        read_export(csv("team,start,calls", *teams), "f.csv", hotline.center)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (("start;calls;aht", "2026-04-03 08:00;1.204;1.187,5"), (1204, 1187.5)),
        (("start;calls;aht", "2026-04-03 08:00;5,0;187,5"), (5, 187.5)),
        (("start,calls,aht", '2026-04-03 08:00,"1,204","1,187.5"'), (1204, 1187.5)),
        (("start\tcalls\taht", "2026-04-03 08:00\t1,204\t187.5"), (1204, 187.5)),
        (("start;calls;aht", "2026-04-03 08:00;1\u00a0204;3:05"), (1204, 185.0)),
        (("start;calls;aht", "2026-04-03 08:00;1'204;0:03:05"), (1204, 185.0)),
        (("Report, April;;", "start;calls;aht", "2026-04-03 08:00;5;187,5"), (5, 187.5)),
        (("sep=;", "start;calls;aht", "2026-04-03 08:00;5;187,5"), (5, 187.5)),
        (("Calls, answered;start;calls;aht", "4;2026-04-03 08:00;5;187,5"), (5, 187.5)),
    ],
)
def test_numbers_of_every_country(hotline: CenterFolder, rows: Sequence[str], read: tuple[int, float]) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        frame = read_export(csv(*rows, encoding=encoding), "f.csv", hotline.center).frame
        assert (int(frame["arrivals"].iloc[0]), float(frame["aht_s"].iloc[0])) == read
    carriage = "\r".join(rows).encode()
    assert int(read_export(carriage, "f.csv", hotline.center).frame["arrivals"].iloc[0]) == read[0]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            ("start;calls", "2026-04-03 08:00;998", "2026-04-03 08:30;1.204"),
            "row 3 calls: found '1.204', nothing tells",
        ),
        (("start;calls;aht", "2026-04-03 08:00;1.204;187.5"), "row 2 calls: found '1.204', nothing tells"),
        (("start;calls", "2026-04-03 08:00;12,000"), "row 2 calls: found '12,000', nothing tells"),
        (("start,calls,aht", "2026-04-03 08:00,5,187,5"), "row 2: .*4 cells under 3 headers"),
        (("start,calls,aht", "2026-04-03 08:00,1,204,"), "row 2: .*4 cells under 3 headers"),
        (("start,calls,calls", "2026-04-03 08:00,5,7"), "row 1 calls: .*more than once"),
        (("time,time,calls", "2026-04-03 08:00,2026-04-03 08:30,7"), "row 1 time: .*more than once"),
        (("话务报表", "时间,呼入量"), "no row of data"),
        (("start,calls", ",", ","), "no row of data"),
    ],
)
def test_tables_in_doubt_are_asked_for(hotline: CenterFolder, rows: Sequence[str], fault: str) -> None:
    with pytest.raises(FolderFaults, match=rf"^f\.csv:? ?{fault}"):
        read_export(csv(*rows), "f.csv", hotline.center)


def test_a_header_that_was_told_is_found_below_a_title(hotline: CenterFolder) -> None:
    raw = csv("Report, April", "When,calls", "2026-04-03 08:00,5")
    taken = read_export(raw, "f.csv", hotline.center, told={"start": "When"})
    assert counts(taken.frame) == [("04-03 08:00", 5)]


def test_a_sum_below_all_queues_is_a_gap(hotline: CenterFolder) -> None:
    raw = csv("queue,start,calls", "hotline,2026-04-03 08:00,5", "合计,,5")
    taken = read_export(raw, "f.csv", hotline.center)
    assert counts(taken.frame) == [("04-03 08:00", 5)] and [one.rows for one in taken.done] == [(3,)]
    with pytest.raises(FolderFaults, match="row 3 queue: found '合计'"):
        read_export(raw.replace(b",,", b",2026-04-03 08:30,"), "f.csv", hotline.center)

"""Writing a folder and reading it again changes nothing; any spelling of the same tables reads the same."""

import random
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from scheduler.domain.clock import clock_text
from scheduler.domain.day_table import DayEntry
from scheduler.domain.posts import ABLine, Incompatible
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.domain.shifts import ShiftType
from scheduler.generate import generate_hall, generate_hotline
from scheduler.store.entries import Event, LeaveEntry, TypedArrivals
from scheduler.store.folder import (
    CenterFolder,
    folder_files,
    parse_folder,
    read_folder,
    write_folder,
)
from scheduler.store.folder_rows import demand_frame
from scheduler.store.schemas import TABLE, TABLES
from tests.scheduler.store.folders import (
    HALL,
    HOTLINE,
    cells_of,
    hall_copy,
    write_cells,
)


def full_folder() -> CenterFolder:
    """A folder with odd values: quotes, formulas, seconds, nights beyond 24:00, nested parameters."""
    folder = generate_hall(6, 11, seed=3)
    center = folder.center
    night = ShiftType("X", "跨夜班", "Over midnight", ((1320, 1440), (1500, 1860)), 465, letter_zh="跨")
    people = (
        replace(center.people[0], protected_from=date(2026, 9, 1), protected_until=date(2027, 3, 1), crew="甲"),
        *center.people[1:],
    )
    rules = RuleSettings(
        {
            "min_rest": RuleSetting(params={"hours": 8, "forbidden": ("E>D", "E>M")}),
            "weekly_rest": RuleSetting(on=False),
            "demand_met": RuleSetting(level=Level.SOFT, weight=7, tier=3),
        },
        only=True,
    )
    lines = (
        *center.ab,
        ABLine("W001", center.ab[2].person, "C", 3, "dual", date(2026, 9, 7), date(2026, 9, 9), ("W001-2",)),
    )
    items = (replace(center.posts[0].items[0], meanwhile="book"), *center.posts[0].items[1:])
    shown = replace(
        center,
        posts=(replace(center.posts[0], items=items), *center.posts[1:]),
        sessions=(replace(center.sessions[0], min_open=4), *center.sessions[1:]),
        incompatible=(Incompatible("W002", "W001", '受理, "审批"'), Incompatible("W001", "W003")),
        people=people,
        shifts=(*center.shifts, night),
        rules=rules,
        ab=lines,
        timezone="Asia/Urumqi",
        slot_minutes=15,
        rank_names={"staff": ("=工作人员", 'Staff "A"\\'), "director": ("主任", "Director")},
    )
    frame = demand_frame(
        ["W001", "W001"],
        [datetime(2026, 9, 1, 8, 30), datetime(2026, 9, 1, 8, 45)],
        [3, 0],
        [12.25, None],
        ["", "simulated"],
    )
    return replace(
        folder,
        center=shown,
        demand=frame,
        demand_types=(
            TypedArrivals("W001", datetime(2026, 9, 1, 8, 30), "咨询", 1, 12.25),
            TypedArrivals("W001", datetime(2026, 9, 1, 8, 30), "投诉", 2, 12.25),
        ),
        today=date(2026, 9, 8),
        overrides=(DayEntry(date(2026, 9, 12), "open", "周六开放"), DayEntry(date(2026, 9, 14), "closed")),
        events=(
            Event(
                "E1",
                "inspection",
                datetime(2026, 9, 8, 9),
                datetime(2026, 9, 9),
                (center.people[2].id, center.people[3].id),
                2,
                "=1+1",
            ),
        ),
        leave=(
            LeaveEntry(
                "Q1",
                center.people[4].id,
                datetime(2026, 9, 8, 0, 0, 30),
                datetime(2026, 9, 10),
                "toil",
                "cancelled",
                '两行\n备注, "引号"',
            ),
        ),
        ledger={center.people[2].id: {"duty": -0.5, "cover": 90.0}},
    )


FOLDERS = {
    "hall": lambda: read_folder(HALL),
    "hotline": lambda: read_folder(HOTLINE),
    "full": full_folder,
    "generated hall": lambda: generate_hall(12, 20, seed=1),
    "generated hotline": lambda: generate_hotline(23, seed=2),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_reading_what_was_written_gives_an_equal_folder(tmp_path: Path, name: str) -> None:
    folder = FOLDERS[name]()
    write_folder(folder, tmp_path / "x")
    again = read_folder(tmp_path / "x")
    assert again == folder and again.path == tmp_path / "x"
    assert folder_files(again) == folder_files(folder)
    assert again != replace(folder, today=date(1999, 1, 1))


def test_between_them_the_folders_fill_every_table() -> None:
    rows = {
        name: content.count(b"\n") - 1 for name, content in folder_files(full_folder()).items() if name.endswith(".csv")
    }
    assert min(rows.values()) >= 1
    assert {*rows, *folder_files(read_folder(HOTLINE))} == {"center.toml", *(t.file for t in TABLES)}


@pytest.mark.parametrize("path", [HALL, HOTLINE], ids=["hall", "hotline"])
def test_the_shipped_samples_are_what_would_be_written(path: Path) -> None:
    files = folder_files(read_folder(path))
    assert files == {f.name: f.read_bytes() for f in path.iterdir() if f.is_file()}
    assert all(content.startswith(b"\xef\xbb\xbf") for name, content in files.items() if name.endswith(".csv"))


def test_equal_folders_give_equal_bytes_whatever_the_order_of_mappings() -> None:
    folder = full_folder()
    rules = RuleSettings(dict(reversed(folder.center.rules.by_rule.items())), True)
    turned = replace(folder, center=replace(folder.center, rules=rules))
    assert turned == folder and folder_files(turned) == folder_files(folder)


def test_folders_differ_by_their_demand() -> None:
    folder = read_folder(HALL)
    assert folder.demand is not None
    other = folder.demand.copy()
    other.loc[7, "arrivals"] += 1
    assert replace(folder, demand=other) != folder
    assert replace(folder, demand=None) != folder and folder != replace(folder, demand=None)
    assert replace(folder, demand=folder.demand.copy()) == folder
    assert (folder == "hall") is False


def test_a_folder_can_be_read_from_bytes_alone() -> None:
    files = folder_files(read_folder(HOTLINE))
    assert parse_folder(files) == read_folder(HOTLINE) and parse_folder(files).path is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_headers_in_any_order_and_encoding(tmp_path: Path, encoding: str) -> None:
    folder = hall_copy(tmp_path / "hall")
    expected = read_folder(folder)
    rng = random.Random(5)
    for table in TABLES:
        if not (folder / table.file).exists():
            continue
        rows = cells_of(folder, table.file)
        order = list(range(len(rows[0])))
        rng.shuffle(order)
        headers = [rng.choice(table.column(name).headers[1:]) for name in rows[0]]
        mixed = [[row[place] for place in order] for row in [headers, *rows[1:]]]
        # Spreadsheets add empty rows and trailing commas.
        write_cells(folder, table.file, [*mixed[:-1], [""] * len(order), [*mixed[-1], "", ""]], encoding)
    assert read_folder(folder) == expected


def test_chinese_words_and_the_dates_of_spreadsheets(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    expected = read_folder(folder)
    for table in ("people", "leave", "ab", "custody", "posts", "items", "sessions", "standings", "wishes"):
        rows = cells_of(folder, f"{table}.csv")
        columns = [TABLE[table].column(name) for name in rows[0]]
        spoken = [rows[0]]
        for row in rows[1:]:
            cells = []
            for column, cell in zip(columns, row, strict=True):
                if cell and column.choices is not None:
                    cell = column.choices[cell].split("|")[-1]
                elif cell and column.type == "yes_no":
                    cell = {"1": "是", "0": "否"}[cell]
                elif cell and column.type in ("date", "moment", "end"):
                    day, _, clock = cell.partition("T")
                    year, month, number = (int(part) for part in day.split("-"))
                    cell = f"{year}/{month}/{number}" + (
                        f" {clock.lstrip('0') if not clock.startswith('00') else clock}:00" if clock else ""
                    )
                elif cell and column.type == "clock":
                    cell = f"{int(cell[:2])}:{cell[3:]}:00"
                elif cell and column.type in ("int", "id"):
                    cell = "".join(chr(ord(ch) + 0xFEE0) if ch.isascii() and ch.isalnum() else ch for ch in cell)
                cells.append(cell)
            spoken.append(cells)
        write_cells(folder, f"{table}.csv", spoken)
    assert read_folder(folder) == expected


def test_defaults_of_empty_cells_and_missing_columns(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    rows = cells_of(folder, "people.csv")
    write_cells(folder, "people.csv", [[*row[:5], row[6]] for row in rows if row[5] != "approver"])
    settings = folder / "center.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('hr = ["K06"]\n', ""), encoding="utf-8")
    for file in ("sections.csv", "shifts.csv"):
        cells = cells_of(folder, file)
        write_cells(folder, file, [row[:4] if file == "shifts.csv" else row[:3] for row in cells])
    read = read_folder(folder)
    first = read.center.people[0]
    assert (first.rota, first.employment, first.hours_scheme, first.backbone, first.service_years) == (
        "office",
        "contract",
        "standard",
        False,
        0.0,
    )
    assert read.center.shifts[0].paid_minutes == 390
    assert read.center.sections[0].head == ""


def test_an_empty_history_is_not_no_history(tmp_path: Path) -> None:
    folder = read_folder(hall_copy(tmp_path / "hall"))
    empty = demand_frame([], [], [], [], [])
    write_folder(replace(folder, demand=empty), tmp_path / "empty")
    again = read_folder(tmp_path / "empty").demand
    assert again is not None and len(again) == 0
    pd.testing.assert_frame_equal(again, empty)
    write_folder(replace(folder, demand=None), tmp_path / "none")
    assert read_folder(tmp_path / "none").demand is None and not (tmp_path / "none" / "demand.csv").exists()


def test_what_has_no_form_in_the_files_is_refused(tmp_path: Path) -> None:
    folder = read_folder(hall_copy(tmp_path / "hall"))
    broken = RuleSettings({"min_rest": RuleSetting(params={"hours": None})})
    with pytest.raises(ValueError, match=r"rules\.min_rest\.params\.hours: None cannot be written"):
        write_folder(replace(folder, center=replace(folder.center, rules=broken)), tmp_path / "x")
    with pytest.raises(ValueError, match=r"2026-10-01.*open or closed"):
        write_folder(replace(folder, overrides=(DayEntry(date(2026, 10, 1), "off"),)), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_shifts_over_midnight_keep_their_hours() -> None:
    shift = full_folder().center.shift["X"]
    assert [clock_text(m) for part in shift.parts for m in part] == ["22:00", "24:00", "25:00", "31:00"]

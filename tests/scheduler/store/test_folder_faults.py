"""Faults of whole files and of center.toml, warnings, and what is not a fault."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.folder import read_folder
from tests.scheduler.store.folders import (
    HALL,
    HOTLINE,
    cells_of,
    faults_of,
    hall_copy,
    plant,
    write_cells,
)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "nowhere")
    assert (fault.file, fault.row) == ("nowhere", 0) and "no such folder" in fault.line("en")


def test_every_missing_required_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a table", encoding="utf-8")
    faults = faults_of(tmp_path)
    assert [f.file for f in faults] == [
        "center.toml",
        "people.csv",
        "posts.csv",
        "sections.csv",
        "sessions.csv",
        "shifts.csv",
    ]
    assert {f.expected[1] for f in faults} == {"missing file"}


@pytest.mark.parametrize(
    "file", ["ab.csv", "custody.csv", "demand.csv", "leave.csv", "ledger.csv", "wishes.csv", "events.csv", "items.csv"]
)
def test_optional_tables_may_be_missing(tmp_path: Path, file: str) -> None:
    folder = hall_copy(tmp_path / "hall")
    (folder / file).unlink()
    if file == "items.csv":
        # Then no item can be outside somebody's authority either.
        rows = cells_of(folder, "ab.csv")
        write_cells(folder, "ab.csv", [rows[0], *([*row[:-1], ""] for row in rows[1:])])
    assert read_folder(folder).center.id == "hall"


def test_unknown_and_repeated_columns(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "leave.csv", "id,person,start,end,kind,status,note", "id,person,start,end,kind,status,status,remarks")
    found = {(f.row, f.column) for f in faults_of(folder)}
    assert found == {(1, "status"), (1, "remarks")}
    assert all(f.file == "leave.csv" for f in faults_of(folder))


def test_missing_column_says_how_to_save_the_file(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "leave.csv", "id,person,start,end,kind,status,note", "id,person,start,end,kind,note,备注")
    faults = faults_of(folder)
    missing = next(f for f in faults if f.column == "status")
    assert "CSV UTF-8" in missing.line("en") and "CSV UTF-8" in missing.line("zh")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    people = (folder / "people.csv").read_bytes()
    # Big5 decodes as GB18030 without an error: the names are then no common Chinese.
    traditional = "服務窗口辦理業務請先取號後等候叫號資料齊備即可受理謝謝您的配合與支持"
    (folder / "people.csv").write_bytes(b"id,name_zh\n" + traditional.encode("big5"))
    assert [(f.file, f.row) for f in faults_of(folder)] == [("people.csv", 0)]
    (folder / "people.csv").write_bytes(people[:200] + b"\0" + people[200:])
    (fault,) = faults_of(folder)
    assert fault.row == people[:200].count(b"\n") + 1 and "NUL" in fault.line("en")
    (folder / "people.csv").write_bytes(people.decode().encode("utf-16-le"))
    assert "UTF-8" in faults_of(folder)[0].line("en")
    (folder / "people.csv").write_bytes(b"")
    assert "empty file" in faults_of(folder)[0].line("en")
    (folder / "people.csv").write_bytes(people.replace(b"M01", b'"M01', 1))
    assert "broken quoting" in faults_of(folder)[0].line("en")


def test_toml_that_cannot_be_read(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "center.toml", "small = true", "small = = true")
    (fault,) = faults_of(folder)
    assert fault.file == "center.toml" and "no valid TOML" in fault.line("en") and "line" in fault.line("en")


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('timezone = "Asia/Shanghai"', 'timezone = "Asia/Nanjing"', "timezone", "no such time zone"),
        ('name_en = "Client', 'nam_en = "Client', "nam_en", "unknown key"),
        ('id = "hall"', "id = 7", "id", "expected text in quotes"),
        ("slot_minutes = 30", "slot_minutes = true", "slot_minutes", "expected one of 15, 30, 60"),
        ("end = 2026-10-18", "end = 2026-08-18", "horizon.end", "expected not before horizon.start"),
        ("end = 2026-10-18", "", "horizon.end", "missing key"),
        ('windows = ["W1", "W2"', 'windows = ["W1", "W22"', "duty.windows", "no post W22"),
        (
            'manager_ranks = ["deputy_director"',
            'manager_ranks = ["deputy_directors"',
            "manager_ranks",
            "did you mean deputy_director?",
        ),
        ("[rank_names.staff]", "[rank_names.stuff]", "rank_names.stuff", "no rank stuff"),
        (
            'channel = "counter"\nposts = ["W3"]',
            'channel = "desk"\nposts = ["W3"]',
            "queues.W3.channel",
            "expected one of counter",
        ),
        ('posts = ["W3"]', "", "queues.W3.posts", "missing key"),
        ("max_wait_s = 900\n\n[queues.W8]", 'max_wait_s = "900"\n\n[queues.W8]', "queues.W7.target", "bad target"),
        ("max_wait_s = 900\n\n[queues.W8]", "answer_share = 0.8\n\n[queues.W8]", "queues.W7.target", "belong together"),
        ("monday = 1.15", "monday = 'much'", "demand.monday", "expected a number"),
        ("after_break = [1.35]", "after_break = [-1]", "demand.after_break", "expected 0 to 100"),
        ("[demand.quarter_end]\nW4", "[demand.quarter_end]\nW44", "demand.quarter_end", "no queue W44"),
        ("seed = 20250901", "", "demand.seed", "missing key"),
        ("today = 2026-09-07T08:15:00", "today = 2026-09-07T08:15:00Z", "today", "without quotes and zone"),
    ],
)
def test_keys_of_center_toml(tmp_path: Path, old: str, new: str, key: str, words: str) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "center.toml", old, new)
    found = {f.column: f for f in faults_of(folder) if f.file == "center.toml"}
    assert key in found and words in found[key].line("en"), found


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("[rules.max_nights.params]\nrun = 'two'", "rules.max_nights.params.run", "expected a number"),
        ("[rules.max_nights.params]\nrun = 99", "rules.max_nights.params", "expected 1 to 7"),
        ("[rules.max_nights.params]\nruns = 2", "rules.max_nights.params", "unknown parameter runs"),
        ("[rules.max_nights]\nlevel = 'hard'", "rules.max_nights.level", "expected one of HARD, MUST, SOFT"),
        ("[rules.max_nights]\nweight = -1", "rules.max_nights.weight", "expected 0 to"),
        ("[rules.max_night]\non = false", "rules.max_night", "no such rule"),
    ],
)
def test_rules_of_center_toml(tmp_path: Path, line: str, key: str, words: str) -> None:
    folder = hall_copy(tmp_path / "hall")
    (folder / "center.toml").write_text(
        (folder / "center.toml").read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8"
    )
    (fault,) = faults_of(folder)
    assert fault.column == key and words in fault.line("en")


def test_office_staff_need_a_shift_and_traffic_its_settings(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(folder, "people.csv", "S20,龚雪梅,Gong Xuemei,FIN,staff,office,O", "S20,龚雪梅,Gong Xuemei,FIN,staff,office,")
    text = (folder / "center.toml").read_text(encoding="utf-8")
    (folder / "center.toml").write_text(text[: text.index("[demand]")], encoding="utf-8")
    assert [(f.file, f.column) for f in faults_of(folder)] == [("people.csv", "shift"), ("traffic.csv", "")]


def test_two_a_at_a_time_but_one_after_the_other(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    plant(
        folder,
        "ab.csv",
        "W3,A,S03,1,move,2022-07-01,,",
        "W3,A,S03,1,move,2022-07-01,2026-09-30,\r\nW3,A,S17,1,move,2026-10-01,,".replace("\r", ""),
    )
    assert len(read_folder(folder).center.ab) == 17
    plant(folder, "ab.csv", "2026-10-01,,", "2026-09-30,,")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.column) == ("ab.csv", "role") and "W3 has an A already" in fault.line("en")


def test_refused_and_cancelled_leave_may_overlap(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    text = (folder / "leave.csv").read_text(encoding="utf-8")
    row = "Q01b,S01,2026-09-10T00:00,2026-09-10T24:00,annual,{},\n"
    for status in ("refused", "cancelled"):
        (folder / "leave.csv").write_text(text + row.format(status), encoding="utf-8")
        assert len(read_folder(folder).leave) == 19
    for status in ("requested", "approved"):
        (folder / "leave.csv").write_text(text + row.format(status), encoding="utf-8")
        assert "overlaps row 2" in faults_of(folder)[0].line("en")


def test_leave_that_follows_on_other_leave_does_not_overlap(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    text = (folder / "leave.csv").read_text(encoding="utf-8")
    (folder / "leave.csv").write_text(
        text + "Q02b,S04,2026-09-17T00:00,2026-09-17T24:00,sick,approved,\n", encoding="utf-8"
    )
    assert len(read_folder(folder).leave) == 19


def test_warnings_of_the_samples() -> None:
    (warning,) = read_folder(HALL).warnings
    assert warning.file == "ab.csv" and "W8 has no working B: S15 is on leave all the time" in warning.line("en")
    assert "没有能到岗的B岗" in warning.line("zh")
    assert read_folder(HOTLINE).warnings == ()


def test_warnings_about_posts_without_a_or_b_and_seals(tmp_path: Path) -> None:
    folder = read_folder(hall_copy(tmp_path / "hall"))
    lines = tuple(line for line in folder.center.ab if (line.post, line.role) not in {("W3", "A"), ("W5", "B")})
    keepers = tuple(c for c in folder.center.custody if c.thing != "MECH")
    changed = replace(folder, center=replace(folder.center, ab=lines, custody=keepers))
    words = [w.expected[1] for w in changed.warnings]
    assert "W3 has no A" in words and "W5 has no B" in words and "nobody keeps the seal MECH of W6" in words
    assert [w.expected[1] for w in replace(changed, horizon=None).warnings] == [w for w in words if "working" not in w]


def test_faults_travel_between_processes() -> None:
    faults = FolderFaults(
        [Fault("b.csv", 2, "x", "1", ("应为二", "expected two")), Fault("a.csv", 9, "", "", ("缺", "missing"))]
    )
    again = pickle.loads(pickle.dumps(faults))
    assert again.faults == faults.faults and str(again) == str(faults)
    assert str(faults).splitlines() == ["a.csv row 9: missing", "b.csv row 2 x: found '1', expected two"]
    assert faults.text("zh").splitlines()[1] == "b.csv 第2行 “x”：“1”，应为二"


def test_one_person_at_a_time_is_designated_for_the_door(tmp_path: Path) -> None:
    """Regulation 3-29; one after the other is what dates are for."""
    hall = hall_copy(tmp_path / "hall")
    lines = "door,door,S16,designated,2026-09-24,2026-09-25\ndoor,door,S17,designated,{from_},2026-09-30\n"
    custody = hall / "custody.csv"
    base = custody.read_text(encoding="utf-8")
    custody.write_text(base + lines.format(from_="2026-09-26"), encoding="utf-8")
    read_folder(hall)
    custody.write_text(base + lines.format(from_="2026-09-25"), encoding="utf-8")
    (fault,) = faults_of(hall)
    assert (fault.file, fault.row, fault.column, fault.found) == (
        "custody.csv",
        len(base.splitlines()) + 2,
        "person",
        "S17",
    )
    assert "3-29" in fault.line("zh")

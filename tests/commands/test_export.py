"""``export`` and ``import``."""

from pathlib import Path

import icalendar
import openpyxl
import pytest

from scheduler.planning import sample_centers
from scheduler.store.folder import read_folder
from tests.commands.conftest import Run


def test_the_workbook_opens_and_names_people_and_breaches(paiban: Run, hall: Path, tmp_path: Path) -> None:
    out = tmp_path / "roster.xlsx"
    assert paiban("export", "xlsx", "hall", hall / "roster.csv", "--out", out, "--lang", "zh").returncode == 0
    book = openpyxl.load_workbook(out)
    text = " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)
    assert "林静怡" in text and "空岗" in text
    assert len(book.sheetnames) >= 3


def test_calendars_one_a_person(paiban: Run, hall: Path, tmp_path: Path) -> None:
    out = tmp_path / "ics"
    assert (
        paiban(
            "export", "ics", "hall", hall / "roster.csv", "--out", out, "--person", "S03", "--person", "M01"
        ).returncode
        == 0
    )
    assert {p.name for p in out.iterdir()} == {"S03.ics", "M01.ics"}
    events = icalendar.Calendar.from_ical((out / "S03.ics").read_bytes()).walk("VEVENT")
    assert len(events) >= 20


def test_breaks_come_along_in_workbook_and_calendar(paiban: Run, hall: Path, tmp_path: Path) -> None:
    book, folder = tmp_path / "roster.xlsx", tmp_path / "ics"
    assert (
        paiban(
            "export",
            "xlsx",
            "hall",
            hall / "roster.csv",
            "--activities",
            hall / "activities.csv",
            "--out",
            book,
            "--lang",
            "zh",
        ).returncode
        == 0
    )
    sheet = openpyxl.load_workbook(book)["离线"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert len(rows) > 1000
    assert any(row[4] == "替岗" and row[6] and row[7] for row in rows) and any(
        row[4] == "工间休息" and row[8] == "1-11" for row in rows
    )
    words = (
        "export",
        "ics",
        "hall",
        hall / "roster.csv",
        "--activities",
        hall / "activities.csv",
        "--out",
        folder,
        "--person",
        "S03",
        "--lang",
        "en",
    )
    assert paiban(*words).returncode == 0
    events = icalendar.Calendar.from_ical((folder / "S03.ics").read_bytes()).walk("VEVENT")
    breaks = [e for e in events if "Short break" in str(e["summary"])]
    assert len(breaks) > 20
    assert {str(e["transp"]) for e in breaks} == {"TRANSPARENT"}
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_a_folder_is_rewritten_clean_and_means_the_same(paiban: Run, tmp_path: Path) -> None:
    source = sample_centers()["hotline"]
    assert paiban("import", source, "--to", tmp_path / "copy").returncode == 0
    assert read_folder(tmp_path / "copy").center == read_folder(source).center


def test_a_folder_goes_into_the_database_once(paiban: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'paiban.db'}")
    for _ in range(2):
        done = paiban("import", sample_centers()["hall"])
        assert done.returncode == 0, done.stderr
        assert "version 1" in done.stdout  # the same content is no new version


def test_an_unknown_person_has_no_calendar(paiban: Run, hall: Path, tmp_path: Path) -> None:
    done = paiban("export", "ics", "hall", hall / "roster.csv", "--out", tmp_path / "x", "--person", "S99")
    assert done.returncode == 2 and "S99" in done.stderr


def test_the_window_board_is_one_file_for_any_browser(paiban: Run, hall: Path, tmp_path: Path) -> None:
    for more, word in ((), "Window board"), (("--signs",), "Window signs"):
        out = tmp_path / f"board{len(more)}.html"
        done = paiban(
            "export", "board", "hall", hall / "roster.csv", "--day", "2026-09-08", "--out", out, "--lang", "en", *more
        )
        assert done.returncode == 0, done.stderr
        text = out.read_text(encoding="utf-8")
        assert word in text and "Lin Jingyi" in text and "http" not in text
    done = paiban("export", "board", "hall", hall / "roster.csv", "--day", "2027-01-01", "--out", tmp_path / "x.html")
    assert done.returncode == 2 and not (tmp_path / "x.html").exists()

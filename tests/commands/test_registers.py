"""``paiban registers``: due, add, list, export, import."""

import json
import shutil
from pathlib import Path

import pytest

from scheduler.store.paths import data_folder
from tests.commands.conftest import Run


@pytest.fixture
def center(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder() / "centers" / "hall", tmp_path / "hall"))


def test_what_is_due_is_filled_in_from_the_roster_and_missing_is_overdue(paiban: Run, center: Path) -> None:
    asked = ("registers", "due", center, "--now", "2026-09-08T17:45", "--json")
    before = paiban(*asked)
    assert before.returncode == 1, before.stderr
    found = {(e["register"], e["id"]): e for e in json.loads(before.stdout)["entries"]}
    seal = found["seal_log", "2026-09-08-FDI"]
    assert (seal["overdue"], seal["written"], seal["body"]["out_by"]) == (True, False, "S01")
    done = paiban(
        "registers",
        "add",
        center,
        "seal_log",
        "--id",
        "2026-09-08-FDI",
        "--by",
        "S01",
        "out_at=2026-09-08T08:20",
        "in_at=2026-09-08T17:25",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    kept = json.loads(done.stdout)
    assert (kept["state"], kept["subject"], kept["body"]["out_by"], kept["due"]) == (
        "done",
        "FDI",
        "S01",
        "2026-09-08 17:30:00",
    )
    after = {(e["register"], e["id"]) for e in json.loads(paiban(*asked).stdout)["entries"]}
    assert set(found) - after == {("seal_log", "2026-09-08-FDI")}
    assert paiban("registers", "due", center, "--now", "2026-09-08T08:00").returncode == 0


def test_who_may_not_and_what_cannot_be_is_refused(paiban: Run, center: Path) -> None:
    refused = paiban("registers", "add", center, "seal_log", "--subject", "FDI", "--by", "S16", "--lang", "en")
    assert refused.returncode == 2 and "may not write" in refused.stderr
    bad = paiban(
        "registers",
        "add",
        center,
        "window_out",
        "--subject",
        "W9",
        "--by",
        "K02",
        "start=2026-09-10T12:00",
        "end=2026-09-10T08:00",
        "reason=x",
        "--lang",
        "en",
    )
    assert bad.returncode == 2
    assert "W9" in bad.stderr and "expected later" in bad.stderr
    assert paiban("registers", "add", center, "window_out", "--by", "K02", "begin=1").returncode == 2
    assert (
        paiban(
            "registers", "add", "hall", "window_check", "--subject", "W1", "--by", "S01", "moment=opening"
        ).returncode
        == 2
    ), "a sample is not written to"
    assert not (center / "registers").exists()


def test_a_closed_window_changes_the_check_of_a_roster(paiban: Run, center: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    header = "date,person,shift,start,end,post,role,locked\n"
    roster.write_text(header + "2026-09-10,S01,O,2026-09-10T08:30,2026-09-10T12:00,W1,A,0\n", encoding="utf-8")

    def missed() -> set[str]:
        done = paiban("check", center, roster, "--no-demand", "--json")
        return {
            b["start"]
            for b in json.loads(done.stdout)["breaches"]
            if (b["rule"], b["post"]) == ("post_covered", "W3") and b["start"].startswith("2026-09-10")
        }

    assert missed() == {"2026-09-10T08:30"}
    done = paiban(
        "registers",
        "add",
        center,
        "window_out",
        "--subject",
        "W3",
        "--by",
        "K02",
        "start=2026-09-10T08:30",
        "end=2026-09-10T24:00",
        "reason=检修",
    )
    assert done.returncode == 0, done.stderr
    assert missed() == set()


def test_files_go_out_and_come_back_and_the_database_keeps_the_later(
    paiban: Run, center: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAIBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'p.db'}")
    entry = ("registers", "add", center, "phone_log", "--subject", "W1", "--by", "S01")
    assert paiban(*entry, "called_at=2026-09-07T09:05", "question=怎么办", "promised=2026-09-09").returncode == 0
    assert paiban("registers", "export", center, "--out", tmp_path / "out").returncode == 0
    assert (tmp_path / "out" / "registers.xlsx").stat().st_size > 3000
    raw = (tmp_path / "out" / "phone_log.csv").read_bytes()
    assert raw == (center / "registers" / "phone_log.csv").read_bytes()
    (tmp_path / "out" / "phone_log.csv").write_bytes(raw.replace("怎么办".encode(), "怎么变更".encode()))
    into = ("registers", "import", center, tmp_path / "out", "--by", "S01", "--database", "--lang", "en")
    assert "1 read, 1 added or corrected" in paiban(*into).stdout
    assert "1 read, 0 added or corrected" in paiban(*into).stdout
    listed = json.loads(paiban("registers", "list", center, "--database", "--json").stdout)
    assert [(r["id"], r["body"]["question"], r["row"]) for r in listed] == [("2026-09-07-01", "怎么变更", 1)]
    (tmp_path / "out" / "phone_log.csv").write_bytes(raw.replace(b"2026-09-09", b"soon"))
    broken = paiban(*into)
    assert broken.returncode == 2 and "phone_log.csv" in broken.stderr and "row 2" in broken.stderr


def test_striking_out_keeps_the_line(paiban: Run, center: Path) -> None:
    assert (
        paiban("registers", "add", center, "window_check", "--id", "2026-09-07-W1-opening", "--by", "S01").returncode
        == 0
    )
    assert (
        paiban(
            "registers", "add", center, "window_check", "--id", "2026-09-07-W1-opening", "--by", "S01", "--void"
        ).returncode
        == 2
    )
    assert (
        paiban(
            "registers",
            "add",
            center,
            "window_check",
            "--id",
            "2026-09-07-W1-opening",
            "--by",
            "S01",
            "--void",
            "--reason",
            "误登",
        ).returncode
        == 0
    )
    listed = json.loads(paiban("registers", "list", center, "--json").stdout)
    assert [(r["id"], r["state"]) for r in listed] == [("2026-09-07-W1-opening", "void")]


def test_kinds_name_articles_and_roles(paiban: Run) -> None:
    known = json.loads(paiban("registers", "kinds", "--json").stdout)
    assert {"seal_log", "duty_handover"} <= {k["id"] for k in known}
    assert "印章出入登记" in paiban("registers", "kinds", "--lang", "zh").stdout

"""``offline``, and ``check --activities``: what is placed, what is said, and the exit codes."""

import json
from pathlib import Path

from tests.commands.conftest import Run


def test_blocks_are_placed_told_and_pass_the_check(hall: Path, paiban: Run, tmp_path: Path) -> None:
    out = tmp_path / "activities.csv"
    done = paiban(
        "offline",
        "hall",
        hall / "roster.csv",
        "--from",
        "2026-09-07",
        "--to",
        "2026-09-09",
        "--out",
        out,
        "--day",
        "2026-09-08",
        "--lang",
        "en",
    )
    assert done.returncode == 0, done.stderr
    assert "Short break" in done.stdout and "relief" in done.stdout and "1-11" in done.stdout
    check = paiban(
        "check",
        "hall",
        hall / "roster.csv",
        "--activities",
        out,
        "--from",
        "2026-09-07",
        "--to",
        "2026-09-09",
        "--lang",
        "zh",
    )
    assert "离线时段没有违反硬性或必须要求" in check.stdout, check.stderr


def test_an_edited_file_fails_the_check_with_the_post_and_article(hall: Path, paiban: Run, tmp_path: Path) -> None:
    lines = (hall / "activities.csv").read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if ",relief," not in line]
    edited = tmp_path / "activities.csv"
    edited.write_text("\n".join(kept) + "\n", encoding="utf-8")
    words = (
        "check",
        "hall",
        hall / "roster.csv",
        "--activities",
        edited,
        "--from",
        "2026-09-07",
        "--to",
        "2026-09-08",
        "--no-demand",
        "--json",
    )
    done = paiban(*words)
    assert done.returncode == 1
    told = [line for line in json.loads(done.stdout)["off_line"] if line["level"] == "HARD"]
    assert {line["kind"] for line in told} >= {"post"}
    assert any(line["article"] == "3-07, 3-11" for line in told)


def test_a_broken_file_is_refused_by_row_and_column(hall: Path, paiban: Run, tmp_path: Path) -> None:
    broken = tmp_path / "activities.csv"
    broken.write_text(
        "date,person,kind,start,end,routine\n2026-09-07,S99,rest,2026-09-07T09:30,2026-09-07T09:15,R1\n",
        encoding="utf-8",
    )
    done = paiban("check", "hall", hall / "roster.csv", "--activities", broken, "--no-demand")
    assert done.returncode == 2
    assert done.stderr.count("activities.csv") >= 2 and "person" in done.stderr and "end" in done.stderr


def test_a_center_with_nothing_to_place_says_so(paiban: Run, hall: Path, tmp_path: Path) -> None:
    from scheduler.planning import open_center
    from scheduler.store.folder import folder_files

    bare = tmp_path / "bare"
    bare.mkdir()
    for name, raw in folder_files(open_center("hall")).items():
        if name not in ("routines.csv", "backlogs.csv", "tasks.csv"):
            (bare / name).write_bytes(raw)
    done = paiban("offline", bare, hall / "roster.csv", "--no-demand")
    assert done.returncode == 2
    assert "routines.csv" in done.stderr

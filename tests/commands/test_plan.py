"""``plan``: the files, the exit codes, the same bytes twice, and a killed solver."""

import csv
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from scheduler.store.results import COLUMNS
from tests.commands.conftest import Run, command


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_files_have_their_columns_and_content(hall: Path) -> None:
    assert {p.name for p in hall.iterdir()} == {
        *COLUMNS,
        "summary.json",
        "roster_past.csv",
        "ledger.csv",
        "events.csv",
        "events.json",
    }
    for name, columns in COLUMNS.items():
        found = rows(hall / name)
        assert len(found) > 5
        assert tuple(found[0]) == columns
    told = json.loads((hall / "summary.json").read_text(encoding="utf-8"))
    assert told["check_agrees"] is True
    assert told["off_line"]["check_agrees"] is True
    assert told["status"] == "optimal"
    assert told["cost"] == told["bound"]
    assert {"seed", "versions", "input_hash", "seconds", "gap", "cost_by_rule"} <= set(told)


def test_forecast_and_need_cover_every_open_slot(hall: Path) -> None:
    """8 queues x 13 half-hours x 26 working days."""
    assert len(rows(hall / "forecast.csv")) == len(rows(hall / "need.csv")) == 8 * 13 * 26
    assert all(float(r["q05"]) <= float(r["q50"]) <= float(r["q95"]) for r in rows(hall / "forecast.csv"))
    assert all(int(r["required"]) >= 1 and r["reason"] for r in rows(hall / "need.csv"))


def test_breaches_come_in_both_languages_with_article(hall: Path) -> None:
    must = [r for r in rows(hall / "breaches.csv") if r["level"] == "MUST"]
    assert {r["rule"] for r in must} == {
        "post_covered",
        "ab_not_both_off",
        "manager_on_site",
        "key_holder",
        "seal_present",
    }
    for row in must:
        assert row["article"] in row["text_zh"] and row["article"] in row["text_en"]
        assert "建议：" in row["text_zh"] and "Remedy:" in row["text_en"]
        assert "{" not in row["text_zh"] + row["text_en"]


def test_twice_the_same_command_gives_the_same_roster_byte_for_byte(hall: Path, paiban: Run, tmp_path: Path) -> None:
    assert paiban("plan", "hall", "--out", tmp_path / "again", "--quiet").returncode == 1
    for name in ("roster.csv", "activities.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (hall / name).read_bytes()


def test_the_hotline_twice_though_it_is_not_proven(paiban: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        paiban(
            "plan",
            "hotline",
            "--from",
            "2026-09-07",
            "--to",
            "2026-09-20",
            "--out",
            tmp_path / name,
            "--quiet",
            "--seconds",
            "4",
        )
        told = json.loads((tmp_path / name / "summary.json").read_text(encoding="utf-8"))
        assert told["reproducible"] is True
        assert told["check_agrees"] is True
    assert (tmp_path / "a" / "roster.csv").read_bytes() == (tmp_path / "b" / "roster.csv").read_bytes()


def solver_child(parent: int) -> int | None:
    """Process id of the solver below a running command."""
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in task.read_text().split():
            if b"scheduler.solver.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    return None


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the child through /proc")
def test_a_solver_killed_in_mid_search_is_reported_and_leaves_whole_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("plan", "hotline", "--out", out, "--seconds", "120", "--lang", "en")
    with subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        killed = None
        deadline = time.monotonic() + 120
        while killed is None and running.poll() is None and time.monotonic() < deadline:
            killed = solver_child(running.pid)
            time.sleep(0.05)
        assert killed is not None
        time.sleep(6)  # by then it has shown a roster on any machine that runs these tests
        os.kill(killed, signal.SIGKILL)
        text, _ = running.communicate(timeout=420)
    assert "killed by signal 9" in text or "second, with seed" in text
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    if told["status"] == "crashed":
        assert running.returncode == 4
        assert "kept" in told["note"]
    assert {p.name for p in out.iterdir()} == {
        *COLUMNS,
        "summary.json",
        "roster_past.csv",
        "ledger.csv",
        "events.csv",
        "events.json",
    }
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert rows(out / "roster.csv")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan", "nowhere"), "nowhere"),
        (("plan", "hall", "--from", "2026-13-01"), "2026-13-01"),
        (("plan", "hall", "--from", "2026-10-10", "--to", "2026-10-01"), "before"),
        (("check", "hall", "no-such-roster.csv"), "no-such-roster.csv"),
        (("whatif", "hall", "no-such-scenario.toml"), "no-such-scenario.toml"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_bad_input_exits_2_with_a_line_that_names_it(paiban: Run, words: tuple[str, ...], said: str) -> None:
    done = paiban(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr

"""``repair``: the fewest changes after a sudden absence, and only with a reason."""

import csv
import json
from pathlib import Path

from tests.commands.conftest import Run

WORDS = ("--absent", "S06", "--from", "2026-09-08T08:00", "--to", "2026-09-08T18:00")


def test_b_comes_over_and_nobody_else_moves(paiban: Run, hall: Path, tmp_path: Path) -> None:
    out = tmp_path / "mended.csv"
    done = paiban("repair", "hall", hall / "roster.csv", *WORDS, "--reason", "illness", "--out", out, "--json")
    assert done.returncode in (0, 1), done.stderr
    told = json.loads(done.stdout)
    assert told["proven"] is True
    assert {c["person"] for c in told["changes"]} == {"S06", "S13"}
    with out.open(encoding="utf-8-sig", newline="") as stream:
        mine = [r for r in csv.DictReader(stream) if r["date"] == "2026-09-08" and r["post"] == "W6"]
    assert {(r["person"], r["role"]) for r in mine if r["role"] != "duty"} == {("S13", "B")}
    checked = json.loads(paiban("check", "hall", out, "--json").stdout)
    assert not [b for b in checked["breaches"] if b["start"].startswith("2026-09-08") and b["rule"] == "post_covered"]


def test_published_cells_move_only_by_reason(paiban: Run, hall: Path) -> None:
    done = paiban("repair", "hall", hall / "roster.csv", *WORDS, "--reason", " ")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr

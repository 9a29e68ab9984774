"""``paiban leave``: exit 0 green, 1 amber or red, 2 bad input; the whole list, row after row."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.scheduler.leave.test_sample_a import ROWS

SECOND = ("--type", "personal", "--lang", "en")


def test_a_green_leave_exits_0_and_says_who_covers(paiban: Run, hall: Path) -> None:
    done = paiban(
        "leave",
        "hall",
        hall / "roster.csv",
        "--person",
        "S01",
        "--from",
        "2026-09-10T08:30",
        "--to",
        "2026-09-10T12:00",
        *SECOND,
    )
    assert done.returncode == 0, done.stderr
    assert (
        "GREEN" in done.stdout
        and "P1 (3-35" in done.stdout
        and "Chen Zhihang (S02)" in done.stdout
        and "W2 → W1+W2" in done.stdout
    )


def test_a_red_leave_exits_1_with_reason_and_remedy(paiban: Run, hall: Path) -> None:
    done = paiban(
        "leave",
        "hall",
        hall / "roster.csv",
        "--person",
        "S01",
        "--from",
        "2026-10-08",
        "--to",
        "2026-10-08",
        "--type",
        "personal",
        "--json",
    )
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert (told["color"], told["outcomes"], told["chain"]) == ("red", ["conflict"], "P2")
    assert {b["post"] for b in told["breaches"]} == {"W1", "W2"}
    assert [(u["kind"], u["leave"]) for u in told["unlocking"] if u["whole"]] == [("move_leave", "Q10")]


def test_the_whole_list_gives_the_verdict_column(paiban: Run, hall: Path) -> None:
    done = paiban(
        "leave", "hall", hall / "roster.csv", "--list", "--filed", "Q15=2026-10-14T08:05", "--not-back", "Q16", "--json"
    )
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    found = [(r["id"], r["color"], tuple(r["outcomes"]), r["chain"], r["article"], r["state"]) for r in told]
    assert found == [(r.id, r.color, r.outcomes, r.chain, r.article, r.state) for r in ROWS]
    assert all(r["audit"] for r in told if r["state"] != "draft")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--person", "S99", "--from", "2026-10-08", "--to", "2026-10-08", "--type", "personal"), "S99"),
        (("--person", "S01", "--from", "2026-10-08", "--to", "2026-10-08", "--type", "moon"), "moon"),
        (("--person", "S01", "--from", "2026-10-08", "--to", "2026-10-07", "--type", "personal"), "not after"),
        (("--person", "S01", "--from", "2026-10-03", "--to", "2026-10-04", "--type", "personal"), "no working time"),
        (("--person", "S01", "--from", "2027-01-12", "--to", "2027-01-12", "--type", "personal"), "outside the roster"),
        (("--person", "S01", "--from", "soon", "--to", "2026-10-08", "--type", "personal"), "soon"),
        (("--person", "S01"), "--type"),
        (("--list", "--filed", "Q99=2026-10-14T08:05"), "Q99"),
        (("--list", "--filed", "Q15"), "ID=MOMENT"),
    ],
)
def test_bad_input_exits_2_and_names_it(paiban: Run, hall: Path, words: tuple[str, ...], named: str) -> None:
    done = paiban("leave", "hall", hall / "roster.csv", *words, "--lang", "en")
    assert done.returncode == 2, done.stdout
    assert named in done.stderr


def test_retroactive_and_late_leave_are_told_with_the_article(paiban: Run, hall: Path) -> None:
    span = ("--person", "S02", "--from", "2026-09-10", "--to", "2026-09-10", *SECOND)
    after = paiban("leave", "hall", hall / "roster.csv", *span, "--at", "2026-09-11T09:00")
    assert after.returncode == 1 and "3-08, 3-45" in after.stdout and "reject" in after.stdout
    late = paiban("leave", "hall", hall / "roster.csv", *span, "--at", "2026-09-10T08:05")
    assert "3-08" in late.stdout and "late notice" in late.stdout

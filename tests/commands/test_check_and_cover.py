"""``check`` on rosters broken by hand names exactly what was broken; ``cover`` says who steps in."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Run

Rows = list[dict[str, str]]


def load(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def save(rows: Rows, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def breaches(paiban: Run, center: str, roster: Path) -> list[dict[str, str]]:
    done = paiban("check", center, roster, "--json")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["breaches"]


def key(breach: dict[str, str]) -> tuple[str, str, str, str]:
    return breach["rule"], breach["start"], breach["post"], breach["person"]


def test_the_roster_as_planned_has_the_breaches_that_plan_wrote(paiban: Run, hall: Path) -> None:
    written = {(r["rule"], r["start"], r["post"], r["person"]) for r in load(hall / "breaches.csv")}
    assert {key(b) for b in breaches(paiban, "hall", hall / "roster.csv")} == written


def empty_w5(rows: Rows) -> Rows:
    return [{**r, "post": "back", "role": "pool"} if (r["date"], r["post"]) == ("2026-09-09", "W5") and r["role"] == "A" else r for r in rows]


def rostered_on_leave(rows: Rows) -> Rows:
    return [*rows, {**rows[0], "date": "2026-09-15", "person": "S04", "start": "2026-09-15T08:30", "end": "2026-09-15T12:00", "post": "back", "role": "pool", "shift": "O"}]


def three_windows_at_once(rows: Rows) -> Rows:
    mine = [r for r in rows if (r["date"], r["person"], r["post"], r["start"][11:]) == ("2026-09-09", "S03", "W3", "08:30")]
    return [*rows, {**mine[0], "post": "W6", "role": "pool"}]


def closed_day(rows: Rows) -> Rows:
    return [*rows, {**rows[0], "date": "2026-10-03", "person": "S03", "start": "2026-10-03T08:30", "end": "2026-10-03T12:00", "post": "W3", "role": "A", "shift": "O"}]


def unknown_post_holder(rows: Rows) -> Rows:
    return [{**r, "role": "duty", "person": "S16"} if (r["date"], r["role"]) == ("2026-09-09", "duty") else r for r in rows]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (empty_w5, {("post_covered", "W5", "")}),
        (rostered_on_leave, {("leave_kept", "", "S04")}),
        (three_windows_at_once, {("one_place", "", "S03"), ("qualified", "W6", "S03"), ("dispatch", "W6", "S03")}),
        (closed_day, {("open_days", "", "S03")}),
        (unknown_post_holder, {("hall_duty", "W3", "")}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_broken_copy_is_named(paiban: Run, hall: Path, tmp_path: Path, edit: Callable[[Rows], Rows], expected: set) -> None:
    before = {key(b) for b in breaches(paiban, "hall", hall / "roster.csv")}
    broken = save(edit(load(hall / "roster.csv")), tmp_path / "broken.csv")
    after = [b for b in breaches(paiban, "hall", broken) if key(b) not in before and b["level"] != "SOFT"]
    found = {(b["rule"], b["post"] if b["rule"] not in ("one_place", "open_days") else "", b["person"] if b["rule"] != "hall_duty" else "") for b in after}
    assert expected <= found
    assert {rule for rule, *_ in found} <= {rule for rule, *_ in expected} | {"sessions"}
    assert all("2026-09-09" in b["start"] or "2026-09-15" in b["start"] or "2026-10-03" in b["start"] for b in after)


def test_unusable_rosters_exit_2_with_row_and_column(paiban: Run, hall: Path, tmp_path: Path) -> None:
    rows = load(hall / "roster.csv")
    rows[3]["start"] = "yesterday"
    rows[7]["person"] = "S99"
    done = paiban("check", "hall", save(rows, tmp_path / "bad.csv"))
    assert done.returncode == 2
    assert "start" in done.stderr and "yesterday" in done.stderr and "S99" in done.stderr


def test_b_covers_at_once_in_double_duty(paiban: Run, hall: Path) -> None:
    done = paiban("cover", "hall", hall / "roster.csv", "--absent", "S01", "--at", "2026-09-08T08:15", "--json")
    told = json.loads(done.stdout)
    assert [g["post"] for g in told["gaps"]] == ["W1", "W1"]
    assert all((g["chain"][0]["person"], g["chain"][0]["dual"]) == ("S02", True) for g in told["gaps"])
    assert done.returncode == 0


def test_nobody_left_for_w8_but_the_manager(paiban: Run, hall: Path) -> None:
    """B of W8 is on maternity leave all along: only the deputy director of this small site can."""
    done = paiban("cover", "hall", hall / "roster.csv", "--absent", "S08", "--at", "2026-09-08T08:15", "--json")
    chain = json.loads(done.stdout)["gaps"][0]["chain"]
    assert [(s["person"], s["source"]) for s in chain] == [("M02", "manager")]


def test_an_absence_that_nobody_can_cover_exits_1(paiban: Run, hall: Path) -> None:
    done = paiban("cover", "hall", hall / "roster.csv", "--absent", "S02", "--at", "2026-09-10T08:15", "--lang", "zh")
    assert done.returncode == 1
    assert "空岗" in done.stdout


def test_people_not_rostered_cannot_be_missed(paiban: Run, hall: Path) -> None:
    done = paiban("cover", "hall", hall / "roster.csv", "--absent", "S99", "--at", "2026-09-08T08:15")
    assert done.returncode == 2
    assert "S99" in done.stderr

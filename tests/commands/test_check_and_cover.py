"""``check`` on rosters broken by hand names exactly what was broken; ``cover`` says who steps in."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
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


def test_a_roster_away_from_its_events_is_told_why_it_looks_broken(paiban: Run, hall: Path, tmp_path: Path) -> None:
    shutil.copy(hall / "roster.csv", tmp_path / "roster.csv")
    alone, beside = (paiban("check", "hall", folder / "roster.csv", "--lang", "en") for folder in (tmp_path, hall))
    assert "no events.json" in alone.stderr and beside.stderr == ""


def test_leave_on_days_of_own_leave_is_said(paiban: Run, hall: Path) -> None:
    asked = ("leave", "hall", hall / "roster.csv", "--person", "S03", "--type", "annual", "--lang", "en")
    twice = paiban(*asked, "--from", "2026-09-21", "--to", "2026-09-24")
    assert "already has leave Q04" in twice.stdout and "(3-34)" in twice.stdout
    assert "already has leave" not in paiban(*asked, "--from", "2026-10-13", "--to", "2026-10-15").stdout


def empty_w5(rows: Rows) -> Rows:
    return [
        {**r, "post": "back", "role": "pool"}
        if (r["date"], r["post"]) == ("2026-09-09", "W5") and r["role"] == "A"
        else r
        for r in rows
    ]


def rostered_on_leave(rows: Rows) -> Rows:
    return [
        *rows,
        {
            **rows[0],
            "date": "2026-09-15",
            "person": "S04",
            "start": "2026-09-15T08:30",
            "end": "2026-09-15T12:00",
            "post": "back",
            "role": "pool",
            "shift": "O",
        },
    ]


def three_windows_at_once(rows: Rows) -> Rows:
    mine = [
        r for r in rows if (r["date"], r["person"], r["post"], r["start"][11:]) == ("2026-09-09", "S03", "W3", "08:30")
    ]
    return [*rows, {**mine[0], "post": "W6", "role": "pool"}]


def closed_day(rows: Rows) -> Rows:
    return [
        *rows,
        {
            **rows[0],
            "date": "2026-10-03",
            "person": "S03",
            "start": "2026-10-03T08:30",
            "end": "2026-10-03T12:00",
            "post": "W3",
            "role": "A",
            "shift": "O",
        },
    ]


def unknown_post_holder(rows: Rows) -> Rows:
    return [
        {**r, "role": "duty", "person": "S16"} if (r["date"], r["role"]) == ("2026-09-09", "duty") else r for r in rows
    ]


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
def test_a_broken_copy_is_named(
    paiban: Run, hall: Path, tmp_path: Path, edit: Callable[[Rows], Rows], expected: set
) -> None:
    before = {key(b) for b in breaches(paiban, "hall", hall / "roster.csv")}
    broken = save(edit(load(hall / "roster.csv")), tmp_path / "broken.csv")
    shutil.copy(hall / "events.json", tmp_path)  # who sits in which training is read from beside the roster
    after = [b for b in breaches(paiban, "hall", broken) if key(b) not in before and b["level"] != "SOFT"]
    found = {
        (
            b["rule"],
            b["post"] if b["rule"] not in ("one_place", "open_days") else "",
            b["person"] if b["rule"] != "hall_duty" else "",
        )
        for b in after
    }
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


def told(paiban: Run, *words: object, code: int = 0) -> dict:
    done = paiban("cover", "hall", *words, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_a_cover_is_confirmed_ended_and_handed_back(paiban: Run, hall: Path, tmp_path: Path) -> None:
    """S06 is missing on 8 September; S13 stands in, without authority for used machinery; S06 is back at 10:30."""
    log, going, back, note = (tmp_path / name for name in ("log.csv", "going.csv", "back.csv", "note.html"))
    found = told(
        paiban,
        hall / "roster.csv",
        "--absent",
        "S06",
        "--at",
        "2026-09-08T08:15",
        "--confirm",
        "--by",
        "K04",
        "--log",
        log,
        "--out",
        going,
    )
    assert [(c["post"], c["stand_in"], c["by"]) for c in found["covers"]] == [("W6", "S13", "K04")] * 2
    assert [n["person"] for n in found["notices"]] == ["S06", "S13", "K04", "M01"]
    assert found["margin"] == 0
    assert len(found["unfinished"]) == 2 and all(
        "旧机电" in u["zh"] and "Used machinery" in u["en"] for u in found["unfinished"]
    )
    words = (
        "--absent",
        "S06",
        "--at",
        "2026-09-08T10:30",
        "--back",
        "--log",
        log,
        "--done",
        "12 licenses",
        "--pending",
        "2 wait",
        "--kept",
        "seal:MECH",
    )
    ended = told(paiban, going, *words, "--out", back, "--note", note)
    assert ended["minutes"] == {"S13": [120, 0]}
    assert "12 licenses" in note.read_text(encoding="utf-8") and "机电科章" in note.read_text(encoding="utf-8")
    lines = load(log)
    assert [(r["start"][11:], r["ended"][11:], r["kept"]) for r in lines] == [
        ("08:30", "10:30", "seal:MECH"),
        ("14:30", "14:30", "seal:MECH"),
    ]
    key_of = [
        (r["person"], r["post"], r["start"][11:], r["end"][11:])
        for r in load(back)
        if r["date"] == "2026-09-08" and r["person"] in ("S06", "S13")
    ]
    assert key_of == [
        ("S06", "W6", "10:30", "12:00"),
        ("S06", "W6", "14:30", "17:30"),
        ("S13", "W6", "08:30", "10:30"),
        ("S13", "back", "10:30", "12:00"),
        ("S13", "back", "14:30", "17:30"),
    ]


def test_a_cover_is_not_put_on_record_twice_and_not_ended_twice(paiban: Run, hall: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    words = (hall / "roster.csv", "--absent", "S04", "--at", "2026-09-08T08:15", "--confirm", "--log", log)
    assert [c["stand_in"] for c in told(paiban, *words, "--stand-in", "S18")["covers"]] == ["S18", "S18"]
    again = paiban("cover", "hall", *words)
    assert again.returncode == 2 and "on record already" in again.stderr
    ending = (
        "cover",
        "hall",
        hall / "roster.csv",
        "--absent",
        "S04",
        "--at",
        "2026-09-08T10:00",
        "--back",
        "--log",
        log,
    )
    assert paiban(*ending, "--kept", "seal:XX").returncode == 2
    assert paiban(*ending).returncode == 0
    assert paiban(*ending).returncode == 2


def test_the_ledger_of_the_next_roster_counts_who_really_stood_in(paiban: Run, tmp_path: Path) -> None:
    """S18 of the section goes to W4 instead of its B: her minutes are in the ledger that ``plan --after`` reads."""
    from scheduler.ledgers.continuing import continued
    from scheduler.planning import open_center

    out = tmp_path / "out"
    paiban("plan", "hall", "--from", "2026-11-02", "--to", "2026-11-04", "--seconds", 2, "--out", out)
    planned = continued(open_center("hall"), out)
    words = ("--absent", "S04", "--at", "2026-11-03T08:15", "--stand-in", "S18", "--confirm")
    assert paiban("cover", "hall", out / "roster.csv", *words, "--log", out / "cover_log.csv").returncode == 0
    worked = continued(open_center("hall"), out)
    assert worked.edited and not planned.edited
    before, after = (c.folder.ledger.get("S18", {}).get("cover", 0.0) for c in (planned, worked))
    assert after - before == pytest.approx(195.0)  # half of 390 minutes: S05, the B of W4, was there too
    figures = {}
    for name, more in (("planned", ()), ("worked", ("--covers", out / "cover_log.csv"))):
        done = paiban("kpi", "hall", out / "roster.csv", "--no-demand", "--json", *more)
        figures[name] = {(f["kpi"], f["subject"]): f["plan"] for f in json.loads(done.stdout)["figures"]}
    assert figures["worked"] != figures["planned"]


def test_without_a_log_the_database_keeps_the_cover(
    paiban: Run, hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduler.store.database import Store

    url = f"sqlite:///{tmp_path / 'paiban.db'}"
    monkeypatch.setenv("PAIBAN_DATABASE_URL", url)
    told(paiban, hall / "roster.csv", "--absent", "S04", "--at", "2026-09-08T08:15", "--confirm", "--by", "K03")
    assert (
        paiban(
            "cover",
            "hall",
            hall / "roster.csv",
            "--absent",
            "S04",
            "--at",
            "2026-09-08T10:00",
            "--back",
            "--lang",
            "en",
        ).returncode
        == 0
    )
    with Store(url) as store:
        kept = store.covers("hall", date(2026, 9, 8), date(2026, 9, 8))
        assert [(c.stand_in, c.minutes, c.dual) for c in kept] == [("S05", 90, True), ("S05", 0, True)]
        assert [line.action for line in store.audit_rows(f"cover/{kept[0].id}")] == ["cover.begin", "cover.end"]


@pytest.mark.parametrize(
    "words", [("--confirm", "--back"), ("--done", "x"), ("--log", "x.csv"), ("--stand-in", "S99"), ("--left-post",)]
)
def test_options_that_do_not_go_together_are_refused(paiban: Run, hall: Path, words: tuple[str, ...]) -> None:
    done = paiban("cover", "hall", hall / "roster.csv", "--absent", "S04", "--at", "2026-09-08T08:15", *words)
    assert done.returncode == 2 and done.stderr

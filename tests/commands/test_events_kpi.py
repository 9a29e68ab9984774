"""``paiban events`` and ``paiban kpi`` on the sample hall, with simulated actuals."""

import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.domain.roster import PRESENT_ROLES, Roster
from scheduler.planning import open_center
from scheduler.solver.greedy import greedy_roster
from scheduler.store.actuals import ATTENDANCE, SERVICE
from scheduler.store.roster_files import write_roster
from scheduler.store.tables import write_table
from tests.commands.conftest import Run

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 30)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Roster]:
    """A roster of September by the AB table, without search."""
    folder = open_center("hall")
    problem = make_problem(folder, *(folder.horizon or (FIRST, LAST)))
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    found = Roster.of(d for d in greedy_roster(problem).duties if d.day <= LAST)
    write_roster(found, path)
    return path, found


def simulate_actuals(roster: Roster, out: Path, seed: int) -> dict[str, int]:
    """Attendance and service of a roster: now and then late, off the post or missing; returns the counts planted."""
    draw, planted = random.Random(seed), {"late": 0, "left_post": 0, "absent": 0}
    rows: list[dict[str, object]] = []
    stretches = sorted({(d.day, d.person, d.start, d.end) for d in roster.duties if d.role in PRESENT_ROLES})
    whole: dict[tuple[date, str, bool], tuple[datetime, datetime]] = {}
    for day, person, start, end in stretches:
        a, b = whole.get((day, person, start.hour < 13), (start, end))
        whole[day, person, start.hour < 13] = (min(a, start), max(b, end))
    missing = {(day, person) for day, person, _ in whole if draw.random() < 0.01}
    for day, person in sorted(missing):
        planted["absent"] += 1
        rows.append({"date": day, "person": person, "kind": "absent"})
    for (day, person, _), (start, end) in sorted(whole.items()):
        if (day, person) in missing:
            continue
        late = draw.randrange(1, 15) if draw.random() < 0.03 else 0
        planted["late"] += late > 0
        rows.append(
            {"date": day, "person": person, "kind": "work", "start": start + timedelta(minutes=late), "end": end}
        )
        if draw.random() < 0.02:
            planted["left_post"] += 10
            rows.append(
                {
                    "date": day,
                    "person": person,
                    "kind": "left_post",
                    "start": end - timedelta(minutes=40),
                    "end": end - timedelta(minutes=30),
                }
            )
    service = []
    for duty in roster.duties:
        if duty.role in ("A", "B") and duty.start.hour < 13:
            offered = draw.randrange(5, 20)
            handled = offered - draw.randrange(3)
            service.append(
                {
                    "queue": duty.post,
                    "start": duty.start,
                    "person": duty.person,
                    "offered": offered,
                    "in_time": handled - draw.randrange(2),
                    "handled": handled,
                    "solved": handled - draw.randrange(2),
                    "errors": draw.randrange(2),
                    "ratings": handled // 2,
                    "score": 80 + draw.random() * 20,
                }
            )
    (out / "attendance.csv").write_bytes(write_table(ATTENDANCE, rows))
    (out / "service.csv").write_bytes(write_table(SERVICE, service))
    return planted


def test_events_of_the_sample(paiban: Run) -> None:
    done = paiban("events", "hall", "--no-demand", "--json")
    assert done.returncode == 1, done.stderr  # people on leave cannot be placed
    told = json.loads(done.stdout)
    training, meeting, visit, taught = told["events"]
    assert [g["people"] for g in visit["groups"]] == [["S09"]] and visit["groups"][0]["room"] == "site"
    assert (
        all(g["trainers"] == ["S03"] for g in taught["groups"]) and sum(len(g["people"]) for g in taught["groups"]) == 2
    )
    assert training["unplaced"] == [] and {u["person"] for u in meeting["unplaced"]} == {
        "M01",
        "M02",
        "S03",
        "S12",
        "S15",
    }
    assert len([c for c in meeting["closings"] if c["kind"] == "post"]) == 8 and not meeting["as_announced"]
    assert sum(len(g["people"]) for g in training["groups"]) == 12 and all(
        e["new_breaches"] == [] and e["proven"] for e in told["events"]
    )
    assert {d["duty"] for d in told["duties"]} >= {
        "assessment",
        "bulletin",
        "visit_plan",
        "visit_report",
        "self_summary",
    }


def test_events_as_text_with_a_roster_and_a_trainer(paiban: Run, made: tuple[Path, Roster]) -> None:
    done = paiban(
        "events", "hall", made[0], "--no-demand", "--lang", "zh", "--to", "2026-09-23", "--trainer", "E01=S20"
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert (
        "须分批或改期" in done.stdout
        and "W3、W5、W6须停窗" in done.stdout
        and "月度绩效考核" in done.stdout
        and "E02" not in done.stdout
    )


@pytest.mark.parametrize("text", ["E01", "E09=S01", "E01=Z9"])
def test_a_strange_trainer_is_refused(paiban: Run, text: str) -> None:
    done = paiban("events", "hall", "--no-demand", "--trainer", text)
    assert done.returncode == 2 and text in done.stderr


def test_a_hotline_without_trainings_still_has_duties(paiban: Run) -> None:
    done = paiban("events", "hotline", "--no-demand", "--lang", "en", "--to", "2026-09-30")
    assert done.returncode == 0 and "0 events" in done.stdout and "Written inspection bulletin" in done.stdout
    assert (
        "Test before going on post" in done.stdout
        and "Shi Lei (Z7)" in done.stdout
        and "Patrol of the floor" in done.stdout
    )


def test_a_planned_roster_has_its_events_and_they_are_not_placed_twice(paiban: Run, hall: Path) -> None:
    told = json.loads((hall / "events.json").read_text(encoding="utf-8"))
    assert [e["id"] for e in told["events"]] == ["E01", "E02", "E03", "E04"] and all(
        e["new_breaches"] == [] for e in told["events"]
    )
    rows = (hall / "events.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("event,kind,group,start,end,room,people") and sum(r.startswith("E01,") for r in rows) >= 2
    gone = {(a["person"], a["start"]) for e in told["events"] for a in e["absences"]}
    busy = [r.split(",") for r in (hall / "roster.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert not [b for b in busy if (b[1], b[3]) in gone and b[6] != "duty"]
    # The roster's own check knows the sittings: the same breaches as the plan, nobody missing without leave.
    checked = json.loads(paiban("check", "hall", hall / "roster.csv", "--json").stdout)
    strong = [b["rule"] for b in checked["breaches"] if b["level"] in ("HARD", "MUST")]
    planned = (hall / "breaches.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (
        sorted(strong) == sorted(line.split(",")[0] for line in planned if ",HARD," in line or ",MUST," in line)
        and "office_rota" not in strong
    )
    again = paiban("events", "hall", hall / "roster.csv", "--no-demand", "--lang", "en")
    assert (
        again.returncode == 0
        and "In the roster already: E01, E02, E03, E04" in again.stdout
        and "0 events" in again.stdout
    )


def test_events_beside_a_roster_that_cannot_be_read_are_a_fault(
    paiban: Run, made: tuple[Path, Roster], tmp_path: Path
) -> None:
    (tmp_path / "roster.csv").write_bytes(made[0].read_bytes())
    (tmp_path / "events.json").write_text(
        '{"events": [{"id": "E01", "absences": [{"person": "S01"}]}]}', encoding="utf-8"
    )
    done = paiban("check", "hall", tmp_path / "roster.csv", "--no-demand")
    assert done.returncode == 2 and "events.json" in done.stderr
    (tmp_path / "events.json").write_text(
        '{"events": [{"id": "E01", "absences": [{"person": "X", "kind": "training", "start": "2026-09-17T10:00", "end": "2026-09-17T12:00"}]}]}',
        encoding="utf-8",
    )
    done = paiban("check", "hall", tmp_path / "roster.csv", "--no-demand")
    assert done.returncode == 2 and "no person X" in done.stderr


def test_events_write_their_files_and_the_requests_to_print(paiban: Run, tmp_path: Path) -> None:
    done = paiban("events", "hall", "--no-demand", "--lang", "zh", "--out", tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "events.csv",
        "events.json",
        "roster.csv",
        "requests.html",
    }, done.stderr
    page = (tmp_path / "out" / "requests.html").read_text(encoding="utf-8")
    assert "挪作他用" in page and "梁晓燕" in page and "综合办" in page
    assert paiban("check", "hall", tmp_path / "out" / "roster.csv", "--no-demand", "--json").returncode == 1


def test_kpis_of_simulated_actuals(paiban: Run, made: tuple[Path, Roster], tmp_path: Path) -> None:
    path, roster = made
    actual = tmp_path / "actuals"
    actual.mkdir()
    planted = simulate_actuals(roster, actual, 7)
    assert min(planted.values()) > 0
    done = paiban("kpi", "hall", path, "--actuals", actual, "--json", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    found = {(f["kpi"], f["subject"]): f["actual"] for f in told["figures"]}
    assert (found["late", ""], found["left_post", ""], found["absent", ""]) == (
        planted["late"],
        planted["left_post"],
        planted["absent"],
    )
    assert found["unexplained", ""] == 0 and found["early", ""] == 0
    plan = {(f["kpi"], f["subject"]): f["plan"] for f in told["figures"]}
    assert found["empty_minutes", ""] > plan["empty_minutes", ""] and 80 <= found["satisfaction", ""] <= 100
    assert {f["subject"] for f in told["figures"] if f["kpi"] == "wape"} == {f"W{i}" for i in range(1, 9)}
    assert 1 <= len(told["shortlist"]) <= 3
    # The roster ends in September: October is not counted as empty, and a week can be asked for alone.
    assert plan["empty_minutes", ""] < 8 * 390
    week = paiban("kpi", "hall", path, "--no-demand", "--json", "--to", "2026-09-09")
    assert {f["kpi"]: f["plan"] for f in json.loads(week.stdout)["figures"] if not f["subject"]}["empty_minutes"] == 0
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names >= {
        "kpi.csv",
        "stars.csv",
        "kpi.xlsx",
        "bulletin_zh.txt",
        "bulletin_en.txt",
        "bulletin_zh.html",
        "evaluation.csv",
        "trends.csv",
        "ranking.csv",
    }
    assert (
        told["shortlist"][0]["person"]
        in (tmp_path / "out" / "bulletin_zh.txt").read_text(encoding="utf-8-sig").split("四、")[1]
    )


def test_faulty_actuals_are_refused_with_every_fault(paiban: Run, made: tuple[Path, Roster], tmp_path: Path) -> None:
    (tmp_path / "attendance.csv").write_text("date,person,kind,start,end\n2026-09-07,X1,work,,\n", encoding="utf-8")
    done = paiban("kpi", "hall", made[0], "--actuals", tmp_path, "--no-demand")
    assert (
        done.returncode == 2
        and "attendance.csv row 2 person" in done.stderr
        and "attendance.csv row 2 start" in done.stderr
    )
    empty = tmp_path / "none"
    empty.mkdir()
    done = paiban("kpi", "hall", made[0], "--actuals", empty, "--no-demand")
    assert done.returncode == 2 and "none of attendance.csv, service.csv, reviews.csv" in done.stderr


def test_kpis_of_the_last_whole_month_of_record(paiban: Run, tmp_path: Path) -> None:
    done = paiban("kpi", "hotline", "--json", "--no-demand", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["month"] == "2026-08" and told["months"] == ["2026-07", "2026-08", "2026-09"]
    assert told["special_checks"][0]["queue"] == "hotline" and told["analysis"] and len(told["shortlist"]) == 3
    assert (tmp_path / "out" / "bulletin_zh.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    july = paiban("kpi", "hotline", "--to", "2026-07-31", "--no-demand", "--lang", "zh")
    assert july.returncode == 0 and "2026-07-01 – 2026-07-31" in july.stdout and "首次响应及时率" in july.stdout
    none = paiban("kpi", "hotline", "--to", "2026-05-31", "--no-demand")
    assert none.returncode != 0 and "no records of 2026-05" in none.stderr

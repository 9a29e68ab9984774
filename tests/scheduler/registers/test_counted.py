"""What registers add to the figures of a month, and deadlines that several steps share."""

import itertools
from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.assemble import calendar_of, make_problem
from scheduler.domain.record import Record
from scheduler.kpi.months import month_of
from scheduler.planning import open_center
from scheduler.registers import awaited, expected
from scheduler.registers.dues import settled
from scheduler.registers.scene import scene_of
from scheduler.solver.greedy import greedy_roster
from scheduler.store.actuals import Actuals
from scheduler.store.folder import CenterFolder

MONDAY, LAST = date(2026, 9, 7), date(2026, 9, 30)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def figures(hall: CenterFolder, *records: Record, actuals: Actuals = Actuals()) -> dict[tuple[str, str], float | None]:  # noqa: B008
    roster = greedy_roster(make_problem(hall, MONDAY, LAST))
    return {
        (f.kpi, f.subject): f.actual
        for f in month_of(replace(hall, records=records), roster, actuals, MONDAY, LAST).figures
    }


def left(start: datetime, end: datetime, state: str = "done") -> Record:
    return Record(
        "left_post", "l", start.date(), "S01", "K01", state=state, body={"post": "W1", "start": start, "end": end}
    )  # type: ignore[arg-type]


def test_leaving_a_post_counts_as_minutes_off_it(hall: CenterFolder) -> None:
    """Half an hour of the morning; the lunch break inside the span is nobody's duty."""
    found = figures(hall, left(datetime(2026, 9, 8, 11, 30), datetime(2026, 9, 8, 14, 45)))
    assert found["left_post", "S01"] == 30 + 15
    assert not any(kpi == "unexplained" and value for (kpi, _), value in found.items()), (
        "a register is no clock: nobody else is missing"
    )
    assert ("left_post", "S01") not in figures(
        hall, left(datetime(2026, 9, 8, 11, 30), datetime(2026, 9, 8, 12), "void")
    )


def complaint(id: str, received: datetime, closed: date | None) -> Record:
    return Record(
        "complaint",
        id,
        received.date(),
        "W1",
        "K01",
        body={
            "received": received,
            "content": "态度",
            "about": "S01",
            **({"closed_on": closed, "result": "已致歉"} if closed else {}),
        },
    )


def test_every_complaint_counts_and_is_late_after_five_workdays(hall: CenterFolder) -> None:
    received = datetime(2026, 9, 8, 10, 20)
    records = (
        complaint("a", received, date(2026, 9, 15)),
        complaint("b", received, date(2026, 9, 16)),
        complaint("c", received, None),
    )
    assert [settled(r, calendar_of(hall), hall.center).due for r in records] == [datetime(2026, 9, 16)] * 3
    found = figures(hall, *records)
    assert (found["complaints", ""], found["complaints_closed", ""]) == (3, pytest.approx(200 / 3))
    assert found["complaints_in_time", ""] == pytest.approx(100 / 3)
    late = [
        a.record.id
        for a in awaited(scene_of(hall, None, records, MONDAY, MONDAY), datetime(2026, 9, 16, 8))
        if a.overdue and a.record.register == "complaint"
    ]
    assert late == ["c"]


def test_a_case_is_due_by_its_items_promise_and_counts_when_finished(hall: CenterFolder) -> None:
    """W1's 设立审批 is promised within five workdays, 设立备案 within one."""
    slow = Record(
        "case",
        "a",
        date(2026, 9, 8),
        "W1",
        "S01",
        body={"item": "设立审批", "accepted_on": date(2026, 9, 8), "finished_on": date(2026, 9, 15)},
    )
    quick = Record(
        "case",
        "b",
        date(2026, 9, 8),
        "W1",
        "S01",
        body={"item": "设立备案", "accepted_on": date(2026, 9, 8), "finished_on": date(2026, 9, 10)},
    )
    assert settled(slow, calendar_of(hall), hall.center).due == datetime(2026, 9, 16)
    assert settled(quick, calendar_of(hall), hall.center).due == datetime(2026, 9, 10)
    assert figures(hall, slow, quick)["on_time", ""] == 50


def test_daily_evaluations_and_visits_reach_the_assessment(hall: CenterFolder) -> None:
    points = Record(
        "evaluation", "v", date(2026, 9, 8), "S01", "K01", body={"attitude": 80.0, "quality": 90.0, "efficiency": 100.0}
    )
    body = {"start": datetime(2026, 9, 9, 9), "end": datetime(2026, 9, 9, 11)}
    trips = (
        Record("visit", "1", date(2026, 9, 9), "S01", body={**body, "report_on": date(2026, 9, 10), "report": "x"}),
        Record("visit", "2", date(2026, 9, 10), "S01", body=body),
    )
    roster = greedy_roster(make_problem(hall, MONDAY, LAST))
    month = month_of(replace(hall, records=(points, *trips)), roster, Actuals(), MONDAY, LAST)
    assert {(r.aspect, r.score) for r in month.actuals.reviews if r.person == "S01"} == {
        ("attitude", 80.0),
        ("quality", 90.0),
        ("efficiency", 100.0),
    }
    whole = month_of(replace(hall, records=(points, *trips)), roster, Actuals(), date(2026, 9, 1), LAST)
    assert ("visits", 50.0) in {(r.aspect, r.score) for r in whole.actuals.reviews}


def test_each_step_of_an_assessment_has_its_day(hall: CenterFolder) -> None:
    scene = scene_of(hall, None, (), MONDAY, MONDAY)
    entry = next(e for e in expected(scene, "assessment", date(2026, 10, 1), date(2026, 10, 1)) if e.subject == "S01")
    steps = [
        ("summary_on", datetime(2026, 10, 4)),
        ("scored_on", datetime(2026, 10, 6)),
        ("verified_on", datetime(2026, 10, 9)),
        ("fed_back_on", datetime(2026, 10, 11)),
    ]
    for name, due in steps:
        assert entry.due == due and entry.state == "open"
        entry = settled(replace(entry, body={**entry.body, name: date(2026, 10, 2)}), calendar_of(hall), hall.center)
    assert entry.state == "done"


def test_patrols_go_round_the_heads_and_inspections_round_the_sections(hall: CenterFolder) -> None:
    scene = scene_of(hall, None, (), MONDAY, MONDAY)
    turns = [e.subject for e in expected(scene, "patrol", MONDAY, date(2026, 10, 25))]
    heads = [s.head for s in hall.center.sections]
    assert len(turns) == 7 and all(heads[(heads.index(a) + 1) % len(heads)] == b for a, b in itertools.pairwise(turns))
    # The week of the National Day holiday has its own last workday.
    assert [e.due for e in expected(scene, "patrol", date(2026, 9, 28), date(2026, 9, 28))] == [datetime(2026, 10, 1)]
    checks = list(expected(scene, "inspection", MONDAY, LAST))
    assert {e.subject for e in checks} == {"FDI", "TRADE", "PROC", "MECH", "FIN", "OFFICE"} and {
        e.due for e in checks
    } == {datetime(2026, 10, 1)}


def test_everybody_on_duty_is_evaluated_by_the_head(hall: CenterFolder) -> None:
    day = date(2026, 9, 15)  # S04 is away
    entries = {e.subject: e.owner for e in expected(scene_of(hall, None, (), MONDAY, day), "evaluation", day, day)}
    assert entries["S01"] == "K01" and "S04" not in entries and len(entries) > 15


def test_next_years_training_plan_is_due_on_decembers_last_workday(hall: CenterFolder) -> None:
    (entry,) = expected(
        scene_of(hall, None, (), MONDAY, MONDAY), "training_plan", date(2026, 11, 20), date(2026, 12, 31)
    )
    assert (entry.id, entry.due) == ("2027-plan", datetime(2027, 1, 1))


def test_the_effect_of_a_training_is_judged_within_seven_days(hall: CenterFolder) -> None:
    record = Record(
        "training_record",
        "t",
        MONDAY,
        "",
        "K01",
        body={
            "topic": "窗口礼仪",
            "start": datetime(2026, 9, 7, 9),
            "end": datetime(2026, 9, 7, 11),
            "people": ("S01", "S02"),
        },
    )
    due = settled(record, calendar_of(hall), hall.center)
    assert (due.due, due.state) == (datetime(2026, 9, 15), "open")
    assert (
        settled(replace(record, body={**record.body, "effect": "good"}), calendar_of(hall), hall.center).state == "done"
    )

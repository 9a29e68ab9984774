"""People who leave, tests passed and failed, visits and fixed work, trainings: what planning then goes by."""

import itertools
from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.activities.place import place_off_line
from scheduler.assemble import make_problem
from scheduler.domain.record import Record
from scheduler.planning import open_center
from scheduler.registers import applied, awaited, expected
from scheduler.registers.scene import scene_of
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder

MONDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 13)
WEDNESDAY = date(2026, 9, 9)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def move(kind: str) -> Record:
    return Record("staff_move", "m", WEDNESDAY, "S02", "K01", body={"kind": kind, "effective": WEDNESDAY})


def exam(on: date, passed: bool, id: str = "e", person: str = "S02", skill: str = "外资设立") -> Record:
    return Record("exam", id, on, person, "K01", body={"skill": skill, "taken_on": on, "passed": passed})


def test_whoever_leaves_is_off_the_roster_the_table_and_the_seals_from_that_day(hall: CenterFolder) -> None:
    problem = make_problem(replace(hall, records=(move("leave"),)), MONDAY, SUNDAY)
    center = problem.center
    assert {d.day for d in greedy_roster(problem).duties if d.person == "S02"} == {MONDAY, date(2026, 9, 8)}
    assert center.holder("W2", date(2026, 9, 8)) == "S02" and center.holder("W2", WEDNESDAY) is None
    assert "S02" in center.custodians("seal", "FDI", date(2026, 9, 8)) and "S02" not in center.custodians(
        "seal", "FDI", WEDNESDAY
    )


def test_whoever_moves_keeps_working_but_backs_up_no_post(hall: CenterFolder) -> None:
    problem = make_problem(replace(hall, records=(move("move"),)), MONDAY, SUNDAY)
    assert problem.center.ab_line("S02", "W1", WEDNESDAY) is None
    assert SUNDAY - WEDNESDAY and any(d.person == "S02" and d.day == WEDNESDAY for d in greedy_roster(problem).duties)
    assert applied(replace(hall, records=(move("join"),))).center == hall.center


def test_a_move_is_overdue_until_assets_material_and_keys_are_settled(hall: CenterFolder) -> None:
    def open_moves(**body: object) -> list[bool]:
        record = replace(move("leave"), body={**move("leave").body, **body})
        return [
            a.overdue
            for a in awaited(scene_of(hall, None, (record,), MONDAY, MONDAY), datetime(2026, 9, 10, 0, 1))
            if a.record.register == "staff_move"
        ]

    assert open_moves(assets_on=WEDNESDAY, material_on=WEDNESDAY) == [True]
    assert open_moves(assets_on=WEDNESDAY, material_on=WEDNESDAY, keys_on=WEDNESDAY) == []


def test_a_passed_test_sets_the_day_from_which_a_skill_counts(hall: CenterFolder) -> None:
    """S04 has no skill for window 1 before the test."""
    center = make_problem(replace(hall, records=(exam(WEDNESDAY, True, person="S04"),)), MONDAY, SUNDAY).center
    assert [
        center.qualified(center.person["S04"], center.post["W1"], day) for day in (date(2026, 9, 8), WEDNESDAY)
    ] == [False, True]


def test_a_failed_test_takes_the_skill_until_a_resit_is_passed(hall: CenterFolder) -> None:
    failed, passed = exam(date(2026, 9, 8), False), exam(date(2026, 9, 10), True, "f")
    for records, want in (
        ((failed,), [True, False, False, False]),
        ((failed, passed), [True, False, False, True]),
        ((passed, failed), [True, False, False, True]),
    ):
        center = make_problem(replace(hall, records=records), MONDAY, SUNDAY).center
        assert [center.source("S02", "W1", date(2026, 9, d)) is not None for d in (7, 8, 9, 10)] == want
    problem = make_problem(replace(hall, records=(failed,)), MONDAY, SUNDAY)
    assert not any(d.person == "S02" and d.post == "W1" for d in greedy_roster(problem).duties if d.day > MONDAY)


def test_a_resit_is_due_until_it_is_passed(hall: CenterFolder) -> None:
    failed, passed = exam(date(2026, 9, 8), False), exam(date(2026, 9, 10), True, "f")

    def due(*records: Record) -> list[tuple[str, datetime | None]]:
        scene = scene_of(hall, None, records, MONDAY, MONDAY)
        return [
            (a.record.subject, a.record.due)
            for a in awaited(scene, datetime(2026, 9, 12))
            if a.record.register == "exam"
        ]

    assert due(failed) == [("S02", datetime(2026, 10, 9))]
    assert due(failed, passed) == []


def visit(by: str | None = "K01", **more: object) -> Record:
    body = {
        "start": datetime(2026, 9, 9, 14, 30),
        "end": datetime(2026, 9, 9, 16, 30),
        "client": "甲公司",
        **({"approved_by": by} if by else {}),
        **more,
    }
    return Record("visit", "2026-09-S02-01", WEDNESDAY, "S02", "S02", body=body)


@pytest.mark.parametrize(("by", "away"), [("K01", True), ("M01", True), (None, False), ("S02", False), ("S03", False)])
def test_an_approved_visit_is_an_official_trip_of_the_roster(hall: CenterFolder, by: str | None, away: bool) -> None:
    problem = make_problem(replace(hall, records=(visit(by),)), MONDAY, SUNDAY)
    trips = [a for a in problem.absences if a.person == "S02" and a.kind == "official_trip"]
    assert [(a.start, a.end) for a in trips] == (
        [(datetime(2026, 9, 9, 14, 30), datetime(2026, 9, 9, 16, 30))] if away else []
    )
    on = [
        d
        for d in greedy_roster(problem).duties
        if d.person == "S02" and d.start < datetime(2026, 9, 9, 16, 30) and datetime(2026, 9, 9, 14, 30) < d.end
    ]
    assert bool(on) != away


def test_a_report_is_due_two_days_after_the_visit(hall: CenterFolder) -> None:
    def late(record: Record, now: datetime) -> list[bool]:
        return [
            a.overdue for a in awaited(scene_of(hall, None, (record,), MONDAY, MONDAY), now) if a.record.id == record.id
        ]

    assert late(visit(), datetime(2026, 9, 11, 23, 59)) == [False]
    assert late(visit(), datetime(2026, 9, 12, 0, 1)) == [True]
    assert late(visit(report_on=date(2026, 9, 10), report="谈妥"), datetime(2026, 9, 12, 0, 1)) == []


def test_next_months_visits_are_spread_over_its_workdays_and_planned_by_the_last_workday(hall: CenterFolder) -> None:
    quota = Record("visit_quota", "q", MONDAY, "S09", "K03", body={"visits": 4, "valid_from": MONDAY})
    entries = list(expected(scene_of(hall, None, (quota,), MONDAY, MONDAY), "visit", MONDAY, date(2026, 9, 30)))
    days = [e.day for e in entries]
    assert len(days) == 4 and all(d.month == 10 for d in days)
    # October 2026 begins with the holiday: 8 October is the first workday, the 10th a make-up one.
    assert min(days) >= date(2026, 10, 8) and all((b - a).days >= 4 for a, b in itertools.pairwise(days))
    assert {e.due for e in entries} == {datetime(2026, 10, 1)}, "30 September is September's last workday"


def test_work_with_a_fixed_time_is_placed_into_its_hour(hall: CenterFolder) -> None:
    """S02 backs up window 1 and the other way round: an hour and a half for S01 empties nothing."""
    body = {
        "what": "编制月报",
        "promised": date(2026, 9, 11),
        "start": datetime(2026, 9, 9, 9),
        "end": datetime(2026, 9, 9, 10, 30),
    }
    task = Record("task", "t", WEDNESDAY, "S01", "K01", body=body)
    problem = make_problem(replace(hall, records=(task,)), WEDNESDAY, WEDNESDAY)
    placed = place_off_line(problem, greedy_roster(problem))
    assert [(a.person, a.start, a.end) for a in placed.activities if a.routine == "task t" and a.kind == "task"] == [
        ("S01", body["start"], body["end"])
    ]
    done = replace(task, body={**body, "done_on": date(2026, 9, 8)})
    assert make_problem(replace(hall, records=(done,)), WEDNESDAY, WEDNESDAY).center.tasks == hall.center.tasks


def test_a_planned_training_is_placed_so_that_no_window_closes(hall: CenterFolder) -> None:
    from scheduler.events import place_events

    body = {
        "topic": "新系统",
        "mode": "classroom",
        "start": datetime(2026, 9, 9, 14, 30),
        "end": datetime(2026, 9, 9, 16, 30),
        "people": ("S01", "S02", "S03", "S04"),
        "go_live": date(2026, 9, 20),
    }
    planned = Record("training_plan", "p", WEDNESDAY, "", "K01", body=body)
    folder = applied(replace(hall, records=(planned,)))
    (event,) = [e for e in folder.events if e.id.startswith("training_plan")]
    problem = make_problem(folder, MONDAY, SUNDAY)
    (placed,) = place_events(problem, greedy_roster(problem), [event])
    assert {p for g in placed.groups for p in g.people} == {"S01", "S02", "S03", "S04"} and len(placed.groups) >= 2, (
        "W1 and W2 back each other up"
    )
    assert not placed.new_breaches
    held = replace(planned, body={**body, "held_on": WEDNESDAY})
    assert applied(replace(hall, records=(held,))).events == hall.events


def test_a_room_given_to_something_else_is_kept_clear_if_the_leader_consented(hall: CenterFolder) -> None:
    from scheduler.events import Rooms

    start, end = datetime(2026, 9, 9, 9), datetime(2026, 9, 9, 11)

    def free(by: str | None) -> list[bool]:
        body = {"start": start, "end": end, "purpose": "来访接待", **({"approved_by": by} if by else {})}
        rooms = Rooms.of(
            applied(replace(hall, records=(Record("room_use", "r", WEDNESDAY, "hall", "K01", body=body),)))
        )
        return [
            rooms.free(r, datetime(2026, 9, 9, hour), datetime(2026, 9, 9, hour + 1), {})
            for r in rooms.own
            if r.id == "hall"
            for hour in (8, 9, 10, 11)
        ]

    assert free("L01") == [True, False, False, True]
    assert free(None) == free("K01") == [True] * 4

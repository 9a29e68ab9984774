"""Every figure of the monthly report against numbers worked out by hand."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest

from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.kpi import Assessment, Figure, kpi_figures, shortlist
from scheduler.kpi.attended import attended, minus, union, worked_roster
from scheduler.kpi.bulletin import bulletin, kpi_files
from scheduler.kpi.fairness import burdens, gini, spread
from scheduler.kpi.service import forecast_errors, service_figures
from scheduler.kpi.stars import passed_over
from scheduler.rules.tiny import MONDAY, away, hall, hotline, roster
from scheduler.store.actuals import Actuals, Attendance, Service, parse_actuals
from scheduler.store.faults import FolderFaults


def at(clock: str, day: int = 0) -> datetime:
    return datetime(2026, 9, 7 + day, int(clock[:2]), int(clock[3:]))


def work(person: str, start: str, end: str, post: str | None = None, kind: str = "work", day: int = 0) -> Attendance:
    return Attendance(date(2026, 9, 7 + day), person, kind, at(start, day), at(end, day), post)  # type: ignore[arg-type]


def planned() -> tuple[RosterProblem, Roster]:
    """Two windows 09–12 and 14–17: a away in the morning, b doubles; W2 is empty in the afternoon's last hour."""
    problem = hall(absences=(away("a", "AM"),))
    return problem, roster(
        problem, "b W1 AM", "b W2 AM", "a W1 PM", "b W2 14:00-16:00", "m back AM", "m back PM", "c back AM", "c back PM"
    )


def values(figures: tuple[Figure, ...]) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    return {(f.kpi, f.subject): (f.plan, f.actual) for f in figures}


def test_windows_as_planned() -> None:
    problem, plan = planned()
    found = values(kpi_figures(problem, plan))
    # 2 windows x 6 h = 720 min open; W2 empty 60; b on both 180 min. W1 and W2 need seal and key:
    # W2's cashier key is b, gone 16-17, when W2 is empty anyway.
    assert found["empty_minutes", ""] == (60, None)
    assert found["ab_coverage", ""] == (pytest.approx(100 * 660 / 720), None)
    assert found["dual_hours", ""] == (3, None)
    assert found["open_rate", ""] == (pytest.approx(100 * 660 / 720), None)


def test_a_window_without_its_key_is_not_open() -> None:
    problem = hall()
    plan = roster(problem, "a W1 AM", "a W1 PM", "c W2 AM", "b W2 PM", "m back AM", "m back PM")
    found = values(kpi_figures(problem, plan))
    # W2 held by c in the morning, who is not of its AB table and has no cashier key.
    assert found["empty_minutes", ""][0] == 0
    assert found["open_rate", ""][0] == pytest.approx(100 * 540 / 720)
    assert found["ab_coverage", ""][0] == pytest.approx(100 * 540 / 720)


def test_actual_against_plan() -> None:
    problem, plan = planned()
    records = [
        work("b", "09:20", "12:00"),
        work("b", "14:00", "15:50"),
        work("a", "14:00", "17:00"),
        work("a", "15:00", "15:10", kind="left_post"),
        work("c", "09:00", "12:00"),
        work("c", "14:00", "16:00"),
        work("c", "16:00", "17:00", post="W2"),
        work("m", "09:00", "12:00"),
        work("m", "14:00", "17:00"),
    ]
    found = values(kpi_figures(problem, plan, Actuals(tuple(records))))
    # Empty: W1, W2 09:00-09:20 (40), W1 15:00-15:10 (10), W2 15:50-16:00 (10); 16-17 c came over.
    assert found["empty_minutes", ""] == (60, 60)
    assert found["dual_hours", ""] == (3, pytest.approx(160 / 60))
    # c is not of W2's AB table, and b's cashier key is gone from 15:50: 720 - 60 - 60.
    assert found["ab_coverage", ""][1] == found["open_rate", ""][1] == pytest.approx(100 * 600 / 720)
    assert found["late", "b"] == (None, 1) and found["late_minutes", ""] == (None, 20)
    assert found["early", "b"] == (None, 1) and ("early", "a") not in found
    assert (
        found["left_post", "a"] == (None, 10)
        and found["absent", ""] == (None, 0)
        and found["unexplained", ""] == (None, 0)
    )
    # The grace of 20 minutes forgives both.
    kind = values(kpi_figures(problem, plan, Actuals(tuple(records)), Assessment(grace=20)))
    assert kind["late", ""] == kind["early", ""] == (None, 0)


def test_absence_is_confirmed_by_a_human_or_left_open() -> None:
    problem, plan = planned()
    records = [work("a", "14:00", "17:00"), Attendance(MONDAY, "b", "absent"), work("m", "09:00", "11:00")]
    tallies = {t.person: t for t in attended(plan, records)}
    assert (tallies["b"].absent, tallies["b"].late, tallies["b"].unexplained) == (1, 0, 0)
    assert tallies["c"].unexplained == 1 and tallies["a"].spotless
    # m left at 11 and never came in the afternoon: early once, late once, 180 minutes.
    assert (tallies["m"].early, tallies["m"].late, tallies["m"].late_minutes) == (1, 1, 180)
    assert values(kpi_figures(problem, plan, Actuals(tuple(records))))["empty_minutes", ""][1] == 3 * 60 * 2 + 180


def test_only_days_of_record_are_compared() -> None:
    problem = hall(2)
    plan = roster(
        problem, *(f"{w} {p} {s} {d}" for w, p in (("a", "W1"), ("b", "W2")) for s in ("AM", "PM") for d in (0, 1))
    )
    records = [work(who, start, end) for who in "ab" for start, end in (("09:00", "12:00"), ("14:00", "17:00"))]
    assert values(kpi_figures(problem, plan, Actuals(tuple(records))))["empty_minutes", ""] == (0, 0)
    assert {d.day for d in worked_roster(problem, plan, records).duties} == {MONDAY}


def test_service_figures_and_forecast_errors() -> None:
    rows = [
        Service("Q1", at("09:00"), "a", offered=10, in_time=8, handled=10, solved=9, errors=1, ratings=4, score=90),
        Service("Q1", at("09:30"), "b", offered=30, in_time=27, handled=30, solved=30, ratings=12, score=80),
        Service("Q2", at("09:00"), offered=0),
    ]
    assert service_figures(rows) == {
        "answer_timeliness": 87.5,
        "satisfaction": pytest.approx(82.5),
        "resolution": 97.5,
        "error_rate": 2.5,
    }
    assert service_figures([]) == {} and service_figures(rows[2:]) == {}
    needs = [
        NeedCell("Q1", at(c), at(c) + timedelta(minutes=30), mean, 1)
        for c, mean in (("09:00", 14.0), ("09:30", 24.0), ("10:00", 99.0))
    ]
    # |10-14| + |30-24| = 10 of 40; bias (4 - 6) / 40; ten o'clock has no record.
    assert forecast_errors(rows, needs) == {"Q1": (25.0, -5.0)}


def test_gini_and_range() -> None:
    assert gini([3, 3, 3]) == 0 and gini([0, 0, 0]) == 0
    assert gini([0, 0, 0, 4]) == pytest.approx(0.75)
    # Pairs of 1, 2, 3: |1-2|+|1-3|+|2-3| = 4, twice, over 2 x 9 x 2.
    assert gini([3, 1, 2]) == pytest.approx(8 / 36)
    assert spread([-1, 1]) == (2, 0.5)
    with pytest.raises(ValueError, match="Gini"):
        gini([-1, 2])


def test_burdens_of_a_hotline_with_its_ledger() -> None:
    problem = hotline(7, ledger={"x": {"nights": 2.0}})
    plan = roster(problem, "x N 1", "x N 2", "y N 3", "l D 5", "y D 6")
    assert burdens(problem, plan, {d.date for d in problem.days})["nights"] == {"h": 0, "l": 0, "x": 2, "y": 1}
    found = values(kpi_figures(problem, plan))
    # nights 0 0 4 1: range 4, Gini (4+1+4+1+4+... pairs 0-0 0, 0-4 4 twice, 0-1 1 twice, 4-1 3 = 13) x 2 / (2 x 16 x 1.25).
    assert found["fair_range", "nights"][0] == 4 and found["fair_gini", "nights"][0] == pytest.approx(26 / 40)
    assert found["fair_range", "weekends"] == (1, None) and found["fair_gini", "weekends"][0] == pytest.approx(0.5)
    assert found["fair_range", "holidays"] == (0, None)


def test_duty_and_cover_of_a_hall() -> None:
    problem, plan = planned()
    duty = Duty(MONDAY, "a", at("09:00"), at("17:00"), "W1", "duty", "O")
    found = burdens(problem, Roster.of([*plan.duties, duty]), {MONDAY})
    assert found == {"duty": {"a": 1, "b": 0}, "cover": {"a": 0, "b": 180}}
    fair = {f.subject: f for f in kpi_figures(problem, plan) if f.kpi == "fair_range"}
    assert fair["cover"].plan == 180 and fair["cover"].unit == "min" and fair["duty"].unit == "count"
    assert values(kpi_figures(problem, plan))["covers", "b"] == (1, None)


def test_legal_breaches_are_counted_by_article() -> None:
    problem = hotline(7)
    lawful = values(kpi_figures(problem, roster(problem, "x D 0")))
    assert {s: v[0] for (k, s), v in lawful.items() if k == "legal"} == dict.fromkeys(
        ("C20", "C21", "C22", "C23", "C24"), 0
    )
    broken = values(kpi_figures(problem, roster(problem, "x D 0", "x E 0", *(f"y D {d}" for d in range(7)))))
    assert broken["legal", "C20"][0] == 1 and broken["legal", "C23"][0] == 1 and broken["legal", "C24"][0] == 0


def served(person: str, ratings: int, score: float, solved: int = 90, errors: int = 0) -> Service:
    return Service(
        "Q1",
        at("09:00"),
        person,
        offered=100,
        in_time=90,
        handled=100,
        solved=solved,
        errors=errors,
        ratings=ratings,
        score=score,
    )


def test_the_shortlist_is_by_score_among_the_spotless() -> None:
    problem = hall(absences=(away("a", "AM"),))
    plan = roster(
        problem, "b W1 AM", "b W2 AM", "a W1 PM", "b W2 PM", "m back AM", "m back PM", "c back AM", "c back PM"
    )
    full = [work(p, s, e) for p in "bcm" for s, e in (("09:00", "12:00"), ("14:00", "17:00"))]
    service = (served("a", 40, 95), served("b", 40, 90, errors=2), served("c", 40, 99), served("m", 5, 100))
    actuals = Actuals((*full, work("a", "14:00", "17:00")), service)
    best = shortlist(problem, plan, actuals)
    # b: .4 x 90 + .3 x 90 + .2 x 98 + .1 x 100 = 92.6; c: 39.6 + 27 + 20 = 86.6; a: 38 + 27 + 20 = 85.
    assert [(c.person, round(c.score, 6)) for c in best] == [("b", 92.6), ("c", 86.6), ("a", 85.0)]
    assert [(a.person, why[1]) for a, why in passed_over(problem, plan, actuals)] == [("m", "5 ratings, fewer than 20")]
    late = Actuals((*full[1:], work("b", "09:01", "12:00"), work("a", "14:00", "17:00")), service)
    assert [c.person for c in shortlist(problem, plan, late, Assessment(stars=1))] == ["c"]


def test_bulletin_and_files_name_what_was_found() -> None:
    problem, plan = planned()
    actuals = Actuals(
        (work("b", "09:20", "12:00"), work("b", "14:00", "16:00"), work("a", "14:00", "17:00")), (served("a", 30, 88),)
    )
    figures, best = kpi_figures(problem, plan, actuals), shortlist(problem, plan, actuals)
    zh, en = (bulletin(problem, figures, best, lang) for lang in ("zh", "en"))
    assert "空岗" in zh and "乙(b)" in zh and "由人决定" in zh and "甲(a)" in zh.split("四、")[1]
    assert "Late · Bob (b): 1 times" in en and "people decide" in en and "1 breaches" not in en
    files = kpi_files(problem, figures, best)
    assert set(files) == {"kpi.csv", "stars.csv", "bulletin_zh.txt", "bulletin_en.txt", "kpi.xlsx"}
    lines = files["kpi.csv"].decode("utf-8-sig").splitlines()
    assert "late,b,迟到,Late,,1,count,3-33" in lines
    book = openpyxl.load_workbook(BytesIO(files["kpi.xlsx"]))
    assert book.sheetnames == ["指标", "服务之星候选"] and book["服务之星候选"]["B2"].value == "a"
    assert files == kpi_files(problem, figures, best)


def test_spans() -> None:
    nine, ten, noon = at("09:00"), at("10:00"), at("12:00")
    assert union([(ten, noon), (nine, ten)]) == [(nine, noon)]
    assert minus([(nine, noon)], [(ten, ten + timedelta(minutes=5))]) == [
        (nine, ten),
        (ten + timedelta(minutes=5), noon),
    ]


ATTENDANCE = "日期,工号,类别,开始,结束,岗位\n"


def test_every_fault_of_the_actuals_is_reported_at_once() -> None:
    files = {
        "attendance.csv": (
            ATTENDANCE
            + "2026-09-07,zz,在岗,2026-09-07T09:00,2026-09-07T12:00,\n2026-09-07,a,在岗,,,\n2026-09-07,a,旷工,2026-09-07T09:00,2026-09-07T12:00,\n"
            "2026-09-07,b,在岗,2026-09-07T12:00,2026-09-07T09:00,W9\n2026-09-07,b,睡觉,2026-09-07T09:00,2026-09-07T10:00,\n2026-09-07,c,在岗,2026-09-09T09:00,2026-09-09T10:00,\n"
        ).encode(),
        "service.csv": b"queue,start,offered,in_time,handled,ratings,score\nQ1,2026-09-07T09:00,5,6,5,1,\nQ9,2026-09-07T09:00,-1,0,0,0,\n",
    }
    with pytest.raises(FolderFaults) as caught:
        parse_actuals(files, hall().center)
    found = [(f.file, f.row, f.column) for f in caught.value.faults]
    assert found == [
        ("attendance.csv", 2, "工号"),
        ("attendance.csv", 3, "开始"),
        ("attendance.csv", 4, "开始"),
        ("attendance.csv", 5, "岗位"),
        ("attendance.csv", 5, "结束"),
        ("attendance.csv", 6, "类别"),
        ("attendance.csv", 7, "开始"),
        ("service.csv", 2, "in_time"),
        ("service.csv", 2, "score"),
        ("service.csv", 3, "offered"),
        ("service.csv", 3, "queue"),
    ]


def test_actuals_are_read_with_chinese_headers() -> None:
    files = {
        "attendance.csv": (
            ATTENDANCE + "2026-09-07,a,在岗,2026-09-07T09:00,2026-09-07T12:00,W1\n2026-09-07,b,旷工,,,\n"
        ).encode("gb18030")
    }
    read = parse_actuals(files, hall().center)
    assert (
        read.attendance == (work("a", "09:00", "12:00", "W1"), Attendance(MONDAY, "b", "absent")) and read.service == ()
    )

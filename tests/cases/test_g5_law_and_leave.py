"""G5: arithmetic of the law and of the leave ladder."""

from datetime import date

import pytest

from scheduler.assemble import make_problem
from scheduler.leave.types import chain_for
from scheduler.planning import open_center
from scheduler.store.approvals import read_chains
from scheduler.store.calendars import load_calendar
from scheduler.store.laws import read_law


@pytest.mark.parametrize(("years", "days"), [(0.9, 0), (1, 5), (9.9, 5), (10, 10), (19.9, 10), (20, 15), (35, 15)])
def test_annual_leave_by_total_service(years: float, days: int) -> None:
    assert read_law().annual_leave_days(years) == days


def test_normal_hours_of_the_six_weeks() -> None:
    minutes = load_calendar().norm_minutes(date(2026, 9, 7), date(2026, 10, 19))
    assert minutes == 208 * 60
    team = [p for p in open_center("hotline").center.staff if p.rota == "rostered"]
    assert len(team) == 11
    assert len(team) * minutes == 2288 * 60


def test_the_base_plan_needs_more_than_the_team_has() -> None:
    """2,288 normal hours against 2,624 needed: covers of the sample, storm days included."""
    folder = open_center("hotline")
    problem = make_problem(folder, date(2026, 9, 7), date(2026, 10, 18))
    heads = sum(c.heads for c in problem.covers if c.rank is None and c.skill is None)
    assert heads * 8 == 2624


@pytest.mark.parametrize(
    ("kind", "days", "final"),
    [
        ("personal", 0.5, "section_head"),
        ("personal", 1, "leader_in_charge"),
        ("personal", 1.5, "bureau_director"),
        ("sick", 2, "leader_in_charge"),
        ("sick", 3, "bureau_director"),
        ("annual", 3, "leader_in_charge"),
        ("emergency", 5, None),
    ],
)
def test_who_approves(kind: str, days: float, final: str | None) -> None:
    assert chain_for(read_chains(), kind, days).final == final


def test_a_hospital_record_is_asked_from_the_third_sick_day() -> None:
    assert [chain_for(read_chains(), "sick", d).evidence for d in (2, 2.5, 3)] == [
        "",
        "hospital_record",
        "hospital_record",
    ]


def test_no_chain_is_an_error() -> None:
    with pytest.raises(ValueError, match="0 approval chains"):
        chain_for(read_chains(), "holiday on the moon", 1)

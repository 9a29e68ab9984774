"""Reasons and health evidence are for the applicant and the approvers; nobody else."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.leave.request import Delegation, LeaveError, LeaveRequest
from scheduler.leave.rules import LeaveRules
from scheduler.leave.visible import approvers, visible, visible_all
from scheduler.leave.workflow import act
from tests.scheduler.leave.conftest import asked

DAY = date(2026, 9, 15)


@pytest.fixture
def sick(rules: LeaveRules) -> LeaveRequest:
    request = replace(
        asked("S04", "sick", "2026-09-15", "2026-09-18"), reason="pneumonia", evidence=frozenset({"hospital_record"})
    )
    return act(rules, request, "submit", "S04", datetime(2026, 9, 14, 9))[0]


@pytest.mark.parametrize("viewer", ["S04", "K03", "L01", "J01"])
def test_applicant_and_approvers_see_everything(rules: LeaveRules, sick: LeaveRequest, viewer: str) -> None:
    assert visible(rules, sick, viewer, DAY) == sick


def test_everybody_else_sees_who_is_away_and_when(rules: LeaveRules, sick: LeaveRequest) -> None:
    able = approvers(rules, sick, DAY)
    others = [p.id for p in rules.center.people if p.id not in able and p.id != "S04"]
    assert len(others) == len(rules.center.people) - 4
    for viewer in others:
        seen = visible(rules, sick, viewer, DAY)
        assert (seen.person, seen.start, seen.end, seen.kind) == ("S04", sick.start, sick.end, "away")
        assert "pneumonia" not in repr(seen) and "hospital" not in repr(seen) and "S2" not in repr(seen)


def test_a_holiday_may_be_called_one_but_its_reason_is_private(rules: LeaveRules) -> None:
    request, _ = act(
        rules,
        replace(asked("S01", "annual", "2026-09-15", "2026-09-16"), reason="divorce"),
        "submit",
        "S01",
        datetime(2026, 9, 11, 9),
    )
    seen = visible(rules, request, "S02", DAY)
    assert (seen.kind, seen.reason) == ("annual", "")


def test_a_delegate_sees_it_only_while_standing_in(rules: LeaveRules, sick: LeaveRequest) -> None:
    stood_for = replace(rules, delegations=(Delegation("K03", "K04", date(2026, 9, 15), date(2026, 9, 15)),))
    assert visible(stood_for, sick, "K04", DAY) == sick
    assert visible(stood_for, sick, "K04", date(2026, 9, 16)).reason == ""


def test_drafts_are_the_applicants_alone(rules: LeaveRules, sick: LeaveRequest) -> None:
    draft = asked("S01", "sick", "2026-09-15", "2026-09-16", "R2")
    assert [r.id for r in visible_all(rules, [sick, draft], "K03", DAY)] == ["R1"]
    assert [r.id for r in visible_all(rules, [sick, draft], "S01", DAY)] == ["R1", "R2"]
    with pytest.raises(LeaveError, match="not submitted"):
        visible(rules, draft, "K01", DAY)


def test_the_trail_of_steps_tells_no_reason_of_illness(rules: LeaveRules) -> None:
    request = replace(asked("S04", "sick", "2026-09-15", "2026-09-16"), reason="pneumonia")
    _, step = act(rules, request, "submit", "S04", datetime(2026, 9, 14, 9))
    assert "pneumonia" not in repr(step)

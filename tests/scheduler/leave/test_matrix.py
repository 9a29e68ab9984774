"""Who signs what: the table, one level up, never oneself, sums, delegates."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.leave.ladder import approval_cycles, level, signers, steps_for
from scheduler.leave.request import Delegation, LeaveError, State, Step
from scheduler.leave.rules import LeaveRules
from scheduler.leave.screening import screen
from scheduler.leave.types import chain_for
from scheduler.planning import open_center
from scheduler.verdict.judge import leave_rules
from tests.scheduler.leave.conftest import Desk, asked

EARLY = datetime(2026, 9, 1, 9)


@pytest.mark.parametrize(
    ("kind", "days", "chain"),
    [
        ("personal", 0.5, "P1"),
        ("personal", 0.75, "P2"),
        ("personal", 1, "P2"),
        ("personal", 1.5, "P3"),
        ("sick", 2, "S1"),
        ("sick", 2.5, "S2"),
        ("sick", 3, "S2"),
        ("emergency", 9, "S3"),
        ("annual", 0.5, "H1"),
        ("maternity", 98, "H1"),
        ("meeting", 1, "X1"),
        ("toil", 1, "X2"),
    ],
)
def test_the_chain_of_a_length(rules: LeaveRules, kind: str, days: float, chain: str) -> None:
    assert chain_for(rules.chains, kind, days).id == chain


def test_every_leave_type_has_a_chain_for_every_length(rules: LeaveRules) -> None:
    for kind in rules.kinds:
        for half in range(1, 300):
            assert chain_for(rules.chains, kind, half / 2).article


@pytest.mark.parametrize(
    ("person", "days", "roles"),
    [
        ("S01", 0.5, ["section_head"]),
        ("S01", 1, ["section_head", "leader_in_charge"]),
        ("K01", 0.5, ["leader_in_charge"]),
        ("K01", 1, ["leader_in_charge", "bureau_director"]),
        ("K01", 3, ["leader_in_charge", "bureau_director"]),
        ("M01", 0.5, ["leader_in_charge"]),
        ("M02", 1, ["leader_in_charge", "bureau_director"]),
        ("L01", 0.5, ["bureau_director"]),
        ("L01", 3, ["bureau_director"]),
        ("J01", 0.5, ["superior"]),
    ],
)
def test_chiefs_and_directors_go_one_level_up(rules: LeaveRules, person: str, days: float, roles: list[str]) -> None:
    steps = steps_for(rules.center, chain_for(rules.chains, "personal", days), person)
    assert [s.role for s in steps] == roles
    assert person not in [s.holder for s in steps]


def test_nobody_ever_signs_the_own_leave(rules: LeaveRules) -> None:
    for person in rules.center.people:
        for chain in rules.chains:
            assert person.id not in [s.holder for s in steps_for(rules.center, chain, person.id)]
        assert 0 <= level(rules.center, person.id) <= 3


def test_an_applicant_approving_himself_is_refused_with_the_article(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S01", "personal", "2026-09-10T08:30", "2026-09-10T12:00"))
    desk("submit", "S01", "2026-09-08T09:00")
    with pytest.raises(LeaveError, match="3-35") as caught:
        desk("agree", "S01", "2026-09-08T10:00")
    assert "本人" in caught.value.zh


def test_an_applicant_who_is_the_delegate_cannot_sign_either(rules: LeaveRules) -> None:
    stood_for = replace(rules, delegations=(Delegation("K01", "S01", date(2026, 9, 1), date(2026, 9, 30)),))
    desk = Desk(stood_for, asked("S01", "personal", "2026-09-10T08:30", "2026-09-10T12:00"))
    desk("submit", "S01", "2026-09-08T09:00")
    with pytest.raises(LeaveError, match="3-35"):
        desk("agree", "S01", "2026-09-08T10:00")
    assert desk("agree", "K01", "2026-09-08T10:00").state is State.APPROVED


def test_a_dated_delegate_signs_between_the_dates_only(rules: LeaveRules) -> None:
    stood_for = replace(rules, delegations=(Delegation("K01", "K02", date(2026, 9, 8), date(2026, 9, 9)),))
    for at, works in (
        ("2026-09-07T09:00", False),
        ("2026-09-08T09:00", True),
        ("2026-09-09T17:00", True),
        ("2026-09-10T08:00", False),
    ):
        desk = Desk(stood_for, asked("S01", "annual", "2026-09-21", "2026-09-22"))
        desk("submit", "S01", "2026-09-04T09:00")
        if works:
            assert desk("agree", "K02", at).signed == ("K02",)
        else:
            with pytest.raises(LeaveError, match="3-41"):
                desk("agree", "K02", at)


def test_delegations_in_a_circle_are_refused(rules: LeaveRules) -> None:
    day, always = date(2026, 9, 8), (date(2026, 1, 1), date(2026, 12, 31))
    ring = tuple(Delegation(a, b, *always) for a, b in (("K01", "L01"), ("L01", "J01"), ("J01", "K01")))
    with pytest.raises(LeaveError, match="K01→L01→J01→K01") as caught:
        signers(Step("section_head", "K01"), ring, day, "S01")
    assert caught.value.article == "3-46"
    assert signers(Step("section_head", "K01"), ring[:2], day, "S01") == ("K01", "L01", "J01")


def test_circles_of_approval_are_found_in_the_data(rules: LeaveRules) -> None:
    assert approval_cycles(rules.center, rules.chains) == ()
    down = (
        Delegation("J01", "L01", date(2026, 1, 1), date(2026, 12, 31)),
        Delegation("L01", "K01", date(2026, 1, 1), date(2026, 12, 31)),
    )
    found = approval_cycles(rules.center, rules.chains, down)
    assert ("K01", "L01") in found or ("K01",) in found


def test_nobody_above_the_director_needs_a_named_delegate(rules: LeaveRules) -> None:
    request = asked("J01", "personal", "2026-09-10", "2026-09-11")
    desk = Desk(rules, request)
    desk("submit", "J01", "2026-09-08T09:00")
    with pytest.raises(LeaveError, match="3-46"):
        desk("agree", "L01", "2026-09-08T10:00")
    named = Desk(
        replace(rules, delegations=(Delegation("superior", "L01", date(2026, 9, 1), date(2026, 9, 30)),)), request
    )
    named("submit", "J01", "2026-09-08T09:00")
    assert named("agree", "L01", "2026-09-08T10:00").state is State.APPROVED


def test_personal_requests_that_touch_are_summed(rules: LeaveRules) -> None:
    friday = replace(asked("S02", "personal", "2026-09-11T14:30", "2026-09-11T17:30", "R0"), state=State.APPROVED)
    monday = asked("S02", "personal", "2026-09-14T08:30", "2026-09-14T12:00")
    alone, both = screen(rules, monday, [], EARLY), screen(rules, monday, [friday], EARLY)
    assert (alone.chain.id, alone.days, both.chain.id, both.days, both.own_days) == ("P1", 0.5, "P2", 1.0, 0.5)
    assert "summed" in {f.code for f in both.findings}
    later = asked("S02", "personal", "2026-09-14T14:30", "2026-09-14T17:30")
    assert screen(rules, later, [friday], EARLY).chain.id == "P1"
    chained = screen(rules, later, [friday, replace(monday, id="R2", state=State.SUBMITTED)], EARLY)
    assert (chained.chain.id, chained.days) == ("P3", 1.5)
    refused = replace(friday, state=State.REJECTED)
    assert screen(rules, monday, [refused], EARLY).chain.id == "P1"


@pytest.mark.parametrize(
    ("person", "refused"),
    [("S03", True), ("S13", True), ("S19", False), ("S01", False), ("S17", False)],
)
def test_contract_staff_use_annual_leave_from_the_first_year_on(rules: LeaveRules, person: str, refused: bool) -> None:
    found = screen(rules, asked(person, "personal", "2026-09-10T08:30", "2026-09-10T12:00"), [], EARLY)
    assert ([f.article for f in found.refused] == ["3-42"]) is refused


def test_contract_staff_without_annual_leave_left_go_to_the_director(rules: LeaveRules) -> None:
    used = replace(asked("S13", "annual", "2026-03-02", "2026-03-07", "R0"), state=State.CLOSED)
    found = screen(rules, asked("S13", "personal", "2026-09-10T08:30", "2026-09-10T12:00"), [used], EARLY)
    assert not found.refused
    assert [(f.code, f.article) for f in found.findings] == [("balance_empty", "3-42")]
    assert found.steps[-1].role == "bureau_director"


@pytest.mark.parametrize(
    ("filed", "code", "refuses"),
    [
        ("2026-09-09T17:00", None, False),
        ("2026-09-10T08:05", "late", False),
        ("2026-09-10T08:30", "retroactive", True),
        ("2026-09-12T09:00", "retroactive", True),
    ],
)
def test_notice_is_one_working_day_and_never_afterwards(
    rules: LeaveRules, filed: str, code: str | None, refuses: bool
) -> None:
    request = asked("S02", "personal", "2026-09-10", "2026-09-11")
    found = screen(rules, request, [], datetime.fromisoformat(filed)).findings
    assert [f.code for f in found] == ([code] if code else [])
    assert any(f.refuses for f in found) is refuses
    if code:
        assert "3-08" in found[0].article


def test_notice_counts_working_days_over_the_holiday(rules: LeaveRules) -> None:
    """8 October follows the holiday: the working day before is 30 September."""
    request = asked("S02", "annual", "2026-10-08", "2026-10-09")
    assert [f.code for f in screen(rules, request, [], datetime(2026, 9, 30, 17)).findings] == []
    assert [f.code for f in screen(rules, request, [], datetime(2026, 10, 1, 9)).findings] == ["late"]


def test_sick_leave_may_be_reported_afterwards(rules: LeaveRules) -> None:
    found = screen(rules, asked("S02", "sick", "2026-09-10", "2026-09-11"), [], datetime(2026, 9, 10, 10))
    assert [(f.code, f.refuses) for f in found.findings] == [("retroactive", False)]


def test_overlapping_leave_of_one_person_is_refused(rules: LeaveRules) -> None:
    first = replace(asked("S02", "annual", "2026-09-10", "2026-09-12", "R0"), state=State.APPROVED)
    second = asked("S02", "sick", "2026-09-11T14:30", "2026-09-14")
    assert [(f.code, f.article) for f in screen(rules, second, [first], EARLY).refused] == [("overlap", "3-34")]
    assert not screen(rules, replace(second, person="S01"), [first], EARLY).refused
    assert not screen(rules, second, [replace(first, state=State.CANCELLED)], EARLY).refused


@pytest.mark.parametrize(("person", "kind"), [("S99", "annual"), ("S01", "moon")])
def test_unknown_people_and_types_are_refused_by_name(rules: LeaveRules, person: str, kind: str) -> None:
    with pytest.raises(LeaveError, match=r"S99|moon") as caught:
        screen(rules, asked(person, kind, "2026-09-10", "2026-09-11"), [], EARLY)
    assert caught.value.article


def test_a_leave_over_days_off_only_is_not_needed(rules: LeaveRules) -> None:
    with pytest.raises(LeaveError, match="no working time"):
        screen(rules, asked("S01", "annual", "2026-10-01", "2026-10-08"), [], EARLY)


def test_working_half_days_skip_weekends_holidays_and_count_makeup_days(rules: LeaveRules) -> None:
    def days(start: str, end: str) -> float:
        return rules.worktime.working_days(datetime.fromisoformat(start), datetime.fromisoformat(end))

    assert days("2026-09-10T08:30", "2026-09-10T12:00") == 0.5
    assert days("2026-09-10T08:30", "2026-09-10T12:30") == 0.5
    assert days("2026-09-21", "2026-09-28") == 4  # Friday 25 is a holiday, then the weekend
    assert days("2026-09-19", "2026-09-22") == 2  # Sunday 20 is worked
    assert days("2026-10-08", "2026-10-11") == 3  # Saturday 10 is worked
    assert rules.worktime.calendar_days(datetime(2026, 9, 7), datetime(2026, 12, 14)) == 98
    assert rules.worktime.first_work(datetime(2026, 9, 30, 17, 30)) == datetime(2026, 10, 8, 8, 30)
    assert rules.worktime.in_time(datetime(2026, 9, 9), datetime(2026, 9, 10) + timedelta(hours=8), 1)


def test_who_works_in_shifts_may_ask_for_a_day_of_the_weekend() -> None:
    rules = leave_rules(open_center("hotline"))
    saturday = asked("Z2", "annual", "2026-09-12", "2026-09-13")
    found = screen(rules, saturday, [], datetime(2026, 9, 11, 9))
    assert (found.own_days, found.findings) == (1, ())
    assert [f.code for f in screen(rules, saturday, [], datetime(2026, 9, 12, 9)).findings] == ["retroactive"]
    assert screen(rules, asked("Z2", "annual", "2026-09-12", "2026-09-15"), [], EARLY).own_days == 1

"""States and gates: what must be there before the next step, and what every step leaves behind."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.leave.request import Handover, LeaveError, State
from scheduler.leave.rules import LeaveRules
from scheduler.leave.workflow import ACTIONS, act
from tests.scheduler.leave.conftest import Desk, asked


def test_the_whole_way_and_its_trail(effective: Desk) -> None:
    effective("check_in", "S01", "2026-09-14T08:25")
    effective("close", "K01", "2026-09-14T09:00")
    states = [s.after for s in effective.trail]
    assert states == [
        State.SUBMITTED,
        State.AGREED_1,
        State.APPROVED,
        State.HANDED_OVER,
        State.HANDED_OVER,
        State.FILED,
        State.EFFECTIVE,
        State.RETURNED,
        State.CLOSED,
    ]
    assert [s.before for s in effective.trail[1:]] == states[:-1]
    assert [s.actor for s in effective.trail] == ["S01", "K01", "L01", "S01", "S02", "S01", "system", "S01", "K01"]
    assert [s.role for s in effective.trail][:3] == ["applicant", "section_head", "leader_in_charge"]
    assert effective.trail[5].told == ("hr_section", "center_director")
    assert all(s.article for s in effective.trail)


@pytest.mark.parametrize(
    ("without", "article"),
    [("hand_over", "3-09, 3-44"), ("acknowledge", "3-11"), ("file", "3-34")],
)
def test_no_leave_without_handover_acknowledgement_and_filing(rules: LeaveRules, without: str, article: str) -> None:
    desk = Desk(rules, asked("S01", "annual", "2026-09-10", "2026-09-12"))
    desk("submit", "S01", "2026-09-08T09:00")
    desk("agree", "K01", "2026-09-08T10:00")
    desk("agree", "L01", "2026-09-08T11:00")
    if without != "hand_over":
        desk("hand_over", "S01", "2026-09-09T16:00", handover=Handover("S02"))
    if without not in ("hand_over", "acknowledge"):
        desk("acknowledge", "S02", "2026-09-09T16:30")
    if without == "acknowledge":
        desk("file", "S01", "2026-09-09T16:40")
    with pytest.raises(LeaveError) as caught:
        desk("start", "system", "2026-09-10T08:30", reason="in a hurry")
    assert caught.value.article == article


def test_an_unsigned_leave_never_begins(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S05", "personal", "2026-10-14", "2026-10-15"))
    desk("submit", "S05", "2026-10-14T08:05", reason="family emergency")
    with pytest.raises(LeaveError, match="signatures"):
        desk("start", "S05", "2026-10-14T08:30", reason="family emergency")


def test_a_late_request_needs_a_reason_and_may_begin_before_the_papers(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S05", "personal", "2026-10-14", "2026-10-15"))
    with pytest.raises(LeaveError, match="3-08"):
        desk("submit", "S05", "2026-10-14T08:05")
    desk("submit", "S05", "2026-10-14T08:05", reason="family emergency")
    desk("agree", "K03", "2026-10-14T08:10")
    desk("agree", "L01", "2026-10-14T08:12")
    with pytest.raises(LeaveError, match="3-09"):
        desk("start", "S05", "2026-10-14T08:15")
    assert desk("start", "S05", "2026-10-14T08:15", reason="family emergency").state is State.EFFECTIVE
    assert "emergency" in desk.request.flags
    assert desk("hand_over", "S05", "2026-10-14T09:00", handover=Handover("S12")).state is State.EFFECTIVE
    desk("acknowledge", "S12", "2026-10-14T09:05")
    desk("file", "S05", "2026-10-14T09:10")
    desk("check_in", "S05", "2026-10-15T08:30")
    assert desk("close", "K03", "2026-10-15T09:00").state is State.CLOSED


def test_an_emergency_is_signed_by_nobody_and_its_papers_come_later(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S07", "emergency", "2026-09-14T10:00", "2026-09-16"))
    desk("submit", "S07", "2026-09-14T10:05", reason="hospital")
    assert desk("start", "S07", "2026-09-14T10:05", reason="hospital").state is State.EFFECTIVE
    desk("check_in", "S07", "2026-09-16T08:30")
    with pytest.raises(LeaveError, match="3-40"):
        desk("close", "K05", "2026-09-16T09:00")
    desk("attach", "S07", "2026-09-16T09:10", evidence="hospital_papers_later")
    with pytest.raises(LeaveError, match="3-34"):
        desk("close", "K05", "2026-09-16T09:20")


def test_three_sick_days_need_the_hospital_record_before_the_last_signature(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S04", "sick", "2026-09-15", "2026-09-18"))
    desk("submit", "S04", "2026-09-14T09:00")
    desk("agree", "K03", "2026-09-14T09:10")
    desk("agree", "L01", "2026-09-14T09:20")
    with pytest.raises(LeaveError) as caught:
        desk("agree", "J01", "2026-09-14T09:30")
    assert caught.value.article == "3-39"
    desk("attach", "S04", "2026-09-14T10:00", evidence="hospital_record")
    assert desk("agree", "J01", "2026-09-14T10:10").state is State.APPROVED


def test_b_cannot_refuse_only_the_chief_decides(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S03", "annual", "2026-09-10", "2026-09-11"))
    desk("submit", "S03", "2026-09-08T09:00")
    desk("agree", "K02", "2026-09-08T10:00")
    desk("agree", "L01", "2026-09-08T11:00")
    desk("hand_over", "S03", "2026-09-09T16:00", handover=Handover("S11"))
    for actor, reason in (("S17", "I want to"), ("K01", "not my section"), ("K02", "")):
        with pytest.raises(LeaveError, match="3-11"):
            desk("acknowledge", actor, "2026-09-09T16:30", reason=reason)
    desk("acknowledge", "K02", "2026-09-09T16:40", reason="S11 has a court date", handover=Handover("S17"))
    assert desk.request.handover == Handover("S17", (), acknowledged=True)
    assert (desk.trail[-1].role, desk.trail[-1].reason) == ("section_head", "S11 has a court date")


def test_signatures_come_in_order_and_refusals_have_a_reason(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S01", "annual", "2026-09-10", "2026-09-11"))
    desk("submit", "S01", "2026-09-08T09:00")
    with pytest.raises(LeaveError, match="section head"):
        desk("agree", "L01", "2026-09-08T10:00")
    with pytest.raises(LeaveError, match="reason"):
        desk("reject", "K01", "2026-09-08T10:00")
    assert desk("reject", "K01", "2026-09-08T10:00", reason="audit week").state is State.REJECTED
    with pytest.raises(LeaveError, match="rejected"):
        desk("agree", "K01", "2026-09-08T11:00")


def test_work_is_not_handed_over_to_oneself_or_nobody(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S19", "personal", "2026-09-10T08:30", "2026-09-10T12:00"))
    desk("submit", "S19", "2026-09-08T09:00")
    desk("agree", "K04", "2026-09-08T10:00")
    for handover in (None, Handover("S19"), Handover("S99")):
        with pytest.raises(LeaveError, match="3-09"):
            desk("hand_over", "S19", "2026-09-09T16:00", handover=handover)


def test_the_request_before_a_step_stays_as_it_is(rules: LeaveRules) -> None:
    request = asked("S01", "annual", "2026-09-10", "2026-09-11")
    after, _ = act(rules, request, "submit", "S01", datetime(2026, 9, 8, 9))
    assert (request.state, after.state) == (State.DRAFT, State.SUBMITTED)
    with pytest.raises(LeaveError, match="no step"):
        act(rules, request, "vanish", "S01", datetime(2026, 9, 8, 9))


@pytest.mark.parametrize("seed", range(8))
def test_no_walk_reaches_leave_without_its_gates(rules: LeaveRules, seed: int) -> None:
    """Random steps by random people: whatever is reached, the gates behind it were passed."""
    rng = random.Random(seed)
    people = ["S01", "S02", "K01", "L01", "J01", "system"]
    reached: set[State] = set()
    refused: list[LeaveError] = []
    for _ in range(40):
        kind, last = rng.choice(["annual", "personal", "sick", "emergency"]), rng.choice(["2026-09-11", "2026-09-15"])
        request, at, trail = asked("S01", kind, "2026-09-10", last), datetime(2026, 9, 9, 9), []
        for _ in range(250):
            open_now = [a for a, (states, _, _) in ACTIONS.items() if request.state in states]
            action = rng.choice([a for a in open_now if a not in ("cancel", "reject")] or list(ACTIONS))
            at += timedelta(minutes=rng.choice([0, 5, 30]))
            handover = rng.choice([None, Handover("S02"), Handover("S01")])
            try:
                request, step = act(
                    rules,
                    request,
                    action,
                    rng.choice(people),
                    at,
                    handover=handover,
                    reason=rng.choice(["", "because"]),
                    evidence=rng.choice(["", "hospital_record", "hospital_papers_later"]),
                    until=request.end + timedelta(days=rng.choice([0, 1])),
                )
            except LeaveError as error:
                refused.append(error)
                continue
            trail.append(step)
            reached.add(request.state)
        assert [s.before for s in trail[1:]] == [s.after for s in trail[:-1]]
        assert "S01" not in [
            s.actor for s in trail if s.action in ("agree", "grant_extension", "close", "confirm_absent")
        ]
        for number, step in enumerate(trail):
            done = [s.action for s in trail[:number]]
            if step.action == "start":
                sudden = kind == "emergency" or {"late", "retroactive"} & set(request.flags)
                assert (sudden and step.reason) or {"agree", "hand_over", "acknowledge", "file"} <= set(done)
                assert done.count("agree") == {"emergency": 0, "annual": 2}.get(kind, done.count("agree"))
            if step.action == "close":
                assert {"start", "check_in", "file"} <= set(done)
            if step.action == "confirm_absent":
                assert (step.actor, bool(step.reason), done[-1] != "submit") == ("K01", True, True)
    assert {State.APPROVED, State.HANDED_OVER, State.EFFECTIVE, State.CLOSED, State.OVERDUE} <= reached
    assert refused and all(e.article and e.zh and e.en for e in refused)


def test_states_with_an_end_have_no_way_out(rules: LeaveRules) -> None:
    for state in (State.REJECTED, State.CANCELLED, State.CLOSED, State.CONFIRMED_ABSENT, State.EXCUSED):
        request = replace(asked("S01", "annual", "2026-09-10", "2026-09-11"), state=state)
        for action in ACTIONS:
            with pytest.raises(LeaveError, match=str(state)):
                act(rules, request, action, "S01", datetime(2026, 9, 8, 9), reason="x")

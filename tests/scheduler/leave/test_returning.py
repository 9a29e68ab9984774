"""Coming back early, later, or not at all."""

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler.leave.nightly import absence_warnings, due_back, overdue, reminders
from scheduler.leave.request import Handover, LeaveError, State
from scheduler.leave.rules import LeaveRules
from tests.scheduler.leave.conftest import Desk, asked


def test_an_early_return_gives_the_rest_back(rules: LeaveRules, effective: Desk) -> None:
    back = effective("check_in", "S01", "2026-09-11T14:30")
    assert (back.state, back.end, back.flags) == (State.RETURNED, datetime(2026, 9, 11, 14, 30), ("early_return",))
    assert rules.worktime.working_days(back.start, back.end) == 1.5


def test_nobody_checks_in_for_somebody_else(effective: Desk) -> None:
    with pytest.raises(LeaveError, match="3-45"):
        effective("check_in", "S02", "2026-09-14T08:30")


def test_the_return_is_due_on_the_next_working_moment(rules: LeaveRules) -> None:
    assert due_back(rules, asked("S01", "annual", "2026-09-10", "2026-09-12")) == datetime(2026, 9, 14, 8, 30)
    assert due_back(rules, asked("S01", "personal", "2026-09-10T08:30", "2026-09-10T12:00")) == datetime(
        2026, 9, 10, 14, 30
    )
    assert due_back(rules, asked("S01", "annual", "2026-09-28", "2026-10-01")) == datetime(2026, 10, 8, 8, 30)


def test_reminders_go_out_the_day_before_the_return(rules: LeaveRules, effective: Desk) -> None:
    told = {
        day: [r.to for r in reminders(rules, [effective.request], datetime(2026, 9, day, 18))] for day in range(9, 16)
    }
    assert told == {9: [], 10: [], 11: [], 12: [], 13: ["S01"], 14: [], 15: []}


def test_overdue_is_noted_at_night_and_a_human_confirms(rules: LeaveRules, effective: Desk) -> None:
    assert overdue(rules, [effective.request], datetime(2026, 9, 13, 18)) == ()
    ((late, step),) = overdue(rules, [effective.request], datetime(2026, 9, 14, 18))
    assert (late.state, step.actor, step.article) == (State.OVERDUE, "system", "3-45")
    assert late.handover is not None and late.handover.to == "S02"  # B stays assigned
    assert overdue(rules, [late], datetime(2026, 9, 15, 18)) == ()
    desk = Desk(rules, late)
    for actor, reason in (("system", "nightly"), ("S01", "me"), ("K02", "other section"), ("K01", "")):
        with pytest.raises(LeaveError, match="3-45"):
            desk("confirm_absent", actor, "2026-09-15T09:00", reason=reason)
    assert (
        desk("confirm_absent", "K01", "2026-09-15T09:00", reason="not reachable for a day").state
        is State.CONFIRMED_ABSENT
    )


def test_back_after_the_end_may_be_excused(rules: LeaveRules, effective: Desk) -> None:
    ((late, _),) = overdue(rules, [effective.request], datetime(2026, 9, 14, 18))
    desk = Desk(rules, late)
    with pytest.raises(LeaveError, match="3-45"):
        desk("check_in", "S01", "2026-09-15T08:30")
    assert desk("check_in", "S01", "2026-09-15T08:30", reason="train stopped").state is State.OVERDUE
    assert desk("excuse", "K01", "2026-09-15T09:00", reason="train stopped, seen the ticket").state is State.EXCUSED


def test_only_the_nightly_check_marks_overdue(effective: Desk) -> None:
    with pytest.raises(LeaveError, match="nightly"):
        effective("mark_overdue", "K01", "2026-09-14T18:00")


def test_an_extension_is_signed_by_the_chain_of_the_whole_length(rules: LeaveRules) -> None:
    desk = Desk(rules, asked("S02", "personal", "2026-09-10", "2026-09-11"))
    desk("submit", "S02", "2026-09-08T09:00")
    desk("agree", "K01", "2026-09-08T10:00")
    desk("agree", "L01", "2026-09-08T11:00")
    desk("hand_over", "S02", "2026-09-09T16:00", handover=Handover("S01"))
    desk("acknowledge", "S01", "2026-09-09T16:30")
    desk("file", "S02", "2026-09-09T16:40")
    desk("start", "system", "2026-09-10T08:30")
    until = datetime(2026, 9, 12)
    desk("ask_extension", "S02", "2026-09-10T15:00", until=until)
    assert desk.request.extension is not None and desk.request.extension.chain == "P3"
    desk("grant_extension", "K01", "2026-09-10T15:10")
    desk("grant_extension", "L01", "2026-09-10T15:20")
    assert desk.request.state is State.EXTENSION_REQUESTED
    with pytest.raises(LeaveError, match="own leave"):
        desk("grant_extension", "S02", "2026-09-10T15:25")
    done = desk("grant_extension", "J01", "2026-09-10T15:30")
    assert (done.state, done.end, done.days, done.chain) == (State.EFFECTIVE, until, 2.0, "P3")


def test_an_unsigned_extension_does_not_help(rules: LeaveRules, effective: Desk) -> None:
    effective("ask_extension", "S01", "2026-09-11T10:00", until=datetime(2026, 9, 15))
    ((late, _),) = overdue(rules, [effective.request], datetime(2026, 9, 14, 18))
    assert late.state is State.OVERDUE


def test_a_refused_extension_leaves_the_end(effective: Desk) -> None:
    effective("ask_extension", "S01", "2026-09-11T10:00", until=datetime(2026, 9, 15))
    with pytest.raises(LeaveError, match="reason"):
        effective("refuse_extension", "K01", "2026-09-11T11:00")
    back = effective("refuse_extension", "K01", "2026-09-11T11:00", reason="audit week")
    assert (back.state, back.end, back.extension) == (State.EFFECTIVE, datetime(2026, 9, 12), None)


@pytest.mark.parametrize(
    ("at", "until"),
    [("2026-09-14T09:00", "2026-09-16"), ("2026-09-11T09:00", "2026-09-11"), ("2026-09-11T09:00", "2026-10-20")],
)
def test_extensions_after_the_end_backwards_or_beyond_the_balance_are_refused(
    effective: Desk, at: str, until: str
) -> None:
    with pytest.raises(LeaveError) as caught:
        effective("ask_extension", "S01", at, until=datetime.fromisoformat(until))
    assert caught.value.article in ("3-45", "3-43, L13")


def test_long_absence_is_counted_and_only_warned_of(rules: LeaveRules, effective: Desk) -> None:
    gone = replace(effective.request, state=State.CONFIRMED_ABSENT)
    assert absence_warnings(rules, "S01", [replace(gone, back_at=datetime(2026, 9, 16, 8, 30))], 2026) == ()
    assert absence_warnings(rules, "S01", [replace(gone, back_at=datetime(2026, 10, 20, 8, 30))], 2026) == ("in_a_row",)
    assert absence_warnings(rules, "S01", [gone], 2026) == ("in_a_row", "in_a_year")
    assert absence_warnings(rules, "S02", [gone], 2026) == ()

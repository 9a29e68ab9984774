"""Days granted, taken and left; provinces are another law pack."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.leave.balances import balance
from scheduler.leave.kinds import parse_kinds
from scheduler.leave.request import State
from scheduler.leave.rules import LeaveRules
from scheduler.leave.screening import screen
from scheduler.store.laws import read_law
from tests.scheduler.leave.conftest import asked

EARLY = datetime(2026, 8, 1, 9)


@pytest.mark.parametrize(
    ("person", "days"), [("S19", 0), ("S16", 5), ("S13", 5), ("S03", 10), ("S01", 10), ("S05", 15), ("M01", 15)]
)
def test_annual_leave_follows_total_service(rules: LeaveRules, person: str, days: int) -> None:
    found = balance(rules, person, "annual", 2026, [])
    assert found is not None and (found.granted, found.left) == (days, days)


def test_live_requests_of_the_year_are_taken_off(rules: LeaveRules) -> None:
    rows = [
        replace(asked("S03", "annual", "2026-09-21", "2026-09-25", "a"), state=State.CLOSED),
        replace(asked("S03", "annual", "2026-10-12", "2026-10-13", "b"), state=State.REJECTED),
        replace(asked("S03", "sick", "2026-10-14", "2026-10-15", "c"), state=State.CLOSED),
        replace(asked("S11", "annual", "2026-10-14", "2026-10-15", "d"), state=State.CLOSED),
        replace(asked("S03", "annual", "2026-12-30", "2027-01-01", "e"), state=State.APPROVED),
    ]
    found = balance(rules, "S03", "annual", 2026, rows)
    assert found is not None and (found.taken, found.left) == (6, 4)


def test_the_day_before_the_last_is_granted_and_one_more_refused(rules: LeaveRules) -> None:
    taken = replace(asked("S13", "annual", "2026-09-07", "2026-09-11", "a"), state=State.CLOSED)
    one, two = asked("S13", "annual", "2026-10-12", "2026-10-13"), asked("S13", "annual", "2026-10-12", "2026-10-14")
    assert not screen(rules, one, [taken], EARLY).refused
    assert [(f.code, f.article) for f in screen(rules, two, [taken], EARLY).refused] == [("balance", "3-43, L13")]


def test_lieu_days_come_from_the_overtime_ledger(rules: LeaveRules) -> None:
    request = asked("S01", "toil", "2026-09-14", "2026-09-15")
    assert [f.code for f in screen(rules, request, [], EARLY).refused] == ["balance"]
    owed = replace(rules, opening={"S01": {"lieu": 1.0}})
    assert not screen(owed, request, [], EARLY).refused
    assert not screen(
        replace(rules, opening={"S13": {"annual_used": 4.0}}),
        asked("S13", "annual", "2026-09-14", "2026-09-15"),
        [],
        EARLY,
    ).refused


def test_maternity_counts_calendar_days_and_provinces_add_theirs(rules: LeaveRules) -> None:
    base = asked("S15", "maternity", "2026-09-07", "2026-12-14")
    longer = replace(base, end=datetime(2026, 12, 15))
    assert screen(rules, base, [], EARLY).own_days == 98
    assert not screen(rules, base, [], EARLY).refused
    assert [(f.code, f.article) for f in screen(rules, longer, [], EARLY).refused] == [("balance", "L11")]
    guangdong = replace(rules, law=read_law("cn-GD", date(2026, 9, 7)))
    assert not screen(guangdong, longer, [], EARLY).refused
    found = balance(guangdong, "S15", "maternity", 2026, [])
    assert found is not None and found.granted == 178


@pytest.mark.parametrize(
    ("kind", "national", "guangdong"), [("paternity", 0, 15), ("child_care", 0, 10), ("marriage", 3, 3)]
)
def test_days_that_provinces_set(rules: LeaveRules, kind: str, national: int, guangdong: int) -> None:
    for law, days in (("cn", national), ("cn-GD", guangdong)):
        found = balance(replace(rules, law=read_law(law, date(2026, 9, 7))), "S01", kind, 2026, [])
        assert found is not None and found.granted == days


def test_unlimited_leave_has_no_balance(rules: LeaveRules) -> None:
    assert balance(rules, "S01", "", 2026, []) is None


def test_faults_of_the_table_of_types_are_told_all_at_once() -> None:
    text = "kind,counts,backdated,must_grant,sensitive,owed,balance,article\nsick,weeks,1,1,2,,,3-38\nsick,working,1,1,1,,,3-38\n"
    with pytest.raises(ValueError, match="weeks") as caught:
        parse_kinds(text)
    assert [line.split(":")[1].strip() for line in str(caught.value).splitlines()] == ["row 2", "row 2", "row 3"]
    with pytest.raises(ValueError, match="missing column"):
        parse_kinds("kind\nsick\n")

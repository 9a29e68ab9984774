"""Time of a horizon, and the cutting of its days into blocks."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.check import check, merged
from scheduler.domain.clock import Horizon
from scheduler.domain.need import NeedCell
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.shifts import ShiftType
from scheduler.rules.tiny import MONDAY, away, hall, hotline, roster


def test_minutes_and_moments_are_inverse_and_reach_before_the_horizon() -> None:
    horizon = Horizon(date(2026, 9, 7), 2)
    for minute in (-1440, 0, 1, 2879, 5000):
        assert horizon.minute(horizon.moment(minute)) == minute
    assert horizon.day(date(2026, 9, 6)) == -1
    with pytest.raises(ValueError, match="2026-09-01"):
        Horizon.between(date(2026, 9, 2), date(2026, 9, 1))


def test_a_hall_day_is_two_blocks_until_leave_cuts_one() -> None:
    assert [(b.start, b.end, b.session) for b in hall().blocks] == [(540, 720, "AM"), (840, 1020, "PM")]
    cut = hall(absences=(away("a", "15:00-16:30"),))
    assert [(b.start, b.end) for b in cut.blocks] == [(540, 720), (840, 900), (900, 990), (990, 1020)]


def test_need_cuts_blocks_only_where_it_changes() -> None:
    day = datetime(2026, 9, 7)
    needs = [NeedCell("Q", day.replace(hour=h), day.replace(hour=h, minute=59), 1.0, 1) for h in (9,)]
    needs = [
        NeedCell("Q", day.replace(hour=h), day.replace(hour=h + 1), 1.0, heads)
        for h, heads in ((8, 2), (9, 2), (10, 3), (11, 2))
    ]
    starts = {b.start for b in hotline(1, needs=tuple(needs)).blocks}
    assert {480, 600, 660, 720} <= starts
    assert 540 not in starts


def test_midnight_always_cuts() -> None:
    blocks = hotline(2).blocks
    assert all(b.start // 1440 == (b.end - 1) // 1440 for b in blocks)
    assert sum(b.minutes for b in blocks) == 2 * 1440


@pytest.mark.parametrize(
    ("start", "night"), [(0, True), (1440, True), (480, False), (960, False), (1020, True), (840, False)]
)
def test_a_night_shift_has_three_hours_between_22_and_6(start: int, night: bool) -> None:
    assert ShiftType("X", "班", "x", ((start, start + 480),), 480).night is night


def test_an_edited_roster_cuts_blocks_and_keeps_totals() -> None:
    """A at the window until 10:15 only: 105 minutes are empty, whatever the blocks were."""
    problem = hall()
    kept = roster(
        problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "c back AM", "c back PM", "m back AM", "m back PM"
    )
    edited = Roster.of(
        replace(d, end=datetime(2026, 9, 7, 10, 15)) if (d.person, d.start.hour) == ("a", 9) else d for d in kept.duties
    )
    found = [b for b in check(problem, edited).breaches if b.rule == "post_covered"]
    assert [(b.post, b.start, b.end, b.amount) for b in found] == [("W1", 615, 720, 105)]


def test_a_window_empty_all_day_is_told_once() -> None:
    problem = hall()
    checked = check(problem, roster(problem, "b W2 AM", "b W2 PM"))
    empty = [b for b in merged(checked.problem, checked.breaches) if b.rule == "post_covered"]
    assert [(b.post, b.start, b.end, b.amount) for b in empty] == [("W1", 540, 1020, 360)]


def test_unknown_people_and_double_rows_are_faults_of_shape() -> None:
    problem = hall()
    stranger = Duty(MONDAY, "zz", datetime(2026, 9, 7, 9), datetime(2026, 9, 7, 12), "W1", "A", "O")
    twice = roster(problem, "a W1 AM", "a back AM")
    shape = [b for b in check(problem, Roster.of((*twice.duties, stranger))).breaches if b.rule == "roster_shape"]
    assert {b.person for b in shape} == {"zz", "a"}

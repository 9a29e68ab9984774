"""What the contract cannot see: cells that limits must not open, locks of real rosters, shares, sentences."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.assemble import locks_of
from scheduler.domain.hours import hours_text, norm_minutes, week_minutes, weeks, workdays
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.shifts import ShiftType
from scheduler.explain import sentence
from scheduler.rules import RULE, RULES
from scheduler.rules.demand_met import alike, demanded
from scheduler.rules.fair_shifts import due
from scheduler.rules.tiny import MONDAY, away, hall, hotline, roster
from scheduler.solver.model import CpModel
from tests.scheduler.rules.mixed_line import mixed_line
from tests.scheduler.rules.test_contract import agrees, breaches
from tests.scheduler.rules.test_seeded_faults_b import MINE
from tests.scheduler.rules.worlds import busy_hall, moment

LIMITS = ("hours_day", "hours_week", "weekly_rest", "protected_nights", "protected_overtime", "preference", "stability")


@pytest.mark.parametrize("world", [busy_hall, mixed_line])
def test_limits_open_no_cell_that_nobody_asked_for(world) -> None:
    problem = world()
    asking = [RULE["post_covered"], RULE["office_rota"], RULE["frozen"]]
    plain = CpModel(problem, rules=asking)
    limited = CpModel(problem, rules=[*asking, *(RULE[r] for r in LIMITS)])
    assert plain.attendances() and set(limited.attendances()) == set(plain.attendances())
    assert set(limited.cells()) == set(plain.cells())


def printed(problem: RosterProblem) -> RosterProblem:
    """The hotline with its nights at 24:00, as many rosters print them."""
    shifts = (*problem.center.shifts[:2], ShiftType("N", "夜班", "Night", ((1440, 1920),), 480, "phone"))
    return hotline(problem.horizon.days, center=replace(problem.center, shifts=shifts))


@pytest.mark.parametrize(
    ("problem", "lines"),
    [
        (hotline(3), ["x D 0", "y N 1", "l E 2", "x E 1"]),
        (printed(hotline(3)), ["x D 0", "y N 1", "l E 2", "x N 2"]),
        (hall(2), ["a W1 AM", "a W1 PM", "b W2 AM", "b back PM", "c back AM 1"]),
    ],
)
def test_a_locked_roster_keeps_its_locks_and_every_departure_is_seen(problem: RosterProblem, lines: list[str]) -> None:
    made = roster(problem, *lines)
    locked = replace(problem, pins=locks_of(made, until=problem.horizon.last + timedelta(days=1)))
    assert len(locked.pins) == len(made.duties) == len(lines)
    assert breaches(locked, RULE["frozen"], made) == []
    for gone in made.duties:
        left = Roster.of(d for d in made.duties if d is not gone)
        found = breaches(locked, RULE["frozen"], left)
        assert sum(b.amount for b in found) == (gone.end - gone.start).total_seconds() / 60
        assert {b.person for b in found} == {gone.person}


def test_a_lock_of_the_night_before_the_horizon_binds_nothing() -> None:
    whole = printed(hotline(2))
    night = roster(whole, "x N 0")
    later = replace(
        whole,
        horizon=replace(whole.horizon, start=MONDAY + timedelta(days=1)),
        past=night,
        pins=locks_of(night, until=MONDAY + timedelta(days=1)),
    )
    assert later.pins and breaches(later, RULE["frozen"], Roster()) == []


def test_part_of_a_locked_shift_is_counted_by_its_minutes() -> None:
    problem = hotline(1)
    locked = replace(problem, pins=locks_of(roster(problem, "x D 0"), until=date(2026, 9, 8)))
    half = Roster.of(replace(d, end=d.start + timedelta(hours=3)) for d in roster(problem, "x D 0").duties)
    assert sum(b.amount for b in breaches(locked, RULE["frozen"], half)) == 300


def test_weeks_begin_on_monday_and_reach_over_both_ends() -> None:
    problem = hotline(10, start=MONDAY + timedelta(days=2))
    assert weeks(problem) == (range(-2, 5), range(5, 12))
    assert weeks(hotline(7)) == (range(7),)


def test_make_up_days_lengthen_the_standard_week_and_holidays_do_not_shorten_it() -> None:
    problem = hotline(14, statutory=(7, 8))
    days = tuple(replace(d, workday=d.workday or d.index == 6) for d in problem.days)
    problem = replace(problem, days=days)
    first, second = weeks(problem)
    assert (workdays(problem, first), workdays(problem, second)) == (6, 3)
    assert week_minutes(problem, first) == 48 * 60 and week_minutes(problem, second) == 40 * 60
    assert week_minutes(problem, first, 44) == 48 * 60 and week_minutes(problem, second, 36) == 36 * 60
    assert norm_minutes(problem) == 9 * 480 and norm_minutes(problem, range(5, 9)) == 480


def test_days_outside_the_horizon_follow_the_weekday_rule() -> None:
    problem = hotline(3, start=MONDAY + timedelta(days=4), statutory=(0,))
    assert workdays(problem, range(-4, 3)) == 4


def test_hours_are_told_with_one_decimal() -> None:
    assert [hours_text(m) for m in (2400, 450, 500)] == ["40", "7.5", "8.3"]


@pytest.mark.parametrize(
    ("parts", "minutes"),
    [
        (((0, 480),), 360),
        (((960, 1440),), 120),
        (((1440, 1920),), 360),
        (((480, 1320),), 0),
        (((360, 1321),), 1),
        (((0, 60), (1380, 1500)), 180),
    ],
)
def test_minutes_in_the_night(parts: tuple[tuple[int, int], ...], minutes: int) -> None:
    assert ShiftType("s", "班", "s", parts, 1).night_minutes == minutes


def test_shares_follow_the_days_there_and_the_ledger() -> None:
    covers = tuple(CoverCell(day, "N", 1) for day in range(12))
    # l is away on six of twelve days: 12 * 12/42 = 3.4 for the others and 12 * 6/42 = 1.7 for l; two weekend nights make one each.
    absences = tuple(away("l", "day", day) for day in range(6))
    problem = hotline(12, covers=covers, absences=absences, ledger={"x": {"nights": 2.5}, "y": {"nights": -0.5}})
    # What was carried comes off before rounding: 3.43 - 2.5 = 0.93 for x, 3.43 + 0.5 = 3.93 for y.
    assert due(problem, "nights") == {"h": (3, 4), "l": (1, 2), "x": (0, 1), "y": (3, 4)}
    assert due(problem, "weekends") == dict.fromkeys("hlxy", (0, 1))
    assert due(problem, "holidays") == {}


def test_blocks_told_together_lose_no_minute() -> None:
    problem = mixed_line()
    each = [(q.id, r, m) for q, _, minutes in demanded(problem) for r, m in minutes.items()]
    once = [(q.id, r, m) for q, _, minutes in alike(problem) for r, m in minutes.items()]
    for queue in ("Q", "R"):
        assert (
            sum(m for q, _, m in each if q == queue)
            == sum(m for q, _, m in once if q == queue)
            == 3 * 5 * 60 * (2 if queue == "Q" else 1)
        )
    assert len(once) < len(each)


@pytest.mark.parametrize("rule", ["demand_met", "over_staff"])
def test_who_is_still_there_from_the_day_before_counts_only_as_long_as_he_stays(rule: str) -> None:
    start, line = moment(0, 0), hotline(1)
    late = Duty(
        MONDAY - timedelta(days=1), "x", start - timedelta(hours=2), start + timedelta(hours=4), "phone", "pool", "E"
    )
    need = NeedCell("Q", start, start + timedelta(hours=8), 1.0, 1)
    problem = hotline(1, needs=(need,), past=Roster.of([late]), absences=(away("y", "00:00-04:00"),))
    assert [b.minutes for b in problem.blocks[:2]] == [240, 240]
    assert [agrees(RULE[rule], problem, made) for made in (Roster(), roster(line, "l N 0"))] == (
        [240, 0] if rule == "demand_met" else [0, 240]
    )


@pytest.mark.parametrize("rule", MINE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_breach_becomes_a_sentence(rule: str, lang: str) -> None:
    told = []
    for example in RULE[rule].examples():
        view = RosterView(example.faulty or example.problem, example.breaks)
        params = RULE[rule].params(view.problem.settings.get(rule))
        told += [sentence(view.problem, b, lang) for b in RULE[rule].check(view.problem, view, params)]
    assert told and not any("{" in text or "None" in text for text in told)


def test_my_rules_are_in_reading_order() -> None:
    mine = [RULE[r].catalogue for r in (rule.id for rule in RULES) if r in MINE]
    assert mine == sorted(mine, key=lambda c: (c[0], int(c[1:3])))

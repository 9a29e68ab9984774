"""Breaks, meals and waiting work on the samples and on tiny centers: what a planner would look at first."""

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.activities.check import check_off_line
from scheduler.activities.place import place_off_line
from scheduler.assemble import make_problem
from scheduler.domain.need import NeedCell
from scheduler.domain.posts import Custody
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity, Backlog, Routine, Task
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.shifts import Session, ShiftType
from scheduler.planning import open_center
from scheduler.rules.tiny import MONDAY, hall, hall_center, hotline, hotline_center, roster
from scheduler.solver.greedy import greedy_roster

MEAL = Routine("meal", "meal", "用餐", "Meal", 30, over=300, after=120, before=90, level="MUST")
REST = Routine("rest", "rest", "休息", "Break", 15, over=120, after=30, before=30)
CALM = RuleSettings({"n1_margin": RuleSetting(on=False)})


def at(hour: int, minute: int = 0, day: int = 0) -> datetime:
    return datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day, hours=hour, minutes=minute)


def phones(heads: int, first: int = 8, last: int = 16, **more: object) -> RosterProblem:
    """A day of the tiny hotline with a need of ``heads`` each half hour."""
    needs = tuple(
        NeedCell(
            "Q",
            at(0, 30 * k),
            at(0, 30 * k + 30),
            4.0 + k % 5,
            heads,
            0.5,
            target="",
            reason=f"share load=0.5 alone={heads}",
        )
        for k in range(2 * first, 2 * last)
    )
    return hotline(1, needs=needs, settings=CALM, **more)


def of(activities: tuple[Activity, ...], kind: str) -> list[Activity]:
    return [a for a in activities if a.kind == kind]


@pytest.fixture(scope="module")
def sample() -> tuple[RosterProblem, Roster]:
    folder = open_center("hall")
    problem = make_problem(folder, date(2026, 9, 14), date(2026, 9, 18))
    return problem, greedy_roster(problem)


def test_the_hall_rests_without_emptying_a_window(sample: tuple[RosterProblem, Roster]) -> None:
    problem, made = sample
    placed = place_off_line(problem, made)
    assert placed.agrees
    rests = of(placed.activities, "rest")
    assert len(rests) > 120
    # A window's holder rests only while somebody else is written down for the window.
    holders = {(d.person, d.day): [] for d in made.duties}
    for duty in made.duties:
        if duty.post != "back" and duty.role != "duty":
            holders[duty.person, duty.day].append(duty)
    reliefs = {(a.post, a.partner, a.start) for a in of(placed.activities, "relief")}
    held = [(d.post, a) for a in rests for d in holders[a.person, a.day] if d.start < a.end and a.start < d.end]
    assert len(held) > 40
    assert all((post, a.person, a.start) in reliefs for post, a in held)
    checked = check_off_line(problem, made, placed.activities)
    assert checked.clean
    assert checked.prices == placed.prices


def test_the_same_input_gives_the_same_blocks(sample: tuple[RosterProblem, Roster]) -> None:
    problem, made = sample
    assert place_off_line(problem, made, days=[0]) == place_off_line(problem, made, days=[0])


def test_filing_goes_to_the_archivist_and_the_fixed_task_to_its_hour(sample: tuple[RosterProblem, Roster]) -> None:
    problem, made = sample
    placed = place_off_line(problem, made)
    filing = of(placed.activities, "filing")
    assert {a.person for a in filing} <= {"S09", "S16"}
    assert sum((a.end - a.start).total_seconds() for a in filing) >= 60 * 200
    assert [(a.person, a.start, a.end) for a in of(placed.activities, "task") if a.routine == "T2"] == [
        ("S09", datetime(2026, 9, 16, 15), datetime(2026, 9, 16, 16))
    ]


def test_the_sole_keeper_of_a_seal_gets_no_break_and_the_reason_says_so() -> None:
    folder = open_center("hall")
    problem = make_problem(folder, date(2026, 9, 10), date(2026, 9, 10))
    made = greedy_roster(problem)
    problem = replace(
        problem,
        center=replace(
            problem.center, custody=tuple(c for c in problem.center.custody if (c.thing, c.duty) != ("MECH", "deputy"))
        ),
    )
    placed = place_off_line(problem, made)
    missed = {x.person: x.obstacle for x in placed.left_out}
    assert missed["S06"].kind == "guard"
    assert missed["S06"].guard == "seal"
    assert all(a.person != "S06" for a in of(placed.activities, "rest"))


def test_a_lunch_opening_is_relieved_by_relay() -> None:
    """W1 and W2 open through lunch: whoever holds a window from 9 to 17 eats while the other keeps both."""
    through = hall_center(
        sessions=(Session("day", 9 * 60, 17 * 60),),
        shifts=(ShiftType("O", "行政班", "office", ((9 * 60, 17 * 60),), 480),),
        routines=(replace(MEAL, per="day", earliest=11 * 60, latest=14 * 60, at_once=1, after=0, before=0),),
        custody=(*hall_center().custody, Custody("cashier", "cashier", "a", "deputy")),
    )
    problem = hall(center=through, settings=CALM)
    made = Roster.of(
        replace(d, start=at(9), end=at(17)) for d in roster(hall(), "a W1 AM", "b W2 AM", "m back AM").duties
    )
    placed = place_off_line(problem, made)
    meals = {a.person: a for a in of(placed.activities, "meal")}
    assert set(meals) == {"a", "b", "m"}
    assert all(at(11) <= a.start and a.end <= at(14) for a in meals.values())
    assert {(a.post, a.partner): a.person for a in of(placed.activities, "relief")} == {
        ("W1", "a"): "b",
        ("W2", "b"): "a",
    }


def test_a_closed_lunch_hour_is_the_meal() -> None:
    center = hall_center(routines=(replace(MEAL, per="day", over=0, earliest=11 * 60, latest=14 * 60),))
    problem = hall(center=center, settings=CALM)
    assert place_off_line(problem, roster(problem, "a W1 AM", "a W1 PM")).activities == ()


def test_meals_come_before_the_need_and_breaks_after_it() -> None:
    center = hotline_center(routines=(MEAL, REST))
    problem = phones(2, center=center)
    made = roster(problem, "x D 0", "y D 0")
    placed = place_off_line(problem, made)
    assert len(of(placed.activities, "meal")) == 2
    assert of(placed.activities, "rest") == []
    assert {x.obstacle.kind for x in placed.left_out} == {"need"}
    assert placed.prices[0].short == 60
    # With one head to spare everybody rests as well, and never two at once.
    spare = place_off_line(phones(1, center=center), made)
    assert len(of(spare.activities, "rest")) == 2
    assert spare.left_out == ()
    assert spare.prices[0].short == 0
    blocks = sorted(spare.activities, key=lambda a: a.start)
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))


def test_nobody_leaves_the_phones_empty_even_for_a_meal() -> None:
    problem = phones(0, center=hotline_center(routines=(MEAL,)))
    placed = place_off_line(problem, roster(problem, "x D 0"))
    assert placed.activities == ()
    assert (placed.left_out[0].obstacle.kind, placed.left_out[0].obstacle.guard) == ("guard", "pool")


def test_a_night_across_midnight_keeps_its_meal_and_its_day() -> None:
    night = ShiftType("N", "夜班", "Night", ((22 * 60, 30 * 60),), 480, "phone")
    center = hotline_center(shifts=(night,), routines=(MEAL,))
    problem = hotline(2, center=center, settings=CALM)
    made = Roster.of(d for d in roster(problem, "x N 0", "y N 0").duties)
    placed = place_off_line(problem, made)
    assert {a.day for a in placed.activities} == {MONDAY}
    assert {a.start.date() for a in placed.activities} == {MONDAY + timedelta(days=1)}
    assert check_off_line(problem, made, placed.activities).clean


def test_coaching_takes_leader_and_agent_together() -> None:
    coach = Routine(
        "coach", "coaching", "辅导", "Coaching", 30, per="week", ranks=("agent",), with_rank="leader", at_once=1
    )
    problem = hotline(7, center=hotline_center(routines=(coach,)), settings=CALM)
    made = roster(problem, *(f"{who} D {day}" for day in range(5) for who in "hlxy"))
    placed = place_off_line(problem, made)
    pairs = {(a.person, a.start): a.partner for a in placed.activities}
    agents = [a for a in placed.activities if a.person in "xy"]
    assert sorted(a.person for a in agents) == ["x", "y"]
    assert all(pairs[a.partner, a.start] == a.person for a in agents)
    # A leader who comes at three is met only while both are at work.
    late = Roster.of(
        replace(d, start=d.start - timedelta(hours=1)) if d.person == "l" else d
        for d in roster(
            problem, *(f"{who} D {day}" for day in range(5) for who in "xy"), *(f"l E {day}" for day in range(5))
        ).duties
    )
    assert {(a.start.hour, a.end.hour) for a in place_off_line(problem, late).activities} <= {(15, 15), (15, 16)}, (
        "outside the shared hour"
    )
    assert len(place_off_line(problem, late).activities) == 4
    # Without a leader on duty there is nobody to coach, and the week's last day says so.
    alone = place_off_line(problem, roster(problem, *(f"{who} D {day}" for day in range(5) for who in "xy")))
    assert alone.activities == ()
    assert {(x.person, x.day, x.obstacle.kind) for x in alone.left_out} == {("x", 4, "window"), ("y", 4, "window")}


def test_the_reserve_is_not_spent_by_people_out_of_reach() -> None:
    """b and c may hold W1 and W2 beside a: with the rule on, only as many leave as leaves one absence bearable."""
    rest = replace(
        REST, recall=False, minutes=30, earliest=10 * 60, latest=10 * 60 + 30, after=0, before=0, level="MUST"
    )
    on = RuleSettings({"n1_margin": RuleSetting(params={"mode": "spare"})})
    center = hall_center(routines=(rest,))
    made = roster(hall(), "a W1 AM", "b W2 AM", "c back AM", "m back AM")
    free = place_off_line(hall(center=center, settings=CALM), made)
    kept = place_off_line(hall(center=center, settings=on), made)
    assert "c" in {a.person for a in of(free.activities, "rest")}
    assert not {"a", "b", "c"} & {a.person for a in of(kept.activities, "rest")}
    assert "margin" in {x.obstacle.kind for x in kept.left_out}
    nearby = replace(center, routines=(replace(rest, recall=True),))
    assert "c" in {a.person for a in of(place_off_line(hall(center=nearby, settings=on), made).activities, "rest")}


def test_waiting_work_fills_quiet_hours_and_is_late_without_any() -> None:
    backlog = Backlog("cb", "call_back", "回访", "Call-backs", 70, 6, 1, 30)
    needs = tuple(
        NeedCell("Q", at(h, 0, d), at(h + 1, 0, d), 9.0, 2 if h < 14 else 1, 0.5, reason="share load=0.5 alone=1")
        for d in range(3)
        for h in range(8, 16)
    )
    problem = hotline(3, center=hotline_center(backlogs=(backlog,)), needs=needs, settings=CALM)
    made = roster(problem, *(f"{who} D {day}" for day in range(3) for who in "xy"))
    placed = place_off_line(problem, made)
    assert placed.activities
    assert {a.start.hour for a in placed.activities} <= {14, 15}
    assert (
        sum((a.end - a.start).total_seconds() for a in placed.activities if a.day == MONDAY + timedelta(days=1))
        == 60 * 60
    )
    assert placed.left_out == ()
    busy = replace(problem, needs=tuple(replace(n, required=2) for n in needs))
    late = [x for x in place_off_line(busy, made).left_out if x.routine == "cb"]
    assert [(x.day, x.minutes) for x in late] == [(1, 60), (2, 60)]


def test_a_task_may_wait_until_its_time_node_and_no_longer() -> None:
    task = Task("t", "报告", "Report", ("x",), 60, at(8), at(16, 0, 1), "SOFT")
    problem = phones(1, center=hotline_center(tasks=(task,)))
    two = replace(problem, horizon=hotline(2).horizon, days=hotline(2).days, blocks=hotline(2).blocks)
    made = roster(two, "x D 0", "x D 1", "y D 1")
    placed = place_off_line(two, made)
    assert [a.day for a in placed.activities] == [MONDAY + timedelta(days=1)]
    never = place_off_line(two, roster(two, "x D 0", "x D 1"))
    assert [(x.day, x.minutes) for x in never.left_out] == [(1, 60)]


def test_the_head_gets_weekly_hours_off_the_line() -> None:
    """1-03, 3-66 and 3-69: so many blocks a week, spread over the days, only while the phones can do without."""
    training = Routine("train", "training", "培训与考核", "Training", 60, 2, "week", people=("h",))
    management = Routine(
        "manage", "management", "管理时间", "Management", 120, 3, "week", people=("h",), earliest=8 * 60, latest=16 * 60
    )
    info = Routine("info", "client_info", "客户信息", "Customer information", 30, per="week", ranks=("leader",))
    problem = hotline(7, center=hotline_center(routines=(training, management, info)), settings=CALM)
    made = roster(problem, *(f"{who} D {day}" for day in range(5) for who in "hlx"))
    placed = place_off_line(problem, made)
    count = {kind: [a.day for a in of(placed.activities, kind)] for kind in ("training", "management", "client_info")}
    assert {kind: len(days) for kind, days in count.items()} == {"training": 2, "management": 3, "client_info": 1}
    assert len(set(count["management"])) == 3
    busy = replace(
        problem,
        needs=tuple(
            NeedCell("Q", at(h, 0, d), at(h + 1, 0, d), 9.0, 3, 1.5, reason="share alone=3")
            for d in range(5)
            for h in range(8, 16)
        ),
    )
    missed = {x.routine: (x.day, x.minutes) for x in place_off_line(busy, made).left_out}
    assert missed == {"train": (4, 120), "manage": (4, 360), "info": (4, 30)}


def test_a_protected_hour_is_taken_off_the_line_and_ends_with_its_date() -> None:
    """L9, L10: an hour a day for a protected person, even where the need is then short, until the last day."""
    hour = Routine(
        "p",
        "protected",
        "保护时间",
        "Protected hour",
        60,
        per="day",
        people=("x",),
        after=60,
        before=60,
        level="MUST",
        valid_to=MONDAY,
    )
    problem = phones(2, center=hotline_center(routines=(hour,)))
    two = hotline(2, center=problem.center, needs=problem.needs, settings=CALM)
    placed = place_off_line(two, roster(two, "x D 0", "y D 0", "x D 1", "y D 1"))
    assert [(a.person, a.day, a.article) for a in placed.activities] == [("x", MONDAY, "L9, L10")]
    assert placed.prices[0].short == 60


def test_mail_waits_for_quiet_hours_until_its_deadline() -> None:
    """2-01: mail is answered within its days, while nobody is missed on the phones."""
    mail = Backlog("mail", "mail", "邮件答复", "Mail", 70, 6, 1, 30)
    problem = hotline(2, center=hotline_center(backlogs=(mail,)), settings=CALM)
    made = roster(problem, *(f"{who} D {day}" for day in range(2) for who in "xy"))
    placed = place_off_line(problem, made)
    assert {(a.kind, a.article, a.day) for a in placed.activities} == {("mail", "2-01", MONDAY + timedelta(days=1))}
    alone = place_off_line(problem, roster(problem, "x D 1"))
    assert [(x.kind, x.minutes) for x in alone.left_out] == [("mail", 60)]

"""A roster simulated: double duty is one clerk at two windows, an empty window serves nobody, nights go on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.center import Queue
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.routine import Activity
from scheduler.rules.tiny import MONDAY, hall, hall_center, hotline, hotline_center
from scheduler.rules.tiny import roster as lines
from scheduler.simulation_words import queue_line
from scheduler.staffing.simulation.of_roster import stretches
from scheduler.staffing.simulation.paired import whole
from scheduler.staffing.simulation.report import QueueService, Simulated
from scheduler.staffing.simulation.simulate import simulate

MIDNIGHT = datetime.combine(MONDAY, datetime.min.time())


def cells(queue: str, first: int, last: int, mean: float, aht_s: float, cv: float = 0.1) -> list[NeedCell]:
    """Half-hours of one queue between two minutes of the first day."""
    return [
        NeedCell(
            queue,
            MIDNIGHT + timedelta(minutes=m),
            MIDNIGHT + timedelta(minutes=m + 30),
            mean,
            1,
            mean * aht_s / 1800,
            cv=cv,
            aht_s=aht_s,
        )
        for m in range(first, last, 30)
    ]


def office(mean: float = 1.2, aht_s: float = 600.0, first: Sequence[str] = ("Q1", "Q2")) -> RosterProblem:
    queues = tuple(replace(q, target={"answer_share": 0.8, "within_s": 900}) for q in hall_center().queues)
    needs = [c for q in first for a, b in ((540, 720), (840, 1020)) for c in cells(q, a, b, mean, aht_s)]
    return hall(center=hall_center(queues=queues), needs=tuple(needs))


def of(found: Simulated, queue: str) -> QueueService:
    return next(q for q in found.queues if q.queue == queue)


def test_double_duty_serves_two_windows_at_half_the_pace() -> None:
    problem = office()
    apart = simulate(problem, lines(problem, "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM"), replications=400)
    both = simulate(problem, lines(problem, "a W1 AM", "a W2 AM", "a W1 PM", "b W2 PM"), replications=400)
    assert apart.customers == both.customers  # the same customers come
    assert of(both, "Q1").wait_s > 1.5 * of(apart, "Q1").wait_s
    assert not apart.double_duty
    (double,) = both.double_duty
    assert (double.person, double.minutes) == ("a", 180.0)
    assert (
        double.busy == pytest.approx(0.67, abs=0.05) and 90.0 <= double.overload_minutes < 180.0
    )  # offered .8; it begins empty


@pytest.mark.parametrize("shared", [False, True])
def test_the_chain_predicts_what_is_simulated(shared: bool) -> None:
    problem = office(mean=0.9)
    roster = lines(problem, "a W1 AM", f"{'a' if shared else 'b'} W2 AM", "a W1 PM", "b W2 PM")
    found = simulate(problem, roster, replications=2000)
    for queue in found.queues:
        assert queue.predicted is not None and queue.simulated is not None
        assert abs(queue.predicted - queue.simulated) <= 0.01 + queue.margin


def test_an_empty_window_serves_nobody_and_says_when() -> None:
    problem = office()
    found = simulate(problem, lines(problem, "a W1 AM", "b W2 AM", "a W1 PM"), replications=50)
    gap = of(found, "Q2")
    assert 0.3 < gap.lost < 0.7 and gap.worst is not None and gap.worst.start.hour >= 14 and gap.worst.service == 0.0
    assert gap.bad_days == 1.0 and of(found, "Q1").lost == 0.0


def test_after_closing_the_last_are_served() -> None:
    problem = office(mean=2.4)
    found = simulate(problem, lines(problem, "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM"), replications=200)
    assert found.closing is not None and found.closing.closings == 2
    assert found.closing.minutes > 5.0 and 0.0 < found.closing.late < 1.0


def phones(days: int = 2, target: dict[str, float] | None = None) -> RosterProblem:
    wanted = target or {"answer_share": 0.8, "within_s": 20}
    center = hotline_center(queues=(Queue("Q", "热线", "hotline", "phone", ("phone",), wanted),))
    return hotline(days, center=center, needs=tuple(cells("Q", 0, 1440 * days, 4.0, 240.0)))


ALL_DAY = ("x N 0", "y D 0", "l D 0", "h E 0", "x N 1", "y D 1", "l E 1", "h E 1")


def test_a_hotline_goes_on_over_midnight() -> None:
    problem = phones()
    parts = stretches(problem, lines(problem, *ALL_DAY))
    assert [(p.stretch.day, p.stretch.fresh, p.stretch.closes) for p in parts] == [(0, True, False), (1, False, True)]
    assert parts[0].people == parts[1].people
    found = simulate(problem, lines(problem, *ALL_DAY), replications=300)
    queue = of(found, "Q")
    assert queue.lost == 0.0  # who calls at 23:59 is answered by the night shift
    assert (
        queue.predicted is not None and queue.simulated is not None and abs(queue.predicted - queue.simulated) < 0.015
    )


def test_impatient_callers_hang_up() -> None:
    problem = phones(target={"answer_share": 0.8, "within_s": 20, "patience_s": 60})
    queue = of(simulate(problem, lines(problem, *ALL_DAY), replications=300), "Q")
    assert 0.02 < queue.lost < 0.5
    assert (
        queue.predicted is not None and queue.simulated is not None and abs(queue.predicted - queue.simulated) < 0.015
    )


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


def test_a_break_takes_nobody() -> None:
    problem = phones(1)
    roster = lines(problem, "x N 0", "y D 0", "h E 0")
    meal = Activity(MONDAY, "y", at(720), at(780), "meal", "lunch")
    plain, broken = (
        {s.start: s.service for s in simulate(problem, roster, replications=100, off_line=blocks).slots}
        for blocks in ((), (meal,))
    )
    assert broken[at(720)] < 0.2 < plain[at(720)]
    assert broken[at(60)] == plain[at(60)]


def test_who_relieves_takes_the_customers_of_both() -> None:
    problem = office(mean=0.9)
    roster = lines(problem, "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM")
    tea = Activity(MONDAY, "a", at(600), at(660), "rest", "tea")
    relief = Activity(MONDAY, "b", at(600), at(660), "relief", "tea", "W1", "a")
    alone, relieved = (
        simulate(problem, roster, replications=200, off_line=blocks) for blocks in ((tea,), (tea, relief))
    )
    assert of(relieved, "Q1").wait_s < of(alone, "Q1").wait_s and of(relieved, "Q2").wait_s > of(alone, "Q2").wait_s
    (double,) = relieved.double_duty
    assert (double.person, double.minutes) == ("b", 60.0)


def test_a_relief_by_somebody_free_keeps_one_window_one_window() -> None:
    """Before, holder and relief both served while one finished: breaks made the service better."""
    problem = office(mean=0.9)
    roster = lines(problem, "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM")
    rest = [
        (
            Activity(MONDAY, "a", at(m), at(m + 15), "rest", "tea"),
            Activity(MONDAY, "c", at(m), at(m + 15), "relief", "tea", "W1", "a"),
        )
        for m in (570, 600, 630, 660)
    ]
    plain, relieved, alone = (
        simulate(problem, roster, replications=200, off_line=blocks)
        for blocks in ((), [block for pair in rest for block in pair], [tea for tea, _ in rest])
    )
    assert of(relieved, "Q1").service == of(plain, "Q1").service > of(alone, "Q1").service
    assert relieved.double_duty == plain.double_duty == ()


def test_more_volume_is_worse_for_the_same_people() -> None:
    problem = phones()
    base, more = (of(simulate(problem, lines(problem, *ALL_DAY), replications=200, volume=v), "Q") for v in (1.0, 1.3))
    assert more.offered == pytest.approx(1.3 * base.offered, rel=0.02) and more.service < base.service - 0.05


def test_nothing_to_draw_from_is_said() -> None:
    with pytest.raises(ValueError, match="no need"):
        simulate(hall(), lines(hall(), "a W1 AM"))
    with pytest.raises(ValueError, match="1 replications"):
        simulate(office(), lines(hall(), "a W1 AM"), replications=1)


def test_a_share_of_the_week_is_judged_by_weeks() -> None:
    """Two days of one week: where the share is promised over it, a bad day inside a good week breaks no promise."""
    found = {}
    for over in ("interval", "day", "week"):
        queues = tuple(
            replace(q, target={"answer_share": 0.8, "within_s": 900, "over": over}) for q in hall_center().queues
        )
        needs = tuple(
            replace(c, start=c.start + timedelta(days=d), end=c.end + timedelta(days=d))
            for d, mean in ((0, 0.6), (1, 1.5))
            for c in cells("Q1", 540, 720, mean, 600.0)
        )
        problem = hall(2, center=hall_center(queues=queues), needs=needs)
        found[over] = of(simulate(problem, lines(problem, "a W1 AM 0", "a W1 AM 1"), replications=800), "Q1")
    assert found["interval"].bad_days == found["day"].bad_days and found["week"].bad_days != found["day"].bad_days
    week = found["week"]
    broken = float((week.timely_runs / week.offered_runs < 0.8).mean())
    assert week.bad_days == pytest.approx(broken) and (week.over, week.floor) == ("week", pytest.approx(0.6))
    said = {lang: queue_line(hall_center(), week, lang) for lang in ("zh", "en")}
    assert "的周低于目标80%" in said["zh"] and "(计划下限60%)" in said["zh"]
    assert (
        "of weeks" in said["en"]
        and "(planned floor 60%)" in said["en"]
        and "of days" in queue_line(hall_center(), found["day"], "en")
    )
    both = simulate(problem, lines(problem, "a W1 AM 0"), replications=10)
    assert whole(both).bad_days is None and whole(both).bad_weeks == 1.0

"""The supervised solve: stop, kill, contradiction, determinism."""

import os
import signal
import threading
from datetime import date

from scheduler.check import check
from scheduler.domain.absence import Pin
from scheduler.domain.solution import Limits, Progress, Status
from scheduler.rules.tiny import away, hall, hotline
from scheduler.solver.greedy import greedy_roster
from scheduler.solver.solve import solve
from tests.cases.hotline_cases import hotline_problem


def month() -> object:
    return hotline_problem(
        (1, 3, 7), date(2026, 9, 7), 28, printed_nights=True, params={"hours_week": {"comprehensive": 40}}
    )


def test_cost_of_check_and_solver_agree_with_every_rule_on() -> None:
    problem = hall(2, absences=(away("a", "AM"), away("b", "PM", 1)))
    solution = solve(problem, Limits(20, work=5))
    assert solution.status is Status.OPTIMAL
    assert {t: c for t, c in solution.costs.items() if c} == dict(check(problem, solution.roster).costs)


def test_same_input_and_seed_give_the_same_roster() -> None:
    problem = month()
    first, second = (solve(problem, Limits(60, work=2.0, seed=3)) for _ in range(2))
    assert first.reproducible and first.roster == second.roster and first.costs == second.costs


def test_a_killed_child_is_reported_and_the_best_roster_kept() -> None:
    problem = month()
    seen: list[Progress] = []
    children: list[int] = []

    def kill_after_first_roster(progress: Progress) -> None:
        seen.append(progress)
        if progress.tier > 0 and progress.roster is not None:
            os.kill(children[-1], signal.SIGKILL)

    solution = solve(problem, Limits(60), on_progress=kill_after_first_roster, on_child=children.append)
    assert solution.status is Status.CRASHED
    assert "killed by signal 9" in solution.note and "kept" in solution.note
    assert len(children) == 1
    assert solution.roster == next(p.roster for p in reversed(seen) if p.roster is not None and p.tier > 0)
    assert solution.costs == dict(check(problem, solution.roster).costs.items())


def test_a_child_killed_before_any_roster_is_run_once_more() -> None:
    problem = month()
    children: list[int] = []

    def kill_the_first(pid: int) -> None:
        children.append(pid)
        if len(children) == 1:
            os.kill(pid, signal.SIGKILL)

    solution = solve(problem, Limits(60, work=5), on_child=kill_the_first)
    assert len(children) == 2
    assert solution.status is Status.OPTIMAL
    assert "second" in solution.note


def test_two_dead_children_leave_the_greedy_roster() -> None:
    problem = hall()
    solution = solve(problem, Limits(10), on_child=lambda pid: os.kill(pid, signal.SIGKILL))
    assert solution.status is Status.CRASHED
    assert solution.roster == greedy_roster(problem) and solution.roster.duties


def test_stop_keeps_what_was_found() -> None:
    problem = month()
    stop = threading.Event()

    def when_it_has_begun_to_improve(progress: Progress) -> None:
        if progress.roster is not None and progress.roster.duties:
            stop.set()

    solution = solve(problem, Limits(120, work=100), on_progress=when_it_has_begun_to_improve, stop=stop)
    assert solution.status in (Status.STOPPED, Status.OPTIMAL)  # it may prove the optimum before it hears
    assert solution.roster.duties
    assert solution.costs == dict(check(problem, solution.roster).costs)


def test_a_wish_to_stop_before_the_start_still_gives_a_roster() -> None:
    stop = threading.Event()
    stop.set()
    solution = solve(month(), Limits(60, work=50), stop=stop)
    assert solution.status is Status.STOPPED
    assert solution.roster.duties


def test_locks_against_law_still_give_a_roster_that_says_so() -> None:
    """A late shift and the early one after it, both locked: the rest between them cannot be 11 h."""
    problem = hotline(2)
    moment = problem.horizon.moment
    pins = (Pin("x", moment(960), moment(1440), "E"), Pin("x", moment(1920), moment(2400), "D"))
    problem = hotline(2, pins=pins)
    solution = solve(problem, Limits(20, work=5))
    assert solution.status is Status.RELAXED
    checked = check(problem, solution.roster)
    assert solution.costs[0] == checked.costs[0] > 0
    assert {b.rule for b in checked.breaches if b.rule in ("min_rest", "frozen")}

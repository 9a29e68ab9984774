"""What one person on two windows serves of both: data of the center, counted where served need is (3-12)."""

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.measures import service
from scheduler.rules.tiny import hall, hall_center, roster

SPAN = datetime(2026, 9, 7, 9), datetime(2026, 9, 7, 12)


def met(problem: RosterProblem, held: Roster) -> float:
    return service(RosterView(problem, held))["need_met"]


@pytest.mark.parametrize(("capacity", "share"), [(1.2, 60.0), (1.0, 50.0), (2.0, 100.0)])
def test_two_windows_in_one_hand_meet_a_part_of_the_need_of_each(capacity: float, share: float) -> None:
    needs = tuple(NeedCell(queue, *SPAN, 4.0, 1) for queue in ("Q1", "Q2"))
    problem = hall(needs=needs, center=hall_center(dual_capacity=capacity))
    assert met(problem, roster(problem, "a W1 AM", "a W2 AM")) == pytest.approx(share)
    assert met(problem, roster(problem, "a W1 AM", "b W2 AM")) == pytest.approx(100.0)
    assert met(problem, roster(problem, "a W1 AM")) == pytest.approx(50.0)


def test_one_point_two_is_what_a_center_starts_with() -> None:
    problem = hall(needs=tuple(NeedCell(queue, *SPAN, 4.0, 1) for queue in ("Q1", "Q2")))
    assert problem.center.dual_capacity == 1.2
    assert replace(problem.center, dual_capacity=1.5).dual_capacity == 1.5

"""Two rosters before the same customers: the difference is surer than its parts, and its interval is true."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.rules.tiny import roster as lines
from scheduler.staffing.simulation.paired import difference, whole
from scheduler.staffing.simulation.simulate import simulate
from tests.scheduler.staffing.test_simulated_roster import office

APART = ("a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM")
BOTH = ("a W1 AM", "a W2 AM", "a W1 PM", "b W2 PM")


def test_the_difference_is_far_surer_than_its_parts() -> None:
    problem = office()
    apart, both = (simulate(problem, lines(problem, *roster), replications=300) for roster in (APART, BOTH))
    found = difference(apart, both)
    assert found.service == pytest.approx(whole(both).service - whole(apart).service)
    assert found.service < -found.margin < 0 and found.sure
    loose = np.hypot(whole(apart).margin, whole(both).margin)
    assert found.margin < 0.8 * loose
    nothing = difference(apart, apart)
    assert (nothing.service, nothing.margin, nothing.sure) == (0.0, 0.0, False)


def test_ninety_five_of_a_hundred_intervals_hold_the_truth() -> None:
    problem = office()
    truth = difference(
        *(simulate(problem, lines(problem, *roster), replications=6000, seed=99) for roster in (APART, BOTH))
    )
    inside = 0
    for seed in range(60):
        found = difference(
            *(simulate(problem, lines(problem, *roster), replications=60, seed=seed) for roster in (APART, BOTH))
        )
        inside += abs(found.service - truth.service) <= found.margin + truth.margin
    assert 52 <= inside <= 60


def test_what_was_not_drawn_alike_is_not_compared() -> None:
    problem = office()
    one = simulate(problem, lines(problem, *APART), replications=20)
    for other in (simulate(problem, lines(problem, *APART), replications=21), replace(one, seed=1)):
        with pytest.raises(ValueError, match="nothing to pair"):
            difference(one, other)

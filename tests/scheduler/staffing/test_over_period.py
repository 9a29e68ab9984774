"""Heads over a period by steps up the envelopes: against every combination, and against the linear program."""

import itertools

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from scheduler.staffing.over_period import Chosen, fewest

WIDE = 6


def chosen(curves: np.ndarray, asked: float, hours: np.ndarray, usual: int = WIDE) -> Chosen:
    cells = len(curves)
    return fewest(
        lambda at, n: curves[at, n],
        np.zeros(cells, dtype=np.int64),
        np.array([asked]),
        np.zeros(cells, dtype=np.int64),
        np.full(cells, curves.shape[1] - 1),
        np.full(cells, usual),
        hours,
    )


def cheapest(curves: np.ndarray, asked: float, hours: np.ndarray) -> float:
    """Over all combinations; infinite where none gains enough."""
    plans = itertools.product(range(curves.shape[1]), repeat=len(curves))
    return min(
        (float(hours @ np.array(n)) for n in plans if curves[np.arange(len(curves)), list(n)].sum() >= asked - 1e-12),
        default=np.inf,
    )


def by_program(curves: np.ndarray, asked: float, hours: np.ndarray) -> float:
    """Least hours when every interval may mix numbers of heads: the multiple-choice knapsack's linear program."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    enough = solver.Constraint(asked, solver.infinity())
    for line, length in zip(curves, hours, strict=True):
        one = solver.Constraint(1.0, 1.0)
        for heads, gain in enumerate(line):
            part = solver.NumVar(0.0, 1.0, "")
            one.SetCoefficient(part, 1.0)
            enough.SetCoefficient(part, float(gain))
            solver.Objective().SetCoefficient(part, float(heads * length))
    solver.Objective().SetMinimization()
    return float(solver.Objective().Value()) if solver.Solve() == pywraplp.Solver.OPTIMAL else np.inf


def falling(chance: np.random.Generator, cells: int) -> np.ndarray:
    """Curves that rise ever less, as a share in time does beyond its floor."""
    steps = -np.sort(-chance.exponential(1.0, (cells, WIDE)) * (chance.random((cells, WIDE)) < 0.9), axis=1)
    return np.cumsum(steps, axis=1)


@pytest.mark.parametrize("usual", [0, WIDE])
def test_concave_curves_of_equal_length_are_optimal(usual: int) -> None:
    """Also where curves are drawn a few heads far at first and grow as they are needed."""
    chance = np.random.default_rng(5)
    for _ in range(120):
        cells = int(chance.integers(1, 5))
        curves, hours = falling(chance, cells), np.full(cells, 0.5)
        asked = curves[:, 0].sum() + chance.uniform(0.0, 1.0) * (curves[:, -1] - curves[:, 0]).sum()
        found = chosen(curves, asked, hours, usual)
        assert found.kept[0] and curves[np.arange(cells), found.heads].sum() >= asked - 1e-8
        assert hours @ found.heads == pytest.approx(cheapest(curves, asked - 1e-8, hours))
        assert hours @ found.heads == pytest.approx(0.5 * np.ceil(found.bound[0] / 0.5 - 1e-6))


def test_any_curves_and_lengths_are_near_the_optimum_and_never_below_the_bound() -> None:
    """Shrinkage makes steps of nothing, a low floor or a share of those answered makes curves dip: only then the last step costs something."""
    chance, missed = np.random.default_rng(2), 0
    for trial in range(200):
        cells = int(chance.integers(1, 5))
        curves = np.cumsum(chance.normal(0.4, 1.0, (cells, WIDE)), axis=1)
        hours = chance.choice([0.5, 1.0], cells) if trial % 2 else np.full(cells, 0.5)
        asked = curves[:, 0].sum() + chance.uniform(-0.2, 1.1) * (curves.max(axis=1) - curves[:, 0]).sum()
        found, best = chosen(curves, asked, hours), cheapest(curves, asked, hours)
        assert found.kept[0] == np.isfinite(best)
        if found.kept[0]:
            mine = float(hours @ found.heads)
            assert found.bound[0] <= best + 1e-6 and best <= mine + 1e-9
            missed += mine > best + 1e-9
            assert mine <= best + (WIDE - 1) * hours.max()
        else:
            assert found.bound[0] == np.inf and not found.heads.any()
    assert missed <= 12


def test_the_bound_is_that_of_the_linear_program() -> None:
    chance = np.random.default_rng(9)
    for trial in range(40):
        cells = int(chance.integers(2, 30))
        curves = falling(chance, cells) if trial % 2 else np.cumsum(chance.normal(0.5, 1.0, (cells, WIDE)), axis=1)
        hours = chance.choice([0.25, 0.5, 1.0], cells)
        asked = curves[:, 0].sum() + chance.uniform(0.05, 0.95) * (curves.max(axis=1) - curves[:, 0]).sum()
        found = chosen(curves, asked, hours)
        assert found.bound[0] == pytest.approx(by_program(curves, asked, hours), abs=1e-6)
        assert found.bound[0] - 1e-6 <= hours @ found.heads


def test_periods_do_not_pay_for_each_other_and_bounds_on_heads_hold() -> None:
    curves = np.array([[0.0, 5.0, 6.0], [0.0, 1.0, 1.5], [0.0, 0.5, 0.7]])
    found = fewest(
        lambda at, n: curves[at, n - 1],
        np.array([0, 1, 1]),
        np.array([4.0, 1.2]),
        np.ones(3, dtype=np.int64),
        np.array([3, 2, 3]),
        np.ones(3, dtype=np.int64),
        np.ones(3),
    )
    assert found.heads.tolist() == [2, 2, 2] and found.kept.all()
    nothing = fewest(
        lambda at, n: 0.0 * n,
        np.array([0, 0]),
        np.array([0.0]),
        np.array([1, 2]),
        np.array([9, 9]),
        np.array([4, 4]),
        np.ones(2),
    )
    assert nothing.heads.tolist() == [1, 2] and nothing.kept.all()
    empty = fewest(
        lambda at, n: 0.0 * n,
        *(np.zeros(0, dtype=np.int64),),
        np.zeros(0),
        *(np.zeros(0, dtype=np.int64),) * 3,
        np.zeros(0),
    )
    assert empty.heads.size == 0


def test_the_end_is_the_cheapest_there_is() -> None:
    """A step of four heads would gain far more than is missing: two single heads elsewhere do; and a long interval's head is taken off again."""
    jump = np.array([[0.0, 0.0, 0.0, 0.0, 8.0], [0.0, 1.5, 2.5, 2.5, 2.5]])
    assert chosen(jump, 2.0, np.ones(2)).heads.tolist() == [0, 2]
    assert chosen(jump, 7.0, np.ones(2)).heads.tolist() == [4, 0]
    part = np.array([[0.0, 1.0, 2.5, 3.0, 8.0]])
    assert chosen(part, 2.0, np.ones(1)).heads.tolist() == [2]
    lengths = np.array([[0.0, 2.0], [0.0, 7.0], [0.0, 7.5]])
    assert chosen(lengths, 9.0, np.array([0.5, 2.0, 2.25])).heads.tolist() == [1, 1, 0]
    assert chosen(lengths, 8.5, np.array([0.5, 2.5, 2.6])).heads.tolist() == [1, 1, 0]
    assert chosen(np.array([[0.0, 4.0], [0.0, 9.0]]), 8.0, np.array([0.5, 2.0])).heads.tolist() == [0, 1]

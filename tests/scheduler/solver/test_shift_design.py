"""Shift counts: optimal on small weeks by enumeration, never below the need, better than head counts."""

import itertools

import numpy as np
import pytest

from scheduler.shift_design.patterns import Allowed, Pause, coverage, patterns
from scheduler.solver.shift_design import fewest, fewest_lost


def convex(intervals: int, most: int, seed: int) -> np.ndarray:
    """Random convex falling costs, shape (intervals, most + 1)."""
    saving = np.sort(np.random.default_rng(seed).uniform(0.0, 9.0, (intervals, most)), axis=1)[:, ::-1]
    return np.concatenate([np.zeros((intervals, 1)), -np.cumsum(saving, axis=1)], axis=1) + saving.sum(
        axis=1, keepdims=True
    )


def enumerated(covers: np.ndarray, floor: np.ndarray, cost: np.ndarray, budget: int) -> float:
    best = np.inf
    for counts in itertools.product(range(budget + 1), repeat=covers.shape[0]):
        if sum(counts) <= budget:
            on = np.array(counts) @ covers
            if (on >= floor).all():
                best = min(best, float(cost[np.arange(on.size), np.minimum(on, cost.shape[1] - 1)].sum()))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_small_weeks_are_solved_to_the_optimum(seed: int) -> None:
    chance = np.random.default_rng(seed)
    covers = np.stack([np.roll([1, 1, 1, 0, 1, 0, 0, 0], s) for s in range(0, 8, 2)])
    floor = chance.integers(0, 2, 8)
    cost = convex(8, 8, seed)
    naive = fewest(covers, floor, np.ones(4))
    least = next(b for b in range(9) if np.isfinite(enumerated(covers, floor, cost, b)))
    assert naive.counts.sum() == least and (naive.heads >= floor).all()
    best = fewest_lost(covers, floor, cost, np.ones(4), least + 1, seconds=5.0, gap=1e-6, start=naive.counts)
    assert best.lost == pytest.approx(enumerated(covers, floor, cost, least + 1), abs=0.01)
    assert best.bound <= best.lost + 1e-9 and best.short == 0


def test_too_few_shifts_miss_as_few_heads_as_possible() -> None:
    covers = np.array([[1, 1, 0, 0], [0, 0, 1, 1]])
    found = fewest_lost(covers, np.array([2, 2, 1, 1]), convex(4, 5, 1), np.ones(2), 2, seconds=5.0)
    assert found.short == 2 and found.counts.sum() == 2
    weights = fewest_lost(covers, np.array([1, 1, 1, 1]), convex(4, 5, 1), np.array([2.0, 1.0]), 3.0, seconds=5.0)
    assert weights.short == 0 and weights.counts.tolist() == [1, 1]


def test_an_interval_that_no_shift_covers_is_named() -> None:
    with pytest.raises(ValueError, match="interval 2 needs 1"):
        fewest(np.array([[1, 1, 0]]), np.array([1, 0, 1]), np.ones(1))


def test_patterns_have_their_breaks_where_allowed() -> None:
    allowed = Allowed((480, 540), (240, 510), ((360, (Pause(30, 180, 240),)),), split=(120,))
    found = patterns(allowed, 2, 30)
    assert len(found) == 2 * 2 * (1 + 3 + 2)
    texts = {p.text for p in found}
    assert {
        "08:00-12:00",
        "08:00-16:30 (11:00-11:30)",
        "08:00-16:30 (12:00-12:30)",
        "08:00-14:00 (10:00-12:00)",
    } <= texts
    assert {p.paid_minutes for p in found if p.text.startswith("08:00-16:30 (1")} == {480}
    two = patterns(Allowed((0,), (480,), ((0, (Pause(30, 60, 90, paid=True), Pause(30, 60, 240))),)), 1, 30)
    assert all(len(p.spans) == 3 for p in two) and {p.paid_minutes for p in two} == {450}


def test_a_typical_week_runs_over_its_end() -> None:
    (night,) = patterns(Allowed((1380,), (120,)), 1, 30)
    starts = list(range(0, 1440, 30))
    assert coverage([night], starts, 30).sum() == 2
    cyclic = coverage([night], starts, 30, 1440)[0]
    assert cyclic.sum() == 4 and cyclic[:2].tolist() == [1, 1] and cyclic[-2:].tolist() == [1, 1]


def test_the_same_shifts_serve_more() -> None:
    covers = np.stack([np.roll([1] * 6 + [0] + [1] * 6 + [0] * 11, s) for s in range(24)])
    floor = np.array([1] * 8 + [2, 3, 4, 4, 3, 2, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1])
    cost = convex(24, 12, 3) * floor[:, None]
    naive = fewest(covers, floor, np.ones(24))
    best = fewest_lost(covers, floor, cost, np.ones(24), float(naive.counts.sum()), seconds=10.0, start=naive.counts)
    was = float(cost[np.arange(24), naive.heads].sum())
    assert best.lost <= was and (best.heads >= floor).all() and best.counts.sum() <= naive.counts.sum()
    again = fewest_lost(covers, floor, cost, np.ones(24), float(naive.counts.sum()), seconds=10.0, start=naive.counts)
    assert again.counts.tolist() == best.counts.tolist()

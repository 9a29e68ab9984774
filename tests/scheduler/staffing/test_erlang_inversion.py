"""The smallest n, against scanning n = 0, 1, 2, ... with formulas written down differently."""

import numpy as np
import pytest

from scheduler.staffing.queues import erlang_a, erlang_b, erlang_c
from scheduler.staffing.queues.search import smallest

CELLS = 20_000
SEED = 20261122


def first_met(met, cells: int) -> np.ndarray:
    """Scan n upwards; `met(left, n)` tells for the cells `left` whether n keeps the targets."""
    found = np.full(cells, -1)
    left = np.arange(cells)
    n = 0
    while left.size:
        good = met(left, n)
        found[left[good]] = n
        left = left[~good]
        n += 1
        assert n < 2000
    return found


def test_blocking_need_is_the_first_of_a_scan() -> None:
    rng = np.random.default_rng(SEED)
    a, limit = 10 ** rng.uniform(-3, 2.3, CELLS), 10 ** rng.uniform(-5, -0.05, CELLS)
    inverse = np.ones(CELLS)

    def met(left: np.ndarray, n: int) -> np.ndarray:
        if n:
            inverse[left] = 1.0 + n / a[left] * inverse[left]
        return 1.0 / inverse[left] <= limit[left]

    np.testing.assert_array_equal(erlang_b.need(a, limit), first_met(met, CELLS))


def test_erlang_c_need_is_the_first_of_a_scan() -> None:
    rng = np.random.default_rng(SEED + 1)
    a, h = 10 ** rng.uniform(-2, 2.2, CELLS), 10 ** rng.uniform(1, 3.3, CELLS)
    t = np.where(rng.random(CELLS) < 0.1, 0.0, 10 ** rng.uniform(0, 3, CELLS))
    share, wait = rng.uniform(0.05, 0.999, CELLS), 10 ** rng.uniform(-1, 3.5, CELLS)
    busy, least = rng.uniform(0.3, 1.0, CELLS), rng.integers(0, 4, CELLS)
    inverse = np.ones(CELLS)

    def met(left: np.ndarray, n: int) -> np.ndarray:
        load = a[left]
        if n:
            inverse[left] = 1.0 + n / load * inverse[left]
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            rho = load / np.float64(n)
            waits = 1.0 / ((1.0 - rho) * inverse[left] + rho)
            late = waits * np.exp(-(n - load) * t[left] / h[left])
            mean_wait = waits * h[left] / (n - load)
        good = (n > load) & (1.0 - late >= share[left]) & (mean_wait <= wait[left])
        return good & (rho <= busy[left]) & (n >= least[left])

    got = erlang_c.need(a, h, answer_share=share, within_s=t, max_wait_s=wait, max_occupancy=busy, min_heads=least)
    np.testing.assert_array_equal(got, first_met(met, CELLS))


NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)


def integrate(x: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Integral of exp(y (1 - exp(-s)) - x s) over [start, inf), panels even in log(1 + s)."""
    end = np.log1p((y + 50.0) / x + start)
    low = np.log1p(start)
    total = np.zeros_like(x)
    for panel in range(24):
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            r = low + (end - low) * (panel + (node + 1.0) / 2.0) / 24.0
            s = np.expm1(r)
            total += weight * np.exp(y * -np.expm1(-s) - x * s + r)
    return total * (end - low) / 48.0


def erlang_a_by_integrals(a, n: int, h, patience, t, inverse):
    """Service level, abandonment from the M/M/n+G integrals; `inverse` is 1 / B(n-1, a)."""
    x, y = n * patience / h, a * patience / h
    whole = integrate(x, y, np.zeros_like(x)) * patience
    late = integrate(x, y, t / patience) * patience
    rate, service = a / h, n / h
    decay = np.exp(y * -np.expm1(-t / patience) - service * t)
    below = inverse + rate * whole
    level = (inverse + decay - 1.0 + service * (whole - late)) / below
    return level, (1.0 + (rate - service) * whole) / below


def test_erlang_a_need_is_the_first_of_a_scan_over_integrals() -> None:
    rng = np.random.default_rng(SEED + 2)
    a, h = 10 ** rng.uniform(-1.5, 1.4, CELLS), 10 ** rng.uniform(1.3, 3, CELLS)
    patience = np.minimum(10 ** rng.uniform(0.7, 3.2, CELLS), 60.0 * h / a)
    t = np.where(rng.random(CELLS) < 0.1, 0.0, 10 ** rng.uniform(0, 2.3, CELLS))
    share, lost = rng.uniform(0.05, 0.99, CELLS), 10 ** rng.uniform(-2.5, -0.01, CELLS)
    wait, busy = 10 ** rng.uniform(-0.5, 3, CELLS), rng.uniform(0.4, 1.0, CELLS)
    least = rng.integers(0, 4, CELLS)
    inverse = np.ones(CELLS)

    def met(left: np.ndarray, n: int) -> np.ndarray:
        if n == 0:
            return np.zeros(left.size, dtype=bool)
        if n > 1:
            inverse[left] = 1.0 + (n - 1) / a[left] * inverse[left]
        level, gone = erlang_a_by_integrals(a[left], n, h[left], patience[left], t[left], inverse[left])
        good = (level >= share[left]) & (gone <= lost[left]) & (n >= least[left])
        good &= gone * patience[left] <= wait[left]
        return good & (a[left] * (1.0 - gone) / n <= busy[left])

    got = erlang_a.need(
        a,
        h,
        patience,
        answer_share=share,
        within_s=t,
        max_abandon=lost,
        max_wait_s=wait,
        max_occupancy=busy,
        min_heads=least,
    )
    np.testing.assert_array_equal(got, first_met(met, CELLS))


@pytest.mark.parametrize("a", [1_000.0, 30_000.0, 100_000.0])
def test_large_needs_are_tight(a: float) -> None:
    n = erlang_c.need(a, 300.0, answer_share=0.9, within_s=0.0)
    levels = erlang_c.service_level(a, [n - 1, n], 300.0, 0.0)
    assert levels[0] < 0.9 <= levels[1]
    n = erlang_a.need(a, 300.0, 1e7, answer_share=0.9, within_s=5.0, max_abandon=1e-4)
    found = erlang_a.measures(a, [n - 1, n], 300.0, 1e7, 5.0)
    kept = (found.sl_offered >= 0.9) & (found.abandonment <= 1e-4)
    assert kept.tolist() == [False, True]


def test_decimal_ties_need_nobody_extra() -> None:
    assert erlang_c.need(8.5, 60.0, max_occupancy=0.85) == 10
    assert erlang_c.need(0.2, 60.0, answer_share=0.8, within_s=0.0) == 1
    assert erlang_b.need(1.0, 0.5) == 1


def test_no_load_needs_the_minimum_and_a_bare_load_more_than_itself() -> None:
    assert erlang_c.need([0.0, 0.0, 10.0], 60.0, min_heads=[0, 2, 0]).tolist() == [0, 2, 11]
    assert erlang_a.need([0.0, 0.0], 60.0, 60.0, answer_share=0.8, within_s=10.0, min_heads=[0, 2]).tolist() == [0, 2]
    assert erlang_b.need([0.0, 0.0], [0.01, 1.0]).tolist() == [1, 0]


@pytest.mark.parametrize(
    "targets",
    [{"answer_share": 1.0}, {"answer_share": 0.0}, {"max_wait_s": 0.0}, {"max_occupancy": -0.1}],
)
def test_unreachable_targets_are_refused(targets: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(targets))):
        erlang_c.need(3.0, 60.0, **targets)
    with pytest.raises(ValueError, match=next(iter(targets))):
        erlang_a.need(3.0, 60.0, 60.0, **targets)


def test_search_from_any_guess_finds_the_first() -> None:
    rng = np.random.default_rng(3)
    answer = rng.integers(0, 5000, 2000).astype(float)
    for guess in (answer, answer + 1, answer - 1, 0 * answer, answer + 777, answer // 3):
        got = smallest(lambda at, n: n >= answer[at], guess, np.zeros(2000), np.ones(2000))
        np.testing.assert_array_equal(got, answer)
    raised = smallest(lambda at, n: n >= answer[at], 0 * answer, np.full(2000, 3000.0), np.full(2000, 2.0))
    np.testing.assert_array_equal(raised, np.maximum(answer, 3000))


def test_search_gives_up_on_the_impossible() -> None:
    with pytest.raises(OverflowError, match="1 cells"):
        smallest(lambda at, n: n < 0, np.zeros(1), np.zeros(1), np.ones(1))

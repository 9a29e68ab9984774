"""Heads under an uncertain rate: the published table, dense integration, and limits."""

import numpy as np
import pytest

from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.queues import erlang_a, erlang_c
from scheduler.staffing.targets import ServiceTarget
from scheduler.staffing.uncertain import need

PHONE = ServiceTarget(answer_share=0.8, within_s=15, patience_s=120)
SPREADS = [0.1, 0.2, 0.3]


@pytest.mark.parametrize(
    ("load", "at_mean", "levels", "heads", "sure_heads"),
    [
        (8.0, 10, [0.801, 0.772, 0.732], [10, 11, 12], [11, 12, 12]),
        (30.0, 33, [0.811, 0.751, 0.683], [33, 35, 38], [35, 37, 40]),
        (100.0, 100, [0.750, 0.659, 0.583], [103, 111, 122], [108, 116, 123]),
    ],
)
def test_table_of_the_mean_based_miss(load, at_mean, levels, heads, sure_heads) -> None:
    cells = Cells.of(load, SPREADS, 300.0, 1800.0)
    assert need(Cells.of(load, 0.0, 300.0, 1800.0), PHONE).tolist() == [at_mean]
    # The published levels are one simulated run each, good to about a thousandth.
    np.testing.assert_allclose(expected(cells, at_mean, PHONE).service, levels, atol=0.0015)
    assert need(cells, PHONE).tolist() == heads
    sure = ServiceTarget(answer_share=0.8, within_s=15, patience_s=120, confidence=0.8)
    assert need(cells, sure).tolist() == sure_heads


NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)


def customers(cv: float, kink: float) -> tuple[np.ndarray, np.ndarray]:
    """Rate factors and customer weights on a dense grid that breaks at the kink."""
    k = cv**-2
    low, high = -(np.sqrt(76) * cv + 38 * cv**2), np.sqrt(76) * cv
    fine = kink - 10.0 ** np.linspace(-7, 0, 80)
    edges = np.concatenate([np.linspace(low, high, 900), [kink], fine])
    edges = np.unique(np.clip(edges, low, high))
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    v = (middle[:, None] + half[:, None] * NODES).ravel()
    weight = (half[:, None] * WEIGHTS).ravel() * np.exp(v - k * (np.expm1(v) - v))
    return np.exp(v), weight / weight.sum()


def dense(load, cv, n, h, target) -> tuple[float, float]:
    """Service and mean wait by brute integration; Erlang C waits cut at the 1800 s interval."""
    z, weight = customers(cv, np.log(n / load))
    if target.patience_s is None:
        level = erlang_c.service_level(load * z, n, h, target.horizon_s)
        wait = np.minimum(erlang_c.mean_wait(load * z, n, h), 1800.0)
    else:
        found = erlang_a.measures(load * z, n, h, target.patience_s, target.horizon_s)
        level, wait = found.sl_offered, found.mean_wait
    return float(weight @ level), float(weight @ wait)


@pytest.mark.parametrize("patience", [None, 30.0, 300.0])
def test_expected_measures_equal_dense_integration(patience: float | None) -> None:
    rng = np.random.default_rng(7)
    for _ in range(60):
        load, cv = 10 ** rng.uniform(-1, 2.7), 10 ** rng.uniform(-2.3, -0.35)
        h, within = 10 ** rng.uniform(1.5, 3), float(rng.choice([0, 10, 20, 60, 600]))
        n = max(1, round(load * (1 + rng.normal() * (cv + load**-0.5))))
        target = ServiceTarget(answer_share=0.8, within_s=within, patience_s=patience)
        found = expected(Cells.of(load, cv, h, 1800.0), n, target)
        level, wait = dense(load, cv, n, h, target)
        assert float(found.service[0]) == pytest.approx(level, abs=1e-6)
        assert float(found.wait_s[0]) == pytest.approx(wait, rel=3e-4, abs=1e-6)


@pytest.mark.parametrize("patience", [None, 90.0])
def test_need_is_the_first_that_the_expectation_accepts(patience: float | None) -> None:
    rng = np.random.default_rng(11)
    target = ServiceTarget(answer_share=0.8, within_s=20, max_wait_s=40, max_occupancy=0.9, patience_s=patience)
    cells = Cells.of(10 ** rng.uniform(-1, 2, 400), rng.uniform(0, 0.5, 400), rng.uniform(60, 600, 400), 1800.0)
    n = need(cells, target)
    kept = expected(cells, n, target).keeps(target)
    assert sorted(kept) == ["occupancy", "share", "wait"]
    assert all(good.all() for good in kept.values())
    fewer = expected(cells, n - 1, target).keeps(target)
    assert (~np.logical_and.reduce(list(fewer.values()))).all()
    level, wait = dense(cells.load[0], cells.cv[0], int(n[0]), cells.aht_s[0], target)
    assert level >= 0.8 - 1e-6 and wait <= 40 * 1.001


def test_no_spread_is_the_plain_formula() -> None:
    rng = np.random.default_rng(13)
    load = 10 ** rng.uniform(-2, 2.5, 500)
    for patience in (None, 60.0):
        target = ServiceTarget(answer_share=0.9, within_s=10, patience_s=patience)
        cells = Cells.of(load, 0.0, 200.0, 1800.0)
        n = need(cells, target)
        if patience is None:
            plain = erlang_c.need(load, 200.0, answer_share=0.9, within_s=10)
            level = erlang_c.service_level(load, n, 200.0, 10)
        else:
            plain = erlang_a.need(load, 200.0, 60.0, answer_share=0.9, within_s=10)
            level = erlang_a.measures(load, n, 200.0, 60.0, 10).sl_offered
        np.testing.assert_array_equal(n, plain)
        np.testing.assert_allclose(expected(cells, n, target).service, level, rtol=1e-12)
        tiny = Cells.of(load, 1e-7, 200.0, 1800.0)
        np.testing.assert_allclose(expected(tiny, n, target).service, level, atol=1e-6)


def test_more_spread_needs_more() -> None:
    cells = Cells.of(40.0, np.linspace(0, 0.6, 25), 300.0, 1800.0)
    for patience in (None, 120.0):
        target = ServiceTarget(answer_share=0.8, within_s=20, patience_s=patience)
        n = need(cells, target)
        assert (np.diff(n) >= 0).all()
        assert n[-1] > n[0] + 10


def test_mean_wait_of_a_hall_uses_the_spread_and_the_service_times() -> None:
    hall = ServiceTarget(max_wait_s=300)
    even, uneven = (Cells.of(6.0, 0.15, 600.0, 1800.0, cv2) for cv2 in (0.0, 3.0))
    assert need(even, hall)[0] < need(uneven, hall)[0]
    assert need(Cells.of(6.0, 0.0, 600.0, 1800.0), hall)[0] <= need(uneven, hall)[0]


def test_cells_without_load_need_nobody_and_any_load_somebody() -> None:
    lax = ServiceTarget(max_wait_s=900, patience_s=60)
    cells = Cells.of([0.0, 1e-4, 2.0], [0.3, 0.3, 0.0], 60.0, 1800.0)
    assert need(cells, lax).tolist() == [0, 1, 1]
    assert need(cells, ServiceTarget(min_heads=3)).tolist() == [0, 1, 1]
    assert expected(cells, 0, lax).service.tolist() == [1.0, 0.0, 0.0]


def test_bad_cells_are_refused() -> None:
    with pytest.raises(ValueError, match="cv"):
        Cells.of(1.0, -0.1, 60.0, 1800.0)
    with pytest.raises(ValueError, match="interval_s"):
        Cells.of(1.0, 0.1, 60.0, 0.0)

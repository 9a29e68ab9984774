"""What must hold between the models, and what is refused."""

import numpy as np
import pytest

from scheduler.staffing.queues import erlang_a, erlang_b, erlang_c, patience
from scheduler.staffing.queues.arrays import heads, numbers

LOADS = np.array([0.1, 0.9, 3.0, 8.0, 30.0, 100.0, 900.0])


def test_series_and_integrals_agree_on_both_sides_of_the_border() -> None:
    rng = np.random.default_rng(5)
    y = rng.uniform(20.0, 290.0, 3000)
    x, tau = y * 10 ** rng.uniform(-2, 1, 3000), 10 ** rng.uniform(-4, 0.8, 3000)
    series, integral = patience._by_series(x, y, tau), patience._by_integral(x, y, tau)
    np.testing.assert_allclose(series.log_a, integral.log_a, rtol=1e-11)
    np.testing.assert_allclose(series.mean_term, integral.mean_term, rtol=1e-11)
    np.testing.assert_allclose(series.beyond, integral.beyond, atol=1e-11)
    np.testing.assert_allclose(series.within, integral.within, atol=1e-11)


def test_erlang_a_with_endless_patience_is_erlang_c() -> None:
    n = np.floor(LOADS) + 2
    found = erlang_a.measures(LOADS, n, 180.0, 1e12, 20.0)
    np.testing.assert_allclose(found.wait_probability, erlang_c.wait_probability(LOADS, n), 1e-6)
    level = erlang_c.service_level(LOADS, n, 180.0, 20.0)
    np.testing.assert_allclose(found.sl_offered, level, 1e-6)
    np.testing.assert_allclose(found.mean_wait, erlang_c.mean_wait(LOADS, n, 180.0), 1e-4)


def test_erlang_a_without_patience_is_erlang_b() -> None:
    n = np.ceil(LOADS)
    found = erlang_a.measures(LOADS, n, 180.0, 1e-6, 20.0)
    np.testing.assert_allclose(found.abandonment, erlang_b.blocking(LOADS, n), 1e-6)


def test_patience_equal_to_handling_time_is_poisson() -> None:
    # theta = mu: as many in the system as in M/M/inf, hence P(W > 0) = P(Poisson(a) >= n).
    a, n = 7.5, np.arange(1, 20)
    k = np.arange(0, 80)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(k[1:]))])
    poisson = np.exp(k * np.log(a) - a - log_factorial)
    tail = np.array([poisson[i:].sum() for i in n])
    found = erlang_a.measures(a, n, 240.0, 240.0)
    np.testing.assert_allclose(found.wait_probability, tail, rtol=1e-11)


def test_more_people_never_serve_worse() -> None:
    n = np.arange(0, 60)
    found = erlang_a.measures(LOADS[:5, None], n, 180.0, 90.0, 15.0)
    assert (np.diff(found.sl_offered, axis=1) >= -1e-12).all()
    assert (np.diff(found.abandonment, axis=1) <= 1e-12).all()
    # P(Ab) is convex in n: what lets lost calls be cut by tangents.
    assert (np.diff(found.abandonment, 2, axis=1) >= -1e-9).all()


def test_four_service_levels_of_the_textbook_cell() -> None:
    # 50 agents, 48 erlang, 60 s, patience 120 s, 20 s.
    found = erlang_a.measures(48.0, 50, 60.0, 120.0, 20.0)
    levels = [found.sl_offered, found.sl_answered, found.sl_excl_short]
    levels.append(erlang_c.service_level(48.0, 50, 60.0, 20.0))
    assert [round(float(level), 4) for level in levels] == [0.9430, 0.9731, 0.9720, 0.6435]


def test_hall_wait_of_one_counter_is_pollaczek_khinchine() -> None:
    rho, h, cv2 = 0.7, 600.0, 0.4
    expected = rho * h * (1 + cv2) / 2 / (1 - rho)
    assert float(erlang_c.hall_wait(rho, 1, h, cv2)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: erlang_b.blocking([1.0, -2.0], 3), r"load\[1\] is -2.0"),
        (lambda: erlang_b.blocking(1.0, 2.5), r"n\[\] is 2.5, expected a whole number"),
        (lambda: erlang_b.blocking(np.nan, 2), "load"),
        (lambda: erlang_b.blocking(np.inf, 2), "load"),
        (lambda: erlang_c.mean_wait(1.0, 2, 0.0), "aht_s"),
        (lambda: erlang_c.service_level(1.0, 2, 60.0, -1.0), "within_s"),
        (lambda: erlang_a.measures(1.0, 2, 60.0, [5.0, 0.0]), r"patience_s\[1\]"),
    ],
)
def test_bad_arguments_are_named(call, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        call()


def test_checks_let_good_values_through_unchanged() -> None:
    assert numbers("x", [0, 1.5]).tolist() == [0.0, 1.5]
    assert heads("n", [[0, 3]]).tolist() == [[0.0, 3.0]]

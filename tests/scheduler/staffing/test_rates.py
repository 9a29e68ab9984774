"""The gamma rate factor: its points integrate exactly, its quantiles invert its distribution."""

import numpy as np
import pytest

from scheduler.staffing.rates import customer_points, rate_quantile

SPREADS = np.array([0.01, 0.05, 0.1, 0.3, 0.5, 0.8, 1.0])


def test_points_reproduce_the_moments_a_customer_sees() -> None:
    # Weighted by z, the moments are those of gamma with shape k + 1: mean 1 + cv^2.
    z, weight = customer_points(SPREADS, np.zeros((SPREADS.size, 1)))
    np.testing.assert_allclose(weight.sum(axis=1), 1.0, rtol=1e-13)
    np.testing.assert_allclose((weight * z).sum(axis=1), 1 + SPREADS**2, rtol=1e-6)
    np.testing.assert_allclose((weight / z).sum(axis=1), 1.0, rtol=1e-6)
    second = (weight * z**2).sum(axis=1)
    np.testing.assert_allclose(second, (1 + SPREADS**2) * (1 + 2 * SPREADS**2), rtol=1e-6)


def test_a_step_at_a_feature_is_integrated_exactly() -> None:
    # Shape 1 (cv 1) has a closed form: customers on days with z <= s are 1 - (1 + s) exp(-s).
    s = np.array([0.2, 1.0, 3.0])
    z, weight = customer_points(np.ones(3), np.log(s)[:, None])
    below = np.where(z <= s[:, None], weight, 0.0).sum(axis=1)
    np.testing.assert_allclose(below, 1 - (1 + s) * np.exp(-s), atol=1e-7)


def test_quantiles_of_the_exponential_are_closed_form() -> None:
    q = np.array([0.001, 0.1, 0.5, 0.8, 0.99, 0.9999])
    np.testing.assert_allclose(rate_quantile(1.0, q), -np.log1p(-q), rtol=1e-8)


def test_quantiles_of_erlang_shape_four_invert_its_sum() -> None:
    q = np.array([0.05, 0.5, 0.8, 0.95])
    x = 4.0 * rate_quantile(0.5, q)
    tail = np.exp(-x) * (1 + x + x**2 / 2 + x**3 / 6)
    np.testing.assert_allclose(1 - tail, q, rtol=1e-8)


def test_small_spread_is_nearly_normal_and_none_is_certain() -> None:
    assert float(rate_quantile(1e-4, 0.8)) == pytest.approx(1 + 1e-4 * 0.8416212, abs=1e-8)
    assert rate_quantile([0.0, 0.0], [0.1, 0.9]).tolist() == [1.0, 1.0]
    grid = rate_quantile(SPREADS[:, None], [0.2, 0.8, 0.95])
    assert grid.shape == (7, 3)
    assert (np.diff(grid, axis=1) > 0).all()


@pytest.mark.parametrize(("cv", "q"), [(-0.1, 0.5), (0.1, 0.0), (0.1, 1.0)])
def test_bad_arguments_are_refused(cv: float, q: float) -> None:
    with pytest.raises(ValueError, match=r"cv|q"):
        rate_quantile(cv, q)

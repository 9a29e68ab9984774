"""Quantiles against brute force, learned variation against the simulated, paths against both."""

from __future__ import annotations

from math import exp, lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.backtest import Trial
from forecasting.bands import LEVELS, bands, sample_paths
from forecasting.dispersion import PRIOR_CV, Spread, learn_spread
from forecasting.grid import FloatArray
from forecasting.negative_binomial import MIN_CV, cdf, cdf_and_pmf, incomplete_beta, log_gamma, pmf, quantiles
from forecasting.tails import tail_levels

MANY = (0.005, 0.05, 0.25, 0.5, 0.75, 0.95, 0.995)


def summed(mean: float, cv: float, levels: tuple[float, ...]) -> list[int]:
    """Quantiles by adding up the probabilities one by one."""
    size = max(cv, MIN_CV) ** -2
    log_p = size * log(size / (size + mean))
    below, count, found = exp(log_p), 0, []
    for level in levels:
        while below < level:
            count += 1
            log_p += log((count - 1 + size) / count * mean / (size + mean))
            below += exp(log_p)
        found.append(count)
    return found


@settings(max_examples=150, deadline=None)
@given(st.floats(1e-3, 2000.0), st.floats(0.0, 1.5))
def test_quantiles_are_exact(mean: float, cv: float) -> None:
    found = quantiles([mean], [cv], MANY)[0]
    for level, count, expected in zip(MANY, found, summed(mean, cv, MANY), strict=True):
        if count != expected:
            # Only where the sum itself cannot tell on which side of the level it is.
            size = np.array([max(cv, MIN_CV) ** -2])
            low = np.array([float(min(count, expected))])
            assert abs(count - expected) == 1
            assert cdf(low, np.array([mean]), size)[0] == pytest.approx(level, abs=1e-9)


def test_many_cells_at_once_and_empty_cells() -> None:
    rng = np.random.default_rng(0)
    mean = np.exp(rng.uniform(-4, 10, 400))
    cv = rng.choice([0.0, 0.05, 0.2, 0.6], 400)
    mean[::50] = 0.0
    found = bands(mean, cv)
    assert found.shape == (400, len(LEVELS))
    assert (np.diff(found, axis=1) >= 0).all()
    assert (found[::50] == 0).all()
    for row in range(1, 400, 37):
        if mean[row] < 3000:
            asked = tail_levels(mean[row : row + 1], cv[row : row + 1], LEVELS)[0]
            assert found[row].tolist() == summed(mean[row], cv[row], tuple(asked))
    assert bands(np.zeros(0), np.zeros(0)).shape == (0, len(LEVELS))


def test_building_blocks() -> None:
    x = np.exp(np.linspace(-6, 12, 200))
    assert log_gamma(x) == pytest.approx([lgamma(value) for value in x], rel=1e-10, abs=1e-10)
    # I_x(1, b) = 1 - (1 - x)^b and I_x(a, 1) = x^a.
    share = np.linspace(0.05, 0.95, 19)
    one = np.ones(19)
    assert incomplete_beta(one, 7.5 * one, share) == pytest.approx(1 - (1 - share) ** 7.5, rel=1e-11)
    assert incomplete_beta(3.2 * one, one, share) == pytest.approx(share**3.2, rel=1e-11)
    count = np.arange(400.0)
    mean, size = np.full(400, 60.0), np.full(400, 25.0)
    assert np.cumsum(pmf(count, mean, size)) == pytest.approx(cdf(count, mean, size), abs=1e-11)
    assert np.column_stack(cdf_and_pmf(count, mean, size)) == pytest.approx(
        np.column_stack([cdf(count, mean, size), pmf(count, mean, size)]), abs=1e-12
    )
    assert cdf(np.array([-1.0]), mean[:1], size[:1])[0] == 0.0


def trials_of(cv_day: float, cv_slot: float, volume: float, seed: int, days: int = 240) -> list[Trial]:
    """Perfect means, gamma factors per day and slot, Poisson counts; weeks ahead 1 to 4."""
    rng = np.random.default_rng(seed)
    mean = volume * np.tile(np.linspace(0.5, 1.5, 20), (days, 1))
    rate = mean * rng.gamma(cv_day**-2, cv_day**2, (days, 1)) if cv_day else mean
    if cv_slot:
        rate = rate * rng.gamma(cv_slot**-2, cv_slot**2, mean.shape)
    actual = rng.poisson(rate).astype(float)
    dates = np.datetime64("2026-01-05") + np.arange(days)
    ahead = np.arange(days) % 28 + 1
    return [Trial("m", dates, mean, actual, ahead, np.zeros(days, dtype=np.int64))]


@pytest.mark.parametrize("volume", [4.0, 40.0, 1000.0])
@pytest.mark.parametrize("cv_day", [0.08, 0.2])
def test_the_variation_of_the_rate_is_learned_without_the_poisson_noise(volume: float, cv_day: float) -> None:
    spread = learn_spread(trials_of(cv_day, 0.0, volume, seed=1))
    found = spread.cv(np.array([1, 8, 15, 22]), np.zeros(4, dtype=bool))
    assert found == pytest.approx(cv_day, rel=0.35, abs=0.02)
    assert spread.day_share > 0.8


def test_variation_inside_the_day_is_told_from_that_of_the_day() -> None:
    spread = learn_spread(trials_of(0.1, 0.2, 400.0, seed=2))
    total = spread.cv(np.array([1]), np.zeros(1, dtype=bool))[0]
    assert total == pytest.approx(np.hypot(0.1, 0.2), rel=0.2)
    assert 0.1 < spread.day_share < 0.45


def test_special_days_and_no_data_are_less_certain() -> None:
    nothing = learn_spread([])
    ordinary, special = (nothing.cv(np.array([1]), np.array([flag]))[0] for flag in (False, True))
    assert ordinary == pytest.approx(PRIOR_CV)
    assert special > ordinary
    (trial,) = trials_of(0.05, 0.0, 500.0, seed=3)
    odd = np.zeros(len(trial.dates), dtype=bool)
    odd[::12] = True
    actual = trial.actual.copy()
    actual[odd] *= np.where(np.arange(odd.sum()) % 2, 1.4, 0.6)[:, None]
    spread = learn_spread([Trial("m", trial.dates, trial.mean, actual, trial.days_ahead, odd)])
    calm = spread.cv(np.array([1]), np.array([False]))[0]
    assert calm < 0.08
    assert spread.cv(np.array([1]), np.array([True]))[0] > 0.25


def test_one_storm_does_not_widen_all_bands() -> None:
    (trial,) = trials_of(0.08, 0.0, 200.0, seed=4)
    actual = trial.actual.copy()
    actual[100] *= 6
    spread = learn_spread([Trial("m", trial.dates, trial.mean, actual, trial.days_ahead, trial.kind)])
    assert spread.cv(np.array([1]), np.array([False]))[0] < 0.12


@pytest.mark.parametrize("volume", [3.0, 40.0, 800.0])
def test_bands_cover_what_they_promise(volume: float) -> None:
    known = learn_spread(trials_of(0.12, 0.0, volume, seed=5))
    (fresh,) = trials_of(0.12, 0.0, volume, seed=6, days=600)
    cv = known.cv(fresh.days_ahead, fresh.kind)
    band = bands(fresh.mean.reshape(-1), np.repeat(cv, 20))
    actual = fresh.actual.reshape(-1)
    at_most = [(actual <= band[:, column]).mean() for column in range(len(LEVELS))]
    below = [(actual < band[:, column]).mean() for column in range(len(LEVELS))]
    # Counts are whole: the level lies between the shares strictly below and at most the quantile.
    for level, low, high in zip(LEVELS, below, at_most, strict=True):
        assert low - 0.03 <= level <= high + 0.03


def paths_of(spread: Spread, volume: float, cv: float, count: int, seed: int) -> FloatArray:
    cells = 2 * 16
    mean = np.full(cells, volume)
    day, slot = np.repeat([100, 103], 16), np.tile(np.arange(16, 32), 2)
    rng = np.random.default_rng(seed)
    drawn = sample_paths(mean, np.full(cells, cv), day, slot, spread, count, rng)
    return drawn.astype(float)


def test_every_cell_of_the_paths_has_the_distribution_of_the_bands() -> None:
    spread = Spread((0.04,), (0.0, 0.0, 0.0, 0.0), 0.6, 0.5)
    for volume, cv in ((2.0, 0.3), (300.0, 0.2)):
        drawn = paths_of(spread, volume, cv, 4000, seed=1)
        expected = bands(np.array([volume]), np.array([cv]))[0]
        assert drawn.mean() == pytest.approx(volume, rel=0.02)
        assert drawn.var() == pytest.approx(volume + (cv * volume) ** 2, rel=0.07)
        for level, value in zip(LEVELS, expected, strict=True):
            assert (drawn < value).mean() - 0.01 <= level <= (drawn <= value).mean() + 0.01


def test_slots_of_a_day_move_together_and_days_do_not() -> None:
    drawn = paths_of(Spread((0.04,), (0.0, 0.0, 0.0, 0.0), 0.6, 0.5), 2000.0, 0.2, 4000, seed=2)
    together = np.corrcoef(drawn.T)
    assert together[0, 1] == pytest.approx(0.6 + 0.4 * 0.5, abs=0.06)
    assert together[0, 15] == pytest.approx(0.6, abs=0.06)
    assert abs(together[0, 20]) < 0.06


def test_same_seed_same_paths() -> None:
    spread = Spread((0.04,), (0.0, 0.0, 0.0, 0.0), 0.6, 0.5)
    first, second, other = (paths_of(spread, 50.0, 0.2, 20, seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()

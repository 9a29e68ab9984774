"""What a morning says about its afternoon, and when it says nothing."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.backtest import Trial
from forecasting.grid import FloatArray, date_range
from forecasting.intraday import IntradayRule, learn_intraday
from forecasting.kinds import HOLIDAY, ORDINARY

SLOTS = 24
MEAN = np.where((np.arange(SLOTS) >= 8) & (np.arange(SLOTS) < 18), 60.0, 0.0)


def trial_of(factor: FloatArray, seed: int, kind: int = ORDINARY, volume: float = 1.0) -> Trial:
    """Days whose slots all follow ``factor`` of shape ``(day, slot)``."""
    days = len(factor)
    mean = np.tile(volume * MEAN, (days, 1))
    count = np.random.default_rng(seed).poisson(mean * factor).astype(float)
    first = np.datetime64("2026-01-05")
    kinds = np.full(days, kind)
    return Trial(
        "m", date_range(first, first + days), mean, np.where(mean > 0, count, np.nan), np.arange(1, days + 1), kinds
    )


def whole_days(days: int, cv: float, seed: int) -> FloatArray:
    return np.random.default_rng(seed).gamma(cv**-2, cv**2, (days, 1)) * np.ones((1, SLOTS))


def error(rule: IntradayRule, trial: Trial, seen: int) -> tuple[float, float]:
    """Absolute error of the rest of the days without and with the update."""
    before = after = 0.0
    for mean, actual in zip(trial.mean, trial.actual, strict=True):
        updated = rule.update(mean, actual, seen)
        open_ = np.isfinite(actual) & (np.arange(SLOTS) >= seen)
        before += float(np.abs(actual - mean)[open_].sum())
        after += float(np.abs(actual - updated)[open_].sum())
    return before, after


def test_a_factor_of_the_day_is_carried_on() -> None:
    rule = learn_intraday([trial_of(whole_days(120, 0.25, 1), 2)])
    assert rule.day[13] > 0.7
    before, after = error(rule, trial_of(whole_days(120, 0.25, 3), 4), 13)
    assert after < 0.75 * before


def test_a_morning_that_says_nothing_is_not_listened_to() -> None:
    noise = np.random.default_rng(5).gamma(25.0, 1 / 25.0, (120, SLOTS))
    rule = learn_intraday([trial_of(noise, 6)])
    fresh = trial_of(np.random.default_rng(7).gamma(25.0, 1 / 25.0, (200, SLOTS)), 8)
    for seen in (10, 13, 16):
        before, after = error(rule, fresh, seen)
        assert after <= 1.005 * before


def test_a_morning_against_its_afternoon_is_not_carried_on() -> None:
    morning = whole_days(120, 0.3, 9)
    factor = np.where(np.arange(SLOTS) < 13, morning, 2.0 - morning).clip(0.1)
    rule = learn_intraday([trial_of(factor, 10)])
    assert rule.day[13] == 0.0


def test_only_what_has_passed_is_looked_at() -> None:
    rule = learn_intraday([trial_of(whole_days(120, 0.25, 1), 2)])
    arrivals = np.where(MEAN > 0, 90.0, np.nan)
    later = arrivals.copy()
    later[13:] = 9e6
    np.testing.assert_array_equal(rule.update(MEAN, arrivals, 13), rule.update(MEAN, later, 13))
    np.testing.assert_array_equal(rule.update(MEAN, arrivals, 13)[:13], MEAN[:13])
    assert (rule.update(MEAN, arrivals, 13)[13:18] > 70).all()
    np.testing.assert_array_equal(rule.update(MEAN, arrivals, 0), MEAN)
    missing = np.full(SLOTS, np.nan)
    np.testing.assert_array_equal(rule.update(MEAN, missing, 13), MEAN)


def test_an_absurd_morning_is_bounded() -> None:
    rule = learn_intraday([trial_of(whole_days(120, 0.25, 1), 2)])
    absurd = np.where(MEAN > 0, 60000.0, np.nan)
    assert rule.update(MEAN, absurd, 13).max() <= 3.01 * 60


def test_few_days_and_special_days_teach_nothing() -> None:
    for trials in ([], [trial_of(whole_days(6, 0.3, 1), 2)], [trial_of(whole_days(90, 0.3, 1), 2, HOLIDAY)]):
        rule = learn_intraday(trials)
        assert not rule.day.any()
        assert rule.days < 10


def test_input_that_does_not_fit_is_named() -> None:
    rule = learn_intraday([trial_of(whole_days(60, 0.25, 1), 2)])
    with pytest.raises(ValueError, match="24 slots"):
        rule.update(np.ones(48), np.ones(48), 3)
    with pytest.raises(ValueError, match="seen"):
        rule.update(MEAN, MEAN, 25)

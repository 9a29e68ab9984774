"""Rolling origins and the choice they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from forecasting.backtest import Plan, backtest
from forecasting.choose import TRIED, ModelScore, choose, find_model
from forecasting.choose import _best as best  # the rule of the tie, on scores made by hand
from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History, date_range
from forecasting.models.seasonal_naive import SeasonalNaive
from forecasting.models.six_week_mean import SixWeekMean
from forecasting.models.structured_month import StructuredMonth

DaysMaker = Callable[..., pd.DataFrame]
FIRST = np.datetime64("2025-09-01")
PROFILE = np.array([0.0] * 9 + [10, 14, 9, 4, 4, 8, 9, 6] + [0.0] * 7)


@pytest.fixture(scope="module")
def types(chinese_days: DaysMaker) -> DayTypes:
    return DayTypes.from_frame(chinese_days("2025-08-01", "2026-12-31"))


def history_of(types: DayTypes, count: int, seed: int = 1, growth: float = 0.0) -> History:
    dates = date_range(FIRST, FIRST + count)
    days = types.at(dates)
    worked = (days.mixture[:, :5].sum(axis=1) > 0) & ~days.holiday
    level = np.array([1.3, 1.0, 0.9, 1.0, 1.1, 0, 0]) @ days.mixture.T
    level *= 1.0 + growth * np.arange(count)
    mean = np.where(worked, level, 0.0)[:, None] * PROFILE
    drawn = np.random.default_rng(seed).poisson(mean * 5).astype(float)
    is_open = mean > 0
    return History("Q", dates, np.where(is_open, drawn, np.nan), is_open, 60)


def ahead_of(types: DayTypes, history: History, count: int = 28, lead: int = 0) -> DayTypes:
    first = history.dates[-1] + 1 + lead
    return types.at(date_range(first, first + count))


def test_origins_step_back_from_the_end_and_copy_the_real_lead() -> None:
    plan = Plan.of(365, lead=10, horizon=42)
    assert plan.window == 28
    assert plan.lead == 10
    assert plan.cuts == (327, 313, 299, 285, 271, 257)
    short = Plan.of(40, lead=0, horizon=28)
    assert short.window == 13
    assert short.cuts == (27,)
    assert Plan.of(20, lead=0, horizon=28).cuts == ()


def test_all_models_are_tried_at_the_same_origins(types: DayTypes) -> None:
    models = (SeasonalNaive(), SixWeekMean(), StructuredMonth())
    plan, tried = Plan.of(365, 0, 28).shared_by(models)
    assert tried == models
    assert len(plan.cuts) == 6
    # 90 days: the month model could be tried at no origin, and is left out.
    plan, tried = Plan.of(90, 0, 28).shared_by(models)
    assert [model.name for model in tried] == ["seasonal_naive", "six_week_mean"]
    assert len(plan.cuts) >= 3
    history = history_of(types, 112)
    trials = backtest(history, types.at(history.dates), tried, plan)
    assert len(trials) == 2 * len(plan.cuts)
    for trial in trials:
        assert trial.mean.shape == trial.actual.shape == (28, 24)
        assert trial.days_ahead[0] == 1


@dataclass(frozen=True)
class Spy:
    """A model that notes the last day it was shown."""

    seen: list[np.datetime64]
    name: ClassVar[str] = "spy"
    text: ClassVar[Mapping[str, str]] = {"zh": "", "en": ""}
    min_days: ClassVar[int] = 1
    knows_calendar: ClassVar[bool] = False

    def fit(self, history: History, days: DayTypes) -> Spy:
        assert (days.dates == history.dates).all()
        self.seen.append(history.dates[-1])
        return self

    @property
    def outliers(self) -> tuple[()]:
        return ()

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        assert days_ahead.dates[0] > self.seen[-1]
        return np.ones((len(days_ahead), 24))


def test_a_fit_is_shown_only_what_came_before_its_origin(types: DayTypes) -> None:
    history = history_of(types, 200)
    spy = Spy([])
    plan = Plan.of(200, lead=7, horizon=14)
    trials = backtest(history, types.at(history.dates), (spy,), plan)
    assert len(trials) == len(spy.seen) == 6
    for trial, last in zip(trials, spy.seen, strict=True):
        assert (trial.dates[0] - last).astype(int) == 8
        assert (trial.days_ahead == (trial.dates - last).astype(int)).all()


def test_changing_the_future_of_a_trial_leaves_its_forecast(types: DayTypes) -> None:
    history = history_of(types, 240)
    days = types.at(history.dates)
    plan, tried = Plan.of(240, 0, 28).shared_by(TRIED)
    assert len(tried) == len(TRIED)
    changed = history.arrivals.copy()
    cut = min(plan.cuts)
    changed[cut:] = changed[cut:] * 9 + 100
    other = backtest(replace(history, arrivals=changed), days, tried, plan)
    same = backtest(history, days, tried, plan)
    oldest = [(a, b) for a, b in zip(same, other, strict=True) if a.dates[0] == history.dates[cut]]
    assert len(oldest) == len(tried)
    for first, second in oldest:
        np.testing.assert_array_equal(first.mean, second.mean)
        assert (np.nan_to_num(first.actual) != np.nan_to_num(second.actual)).any()


@pytest.mark.parametrize(
    ("count", "model", "tried"),
    [(5, "seasonal_naive", 0), (13, "seasonal_naive", 0), (16, "ensemble", 0), (200, None, 3)],
)
def test_cold_start(types: DayTypes, count: int, model: str | None, tried: int) -> None:
    history = history_of(types, count)
    choice = choose(history, types.at(history.dates), ahead_of(types, history))
    assert len(choice.scores) == tried
    if model:
        assert choice.model.name == model
    assert set(choice.reason) == {"zh", "en"}
    assert all(len(text) > 10 for text in choice.reason.values())


def test_the_calendar_decides_before_the_golden_week(types: DayTypes) -> None:
    history = history_of(types, 371)  # ends 2026-09-06
    choice = choose(history, types.at(history.dates), ahead_of(types, history, 42))
    assert choice.model.knows_calendar
    assert "WAPE" in choice.reason["zh"]
    assert "特殊日" in choice.reason["zh"]
    assert "special days ahead" in choice.reason["en"]
    assert "近六周均值" in choice.reason["zh"]
    assert choice.trials
    assert {trial.model for trial in choice.trials} == {choice.model.name}


def test_a_model_can_be_set_by_hand(types: DayTypes) -> None:
    history = history_of(types, 120)
    choice = choose(history, types.at(history.dates), ahead_of(types, history), "six_week_mean")
    assert choice.model.name == "six_week_mean"
    assert "人工指定" in choice.reason["zh"]
    assert [score.model for score in choice.scores] == ["six_week_mean"]
    with pytest.raises(ValueError, match="expected one of seasonal_naive"):
        find_model("oracle")


def scored(**errors: float) -> tuple[ModelScore, ...]:
    return tuple(ModelScore(name, value, value, 0.0, 6) for name, value in errors.items())


def test_the_ensemble_stays_unless_a_simple_model_is_clearly_better() -> None:
    assert best(scored(six_week_mean=0.098, ensemble=0.100), False) == "ensemble"
    assert best(scored(six_week_mean=0.096, ensemble=0.100), False) == "six_week_mean"
    assert best(scored(seasonal_naive=0.110, six_week_mean=0.110, ensemble=0.100), False) == "ensemble"


def test_a_blind_model_must_win_more_clearly_when_special_days_lie_ahead() -> None:
    close = scored(six_week_mean=0.096, ensemble=0.100)
    assert best(close, True) == "ensemble"
    assert best(scored(six_week_mean=0.093, ensemble=0.100), True) == "six_week_mean"


def test_last_week_alone_must_be_ahead_in_both_errors() -> None:
    half = (
        ModelScore("seasonal_naive", 0.08, 0.11, 0.0, 6),
        ModelScore("six_week_mean", 0.10, 0.10, 0.0, 6),
        ModelScore("ensemble", 0.10, 0.10, 0.0, 6),
    )
    assert best(half, False) == "ensemble"
    ahead = scored(seasonal_naive=0.09, six_week_mean=0.1, ensemble=0.1)
    assert best(ahead, False) == "seasonal_naive"

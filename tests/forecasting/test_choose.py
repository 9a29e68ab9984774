"""Rolling origins and the choice they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from forecasting.backtest import Plan, backtest
from forecasting.choose import ModelScore, choose, find_model
from forecasting.choose import _best as best  # the rule of the tie, on scores made by hand
from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History, date_range
from forecasting.models import MODELS

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
    plan, tried = Plan.of(365, 0, 28).shared_by(MODELS)
    assert tried == MODELS
    assert len(plan.cuts) == 6
    # 112 days: the month model could be tried at 2 origins only, and is left out.
    plan, tried = Plan.of(112, 0, 28).shared_by(MODELS)
    assert [model.name for model in tried] == ["seasonal_naive", "six_week_mean", "structured"]
    assert len(plan.cuts) >= 4
    history = history_of(types, 112)
    trials = backtest(history, types.at(history.dates), tried, plan)
    assert len(trials) == 3 * len(plan.cuts)
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
    plan, tried = Plan.of(240, 0, 28).shared_by(MODELS)
    assert len(tried) == len(MODELS)
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
    [(5, "seasonal_naive", 0), (13, "seasonal_naive", 0), (16, "structured", 0), (200, None, 4)],
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


def test_a_tie_goes_to_the_simpler_and_a_win_to_the_better() -> None:
    close = scored(six_week_mean=0.101, structured=0.100, structured_month=0.0995)
    assert best(close, False)[0].name == "six_week_mean"
    assert best(close, False)[1] == "structured_month"
    clear = scored(six_week_mean=0.110, structured=0.100, structured_month=0.0995)
    assert best(clear, False)[0].name == "structured"
    month = scored(six_week_mean=0.110, structured=0.100, structured_month=0.090)
    assert best(month, False) == (find_model("structured_month"), None)


def test_a_blind_model_must_win_clearly_when_special_days_lie_ahead() -> None:
    close = scored(six_week_mean=0.097, structured=0.100)
    assert best(close, False)[0].name == "six_week_mean"
    assert best(close, True)[0].name == "structured"
    clear = scored(six_week_mean=0.090, structured=0.100)
    assert best(clear, True)[0].name == "six_week_mean"


def test_last_week_alone_is_never_chosen_for_being_simple() -> None:
    close = scored(seasonal_naive=0.1001, six_week_mean=0.1002, structured=0.100)
    assert best(close, False)[0].name == "six_week_mean"
    assert best(scored(seasonal_naive=0.09, six_week_mean=0.1), False)[0].name == "seasonal_naive"

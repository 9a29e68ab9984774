"""One contract for all models: a new one only has to be listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import forecasting.models
from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History, date_range
from forecasting.models import MODELS
from forecasting.models.base import Forecaster

DaysMaker = Callable[..., pd.DataFrame]
FIRST, ORIGIN, END = np.datetime64("2026-03-02"), np.datetime64("2026-07-06"), "2026-07-31"
PAST = date_range(FIRST, ORIGIN)
AHEAD = date_range(ORIGIN, np.datetime64(END))
SHAPE = np.array([0, 0, 4, 9, 12, 8, 3, 5, 7, 6, 2, 0] + [0] * 12, dtype=float)
WEEK = np.outer([1.3, 1.1, 1.0, 0.9, 1.0, 0.4, 0.0], SHAPE)

models = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


@pytest.fixture(scope="module")
def types() -> DayTypes:
    """Ordinary days only, so that every model can be held to the same truth."""
    index = pd.date_range("2026-02-15", "2026-08-15")
    kind = np.where(index.day_of_week > 4, "weekend", "workday")
    return DayTypes.from_frame(pd.DataFrame({"kind": kind, "name": "", "open": True}, index=index))


def history_of(arrivals: FloatArray, is_open: FloatArray | None = None) -> History:
    mask = np.isfinite(arrivals) if is_open is None else is_open.astype(bool)
    return History("Q", PAST[-len(arrivals) :], arrivals, mask, 60)


def weekly(types: DayTypes, seed: int | None = None, size: float = 3.0) -> FloatArray:
    mean = size * WEEK[types.at(PAST).weekday]
    drawn = mean if seed is None else np.random.default_rng(seed).poisson(mean).astype(float)
    return np.where(mean > 0, drawn, np.nan)


def predicted(model: Forecaster, history: History, types: DayTypes) -> FloatArray:
    return model.fit(history, types.at(history.dates)).predict(types.at(AHEAD))


def test_the_list_is_the_folder() -> None:
    folder = Path(forecasting.models.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert sorted(model.name for model in MODELS) == sorted(files)
    assert len({model.name for model in MODELS}) == len(MODELS)


@models
def test_it_says_what_it_is_in_both_languages(model: Forecaster) -> None:
    assert set(model.text) == {"zh", "en"}
    assert all(model.text.values())
    assert model.min_days >= 1


@models
def test_constant_in_constant_out(model: Forecaster, types: DayTypes) -> None:
    arrivals = np.full((len(PAST), 24), 7.0)
    assert predicted(model, history_of(arrivals), types) == pytest.approx(7.0, rel=1e-3)


@models
def test_shapes_and_signs(model: Forecaster, types: DayTypes) -> None:
    mean = predicted(model, history_of(weekly(types, seed=1)), types)
    assert mean.shape == (len(AHEAD), 24)
    assert np.isfinite(mean).all()
    assert (mean >= 0).all()


@models
def test_a_weekly_pattern_is_found_in_noise(model: Forecaster, types: DayTypes) -> None:
    truth = 3.0 * WEEK[types.at(AHEAD).weekday]
    arrivals = weekly(types, seed=2)
    mean = predicted(model, history_of(arrivals), types)
    flat = np.full_like(truth, np.nanmean(arrivals))
    cells = truth > 0
    assert cells.any()
    error = np.abs(mean - truth)[cells].sum()
    assert error < 0.4 * np.abs(flat - truth)[cells].sum()


@models
def test_missing_slots_are_gaps_and_not_zeros(model: Forecaster, types: DayTypes) -> None:
    full = weekly(types)
    holed = full.copy()
    holed[np.random.default_rng(3).random(full.shape) < 0.3] = np.nan
    holed[40:47] = np.nan  # a week without any record
    truth = 3.0 * WEEK[types.at(AHEAD).weekday]
    mean = predicted(model, history_of(holed, np.isfinite(full)), types)
    cells = truth > 0
    assert mean[cells] == pytest.approx(truth[cells], rel=0.05)


@models
def test_a_slot_never_seen_is_filled_from_its_neighbors(model: Forecaster, types: DayTypes) -> None:
    arrivals = weekly(types)
    wednesday = types.at(PAST).weekday == 2
    arrivals[wednesday, 4] = np.nan
    mean = predicted(model, history_of(arrivals), types)
    ahead = types.at(AHEAD).weekday == 2
    other = 3.0 * WEEK[[0, 1, 3, 4], 4].mean()
    assert mean[ahead, 4] == pytest.approx(other, rel=0.1)


@models
def test_days_never_worked_get_a_usable_number(model: Forecaster, types: DayTypes) -> None:
    arrivals = weekly(types)
    arrivals[types.at(PAST).weekday > 4] = np.nan
    mean = predicted(model, history_of(arrivals), types)
    saturdays = types.at(AHEAD).weekday == 5
    assert mean[saturdays][:, 4].min() > 0.5 * 3.0 * SHAPE[4]


@models
def test_same_input_same_answer(model: Forecaster, types: DayTypes) -> None:
    history = history_of(weekly(types, seed=4))
    before = history.arrivals.copy()
    first, second = (predicted(model, history, types) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(history.arrivals, before)


@models
def test_more_arrivals_more_forecast(model: Forecaster, types: DayTypes) -> None:
    small = predicted(model, history_of(weekly(types)), types)
    large = predicted(model, history_of(weekly(types, size=6.0)), types)
    cells = small > 1.0
    assert cells.any()
    assert large[cells] / small[cells] == pytest.approx(2.0, rel=0.02)


@models
@pytest.mark.parametrize("count", [1, 6, 15])
def test_short_histories_work(model: Forecaster, types: DayTypes, count: int) -> None:
    history = history_of(weekly(types)[-count:])
    if not history.observed.any():
        history = history_of(weekly(types)[-count - 2 : -2 or None])
    mean = predicted(model, history, types)
    assert np.isfinite(mean).all()
    if count == 15:
        truth = 3.0 * WEEK[types.at(AHEAD).weekday]
        assert mean[truth > 0] == pytest.approx(truth[truth > 0], rel=0.15)


@models
def test_a_queue_nobody_visits_is_forecast_empty(model: Forecaster, types: DayTypes) -> None:
    mean = predicted(model, history_of(np.zeros((len(PAST), 24))), types)
    assert mean.max() < 0.1
    assert mean.min() >= 0.0

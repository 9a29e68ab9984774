"""The structured model on simulated Chinese years, against the known truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, QueueTruth, simulate, true_means, weekly_shape
from forecasting.features import DayTypes
from forecasting.grid import BoolArray, FloatArray, History, date_range
from forecasting.models.base import Forecaster
from forecasting.models.six_week_mean import SixWeekMean
from forecasting.models.structured import Structured
from forecasting.models.structured_month import StructuredMonth
from forecasting.openings import Openings, infer_openings
from forecasting.scores import wape

DaysMaker = Callable[..., pd.DataFrame]
START, ORIGIN, END = "2025-09-01", "2026-09-07", "2026-10-31"


class World:
    """A simulated queue: its history, its calendar and the truth ahead."""

    def __init__(self, truth: QueueTruth, days: pd.DataFrame, seed: int) -> None:
        rows = simulate([truth], days, seed)
        rows = rows[(rows["start"] >= START) & (rows["start"] < ORIGIN)]
        self.slot_minutes = 1440 // truth.profile.shape[1]
        demand = Demand.from_frame(rows, self.slot_minutes)
        hours = infer_openings(demand.frame, days, pd.Timestamp(END), self.slot_minutes)
        self.history = demand.history(truth.queue, Openings.from_frame(hours, self.slot_minutes))
        self.types = DayTypes.from_frame(days)
        self.ahead = self.types.at(date_range(np.datetime64(ORIGIN), np.datetime64(END)))
        means = true_means([truth], days)
        start = means["start"].to_numpy(dtype="datetime64[m]")
        row = (start.astype("datetime64[D]") - self.ahead.dates[0]).astype(np.int64)
        slot = (start - start.astype("datetime64[D]")).astype(np.int64) // self.slot_minutes
        inside = (row >= 0) & (row < len(self.ahead))
        self.truth = np.full((len(self.ahead), truth.profile.shape[1]), np.nan)
        self.truth[row[inside], slot[inside]] = means["mean"].to_numpy(dtype=float)[inside]

    def predicted(self, model: Forecaster, history: History | None = None) -> FloatArray:
        past = self.history if history is None else history
        return model.fit(past, self.types.at(past.dates)).predict(self.ahead)

    def error(self, model: Forecaster, rows: BoolArray) -> float:
        """WAPE against the true means on some days ahead."""
        assert np.isfinite(self.truth[rows]).any()
        return wape(self.truth[rows], self.predicted(model)[rows])


def hall(shares: tuple[float, ...], contacts: float = 400.0) -> QueueTruth:
    profile = weekly_shape([contacts * 1.15] + [contacts] * 4 + [0, 0], shares, 17, 48)
    return QueueTruth("大厅", profile, rebound=(1.5, 1.2), run_up=(1.2, 1.1))


@pytest.fixture(scope="module")
def worlds(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> list[World]:
    days = chinese_days("2025-08-01", "2026-12-31")
    return [World(hall(hall_shares), days, seed) for seed in (1, 2, 3)]


def test_it_beats_the_six_week_mean_around_breaks_and_on_makeup_days(worlds: list[World]) -> None:
    for world in worlds:
        near = np.zeros(len(world.ahead), dtype=bool)
        for effect in ("rebound_1", "rebound_2", "eve", "approach"):
            near |= world.ahead.column(effect) > 0
        assert near.sum() >= 6
        assert world.error(Structured(), near) < 0.7 * world.error(SixWeekMean(), near)
        makeup = world.ahead.column("makeup") > 0
        assert makeup.sum() == 2
        assert world.error(Structured(), makeup) < 0.7 * world.error(SixWeekMean(), makeup)


def test_it_is_not_worse_on_ordinary_days(worlds: list[World]) -> None:
    ordinary = [~world.ahead.special & np.isfinite(world.truth).any(axis=1) for world in worlds]
    structured = [world.error(Structured(), days) for world, days in zip(worlds, ordinary, strict=True)]
    classic = [world.error(SixWeekMean(), days) for world, days in zip(worlds, ordinary, strict=True)]
    assert np.mean(structured) < np.mean(classic)


def test_a_makeup_day_is_forecast_about_as_well_as_a_workday(worlds: list[World]) -> None:
    makeup = np.mean([world.error(Structured(), world.ahead.column("makeup") > 0) for world in worlds])
    assert makeup < 0.1


def test_without_any_past_break_the_priors_speak(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    world = World(hall(hall_shares), chinese_days("2025-08-01", "2026-12-31"), 1)
    recent = world.history.window(len(world.history) - 42, len(world.history))
    mean = world.predicted(Structured(), recent).sum(axis=1)
    rows = {str(date)[5:]: row for row, date in enumerate(world.ahead.dates)}
    # Thursday 8 October, the first day after the golden week, against an ordinary Thursday.
    assert mean[rows["10-08"]] / mean[rows["10-15"]] == pytest.approx(1.7, rel=0.1)
    assert mean[rows["09-30"]] / mean[rows["10-14"]] == pytest.approx(1.3, rel=0.1)
    # The make-up Sunday: the mean of a Friday and a Monday, times 1.15.
    both = (mean[rows["09-14"]] + mean[rows["09-18"]]) / 2
    assert mean[rows["09-20"]] / both == pytest.approx(1.15, rel=0.05)


def test_month_end_is_learned_by_the_month_model_only(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    truth = replace(hall(hall_shares), month_end=1.3)
    world = World(truth, chinese_days("2025-08-01", "2026-12-31"), 5)
    last = world.ahead.column("last_days") > 0
    assert last.sum() >= 5
    assert world.error(StructuredMonth(), last) < 0.6 * world.error(Structured(), last)


def test_a_hotline_that_never_closes_learns_its_holidays(chinese_days: DaysMaker) -> None:
    shares = (2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 15, 10, 10, 14, 15, 14, 11, 9, 9, 8, 6, 4, 2)
    profile = weekly_shape([900] * 5 + [600, 550], shares, 0, 24)
    truth = QueueTruth("热线", profile, on_holidays=0.8, rebound=(1.38,), run_up=(1.0,))
    world = World(truth, chinese_days("2025-08-01", "2026-12-31", never_closed=True), 3)
    holidays = world.ahead.holiday
    assert holidays.sum() == 7
    assert world.error(Structured(), holidays) < 0.5 * world.error(SixWeekMean(), holidays)


def test_a_storm_and_an_outage_are_listed_and_hardly_move_the_forecast(worlds: list[World]) -> None:
    world = worlds[0]
    clean = world.predicted(Structured())
    arrivals = world.history.arrivals.copy()
    ordinary = np.flatnonzero(~world.types.at(world.history.dates).special & np.isfinite(arrivals).any(axis=1))
    storm, outage = ordinary[-4], ordinary[-9]
    arrivals[storm] *= 4
    arrivals[outage] *= 0
    spoiled = replace(world.history, arrivals=arrivals)
    fitted = Structured().fit(spoiled, world.types.at(spoiled.dates))
    listed = {outlier.date: outlier for outlier in fitted.outliers}
    assert {world.history.dates[storm], world.history.dates[outage]} <= set(listed)
    assert listed[world.history.dates[storm]].found > 2.5 * listed[world.history.dates[storm]].expected
    assert listed[world.history.dates[outage]].found == 0
    cells = np.isfinite(world.truth)
    moved = np.abs(fitted.predict(world.ahead) - clean)[cells].sum() / clean[cells].sum()
    classic = np.abs(world.predicted(SixWeekMean(), spoiled) - world.predicted(SixWeekMean()))
    assert moved < 0.03
    assert moved < 0.2 * classic[cells].sum() / clean[cells].sum()


def test_a_new_level_is_followed(worlds: list[World]) -> None:
    world = worlds[0]
    arrivals = world.history.arrivals.copy()
    arrivals[-42:] = np.round(arrivals[-42:] * 1.3)
    lifted = world.predicted(Structured(), replace(world.history, arrivals=arrivals))
    ratio = np.nansum(lifted[:14]) / np.nansum(world.predicted(Structured())[:14])
    assert 1.15 < ratio < 1.35


def test_events_typed_and_learned(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    days = chinese_days("2025-08-01", "2026-12-31")
    days["event"], days["event_factor"] = "", np.nan
    fairs = ["2025-11-12", "2026-01-21", "2026-03-18", "2026-05-20", "2026-07-15"]
    days.loc[fairs, ["event", "event_factor"]] = ["招聘会", 1.6]
    world = World(hall(hall_shares), days, 2)  # the past really was 1.6 times as busy
    told = days.copy()
    told["event_factor"] = np.nan
    told.loc["2026-09-16", "event"] = "招聘会"
    told.loc["2026-09-23", ["event", "event_factor"]] = ["设备检修", 0.5]
    types = DayTypes.from_frame(told)
    fitted = Structured().fit(world.history, types.at(world.history.dates))
    mean = fitted.predict(types.at(world.ahead.dates)).sum(axis=1)
    wednesdays = {str(date)[5:]: mean[row] for row, date in enumerate(world.ahead.dates)}
    assert wednesdays["09-16"] / wednesdays["09-09"] == pytest.approx(1.6, rel=0.12)
    assert wednesdays["09-23"] / wednesdays["09-09"] == pytest.approx(0.5, rel=0.12)


def test_last_year_leads_the_way(chinese_days: DaysMaker) -> None:
    # Two years with a summer peak: with a year behind it the model sees the autumn fall coming.
    dates = date_range(np.datetime64("2024-09-02"), np.datetime64("2026-10-19"))
    season = 1.0 + 0.3 * np.cos(2 * np.pi * (np.arange(len(dates)) - 330) / 364)
    arrivals = np.round(200.0 * season[:, None] * np.ones((1, 24)))
    index = pd.DatetimeIndex(dates)
    kind = np.where(index.day_of_week > 4, "weekend", "workday")
    types = DayTypes.from_frame(pd.DataFrame({"kind": kind, "name": "", "open": True}, index=index))
    past = int(np.flatnonzero(dates == np.datetime64("2026-09-07"))[0])
    history = History("Q", dates[:past], arrivals[:past], np.ones((past, 24), dtype=bool), 60)
    days = types.at(history.dates)
    ahead = types.at(dates[past:])
    long = wape(arrivals[past:], Structured().fit(history, days).predict(ahead))
    short = history.window(past - 300, past)
    blind = wape(arrivals[past:], Structured().fit(short, types.at(short.dates)).predict(ahead))
    assert long < 0.75 * blind

"""Who takes part in the ensemble, with boosted trees and without, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, QueueTruth, forecast, simulate, weekly_shape
from forecasting.features import DayTypes
from forecasting.grid import History
from forecasting.models import boosted, ensemble
from forecasting.models.boosted import Boosted, BoostedFit
from forecasting.models.ensemble import Ensemble
from forecasting.models.structured_month import StructuredMonth
from forecasting.openings import Openings, infer_openings

DaysMaker = Callable[..., pd.DataFrame]
START, END = pd.Timestamp("2026-09-07"), pd.Timestamp("2026-10-19")


@pytest.fixture(scope="module")
def days(chinese_days: DaysMaker) -> pd.DataFrame:
    return chinese_days("2025-01-01", "2026-11-15")


@pytest.fixture(scope="module")
def rows(days: pd.DataFrame, hall_shares: tuple[float, ...]) -> pd.DataFrame:
    week = weekly_shape([230, 200, 200, 200, 200, 0, 0], hall_shares, 17, 48)
    return simulate([QueueTruth("H", week)], days.loc[:"2026-09-06"], 7)


@pytest.fixture(scope="module")
def history(rows: pd.DataFrame, days: pd.DataFrame) -> History:
    table = Openings.from_frame(infer_openings(rows, days, END, 30), 30)
    return Demand.from_frame(rows).history("H", table)


def without_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boosted, "available", lambda: False)
    monkeypatch.setattr(ensemble, "available", lambda: False)
    monkeypatch.setattr("forecasting.choose.available", lambda: False)


def test_members_by_length_of_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "available", lambda: True)
    assert Ensemble().members(83) == ("structured",)
    assert Ensemble().members(84) == ("structured_month", "recent_weeks")
    assert Ensemble().members(392) == ("structured_month", "boosted")
    assert Ensemble(trees=False).members(392) == ("structured_month",)
    without_trees(monkeypatch)
    assert Ensemble().members(392) == ("structured_month",)


def test_without_lightgbm_a_forecast_comes_and_says_so(
    rows: pd.DataFrame, days: pd.DataFrame, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_trees(monkeypatch)
    types = DayTypes.from_frame(days)
    past = types.at(history.dates)
    assert not isinstance(Boosted().fit(history, past), BoostedFit)
    report = forecast(Demand.from_frame(rows), days, START, END).reports["H"]
    assert report.model == "ensemble"
    assert "LightGBM" in report.reason["zh"]
    assert "LightGBM is not installed" in report.reason["en"]


def test_trees_find_the_week_and_repeat_themselves(days: pd.DataFrame, history: History) -> None:
    pytest.importorskip("lightgbm")
    types = DayTypes.from_frame(days)
    past, ahead = types.at(history.dates), types.at(np.arange(np.datetime64(START, "D"), np.datetime64(END, "D")))
    fitted = Boosted().fit(history, past)
    assert isinstance(fitted, BoostedFit)
    mean = fitted.predict(ahead)
    np.testing.assert_array_equal(mean, Boosted().fit(history, past).predict(ahead))
    ordinary = ~ahead.special & (ahead.weekday < 5)
    assert mean[ordinary][:, 17:35].sum(axis=1) == pytest.approx(
        np.where(ahead.weekday[ordinary] == 0, 230, 200), rel=0.2
    )
    core = StructuredMonth().fit(history, past).predict(ahead)
    both = Ensemble().fit(history, past).predict(ahead)
    bounded = np.clip(mean, core / 2, core * 2)
    contacts = np.nansum(history.arrivals)
    trees = 0.5 * contacts / (contacts + 20_000)
    np.testing.assert_allclose(both[ordinary], ((1 - trees) * core + trees * bounded)[ordinary])
    # A golden week is seen once a year: trees have no say there.
    np.testing.assert_array_equal(both[ahead.holiday], core[ahead.holiday])
    assert ahead.holiday.any()


@pytest.mark.parametrize("a_day", [6, 20, 60])
def test_trees_do_not_learn_the_luck_of_a_thin_window(
    days: pd.DataFrame, hall_shares: tuple[float, ...], monkeypatch: pytest.MonkeyPatch, a_day: int
) -> None:
    """Against the mean the counts were drawn from: nearly as good as without trees, and far better than with even trees."""
    pytest.importorskip("lightgbm")
    week = weekly_shape([a_day] * 5 + [0, 0], hall_shares, 17, 48)
    types = DayTypes.from_frame(days)
    ahead = types.at(np.arange(np.datetime64(START, "D"), np.datetime64(END, "D")))
    ordinary = ~ahead.special & (ahead.weekday < 5)
    missed: dict[str, float] = {}
    for seed in (1, 2, 3):
        drawn = simulate([QueueTruth("H", week)], days.loc[:"2026-09-06"], seed)
        past = Demand.from_frame(drawn).history("H", Openings.from_frame(infer_openings(drawn, days, END, 30), 30))
        for name, leaf, half, model in (
            ("core", 1000.0, 20_000.0, StructuredMonth()),
            ("ensemble", 1000.0, 20_000.0, Ensemble()),
            ("even", 0.0, 0.0, Ensemble()),
        ):
            monkeypatch.setattr(boosted, "LEAF_CONTACTS", leaf)
            monkeypatch.setattr(ensemble, "TREE_CONTACTS", half)
            found = model.fit(past, types.at(past.dates)).predict(ahead)[ordinary][:, 17:35]
            missed[name] = missed.get(name, 0.0) + float(np.abs(found - week[0, 17:35]).sum())
    assert missed["ensemble"] < 1.2 * missed["core"] and missed["ensemble"] < 0.95 * missed["even"]


def test_a_typed_factor_is_believed_by_every_member(days: pd.DataFrame, history: History) -> None:
    typed = days.assign(event="", event_factor=np.nan)
    typed.loc["2026-09-09", ["event", "event_factor"]] = ["enrolment", 2.0]
    plain, busy = (DayTypes.from_frame(frame) for frame in (days, typed))
    date = np.array(["2026-09-09"], dtype="datetime64[D]")
    for model in (Boosted(), Ensemble(), StructuredMonth()):
        before = model.fit(history, plain.at(history.dates)).predict(plain.at(date))
        after = model.fit(history, busy.at(history.dates)).predict(busy.at(date))
        assert after.sum() / before.sum() == pytest.approx(2.0, rel=0.02)


def test_a_named_window_is_learned_from_last_year(days: pd.DataFrame, rows: pd.DataFrame) -> None:
    # Every September 1 to 5 of the past and the first days ahead: enrolment, half as much again.
    window = days.index.strftime("%m-%d").isin(["03-02", "03-03", "03-04", "03-05", "03-06"]) | (
        (days.index >= START) & (days.index < START + pd.Timedelta(days=5))
    )
    told = days.assign(event=np.where(window, "报名", ""))
    inside = rows["start"].dt.strftime("%m-%d").isin(["03-02", "03-03", "03-04", "03-05", "03-06"])
    busy = rows.assign(arrivals=rows["arrivals"].where(~inside, (rows["arrivals"] * 1.5).round()))
    plain = forecast(Demand.from_frame(rows), days, START, END, model="structured_month").frame
    learned = forecast(Demand.from_frame(busy), told, START, END, model="structured_month").frame
    first = plain["start"] < START + pd.Timedelta(days=5)
    assert learned.loc[first, "mean"].sum() / plain.loc[first, "mean"].sum() == pytest.approx(1.45, abs=0.12)
    assert learned.loc[~first, "mean"].sum() / plain.loc[~first, "mean"].sum() == pytest.approx(1.0, abs=0.04)


def test_a_hall_dead_for_two_weeks_is_not_forecast_dead(days: pd.DataFrame, rows: pd.DataFrame) -> None:
    dead = rows.assign(arrivals=rows["arrivals"].where(rows["start"] < "2026-08-24", 0))
    plain, after = (forecast(Demand.from_frame(frame), days, START, END) for frame in (rows, dead))
    assert sum(one.set_aside for one in after.reports["H"].suspects) == 10
    assert after.frame["mean"].sum() == pytest.approx(plain.frame["mean"].sum(), rel=0.05)

"""Peers of the forecast, each as a model of the product's own protocol, so that all get the same bands.

Only those whose package is installed take part (``pip install lightgbm prophet statsforecast``).
Settings are sensible and untuned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import pandas as pd

from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History
from forecasting.models.base import Outlier, fill_profile
from forecasting.models.six_week_mean import SixWeekMean

Predict = Callable[[DayTypes], FloatArray]


@dataclass(frozen=True)
class PeerFit:
    """What a peer has learned."""

    ahead: Predict
    outliers: tuple[Outlier, ...] = ()

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        return np.maximum(np.nan_to_num(self.ahead(days_ahead)), 0.0)


@dataclass(frozen=True)
class Peer:
    """A method by name."""

    name: str
    package: str
    learn: Callable[[History, DayTypes], Predict]
    min_days: int = 21
    knows_calendar: bool = True
    text: Mapping[str, str] | None = None

    def fit(self, history: History, days: DayTypes) -> PeerFit:
        return PeerFit(self.learn(history, days))

    @property
    def installed(self) -> bool:
        return find_spec(self.package) is not None


def _mean_of(weeks: int) -> Callable[[History, DayTypes], Predict]:
    def learn(history: History, days: DayTypes) -> Predict:
        profile = np.full((7, history.arrivals.shape[1]), np.nan)
        for weekday in range(7):
            rows = history.arrivals[days.weekday == weekday]
            rows = rows[np.isfinite(rows).any(axis=1)][-weeks:]
            count = np.isfinite(rows).sum(axis=0)
            profile[weekday] = np.where(count > 0, np.nansum(rows, axis=0) / np.maximum(count, 1), np.nan)
        filled = fill_profile(profile)
        return lambda ahead: filled[ahead.weekday]

    return learn


def _trees(history: History, days: DayTypes) -> Predict:
    import lightgbm

    names = sorted({name for name in days.columns if name.startswith("holiday:")})

    def table(some: DayTypes) -> FloatArray:
        holiday = np.zeros(len(some))
        for number, name in enumerate(names, start=1):
            holiday[some.column(name) > 0] = number
        index = pd.DatetimeIndex(some.dates)
        by_day = np.column_stack([some.weekday, holiday, index.day, index.dayofyear, (some.dates - history.dates[0]).astype(float)])
        slots = history.arrivals.shape[1]
        return np.column_stack([np.repeat(by_day, slots, axis=0), np.tile(np.arange(slots), len(some))])

    seen = history.observed.reshape(-1)
    data = lightgbm.Dataset(table(days)[seen], history.arrivals.reshape(-1)[seen])
    settings = {"objective": "poisson", "num_threads": 1, "verbose": -1, "learning_rate": 0.05, "deterministic": True, "seed": 1}
    trees = lightgbm.train(settings, data, 200)
    return lambda ahead: np.asarray(trees.predict(table(ahead))).reshape(len(ahead), -1)


def _top_down(history: History, days: DayTypes, totals: Callable[[pd.Series, int], FloatArray]) -> Predict:
    """A forecast of day totals times the profile of the last six weeks."""
    shape = SixWeekMean().fit(history, days).profile
    shape = shape / np.maximum(shape.sum(axis=1, keepdims=True), 1e-9)
    seen = history.recorded
    series = pd.Series(np.nansum(history.arrivals, axis=1)[seen], index=pd.DatetimeIndex(history.dates[seen]))

    def ahead(some: DayTypes) -> FloatArray:
        horizon = int((some.dates[-1] - history.dates[-1]).astype(int))
        daily = pd.Series(totals(series, horizon), pd.date_range(history.dates[-1], periods=horizon + 1)[1:])
        return daily.reindex(pd.DatetimeIndex(some.dates)).to_numpy()[:, None] * shape[some.weekday]

    return ahead


def _prophet(history: History, days: DayTypes) -> Predict:
    from prophet import Prophet

    off = days.dates[days.holiday]

    def totals(series: pd.Series, horizon: int) -> FloatArray:
        known = pd.DataFrame({"ds": pd.DatetimeIndex(off), "holiday": "holiday"}) if len(off) else None
        model = Prophet(weekly_seasonality=True, yearly_seasonality=len(series) > 365, daily_seasonality=False, holidays=known)
        model.fit(pd.DataFrame({"ds": series.index, "y": series.to_numpy()}))
        dates = pd.date_range(history.dates[-1], periods=horizon + 1)[1:]
        return model.predict(pd.DataFrame({"ds": dates}))["yhat"].to_numpy()

    return _top_down(history, days, totals)


def _statsforecast(name: str) -> Callable[[History, DayTypes], Predict]:
    def learn(history: History, days: DayTypes) -> Predict:
        from statsforecast import models

        def totals(series: pd.Series, horizon: int) -> FloatArray:
            full = series.reindex(pd.date_range(series.index[0], history.dates[-1]))
            full = full.fillna(series.groupby(series.index.dayofweek).median().reindex(full.index.dayofweek).set_axis(full.index)).fillna(0.0)
            return np.asarray(getattr(models, name)(season_length=7).forecast(full.to_numpy(), horizon)["mean"])

        return _top_down(history, days, totals)

    return learn


PEERS = (
    Peer("mean of four weeks", "numpy", _mean_of(4), knows_calendar=False),
    Peer("LightGBM, calendar", "lightgbm", _trees),
    Peer("Prophet, day totals", "prophet", _prophet),
    Peer("AutoETS, day totals", "statsforecast", _statsforecast("AutoETS"), knows_calendar=False),
    Peer("AutoTheta, day totals", "statsforecast", _statsforecast("AutoTheta"), knows_calendar=False),
)

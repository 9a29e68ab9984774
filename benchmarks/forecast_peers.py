"""Peers of the forecast, each as a model of the product's own protocol, so that all get the same bands.

Only those whose package is installed take part (``pip install lightgbm statsforecast prophet``).
Settings are sensible and untuned. Packages that model one seasonal series are given the totals of
days, as their users do, and the day's shape is the mean of the last six of its weekday; at the
level of half-hours they are slower and worse.
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
        by_day = np.column_stack(
            [some.weekday, holiday, index.day, index.dayofyear, (some.dates - history.dates[0]).astype(float)]
        )
        slots = history.arrivals.shape[1]
        return np.column_stack([np.repeat(by_day, slots, axis=0), np.tile(np.arange(slots), len(some))])

    seen = history.observed.reshape(-1)
    data = lightgbm.Dataset(table(days)[seen], history.arrivals.reshape(-1)[seen])
    settings = {
        "objective": "poisson",
        "num_threads": 1,
        "verbose": -1,
        "learning_rate": 0.05,
        "deterministic": True,
        "seed": 1,
    }
    trees = lightgbm.train(settings, data, 200)
    return lambda ahead: np.asarray(trees.predict(table(ahead))).reshape(len(ahead), -1)


WEEKS = 6
"""Of days whose shape a total is spread by."""


def _spread(history: History, days: DayTypes, total: Callable[[pd.Series, DayTypes], FloatArray]) -> Predict:
    """Forecast of day totals times the shape of the weekday.

    A day of which part was not counted is no total: it is filled from its weekday's shape. A day
    without any count is left out where the package knows dates, and filled where it does not.
    """
    mean = _mean_of(WEEKS)(history, days)
    usual = mean(days)
    counted = np.isfinite(history.arrivals)
    seen, due = np.where(counted, history.arrivals, 0.0).sum(axis=1), np.where(counted, usual, 0.0).sum(axis=1)
    some = due > 0
    totals = np.where(some, seen * usual.sum(axis=1) / np.where(some, due, 1.0), np.nan)
    series = pd.Series(totals, index=pd.DatetimeIndex(history.dates))
    open_days = series[(usual.sum(axis=1) > 0) & some]

    def ahead(wanted: DayTypes) -> FloatArray:
        shape = mean(wanted)
        size = shape.sum(axis=1, keepdims=True)
        shares = np.where(size > 0, shape / np.where(size > 0, size, 1.0), 0.0)
        return np.asarray(np.maximum(total(open_days, wanted), 0.0)[:, None] * shares)

    return ahead


def _stats(kind: str) -> Callable[[History, DayTypes], Predict]:
    def total(series: pd.Series, wanted: DayTypes) -> FloatArray:
        from statsforecast.models import AutoETS, AutoTheta

        # Days in a row, closed weekdays left out of the season.
        weekdays = sorted(set(series.index.dayofweek))
        season = len(weekdays)
        model = {"ets": AutoETS, "theta": AutoTheta}[kind](season_length=season)
        every = pd.date_range(series.index[0], pd.Timestamp(wanted.dates[-1]))
        every = every[every.dayofweek.isin(weekdays)]
        known = series.reindex(every[every <= series.index[-1]])
        known = known.fillna(known.groupby(known.index.dayofweek).transform("median"))
        steps = int((every > series.index[-1]).sum())
        told = np.asarray(model.forecast(known.to_numpy(dtype=float), h=max(steps, 1))["mean"])[:steps]
        found = pd.Series(told, index=every[every > series.index[-1]])
        return np.asarray(found.reindex(pd.DatetimeIndex(wanted.dates)).fillna(0.0))

    return lambda history, days: _spread(history, days, total)


def _prophet(history: History, days: DayTypes) -> Predict:
    def total(series: pd.Series, wanted: DayTypes) -> FloatArray:
        import logging

        logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
        from prophet import Prophet

        off = [
            (some.dates[i], name)
            for some in (days, wanted)
            for name in some.columns
            if name.startswith("holiday:")
            for i in np.flatnonzero(some.column(name) > 0)
        ]
        table = pd.DataFrame(sorted(set(off)), columns=["ds", "holiday"]) if off else None
        if table is not None:
            table["ds"] = pd.to_datetime(table["ds"])
        long = len(series) and (series.index[-1] - series.index[0]).days >= 400
        model = Prophet(
            holidays=table,
            weekly_seasonality=True,
            yearly_seasonality=bool(long),
            daily_seasonality=False,
            uncertainty_samples=0,
        )
        model.fit(pd.DataFrame({"ds": series.index, "y": series.to_numpy()}))
        return np.asarray(model.predict(pd.DataFrame({"ds": pd.DatetimeIndex(wanted.dates)}))["yhat"])

    return _spread(history, days, total)


PEERS = (
    Peer("mean of four weeks", "numpy", _mean_of(4), knows_calendar=False),
    Peer("LightGBM, calendar", "lightgbm", _trees),
    Peer("AutoETS of days x shape", "statsforecast", _stats("ets"), knows_calendar=False),
    Peer("AutoTheta of days x shape", "statsforecast", _stats("theta"), knows_calendar=False),
    Peer("Prophet of days x shape", "prophet", _prophet),
)

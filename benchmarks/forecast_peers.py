"""Peers of the forecast, each as a model of the product's own protocol, so that all get the same bands.

Only those whose package is installed take part (``pip install lightgbm``).
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


PEERS = (
    Peer("mean of four weeks", "numpy", _mean_of(4), knows_calendar=False),
    Peer("LightGBM, calendar", "lightgbm", _trees),
)

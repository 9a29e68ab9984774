"""Gradient-boosted trees on the calendar: the optional extra ``ml`` (LightGBM)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any, ClassVar

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import DAY, FloatArray, History
from forecasting.models.base import Fitted, Outlier
from forecasting.models.structured_month import StructuredMonth

WINDOW_DAYS = 110 * 7
TREES = 250
LEAF_ROWS = 20
# Of few contacts an interval a leaf of twenty learns the luck of the draw: it holds so many contacts, known to 3 %.
LEAF_CONTACTS = 1000.0
# Of next to none it would hold the whole day: so many leaves there may always be.
MOST_LEAVES = 64
EFFECTS = ("rebound_1", "rebound_2", "eve", "approach", "makeup", "break_weekend", "first_days", "last_days")
# One thread: on shared machines two wait for each other far longer than one works. Deterministic
# and row-wise: same input, same trees.
SETTINGS: Mapping[str, Any] = {
    "objective": "poisson",
    "learning_rate": 0.06,
    "num_leaves": 45,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}


@cache
def available() -> bool:
    """Whether LightGBM is installed (``pip install 'paiban[ml]'``)."""
    return find_spec("lightgbm") is not None


@dataclass(frozen=True, slots=True)
class BoostedFit:
    """The fitted trees.

    Parameters
    ----------
    trees
        LightGBM booster of the log mean relative to ``scale``.
    scale
        Mean arrivals of all counted slots.
    names
        The effects of named days and events, in the order of their numbers among the features.
    first
        Day 0 of the feature that counts days.
    slots
        Slots of a day.
    """

    trees: Any
    scale: float
    names: tuple[str, ...]
    first: np.datetime64
    slots: int

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """None: trees weigh all days alike."""
        return ()

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """Mean arrivals, shape ``(day, slot)``."""
        table = _features(days_ahead, self.names, self.first, self.slots)
        mean = self.scale * np.asarray(self.trees.predict(table), dtype=np.float64)
        return mean.reshape(len(days_ahead), self.slots) * np.exp(days_ahead.typed)[:, None]


@dataclass(frozen=True, slots=True)
class Boosted:
    """Poisson boosting on weekday, slot, day of the year, holiday names and days around breaks.

    Notes
    -----
    Offered from 56 weeks on: with less, the day of the year is only another name for the date, and
    trees cannot extrapolate. Below that, and where LightGBM is not installed, the structured model
    with month position stands in, so a forecast always comes.

    References
    ----------
    Ke et al. (2017). LightGBM: A highly efficient gradient boosting decision tree. NeurIPS 30.
    """

    name: ClassVar[str] = "boosted"
    text: ClassVar[Mapping[str, str]] = {"zh": "梯度提升树（日历特征）", "en": "boosted trees on the calendar"}
    min_days: ClassVar[int] = 392
    knows_calendar: ClassVar[bool] = True

    def fit(self, history: History, days: DayTypes) -> Fitted:
        """Grow the trees on at most 110 weeks."""
        seen = history.observed
        scale = float(history.arrivals[seen].mean()) if seen.any() else 0.0
        if len(history) < self.min_days or not available() or scale <= 0:
            return StructuredMonth().fit(history, days)
        import lightgbm

        start = max(0, len(history) - WINDOW_DAYS)
        history, days = history.window(start, len(history)), days.at(history.dates[start:])
        # A whole day without anybody is a closed door: trees would take the last one for a trend.
        seen = history.observed & (np.nan_to_num(history.arrivals).sum(axis=1) > 0)[:, None]
        names = tuple(
            name for name in days.columns if name.startswith(("holiday:", "event:")) and days.column(name).any()
        )
        slots = history.arrivals.shape[1]
        table = _features(days, names, history.dates[0], slots)[seen.reshape(-1)]
        # A typed factor is believed, not learned again.
        arrivals = (history.arrivals / np.exp(days.typed)[:, None])[seen] / scale
        data = lightgbm.Dataset(table, arrivals, free_raw_data=True)
        leaf = max(LEAF_ROWS, min(int(LEAF_CONTACTS / scale), len(arrivals) // MOST_LEAVES))
        trees = lightgbm.train({**SETTINGS, "min_data_in_leaf": leaf}, data, TREES)
        return BoostedFit(trees, scale, names, history.dates[0], slots)


def _features(days: DayTypes, names: tuple[str, ...], first: np.datetime64, slots: int) -> FloatArray:
    """One row a slot of a day, shape ``(day x slot, feature)``."""
    number = np.zeros(len(days))
    for position, name in enumerate(names, start=1):
        number[days.column(name) > 0] = position
    year = days.dates.astype("datetime64[Y]").astype("datetime64[D]")
    columns = [
        days.weekday.astype(float),
        days.holiday.astype(float),
        number,
        *(days.column(name) for name in EFFECTS),
        (days.dates - first) / DAY,
        (days.dates - year) / DAY,
    ]
    table = np.repeat(np.column_stack(columns), slots, axis=0)
    slot = np.tile(np.arange(slots, dtype=float), len(days))
    return np.column_stack([table, slot, table[:, 0] * slots + slot])

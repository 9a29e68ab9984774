"""The mean of the last six like weekdays: what most planners do by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import History
from forecasting.models.base import WeeklyProfile, fill_profile

WEEKS = 6


@dataclass(frozen=True, slots=True)
class SixWeekMean:
    """The mean of the last six recorded values of the same weekday and slot.

    References
    ----------
    Taylor, J. W. (2008). A comparison of univariate time series methods for forecasting intraday
    arrivals at a call center. Management Science 54(2): beyond a few days ahead a simple
    historical average is difficult to beat.
    """

    name: ClassVar[str] = "six_week_mean"
    text: ClassVar[Mapping[str, str]] = {"zh": "近六周均值", "en": "mean of the last six weeks"}
    min_days: ClassVar[int] = 14
    knows_calendar: ClassVar[bool] = False

    def fit(self, history: History, days: DayTypes) -> WeeklyProfile:
        """Average, cell by cell, the last six values that were recorded."""
        profile = np.full((7, history.arrivals.shape[1]), np.nan)
        for weekday in range(7):
            rows = history.arrivals[days.weekday == weekday][::-1]
            seen = np.isfinite(rows)
            seen &= np.cumsum(seen, axis=0) <= WEEKS
            total = np.where(seen, rows, 0.0).sum(axis=0)
            known = seen.any(axis=0)
            profile[weekday, known] = total[known] / seen.sum(axis=0)[known]
        return WeeklyProfile(fill_profile(profile, days.weekend))

"""Last week again: the last recorded value of the same weekday and slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import History
from forecasting.models.base import WeeklyProfile, fill_profile


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """The value of the same weekday and slot when it was last recorded.

    Notes
    -----
    Needs a single week, so it serves new queues; no other model is worth having below two weeks.
    """

    name: ClassVar[str] = "seasonal_naive"
    text: ClassVar[Mapping[str, str]] = {"zh": "上周同日", "en": "same day last week"}
    min_days: ClassVar[int] = 1
    knows_calendar: ClassVar[bool] = False

    def fit(self, history: History, days: DayTypes) -> WeeklyProfile:
        """Keep the last recorded value of every weekday and slot."""
        profile = np.full((7, history.arrivals.shape[1]), np.nan)
        for weekday, row in zip(days.weekday, history.arrivals, strict=True):
            profile[weekday] = np.where(np.isfinite(row), row, profile[weekday])
        return WeeklyProfile(fill_profile(profile, days.weekend))

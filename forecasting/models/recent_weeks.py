"""The median of the last weeks with the calendar taken out of them and put back in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History, nan_median
from forecasting.models.base import Outlier
from forecasting.models.structured import StructuredFit
from forecasting.models.structured_month import StructuredMonth

WEEKS = 4
# A median of few contacts is chance: this many are worth as much as the structured fit.
PRIOR_CONTACTS = 100.0


@dataclass(frozen=True, slots=True)
class RecentWeeksFit:
    """The fitted model.

    Parameters
    ----------
    core
        The structured fit that knows the calendar.
    profile
        Mean arrivals of an ordinary day of the last weeks, shape ``(weekday, slot)``.
    """

    core: StructuredFit
    profile: FloatArray

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """Those of the structured fit; a median hardly minds them."""
        return self.core.outliers

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """The profile times the calendar; days off as the structured model has them."""
        mean = days_ahead.mixture @ self.profile * self.core.calendar(days_ahead)[:, None]
        mean[days_ahead.holiday] = self.core.predict(days_ahead.at(days_ahead.dates[days_ahead.holiday]))
        return mean


@dataclass(frozen=True, slots=True)
class RecentWeeks:
    """Per weekday and slot the median of the last four ordinary days, calendar effects removed.

    Notes
    -----
    The classic of workforce management, made fit for breaks: special days and outliers do not enter, month
    position and events are divided out, and what lies ahead is multiplied by its own effects.
    Thin cells lean on the structured fit, ``(n m x + 100 s) / (n m + 100)`` for a median ``x`` of
    ``n`` days of about ``m`` contacts.
    """

    name: ClassVar[str] = "recent_weeks"
    text: ClassVar[Mapping[str, str]] = {
        "zh": "近四周中位数（扣除日历影响）",
        "en": "median of the last four weeks, adjusted for the calendar",
    }
    min_days: ClassVar[int] = 28
    knows_calendar: ClassVar[bool] = True

    def fit(self, history: History, days: DayTypes) -> RecentWeeksFit:
        """Fit the structured model, then take the medians."""
        return recent_weeks(StructuredMonth().fit(history, days), history, days)


def recent_weeks(core: StructuredFit, history: History, days: DayTypes) -> RecentWeeksFit:
    """The model on a structured fit that is there already."""
    odd = np.isin(history.dates, [one.date for one in core.outliers])
    usable = np.flatnonzero(~days.special & history.recorded & ~odd)
    profile = core.profile * np.exp(core.level.path[-1])
    for weekday in range(7):
        rows = usable[days.weekday[usable] == weekday][-WEEKS:]
        if not len(rows):
            continue
        ordinary = days.at(history.dates[rows])
        values = history.arrivals[rows] / core.calendar(ordinary)[:, None]
        count = np.isfinite(values).sum(axis=0)
        known = count > 0
        median = nan_median(values[:, known])
        own = profile[weekday, known]
        trust = count[known] * np.maximum(own, median)
        profile[weekday, known] = (trust * median + PRIOR_CONTACTS * own) / (trust + PRIOR_CONTACTS)
    return RecentWeeksFit(core, profile)

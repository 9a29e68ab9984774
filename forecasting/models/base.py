"""What a forecast model is: the protocol, and the rule for cells nobody has ever seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History
from forecasting.weekend import SATURDAY_SUNDAY, Weekend, workdays_of


@dataclass(frozen=True, slots=True)
class Outlier:
    """A past day that does not fit, and was given less weight.

    Parameters
    ----------
    date
        The day.
    found, expected
        Contacts counted, and fitted for the slots with a count.
    """

    date: np.datetime64
    found: float
    expected: float


class Fitted(Protocol):
    """A model that has seen its history."""

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """Past days given less weight; empty for models that weigh all days alike."""
        ...

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """Mean arrivals, shape ``(day, slot)``: finite and not negative in every cell.

        Closed slots hold any such number; the caller knows the opening hours and drops them.
        """
        ...


class Forecaster(Protocol):
    """One way to forecast one queue.

    Attributes
    ----------
    name
        Its id, equal to the name of its file.
    text
        What planners call it, by language (``zh``, ``en``).
    min_days
        Days of history below which it is not offered.
    knows_calendar
        Whether holidays, make-up workdays and events change its forecast.
    """

    name: ClassVar[str]
    text: ClassVar[Mapping[str, str]]
    min_days: ClassVar[int]
    knows_calendar: ClassVar[bool]

    def fit(self, history: History, days: DayTypes) -> Fitted:
        """Learn from a history; ``days`` are the day types of exactly its dates.

        A NaN in the history is a slot that was closed or not recorded, never a zero.
        """
        ...


@dataclass(frozen=True, slots=True)
class WeeklyProfile:
    """A fitted model that repeats one week.

    Parameters
    ----------
    profile
        Mean arrivals, shape ``(weekday, slot)``.
    """

    profile: FloatArray

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """None: all days weigh alike."""
        return ()

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """The row of each day's weekday."""
        return self.profile[days_ahead.weekday]


def fill_profile(profile: FloatArray, weekend: Weekend = SATURDAY_SUNDAY) -> FloatArray:
    """Fill the NaN of a ``(weekday, slot)`` table.

    A slot never seen on a weekday takes the mean of its group (workdays, weekend), then
    of all weekdays; a slot never seen at all is interpolated between its neighbors in the day.
    """
    filled = profile.copy()
    for rows in (workdays_of(weekend), weekend, range(7)):
        group = filled[list(rows)]
        seen = np.isfinite(group)
        mean = np.where(seen, group, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
        mean[~seen.any(axis=0)] = np.nan
        filled[list(rows)] = np.where(seen, group, mean)
    for row in filled:
        seen = np.isfinite(row)
        if seen.any():
            row[~seen] = np.interp(np.flatnonzero(~seen), np.flatnonzero(seen), row[seen])
        else:
            row[:] = 0.0
    return filled

"""What a day off looks like hour by hour: like its weekday, like a Sunday (the last day of the weekend), or in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History
from forecasting.weekend import rest_day

SHARES = (0.25, 0.0, 0.5, 0.75, 1.0)
# A holiday never seen looks like those seen, and a quarter like Sunday as if others had said so:
# eight when one name is known, two when two are, and soon none.
PRIOR_NAMES = 8.0
# One name is judged by its own days and, worth a quarter of a day, by what all holidays say.
POOLED_DAYS = 0.25


@dataclass(frozen=True, slots=True)
class HolidayLook:
    """How holidays are made of the weekly profile.

    Parameters
    ----------
    by_name
        Share of Sunday's profile in the day of that holiday, 0 to 1.
    otherwise
        The share of a holiday never seen.
    """

    by_name: Mapping[str, float]
    otherwise: float

    def base(self, days: DayTypes, profile: FloatArray) -> FloatArray:
        """Expected day before level and effects, shape ``(day, slot)``."""
        share = np.where(days.holiday, self.otherwise, 0.0)
        for name, value in self.by_name.items():
            share[days.column(name) > 0] = value
        return _mixed(days, share) @ profile


NO_LOOK = HolidayLook({}, SHARES[0])


def learn_look(
    history: History, days: DayTypes, profile: FloatArray, level: FloatArray, dispersion: float
) -> HolidayLook:
    """Learn the look of holidays from those with counts.

    Parameters
    ----------
    history, days
        The past and its day types.
    profile
        Weekly profile, shape ``(7, slot)``.
    level
        Log level, shape ``(day,)``.
    dispersion
        Squared variation of a day's rate.

    Notes
    -----
    Each name takes the share with the least squared Pearson residuals over its own days and a
    little of all others.
    """
    rows = np.flatnonzero(days.holiday & history.observed.any(axis=1))
    if not len(rows):
        return NO_LOOK
    arrivals, seen = history.arrivals[rows], history.observed[rows]
    found = days.at(history.dates[rows])
    scale = np.exp(level[rows])[:, None]
    misfit = np.empty((len(rows), len(SHARES)))
    for column, share in enumerate(SHARES):
        mean = np.maximum(_mixed(found, np.full(len(rows), share)) @ profile * scale, 0.1)
        square = np.where(seen, (arrivals - mean) ** 2 / (mean + dispersion * mean**2), 0.0)
        misfit[:, column] = square.sum(axis=1) / seen.sum(axis=1)
    pooled = misfit.mean(axis=0)
    by_name = {}
    for name in found.columns:
        own = (found.column(name) > 0) & name.startswith("holiday:")
        if own.any():
            judged = misfit[own].sum(axis=0) + POOLED_DAYS * pooled
            by_name[name] = SHARES[int(np.argmin(judged))]
    known = max(len(by_name), 1)
    prior = PRIOR_NAMES / known**2
    otherwise = (known * SHARES[int(np.argmin(pooled))] + prior * SHARES[0]) / (known + prior)
    # In quarters, like all shares: five names that agree are believed altogether.
    return HolidayLook(by_name, round(4.0 * otherwise) / 4.0)


def _mixed(days: DayTypes, share: FloatArray) -> FloatArray:
    sunday = np.eye(7)[rest_day(days.weekend)]
    mixed = (1.0 - share)[:, None] * days.mixture + share[:, None] * sunday
    return np.where(days.holiday[:, None], mixed, days.mixture)

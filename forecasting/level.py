"""The local level: how far the queue has drifted from its weekly profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.grid import DAY, DateArray, FloatArray

PAST_HALF_LIFE_DAYS = 3.0
LAST_HALF_LIFE_DAYS = 7.0
WEEKLY_DAMPING = 0.95
# Once last year tells the season apart from the level, the level lasts.
LONG_WEEKLY_DAMPING = 0.98
SPREAD = 0.1
REACH_DAYS = 70
YEAR_DAYS = 364
YEAR_SHARE = 0.85
SETTLED_DAYS = 28


@dataclass(frozen=True, slots=True)
class Level:
    """The log level of every past day, and its way on.

    Parameters
    ----------
    path
        Log level per day, shape ``(day,)``.
    last
        The last of these days.
    """

    path: FloatArray
    last: np.datetime64

    def ahead(self, dates: DateArray) -> FloatArray:
        """Log level on later dates.

        Notes
        -----
        A twentieth of the last level is lost each week. From 56 weeks of history on it is a fiftieth,
        and most (0.85) of the way the level went from the same day last year (52 weeks back, so
        weekdays match) is added.
        """
        days = np.maximum((dates - self.last) / DAY, 0.0)
        base = len(self.path) - 1 - YEAR_DAYS
        damping = LONG_WEEKLY_DAMPING if base >= SETTLED_DAYS else WEEKLY_DAMPING
        level = self.path[-1] * damping ** (days / 7.0)
        if base >= SETTLED_DAYS:
            # Beyond a year ahead there is no same day last year: stay at the last one known.
            then = np.minimum(base + days.astype(np.int64), len(self.path) - 1)
            level = level + YEAR_SHARE * (self.path[then] - self.path[base])
        return np.asarray(level, dtype=np.float64)


def local_level(log_ratio: FloatArray, information: FloatArray) -> FloatArray:
    """Log level per day, shape ``(day,)``.

    Parameters
    ----------
    log_ratio
        Log of found over expected without level, shape ``(day,)``.
    information
        Its inverse variance, 0 for days that say nothing about the level, shape ``(day,)``.

    Notes
    -----
    A kernel mean shrunk towards 0 as if the level had a standard deviation of :data:`SPREAD`. The
    weight halves in 3 days on both sides; the last day, which has only one side, looks twice as
    far back (7 days).
    """
    near = 0.5 ** (np.abs(np.arange(-REACH_DAYS, REACH_DAYS + 1)) / PAST_HALF_LIFE_DAYS)
    inside = slice(REACH_DAYS, REACH_DAYS + len(log_ratio))
    top = np.convolve(information * log_ratio, near)[inside]
    level = top / (np.convolve(information, near)[inside] + SPREAD**-2)
    back = information * 0.5 ** (np.arange(len(log_ratio))[::-1] / LAST_HALF_LIFE_DAYS)
    level[-1] = back @ log_ratio / (back.sum() + SPREAD**-2)
    return np.asarray(level, dtype=np.float64)

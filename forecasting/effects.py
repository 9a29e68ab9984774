"""What special days do: prior factors from practice, moved by the queue's own past."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from forecasting.features import MONTH, DayTypes
from forecasting.grid import FloatArray


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of an effect before any data.

    Parameters
    ----------
    factor
        Most likely factor on the day's arrivals.
    spread
        Standard deviation of its logarithm.
    """

    factor: float
    spread: float


# Factors of backlog are those of a vehicle office with five breaks: 1.71 and 1.55 on the first two
# days after, 1.30 to 1.36 on the three days before, 1.16 on make-up workdays.
PRIORS = {
    "makeup": Prior(1.15, 0.2),
    "rebound_1": Prior(1.7, 0.25),
    "rebound_1_short": Prior(1.0, 0.25),
    "rebound_2": Prior(1.5, 0.25),
    "rebound_2_short": Prior(1.0, 0.25),
    "eve": Prior(1.3, 0.25),
    "eve_short": Prior(1.0, 0.25),
    "approach": Prior(1.2, 0.2),
    "approach_short": Prior(1.0, 0.2),
    "holiday": Prior(1.0, 0.15),
    "break_weekend": Prior(1.0, 0.03),
    "first_days": Prior(1.0, 0.15),
    "last_days": Prior(1.0, 0.15),
    "first_day": Prior(1.0, 0.1),
    "last_day": Prior(1.0, 0.1),
}
NAMED_HOLIDAY = Prior(1.0, 0.5)
EVENT = Prior(1.0, 0.5)
BACKLOG = ("rebound_1", "rebound_2", "eve", "approach")


@dataclass(frozen=True, slots=True)
class EffectPriors:
    """The effects a model uses, with their priors; arrays of shape ``(effect,)``."""

    columns: tuple[str, ...]
    mean: FloatArray
    precision: FloatArray

    @classmethod
    def of(cls, days: DayTypes, month: bool, open_through: bool) -> EffectPriors:
        """Choose effects and priors for one queue.

        Parameters
        ----------
        days
            Any rows of the day-type table (its columns count).
        month
            Whether the position in the month is among the effects.
        open_through
            Whether the queue works through breaks. Then no work piles up behind closed doors, and
            the prior factors count half (on the log scale).
        """
        columns = tuple(name for name in days.columns if month or name not in MONTH)
        priors = [_prior(name) for name in columns]
        half = [0.5 if open_through and name in BACKLOG else 1.0 for name in columns]
        mean = np.array([log(prior.factor) for prior in priors]) * half
        return cls(columns, mean, np.array([prior.spread**-2 for prior in priors]))

    def matrix(self, days: DayTypes) -> FloatArray:
        """Strength of the effects used, shape ``(day, effect)``."""
        return np.column_stack([days.column(name) for name in self.columns])

    def step(self, effect: FloatArray, matrix: FloatArray, surprise: FloatArray, information: FloatArray) -> FloatArray:
        """One Newton step of the ridge-shrunk Poisson likelihood of the day totals.

        Parameters
        ----------
        effect
            Present log factors, shape ``(effect,)``.
        matrix
            Strengths, shape ``(day, effect)``.
        surprise
            ``found / expected - 1`` per day, shape ``(day,)``.
        information
            Inverse variance of the surprise, shape ``(day,)``, 0 for days to be left out.
        """
        rows = np.flatnonzero((matrix != 0).any(axis=1) & (information > 0))
        used, weight = matrix[rows], information[rows]
        hessian = (used * weight[:, None]).T @ used + np.diag(self.precision)
        slope = used.T @ (weight * surprise[rows]) - self.precision * (effect - self.mean)
        move = np.linalg.solve(hessian, slope)
        return np.asarray(effect + np.clip(move, -1.0, 1.0), dtype=np.float64)


def _prior(name: str) -> Prior:
    if name.startswith("holiday:"):
        return NAMED_HOLIDAY
    if name.startswith("event:"):
        return EVENT
    return PRIORS[name]

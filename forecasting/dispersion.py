"""How far counts stray from their forecast, beyond the luck of the draw: learned from trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.backtest import Trial
from forecasting.grid import BoolArray, FloatArray, IntArray
from forecasting.negative_binomial import MIN_CV, cdf, pmf

# Before any data a rate is believed to stray by 15 %, as much as that of ten days seen.
PRIOR_CV = 0.15
PRIOR_DAYS = 10.0
SPECIAL_EXTRA_CV = 0.15
SPECIAL_PRIOR_DAYS = 5.0
WEEK_PRIOR_DAYS = 60.0
MAX_CV = 1.5
FAR_OFF = 9.0
FACTORS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35)
CALIBRATION_PRIOR_DAYS = 30.0
CALIBRATION_CELLS = 3000


@dataclass(frozen=True, slots=True)
class Spread:
    """Variation of the true rate around the forecast mean, Poisson noise excluded.

    Parameters
    ----------
    by_week
        Squared coefficient of variation in the first, second, ... week ahead.
    special
        Added to it on days the calendar marks.
    day_share
        Part of the variation that a whole day has in common, 0 to 1.
    persistence
        Correlation of the rest between neighboring slots, 0 to 1.
    """

    by_week: tuple[float, ...]
    special: float
    day_share: float
    persistence: float

    def scaled(self, factor: float) -> Spread:
        """The same with all coefficients of variation times ``factor``."""
        by_week = tuple(value * factor**2 for value in self.by_week)
        return Spread(by_week, self.special * factor**2, self.day_share, self.persistence)

    def cv(self, days_ahead: IntArray, special: BoolArray) -> FloatArray:
        """Coefficient of variation per day, shape ``(day,)``."""
        week = np.clip((days_ahead - 1) // 7, 0, len(self.by_week) - 1)
        square = np.asarray(self.by_week)[week] + np.where(special, self.special, 0.0)
        return np.asarray(np.minimum(np.sqrt(square), MAX_CV), dtype=np.float64)


def learn_spread(trials: Sequence[Trial]) -> Spread:
    """Learn the variation of the rate from the trials of one model.

    Parameters
    ----------
    trials
        Rolling-origin forecasts; may be empty, then the prior is returned.

    Notes
    -----
    Moments: for a gamma rate ``E[(y - m)^2] = m + c m^2``. The day totals tell the part of ``c``
    that slots have in common, the slots tell the rest. A miss of more than three standard
    deviations counts as three. Estimates are shrunk: all days to a prior of
    :data:`PRIOR_CV`, weeks ahead to all days, special days to ordinary ones plus
    :data:`SPECIAL_EXTRA_CV`. Uncertainty never shrinks with the weeks ahead. At last all is scaled
    so that past counts fall into the middle of the bands as often as they should.
    """
    if not trials:
        return Spread((PRIOR_CV**2,), SPECIAL_EXTRA_CV**2, 0.7, 0.5)
    mean = np.concatenate([trial.mean for trial in trials])
    actual = np.concatenate([trial.actual for trial in trials])
    ahead = np.concatenate([trial.days_ahead for trial in trials])
    special = np.concatenate([trial.special for trial in trials])
    seen = np.isfinite(actual) & (mean > 0)
    miss = np.where(seen, actual - mean, 0.0)
    mean = np.where(seen, mean, 0.0)

    ordinary = ~special
    miss_day, mean_day = miss.sum(axis=1), mean.sum(axis=1)
    common = _variation(miss_day[ordinary], mean_day[ordinary], PRIOR_CV**2, PRIOR_DAYS)
    own, persistence = _within_day(miss[ordinary], mean[ordinary], common)
    week = (ahead - 1) // 7
    weekly = []
    for number in range(int(week.max()) + 1):
        rows = ordinary & (week == number)
        weekly.append(_variation(miss_day[rows], mean_day[rows], common, WEEK_PRIOR_DAYS) + own)
    by_week = np.maximum.accumulate(weekly)
    prior = common + SPECIAL_EXTRA_CV**2
    odd = _variation(miss_day[special], mean_day[special], prior, SPECIAL_PRIOR_DAYS)
    day_share = common / max(common + own, 1e-9)
    spread = Spread(tuple(map(float, by_week)), max(odd - common, 0.0), day_share, persistence)
    return spread.scaled(_calibration(spread, trials))


def _variation(miss: FloatArray, mean: FloatArray, prior: float, prior_days: float) -> float:
    """Squared variation of day totals, shrunk to a prior worth ``prior_days``."""
    miss, mean = miss[mean > 0], mean[mean > 0]
    square = prior
    for _ in range(6):
        trust = 1.0 / (1.0 + square * mean) ** 2
        size = trust * mean**2
        capped = np.minimum(miss**2, FAR_OFF * (mean + square * mean**2))
        found = (trust * (capped - mean)).sum() / size.sum() if len(mean) else prior
        square = max((len(mean) * found + prior_days * prior) / (len(mean) + prior_days), 1e-5)
    return float(square)


def _within_day(miss: FloatArray, mean: FloatArray, common: float) -> tuple[float, float]:
    """Squared variation of the slots beyond their day's, and its persistence between neighbors.

    With thin counts the first is a small difference of large numbers: only what exceeds its
    standard error counts.
    """
    size = float((mean**2).sum())
    near_size = float((mean[:, 1:] * mean[:, :-1]).sum())
    if size <= 0 or near_size <= 0:
        return 0.0, 0.0
    expected = mean + common * mean**2
    noise = float(np.sqrt(2.0 * (expected**2).sum())) / size
    own = float((np.minimum(miss**2, FAR_OFF * expected) - mean).sum()) / size - common
    own = max(own - noise, 0.0)
    if own <= 0:
        return 0.0, 0.0
    near = float((miss[:, 1:] * miss[:, :-1]).sum()) / near_size - common
    return own, float(np.clip(near / own, 0.0, 0.95))


def _calibration(spread: Spread, trials: Sequence[Trial]) -> float:
    """Factor on the variation that brings the middle of the bands to their nominal coverage.

    Compares the probability transform of the counts, folded at its middle, with the uniform law
    (Cramer-von Mises), and shrinks the best factor to 1 the more, the fewer the days.
    """
    mean = np.concatenate([trial.mean for trial in trials])
    actual = np.concatenate([trial.actual for trial in trials])
    cv = np.concatenate([spread.cv(trial.days_ahead, trial.special) for trial in trials])
    cells = np.isfinite(actual) & (mean > 0)
    days = int(cells.any(axis=1).sum())
    if days == 0:
        return 1.0
    thin = slice(None, None, max(1, int(cells.sum()) // CALIBRATION_CELLS))
    mean, count, cv = mean[cells][thin], actual[cells][thin], np.repeat(cv, cells.sum(axis=1))[thin]
    uniform = (np.arange(len(mean)) + 0.5) / len(mean)
    misfit = []
    for factor in FACTORS:
        size = np.maximum(cv * factor, MIN_CV) ** -2.0
        middle = cdf(count, mean, size) - 0.5 * pmf(count, mean, size)
        misfit.append(float(((np.sort(np.abs(2.0 * middle - 1.0)) - uniform) ** 2).mean()))
    best = FACTORS[int(np.argmin(misfit))]
    # Where chance outweighs the rate, the counts say nothing about the rate: the factor stays 1.
    told = float((cv**2 * mean / (1.0 + cv**2 * mean)).mean())
    return float(best ** (told * days / (days + CALIBRATION_PRIOR_DAYS)))

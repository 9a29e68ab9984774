"""How far counts stray from their forecast, beyond the luck of the draw: learned from trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.backtest import Trial
from forecasting.grid import BoolArray, FloatArray, IntArray
from forecasting.kinds import ORDINARY
from forecasting.negative_binomial import MIN_CV, cdf_and_pmf
from forecasting.tails import heaviness, normal_cdf, normal_score, shortened

# Before any data a rate is believed to stray by 15 %, as much as that of ten days seen.
PRIOR_CV = 0.15
PRIOR_DAYS = 10.0
# Added on special days, on holidays seen before, and on holidays never seen.
EXTRA_CV = (0.0, 0.1, 0.2, 0.35)
SPECIAL_PRIOR_DAYS = 5.0
WEEK_PRIOR_DAYS = 60.0
MAX_CV = 1.5
FAR_OFF = 9.0
FACTORS = np.geomspace(0.5, 1.6, 25)
CALIBRATION_PRIOR_DAYS = 10.0
CALIBRATION_CELLS = 500
TOLERANCE = 1e-5
PATTERN_PRIOR = 4.0
PATTERN_KERNEL = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 3.0
PATTERN_BOUNDS = (0.2, 5.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """Variation of the true rate around the forecast mean, Poisson noise excluded.

    Parameters
    ----------
    by_week
        Squared coefficient of variation in the first, second, ... week ahead.
    extra
        Added to it by kind of day: ordinary, special, holiday, holiday never seen.
    day_share
        Part of the variation that a whole day has in common, 0 to 1.
    persistence
        Correlation of the rest between neighboring slots, 0 to 1.
    pattern
        Factor on the squared variation per slot of the day; empty when all slots are alike.
    """

    by_week: tuple[float, ...]
    extra: tuple[float, ...]
    day_share: float
    persistence: float
    pattern: tuple[float, ...] = ()

    def scaled(self, factor: float) -> Spread:
        """The same with all coefficients of variation times ``factor``."""
        by_week = tuple(value * factor**2 for value in self.by_week)
        extra = tuple(value * factor**2 for value in self.extra)
        return Spread(by_week, extra, self.day_share, self.persistence, self.pattern)

    def cv(self, days_ahead: IntArray, kind: IntArray) -> FloatArray:
        """Coefficient of variation per day, shape ``(day,)``."""
        week = np.clip((days_ahead - 1) // 7, 0, len(self.by_week) - 1)
        square = np.asarray(self.by_week)[week] + np.asarray(self.extra)[kind.astype(np.int64)]
        return np.asarray(np.minimum(np.sqrt(square), MAX_CV), dtype=np.float64)

    def cells(self, days_ahead: IntArray, kind: IntArray, slots: int) -> FloatArray:
        """Coefficient of variation per cell, shape ``(day, slot)``."""
        pattern = np.sqrt(self.pattern) if self.pattern else np.ones(slots)
        return np.asarray(np.minimum(self.cv(days_ahead, kind)[:, None] * pattern, MAX_CV))


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
    deviations counts as three. Estimates are shrunk: all days to a prior of :data:`PRIOR_CV`,
    weeks ahead to all days, special days and holidays to ordinary ones plus :data:`EXTRA_CV`.
    Uncertainty never shrinks with the weeks ahead. Slots of the day that stray more than others
    get their share of it. At last all is scaled so that past counts fall into the middle of the
    bands as often as they should.
    """
    extra_prior = np.square(EXTRA_CV)
    if not trials:
        return Spread((PRIOR_CV**2,), tuple(map(float, extra_prior)), 0.7, 0.5)
    mean = np.concatenate([trial.mean for trial in trials])
    actual = np.concatenate([trial.actual for trial in trials])
    ahead = np.concatenate([trial.days_ahead for trial in trials])
    kind = np.concatenate([trial.kind for trial in trials]).astype(np.int64)
    seen = np.isfinite(actual) & (mean > 0)
    miss = np.where(seen, actual - mean, 0.0)
    mean = np.where(seen, mean, 0.0)

    ordinary = kind == ORDINARY
    miss_day, mean_day = miss.sum(axis=1), mean.sum(axis=1)
    common = _variation(miss_day[ordinary], mean_day[ordinary], PRIOR_CV**2, PRIOR_DAYS)
    own, persistence = _within_day(miss[ordinary], mean[ordinary], common)
    week = (ahead - 1) // 7
    weekly = []
    for number in range(int(week.max()) + 1):
        rows = ordinary & (week == number)
        weekly.append(_variation(miss_day[rows], mean_day[rows], common, WEEK_PRIOR_DAYS) + own)
    by_week = tuple(map(float, np.maximum.accumulate(weekly)))
    extra = [0.0]
    for number in range(1, len(EXTRA_CV)):
        rows = kind == number
        prior = common + extra_prior[number]
        odd = _variation(miss_day[rows], mean_day[rows], prior, SPECIAL_PRIOR_DAYS)
        extra.append(max(odd - common, 0.0))
    day_share = common / max(common + own, 1e-9)
    spread = Spread(by_week, tuple(extra), day_share, persistence)
    cv = spread.cv(ahead, kind)
    pattern = _pattern(miss, mean, seen, cv)
    spread = Spread(by_week, tuple(extra), day_share, persistence, tuple(map(float, pattern)))
    cells = spread.cells(ahead, kind, mean.shape[1])
    return spread.scaled(calibration(actual, mean, cells))


def _pattern(miss: FloatArray, mean: FloatArray, seen: BoolArray, cv: FloatArray) -> FloatArray:
    """Squared variation of every slot relative to the day's, by weighted least squares.

    ``(y - m)^2 - m`` is regressed on ``c m^2``, neighbors helping each other, shrunk to 1 as by a
    normal prior with standard deviation one half.
    """
    rate = (cv[:, None] * mean) ** 2
    variance = np.where(seen, mean + rate, 1.0)
    excess = np.minimum(miss**2, FAR_OFF * variance) - mean
    weight = np.where(seen, 0.5 / np.maximum(variance, 1e-9) ** 2, 0.0)
    top = np.convolve((weight * rate * excess).sum(axis=0), PATTERN_KERNEL)[2:-2]
    bottom = np.convolve((weight * rate**2).sum(axis=0), PATTERN_KERNEL)[2:-2]
    ratio = (top + PATTERN_PRIOR) / (bottom + PATTERN_PRIOR)
    return np.asarray(np.clip(ratio, *PATTERN_BOUNDS), dtype=np.float64)


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


def calibration(actual: FloatArray, mean: FloatArray, cv: FloatArray) -> float:
    """Factor on the variation that brings the middle of the bands to their nominal coverage.

    Parameters
    ----------
    actual
        Counts, NaN where none, shape ``(day, slot)``.
    mean, cv
        What was forecast, of the same shape.

    Notes
    -----
    Compares the probability transform of the counts, folded at its middle, with the uniform law
    (Cramer-von Mises), and shrinks the best factor to 1 the more, the fewer the days.
    """
    cells = np.isfinite(actual) & (mean > 0)
    days = int(cells.any(axis=1).sum())
    if days == 0:
        return 1.0
    thin = slice(None, None, max(1, int(cells.sum()) // CALIBRATION_CELLS))
    mean, count, cv = mean[cells][thin], actual[cells][thin], cv[cells][thin]
    uniform = (np.arange(len(mean)) + 0.5) / len(mean)
    misfit: dict[int, float] = {}
    for step in (6, 2, 1):
        center = min(misfit, key=lambda place: misfit[place]) if misfit else len(FACTORS) // 2
        reach = range(-2, 3) if step == 6 else range(-1, 2)
        for place in sorted({min(max(center + step * k, 0), len(FACTORS) - 1) for k in reach}):
            if place not in misfit:
                wide = np.maximum(cv * FACTORS[place], MIN_CV)
                size = wide**-2.0
                below, here = cdf_and_pmf(count, mean, size, TOLERANCE)
                middle = normal_cdf(shortened(normal_score(below - 0.5 * here), heaviness(mean, wide)))
                off = np.sort(np.abs(2.0 * middle - 1.0)) - uniform
                misfit[place] = float((off**2).mean())
    best = float(FACTORS[min(misfit, key=lambda place: misfit[place])])
    # Where chance outweighs the rate, the counts say nothing about the rate: the factor stays 1.
    rate = (cv * max(best, 1.0)) ** 2 * mean
    told = float((rate / (1.0 + rate)).mean())
    return float(best ** (told * days / (days + CALIBRATION_PRIOR_DAYS)))

"""The structured Poisson model: weekly profile x level x effects of special days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from forecasting.effects import EffectPriors
from forecasting.features import DayTypes
from forecasting.grid import BoolArray, FloatArray, History
from forecasting.level import Level, local_level
from forecasting.models.base import Outlier, fill_profile
from forecasting.profiles import weekly_profile

ROUNDS = 6
WINDOW_DAYS = 110 * 7
YEAR_DAYS = 364
HALF_LIFE_DAYS = 8 * 7.0
LONG_HALF_LIFE_DAYS = 16 * 7.0
OUTLIER_MADS = 3.5
SUNDAY = 6
HOLIDAY_BLENDS = (0.5, 0.0, 0.25, 0.75, 1.0)
SPECIAL_WEIGHT = 0.25
SPECIAL_SPREAD = 0.15


@dataclass(frozen=True, slots=True)
class StructuredFit:
    """The fitted model.

    Parameters
    ----------
    profile
        Mean arrivals of an ordinary day, shape ``(weekday, slot)``.
    priors, effect
        The effects and their log factors, shape ``(effect,)``.
    level
        The level of every day of the history.
    blend
        Share of the Sunday profile in a holiday's.
    outliers
        Days given less weight.
    """

    profile: FloatArray
    priors: EffectPriors
    effect: FloatArray
    level: Level
    blend: float
    outliers: tuple[Outlier, ...]

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """Mean arrivals, shape ``(day, slot)``."""
        log_factor = self.priors.matrix(days_ahead) @ self.effect + days_ahead.typed
        log_factor += self.level.ahead(days_ahead.dates)
        base = _blended(days_ahead, self.blend) @ self.profile
        return base * np.exp(log_factor)[:, None]


@dataclass(frozen=True, slots=True)
class Structured:
    """A Poisson model of the weekly profile, the local level and the effects of special days.

    Notes
    -----
    ``log mu[d, s] = log A[weekday(d), s] + level(d) + x(d) . b``. Weights halve in 8 weeks (16 with
    a year of data); ``A`` has a closed form, ``b`` takes a Newton step of a ridge-shrunk likelihood
    of the day totals, the level is a kernel mean with a half-life of 2 weeks that loses a tenth a
    week into the future. The three alternate. A make-up workday is half a Friday and half a Monday
    times its own factor. Days beyond 3.5 MAD are listed and count less.

    References
    ----------
    Ibrahim, Ye, L'Ecuyer, Shen (2016). Modeling and forecasting call center arrivals. International
    Journal of Forecasting 32(3). Weinberg, Brown, Stroud (2007). JASA 102(480): multiplicative
    day x interval model.
    """

    name: ClassVar[str] = "structured"
    text: ClassVar[Mapping[str, str]] = {"zh": "结构化泊松模型", "en": "structured Poisson model"}
    min_days: ClassVar[int] = 14
    knows_calendar: ClassVar[bool] = True
    month: ClassVar[bool] = False

    def fit(self, history: History, days: DayTypes) -> StructuredFit:
        """Fit by block ascent, in milliseconds."""
        start = max(0, len(history) - WINDOW_DAYS)
        history, days = history.window(start, len(history)), days.at(history.dates[start:])
        seen = history.observed
        recorded = seen.any(axis=1)
        total = np.where(seen, history.arrivals, 0.0).sum(axis=1)
        ordinary = ~days.special & recorded
        priors = EffectPriors.of(days, self.month, _open_through(history, days))
        matrix = priors.matrix(days)
        pure = recorded & (days.mixture.max(axis=1) == 1.0) & ~days.holiday
        age = np.arange(len(history))[::-1]
        half_life = LONG_HALF_LIFE_DAYS if len(history) >= YEAR_DAYS else HALF_LIFE_DAYS
        recent = 0.5 ** (age / half_life)

        effect, level = priors.mean.copy(), np.zeros(len(history))
        trust, dispersion, blend = np.ones(len(history)), 0.01, HOLIDAY_BLENDS[0]
        profile, expected = np.empty(0), total
        for round_ in range(ROUNDS):
            calendar = matrix @ effect + days.typed
            scale = np.exp(calendar + level)
            weight = recent * trust * np.where(ordinary, 1.0, SPECIAL_WEIGHT) * pure
            profile = fill_profile(weekly_profile(history.arrivals, scale, weight, days.weekday))
            if round_ == 1:
                blend = _best_blend(history, days, profile, level, dispersion)
            base = np.where(seen, _blended(days, blend) @ profile, 0.0).sum(axis=1)
            expected = np.maximum(base * scale, 1e-9)
            ratio = np.log((total + 0.5) / (expected + 0.5))
            trust, dispersion = _trust(ratio, total, expected, ordinary, dispersion)
            variance = 1.0 / np.maximum(expected, 0.5) + dispersion
            level = local_level(ratio + level, ordinary * trust / variance)
            level -= np.average(level, weights=np.maximum(recent * ordinary, 1e-12))
            expected = np.maximum(base * np.exp(calendar + level), 1e-9)
            effect = priors.step(
                effect,
                matrix,
                total / expected - 1.0,
                recorded * trust / (variance + SPECIAL_SPREAD**2 * days.special),
            )
        outliers = tuple(
            Outlier(history.dates[row], float(total[row]), float(expected[row]))
            for row in np.flatnonzero(ordinary & (trust < 1.0))
        )
        return StructuredFit(
            profile, priors, effect, Level(level, history.dates[-1]), blend, outliers
        )


def _open_through(history: History, days: DayTypes) -> bool:
    off = days.holiday | (days.column("break_weekend") > 0)
    rows = off if off.any() else days.weekday >= SUNDAY - 1
    return bool(history.open[rows].any(axis=1).mean() > 0.5) if rows.any() else False


def _blended(days: DayTypes, blend: float) -> FloatArray:
    """Profile mixture of the days, holidays taking a share of Sunday's."""
    sunday = np.eye(7)[SUNDAY]
    mixed = (1.0 - blend) * days.mixture + blend * sunday
    return np.where(days.holiday[:, None], mixed, days.mixture)


def _best_blend(
    history: History, days: DayTypes, profile: FloatArray, level: FloatArray, dispersion: float
) -> float:
    """Do holidays look like Sundays or like their own weekday? By squared Pearson residuals."""
    rows = days.holiday & history.observed.any(axis=1)
    if not rows.any():
        return HOLIDAY_BLENDS[0]
    arrivals, seen = history.arrivals[rows], history.observed[rows]
    misfit = []
    for blend in HOLIDAY_BLENDS:
        mean = np.maximum((_blended(days, blend) @ profile * np.exp(level)[:, None])[rows], 0.1)
        misfit.append(float(((arrivals - mean) ** 2 / (mean + dispersion * mean**2))[seen].mean()))
    return HOLIDAY_BLENDS[int(np.argmin(misfit))]


def _trust(
    ratio: FloatArray,
    total: FloatArray,
    expected: FloatArray,
    ordinary: BoolArray,
    dispersion: float,
) -> tuple[FloatArray, float]:
    """Weight of every day by how far it is off, and the dispersion of the ordinary days."""
    trust = np.ones(len(ratio))
    if ordinary.sum() < 5:
        return trust, dispersion
    miss = np.abs(ratio) / np.sqrt(1.0 / np.maximum(expected, 0.5) + dispersion)
    limit = OUTLIER_MADS * 1.4826 * max(float(np.median(miss[ordinary])), 0.3)
    far = ordinary & (miss > limit)
    trust[far] = (limit / miss[far]) ** 2
    mean = expected[ordinary]
    excess = trust[ordinary] * ((total[ordinary] - mean) ** 2 - mean)
    learned = float(excess.sum() / (trust[ordinary] * mean**2).sum())
    return trust, min(max(learned, 4e-4), 0.25)

"""The structured Poisson model: weekly profile x level x effects of special days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from forecasting.drift import profile_drift
from forecasting.effects import EffectPriors
from forecasting.features import DayTypes
from forecasting.grid import BoolArray, FloatArray, History
from forecasting.holiday_look import NO_LOOK, HolidayLook, learn_look
from forecasting.level import Level, local_level
from forecasting.models.base import Outlier, fill_profile
from forecasting.profiles import weekly_profile

ROUNDS = 6
WINDOW_DAYS = 110 * 7
YEAR_DAYS = 364
HALF_LIFE_DAYS = 7 * 7.0
LONG_HALF_LIFE_DAYS = 30 * 7.0
OUTLIER_MADS = 3.5
SPECIAL_WEIGHT = 0.25
SPECIAL_SPREAD = 0.2


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
    look
        How holidays are made of the profile.
    drift
        Recent move of the profile's shape, shape ``(weekday, slot)``.
    outliers
        Days given less weight.
    """

    profile: FloatArray
    priors: EffectPriors
    effect: FloatArray
    level: Level
    look: HolidayLook
    drift: FloatArray
    outliers: tuple[Outlier, ...]

    def calendar(self, days: DayTypes) -> FloatArray:
        """Factor of the day's effects, shape ``(day,)``."""
        return np.asarray(np.exp(self.priors.matrix(days) @ self.effect + days.typed))

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """Mean arrivals, shape ``(day, slot)``."""
        scale = self.calendar(days_ahead) * np.exp(self.level.ahead(days_ahead.dates))
        base = self.look.base(days_ahead, self.profile)
        moved = np.where(days_ahead.holiday[:, None], 1.0, days_ahead.mixture @ self.drift)
        return np.asarray(base * moved * scale[:, None])


@dataclass(frozen=True, slots=True)
class Structured:
    """A Poisson model of the weekly profile, the local level and the effects of special days.

    Notes
    -----
    ``log mu[d, s] = log A[weekday(d), s] + level(d) + x(d) . b``. Weights halve in 7 weeks (30 with
    a year of data); ``A`` has a closed form, ``b`` takes a Newton step of a ridge-shrunk likelihood
    of the day totals, the level is a kernel mean of the last days that fades into the future and,
    from 56 weeks on, follows most of last year's way. The three alternate. A make-up workday is
    half a Friday and half a Monday times its own factor; a holiday looks as its name has looked
    before; the shape of the day follows its recent move as far as such moves have lasted. Days
    beyond 3.5 MAD are listed and count less.

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
        trust, dispersion = np.ones(len(history)), 0.01
        look = NO_LOOK
        profile, expected = np.empty(0), total
        for round_ in range(ROUNDS):
            calendar = matrix @ effect + days.typed
            scale = np.exp(calendar + level)
            weight = recent * trust * np.where(ordinary, 1.0, SPECIAL_WEIGHT) * pure
            profile = fill_profile(
                weekly_profile(history.arrivals, scale, weight, days.weekday, days.weekend), days.weekend
            )
            if round_ == 1:
                look = learn_look(history, days, profile, level, dispersion)
            base = np.where(seen, look.base(days, profile), 0.0).sum(axis=1)
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
        scale = np.exp(matrix @ effect + days.typed + level)
        fitted = look.base(days, profile) * scale[:, None]
        drift = profile_drift(history.arrivals, fitted, ordinary & (trust == 1.0), days.weekday, days.weekend)
        return StructuredFit(profile, priors, effect, Level(level, history.dates[-1]), look, drift, outliers)


def _open_through(history: History, days: DayTypes) -> bool:
    off = days.holiday | (days.column("break_weekend") > 0)
    rows = off if off.any() else np.isin(days.weekday, days.weekend)
    return bool(history.open[rows].any(axis=1).mean() > 0.5) if rows.any() else False


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

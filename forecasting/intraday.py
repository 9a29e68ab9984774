"""The rest of a day that has begun: how far what came so far speaks for what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.backtest import Trial
from forecasting.grid import FloatArray, IntArray
from forecasting.kinds import ORDINARY

# Half a contact on both sides keeps the logarithm of an empty morning finite.
HALF = 0.5
MIN_DAYS = 10
PRIOR_DAYS = 8.0
# The slope at one time of day is smoothed with those of its neighbors.
SMOOTHING_SLOTS = 3.0
MAX_RATIO = np.log(3.0)
RECENT_SHARE = 0.25
GAIN_ERRORS = 1.0


@dataclass(frozen=True, slots=True)
class IntradayRule:
    """Slopes of the rest of the day on the day so far.

    Parameters
    ----------
    day
        Per number of slots seen: part of the log ratio (found over forecast) of all slots so far
        that the rest keeps, shape ``(slot + 1,)``, 0 to 1. 0 where history does not speak for it.
    recent
        The same for the log ratio of the last quarter of what has been seen, beyond that of the
        day.
    days
        Days the rule was learned from.
    """

    day: FloatArray
    recent: FloatArray
    days: int

    def update(self, mean: FloatArray, arrivals: FloatArray, seen: int) -> FloatArray:
        """Forecast of a day in progress.

        Parameters
        ----------
        mean
            Issued forecast, shape ``(slot,)``; 0 where closed.
        arrivals
            Counts so far, shape ``(slot,)``; NaN where not counted. What lies at or after ``seen``
            is not looked at.
        seen
            Slots of the day that have passed.

        Returns
        -------
        Shape ``(slot,)``: the issued forecast before ``seen``, the updated one from there on.

        Raises
        ------
        ValueError
            When the shapes differ, or ``seen`` is not a number of slots of the day.
        """
        if mean.shape != arrivals.shape or mean.shape != (len(self.day) - 1,):
            raise ValueError(f"expected {len(self.day) - 1} slots, found {mean.shape} and {arrivals.shape}")
        if not 0 <= seen <= len(mean):
            raise ValueError(f"seen: expected 0 to {len(mean)} slots, found {seen}")
        updated = mean.astype(np.float64).copy()
        whole, recent = _ratios(mean[None, :], arrivals[None, :], seen)
        factor = self.day[seen] * whole[0] + self.recent[seen] * recent[0]
        updated[seen:] *= np.exp(np.clip(factor, -MAX_RATIO, MAX_RATIO))
        return updated


def learn_intraday(trials: Sequence[Trial]) -> IntradayRule:
    """Learn from the days of past trials how far a morning speaks for its afternoon.

    Parameters
    ----------
    trials
        Rolling-origin forecasts of the model in use.

    Notes
    -----
    Per time of day a ridge regression of the log ratio of the rest on that of the day so far, and
    then of what is left on that of the last quarter, weighted by the contacts still to come. A
    slope counts only when, on days left out one at a time, it lowers the absolute error of the
    rest by more than the standard error of that gain: so an update is not worse than none on
    average, and a queue whose night says nothing about its day is left alone. Days the calendar
    marks are left out: their miss is that of the calendar.

    References
    ----------
    Shen, Huang (2008). Interday forecasting and intraday updating of call center arrivals.
    Manufacturing & Service Operations Management 10(3): penalised updating beats none.
    """
    slots = trials[0].mean.shape[1] if trials else 0
    zero: FloatArray = np.zeros(slots + 1)
    mean, actual = _days(trials)
    days = len(mean)
    if days < MIN_DAYS:
        return IntradayRule(zero, zero, days)
    first, second = zero.copy(), zero.copy()
    for seen in range(1, slots):
        whole, recent = _ratios(mean, actual, seen)
        found, expected = _sums(mean[:, seen:], actual[:, seen:])
        told = (expected > 0) & (np.where(np.isfinite(actual[:, :seen]), mean[:, :seen], 0).sum(axis=1) > 0)
        if told.sum() < MIN_DAYS:
            continue
        rest = np.log((found + HALF) / (expected + HALF))
        one = _slope(whole[told], rest[told], expected[told])
        two = _slope(recent[told], (rest - one * whole)[told], expected[told])
        first[seen], second[seen] = one, two
    first, second = _smooth(first), _smooth(second)
    for seen in range(1, slots):
        for slopes in (second, first):
            if not _gains(mean, actual, seen, first[seen], second[seen]):
                slopes[seen] = 0.0
    return IntradayRule(first, second, days)


def _days(trials: Sequence[Trial]) -> tuple[FloatArray, FloatArray]:
    """Forecast and count of every ordinary day once, as the newest origin before it said."""
    found: dict[np.datetime64, tuple[FloatArray, FloatArray]] = {}
    for trial in sorted(trials, key=lambda one: one.dates[0]):
        for row in np.flatnonzero((trial.kind == ORDINARY) & np.isfinite(trial.actual).any(axis=1)):
            found[trial.dates[row]] = (trial.mean[row], trial.actual[row])
    if not found:
        return np.zeros((0, 0)), np.zeros((0, 0))
    pairs = [found[date] for date in sorted(found)]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])


def _sums(mean: FloatArray, actual: FloatArray) -> tuple[FloatArray, FloatArray]:
    seen = np.isfinite(actual)
    return np.where(seen, actual, 0.0).sum(axis=1), np.where(seen, mean, 0.0).sum(axis=1)


def _ratios(mean: FloatArray, actual: FloatArray, seen: int) -> tuple[FloatArray, FloatArray]:
    """Log ratio of the day so far, and of its last quarter beyond it; 0 where nothing was due."""
    found, expected = _sums(mean[:, :seen], actual[:, :seen])
    whole = np.where(expected > 0, np.log((found + HALF) / (expected + HALF)), 0.0)
    counted = np.isfinite(actual[:, :seen]) & (mean[:, :seen] > 0)
    # The last quarter of what was counted: slots before opening are none of it.
    place: IntArray = np.cumsum(counted, axis=1)
    late = counted & (place > (1.0 - RECENT_SHARE) * place[:, -1:]) if seen else counted
    tail_found, tail_due = _sums(mean[:, :seen], np.where(late, actual[:, :seen], np.nan))
    tail = np.where(tail_due > 0, np.log((tail_found + HALF) / (tail_due + HALF)) - whole, 0.0)
    return np.clip(whole, -MAX_RATIO, MAX_RATIO), np.clip(tail, -MAX_RATIO, MAX_RATIO)


def _slope(x: FloatArray, y: FloatArray, weight: FloatArray) -> float:
    """Ridge slope, 0 to 1; the penalty is worth some days of usual size."""
    size = float((weight * x**2).sum())
    if size <= 0:
        return 0.0
    y = np.clip(y, -MAX_RATIO, MAX_RATIO)
    return float(np.clip((weight * x * y).sum() / (size * (1.0 + PRIOR_DAYS / len(x))), 0.0, 1.0))


def _smooth(slopes: FloatArray) -> FloatArray:
    place = np.arange(len(slopes))
    near = np.exp(-0.5 * ((place[:, None] - place[None, :]) / SMOOTHING_SLOTS) ** 2)
    near[:, [0, -1]] = 0.0
    return np.asarray(near @ slopes / np.maximum(near.sum(axis=1), 1e-9), dtype=np.float64)


def _gains(mean: FloatArray, actual: FloatArray, seen: int, one: float, two: float) -> bool:
    """Whether the update lowers the absolute error of the rest by more than chance would.

    Each day is judged by slopes moved as if it had been left out of the learning: its own
    influence on a ridge slope is about its share of the squares, so a share is taken off.
    """
    whole, recent = _ratios(mean, actual, seen)
    factor = one * whole + two * recent
    share = whole**2 / max(float((whole**2).sum()), 1e-12)
    factor = factor * (1.0 - share)
    rest, counted = mean[:, seen:], np.isfinite(actual[:, seen:])
    before = np.where(counted, np.abs(actual[:, seen:] - rest), 0.0).sum(axis=1)
    after = np.where(counted, np.abs(actual[:, seen:] - rest * np.exp(factor)[:, None]), 0.0)
    gain = before - after.sum(axis=1)
    error = float(gain.std()) / np.sqrt(len(gain))
    return bool(gain.mean() > GAIN_ERRORS * error and gain.mean() > 0)

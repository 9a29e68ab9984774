"""Queues of one center have busy days together: how much, and what that does to their sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecasting.backtest import Trial
from forecasting.dispersion import Spread
from forecasting.grid import FloatArray
from forecasting.kinds import ORDINARY

PRIOR_DAYS = 30.0
MAX_SHARE = 0.95


def shared_day(queues: Sequence[tuple[Spread, Sequence[Trial]]]) -> float:
    """Share of the day-to-day variation that all queues have in common, 0 to 1.

    Parameters
    ----------
    queues
        Spread and trials of every queue.

    Notes
    -----
    Covariance of the log ratios of found and forecast day totals between queues, summed over
    pairs, over what it would be if all day factors were one. Poisson noise of two queues is
    independent and drops out. Days the calendar marks are left out: there all queues miss for the
    same reason. Shrunk to 0 by 30 days.
    """
    series, sizes = [], []
    for spread, trials in queues:
        ratios = _log_ratios(trials)
        if ratios:
            series.append(ratios)
            sizes.append(np.sqrt(spread.by_week[0] * spread.day_share))
    if len(series) < 2:
        return 0.0
    dates = sorted(set().union(*series))
    table: FloatArray = np.array([[one.get(date, np.nan) for date in dates] for one in series])
    seen = np.isfinite(table)
    centered = np.where(seen, table - np.nanmean(table, axis=1, keepdims=True), 0.0)
    pairs = (seen.sum(axis=0) ** 2 - seen.sum(axis=0)).sum()
    if pairs == 0:
        return 0.0
    size = np.asarray(sizes)[:, None] * seen
    found = (centered.sum(axis=0) ** 2 - (centered**2).sum(axis=0)).sum()
    whole = (size.sum(axis=0) ** 2 - (size**2).sum(axis=0)).sum()
    days = int((seen.sum(axis=0) > 1).sum())
    share = found / whole if whole > 0 else 0.0
    return float(np.clip(share, 0.0, MAX_SHARE) * days / (days + PRIOR_DAYS))


def _log_ratios(trials: Sequence[Trial]) -> dict[np.datetime64, float]:
    """Log of found over forecast per ordinary date; the newest trial speaks for a date tried twice."""
    ratios: dict[np.datetime64, float] = {}
    for trial in reversed(trials):
        seen = np.isfinite(trial.actual)
        found = np.where(seen, trial.actual, 0.0).sum(axis=1)
        mean = np.where(seen, trial.mean, 0.0).sum(axis=1)
        for row in np.flatnonzero(seen.any(axis=1) & (mean > 0) & (trial.kind == ORDINARY)):
            ratios[trial.dates[row]] = float(np.log((found[row] + 0.5) / (mean[row] + 0.5)))
    return ratios

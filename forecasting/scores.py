"""How good a forecast was. NaN in ``actual`` is a slot without a count, and is left out."""

from __future__ import annotations

import numpy as np

from forecasting.grid import FloatArray


def wape(actual: FloatArray, mean: FloatArray) -> float:
    """Weighted absolute percentage error ``sum |y - m| / sum y``; NaN when nothing arrived."""
    seen = np.isfinite(actual)
    return _share(np.abs(actual - mean)[seen].sum(), actual[seen].sum())


def bias(actual: FloatArray, mean: FloatArray) -> float:
    """``sum (m - y) / sum y``: above 0 when too much was forecast; NaN when nothing arrived."""
    seen = np.isfinite(actual)
    return _share((mean - actual)[seen].sum(), actual[seen].sum())


def day_wape(actual: FloatArray, mean: FloatArray) -> float:
    """WAPE of the day totals; both arrays of shape ``(day, slot)``."""
    seen = np.isfinite(actual)
    found = np.where(seen, actual, 0.0).sum(axis=1)
    return _share(np.abs(found - np.where(seen, mean, 0.0).sum(axis=1)).sum(), found.sum())


def pinball(actual: FloatArray, quantile: FloatArray, level: float) -> float:
    """Mean pinball loss of one quantile, in contacts."""
    miss = (actual - quantile)[np.isfinite(actual)]
    return float(np.maximum(level * miss, (level - 1.0) * miss).mean()) if miss.size else np.nan


def wql(actual: FloatArray, quantiles: FloatArray, levels: tuple[float, ...]) -> float:
    """Weighted quantile loss: mean over levels of ``2 sum pinball / sum y``.

    Parameters
    ----------
    actual
        Counts, any shape.
    quantiles
        The same shape with one more axis at the end, of the length of ``levels``.
    levels
        Probabilities.
    """
    seen = np.isfinite(actual)
    losses = [2.0 * pinball(actual, quantiles[..., column], level) * seen.sum() for column, level in enumerate(levels)]
    return _share(float(np.mean(losses)), actual[seen].sum())


def coverage(actual: FloatArray, low: FloatArray, high: FloatArray) -> float:
    """Share of counts inside ``[low, high]``; NaN when there is no count."""
    seen = np.isfinite(actual)
    return float(((actual >= low) & (actual <= high))[seen].mean()) if seen.any() else np.nan


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")

"""What a forecast is once issued: plain rows, and why they are as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.bands import sample_paths
from forecasting.choose import ModelScore
from forecasting.dispersion import Spread
from forecasting.grid import IntArray
from forecasting.models.base import Outlier

QUANTILES = ("q05", "q25", "q50", "q75", "q95")
COLUMNS = ("queue", "start", "end", "mean", *QUANTILES, "cv", "aht_s")


@dataclass(frozen=True, slots=True)
class BandScore:
    """How honest the bands were: each trial judged by bands learned from the other trials.

    Parameters
    ----------
    wql
        Weighted quantile loss over the five quantiles.
    inside_50, inside_90
        Share of counts inside ``[q25, q75]`` and ``[q05, q95]``.
    """

    wql: float
    inside_50: float
    inside_90: float


@dataclass(frozen=True, slots=True)
class QueueReport:
    """How the forecast of one queue came about.

    Parameters
    ----------
    queue, model
        Names.
    reason
        Why this model, by language (``zh``, ``en``).
    scores
        Backtest of every model tried.
    band
        Honesty of the bands; None without at least two trials.
    outliers
        Past days that did not fit and were given less weight.
    gaps
        Open intervals of the past without a count.
    spread
        Variation of the rate and its dependence within a day.
    """

    queue: str
    model: str
    reason: Mapping[str, str]
    scores: tuple[ModelScore, ...]
    band: BandScore | None
    outliers: tuple[Outlier, ...]
    gaps: int
    spread: Spread


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast for all open intervals of ``[start, end)``.

    Parameters
    ----------
    frame
        Columns :data:`COLUMNS`, sorted by queue and start: ``mean`` contacts, their quantiles
        (whole contacts), ``cv`` of the rate (Poisson noise excluded) and ``aht_s`` (mean handling
        time in seconds, NaN when the history has none).
    reports
        One per queue.
    slot_minutes
        Length of an interval.
    seed
        Of the sample paths.
    """

    frame: pd.DataFrame
    reports: Mapping[str, QueueReport]
    slot_minutes: int
    seed: int

    def paths(self, count: int, seed: int | None = None) -> IntArray:
        """Possible futures, shape ``(count, row of frame)``: same seed, same futures.

        Queues vary independently, days too; slots of a day move together as they did in the past.
        """
        out = np.zeros((count, len(self.frame)), dtype=np.int64)
        start = self.frame["start"].to_numpy(dtype="datetime64[m]")
        day = start.astype("datetime64[D]")
        slot = (start - day).astype(np.int64) // self.slot_minutes
        names = self.frame["queue"].to_numpy(dtype=object)
        source = np.random.SeedSequence(self.seed if seed is None else seed)
        for report, stream in zip(
            self.reports.values(), source.spawn(len(self.reports)), strict=True
        ):
            rows = np.flatnonzero(names == report.queue)
            out[:, rows] = sample_paths(
                self.frame["mean"].to_numpy(dtype=float)[rows],
                self.frame["cv"].to_numpy(dtype=float)[rows],
                day[rows].astype(np.int64),
                slot[rows],
                report.spread,
                count,
                np.random.default_rng(stream),
            )
        return out

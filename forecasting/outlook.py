"""What a forecast is once issued: plain rows, and why they are as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.bands import LEVELS, sample_paths
from forecasting.choose import ModelScore
from forecasting.dispersion import Spread
from forecasting.grid import FloatArray, IntArray
from forecasting.intraday import IntradayRule
from forecasting.models.base import Outlier
from forecasting.notes import Note
from forecasting.suspects import Suspect

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
    suspects
        Stretches of the past to look at; those set aside did not enter the forecast.
    intraday
        How to update the rest of a day from what has come so far; None without trials.
    """

    queue: str
    model: str
    reason: Mapping[str, str]
    scores: tuple[ModelScore, ...]
    band: BandScore | None
    outliers: tuple[Outlier, ...]
    gaps: int
    spread: Spread
    suspects: tuple[Suspect, ...] = ()
    intraday: IntradayRule | None = None


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
    classic
        What the mean of six weeks would have said, shape ``(row of frame,)``: the yardstick of
        every later score.
    shared_day
        Share of the day-to-day variation that all queues have in common.
    notes
        What the planner should know, by language (``zh``, ``en``).
    """

    frame: pd.DataFrame
    reports: Mapping[str, QueueReport]
    slot_minutes: int
    seed: int
    classic: FloatArray
    shared_day: float
    notes: tuple[Note, ...] = ()

    def paths(self, count: int, seed: int | None = None) -> IntArray:
        """Possible futures, shape ``(count, row of frame)``: same seed, same futures.

        Slots of a day move together as they did in the past, and so do the queues of a day; days
        are independent.
        """
        out = np.zeros((count, len(self.frame)), dtype=np.int64)
        start = self.frame["start"].to_numpy(dtype="datetime64[m]")
        day = start.astype("datetime64[D]")
        slot = (start - day).astype(np.int64) // self.slot_minutes
        dates, number = np.unique(day, return_inverse=True)
        names = self.frame["queue"].to_numpy(dtype=object)
        source = np.random.SeedSequence(self.seed if seed is None else seed)
        first, *streams = source.spawn(len(self.reports) + 1)
        common = np.random.default_rng(first).standard_normal((count, len(dates)))
        for report, stream in zip(self.reports.values(), streams, strict=True):
            rows = np.flatnonzero(names == report.queue)
            out[:, rows] = sample_paths(
                self.frame["mean"].to_numpy(dtype=float)[rows],
                self.frame["cv"].to_numpy(dtype=float)[rows],
                number[rows].astype(np.int64),
                slot[rows],
                report.spread,
                count,
                np.random.default_rng(stream),
                common,
                self.shared_day,
            )
        return out

    def together(self, groups: Mapping[str, Sequence[str]], count: int = 1000, seed: int | None = None) -> pd.DataFrame:
        """Sums of queues: mean, and quantiles from summed paths.

        Parameters
        ----------
        groups
            Queues by name of their group; a queue may be in several (group, center).
        count
            How many paths.
        seed
            Of the paths; None for the forecast's own.

        Returns
        -------
        Columns ``group,start,end,mean`` and the quantiles, sorted by group and start. Quantiles do
        not add up, paths do: a center is surer of its sum than of its queues.

        Raises
        ------
        ValueError
            When a group names a queue that was not forecast.
        """
        unknown = sorted({q for queues in groups.values() for q in queues} - set(self.reports))
        if unknown:
            raise ValueError(f"queue {', '.join(unknown)}: not in the forecast")
        paths = self.paths(count, seed)
        parts = []
        for group, queues in sorted(groups.items()):
            rows = np.flatnonzero(self.frame["queue"].isin(list(queues)).to_numpy())
            chosen = self.frame.iloc[rows]
            starts, place = np.unique(chosen["start"].to_numpy(), return_inverse=True)
            total = np.zeros((count, len(starts)))
            np.add.at(total.T, place, paths[:, rows].T)
            mean = np.bincount(place, chosen["mean"].to_numpy(dtype=float), len(starts))
            table = pd.DataFrame({"group": group, "start": starts})
            table["end"] = table["start"] + pd.Timedelta(minutes=self.slot_minutes)
            table["mean"] = mean
            cut = np.quantile(total, LEVELS, axis=0, method="inverted_cdf")
            table[list(QUANTILES)] = cut.T
            parts.append(table)
        return pd.concat(parts, ignore_index=True)

"""Issued forecasts kept, scored once the counts are in, and learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.dispersion import calibration
from forecasting.grid import FloatArray
from forecasting.outlook import QUANTILES, Forecast
from forecasting.scores import bias, coverage, wape, wql

ARCHIVE = ("issued", "queue", "start", "end", "days_ahead", "mean", *QUANTILES, "cv", "classic", "model")
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SCORES = (
    "queue",
    "week_ahead",
    "intervals",
    "wape",
    "bias",
    "inside_50",
    "inside_90",
    "wql",
    "classic_wape",
    "value",
)
MAX_STEP = 1.5


def archive_rows(made: Forecast, issued: pd.Timestamp) -> pd.DataFrame:
    """What to keep of a forecast.

    Parameters
    ----------
    made
        The forecast.
    issued
        Local time at which it was made known.

    Returns
    -------
    Columns :data:`ARCHIVE`, a row for every row of the forecast that starts at or after
    ``issued``: what had passed was no forecast. ``days_ahead`` is 0 for the day of issue;
    ``classic`` is what the mean of six weeks would have said.
    """
    rows = made.frame.assign(
        issued=issued,
        classic=made.classic,
        model=made.frame["queue"].map({name: one.model for name, one in made.reports.items()}),
        days_ahead=(made.frame["start"].dt.normalize() - issued.normalize()).dt.days,
    )
    return rows.loc[rows["start"] >= issued, list(ARCHIVE)].reset_index(drop=True)


def joined(archive: pd.DataFrame, arrivals: pd.DataFrame) -> pd.DataFrame:
    """The archived rows whose count is in, with the column ``arrivals``.

    Parameters
    ----------
    archive
        Columns :data:`ARCHIVE`; the same interval may have been forecast many times.
    arrivals
        Columns ``queue,start,arrivals``, each interval once, as in ``Demand.frame``.

    Raises
    ------
    ValueError
        When a column is missing or an interval was counted twice.
    """
    for frame, needed, name in (
        (archive, ARCHIVE, "archive"),
        (arrivals, ("queue", "start", "arrivals"), "arrivals"),
    ):
        missing = [column for column in needed if column not in frame.columns]
        if missing:
            raise ValueError(f"{name}: missing column {', '.join(missing)}")
    if arrivals.duplicated(["queue", "start"]).any():
        raise ValueError("arrivals: an interval was counted twice")
    counted = arrivals[["queue", "start", "arrivals"]].dropna()
    return archive.merge(counted, on=["queue", "start"], how="inner").reset_index(drop=True)


def score(archive: pd.DataFrame, arrivals: pd.DataFrame) -> pd.DataFrame:
    """How good the issued forecasts were.

    Parameters
    ----------
    archive, arrivals
        See :func:`joined`.

    Returns
    -------
    Columns :data:`SCORES`, per queue a row for each week ahead and one for all (``week_ahead`` 0).
    ``value`` is the share of the six-week mean's error that the forecast spared: 0.1 means a tenth
    less, below 0 the simple mean would have been better.
    """
    rows = joined(archive, arrivals)
    lines = []
    for queue, own in rows.groupby("queue"):
        week = own["days_ahead"].to_numpy(dtype=np.int64) // 7 + 1
        for number in (0, *sorted(set(week.tolist()))):
            part = own if number == 0 else own[week == number]
            lines.append(_line(str(queue), number, part))
    return pd.DataFrame(lines, columns=list(SCORES))


def corrections(archive: pd.DataFrame, arrivals: pd.DataFrame) -> Mapping[str, float]:
    """Factor per queue on the coefficients of variation, from how issued bands fared.

    Parameters
    ----------
    archive, arrivals
        See :func:`joined`.

    Notes
    -----
    The conformal step: the factor at which the counts that came would have fallen evenly into the
    issued distributions, whatever the model believed of itself. Every interval counts once, by the
    forecast issued last before it. Shrunk to 1 while there are few days, and never beyond a factor
    of 1.5 either way. Hand the result to ``forecast(corrections=...)``. Scores of forecasts that
    were corrected already say what is still missing, so factors of successive rounds multiply.

    References
    ----------
    Gibbs, Candes (2021). Adaptive conformal inference under distribution shift. NeurIPS 34.
    """
    rows = joined(archive, arrivals).sort_values("issued").drop_duplicates(["queue", "start"], keep="last")
    found = {}
    for queue, own in rows.groupby("queue"):
        actual, mean, cv = _by_day(own, ("arrivals", "mean", "cv"))
        factor = calibration(actual, np.nan_to_num(mean), np.nan_to_num(cv, nan=1.0))
        found[str(queue)] = float(np.clip(factor, 1.0 / MAX_STEP, MAX_STEP))
    return found


def _line(queue: str, number: int, part: pd.DataFrame) -> Sequence[object]:
    actual = part["arrivals"].to_numpy(dtype=float)
    mean, classic = part["mean"].to_numpy(dtype=float), part["classic"].to_numpy(dtype=float)
    band = part[list(QUANTILES)].to_numpy(dtype=float)
    own, simple = wape(actual, mean), wape(actual, classic)
    value = 1.0 - own / simple if simple > 0 else float("nan")
    return (
        queue,
        number,
        len(part),
        own,
        bias(actual, mean),
        coverage(actual, band[:, 1], band[:, 3]),
        coverage(actual, band[:, 0], band[:, 4]),
        wql(actual, band, LEVELS),
        simple,
        value,
    )


def _by_day(rows: pd.DataFrame, columns: Sequence[str]) -> list[FloatArray]:
    """Columns as day x slot tables, NaN where there is no row."""
    day = rows["start"].dt.normalize()
    slot = (rows["start"] - day).dt.total_seconds()
    return [
        rows.assign(day=day, slot=slot).pivot(index="day", columns="slot", values=column).to_numpy(dtype=np.float64)
        for column in columns
    ]

"""Forecasts that were made known: kept in the database, scored once the counts are in.

What a forecast is worth shows only afterwards, against what was issued and not against what the
model would say today. A forecast is kept when a roster made from it is published, and when
``paiban forecast --keep`` is told to; nothing is ever taken out, the newest before an interval is
the one that counts for the bands. Some 17 bytes a row compressed: a year of weekly issues of ten
half-hourly queues four weeks ahead takes 12 MB.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from forecasting import Forecast, archive_rows, corrections, score
from forecasting.archive import ARCHIVE
from scheduler.store.actuals import Actuals
from scheduler.store.database import Store
from scheduler.store.folder import CenterFolder
from scheduler.store.records import SavedForecast

KIND = "issued"
"""In a saved forecast's meta: columns :data:`forecasting.archive.ARCHIVE`, and when it was issued."""


@dataclass(frozen=True, slots=True)
class IssuedScore:
    """How forecasts of one queue did, so many weeks ahead (0: all of them).

    Attributes
    ----------
    wape, bias
        Per interval, shares of what came.
    inside_50, inside_90
        Share of counts inside the issued bands.
    value
        Share of the six-week mean's error that the forecast spared; below 0 the mean was better.
    """

    queue: str
    week_ahead: int
    intervals: int
    wape: float
    bias: float
    inside_50: float
    inside_90: float
    classic_wape: float
    value: float


def keep(store: Store, center: str, version: int, made: Forecast, issued: datetime) -> SavedForecast | None:
    """Keep what a forecast says of the time after ``issued``; None when that is nothing.

    Raises
    ------
    StoreError
        If the database cannot be written, or has no such version of the center.
    """
    rows = archive_rows(made, pd.Timestamp(issued))
    if rows.empty:
        return None
    first, last = rows["start"].min().date(), rows["start"].max().date()
    text = rows.round({"mean": 4, "cv": 4, "classic": 4}).to_csv(index=False, lineterminator="\n")
    return store.save_forecast(
        center,
        version,
        first,
        last + timedelta(days=1),
        text,
        {"kind": KIND, "issued": issued.isoformat(), "seed": made.seed},
    )


def archive(saved: Iterable[SavedForecast]) -> pd.DataFrame:
    """All kept forecasts as one table, columns :data:`forecasting.archive.ARCHIVE`."""
    parts = [
        pd.read_csv(io.StringIO(one.frame), parse_dates=["issued", "start", "end"], dtype={"queue": str, "model": str})
        for one in saved
        if one.meta.get("kind") == KIND
    ]
    if not parts:
        return pd.DataFrame(columns=list(ARCHIVE))
    return pd.concat(parts, ignore_index=True)[list(ARCHIVE)]


def counts(folder: CenterFolder, *actuals: Actuals) -> pd.DataFrame:
    """What came, columns ``queue,start,arrivals``: the center's history, and service records where it ends; of two records the first given."""
    columns = ["queue", "start", "arrivals"]
    known: pd.DataFrame = pd.DataFrame(columns=columns) if folder.demand is None else folder.demand[columns]
    parts = [known]
    for one in actuals:
        lines = [(s.queue, pd.Timestamp(s.start), float(s.offered)) for s in one.service if s.person is None]
        if lines:
            parts.append(pd.DataFrame(lines, columns=columns))
    return pd.concat(parts, ignore_index=True).drop_duplicates(["queue", "start"], keep="first", ignore_index=True)


def scores(kept: pd.DataFrame, came: pd.DataFrame) -> tuple[IssuedScore, ...]:
    """By queue and week ahead; nothing while no count of a kept forecast is in."""
    if kept.empty or came.empty:
        return ()
    found = score(kept, came)
    return tuple(
        IssuedScore(*(getattr(row, name) for name in IssuedScore.__slots__)) for row in found.itertuples(index=False)
    )


def band_factors(kept: pd.DataFrame, came: pd.DataFrame) -> Mapping[str, float]:
    """By queue: the factor at which the issued bands would have held what they promised (see :func:`forecasting.corrections`)."""
    return (
        corrections(kept, came)
        if not kept.empty and not came.empty and not kept.merge(came, on=["queue", "start"]).empty
        else {}
    )

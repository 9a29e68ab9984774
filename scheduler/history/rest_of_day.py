"""The rest of a day, from what has come so far: forecast and heads for the hours that are left.

How much of a busy morning the afternoon keeps is learned for each hour from the queue's own past
(:class:`forecasting.IntradayRule`); where the past does not speak for it nothing is changed.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import numpy as np
import pandas as pd

from forecasting import Forecast
from scheduler.domain.need import NeedCell
from scheduler.staffing.need import QueueNeed, need_frame
from scheduler.staffing.periods import OPEN, beginnings

NOTHING = 0.005
"""A change of the rest smaller than this is none."""


@dataclass(frozen=True)
class RestOfDay:
    """One queue after a moment.

    Attributes
    ----------
    came, expected
        Customers of the intervals counted so far, and what was forecast for these.
    factor
        The rest of the day over what was forecast of it.
    rows
        Forecast rows that are left, ``mean`` updated.
    cells
        What they need now.
    """

    queue: str
    came: float
    expected: float
    factor: float
    rows: pd.DataFrame
    cells: tuple[NeedCell, ...]

    @property
    def changed(self) -> bool:
        return abs(self.factor - 1.0) > NOTHING


def rest_of_day(
    made: Forecast, targets: Mapping[str, QueueNeed], came: pd.DataFrame, at: datetime
) -> tuple[RestOfDay, ...]:
    """Update every queue of which something is counted today.

    Parameters
    ----------
    came
        Columns ``queue,start,arrivals``; only intervals that are over by ``at`` are looked at.
    at
        The moment; intervals that begin at or after it are the rest.
    """
    slot = pd.Timedelta(minutes=made.slot_minutes)
    midnight, now = pd.Timestamp(datetime.combine(at.date(), time())), pd.Timestamp(at)
    seen = int(-(-(now - midnight) // slot))  # the interval that is running is no rest any more, and not counted yet
    today = made.frame[(made.frame["start"] >= midnight) & (made.frame["start"] < midnight + pd.Timedelta(days=1))]
    found = []
    for queue, report in made.reports.items():
        rows = today[today["queue"] == queue]
        counted = came[(came["queue"] == queue) & (came["start"] >= midnight) & (came["start"] + slot <= now)]
        rule = report.intraday
        if rule is None or rows.empty or counted.empty or queue not in targets:
            continue
        size = len(rule.day) - 1
        mean, arrivals = np.zeros(size), np.full(size, np.nan)
        place = ((rows["start"] - midnight) // slot).to_numpy()
        mean[place] = rows["mean"].to_numpy()
        arrivals[((counted["start"] - midnight) // slot).to_numpy()] = counted["arrivals"].to_numpy(dtype=float)
        updated = rule.update(mean, arrivals, min(seen, size))
        rest = rows[place >= seen].assign(mean=updated[place[place >= seen]])
        before, after, known = float(mean[seen:].sum()), float(updated[seen:].sum()), np.isfinite(arrivals)
        cells = (
            _need(
                made.frame[made.frame["queue"] == queue],
                rest,
                today.loc[rows.index].assign(came=arrivals[place]),
                targets[queue],
            )
            if len(rest)
            else ()
        )
        found.append(
            RestOfDay(
                queue,
                float(arrivals[known].sum()),
                float(mean[known].sum()),
                after / before if before else 1.0,
                rest,
                cells,
            )
        )
    return tuple(found)


def _need(frame: pd.DataFrame, rest: pd.DataFrame, today: pd.DataFrame, how: QueueNeed) -> tuple[NeedCell, ...]:
    """Heads for the rest of the day.

    Where a share is promised over the day or week, what is past counts in it with the heads that were
    planned and those who came, and the days still ahead may be planned anew; chance alone, where the
    rest is as forecast, changes nothing. Else each interval is its own.
    """
    queue = str(rest["queue"].iloc[0])
    if how.target.over == "interval":
        return tuple(need_frame(rest, {queue: how}))
    begins = beginnings(frame["start"], how.target.over)
    whole = frame[begins == begins[rest.index[0]]]
    cells = need_frame(whole, {queue: how})
    left = whole.index.isin(rest.index)
    if np.allclose(whole["mean"].to_numpy()[left], rest["mean"].to_numpy(), rtol=NOTHING):
        return tuple(itertools.compress(cells, left))
    planned = np.array([cell.required for cell in cells])
    past = (whole["start"] < rest["start"].min()).to_numpy()
    known = rest["mean"].combine_first(today["came"]).reindex(whole.index)
    now = whole.assign(mean=known.fillna(whole["mean"]))
    return tuple(itertools.compress(need_frame(now, {queue: how}, np.where(past, planned, OPEN)), left))


def hours_of(cells: Sequence[NeedCell], before: Sequence[NeedCell]) -> list[tuple[datetime, datetime, int]]:
    """Stretches in which the need differs from what was planned: from, to, heads more (or fewer)."""
    planned = {cell.start: cell.required for cell in before}
    runs: list[tuple[datetime, datetime, int]] = []
    for cell in sorted(cells, key=lambda c: c.start):
        more = cell.required - planned.get(cell.start, cell.required)
        if not more:
            continue
        if runs and runs[-1][1] == cell.start and runs[-1][2] == more:
            runs[-1] = (runs[-1][0], cell.end, more)
        else:
            runs.append((cell.start, cell.end, more))
    return runs

"""One day under some dials: heads needed and what its customers meet as rostered, as it is and as turned. No page, no solve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from app.parts.cover_frame import heads_on
from app.parts.margins import Plan as Held
from forecasting import Forecast
from scheduler.domain.center import Center
from scheduler.domain.roster_view import RosterView
from scheduler.planning import targets_of
from scheduler.staffing.dials import Dials
from scheduler.staffing.need import QueueNeed, met_frame, need_frame
from scheduler.staffing.period_shares import PeriodShare, of_people
from scheduler.staffing.periods import beginnings


@dataclass(frozen=True)
class Turned:
    """One day under some dials.

    Attributes
    ----------
    frame
        By interval, all queues together: ``start``, ``now``, ``turned``, ``rostered`` (heads),
        ``service`` and ``service_now`` (share in time), ``wait`` and ``wait_now`` (minutes).
    hours, hours_now
        Head-hours needed.
    below, below_now, total
        Queue-intervals that miss a promise as rostered, and all there are; of a share promised over a
        day or week the floor.
    capped
        Queue-intervals with too few windows.
    wholes, wholes_now
        What the days or weeks over which shares are promised reach as rostered.
    """

    frame: pd.DataFrame
    hours: float
    hours_now: float
    below: int
    below_now: int
    total: int
    capped: int
    wholes: tuple[PeriodShare, ...] = ()
    wholes_now: tuple[PeriodShare, ...] = ()


class Basis:
    """The forecast as judged and the center as the session has it; carried through a cache by identity."""

    def __init__(self, forecast: Forecast, center: Center) -> None:
        self.forecast, self.center = forecast, center

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Basis) and other.forecast is self.forecast and other.center is self.center

    def __hash__(self) -> int:
        return hash((id(self.forecast), id(self.center)))


def turned(made: Basis, held: Held, day: date, dials: Dials) -> Turned:
    """One day's need and what its customers meet as rostered, as it is and under the dials."""
    around, heads = _of_day(made, held, day)
    now = _as_it_is(made, held, day)
    then = (
        now if dials == Dials() else _reckoned(dials.frame(around), heads, dials.targets(targets_of(made.center)), day)
    )
    mine = (around["start"].dt.date == day).to_numpy() if len(around) else np.zeros(0, dtype=bool)
    rows, there = around[mine], heads[mine]
    if rows.empty:
        return Turned(pd.DataFrame(), 0.0, 0.0, 0, 0, 0, 0)
    hours = (rows["end"] - rows["start"]).dt.total_seconds().to_numpy() / 3600.0
    by = rows.assign(rostered=there, now=now.heads, turned=then.heads)
    for name, one in (("", then), ("_now", now)):
        by[f"timely{name}"], by[f"waited{name}"] = one.service * rows["mean"], one.wait_s * rows["mean"] / 60.0
    frame = by.groupby(["start", "end"], as_index=False)[
        ["rostered", "now", "turned", "mean", "timely", "timely_now", "waited", "waited_now"]
    ].sum()
    for name in ("", "_now"):
        some = frame["mean"] > 0
        frame[f"service{name}"] = np.where(some, frame[f"timely{name}"] / frame["mean"].where(some, 1.0), 1.0)
        frame[f"wait{name}"] = np.where(some, frame[f"waited{name}"] / frame["mean"].where(some, 1.0), 0.0)
    return Turned(
        frame,
        float((then.heads * hours).sum()),
        float((now.heads * hours).sum()),
        int(then.below.sum()),
        int(now.below.sum()),
        int((rows["mean"] > 0).sum()),
        int(then.capped.sum()),
        then.wholes,
        now.wholes,
    )


@dataclass(frozen=True)
class _Reckoned:
    """By row of the day: heads needed, what customers meet as rostered, which rows miss a promise, which lack windows; and periods as a whole."""

    heads: np.ndarray
    service: np.ndarray
    wait_s: np.ndarray
    below: np.ndarray
    capped: np.ndarray
    wholes: tuple[PeriodShare, ...]


def _reckoned(rows: pd.DataFrame, there: np.ndarray, targets: Mapping[str, QueueNeed], day: date) -> _Reckoned:
    if rows.empty:
        none = np.zeros(0)
        return _Reckoned(none, none, none, none, none, ())
    cells = need_frame(rows, targets)
    met = met_frame(rows, targets, there)
    below = np.zeros(len(rows), dtype=bool)
    queue = rows["queue"].to_numpy()
    for name, how in targets.items():
        kept = met.keeps(how.target)
        if kept:
            below |= (queue == name) & ~np.logical_and.reduce(list(kept.values()))
    below &= rows["mean"].to_numpy() > 0
    heads = np.array([cell.required for cell in cells], dtype=float)
    capped = np.array(["seats=" in cell.reason and "delay=" in cell.reason for cell in cells])
    mine = (rows["start"].dt.date == day).to_numpy()
    return _Reckoned(
        heads[mine],
        met.service[mine],
        met.wait_s[mine],
        below[mine],
        capped[mine],
        of_people(rows, targets, met, there.tolist()),
    )


@lru_cache(maxsize=64)
def _of_day(made: Basis, held: Held, day: date) -> tuple[pd.DataFrame, np.ndarray]:
    """Forecast rows of a day, with those of its week for queues that promise over it, and whole heads rostered on each row's queue."""
    frame = made.forecast.frame
    weekly = [queue for queue, how in targets_of(made.center).items() if how.target.over == "week"]
    around = frame["queue"].isin(weekly) & (
        beginnings(frame["start"], "week") == pd.Timestamp(day - timedelta(days=day.weekday()))
    )
    rows = frame[(frame["start"].dt.date == day) | around].reset_index(drop=True)
    view, minute = RosterView(held.problem, held.roster), held.problem.horizon.minute
    queues = held.problem.center.queue
    there = [
        heads_on(view, queues[queue].posts, minute(start.to_pydatetime()), minute(end.to_pydatetime()))
        for queue, start, end in zip(rows["queue"], rows["start"], rows["end"], strict=True)
    ]
    return rows, np.floor(np.array(there, dtype=float) + 0.01).astype(np.int64)


@lru_cache(maxsize=64)
def _as_it_is(made: Basis, held: Held, day: date) -> _Reckoned:
    return _reckoned(*_of_day(made, held, day), targets_of(made.center), day)

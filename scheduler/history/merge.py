"""New counts laid over the history a center has: what is new, what changes, and whether it can be true."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from scheduler.assemble import calendar_of
from scheduler.history.export import SOURCE
from scheduler.history.known_days import openings_frame
from scheduler.store.folder import CenterFolder
from scheduler.store.folder_rows import demand_frame, demand_rows
from scheduler.store.schemas import DEMAND
from scheduler.store.tables import write_table

STRANGE = 2.0
"""So many times what came in the same intervals of the last six weeks, or less than one in so many, asks for a second look."""
ENOUGH = 50
"""Fewer contacts than this say nothing."""
USUAL = timedelta(weeks=6)


@dataclass(frozen=True)
class Merged:
    """The history with the new counts in it.

    Attributes
    ----------
    frame
        As a center folder keeps it (see :func:`~scheduler.store.folder_rows.demand_frame`).
    new, changed, same, zeros
        Intervals that were not there, that had another count, that had this one already, and that
        were filled with 0.
    strange
        By queue: what the file holds over what came in the same intervals of the week, on average of
        the six weeks before, where it is far from 1.
    """

    frame: pd.DataFrame
    new: int
    changed: int
    same: int
    zeros: int
    strange: dict[str, float]

    def csv(self) -> bytes:
        return write_table(DEMAND, demand_rows(self.frame))


def merge(folder: CenterFolder, counted: pd.DataFrame, zeros: bool = False) -> Merged:
    """Lay counts over the center's history; an interval that is in both has the new count.

    Parameters
    ----------
    counted
        Columns ``queue,start,arrivals,aht_s``.
    zeros
        Open intervals between the first and the last day of a queue's new counts that have no row
        had nobody: exports often leave them out, and single contacts cannot show them.
    """
    filled = pd.concat([counted, _empty(folder, counted)], ignore_index=True) if zeros else counted
    added = demand_frame(
        filled["queue"].tolist(),
        filled["start"].tolist(),
        filled["arrivals"].astype(int).tolist(),
        filled["aht_s"].tolist(),
        [SOURCE] * len(filled),
    )
    old = folder.demand
    if old is None or old.empty:
        return Merged(
            added.sort_values(["queue", "start"], ignore_index=True), len(added), 0, 0, len(filled) - len(counted), {}
        )
    both = added.merge(old[["queue", "start", "arrivals"]], on=["queue", "start"], how="left", suffixes=("", "_old"))
    known = both["arrivals_old"].notna()
    same = int((both["arrivals"] == both["arrivals_old"]).sum())
    kept = old[
        ~pd.MultiIndex.from_frame(old[["queue", "start"]]).isin(pd.MultiIndex.from_frame(added[["queue", "start"]]))
    ]
    frame = pd.concat([kept, added], ignore_index=True).sort_values(
        ["queue", "start"], kind="stable", ignore_index=True
    )
    return Merged(
        frame,
        int((~known).sum()),
        int(known.sum()) - same,
        same,
        len(filled) - len(counted),
        dict(_strange(old, added)),
    )


def _empty(folder: CenterFolder, counted: pd.DataFrame) -> pd.DataFrame:
    """Open intervals without a row, with a count of 0."""
    slot = pd.Timedelta(minutes=folder.center.slot_minutes)
    spans = counted.groupby("queue")["start"].agg(["min", "max"])
    first, last = spans["min"].min().date(), spans["max"].max().date()
    openings = openings_frame(folder.center, calendar_of(folder), first, last + timedelta(days=1))
    starts = [
        (queue, start)
        for queue, opens, closes in openings[["queue", "start", "end"]].itertuples(index=False, name=None)
        if queue in spans.index
        for start in pd.date_range(opens, closes, freq=slot, inclusive="left")
        if spans.loc[queue, "min"].date() <= start.date() <= spans.loc[queue, "max"].date()
    ]
    every = pd.DataFrame(starts, columns=["queue", "start"])
    known = pd.MultiIndex.from_frame(counted[["queue", "start"]])
    return every[~pd.MultiIndex.from_frame(every).isin(known)].assign(arrivals=0, aht_s=float("nan"))


def _strange(old: pd.DataFrame, added: pd.DataFrame) -> Iterator[tuple[str, float]]:
    for queue, own in added.groupby("queue"):
        begins = own["start"].min()
        before = old[(old["queue"] == queue) & (old["start"] < begins) & (old["start"] >= begins - USUAL)]
        usual = _week(before).groupby(["weekday", "time"])["arrivals"].mean().rename("usual").reset_index()
        both = _week(own).merge(usual, on=["weekday", "time"])
        if both["usual"].sum() < ENOUGH:
            continue
        ratio = float(both["arrivals"].sum() / both["usual"].sum())
        if not 1 / STRANGE < ratio < STRANGE:
            yield str(queue), ratio


def _week(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(weekday=rows["start"].dt.day_of_week, time=rows["start"].dt.time)

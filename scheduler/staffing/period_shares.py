"""What a day or week as a whole reaches, queue by queue, where a share is promised over it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from scheduler.domain.need import NeedCell
from scheduler.staffing.expected import Expected
from scheduler.staffing.need import QueueNeed
from scheduler.staffing.periods import beginnings
from scheduler.staffing.reasons import NeedReason
from scheduler.staffing.targets import Over


@dataclass(frozen=True, slots=True)
class PeriodShare:
    """One queue over one day or week.

    Attributes
    ----------
    first, last
        Days of it that are planned.
    share, promised
        Share answered in time, and the one promised; 1 where nobody comes.
    floor, lowest
        Share every interval must answer, and that of the interval that answers least.
    customers
        Expected.
    below
        Intervals that answer less than the promised share.
    intervals
        All that have customers.
    hours, each_hours
        Head-hours, and those if every interval had to keep the share; the same where only people
        given are judged.
    """

    queue: str
    over: Over
    first: date
    last: date
    share: float
    promised: float
    floor: float
    lowest: float
    customers: float
    below: int
    intervals: int
    hours: float
    each_hours: float

    @property
    def kept(self) -> bool:
        return self.share >= self.promised - 1e-9

    @property
    def saved(self) -> float:
        """Share of the head-hours that the promise by interval would take and this one does not."""
        return 1.0 - self.hours / self.each_hours if self.each_hours else 0.0


def of_need(cells: Sequence[NeedCell], targets: Mapping[str, QueueNeed]) -> tuple[PeriodShare, ...]:
    """Of a need, as it was worked out; queues whose share is promised by interval are left out."""
    mine = [cell for cell in cells if targets[cell.queue].target.over != "interval"]
    if not mine:
        return ()
    numbers = [NeedReason.parse(cell.reason).numbers if cell.reason else {} for cell in mine]
    frame = pd.DataFrame(
        {
            "queue": [c.queue for c in mine],
            "start": [c.start for c in mine],
            "end": [c.end for c in mine],
            "mean": [c.mean for c in mine],
            "service": [c.expected_service for c in mine],
            "counted": [c.expected_counted for c in mine],
            "heads": [n.get("heads", 0.0) for n in numbers],
            "each": [n.get("each", 0.0) for n in numbers],
        }
    )
    return _by_period(frame, targets)


def of_people(
    frame: pd.DataFrame, targets: Mapping[str, QueueNeed], met: Expected, there: Sequence[int]
) -> tuple[PeriodShare, ...]:
    """Of people given: ``met`` is what :func:`~scheduler.staffing.need.met_frame` says of the rows with ``there``."""
    heads = np.asarray(there, dtype=np.float64)
    known = frame[["queue", "start", "end", "mean"]].assign(
        service=met.service, counted=np.broadcast_to(met.counted, len(frame)), heads=heads, each=heads
    )
    return _by_period(known[[targets[q].target.over != "interval" for q in known["queue"]]], targets)


def _by_period(frame: pd.DataFrame, targets: Mapping[str, QueueNeed]) -> tuple[PeriodShare, ...]:
    found: dict[str, list[PeriodShare]] = defaultdict(list)
    for queue, rows in frame.groupby("queue", sort=False):
        target = targets[str(queue)].target
        promised, floor = target.answer_share or 0.0, target.interval_share or 0.0
        for _, part in rows.groupby(beginnings(rows["start"], target.over)):
            some = part[part["mean"] > 0.0]
            weight = some["mean"] * some["counted"]
            hours = (part["end"] - part["start"]).dt.total_seconds() / 3600.0
            found[str(queue)].append(
                PeriodShare(
                    str(queue),
                    target.over,
                    part["start"].min().date(),
                    part["start"].max().date(),
                    float((weight * some["service"]).sum() / weight.sum()) if weight.sum() else 1.0,
                    promised,
                    floor,
                    float(some["service"].min()) if len(some) else 1.0,
                    float(some["mean"].sum()),
                    int((some["service"] < promised - 1e-9).sum()),
                    len(some),
                    float((hours * part["heads"]).sum()),
                    float((hours * part["each"]).sum()),
                )
            )
    return tuple(share for shares in found.values() for share in shares)

"""Need: a whole forecast and the targets of its queues to the heads of every cell.

The only part of staffing that reads frames; what it does to one queue is in `heads`.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from scheduler.domain.need import NeedCell
from scheduler.staffing.expected import MEASURES, Cells, Expected, expected
from scheduler.staffing.heads import RequiredHeads, check_floors, required_heads
from scheduler.staffing.over_time import Method, carried, heads_over_time, lagged, method_for
from scheduler.staffing.periods import beginnings, numbered, on_post
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.reasons import NeedReason, words
from scheduler.staffing.targets import ServiceTarget
from scheduler.staffing.walked import judged, spread_over, walked

__all__ = [
    "COLUMNS",
    "NeedReason",
    "QueueNeed",
    "RequiredHeads",
    "met_frame",
    "need_frame",
    "required_heads",
    "words",
]

COLUMNS = ("queue", "start", "end", "mean", "cv", "aht_s")
"""What a forecast frame must bring."""


NUMBERS = ("mean", "cv", "aht_s", "interval_s")


@dataclass(frozen=True, slots=True)
class QueueNeed:
    """How one queue is staffed.

    Attributes
    ----------
    target
        What is promised.
    seats
        Seats or windows there are; None: no limit. A window of its own queue has 1.
    presence
        People who must be there whatever the load: 1 for a post that may never be empty.
    load
        How intervals hang together: ``stationary``, ``lag``, ``carried`` or ``forward``
        (:mod:`scheduler.staffing.over_time`); ``auto``: by the handling time against the
        interval, and forward where customers wait at the door.
    at_the_door
        Customers waiting when doors open.
    service_cv2
        Squared coefficient of variation of handling times, for mean waits where nobody leaves.

    Raises
    ------
    ValueError
        If there are fewer seats than people demanded regardless of load.
    """

    target: ServiceTarget
    seats: int | None = None
    presence: int = 0
    load: Method | Literal["auto"] = "auto"
    at_the_door: int = 0
    service_cv2: float = 1.0

    def __post_init__(self) -> None:
        check_floors(self.target, self.seats, self.presence)


def need_frame(
    forecast_frame: pd.DataFrame, targets: Mapping[str, QueueNeed], settled: npt.ArrayLike | None = None
) -> list[NeedCell]:
    """Need of every row of a forecast, in the frame's order.

    A share promised over a day or week is kept over the rows of that day or week that the frame has.

    Parameters
    ----------
    forecast_frame
        Columns queue, start, end (local wall-clock), mean (arrivals), cv (of the rate), aht_s.
    targets
        How each queue of the frame is staffed, by the queue's id.
    settled
        Heads of rows that are past, :data:`~scheduler.staffing.periods.OPEN` for the others, shape
        (rows,): they count in the share of their day or week. Of no matter for other promises.

    Raises
    ------
    ValueError
        If columns or a queue's target are missing, or an interval does not end after its start.
    """
    cells: dict[Hashable, NeedCell] = {}
    frame = _checked(forecast_frame, targets)
    for rows, how, method in _alike(frame, targets):
        cells.update(_cells(rows, how, method, None if settled is None else np.asarray(settled)[rows.index]))
    return [cells[row] for row in frame.index]


def met_frame(forecast_frame: pd.DataFrame, targets: Mapping[str, QueueNeed], there: npt.ArrayLike) -> Expected:
    """What customers meet with people given, row by row of a forecast.

    Parameters
    ----------
    there
        Heads rostered on each row's queue, shape (rows,), whole; unplanned absence takes its share
        of them, except of those who must be there whatever the load.

    Raises
    ------
    ValueError
        As :func:`need_frame`, or if a count is not whole.
    """
    frame = _checked(forecast_frame, targets)
    given = np.broadcast_to(np.asarray(there), len(frame))
    found = Expected(*(np.zeros(len(frame)) for _ in (*MEASURES, "counted")))
    for rows, how, method in _alike(frame, targets):
        at, target = rows.index.to_numpy(), how.target
        floor = check_floors(target, how.seats, how.presence)
        on = on_post(given[at], target, floor) * target.concurrency
        if method == "forward":
            met = judged(walked(rows, how.at_the_door), on, target)
        else:
            mean, cv, aht_s, interval_s = (rows[name].to_numpy(dtype=np.float64) for name in NUMBERS)
            load = (
                mean * aht_s / interval_s
                if method == "stationary"
                else spread_over(walked(rows, how.at_the_door), lagged if method == "lag" else carried, len(rows))
            )
            met = expected(Cells.of(load, cv, aht_s, interval_s, how.service_cv2), on, target)
        for name in (*MEASURES, "counted"):
            getattr(found, name)[at] = getattr(met, name)
    return found


def _checked(forecast_frame: pd.DataFrame, targets: Mapping[str, QueueNeed]) -> pd.DataFrame:
    """The frame with the column ``interval_s``, numbered from 0."""
    missing = [column for column in COLUMNS if column not in forecast_frame.columns]
    if missing:
        raise ValueError(f"forecast frame lacks the columns {', '.join(missing)}")
    queues = forecast_frame["queue"].astype(str)
    unknown = sorted(set(queues) - set(targets))
    if unknown:
        raise ValueError(f"no target for queue {', '.join(unknown)}")
    frame = forecast_frame.assign(queue=queues).reset_index(drop=True)
    frame["interval_s"] = (frame["end"] - frame["start"]).dt.total_seconds()
    backward = frame[~(frame["interval_s"] > 0.0)]
    if len(backward):
        first = backward.iloc[0]
        raise ValueError(f"queue {first['queue']}: the interval from {first['start']} ends at {first['end']}")
    return frame


def _alike(frame: pd.DataFrame, targets: Mapping[str, QueueNeed]) -> list[tuple[pd.DataFrame, QueueNeed, Method]]:
    """Rows of queues that are staffed alike: together they cost little more than one."""
    alike: dict[tuple[QueueNeed, Method], list[str]] = {}
    for queue, rows in frame.groupby("queue", sort=False):
        how = targets[str(queue)]
        mean, aht_s, interval_s = (rows[name].to_numpy(dtype=np.float64) for name in ("mean", "aht_s", "interval_s"))
        alike.setdefault((how, _method(how, mean, aht_s, interval_s)), []).append(str(queue))
    return [(frame[frame["queue"].isin(names)], how, method) for (how, method), names in alike.items()]


def _cells(
    rows: pd.DataFrame, how: QueueNeed, method: Method, settled: IntArray | None = None
) -> dict[Hashable, NeedCell]:
    """Cells of queues that are staffed alike, by the rows' labels."""
    numbers = {name: rows[name].to_numpy(dtype=np.float64) for name in NUMBERS}
    more: dict[str, Any] = {}
    if method == "forward":
        runs = walked(rows, how.at_the_door)

        def forward(target: ServiceTarget) -> IntArray:
            return spread_over(runs, lambda one: heads_over_time(one, target, "forward"), len(rows)).astype(np.int64)

        more["alone"] = forward(how.target)
        if how.target.over != "interval":
            more["alone_at"] = lambda share: forward(replace(how.target.each, answer_share=share))
            more["carried_erlang"] = spread_over(runs, carried, len(rows))
        more["met"] = lambda there: judged(runs, there, how.target)
    elif method != "stationary":
        by = lagged if method == "lag" else carried
        more["load_erlang"] = spread_over(walked(rows, how.at_the_door), by, len(rows))
    if how.target.over != "interval":
        more |= {"period": numbered(rows["queue"], beginnings(rows["start"], how.target.over)), "settled": settled}
    mean, cv, aht_s, interval_s = numbers.values()
    heads = required_heads(
        mean,
        cv,
        aht_s,
        interval_s,
        how.target,
        seats=how.seats,
        presence=how.presence,
        service_cv2=how.service_cv2,
        **more,
    )
    return {
        label: NeedCell(
            queue=queue,
            start=start.to_pydatetime(),
            end=end.to_pydatetime(),
            mean=mean,
            required=required,
            load_erlang=erlang,
            expected_service=service,
            expected_wait_s=wait,
            target=how.target.code,
            reason=str(reason),
            cv=cv,
            aht_s=aht,
            expected_counted=counted,
        )
        for label, queue, start, end, mean, required, erlang, service, wait, reason, cv, aht, counted in zip(
            rows.index,
            rows["queue"],
            rows["start"],
            rows["end"],
            rows["mean"].astype(float).tolist(),
            heads.required.tolist(),
            heads.load_erlang.tolist(),
            heads.expected_service.tolist(),
            heads.expected_wait_s.tolist(),
            heads.reasons,
            rows["cv"].astype(float).tolist(),
            rows["aht_s"].astype(float).tolist(),
            heads.counted.tolist(),
            strict=True,
        )
    }


def _method(how: QueueNeed, mean: FloatArray, aht_s: FloatArray, interval_s: FloatArray) -> Method:
    """The method asked for, or the cheapest that is right for the queue's handling times.

    The chain counts of all offered; where a promise counts otherwise the carried load is the next best.
    """
    of_all = how.target.share_of == "offered"
    if how.load == "forward" and not of_all:
        raise ValueError(
            f"load 'forward' counts of all offered, not of {how.target.share_of!r}: choose 'carried', or share_of 'offered'"
        )
    if how.load != "auto":
        return how.load
    weight = mean.sum()
    if not weight:
        return "stationary"
    found = method_for(
        float((mean * aht_s).sum() / weight), float((mean * interval_s).sum() / weight), how.at_the_door > 0
    )
    return found if of_all or found != "forward" else "carried"

"""Need: a whole forecast and the targets of its queues to the heads of every cell.

The only part of staffing that reads frames; what it does to one queue is in `heads`.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from scheduler.domain.need import NeedCell
from scheduler.staffing.expected import Expected
from scheduler.staffing.heads import RequiredHeads, check_floors, required_heads
from scheduler.staffing.over_time import Method, Runs, carried, heads_over_time, judge, lagged, method_for
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.reasons import NeedReason, words
from scheduler.staffing.targets import ServiceTarget

__all__ = [
    "COLUMNS",
    "NeedReason",
    "QueueNeed",
    "RequiredHeads",
    "need_frame",
    "required_heads",
    "words",
]

LONGEST_RUN = 48
"""Intervals walked through at a time: a hotline that never closes is taken day by day, empty at its first."""

COLUMNS = ("queue", "start", "end", "mean", "cv", "aht_s")
"""What a forecast frame must bring."""


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


def need_frame(forecast_frame: pd.DataFrame, targets: Mapping[str, QueueNeed]) -> list[NeedCell]:
    """Need of every row of a forecast, in the frame's order.

    Parameters
    ----------
    forecast_frame
        Columns queue, start, end (local wall-clock), mean (arrivals), cv (of the rate), aht_s.
    targets
        How each queue of the frame is staffed, by the queue's id.

    Raises
    ------
    ValueError
        If columns or a queue's target are missing, or an interval does not end after its start.
    """
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
        raise ValueError(
            f"queue {first['queue']}: the interval from {first['start']} ends at {first['end']}"
        )
    alike: dict[tuple[QueueNeed, Method], list[str]] = {}
    for queue, rows in frame.groupby("queue", sort=False):
        how = targets[str(queue)]
        mean, aht_s, interval_s = (rows[name].to_numpy(dtype=np.float64) for name in ("mean", "aht_s", "interval_s"))
        alike.setdefault((how, _method(how, mean, aht_s, interval_s)), []).append(str(queue))
    cells: dict[Hashable, NeedCell] = {}
    for (how, method), names in alike.items():
        cells.update(_cells(frame[frame["queue"].isin(names)], how, method))
    return [cells[row] for row in frame.index]


def _cells(rows: pd.DataFrame, how: QueueNeed, method: Method) -> dict[Hashable, NeedCell]:
    """Cells of queues that are staffed alike, by the rows' labels; together they cost little more than one."""
    numbers = {name: rows[name].to_numpy(dtype=np.float64) for name in ("mean", "cv", "aht_s", "interval_s")}
    more: dict[str, Any] = {}
    if method == "forward":
        walked = [(at, _runs(rows.iloc[at.ravel()], at.shape, how)) for at in _alike(rows)]
        more["alone"] = _spread(walked, lambda runs, _: heads_over_time(runs, how.target, "forward"), len(rows)).astype(np.int64)
        more["met"] = lambda there: _judged(walked, there, how.target)
    elif method != "stationary":
        by = lagged if method == "lag" else carried
        more["load_erlang"] = _spread([(at, _runs(rows.iloc[at.ravel()], at.shape, how)) for at in _alike(rows)], lambda runs, _: by(runs), len(rows))
    mean, cv, aht_s, interval_s = numbers.values()
    heads = required_heads(
        mean, cv, aht_s, interval_s, how.target, seats=how.seats, presence=how.presence, service_cv2=how.service_cv2, **more
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
        )
        for label, queue, start, end, mean, required, erlang, service, wait, reason, cv, aht in zip(
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
            strict=True,
        )
    }


def _method(how: QueueNeed, mean: FloatArray, aht_s: FloatArray, interval_s: FloatArray) -> Method:
    """The method asked for, or the cheapest that is right for the queue's handling times."""
    if how.load != "auto":
        return how.load
    weight = mean.sum()
    if not weight:
        return "stationary"
    return method_for(float((mean * aht_s).sum() / weight), float((mean * interval_s).sum() / weight), how.at_the_door > 0)


def _alike(rows: pd.DataFrame) -> list[IntArray]:
    """Positions of a queue's adjacent intervals as tables of equally long runs, shape (runs, intervals); it is empty where a run begins."""
    queue = rows["queue"].to_numpy()
    order = np.lexsort((rows["start"].to_numpy(), pd.factorize(queue)[0]))
    queue, start, end, length = (rows[name].to_numpy()[order] for name in ("queue", "start", "end", "interval_s"))
    begins = np.flatnonzero(np.concatenate([[True], (start[1:] != end[:-1]) | (length[1:] != length[:-1]) | (queue[1:] != queue[:-1])]))
    runs: dict[tuple[int, float], list[IntArray]] = {}
    for first, after in zip(begins, [*begins[1:], len(order)], strict=True):
        for low in range(int(first), int(after), LONGEST_RUN):
            part = order[low : min(low + LONGEST_RUN, int(after))]
            runs.setdefault((part.size, float(length[low])), []).append(part)
    return [np.stack(parts) for parts in runs.values()]


def _runs(rows: pd.DataFrame, shape: tuple[int, ...], how: QueueNeed) -> Runs:
    mean, cv, aht = (rows[name].to_numpy(dtype=np.float64).reshape(shape) for name in ("mean", "cv", "aht_s"))
    return Runs.of(mean, cv, aht, float(rows["interval_s"].iloc[0]), how.at_the_door)


def _judged(walked: list[tuple[IntArray, Runs]], there: IntArray, target: ServiceTarget) -> Expected:
    """What customers meet on the exact chain with so many people there, row by row."""
    found = Expected(*(np.zeros(there.size) for _ in range(4)))
    for at, runs in walked:
        met = judge(runs, there[at], target).met
        found.service[at], found.wait_s[at], found.abandonment[at], found.occupancy[at] = met.service, met.wait_s, met.abandonment, met.occupancy
    return found


def _spread(walked: list[tuple[IntArray, Runs]], of: Callable[[Runs, IntArray], npt.NDArray[Any]], size: int) -> FloatArray:
    """Values of runs put back to the rows they come from."""
    found = np.zeros(size)
    for at, runs in walked:
        found[at] = of(runs, at)
    return found

"""Need: a whole forecast and the targets of its queues to the heads of every cell.

The only part of staffing that reads frames; what it does to one queue is in `heads`.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from scheduler.domain.need import NeedCell
from scheduler.staffing.heads import RequiredHeads, check_floors, required_heads
from scheduler.staffing.queues.offered_load import carried_loads
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
        ``"stationary"``: each interval by its own arrivals. ``"carried"``: the load left over
        from the intervals before is counted where it is worked off (for handling times above
        about a third of the interval).
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
    load: Literal["stationary", "carried"] = "stationary"
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
    cells: dict[Hashable, NeedCell] = {}
    for queue, rows in frame.groupby("queue", sort=False):
        cells.update(_queue_cells(str(queue), rows, targets[str(queue)]))
    return [cells[row] for row in frame.index]


def _queue_cells(queue: str, rows: pd.DataFrame, how: QueueNeed) -> dict[Hashable, NeedCell]:
    """Cells of one queue by the rows' labels."""
    load = None
    if how.load == "carried":
        load = _carried(rows).to_numpy(dtype=np.float64)
    heads = required_heads(
        rows["mean"].to_numpy(dtype=np.float64),
        rows["cv"].to_numpy(dtype=np.float64),
        rows["aht_s"].to_numpy(dtype=np.float64),
        rows["interval_s"].to_numpy(dtype=np.float64),
        how.target,
        seats=how.seats,
        presence=how.presence,
        service_cv2=how.service_cv2,
        load_erlang=load,
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
        for label, start, end, mean, required, erlang, service, wait, reason, cv, aht in zip(
            rows.index,
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


def _carried(rows: pd.DataFrame) -> pd.Series:
    """Carried-over load by row; the queue is empty where adjacent intervals begin."""
    rows = rows.sort_values("start", kind="stable")
    breaks = (rows["start"] != rows["end"].shift()) | (
        rows["interval_s"] != rows["interval_s"].shift()
    )
    loads = pd.Series(0.0, index=rows.index)
    for _, run in rows.groupby(breaks.cumsum()):
        length = float(run["interval_s"].iloc[0])
        mean, h = run["mean"].to_numpy(np.float64), run["aht_s"].to_numpy(np.float64)
        loads[run.index] = carried_loads(mean, h, length)
    return loads

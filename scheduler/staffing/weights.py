"""What each missing head costs the customers: the loss that a roster may minimise in place of missing heads (need.md's table as slopes).

Two half-hours each short by one are alike by heads; by customers the busy one may cost ten times
as much. The loss is convex in people (:mod:`.service_table`), so its slopes are weights of the
rule's thresholds, and the solver's model stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scheduler.domain.need import NeedCell
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.need import QueueNeed
from scheduler.staffing.service_table import HANGS_UP_S
from scheduler.staffing.targets import ServiceTarget

STEPS = 8
"""Missing heads told apart; from the next on each costs as much as the last."""


def weighed(cells: Sequence[NeedCell], targets: Mapping[str, QueueNeed], steps: int = STEPS) -> tuple[NeedCell, ...]:
    """The cells with ``weights``: how much more the 1st, 2nd … missing head costs than the one before, in mean first missing heads.

    A head below a queue's minimum or presence costs at least a mean head, whatever the load: floors
    are there for other reasons than service.
    """
    if not cells:
        return ()
    slopes = np.ones((len(cells), steps))
    by_queue: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        by_queue.setdefault(cell.queue, []).append(place)
    for queue, places in by_queue.items():
        how, mine = targets[queue], [cells[i] for i in places]
        required = np.array([c.required for c in mine])
        seconds = np.array([(c.end - c.start).total_seconds() for c in mine])
        aht = np.array(
            [
                c.aht_s if c.aht_s > 0 else c.load_erlang * s / c.mean if c.mean > 0 else s
                for c, s in zip(mine, seconds, strict=True)
            ]
        )
        known = Cells.of(
            [c.load_erlang for c in mine], [c.cv for c in mine], np.maximum(aht, 1.0), seconds, how.service_cv2
        )
        assumed = ServiceTarget(min_heads=1, patience_s=how.target.patience_s or HANGS_UP_S, redial=how.target.redial)
        heads = np.maximum(required[:, None] - np.arange(steps + 1), 0) * how.target.concurrency
        every = np.repeat(np.arange(len(mine)), steps + 1)
        lost = (
            expected(known.at(every), heads.ravel(), assumed).customers_lost(assumed.redial).reshape(heads.shape)
            * np.array([c.mean for c in mine])[:, None]
        )
        slopes[places] = np.maximum.accumulate(np.maximum(np.diff(lost, axis=1), 0.0), axis=1)
    lengths = np.array([(c.end - c.start).total_seconds() for c in cells])
    some = np.array([c.required > 0 for c in cells])
    scale = float(np.average(slopes[some, 0], weights=lengths[some])) if some.any() else 1.0
    slopes /= scale if scale > 0 else 1.0
    for place, cell in enumerate(cells):
        how = targets[cell.queue]
        floor = max(how.target.min_heads, how.presence)
        # The k-th missing head is one of the floor's when fewer than the floor would be left.
        within = cell.required - np.arange(1, steps + 1) < floor
        slopes[place, within] = np.maximum(slopes[place, within], 1.0)
    slopes = np.maximum.accumulate(slopes, axis=1)
    more = np.diff(slopes, axis=1, prepend=0.0)
    return tuple(
        replace(cell, weights=tuple(round(float(w), 3) for w in line)) for cell, line in zip(cells, more, strict=True)
    )

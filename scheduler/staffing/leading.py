"""A shift leader who leads takes fewer calls: how many heads that costs (3-62).

While leading at least two agents a leader counts as a share of a head, 0.7 in the source text; with
fewer there is nothing to lead and the leader answers like everybody. So of n heads, three or more,
n - (1 - share) take calls.
"""

import numpy as np
import numpy.typing as npt

from scheduler.staffing.expected import MEASURES, Cells, Expected, expected
from scheduler.staffing.queues.arrays import IntArray
from scheduler.staffing.rates import rate_quantile
from scheduler.staffing.reasons import LED
from scheduler.staffing.targets import ServiceTarget


def led(cells: Cells, alone: IntArray, target: ServiceTarget) -> IntArray:
    """Heads on post of which one leads, in place of ``alone`` that all take calls.

    One more where the promises do not hold with the leader's share missing. What n - (1 - share)
    heads give is read on the line between n - 1 and n: an approximation, a little low where the
    share served in time bends down (near a target of 80 % it does) and high where it bends up.
    """
    if target.lead_share >= 1.0:
        return alone
    judged = cells
    if target.confidence != "expected":
        factor = rate_quantile(cells.cv, target.confidence)
        judged = Cells(cells.load * factor, 0.0 * cells.cv, cells.aht_s, cells.interval_s, cells.service_cv2)
    missing = 1.0 - target.lead_share
    with_one_less, with_all = expected(judged, np.maximum(alone - 1, 0), target), expected(judged, alone, target)
    between = Expected(
        *(
            missing * np.asarray(getattr(with_one_less, name)) + target.lead_share * np.asarray(getattr(with_all, name))
            for name in MEASURES
        )
    )
    kept: npt.NDArray[np.bool_] = (alone - missing) > judged.load
    for holds in between.keeps(target).values():
        kept = kept & holds
    return np.where((alone >= LED) & ~kept, alone + 1, alone).astype(np.int64)

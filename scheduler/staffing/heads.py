"""Heads for the cells of one queue, with everything that went into them kept apart.

What the load needs on post, what unplanned absence adds, the minimum, the post that may never be
empty (presence) and the seats there are: all reported, and why. Never from the mean alone: the
spread of the rate is part of every cell.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.staffing import uncertain
from scheduler.staffing.expected import Cells, Expected, expected
from scheduler.staffing.leading import led
from scheduler.staffing.queues.arrays import FloatArray, IntArray, numbers
from scheduler.staffing.rates import rate_quantile
from scheduler.staffing.reasons import NeedReason
from scheduler.staffing.shrinkage import present, scheduled
from scheduler.staffing.targets import SHARES_OF, ServiceTarget


@dataclass(frozen=True, slots=True)
class RequiredHeads:
    """Heads for each cell and what they give; arrays of shape (cells,).

    Attributes
    ----------
    required
        Heads to roster, after shrinkage, minimum, presence and seats.
    load_heads
        Heads the load alone needs on post, a leading leader counted as the target says, whatever
        presence, absence and seats say.
    presence
        Heads demanded regardless of load.
    short
        Heads wanting because there are too few seats.
    load_erlang
        Offered load at the mean rate.
    expected_service, expected_wait_s
        Share served within the target's horizon and mean wait, over the customers of all days,
        with the people of `required` who turn up, a leading leader taken for a full head.
    reasons
        Why, one a cell.
    """

    required: IntArray
    load_heads: IntArray
    presence: IntArray
    short: IntArray
    load_erlang: FloatArray
    expected_service: FloatArray
    expected_wait_s: FloatArray
    reasons: tuple[NeedReason, ...]


def required_heads(
    mean: npt.ArrayLike,
    cv: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    interval_s: npt.ArrayLike,
    target: ServiceTarget,
    *,
    seats: int | None = None,
    presence: int = 0,
    service_cv2: float = 1.0,
    load_erlang: npt.ArrayLike | None = None,
    alone: IntArray | None = None,
    met: Callable[[IntArray], Expected] | None = None,
) -> RequiredHeads:
    """Heads for the cells of one queue.

    Parameters
    ----------
    mean
        Expected arrivals per interval, 0 or more; the first four broadcast to shape (cells,).
    cv
        Coefficient of variation of the rate from day to day, 0 or more.
    aht_s
        Mean handling time in seconds.
    interval_s
        Length of the interval in seconds.
    target, seats, presence, service_cv2
        The promises; seats there are (None: no limit); people demanded whatever the load;
        squared coefficient of variation of handling times.
    load_erlang
        Load to staff for instead of mean x aht / interval, such as carried-over load.
    alone
        Heads the load needs, worked out elsewhere (forward in time); None: by the stationary formulas.
    met
        What customers meet with so many people there, cell by cell; None: by the stationary formulas.

    Raises
    ------
    ValueError
        If a value is out of range, or there are fewer seats than the floors demand.

    Notes
    -----
    Minimum and presence are floors on the roster itself; unplanned absence is added to what the
    load needs only, since a floor's absentee is replaced by the backup.
    """
    floor = check_floors(target, seats, presence)
    arrivals = numbers("mean", mean)
    h, length = numbers("aht_s", aht_s), numbers("interval_s", interval_s, positive=True)
    load = arrivals * h / length if load_erlang is None else load_erlang
    cells = Cells.of(load, cv, h, length, service_cv2)
    unled = uncertain.need(cells, target) if alone is None else alone
    # A person with three chats is three servers; so many sessions are shared out among whole people.
    alone = -(-led(cells, unled, target) // target.concurrency)
    wanted = np.maximum(scheduled(alone, target.shrinkage), floor)
    required = wanted if seats is None else np.minimum(wanted, seats)
    there = np.maximum(present(required, target.shrinkage), np.minimum(required, floor))
    found = expected(cells, there * target.concurrency, target) if met is None else met(there * target.concurrency)
    binds = _binding(cells, unled, wanted > scheduled(alone, target.shrinkage), wanted, target, presence)
    settings = _settings(target, presence, seats)
    reasons = tuple(
        _reason(code, row, settings, target)
        for code, *row in zip(
            binds.tolist(),
            cells.load.tolist(),
            cells.cv.tolist(),
            alone.tolist(),
            wanted.tolist(),
            required.tolist(),
            found.service.tolist(),
            found.wait_s.tolist(),
            strict=True,
        )
    )
    return RequiredHeads(
        required=required,
        load_heads=alone,
        presence=np.full_like(required, presence),
        short=wanted - required,
        load_erlang=cells.load,
        expected_service=found.service,
        expected_wait_s=found.wait_s,
        reasons=reasons,
    )


def check_floors(target: ServiceTarget, seats: int | None, presence: int) -> int:
    """The larger of minimum and presence, checked against the seats."""
    if presence < 0 or presence != int(presence):
        raise ValueError(f"presence is {presence}, expected a whole number, 0 or more")
    floor = max(target.min_heads, presence)
    if seats is not None and seats < floor:
        raise ValueError(f"{seats} seats for a minimum of {target.min_heads}, presence {presence}")
    return floor


def _binding(
    cells: Cells, alone: IntArray, floored: npt.NDArray[np.bool_], wanted: IntArray, target: ServiceTarget, presence: int
) -> npt.NDArray[np.str_]:
    """What would be broken first with one person fewer, a code a cell."""
    one_less = np.maximum(-(-alone // target.concurrency) - 1, 0) * target.concurrency
    judged = cells
    if target.confidence != "expected":
        factor = rate_quantile(cells.cv, target.confidence)
        judged = Cells(
            cells.load * factor, 0.0 * cells.cv, cells.aht_s, cells.interval_s, cells.service_cv2
        )
    codes = np.full(cells.load.shape, "load", dtype="<U9")
    kept = expected(judged, one_less, target).keeps(target)
    for name in reversed(target.promises):
        codes[~kept[name]] = name
    codes[floored] = "presence" if presence >= target.min_heads else "minimum"
    codes[(cells.load == 0.0) & (wanted == 0)] = "idle"
    return codes


def _settings(target: ServiceTarget, presence: int, seats: int | None) -> dict[str, float]:
    """Numbers of a reason that are the same for all cells."""
    numbers_: dict[str, float] = {}
    if target.confidence != "expected":
        numbers_["q"] = target.confidence
    if target.shrinkage:
        numbers_["shrinkage"] = target.shrinkage
    if target.lead_share < 1.0:
        numbers_["lead"] = target.lead_share
    if target.min_heads:
        numbers_["minimum"] = target.min_heads
    if presence:
        numbers_["presence"] = presence
    if seats is not None:
        numbers_["seats"] = seats
    return numbers_


def _reason(
    code: str, row: list[float], settings: dict[str, float], target: ServiceTarget
) -> NeedReason:
    """One cell's reason; what it gives is told only where seats are too few."""
    load, cv, alone, wanted, heads, service, wait = row
    told: dict[str, float] = {}
    if code in target.promises:
        told["value"] = target.promise(code)
    if code == "share":
        told["within"] = target.horizon_s
        if target.share_of != "offered":
            told["of"] = list(SHARES_OF).index(target.share_of)
    told |= {"load": load, "cv": cv, "alone": alone, "wanted": wanted, "heads": heads}
    if wanted > heads:
        told |= {"service": service, "horizon": target.horizon_s, "delay": wait}
    return NeedReason(code, told | settings)

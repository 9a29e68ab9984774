"""Heads for the cells of one queue, with everything that went into them kept apart.

What the load needs on post, what unplanned absence adds, the minimum, the post that may never be
empty (presence) and the seats there are: all reported, and why. Never from the mean alone: the
spread of the rate is part of every cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.staffing import uncertain
from scheduler.staffing.expected import Cells, Expected, expected
from scheduler.staffing.leading import led
from scheduler.staffing.periods import OPEN, RUNGS, UNLIMITED, Around, heads_over, on_post
from scheduler.staffing.queues.arrays import FloatArray, IntArray, numbers
from scheduler.staffing.rates import rate_quantile
from scheduler.staffing.reasons import NeedReason
from scheduler.staffing.shrinkage import present, scheduled
from scheduler.staffing.targets import OVERS, SHARES_OF, ServiceTarget


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
    counted
        Customers, repeat calls among them, of whom `expected_service` is counted (`share_of`), by customer.
    repeats
        Share of all calls that are repeat calls, with these people; 0 where nobody calls again.
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
    counted: FloatArray
    repeats: FloatArray
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
    alone_at: Callable[[float], IntArray] | None = None,
    carried_erlang: npt.ArrayLike | None = None,
    met: Callable[[IntArray], Expected] | None = None,
    period: npt.ArrayLike | None = None,
    settled: npt.ArrayLike | None = None,
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
        Where the share is promised over a day or week: those that keep its floor.
    alone_at, carried_erlang
        Then also those that keep another share in every interval, and the load by which an interval's
        worth is read from the stationary formulas.
    met
        What customers meet with so many people there, cell by cell; None: by the stationary formulas.
    period
        Number of each cell's day or week, from 0 on, where the share is promised over one; None: all
        cells are one.
    settled
        Heads of cells that are past, :data:`~scheduler.staffing.periods.OPEN` for those that are not:
        they count in the share of their day or week and stay as they are.

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
    wants = _wants(cells, uncertain.need(cells, target) if alone is None else alone, target, presence, seats)
    of_period = None
    if target.over != "interval":
        assert target.answer_share is not None and target.interval_share is not None
        each = _wants(
            cells,
            uncertain.need(cells, target.each) if alone_at is None else alone_at(target.answer_share),
            target.each,
            presence,
            seats,
        )
        low, high = target.interval_share, target.answer_share
        between = (
            []
            if alone_at is None
            else [
                _wants(cells, alone_at(low + rung * (high - low)), target, presence, seats).required for rung in RUNGS
            ]
        )
        of_period = np.zeros(cells.load.size, dtype=np.int64) if period is None else np.asarray(period, dtype=np.int64)
        least = wants.required
        most = np.full_like(least, UNLIMITED if seats is None else seats)
        if settled is not None:
            past = np.broadcast_to(np.asarray(settled, dtype=np.int64), least.shape)
            least, most = np.where(past == OPEN, least, past), np.where(past == OPEN, most, past)
        known = Around(
            cells if carried_erlang is None else Cells.of(carried_erlang, cells.cv, h, length, service_cv2),
            np.broadcast_to(arrivals, cells.load.shape),
            of_period,
            least,
            np.clip(each.required, least, most),
            most,
            floor,
        )
        wants = _over_periods(known, wants, each, target, met, between)
    required = wants.required
    there = on_post(required, target, floor) * target.concurrency
    found = expected(cells, there, target) if met is None else met(there)
    counted = np.broadcast_to(found.counted, cells.load.shape)
    told: dict[str, list[float]] = {}
    if of_period is not None:
        volume = np.broadcast_to(arrivals, cells.load.shape) * counted
        total = np.bincount(of_period, volume)
        reached = np.bincount(of_period, volume * found.service) / np.where(total > 0.0, total, 1.0)
        told = {
            "here": found.service.tolist(),
            "reached": np.where(total > 0.0, reached, 1.0)[of_period].tolist(),
            "each": each.required.tolist(),
        }
    settings = _settings(target, presence, seats)
    reasons = tuple(
        _reason(code, row, settings, target, {name: values[i] for name, values in told.items()})
        for i, (code, *row) in enumerate(
            zip(
                wants.binds.tolist(),
                cells.load.tolist(),
                cells.cv.tolist(),
                wants.alone.tolist(),
                wants.wanted.tolist(),
                required.tolist(),
                found.service.tolist(),
                found.wait_s.tolist(),
                found.repeats.tolist(),
                strict=True,
            )
        )
    )
    return RequiredHeads(
        required=required,
        load_heads=wants.alone,
        presence=np.full_like(required, presence),
        short=wants.wanted - required,
        load_erlang=cells.load,
        expected_service=found.service,
        expected_wait_s=found.wait_s,
        counted=counted,
        repeats=found.repeats,
        reasons=reasons,
    )


@dataclass(frozen=True, slots=True)
class _Wants:
    """Heads on post for the load, with absence and floors, with the seats there are; and what binds."""

    alone: IntArray
    wanted: IntArray
    required: IntArray
    binds: npt.NDArray[np.str_]


def _wants(cells: Cells, unled: IntArray, target: ServiceTarget, presence: int, seats: int | None) -> _Wants:
    # A person with three chats is three servers; so many sessions are shared out among whole people.
    alone = -(-led(cells, unled, target) // target.concurrency)
    wanted = np.maximum(scheduled(alone, target.shrinkage), max(target.min_heads, presence))
    required = wanted if seats is None else np.minimum(wanted, seats)
    return _Wants(
        alone,
        wanted,
        required,
        _binding(cells, unled, wanted > scheduled(alone, target.shrinkage), wanted, target, presence),
    )


def _over_periods(
    known: Around,
    least: _Wants,
    each: _Wants,
    target: ServiceTarget,
    met: Callable[[IntArray], Expected] | None,
    between: Sequence[IntArray],
) -> _Wants:
    """Above the floor, what the whole day or week asks for; where it cannot be kept, each interval for itself."""
    required, kept = heads_over(known, target, met, between)
    more = required > least.required
    binds = np.where(more, "whole", np.where(least.binds == "share", "floor", least.binds))
    return _Wants(
        np.where(kept, np.where(more, present(required, target.shrinkage), least.alone), each.alone),
        np.where(kept, np.where(more, required, least.wanted), each.wanted),
        required,
        np.where(kept, binds, each.binds),
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
    cells: Cells,
    alone: IntArray,
    floored: npt.NDArray[np.bool_],
    wanted: IntArray,
    target: ServiceTarget,
    presence: int,
) -> npt.NDArray[np.str_]:
    """What would be broken first with one person fewer, a code a cell."""
    one_less = np.maximum(-(-alone // target.concurrency) - 1, 0) * target.concurrency
    judged = cells
    if target.confidence != "expected":
        factor = rate_quantile(cells.cv, target.confidence)
        judged = Cells(cells.load * factor, 0.0 * cells.cv, cells.aht_s, cells.interval_s, cells.service_cv2)
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
    code: str, row: list[float], settings: dict[str, float], target: ServiceTarget, over: dict[str, float]
) -> NeedReason:
    """One cell's reason; what it gives is told only where seats are too few, or where a day or week is looked at as a whole."""
    load, cv, alone, wanted, heads, service, wait, repeats = row
    told: dict[str, float] = {}
    if code in target.promises:
        told["value"] = target.promise(code)
    if code in ("floor", "whole"):
        told["value"] = target.promise("share")
    if over:
        told |= {"over": list(OVERS).index(target.over), "floor": target.interval_share or 0.0, **over}
    if code in ("share", "floor", "whole"):
        told["within"] = target.horizon_s
        if target.share_of != "offered":
            told["of"] = list(SHARES_OF).index(target.share_of)
    told |= {"load": load, "cv": cv, "alone": alone, "wanted": wanted, "heads": heads}
    if wanted > heads:
        told |= {"service": service, "horizon": target.horizon_s, "delay": wait}
    if target.redial and code != "idle":
        told["repeats"] = repeats
    return NeedReason(code, told | settings)

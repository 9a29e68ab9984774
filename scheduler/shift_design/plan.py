"""From the need curve to which shifts, how many: the service of the same shifts, made best.

Two answers side by side: the head-count model (fewest shifts that cover the need) and, for as many
shifts, the counts that lose the fewest customers with nowhere fewer people than the need asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.need import NeedCell
from scheduler.shift_design.patterns import Allowed, Pattern, coverage, patterns
from scheduler.staffing.expected import Cells
from scheduler.staffing.service_table import ServiceTable, service_table
from scheduler.staffing.shrinkage import present
from scheduler.staffing.targets import ServiceTarget

SPARE = 8
"""People above the highest need up to which the table goes, at least."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A pattern and how many work it."""

    pattern: Pattern
    count: int


@dataclass(frozen=True)
class ShiftPlan:
    """Shifts of one queue.

    Attributes
    ----------
    shifts, naive
        The recommended counts, and those of the head-count model.
    need, heads, naive_heads
        People needed and on duty by interval.
    lost, naive_lost
        Customers lost over all intervals.
    service, naive_service
        Share of all customers served in time.
    below, naive_below
        Intervals with fewer people than needed.
    gap
        Proven distance of ``lost`` to the least possible with these kinds of shifts, as a share.
    """

    shifts: tuple[Counted, ...]
    naive: tuple[Counted, ...]
    need: tuple[int, ...]
    heads: tuple[int, ...]
    naive_heads: tuple[int, ...]
    lost: float
    naive_lost: float
    service: float
    naive_service: float
    below: int
    naive_below: int
    gap: float

    @property
    def paid_hours(self) -> float:
        """Of the recommended shifts."""
        return sum(c.pattern.paid_minutes * c.count for c in self.shifts) / 60.0

    @property
    def naive_paid_hours(self) -> float:
        """Of the head-count model."""
        return sum(c.pattern.paid_minutes * c.count for c in self.naive) / 60.0

    @property
    def saved(self) -> float:
        """Share of the lost customers of the head-count model that is not lost."""
        return 1.0 - self.lost / self.naive_lost if self.naive_lost > 0 else 0.0


def plan_shifts(
    cells: Sequence[NeedCell],
    minutes: Sequence[int],
    target: ServiceTarget,
    allowed: Allowed,
    days: int,
    *,
    budget: int | None = None,
    cyclic: bool = True,
    seconds: float = 30.0,
    kinds: int | None = None,
) -> ShiftPlan:
    """Which shifts, how many.

    Parameters
    ----------
    cells
        The need of one queue, interval by interval.
    minutes
        First minute of the horizon of each cell.
    budget
        Shifts there are; by default as many as the head-count model takes.
    cyclic
        The horizon repeats itself: a typical week.
    kinds
        Different shifts (start, end) at most; None: as many as help.

    Raises
    ------
    ValueError
        If cells are of different lengths, or an interval with a need is covered by no shift.
    """
    from scheduler.solver.shift_design import fewest, fewest_lost  # imports the solver: only who designs pays for it

    lengths = {(c.end - c.start).total_seconds() for c in cells}
    if len(lengths) != 1:
        raise ValueError(f"intervals of {len(lengths)} different lengths, expected one")
    slot = int(lengths.pop() // 60)
    shifts = patterns(allowed, days, slot)
    covers = coverage(shifts, minutes, slot, days * DAY_MINUTES if cyclic else None)
    floor = np.array([c.required for c in cells], dtype=np.int64)
    table = _table(cells, target, slot * 60.0, int(floor.max(initial=1)) * 2 + SPARE)
    cost = _by_rostered(table.cost, target)
    if kinds is not None:
        from scheduler.solver.shift_kinds import best_kinds

        number = _numbered(shifts)
        chosen = np.isin(number, list(best_kinds(covers, floor, np.ones(len(shifts)), number, kinds, seconds)))
        shifts, covers = tuple(p for p, kept in zip(shifts, chosen, strict=True) if kept), covers[chosen]
    weight = np.ones(len(shifts))
    naive = fewest(covers, floor, weight, seconds)
    many = float(naive.counts.sum() if budget is None else budget)
    best = fewest_lost(covers, floor, cost, weight, many, seconds, start=naive.counts)
    mean = np.array([c.mean for c in cells])
    found = [_met(table, mean, heads, floor, target) for heads in (best.heads, naive.heads)]
    return ShiftPlan(
        _counted(shifts, best.counts),
        _counted(shifts, naive.counts),
        tuple(floor.tolist()),
        tuple(best.heads.tolist()),
        tuple(naive.heads.tolist()),
        found[0][0],
        found[1][0],
        found[0][1],
        found[1][1],
        found[0][2],
        found[1][2],
        best.gap,
    )


def meets(cells: Sequence[NeedCell], target: ServiceTarget, heads: Sequence[int]) -> tuple[float, float, int]:
    """Customers lost, share of all served in time, and intervals below the need, with people given, shape (cells,)."""
    if not cells:
        return 0.0, 1.0, 0
    there, floor = np.asarray(heads, dtype=np.int64), np.array([c.required for c in cells], dtype=np.int64)
    table = _table(
        cells, target, (cells[0].end - cells[0].start).total_seconds(), int(max(floor.max(), there.max(), 1)) + SPARE
    )
    return _met(table, np.array([c.mean for c in cells]), there, floor, target)


def _numbered(shifts: Sequence[Pattern]) -> npt.NDArray[np.int64]:
    """Number of each pattern's kind."""
    place = {kind: number for number, kind in enumerate(sorted({p.kind for p in shifts}))}
    return np.array([place[p.kind] for p in shifts], dtype=np.int64)


def _table(cells: Sequence[NeedCell], target: ServiceTarget, interval_s: float, most: int) -> ServiceTable:
    mean = np.array([c.mean for c in cells])
    load = np.array([c.load_erlang for c in cells])
    aht = np.array([c.aht_s or 60.0 for c in cells])
    return service_table(Cells.of(load, [c.cv for c in cells], aht, interval_s), mean, target, most)


def _there(rostered: npt.NDArray[np.int64], target: ServiceTarget, most: int) -> npt.NDArray[np.int64]:
    """Of the rostered, those who are there on average."""
    return np.minimum(present(rostered, target.shrinkage), most)


def _by_rostered(cost: npt.NDArray[np.float64], target: ServiceTarget) -> npt.NDArray[np.float64]:
    """Cost by people rostered instead of people there; between whole people its lower hull is convex."""
    most = cost.shape[1] - 1
    if not target.shrinkage:
        return cost
    at = np.arange(most + 1) * (1.0 - target.shrinkage)
    return np.stack([np.interp(at, np.arange(most + 1), line) for line in cost])


def _met(
    table: ServiceTable,
    mean: npt.NDArray[np.float64],
    heads: npt.NDArray[np.int64],
    floor: npt.NDArray[np.int64],
    target: ServiceTarget,
) -> tuple[float, float, int]:
    rows, there = np.arange(heads.size), _there(heads, target, table.cost.shape[1] - 1)
    share = float((mean * table.service[rows, there]).sum() / mean.sum()) if mean.sum() else 1.0
    return float(table.cost[rows, there].sum()), share, int((heads < floor).sum())


def _counted(shifts: Sequence[Pattern], counts: npt.NDArray[np.int64]) -> tuple[Counted, ...]:
    return tuple(Counted(p, int(n)) for p, n in zip(shifts, counts, strict=True) if n)

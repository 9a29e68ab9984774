"""The fewest head-hours with which the intervals of a day or week together gain what is asked.

Each interval has a curve: how much it gains with so many heads. Of its curve only the upper
concave envelope matters; steps up the envelopes are taken in the order of what they gain by head,
over all intervals of a period, until enough is gained (Fox's greedy rule). The last step decides
how far that is from the optimum: where it is a single head and intervals are equally long, which is
the rule beyond a floor of service, the plan is the linear program's bound rounded up, so optimal.

Sources: Fox, Management Science 13 (1966), marginal allocation; Sinha & Zoltners, Operations
Research 27 (1979), the linear program of the multiple-choice knapsack.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduler.staffing.queues.arrays import BoolArray, FloatArray, IntArray

BEYOND = 3
"""Heads beyond those that would do for an interval alone, up to which its curve is drawn at first."""

ENOUGH = 1e-9
"""Share of a gain that counts as none: less than the curves are exact."""

FLAT = 1e-12
"""Gain of a head from which on a curve counts as flat."""

Gain = Callable[[IntArray, IntArray], FloatArray]
"""What some intervals (their numbers) gain with so many heads each; may fall, and need not be concave."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Heads by interval, and what is known by period.

    Attributes
    ----------
    heads
        At least the least of each interval, shape (intervals,).
    bound
        Head-hours below which no plan gains enough, shape (periods,); infinite where none does.
    kept
        Whether enough is gained, shape (periods,); where not, `heads` are the least.
    """

    heads: IntArray
    bound: FloatArray
    kept: BoolArray


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps up the envelopes, in the order they are taken."""

    cell: IntArray
    first: IntArray
    heads: IntArray
    gain: FloatArray
    hours: FloatArray

    @property
    def rate(self) -> FloatArray:
        return self.gain / self.hours


def fewest(
    gain: Gain, period: IntArray, asked: FloatArray, least: IntArray, most: IntArray, usual: IntArray, hours: FloatArray
) -> Chosen:
    """Heads of all intervals, period by period.

    Parameters
    ----------
    gain
        Of intervals with heads.
    period
        Number of the period of each interval, shape (intervals,), as the rest.
    asked
        Sum of gains that each period must reach, shape (periods,).
    least, most
        Bounds on heads.
    usual
        Heads around which the answer lies; curves are drawn that far at least.
    hours
        Length of each interval.
    """
    width = np.minimum(np.maximum(usual, least) + BEYOND, most) - least + 1
    curves = _drawn(gain, least, width)
    taken = np.zeros(least.size, dtype=np.int64)
    bound, kept = np.zeros(asked.size), np.zeros(asked.size, dtype=np.bool_)
    todo = np.arange(asked.size)
    while todo.size:
        further = []
        for one in todo:
            cells = np.flatnonzero(period == one)
            taken[cells], bound[one], kept[one], short = _greedy(
                curves, width, cells, float(asked[one]), hours, most - least + 1
            )
            if short.size:
                further.append((one, short))
        todo = np.array([one for one, _ in further], dtype=np.int64)
        longer = np.concatenate([short for _, short in further]) if further else todo
        if longer.size:
            wider = width.copy()
            wider[longer] = np.minimum(2 * width[longer] + BEYOND, (most - least + 1)[longer])
            curves = _drawn(gain, least, wider, curves, width)
            width = wider
    return Chosen(least + taken, bound, kept)


def _drawn(
    gain: Gain, least: IntArray, width: IntArray, known: FloatArray | None = None, before: IntArray | None = None
) -> FloatArray:
    """Curves of shape (intervals, widest), not a number beyond an interval's width; only what is not known yet is worked out."""
    curves = np.full((least.size, int(width.max(initial=1))), np.nan)
    if known is not None:
        curves[:, : known.shape[1]] = known
    begin = np.zeros_like(width) if before is None else before
    cell = np.repeat(np.arange(least.size), width - begin)
    step = np.arange(cell.size) - np.repeat(np.cumsum(width - begin) - (width - begin), width - begin) + begin[cell]
    if cell.size:
        curves[cell, step] = gain(cell, least[cell] + step)
    return curves


def _greedy(
    curves: FloatArray, width: IntArray, cells: IntArray, asked: float, hours: FloatArray, widest: IntArray
) -> tuple[IntArray, float, bool, IntArray]:
    """One period: heads above the least, the bound in head-hours, whether enough is gained, and intervals whose curves end too early to tell."""
    base = float(curves[cells, 0].sum())
    slack = ENOUGH * max(float(np.abs(curves[cells, 0]).sum()), 1e-6)
    wanting = asked - base - slack
    nothing = np.zeros(cells.size, dtype=np.int64)
    steps = _steps(curves, width, cells, hours)
    reached = np.cumsum(steps.gain)
    last = int(np.searchsorted(reached, wanting)) if wanting > 0.0 else 0
    enough = wanting <= 0.0 or last < reached.size
    rate = float(steps.rate[last]) if last < reached.size else 0.0
    place = np.full(int(cells.max(initial=0)) + 1, -1)
    place[cells] = np.arange(cells.size)
    taken = nothing.copy()
    np.add.at(taken, place[steps.cell[: last + 1]], steps.heads[: last + 1])
    if wanting > 0.0:
        open_ended = width[cells] < widest[cells]
        at_end = taken == width[cells] - 1
        end = np.maximum(width[cells] - 1, 1)
        rising = (
            (curves[cells, end] - curves[cells, end - 1]) / hours[cells] > max(rate, FLAT)
            if curves.shape[1] > 1
            else np.zeros(cells.size, dtype=np.bool_)
        )
        short = cells[open_ended & (at_end | rising)]
        if short.size:
            return nothing, 0.0, False, short
    none = cells[:0]
    if not enough:
        return nothing, np.inf, False, none
    if wanting <= 0.0:
        return nothing, 0.0, True, none
    missing = wanting - (float(reached[last - 1]) if last else 0.0)
    bound = float(steps.hours[:last].sum()) + missing / rate
    taken = nothing.copy()
    np.add.at(taken, place[steps.cell[:last]], steps.heads[:last])
    for cell, more in _ending(curves, steps, last, missing, hours):
        taken[place[cell]] += more
    return _trimmed(curves, cells, taken, asked - slack, hours), bound, True, none


def _steps(curves: FloatArray, width: IntArray, cells: IntArray, hours: FloatArray) -> _Steps:
    """Rising steps of all envelopes, what gains most by head-hour first; those of one interval stay in their order."""
    found: list[tuple[int, int, int, float]] = []
    for cell, size in zip(cells.tolist(), width[cells].tolist(), strict=True):
        line = curves[cell, :size].tolist()
        corners = [0]
        for at in range(1, size):
            while len(corners) > 1 and (line[corners[-1]] - line[corners[-2]]) * (at - corners[-1]) <= (
                line[at] - line[corners[-1]]
            ) * (corners[-1] - corners[-2]):
                corners.pop()
            corners.append(at)
        found += [
            (cell, a, b - a, line[b] - line[a]) for a, b in itertools.pairwise(corners) if line[b] > line[a] + FLAT
        ]
    cell, first, heads, gain = (
        (np.array(column) for column in zip(*found, strict=True)) if found else (np.zeros(0, dtype=np.int64),) * 4
    )
    spent = heads * hours[cell]
    order = np.lexsort((first, cell, -gain / spent)) if found else cell
    return _Steps(
        cell[order], first[order], heads[order], gain[order].astype(np.float64), spent[order].astype(np.float64)
    )


def _ending(curves: FloatArray, steps: _Steps, last: int, missing: float, hours: FloatArray) -> list[tuple[int, int]]:
    """The cheapest end: the last step, so many heads of it as do, or later steps in its place."""
    cell, first, heads = int(steps.cell[last]), int(steps.first[last]), int(steps.heads[last])
    line = curves[cell, first : first + heads + 1] - curves[cell, first]
    part = int(np.argmax(line >= missing))
    best, price = [(cell, part)], part * float(hours[cell])
    instead: list[tuple[int, int]] = []
    spent = gained = 0.0
    for other in range(last + 1, steps.cell.size):
        if steps.cell[other] == cell:
            continue
        spent += float(steps.hours[other])
        if spent >= price:
            break
        gained += float(steps.gain[other])
        instead.append((int(steps.cell[other]), int(steps.heads[other])))
        if gained >= missing:
            return instead
    return best


def _trimmed(curves: FloatArray, cells: IntArray, taken: IntArray, asked: float, hours: FloatArray) -> IntArray:
    """Heads taken off again, longest intervals first, where the rest gains enough without them."""
    surplus = float(curves[cells, taken].sum()) - asked
    spare = [
        (-float(hours[c]), float(curves[c, n] - curves[c, n - 1]), i)
        for i, (c, n) in enumerate(zip(cells.tolist(), taken.tolist(), strict=True))
        if n
    ]
    for _, loss, i in sorted(spare):
        if loss <= surplus:
            taken[i] -= 1
            surplus -= loss
    return taken

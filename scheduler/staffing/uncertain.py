"""Smallest number of people that keeps a target when the arrival rate itself is uncertain.

Staffing for the mean rate misses: with 100 erlang and a cv of 0.3 the heads that answer 80 % at
the mean answer 58 % of the customers of all days. Here the expected measures decide, or the
targets hold up to a quantile of the rate.
"""

from dataclasses import replace

import numpy as np

from scheduler.staffing.expected import Cells, expected, unevenness
from scheduler.staffing.queues import erlang_a, erlang_c
from scheduler.staffing.queues.arrays import SLACK, BoolArray, FloatArray, IntArray
from scheduler.staffing.queues.search import smallest
from scheduler.staffing.rates import TINY, rate_quantile
from scheduler.staffing.targets import ServiceTarget


def need(cells: Cells, target: ServiceTarget) -> IntArray:
    """Smallest n that keeps all promises of `target` on service and load, without its minimum.

    Of a share promised over a day or week, the floor that each cell keeps.

    Cells without load need nobody, cells with load at least one.

    Parameters
    ----------
    cells
        Load and spread.
    target
        Promises and confidence.
    """
    if target.confidence != "expected":
        return _steady_need(cells, rate_quantile(cells.cv, target.confidence), target)
    if not target.promises:
        return (cells.load > 0.0).astype(np.int64)
    result = _steady_need(cells, np.ones_like(cells.load), target)
    unsure = np.flatnonzero((cells.cv >= TINY) & (cells.load > 0.0))
    if not unsure.size:
        return result
    some = cells.at(unsure)
    guess = _steady_need(some, rate_quantile(some.cv, target.interval_share or 0.9), target)
    floor = np.ones_like(some.load)
    if target.max_occupancy is not None and target.patience_s is None:
        floor = np.maximum(floor, np.ceil(some.load / target.max_occupancy * (1.0 - SLACK)))

    def met(at: IntArray, n: FloatArray) -> BoolArray:
        kept = expected(some.at(at), n, target).keeps(target)
        return np.asarray(np.logical_and.reduce(list(kept.values())))

    step = 1.0 + some.cv * some.load / 16.0
    result[unsure] = smallest(met, guess.astype(np.float64), floor, step).astype(np.int64)
    return result


def _steady_need(cells: Cells, factor: FloatArray, target: ServiceTarget) -> IntArray:
    """Need at one known rate, `factor` times the mean."""
    load = cells.load * factor
    least = (load > 0.0).astype(np.float64)
    if target.redial:
        return _need_with_redials(replace(cells, load=load, cv=0.0 * cells.cv), target)
    within = target.within_s or 0.0
    if target.patience_s is None:
        wait = target.max_wait_s
        return erlang_c.need(
            load,
            cells.aht_s,
            answer_share=target.interval_share,
            within_s=within,
            max_wait_s=None if wait is None else wait / unevenness(cells),
            max_occupancy=target.max_occupancy,
            min_heads=least,
        )
    return erlang_a.need(
        load,
        cells.aht_s,
        target.patience_s,
        answer_share=target.interval_share,
        within_s=within,
        share_of=target.share_of,
        max_wait_s=target.max_wait_s,
        max_abandon=target.max_abandon,
        max_occupancy=target.max_occupancy,
        min_heads=least,
    )


def _need_with_redials(cells: Cells, target: ServiceTarget) -> IntArray:
    """Need at known rates where who hangs up may call again: fewer do with more people, so more people are better still."""
    least = (cells.load > 0.0).astype(np.float64)
    without = _steady_need(cells, np.ones_like(cells.load), replace(target, redial=0.0)).astype(np.float64)
    if not target.promises:
        return without.astype(np.int64)

    def met(at: IntArray, n: FloatArray) -> BoolArray:
        return np.asarray(
            np.logical_and.reduce(list(expected(cells.at(at), n, target).keeps(target).values()))
            | (cells.load[at] == 0.0)
        )

    # Without redials fewer calls come in, and all measures are better: that is the floor.
    return smallest(met, without, np.maximum(without, least), np.ones_like(without)).astype(np.int64)

"""Smallest whole number that passes a test, for many cells at once."""

from collections.abc import Callable

import numpy as np

from scheduler.staffing.queues.arrays import BoolArray, FloatArray, IntArray

Test = Callable[[IntArray, FloatArray], BoolArray]
"""``test(cells, n)``: does ``n[i]`` pass in cell ``cells[i]``? Once passed, any more pass too."""


def smallest(test: Test, guess: FloatArray, floor: FloatArray, step: FloatArray) -> FloatArray:
    """Smallest n >= `floor` that passes, cell by cell.

    Parameters
    ----------
    test
        Monotone in n and passed by some finite n.
    guess
        Where to begin, whole numbers of shape (cells,); values below `floor` are raised.
    floor
        Smallest permitted n, whole numbers of shape (cells,).
    step
        First step away from the guess, 1 or more; it doubles until the answer is bracketed,
        then the bracket is halved.

    Raises
    ------
    OverflowError
        If a cell passes for no n below 2**53, that is, if its test cannot be passed.
    """
    n = np.maximum(guess, floor)
    failed, passed = floor - 1.0, np.full_like(floor, np.inf)
    step = np.floor(step)
    cells = np.arange(n.size)
    while cells.size:
        good = test(cells, n[cells])
        passed[cells[good]] = n[cells[good]]
        failed[cells[~good]] = n[cells[~good]]
        cells = cells[passed[cells] - failed[cells] > 1.0]
        low, high, stride = failed[cells], passed[cells], step[cells]
        halved = np.floor((low + high) / 2.0)
        up, down = np.isinf(high), low < floor[cells]
        n[cells] = np.where(up, low + stride, np.where(down, np.maximum(high - stride, floor[cells]), halved))
        step[cells] = np.where(up | down, 2.0 * stride, stride)
        if np.any(n[cells] > 2.0**53):
            raise OverflowError(f"{np.count_nonzero(n > 2.0**53)} cells pass for no number")
    return passed

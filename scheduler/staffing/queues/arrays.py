"""What every kernel does with its arguments: arrays of floats, checked, the fault named."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

BLOCK = 8192
"""Cells worked on at a time: a handful of such arrays stays in the processor's cache."""

SLACK = 1e-12
"""A target counts as met when missed by no more than this share of itself.

Decimal targets are not floats: 8.5 erlang at an occupancy of 0.85 are ten people, although
8.5 / 0.85 is 10.000000000000002 in binary.
"""


def numbers(name: str, value: npt.ArrayLike, *, positive: bool = False) -> FloatArray:
    """`value` as finite floats, none below zero.

    Parameters
    ----------
    name
        What to call the argument when it is refused.
    value
        A number or an array of any shape.
    positive
        Refuse zero too.

    Raises
    ------
    ValueError
        If any value is not finite, negative, or zero where it must be positive; the first
        offender is named by its index.
    """
    array = np.asarray(value, dtype=np.float64)
    good = (array > 0.0) if positive else (array >= 0.0)
    good &= array < np.inf
    if not good.all():
        where = tuple(int(i) for i in np.argwhere(~good)[0])
        least = "above 0" if positive else "0 or more"
        raise ValueError(f"{name}{list(where)} is {array[where]}, expected a finite number {least}")
    return array


def heads(name: str, value: npt.ArrayLike) -> FloatArray:
    """`value` as whole numbers of people, 0 or more, kept as floats for the arithmetic.

    Raises
    ------
    ValueError
        If any value is negative or not whole.
    """
    array = numbers(name, value)
    whole = array == np.floor(array)
    if not whole.all():
        where = tuple(int(i) for i in np.argwhere(~whole)[0])
        raise ValueError(f"{name}{list(where)} is {array[where]}, expected a whole number of heads")
    return array


def share(name: str, value: npt.ArrayLike) -> FloatArray:
    """`value` as shares strictly between 0 and 1.

    A share of exactly 1 is refused because no finite number of people reaches it.

    Raises
    ------
    ValueError
        If any value lies outside (0, 1).
    """
    array = numbers(name, value, positive=True)
    if not (array < 1.0).all():
        raise ValueError(f"{name} must lie below 1: no finite number of heads answers everybody")
    return array


def allowance(target_share: FloatArray) -> FloatArray:
    """Share that may be missed under a target share, with the slack of its decimal notation."""
    return (1.0 - target_share) * (1.0 + SLACK) + np.finfo(np.float64).eps

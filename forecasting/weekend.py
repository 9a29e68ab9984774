"""Which weekdays are the weekend: Saturday and Sunday, Friday and Saturday, Friday alone."""

from __future__ import annotations

import numpy as np

from forecasting.grid import BoolArray, IntArray

Weekend = tuple[int, ...]
SATURDAY_SUNDAY: Weekend = (5, 6)


def weekend_of(off: BoolArray, ordinary: BoolArray, weekday: IntArray) -> Weekend:
    """Weekdays that are off on most of their ordinary days; Saturday and Sunday where the calendar has none.

    Parameters
    ----------
    off
        Weekend days, shape ``(day,)``.
    ordinary
        Weekend days and workdays, holidays and make-up workdays apart, shape ``(day,)``.
    weekday
        0 = Monday, shape ``(day,)``.
    """
    count = np.bincount(weekday[ordinary], minlength=7)
    free = np.bincount(weekday[off & ordinary], minlength=7)
    found = tuple(int(day) for day in np.flatnonzero(2 * free > count))
    return found if 0 < len(found) < 7 else SATURDAY_SUNDAY


def workdays_of(weekend: Weekend) -> Weekend:
    """The other weekdays."""
    return tuple(day for day in range(7) if day not in weekend)


def rest_day(weekend: Weekend) -> int:
    """The last day of the weekend, the day before work begins: Sunday, or Saturday where Friday is off."""
    return next(day for day in weekend if (day + 1) % 7 not in weekend)


def last_workday(weekend: Weekend) -> int:
    """The weekday before the weekend that ends with :func:`rest_day`."""
    day = rest_day(weekend)
    while day in weekend:
        day = (day - 1) % 7
    return day

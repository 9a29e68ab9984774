"""Handling time per day and slot, by the same core as the arrivals."""

from __future__ import annotations

import numpy as np

from forecasting.demand import Demand, day_and_slot
from forecasting.features import DayTypes
from forecasting.grid import DAY, FloatArray, date_range
from forecasting.level import Level, local_level

HALF_LIFE_DAYS = 56.0
# Single contacts vary about as much as their mean, cells by about a tenth of it: a cell needs
# (1 / 0.1) ** 2 contacts to be believed as much as the whole queue.
PRIOR_CONTACTS = 100.0
CONTACT_CV = 1.0
DAY_CV = 0.03
EFFECT_SPREAD = 0.1
# The level of arrivals may stray by a tenth, that of the pace by half as much.
LEVEL_CAUTION = 0.25
BOUND = 0.7


def handling_times(demand: Demand, queue: str, types: DayTypes, ahead: DayTypes) -> FloatArray:
    """Mean handling time in seconds, shape ``(day, slot)``; NaN when none is known.

    Notes
    -----
    Built like the arrivals: the weekly profile of :func:`handling_profile` times a local level
    times effects of special days, here on the log ratio of the seconds worked on a day to those
    the profile expects. Its variance is that of single contacts (about their mean squared) over
    their number, so a thin queue keeps its profile.
    """
    profile = handling_profile(demand, queue)
    usual = profile[ahead.weekday]
    rows = demand.of(queue)
    rows = rows[rows["aht_s"].notna()]
    if np.isnan(profile).all():
        return usual
    day, slot = day_and_slot(rows["start"], demand.slot_minutes)
    dates = date_range(day.min(), day.max() + DAY)
    days = types.at(dates)
    row = (day - dates[0]).astype(np.int64)
    contacts = rows["arrivals"].to_numpy(dtype=float)
    expected = contacts * profile[days.weekday[row], slot]
    worked = np.bincount(row, contacts * rows["aht_s"].to_numpy(dtype=float), len(dates))
    planned = np.bincount(row, expected, len(dates))
    amount = np.bincount(row, contacts, len(dates))
    known = planned > 0
    ratio = np.where(known, np.log(np.where(known, worked / np.where(known, planned, 1), 1)), 0.0)
    information = np.where(known, 1.0 / (CONTACT_CV**2 / np.maximum(amount, 1.0) + DAY_CV**2), 0.0)
    effect: FloatArray = np.zeros(days.effects.shape[1])
    level: FloatArray = np.zeros(len(dates))
    for _ in range(3):
        ordinary = np.where(days.special, 0.0, information)
        level = local_level(ratio - days.effects @ effect, ordinary * LEVEL_CAUTION)
        weighted = days.effects * information[:, None]
        ridge = days.effects.T @ weighted + np.eye(len(effect)) * EFFECT_SPREAD**-2
        effect = np.asarray(np.linalg.solve(ridge, weighted.T @ (ratio - level)), dtype=np.float64)
    pace = Level(level, dates[-1]).ahead(ahead.dates) + ahead.effects @ effect
    return np.asarray(usual * np.exp(np.clip(pace, -BOUND, BOUND))[:, None], dtype=np.float64)


def handling_profile(demand: Demand, queue: str) -> FloatArray:
    """Mean handling time in seconds, shape ``(weekday, slot)``; NaN when none is known.

    Notes
    -----
    The mean over past intervals, weighted by contacts (half as much after 8 weeks), shrunk to the
    queue's own mean: ``(sum n t + k T) / (sum n + k)`` with ``k = 100`` contacts.
    """
    weekday, slot, age, contacts, seconds = demand.handling(queue)
    weight = contacts * 0.5 ** (age / HALF_LIFE_DAYS)
    shape = (7, 1440 // demand.slot_minutes)
    if weight.sum() <= 0:
        return np.full(shape, np.nan)
    overall = float(weight @ seconds / weight.sum())
    amount, total = np.zeros(shape), np.zeros(shape)
    np.add.at(amount, (weekday, slot), weight)
    np.add.at(total, (weekday, slot), weight * seconds)
    return np.asarray((total + PRIOR_CONTACTS * overall) / (amount + PRIOR_CONTACTS))

"""Demand of known truth: for sample data, demonstrations and tests. Never mixed with real data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd

from forecasting.features import DayTypes
from forecasting.grid import BoolArray, FloatArray
from forecasting.weekend import rest_day


@dataclass(frozen=True, slots=True)
class QueueTruth:
    """How contacts of one queue really come about.

    Parameters
    ----------
    queue
        Its name.
    profile
        Mean contacts per weekday (row 0 = Monday) and slot of the day, shape ``(7, slot)``, where
        ``slot`` is 24, 48 or 96. A slot with 0 is closed.
    aht_s
        Mean handling time in seconds.
    aht_cv
        Coefficient of variation of a single handling time.
    day_cv
        Coefficient of variation of the gamma factor a whole day shares.
    slot_cv
        The same for single slots.
    makeup
        Factor on a make-up workday, over the mean of the Friday and the Monday profile.
    rebound
        Factors on the first, second, ... working day after a break of at least three days.
    run_up
        Factors on the last, second but last, ... working day before it.
    month_end
        Factor on the last three working days of a month.
    on_holidays
        None when closed on statutory and in-lieu days; otherwise the factor over the Sunday
        profile with which the queue works through.
    growth
        Relative change of the mean per year.
    """

    queue: str
    profile: FloatArray
    aht_s: float = 300.0
    aht_cv: float = 1.0
    day_cv: float = 0.08
    slot_cv: float = 0.0
    makeup: float = 1.15
    rebound: tuple[float, ...] = (1.35,)
    run_up: tuple[float, ...] = (0.9,)
    month_end: float = 1.0
    on_holidays: float | None = None
    growth: float = 0.0

    def __post_init__(self) -> None:
        if self.profile.ndim != 2 or self.profile.shape[0] != 7:
            raise ValueError(f"queue {self.queue}: profile of shape {self.profile.shape}")
        if self.profile.shape[1] not in (24, 48, 96):
            raise ValueError(f"queue {self.queue}: expected 24, 48 or 96 slots a day")
        if not np.isfinite(self.profile).all() or (self.profile < 0).any():
            raise ValueError(f"queue {self.queue}: profile is negative or not a number")


def weekly_shape(per_weekday: Sequence[float], shares: Sequence[float], first_slot: int, slots: int) -> FloatArray:
    """A profile of shape ``(7, slots)``: contacts per weekday spread by shares of a day.

    Parameters
    ----------
    per_weekday
        Contacts of Monday to Sunday, 0 for closed.
    shares
        Relative weights of consecutive slots; they are brought to a sum of 1.
    first_slot
        Slot of the first share.
    slots
        Slots of a day.
    """
    day = np.zeros(slots)
    day[first_slot : first_slot + len(shares)] = np.asarray(shares) / np.sum(shares)
    return np.outer(np.asarray(per_weekday, dtype=float), day)


def true_means(queues: Sequence[QueueTruth], days: pd.DataFrame) -> pd.DataFrame:
    """The truth: mean contacts per open interval, before any chance.

    Parameters
    ----------
    queues
        What to simulate.
    days
        Calendar ``kind,name,open`` (``event_factor`` counts) indexed by date. On days that are not
        open there are no intervals.

    Returns
    -------
    Frame ``queue,start,mean``.
    """
    types = DayTypes.from_frame(days)
    closed = ~days.sort_index()["open"].to_numpy(dtype=bool)
    return pd.concat(
        [_rows(truth, types, _day_means(truth, types, closed)) for truth in queues],
        ignore_index=True,
    )


def simulate(queues: Sequence[QueueTruth], days: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Draw contacts and handling times.

    Parameters
    ----------
    queues
        What to simulate; every queue has its own stream of chance, so adding one leaves the others
        as they were.
    days
        The calendar, see :func:`true_means`.
    seed
        Same seed, same contacts.

    Returns
    -------
    Frame ``queue,start,arrivals,aht_s``, a row for every open interval; ``aht_s`` is NaN where
    nobody came.

    Notes
    -----
    ``arrivals ~ Poisson(mean x G_day x G_slot)`` with gamma factors of mean 1, so counts are
    negative binomial given the slot's own factor, and slots of a day vary together.
    """
    types = DayTypes.from_frame(days)
    closed = ~days.sort_index()["open"].to_numpy(dtype=bool)
    frames = []
    for truth in queues:
        rng = np.random.default_rng([seed, crc32(truth.queue.encode())])
        mean = _day_means(truth, types, closed)
        rate = mean * _gamma(rng, truth.day_cv, (len(mean), 1))
        rate = rate * _gamma(rng, truth.slot_cv, mean.shape)
        count = rng.poisson(rate)
        # The mean of n handling times is gamma with n times the shape of one.
        shape = np.maximum(count, 1) / truth.aht_cv**2
        seconds = np.round(truth.aht_s * rng.gamma(shape) / shape, 1)
        frame = _rows(truth, types, mean)
        is_open = mean > 0
        frame["arrivals"] = count[is_open]
        frame["aht_s"] = np.where(count > 0, seconds, np.nan)[is_open]
        frames.append(frame.drop(columns="mean"))
    return pd.concat(frames, ignore_index=True)


def _day_means(truth: QueueTruth, types: DayTypes, closed: BoolArray) -> FloatArray:
    """Mean contacts, shape ``(day, slot)``."""
    factor = np.exp(types.typed) * (1.0 + truth.growth) ** (np.arange(len(types)) / 365.25)
    factor[types.column("makeup") > 0] *= truth.makeup
    factor[types.column("last_days") > 0] *= truth.month_end
    worked = np.flatnonzero((types.column("makeup") > 0) | ~(types.holiday | np.isin(types.weekday, types.weekend)))
    for effect, factors, step in (("rebound_1", truth.rebound, 1), ("eve", truth.run_up, -1)):
        for day in np.flatnonzero(types.column(effect) > 0):
            place = int(np.searchsorted(worked, day))
            for number, value in enumerate(factors):
                target = place + step * number
                if 0 <= target < len(worked):
                    factor[worked[target]] *= value
    base = types.mixture @ truth.profile
    base[types.holiday] = truth.profile[rest_day(types.weekend)] * (truth.on_holidays or 0.0)
    base[closed] = 0.0
    return base * factor[:, None]


def _rows(truth: QueueTruth, types: DayTypes, mean: FloatArray) -> pd.DataFrame:
    slot = np.timedelta64(1440 // mean.shape[1], "m")
    begin = types.dates[:, None].astype("datetime64[m]") + np.arange(mean.shape[1]) * slot
    is_open = mean > 0
    return pd.DataFrame(
        {
            "queue": truth.queue,
            "start": begin[is_open].astype("datetime64[s]"),
            "mean": mean[is_open],
        }
    )


def _gamma(rng: np.random.Generator, cv: float, shape: tuple[int, ...]) -> FloatArray:
    if cv <= 0:
        return np.ones(shape)
    return np.asarray(rng.gamma(cv**-2, cv**2, shape), dtype=np.float64)

"""What is known of a day before it comes: profile, run-up, rebound, make-up work, month, events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from forecasting.breaks import Breaks, find_breaks
from forecasting.grid import BoolArray, DateArray, FloatArray, IntArray
from forecasting.weekend import SATURDAY_SUNDAY, Weekend, last_workday, rest_day, weekend_of

KINDS = ("workday", "weekend", "statutory", "in_lieu", "makeup")
MONTH_EDGE = 3
MONTH = ("first_days", "last_days", "first_day", "last_day")


@dataclass(frozen=True, slots=True)
class DayTypes:
    """The day-type table: one row a calendar day.

    Parameters
    ----------
    dates
        Consecutive dates, shape ``(day,)``.
    weekday
        0 = Monday, shape ``(day,)``.
    holiday
        A statutory or in-lieu day off, shape ``(day,)``.
    mixture
        Share of each weekday's profile, shape ``(day, 7)``: one-hot, but half Friday and half
        Monday (the last and the first workday of a week) for a make-up workday, which is worked
        like a weekday and not like the weekend.
    columns
        Names of the effects.
    effects
        Strength of each effect, 0 where it does not apply, shape ``(day, effect)``.
    typed
        Log of the factor the planner typed for the day's event, 0 where none, shape ``(day,)``.
    weekend
        Weekdays that are off, as the calendar has them.

    Notes
    -----
    Effects: ``rebound_1``, ``rebound_2`` (first and second working day after a break of at least
    three days), ``eve`` (the last working day before it), ``approach`` (the two before the eve),
    ``makeup``, ``holiday``, ``holiday:<name>``, ``break_weekend`` (a weekend day inside such a
    break), ``first_days``, ``last_days`` (first and last three working days of the month) and
    ``event:<name>``. Those around a break are scaled by its length, see
    :class:`~forecasting.breaks.Breaks`; ``…_short`` repeats them for breaks that cost fewer than
    three weekdays, so that a long weekend may differ from a golden week.
    """

    dates: DateArray
    weekday: IntArray
    holiday: BoolArray
    mixture: FloatArray
    columns: tuple[str, ...]
    effects: FloatArray
    typed: FloatArray
    weekend: Weekend = SATURDAY_SUNDAY

    def __len__(self) -> int:
        return len(self.dates)

    @classmethod
    def from_frame(cls, days: pd.DataFrame) -> DayTypes:
        """Derive the table from the calendar.

        Parameters
        ----------
        days
            Indexed by date, every date once and without holes, columns ``kind`` (one of
            :data:`KINDS`), ``name`` (of the holiday, or ''), ``open`` (whether anybody works);
            optionally ``event`` (name, or '') and ``event_factor`` (typed effect on arrivals,
            e.g. 1.5, or NaN to have it learned). Two weeks beyond both ends of what is forecast
            and fitted let the table see whole breaks and whole months.

        Raises
        ------
        ValueError
            Naming the dates at fault.
        """
        days = _checked(days)
        index = pd.DatetimeIndex(days.index)
        dates = index.to_numpy(dtype="datetime64[D]")
        kind = days["kind"].to_numpy(dtype=object)
        weekday = index.day_of_week.to_numpy(dtype=np.int64)
        holiday = (kind == "statutory") | (kind == "in_lieu")
        makeup = kind == "makeup"
        works = (kind == "workday") | makeup
        worked = works & days["open"].to_numpy(dtype=bool)
        weekend = weekend_of(kind == "weekend", (kind == "weekend") | (kind == "workday"), weekday)
        breaks = find_breaks(worked, ~np.isin(weekday, weekend))
        named: dict[str, FloatArray] = _break_effects(breaks)
        named["makeup"] = makeup.astype(float)
        named["holiday"] = holiday.astype(float)
        named["break_weekend"] = (breaks.inside & ~holiday & ~works).astype(float)
        named |= _month_effects(index, worked)
        names = days["name"].astype(str).to_numpy()
        for name in sorted({str(text) for text in names[holiday]} - {""}):
            named[f"holiday:{name}"] = (holiday & (names == name)).astype(float)
        learned, typed = _event_effects(days)
        named |= learned
        mixture = np.eye(7)[weekday]
        mixture[makeup] = 0.5 * np.eye(7)[last_workday(weekend)] + 0.5 * np.eye(7)[(rest_day(weekend) + 1) % 7]
        effects = np.column_stack(list(named.values()))
        return cls(dates, weekday, holiday, mixture, tuple(named), effects, typed, weekend)

    def at(self, dates: DateArray) -> Self:
        """The rows of some dates.

        Raises
        ------
        ValueError
            When the calendar does not cover them.
        """
        rows = (dates - self.dates[0]).astype(np.int64)
        outside = (rows < 0) | (rows >= len(self.dates))
        if outside.any():
            raise ValueError(
                f"calendar covers {self.dates[0]} to {self.dates[-1]}, "
                f"needed from {dates[outside].min()} to {dates[outside].max()}"
            )
        return type(self)(
            self.dates[rows],
            self.weekday[rows],
            self.holiday[rows],
            self.mixture[rows],
            self.columns,
            self.effects[rows],
            self.typed[rows],
            self.weekend,
        )

    def column(self, name: str) -> FloatArray:
        """One effect, shape ``(day,)``; zeros when the calendar knows none of that name."""
        if name not in self.columns:
            return np.zeros(len(self))
        return self.effects[:, self.columns.index(name)]

    @property
    def special(self) -> BoolArray:
        """Days that differ from an ordinary day of their weekday, month position aside."""
        month = np.isin(self.columns, MONTH)
        marked: BoolArray = (self.effects[:, ~month] != 0).any(axis=1) | (self.typed != 0)
        return marked


def _checked(days: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in ("kind", "name", "open") if name not in days.columns]
    if missing:
        raise ValueError(f"days: missing column {', '.join(missing)}")
    if days.empty:
        raise ValueError("days: no date")
    days = days.set_axis(pd.to_datetime(days.index).normalize(), axis=0).sort_index()
    twice = days.index[days.index.duplicated()]
    if len(twice):
        raise ValueError(f"days: {_listed(twice)} given twice")
    holes = pd.date_range(days.index[0], days.index[-1]).difference(pd.DatetimeIndex(days.index))
    if len(holes):
        raise ValueError(f"days: {_listed(holes)} missing")
    odd = ~days["kind"].isin(KINDS)
    if odd.any():
        found = ", ".join(sorted({str(kind) for kind in days.loc[odd, "kind"]}))
        raise ValueError(f"days: {_listed(days.index[odd])} of kind {found}, expected one of {', '.join(KINDS)}")
    return days.assign(name=days["name"].fillna(""))


def _listed(dates: pd.Index) -> str:
    shown = ", ".join(str(date)[:10] for date in dates[:5])
    return shown if len(dates) <= 5 else f"{shown} and {len(dates) - 5} more"


def _break_effects(breaks: Breaks) -> dict[str, FloatArray]:
    named: dict[str, FloatArray] = {}
    for name in ("rebound_1", "rebound_2", "eve", "approach"):
        strength = getattr(breaks, name)
        named[name] = strength
        named[f"{name}_short"] = np.where(strength < 1.0, strength, 0.0)
    return named


def _month_effects(index: pd.DatetimeIndex, worked: BoolArray) -> dict[str, FloatArray]:
    months = (index.year * 12 + index.month).to_numpy()
    named = {name: np.zeros(len(index)) for name in MONTH}
    for month in np.unique(months):
        rows = np.flatnonzero((months == month) & worked)
        # A month cut by the border of the calendar has no known first or last working days there.
        if index[months == month][0].day == 1:
            named["first_days"][rows[:MONTH_EDGE]] = 1.0
            named["first_day"][rows[:1]] = 1.0
        if index[months == month][-1].is_month_end:
            named["last_days"][rows[-MONTH_EDGE:]] = 1.0
            named["last_day"][rows[-1:]] = 1.0
    return named


def _event_effects(days: pd.DataFrame) -> tuple[dict[str, FloatArray], FloatArray]:
    typed = np.zeros(len(days))
    if "event_factor" in days.columns:
        factor = pd.to_numeric(days["event_factor"]).to_numpy(dtype=float)
        bad = factor <= 0
        if bad.any():
            raise ValueError(f"days: event_factor of {_listed(days.index[bad])} is not above 0")
        typed = np.log(np.where(np.isnan(factor), 1.0, factor))
    if "event" not in days.columns:
        return {}, typed
    events = days["event"].fillna("").astype(str).to_numpy()
    learned = {f"event:{name}": ((events == name) & (typed == 0)).astype(float) for name in sorted(set(events) - {""})}
    return {name: row for name, row in learned.items() if row.any()}, typed

"""The weekend is what the calendar says: Saturday and Sunday here, Friday and Saturday there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, forecast
from forecasting.features import DayTypes
from forecasting.weekend import last_workday, rest_day, weekend_of, workdays_of

FIRST, START, END = pd.Timestamp("2026-01-04"), pd.Timestamp("2026-06-28"), pd.Timestamp("2026-07-26")
HOLIDAYS = ("2026-03-04", "2026-04-02", "2026-04-08", "2026-04-22", "2026-05-21", "2026-07-15")
WORK, REST = np.linspace(40, 90, 24), np.linspace(60, 10, 24)


def calendar(weekend: tuple[int, ...]) -> pd.DataFrame:
    """Half a year with six holidays in the middle of weeks."""
    index = pd.date_range(FIRST, END + pd.Timedelta(days=28))
    off = index.isin(pd.to_datetime(HOLIDAYS))
    kind = np.where(off, "statutory", np.where(index.day_of_week.isin(weekend), "weekend", "workday"))
    return pd.DataFrame({"kind": kind, "name": np.where(off, "holiday", ""), "open": True}, index=index)


def truth(days: pd.DataFrame) -> pd.DataFrame:
    """Hourly means: days off, holidays too, rise and fall the other way round."""
    rest = (days["kind"] != "workday").to_numpy()
    mean = np.where(rest[:, None], REST, WORK)
    start = np.add.outer(days.index.to_numpy(), pd.to_timedelta(np.arange(24), "h").to_numpy())
    return pd.DataFrame({"queue": "Q", "start": start.ravel(), "mean": mean.ravel()})


@pytest.mark.parametrize(
    ("weekend", "rest", "last"),
    [((5, 6), 6, 4), ((4, 5), 5, 3), ((4,), 4, 3), ((6,), 6, 5), ((0, 6), 0, 5), ((3, 4), 4, 2)],
)
def test_the_weekend_is_learned_from_the_calendar(weekend: tuple[int, ...], rest: int, last: int) -> None:
    types = DayTypes.from_frame(calendar(weekend))
    assert types.weekend == weekend == types.at(types.dates[:3]).weekend
    assert (rest_day(weekend), last_workday(weekend)) == (rest, last)
    assert sorted((*workdays_of(weekend), *weekend)) == list(range(7))


def test_a_calendar_without_days_off_has_the_usual_weekend() -> None:
    week, none = np.arange(14) % 7, np.zeros(14, dtype=bool)
    assert weekend_of(none, ~none, week) == (5, 6) == weekend_of(~none, ~none, week)


def test_a_long_weekend_is_one_by_its_own_week() -> None:
    """A holiday on a Thursday before a Friday-Saturday weekend makes three days off, on a Thursday before workdays none."""
    thursday = pd.Timestamp("2026-04-02")
    for weekend, breaks in (((4, 5), 1), ((5, 6), 0)):
        types = DayTypes.from_frame(calendar(weekend))
        row = int((types.dates == np.datetime64(thursday, "D")).argmax())
        assert (types.column("rebound_1")[row : row + 4] > 0).sum() == breaks


@pytest.mark.parametrize("weekend", [(5, 6), (4, 5)])
def test_holidays_look_like_the_day_of_rest_wherever_that_is(weekend: tuple[int, ...]) -> None:
    days = calendar(weekend)
    mean = truth(days)
    rng = np.random.default_rng(1)
    past = mean[mean["start"] < START]
    rows = past.assign(arrivals=rng.poisson(past["mean"])).drop(columns="mean")
    found = forecast(Demand.from_frame(rows, 60), days, START, END).frame.merge(
        mean, on="start", suffixes=("", "_true")
    )
    off = found["start"].dt.normalize() == pd.Timestamp("2026-07-15")
    for some in (off, ~off):
        miss = (found["mean"] - found["mean_true"])[some].abs().sum() / found.loc[some, "mean_true"].sum()
        assert miss < (0.12 if some is off else 0.05)

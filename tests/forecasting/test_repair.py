"""Tables as phone systems write them: mended as a planner would, and every mending said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, DemandError, QueueTruth, forecast, simulate, weekly_shape
from forecasting.repair import repair

DaysMaker = Callable[..., pd.DataFrame]


def rows(*cells: tuple[object, object, object]) -> pd.DataFrame:
    return pd.DataFrame(list(cells), columns=["queue", "start", "arrivals"])


def mended(frame: pd.DataFrame, slot: int = 30) -> tuple[dict[tuple[str, str], float], dict[str, tuple[int, ...]]]:
    table, done = repair(frame, slot)
    Demand.from_frame(table, slot)
    assert all(set(one.text) == {"zh", "en"} for one in done)
    values = {(row.queue, f"{row.start:%m-%d %H:%M}"): row.arrivals for row in table.itertuples()}
    return values, {one.kind: one.rows for one in done}


def test_a_clean_table_is_left_alone() -> None:
    values, done = mended(rows(("A", "2026-03-02 09:00", 4), ("A", "2026-03-02 09:30", 0)))
    assert values == {("A", "03-02 09:00"): 4, ("A", "03-02 09:30"): 0}
    assert done == {}


def test_what_cannot_be_read_becomes_a_gap_and_fractions_are_rounded() -> None:
    values, done = mended(
        rows(
            ("A", "2026-03-02 09:00", -3),
            ("A", "2026-03-02 09:30", 4.6),
            ("A", "soon", 4),
            ("", "2026-03-02 10:00", 4),
            ("A", "2026-03-02 10:30", "many"),
            ("A", "2026-03-02 11:00", 7),
        )
    )
    assert values == {("A", "03-02 09:30"): 5, ("A", "03-02 11:00"): 7}
    assert done == {"negative": (1,), "fraction": (2,), "unreadable": (3, 4, 5)}


def test_an_hour_struck_twice_is_averaged_and_repeats_are_kept_once() -> None:
    values, done = mended(
        rows(
            ("A", "2026-11-01 01:00", 10),
            ("A", "2026-11-01 01:00", 14),
            ("A", "2026-11-02 09:00", 8),
            ("A", "2026-11-02 09:00", 8),
        )
    )
    assert values == {("A", "11-01 01:00"): 12, ("A", "11-02 09:00"): 8}
    assert done == {"clock": (1, 2), "repeated": (3, 4)}


def test_shorter_intervals_are_added_up_with_their_handling_times() -> None:
    frame = rows(("A", "2026-03-02 09:00", 10), ("A", "2026-03-02 09:15", 30), ("A", "2026-03-02 09:30", 5))
    table, done = repair(frame.assign(aht_s=[100.0, 200.0, np.nan]), 30)
    assert table["arrivals"].tolist() == [40, 5]
    assert table["aht_s"].iloc[0] == pytest.approx(175.0)
    assert np.isnan(table["aht_s"].iloc[1])
    assert [one.kind for one in done] == ["shorter"]


def test_longer_intervals_are_refused_with_their_length() -> None:
    hours = pd.date_range("2026-03-02 08:00", periods=10, freq="h")
    frame = pd.DataFrame({"queue": "A", "start": hours, "arrivals": 5})
    with pytest.raises(DemandError, match="found intervals of 60 minutes in queue A, expected intervals of 30 minutes"):
        repair(frame, 30)
    assert len(repair(frame, 60)[0]) == 10


def test_nothing_usable_is_an_error() -> None:
    with pytest.raises(DemandError, match="no usable row"):
        repair(rows(("A", "2026-03-02 09:00", -1)))
    with pytest.raises(DemandError, match="a column arrivals"):
        repair(pd.DataFrame({"queue": ["A"], "start": ["2026-03-02"]}))


@pytest.fixture(scope="module")
def days(chinese_days: DaysMaker) -> pd.DataFrame:
    return chinese_days("2026-03-01", "2026-08-31")


@pytest.mark.parametrize(("first", "model"), [("2026-06-22", "ensemble"), ("2026-07-02", "seasonal_naive")])
def test_two_weeks_and_two_days_of_history(
    days: pd.DataFrame, hall_shares: tuple[float, ...], first: str, model: str
) -> None:
    week = weekly_shape([230, 200, 200, 200, 200, 0, 0], hall_shares, 17, 48)
    past = simulate([QueueTruth("H", week)], days.loc[first:"2026-07-05"], 3)
    made = forecast(Demand.from_frame(past), days, "2026-07-06", "2026-07-20")
    report = made.reports["H"]
    assert report.model == model
    assert "历史" in report.reason["zh"]
    assert "history" in report.reason["en"]
    daily = made.frame.groupby(made.frame["start"].dt.normalize())["mean"].sum()
    assert len(daily) >= 2
    assert daily.to_numpy() == pytest.approx(210, rel=0.35)
    assert (made.frame["cv"] > 0.1).all()  # so little says little


def test_a_year_without_calendar_is_said(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    known = chinese_days("2026-06-01", "2026-12-31")
    index = pd.date_range("2027-01-01", "2027-02-28")
    kind = np.where(index.day_of_week > 4, "weekend", "workday")
    blank = pd.DataFrame({"kind": kind, "name": "", "open": index.day_of_week < 5}, index=index)
    days = pd.concat([known, blank])
    week = weekly_shape([230, 200, 200, 200, 200, 0, 0], hall_shares, 17, 48)
    demand = Demand.from_frame(simulate([QueueTruth("H", week)], days.loc[:"2026-12-13"], 3))
    notes = forecast(demand, days, "2026-12-21", "2027-01-18").notes
    assert len(notes) == 1
    assert "2027" in notes[0]["zh"] and "2027" in notes[0]["en"]
    assert forecast(demand, days, "2026-12-14", "2026-12-28").notes == ()


def test_the_spring_clock_change_is_a_gap(chinese_days: DaysMaker) -> None:
    days = chinese_days("2026-01-01", "2026-06-30", never_closed=True)
    week = weekly_shape([480] * 7, [1] * 24, 0, 24)
    past = simulate([QueueTruth("L", week)], days.loc[:"2026-05-17"], 2)
    jumped = past[past["start"] != "2026-03-29 02:00"]
    whole, short = (
        forecast(Demand.from_frame(frame, 60), days, "2026-05-18", "2026-06-01").frame["mean"]
        for frame in (past, jumped)
    )
    assert short.to_numpy() == pytest.approx(whole.to_numpy(), rel=0.05)

"""The one call: rows, reports, errors, and no look into the future."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from forecasting import MODELS, Demand, Forecast, QueueTruth, forecast, simulate, weekly_shape
from forecasting.choose import TRIED
from forecasting.outlook import COLUMNS

DaysMaker = Callable[..., pd.DataFrame]
START, END = pd.Timestamp("2026-09-07"), pd.Timestamp("2026-10-19")


@pytest.fixture(scope="module")
def days(chinese_days: DaysMaker) -> pd.DataFrame:
    return chinese_days("2025-12-01", "2026-11-15")


@pytest.fixture(scope="module")
def rows(days: pd.DataFrame, hall_shares: tuple[float, ...]) -> pd.DataFrame:
    week = weekly_shape([230, 200, 200, 200, 200, 0, 0], hall_shares, 17, 48)
    queues = [QueueTruth("W2", week, aht_s=900.0), QueueTruth("W1", 0.2 * week, aht_s=300.0)]
    return simulate(queues, days, 11)


@pytest.fixture(scope="module")
def openings(days: pd.DataFrame) -> pd.DataFrame:
    """Two sessions a day; the new one on Wednesday evenings begins with the horizon."""
    spans = []
    for day in days.index[days["open"]]:
        hours = [("08:30", "12:00"), ("14:30", "17:30")]
        if day >= START and day.day_of_week == 2:
            hours.append(("17:30", "20:00"))
        spans += [
            (queue, pd.Timestamp(f"{day.date()} {begin}"), pd.Timestamp(f"{day.date()} {end}"))
            for queue in ("W1", "W2")
            for begin, end in hours
        ]
    return pd.DataFrame(spans, columns=["queue", "start", "end"])


@pytest.fixture(scope="module")
def made(rows: pd.DataFrame, days: pd.DataFrame, openings: pd.DataFrame) -> Forecast:
    return forecast(Demand.from_frame(rows), days, START, END, openings=openings)


def test_a_row_for_every_open_interval_and_no_other(made: Forecast, openings: pd.DataFrame) -> None:
    frame = made.frame
    assert list(frame.columns) == list(COLUMNS)
    ahead = openings[(openings["start"] >= START) & (openings["start"] < END)]
    expected = {
        (span.queue, start)
        for span in ahead.itertuples()
        for start in pd.date_range(span.start, span.end, freq="30min", inclusive="left")
    }
    assert set(zip(frame["queue"], frame["start"], strict=True)) == expected
    assert len(frame) == len(expected)
    assert ((frame["end"] - frame["start"]) == pd.Timedelta(minutes=30)).all()
    assert frame.sort_values(["queue", "start"]).index.tolist() == list(range(len(frame)))


def test_numbers_are_in_order(made: Forecast) -> None:
    frame = made.frame
    assert not frame.isna().any().any()
    assert (frame["mean"] >= 0).all()
    quantiles = frame[["q05", "q25", "q50", "q75", "q95"]].to_numpy()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles == quantiles.round()).all()
    assert frame["cv"].between(0.02, 0.5).all()
    by_queue = frame.groupby("queue")["mean"].sum()
    assert by_queue["W2"] / by_queue["W1"] == pytest.approx(5.0, rel=0.1)


def test_reports_say_which_model_and_why(made: Forecast) -> None:
    assert list(made.reports) == ["W1", "W2"]
    for queue, report in made.reports.items():
        assert report.queue == queue
        assert report.model == "ensemble"
        assert {score.model for score in report.scores} == {model.name for model in TRIED}
        assert set(report.reason) == {"zh", "en"}
        # The lunch break was recorded by the simulator but is not open: no gaps.
        assert report.gaps == 0
        assert report.band is not None
        # Counts are whole, so thin queues are covered more often than promised.
        assert 0.86 <= report.band.inside_90 <= 0.985
        assert report.band.wql > 0


def test_a_new_evening_session_gets_numbers(made: Forecast) -> None:
    evening = made.frame[made.frame["start"].dt.hour >= 18]
    assert len(evening) > 0
    assert (evening["mean"] > 0).all()


def test_handling_time_follows_its_queue(made: Forecast) -> None:
    means = made.frame.groupby("queue")["aht_s"].mean()
    assert means["W1"] == pytest.approx(300, rel=0.05)
    assert means["W2"] == pytest.approx(900, rel=0.05)


@pytest.mark.parametrize("model", [None, *(model.name for model in MODELS)])
def test_what_happens_later_does_not_change_the_forecast(
    rows: pd.DataFrame, days: pd.DataFrame, openings: pd.DataFrame, model: str | None
) -> None:
    later = rows["start"] >= START
    assert later.any()
    told = rows.assign(arrivals=rows["arrivals"].where(~later, 999), aht_s=rows["aht_s"].where(~later, 9999.0))
    known = rows[~later]
    made = [
        forecast(Demand.from_frame(past), days, START, END, openings=openings, model=model).frame
        for past in (known, told)
    ]
    pd.testing.assert_frame_equal(made[0], made[1])


def test_same_seed_same_paths_and_they_follow_the_bands(made: Forecast) -> None:
    paths = made.paths(300)
    assert paths.shape == (300, len(made.frame))
    assert (paths >= 0).all()
    np.testing.assert_array_equal(paths, made.paths(300))
    assert (paths != made.paths(300, seed=1)).any()
    inside = (paths >= made.frame["q05"].to_numpy()) & (paths <= made.frame["q95"].to_numpy())
    assert 0.88 < inside.mean() < 0.99
    assert paths.mean() == pytest.approx(made.frame["mean"].mean(), rel=0.02)


def test_hours_are_read_off_the_past_when_not_given(rows: pd.DataFrame, days: pd.DataFrame) -> None:
    frame = forecast(Demand.from_frame(rows), days, START, END).frame
    opened = set(frame["start"].dt.strftime("%m-%d"))
    assert "09-20" in opened  # make-up Sunday
    assert not opened & {"09-19", "09-25", "10-01", "10-07"}
    # The simulator's hall is open through lunch.
    assert set(frame["start"].dt.strftime("%H:%M")) == {
        f"{hour:02d}:{minute:02d}"
        for hour in range(8, 18)
        for minute in (0, 30)
        if (hour, minute) not in ((8, 0), (17, 30))
    }


def test_a_horizon_inside_a_day_and_dates_for_times(
    rows: pd.DataFrame, days: pd.DataFrame, openings: pd.DataFrame
) -> None:
    demand = Demand.from_frame(rows)
    part = forecast(
        demand,
        days,
        "2026-09-08 10:00",
        "2026-09-08 16:00",
        openings=openings,
        model="six_week_mean",
    ).frame
    assert part["start"].min() == pd.Timestamp("2026-09-08 10:00")
    assert part["start"].max() == pd.Timestamp("2026-09-08 15:30")
    whole = forecast(demand, days, date(2026, 9, 8), date(2026, 9, 9), openings=openings, model="six_week_mean").frame
    assert set(whole["start"].dt.date) == {date(2026, 9, 8)}


def test_without_handling_times_the_column_is_empty(
    rows: pd.DataFrame, days: pd.DataFrame, openings: pd.DataFrame
) -> None:
    demand = Demand.from_frame(rows.drop(columns="aht_s"))
    frame = forecast(demand, days, START, END, openings=openings, model="six_week_mean").frame
    assert frame["aht_s"].isna().all()
    assert frame["mean"].notna().all()


def test_input_that_cannot_be_used_is_named(rows: pd.DataFrame, days: pd.DataFrame, openings: pd.DataFrame) -> None:
    demand = Demand.from_frame(rows)
    with pytest.raises(ValueError, match="horizon"):
        forecast(demand, days, END, START)
    with pytest.raises(ValueError, match="400 days"):
        forecast(demand, days, START, START + pd.Timedelta(days=500))
    with pytest.raises(ValueError, match="calendar covers"):
        forecast(demand, days.loc[:"2026-09-30"], START, END, openings=openings)
    with pytest.raises(ValueError, match="calendar covers"):
        forecast(demand, days.loc["2026-01-15":], START, END, openings=openings)
    with pytest.raises(ValueError, match="queue W1: no opening hours"):
        forecast(demand, days, START, END, openings=openings[openings["queue"] == "W2"])
    with pytest.raises(ValueError, match="expected one of"):
        forecast(demand, days, START, END, openings=openings, model="arima")
    young = rows[(rows["queue"] == "W2") | (rows["start"] >= START)]
    with pytest.raises(ValueError, match="queue W1: no history before"):
        forecast(Demand.from_frame(young), days, START, END, openings=openings)

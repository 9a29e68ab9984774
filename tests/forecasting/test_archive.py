"""Issued forecasts are kept, scored against what came, and their bands corrected."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, Forecast, QueueTruth, forecast, simulate, weekly_shape
from forecasting.archive import ARCHIVE, SCORES, archive_rows, corrections, joined, score

DaysMaker = Callable[..., pd.DataFrame]
START, END = pd.Timestamp("2026-06-29"), pd.Timestamp("2026-08-10")


@pytest.fixture(scope="module")
def days(chinese_days: DaysMaker) -> pd.DataFrame:
    return chinese_days("2025-12-01", "2026-09-15")


@pytest.fixture(scope="module")
def counted(days: pd.DataFrame, hall_shares: tuple[float, ...]) -> pd.DataFrame:
    week = weekly_shape([4600, 4000, 4000, 4000, 4000, 0, 0], hall_shares, 17, 48)
    return simulate([QueueTruth("A", week, day_cv=0.08), QueueTruth("B", 2 * week, day_cv=0.08)], days, 5)


@pytest.fixture(scope="module")
def made(counted: pd.DataFrame, days: pd.DataFrame) -> Forecast:
    return forecast(Demand.from_frame(counted), days, START, END)


@pytest.fixture(scope="module")
def archive(made: Forecast) -> pd.DataFrame:
    return archive_rows(made, START - pd.Timedelta(days=3, hours=6))


def test_rows_say_who_forecast_what_and_when(made: Forecast, archive: pd.DataFrame) -> None:
    assert list(archive.columns) == list(ARCHIVE)
    assert len(archive) == len(made.frame)
    assert archive["days_ahead"].min() == 4
    assert set(archive["model"]) == {report.model for report in made.reports.values()}
    np.testing.assert_array_equal(archive["classic"], made.classic)


def test_what_has_passed_at_issue_is_no_forecast(made: Forecast) -> None:
    rows = archive_rows(made, pd.Timestamp("2026-07-01 10:00"))
    assert rows["start"].min() == pd.Timestamp("2026-07-01 10:00")
    assert rows["days_ahead"].min() == 0


def test_scores_are_those_of_the_joined_rows(archive: pd.DataFrame, counted: pd.DataFrame) -> None:
    table = score(archive, counted)
    assert list(table.columns) == list(SCORES)
    rows = joined(archive, counted)
    own = rows[rows["queue"] == "A"]
    whole = table[(table["queue"] == "A") & (table["week_ahead"] == 0)].iloc[0]
    miss = (own["arrivals"] - own["mean"]).abs().sum() / own["arrivals"].sum()
    simple = (own["arrivals"] - own["classic"]).abs().sum() / own["arrivals"].sum()
    assert whole["wape"] == pytest.approx(miss)
    assert whole["value"] == pytest.approx(1 - miss / simple)
    assert whole["bias"] == pytest.approx((own["mean"] - own["arrivals"]).sum() / own["arrivals"].sum())
    assert whole["intervals"] == table[(table["queue"] == "A") & (table["week_ahead"] > 0)]["intervals"].sum()
    assert 0.8 < whole["inside_90"] < 0.99


def test_nothing_counted_yet_is_no_score(archive: pd.DataFrame, counted: pd.DataFrame) -> None:
    assert score(archive, counted[counted["start"] < START]).empty
    assert corrections(archive, counted[counted["start"] < START]) == {}


@pytest.mark.parametrize(("wrong", "low", "high"), [(0.4, 1.08, 1.5), (1.0, 0.7, 1.3), (3.0, 0.66, 0.8)])
def test_bands_that_were_wrong_are_corrected(
    archive: pd.DataFrame, counted: pd.DataFrame, wrong: float, low: float, high: float
) -> None:
    told = archive.assign(cv=archive["cv"] * wrong)
    found = corrections(told, counted)
    assert set(found) == {"A", "B"}
    assert all(low <= factor <= high for factor in found.values()), found


def test_a_correction_widens_the_next_forecast(counted: pd.DataFrame, days: pd.DataFrame) -> None:
    demand = Demand.from_frame(counted)
    plain, wide = (
        forecast(demand, days, START, START + pd.Timedelta(days=7), model="six_week_mean", corrections=told).frame
        for told in (None, {"A": 1.4})
    )
    of_a = plain["queue"] == "A"
    assert (wide.loc[of_a, "cv"] / plain.loc[of_a, "cv"]).to_numpy() == pytest.approx(1.4)
    assert (wide.loc[~of_a, "cv"] == plain.loc[~of_a, "cv"]).all()
    assert (wide["mean"] == plain["mean"]).all()


def test_the_last_word_before_an_interval_counts(archive: pd.DataFrame, counted: pd.DataFrame) -> None:
    old = archive.assign(issued=archive["issued"] - pd.Timedelta(days=7), cv=archive["cv"] * 0.3)
    both = corrections(pd.concat([archive, old]), counted)
    assert both == pytest.approx(corrections(archive, counted))


def test_input_that_does_not_fit_is_named(archive: pd.DataFrame, counted: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="archive: missing column classic"):
        score(archive.drop(columns="classic"), counted)
    with pytest.raises(ValueError, match="counted twice"):
        score(archive, pd.concat([counted, counted.head(1)]))

"""Outages, closures and slips in the past: found, said, left out, and put back when the planner says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, QueueTruth, forecast, simulate, weekly_shape

DaysMaker = Callable[..., pd.DataFrame]
START, END = pd.Timestamp("2026-07-06"), pd.Timestamp("2026-08-03")


@pytest.fixture(scope="module")
def days(chinese_days: DaysMaker) -> pd.DataFrame:
    return chinese_days("2025-12-01", "2026-09-15")


@pytest.fixture(scope="module")
def rows(days: pd.DataFrame, hall_shares: tuple[float, ...]) -> pd.DataFrame:
    week = weekly_shape([230, 200, 200, 200, 200, 0, 0], hall_shares, 17, 48)
    return simulate([QueueTruth("H", week)], days.loc[:"2026-07-05"], 4)


def made(
    rows: pd.DataFrame, days: pd.DataFrame, **told: pd.DataFrame
) -> tuple[pd.Series, tuple[tuple[str, str, bool], ...]]:
    """Daily means ahead, and the suspects set aside or not."""
    result = forecast(Demand.from_frame(rows), days, START, END, **told)  # type: ignore[arg-type]
    daily = result.frame.groupby(result.frame["start"].dt.normalize())["mean"].sum()
    found = result.reports["H"].suspects
    assert all(set(one.reason) == {"zh", "en"} and all(one.reason.values()) for one in found)
    return daily, tuple((one.kind, str(one.start), one.set_aside) for one in found)


def changed(rows: pd.DataFrame, first: str, until: str, value: float) -> pd.DataFrame:
    inside = (rows["start"] >= first) & (rows["start"] < until)
    assert inside.any()
    return rows.assign(arrivals=rows["arrivals"].where(~inside, value))


def test_an_ordinary_past_has_no_suspects_to_set_aside(rows: pd.DataFrame, days: pd.DataFrame) -> None:
    assert not any(aside for _, _, aside in made(rows, days)[1])


@pytest.mark.parametrize(
    ("first", "until", "value", "kind"),
    [
        ("2026-06-23", "2026-06-24", 0, "closure"),
        ("2026-06-23 09:00", "2026-06-23 11:00", 0, "silence"),
        ("2026-06-30 10:00", "2026-06-30 10:30", 99999, "spike"),
    ],
)
def test_it_is_found_said_and_does_not_move_the_forecast(
    rows: pd.DataFrame, days: pd.DataFrame, first: str, until: str, value: float, kind: str
) -> None:
    clean, _ = made(rows, days)
    daily, found = made(changed(rows, first, until, value), days)
    aside = [(name, start) for name, start, gone in found if gone]
    assert len(aside) == 1
    assert aside[0][0] == kind
    assert aside[0][1][:10] == first[:10]
    assert daily.to_numpy() == pytest.approx(clean.to_numpy(), rel=0.03)


def test_a_busy_day_is_listed_but_stays(rows: pd.DataFrame, days: pd.DataFrame) -> None:
    busy = rows["start"].dt.strftime("%m-%d") == "06-24"
    daily, found = made(rows.assign(arrivals=rows["arrivals"].where(~busy, rows["arrivals"] * 2)), days)
    assert ("odd_day", "2026-06-24T08:30", False) in found
    assert not any(aside for _, _, aside in found)
    assert daily.to_numpy() == pytest.approx(
        made(rows, days)[0].to_numpy(), rel=0.06
    )  # a mean of six weeks moves by a sixth


def test_the_planner_has_the_last_word(rows: pd.DataFrame, days: pd.DataFrame) -> None:
    slip = changed(rows, "2026-06-30 10:00", "2026-06-30 10:30", 99999)
    stretch = pd.DataFrame({"queue": ["H"], "start": ["2026-06-30 10:00"], "end": ["2026-06-30 10:30"]})
    _, found = made(slip, days, keep=stretch)
    assert ("spike", "2026-06-30T10:00", False) in found
    # A fortnight of a building site, which no rule could know.
    site = changed(rows, "2026-06-22", "2026-07-04", 2)
    gone = pd.DataFrame({"queue": ["H"], "start": ["2026-06-22"], "end": ["2026-07-05"]})
    moved, _ = made(site, days)
    without, _ = made(site, days, exclude=gone)
    truth, _ = made(rows, days)
    assert abs(without.sum() / truth.sum() - 1) < 0.05
    assert moved.sum() < 0.9 * truth.sum()


def test_excluding_equals_not_having_it(rows: pd.DataFrame, days: pd.DataFrame) -> None:
    gone = pd.DataFrame({"queue": ["H"], "start": ["2026-05-11"], "end": ["2026-05-16"]})
    inside = (rows["start"] >= "2026-05-11") & (rows["start"] < "2026-05-16")
    openings = pd.DataFrame(
        [("H", day + pd.Timedelta(hours=8.5), day + pd.Timedelta(hours=17.5)) for day in days.index[days["open"]]],
        columns=["queue", "start", "end"],
    )
    one = forecast(Demand.from_frame(rows), days, START, END, openings=openings, exclude=gone).frame
    other = forecast(
        Demand.from_frame(rows.assign(arrivals=rows["arrivals"].where(~inside))[~inside]),
        days,
        START,
        END,
        openings=openings,
    ).frame
    np.testing.assert_allclose(one["mean"], other["mean"], rtol=1e-9)


def test_stretches_that_do_not_fit_are_named(rows: pd.DataFrame, days: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="exclude: missing column end"):
        made(rows, days, exclude=pd.DataFrame({"queue": ["H"], "start": ["2026-05-11"]}))
    backwards = pd.DataFrame({"queue": ["H"], "start": ["2026-05-11"], "end": ["2026-05-10"]})
    with pytest.raises(ValueError, match="keep: no time, or end not after start, in row 1"):
        made(rows, days, keep=backwards)
    with pytest.raises(ValueError, match="queue X: not in the history"):
        made(rows, days, exclude=pd.DataFrame({"queue": ["X"], "start": ["2026-05-11"], "end": ["2026-05-12"]}))
    with pytest.raises(ValueError, match="nothing of its history is left"):
        made(rows, days, exclude=backwards.assign(start="2020-01-01", end="2030-01-01"))

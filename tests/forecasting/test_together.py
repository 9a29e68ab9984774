"""Queues of a center have busy days together, and a center is surer of its sum than of its queues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, Forecast, QueueTruth, forecast, simulate, weekly_shape

DaysMaker = Callable[..., pd.DataFrame]
START, END = pd.Timestamp("2026-06-29"), pd.Timestamp("2026-07-13")


def made(days: pd.DataFrame, shares: tuple[float, ...], common: float) -> Forecast:
    """Two queues whose day factors have the log standard deviation ``common`` in common."""
    week = weekly_shape([2300, 2000, 2000, 2000, 2000, 0, 0], shares, 17, 48)
    rows = simulate([QueueTruth("A", week, day_cv=0.03), QueueTruth("B", week, day_cv=0.03)], days, 5)
    day = rows["start"].dt.normalize()
    factor = pd.Series(np.exp(np.random.default_rng(3).normal(0.0, common, day.nunique())), index=day.unique())
    rows["arrivals"] = (rows["arrivals"] * day.map(factor).to_numpy()).round()
    return forecast(Demand.from_frame(rows[rows["start"] < START]), days, START, END)


@pytest.fixture(scope="module")
def days(chinese_days: DaysMaker) -> pd.DataFrame:
    return chinese_days("2025-12-01", "2026-08-15")


@pytest.fixture(scope="module")
def joint(days: pd.DataFrame, hall_shares: tuple[float, ...]) -> Forecast:
    return made(days, hall_shares, 0.15)


def day_sums(forecast: Forecast) -> np.ndarray:
    paths = forecast.paths(2000)
    first = (forecast.frame["start"].dt.normalize() == START).to_numpy()
    return np.array(
        [paths[:, first & (forecast.frame["queue"] == queue).to_numpy()].sum(axis=1) for queue in ("A", "B")]
    )


def test_a_common_day_is_found_and_drawn(joint: Forecast, days: pd.DataFrame, hall_shares: tuple[float, ...]) -> None:
    assert joint.shared_day > 0.4
    assert np.corrcoef(day_sums(joint))[0, 1] > 0.35
    alone = made(days, hall_shares, 0.0)
    assert alone.shared_day < 0.25
    assert abs(np.corrcoef(day_sums(replace(joint, shared_day=0.0)))[0, 1]) < 0.07


def test_the_center_is_the_sum_of_its_paths(joint: Forecast) -> None:
    table = joint.together({"center": ["A", "B"], "only A": ["A"]}, count=1500)
    center, alone = (table[table["group"] == name].reset_index(drop=True) for name in ("center", "only A"))
    by_start = joint.frame.groupby("start")["mean"].sum()
    assert center["mean"].to_numpy() == pytest.approx(by_start.to_numpy())
    assert (np.diff(center[["q05", "q25", "q50", "q75", "q95"]].to_numpy(), axis=1) >= 0).all()
    own = joint.frame[joint.frame["queue"] == "A"]
    assert alone["q95"].to_numpy() == pytest.approx(own["q95"].to_numpy(), rel=0.06)
    # Quantiles do not add up: the sum is relatively surer than its parts.
    added = joint.frame.groupby("start")["q95"].sum().to_numpy()
    assert center["q95"].mean() < added.mean()
    pd.testing.assert_frame_equal(table, joint.together({"center": ["A", "B"], "only A": ["A"]}, count=1500))
    with pytest.raises(ValueError, match="queue C: not in the forecast"):
        joint.together({"x": ["A", "C"]})

"""The simulator keeps the promises of its truth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, QueueTruth, simulate, true_means, weekly_shape

DaysMaker = Callable[..., pd.DataFrame]


def hall(shares: tuple[float, ...], **more: object) -> QueueTruth:
    profile = weekly_shape([230, 200, 200, 200, 200, 0, 0], shares, 17, 48)
    return QueueTruth("H", profile, **more)  # type: ignore[arg-type]


def per_day(frame: pd.DataFrame, value: str) -> pd.Series:
    return frame.groupby(frame["start"].dt.normalize())[value].sum()


def test_the_truth_around_the_golden_week(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    truth = hall(hall_shares, makeup=1.15, rebound=(1.35, 1.1), run_up=(0.9,), month_end=1.2, growth=0.0)
    mean = per_day(true_means([truth], chinese_days("2026-09-01", "2026-10-31")), "mean")
    assert mean["2026-09-09"] == pytest.approx(200)
    assert mean["2026-09-14"] == pytest.approx(230)
    assert mean["2026-09-20"] == pytest.approx(1.15 * (200 + 230) / 2)  # make-up Sunday
    assert mean["2026-09-30"] == pytest.approx(200 * 0.9 * 1.2)  # eve and month end
    assert mean["2026-09-24"] == pytest.approx(200 * 0.9)  # before Mid-Autumn
    assert mean["2026-10-08"] == pytest.approx(200 * 1.35)
    assert mean["2026-10-09"] == pytest.approx(200 * 1.1)
    assert mean["2026-10-10"] == pytest.approx(1.15 * (200 + 230) / 2)
    for closed in ("2026-09-19", "2026-09-25", "2026-10-01", "2026-10-07"):
        assert pd.Timestamp(closed) not in mean.index


def test_a_hotline_works_through(chinese_days: DaysMaker) -> None:
    profile = weekly_shape([330] * 5 + [250] * 2, [1] * 24, 0, 24)
    truth = QueueTruth("L", profile, on_holidays=0.8, rebound=(1.38,), run_up=())
    days = chinese_days("2026-09-20", "2026-10-20", never_closed=True)
    mean = per_day(true_means([truth], days), "mean")
    assert len(mean) == len(days)
    assert mean["2026-10-01"] == pytest.approx(200)
    assert mean["2026-10-04"] == pytest.approx(250)
    assert mean["2026-10-08"] == pytest.approx(330 * 1.38)


def test_counts_scatter_around_the_truth_as_told(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    days = chinese_days("2025-09-01", "2026-09-06")
    truth = hall(hall_shares, day_cv=0.08)
    mean = per_day(true_means([truth], days), "mean")
    totals = pd.DataFrame({seed: per_day(simulate([truth], days, seed), "arrivals") for seed in range(8)})
    ratio = totals.div(mean, axis=0)
    assert ratio.to_numpy().mean() == pytest.approx(1.0, abs=0.01)
    # Squared variation of a day total: that of the day factor plus 1 / mean of the Poisson draw.
    excess = (ratio - 1.0).pow(2).to_numpy().mean() - (1.0 / mean).mean()
    assert np.sqrt(excess) == pytest.approx(0.08, rel=0.1)


def test_handling_times_have_their_mean_and_no_value_where_nobody_came(
    chinese_days: DaysMaker, hall_shares: tuple[float, ...]
) -> None:
    rows = simulate([hall(hall_shares, aht_s=600.0)], chinese_days("2026-01-01", "2026-06-30"), 1)
    weighted = (rows["aht_s"] * rows["arrivals"]).sum() / rows["arrivals"].sum()
    assert weighted == pytest.approx(600, rel=0.02)
    empty = rows["arrivals"] == 0
    assert empty.any()
    assert rows.loc[empty, "aht_s"].isna().all()
    assert rows.loc[~empty, "aht_s"].gt(0).all()
    assert Demand.from_frame(rows).queues == ("H",)


def test_seeds_and_independence(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    days = chinese_days("2026-03-01", "2026-04-30")
    first = hall(hall_shares)
    second = QueueTruth("other", first.profile)
    alone = simulate([first], days, 3)
    pd.testing.assert_frame_equal(alone, simulate([first], days, 3))
    both = simulate([second, first], days, 3)
    own = both[both["queue"] == "H"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, own)
    twin = both[both["queue"] == "other"]["arrivals"].to_numpy()
    assert (twin != own["arrivals"].to_numpy()).any()
    assert (simulate([first], days, 4)["arrivals"] != alone["arrivals"]).any()


def test_events_and_growth_are_in_the_truth(chinese_days: DaysMaker, hall_shares: tuple[float, ...]) -> None:
    days = chinese_days("2026-03-02", "2026-03-31")
    days["event"], days["event_factor"] = "", np.nan
    days.loc["2026-03-11", ["event", "event_factor"]] = ["系统切换", 0.5]
    mean = per_day(true_means([hall(hall_shares, growth=0.2)], days), "mean")
    assert mean["2026-03-11"] / mean["2026-03-18"] == pytest.approx(0.5, rel=0.01)
    assert mean["2026-03-18"] / mean["2026-03-04"] == pytest.approx(1.2 ** (14 / 365.25), rel=1e-6)


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (np.zeros((6, 24)), "shape"),
        (np.zeros((7, 25)), "24, 48 or 96"),
        (np.full((7, 24), -1.0), "negative"),
        (np.full((7, 24), np.nan), "not a number"),
    ],
)
def test_a_faulty_truth_names_its_queue(profile: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=f"queue Q.*{words}"):
        QueueTruth("Q", profile)

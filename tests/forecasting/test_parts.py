"""The parts of the structured model one by one: profile, level, priors, handling time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand
from forecasting.effects import EffectPriors
from forecasting.features import DayTypes
from forecasting.grid import History, date_range
from forecasting.handling import handling_profile
from forecasting.level import Level, local_level
from forecasting.models.structured import Structured
from forecasting.profiles import weekly_profile

DaysMaker = Callable[..., pd.DataFrame]
WEEKDAY = np.arange(140) % 7
SHAPE = np.array([4.0, 9.0, 6.0, 2.0])


def ordinary_days(first: str, last: str) -> pd.DataFrame:
    index = pd.date_range(first, last)
    kind = np.where(index.day_of_week > 4, "weekend", "workday")
    return pd.DataFrame({"kind": kind, "name": "", "open": True}, index=index)


def test_profile_divides_by_what_the_day_was_expected_to_be() -> None:
    scale = np.where(np.arange(140) < 70, 1.0, 2.0)
    arrivals = 100 * scale[:, None] * SHAPE
    profile = weekly_profile(arrivals, scale, np.ones(140), WEEKDAY)
    assert profile == pytest.approx(np.tile(100 * SHAPE, (7, 1)), rel=1e-3)


def test_profile_pools_thin_counts_and_leaves_thick_ones_alone() -> None:
    rng = np.random.default_rng(1)
    shape = np.tile(SHAPE, 6)
    thin_mean = np.where((WEEKDAY < 5)[:, None], 0.3 * shape, 0.1 * shape)
    thin = rng.poisson(thin_mean).astype(float)
    pooled = weekly_profile(thin, np.ones(140), np.ones(140), WEEKDAY)
    raw = np.array([thin[day == WEEKDAY].mean(axis=0) for day in range(7)])
    truth = np.array([thin_mean[day == WEEKDAY][0] for day in range(7)])
    assert np.abs(pooled - truth).sum() < 0.7 * np.abs(raw - truth).sum()
    # Monday has another shape, and counts enough to say so.
    thick_mean = 500 * np.where((WEEKDAY == 0)[:, None], SHAPE[::-1], SHAPE)
    thick = weekly_profile(rng.poisson(thick_mean).astype(float), np.ones(140), np.ones(140), WEEKDAY)
    assert thick[0] == pytest.approx(500 * SHAPE[::-1], rel=0.02)


def test_profile_does_not_depend_on_the_unit_of_the_weights() -> None:
    arrivals = np.random.default_rng(2).poisson(0.5 * SHAPE, (140, 4)).astype(float)
    weight = 0.5 ** (np.arange(140)[::-1] / 56)
    first = weekly_profile(arrivals, np.ones(140), weight, WEEKDAY)
    second = weekly_profile(arrivals, np.ones(140), 7 * weight, WEEKDAY)
    np.testing.assert_allclose(first, second, rtol=1e-9)


def test_profile_is_unknown_where_nothing_was_counted() -> None:
    arrivals = np.ones((140, 4))
    arrivals[WEEKDAY > 4] = np.nan
    profile = weekly_profile(arrivals, np.ones(140), np.ones(140), WEEKDAY)
    assert np.isnan(profile[5:]).all()
    assert np.isfinite(profile[:5]).all()


def test_level_fades_by_a_twentieth_a_week() -> None:
    level = Level(np.full(60, 0.2), np.datetime64("2026-09-06"))
    dates = date_range(np.datetime64("2026-09-13"), np.datetime64("2026-09-28"))
    ahead = level.ahead(dates)
    assert ahead[0] == pytest.approx(0.19)
    assert ahead[7] == pytest.approx(0.1805)


def test_level_repeats_most_of_last_years_way() -> None:
    path = np.zeros(500)
    path[-364:] = 0.4  # a year ago the queue rose by 0.4 on the day after today's date
    path[-1] = 0.0
    ahead = Level(path, np.datetime64("2026-09-06")).ahead(
        date_range(np.datetime64("2026-09-07"), np.datetime64("2026-09-09"))
    )
    assert ahead == pytest.approx([0.34, 0.34])
    young = Level(path[-380:], np.datetime64("2026-09-06"))
    assert young.ahead(np.array(["2026-09-07"], dtype="datetime64[D]")) == pytest.approx([0.0])


def test_level_is_a_shrunk_local_mean() -> None:
    ratio = np.where(np.arange(100) < 50, 0.0, 0.3)
    level = local_level(ratio, np.full(100, 500.0))
    assert level[10] == pytest.approx(0.0, abs=0.01)
    assert level[90] == pytest.approx(0.3, abs=0.02)
    assert 0.2 < level[-1] <= 0.3
    doubtful = local_level(ratio, np.full(100, 1.0))
    assert 0 < doubtful[-1] < 0.1


def test_no_backlog_piles_up_where_nobody_locks_the_door(chinese_days: DaysMaker) -> None:
    days = DayTypes.from_frame(chinese_days("2026-09-01", "2026-10-31"))
    hall = EffectPriors.of(days, month=False, open_through=False)
    hotline = EffectPriors.of(days, month=False, open_through=True)
    rebound = hall.columns.index("rebound_1")
    assert np.exp(hall.mean[rebound]) == pytest.approx(1.7)
    assert np.exp(hotline.mean[rebound]) == pytest.approx(np.sqrt(1.7))
    makeup = hall.columns.index("makeup")
    assert hall.mean[makeup] == hotline.mean[makeup] > 0
    assert "last_days" not in hall.columns
    assert "last_days" in EffectPriors.of(days, month=True, open_through=False).columns


@pytest.mark.parametrize(("like_sunday", "low", "high"), [(True, 0.75, 1.0), (False, 0.0, 0.25)])
def test_holidays_are_told_to_be_like_sundays_or_not(
    chinese_days: DaysMaker, like_sunday: bool, low: float, high: float
) -> None:
    days = DayTypes.from_frame(chinese_days("2025-12-01", "2026-11-30", never_closed=True))
    dates = date_range(np.datetime64("2025-12-15"), np.datetime64("2026-09-07"))
    types = days.at(dates)
    weekday, sunday = 40 * np.arange(1.0, 25.0), 10 * np.arange(24.0, 0.0, -1.0)
    calm = (types.weekday > 4) | (types.holiday & like_sunday)
    arrivals = np.where(calm[:, None], sunday, weekday)
    history = History("Q", dates, arrivals, np.ones(arrivals.shape, dtype=bool), 60)
    fitted = Structured().fit(history, types)
    assert low <= fitted.look.otherwise <= high
    assert all(low <= share <= high for share in fitted.look.by_name.values())
    october = days.at(date_range(np.datetime64("2026-10-05"), np.datetime64("2026-10-08")))
    truth = np.tile(sunday if like_sunday else weekday, (3, 1))
    assert np.abs(fitted.predict(october) - truth).sum() < 0.2 * truth.sum()


def test_a_typed_factor_explains_the_past_too() -> None:
    days = ordinary_days("2026-01-05", "2026-09-30")
    busy = (np.arange(len(days)) % 3 == 0) & (days.index < "2026-09-07")
    days["event"] = np.where(busy, "促销", "")
    days["event_factor"] = np.where(busy, 3.0, np.nan)
    types = DayTypes.from_frame(days)
    dates = date_range(np.datetime64("2026-01-19"), np.datetime64("2026-09-07"))
    past = types.at(dates)
    arrivals = 20 * SHAPE.repeat(6) * np.exp(past.typed)[:, None]
    history = History("Q", dates, arrivals, np.ones(arrivals.shape, dtype=bool), 60)
    ahead = types.at(date_range(np.datetime64("2026-09-07"), np.datetime64("2026-09-21")))
    mean = Structured().fit(history, past).predict(ahead)
    assert mean == pytest.approx(np.tile(20 * SHAPE.repeat(6), (14, 1)), rel=0.02)


def handled(rows: list[tuple[str, int, float]]) -> Demand:
    frame = pd.DataFrame(rows, columns=["start", "arrivals", "aht_s"])
    return Demand.from_frame(frame.assign(queue="Q"))


def test_handling_time_is_weighted_by_contacts_and_shrunk_to_the_queue() -> None:
    demand = handled(
        [
            ("2026-08-31 09:00", 900, 300.0),
            ("2026-08-31 10:00", 100, 500.0),
            ("2026-09-01 09:00", 0, 9000.0),
        ]
    )
    profile = handling_profile(demand, "Q")
    overall = 0.9 * 300 + 0.1 * 500
    # Weights are one day old: a cell of n contacts counts n times 2 ** (-1 / 56).
    fade = 0.5 ** (1 / 56)
    assert profile[0, 18] == pytest.approx((900 * fade * 300 + 100 * overall) / (900 * fade + 100), rel=1e-6)
    assert profile[0, 20] == pytest.approx((100 * fade * 500 + 100 * overall) / (100 * fade + 100), rel=1e-6)
    assert profile[4, 20] == pytest.approx(overall)


def test_handling_time_forgets() -> None:
    demand = handled([("2026-01-05 09:00", 5000, 600.0), ("2026-08-31 09:00", 5000, 300.0)])
    assert handling_profile(demand, "Q")[0, 18] < 330


def test_handling_time_unknown() -> None:
    frame = pd.DataFrame({"queue": ["Q"], "start": ["2026-08-31 09:00"], "arrivals": [4]})
    assert np.isnan(handling_profile(Demand.from_frame(frame), "Q")).all()

"""Need of the sample centers as printed in their description, and golden case G6."""

import numpy as np
import pytest

from scheduler.staffing.need import required_heads
from scheduler.staffing.queues import erlang_c
from scheduler.staffing.targets import ServiceTarget

HOURLY = [0.8, 0.6, 0.5, 0.4, 0.4, 0.6, 1.4, 3.4, 7.8, 10, 9.8, 8]
HOURLY += [4.6, 4.6, 7.8, 8.6, 7.6, 5.6, 4.4, 4.2, 3.8, 3, 1.8, 0.9]
# The printed percentages add up to 100.6: shares of the day's calls, not percent.
SHARE = np.array(HOURLY) / sum(HOURLY)
HOTLINE = ServiceTarget(answer_share=0.8, within_s=20, min_heads=2)
WEEKDAY = [2] * 8 + [4, 4, 4, 4, 3, 3, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2]

HALF_HOURS = [8.5, 12, 12.5, 11, 9.5, 8, 5.5, 2, 1.5, 1.5, 2, 3, 4, 5.5, 5, 4, 3, 1.5]
HALL = ServiceTarget(answer_share=0.85, within_s=900)
MAIN = [25, 34, 35, 31, 27, 23, 17, 7, 6, 6, 7, 10, 12, 17, 15, 12, 10, 6]


def hotline(calls: float, aht_s: float, cv: float = 0.0) -> np.ndarray:
    return required_heads(calls * SHARE, cv, aht_s, 3600.0, HOTLINE).required


def test_hotline_weekday_row_of_68_seat_hours() -> None:
    need = hotline(330, 240)
    assert need.tolist() == WEEKDAY
    assert need.sum() == 68


def test_hotline_weekend_and_storm() -> None:
    assert hotline(250, 240).sum() == 58
    storm = hotline(900, 260)
    assert (storm.sum(), storm.max()) == (120, 10)


def test_hotline_need_grows_with_the_spread_of_the_days() -> None:
    # The printed row is for the mean alone; real days need more.
    assert hotline(330, 240, cv=0.3).sum() > 68


def base_cover() -> np.ndarray:
    """D 3 from 8 to 16, M 1 from 9 to 17, E 2 from 16 to 24, N 2 from 0 to 8."""
    hour = np.arange(24)
    cover = np.where(hour < 8, 2, np.where(hour < 16, 3, 2))
    return cover + ((hour >= 9) & (hour < 17))


def levels(cover: np.ndarray) -> np.ndarray:
    return erlang_c.service_level(330 * SHARE * 240 / 3600, cover, 240.0, 20.0)


def test_golden_case_g6() -> None:
    load = 100 * 180 / 1800
    assert float(erlang_c.wait_probability(load, 14)) == pytest.approx(0.174131933595050, rel=1e-12)
    level = float(erlang_c.service_level(load, 14, 180.0, 20.0))
    assert level == pytest.approx(0.888350019179467, rel=1e-12)
    assert float(erlang_c.mean_wait(load, 14, 180.0)) == pytest.approx(7.83593701177724, rel=1e-12)
    base = levels(base_cover())
    assert round(100 * float(base @ SHARE), 1) == 82.6
    assert round(100 * float(base[17])) == 56
    assert [round(100 * float(base[h])) for h in (8, 16, 18)] == [72, 73, 71]


def test_one_more_seat_in_the_evening_lifts_the_day() -> None:
    cover = base_cover() + (np.arange(24) >= 16)
    assert round(100 * float(levels(cover) @ SHARE), 1) == 88.6


@pytest.mark.parametrize(("visitors", "peak", "hours"), [(620, 35, 150.0), (240, 15, 67.5), (160, 10, 47.5)])
def test_halls_of_the_city_center(visitors: int, peak: int, hours: float) -> None:
    mean = visitors * np.array(HALF_HOURS) / 100
    need = required_heads(mean, 0.0, 780.0, 1800.0, HALL).required
    assert (need.max(), need.sum() / 2) == (peak, hours)
    if visitors == 620:
        assert need.tolist() == MAIN

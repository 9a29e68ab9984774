"""The day-type table of the real Chinese calendar of 2026."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from forecasting.features import DayTypes

DaysMaker = Callable[..., pd.DataFrame]


@pytest.fixture
def types(chinese_days: DaysMaker) -> DayTypes:
    return DayTypes.from_frame(chinese_days("2026-01-01", "2026-12-31"))


def marked(types: DayTypes, effect: str) -> dict[str, float]:
    strength = types.column(effect)
    return {str(types.dates[row])[5:]: float(strength[row]) for row in np.flatnonzero(strength)}


def test_rebound_and_run_up_carry_the_length_of_the_break(types: DayTypes) -> None:
    # Weekdays lost: New Year two, Spring Festival six, Qingming one (a long weekend), Labor Day
    # three, Dragon Boat and Mid-Autumn one each, National Day five. Make-up days are worked.
    assert marked(types, "rebound_1") == {
        "01-04": 0.6,
        "02-24": 1.0,
        "04-07": 0.25,
        "05-06": 1.0,
        "06-22": 0.25,
        "09-28": 0.25,
        "10-08": 1.0,
    }
    assert marked(types, "rebound_2") == {
        "01-05": 0.6,
        "02-25": 1.0,
        "04-08": 0.25,
        "05-07": 1.0,
        "06-23": 0.25,
        "09-29": 0.25,
        "10-09": 1.0,
    }
    assert marked(types, "eve") == {
        "02-14": 1.0,
        "04-03": 0.25,
        "04-30": 1.0,
        "06-18": 0.25,
        "09-24": 0.25,
        "09-30": 1.0,
    }
    assert "02-13" in marked(types, "approach")
    assert set(marked(types, "rebound_1_short")) == {"01-04", "04-07", "06-22", "09-28"}


def test_makeup_days_are_neither_weekend_nor_a_plain_monday(types: DayTypes) -> None:
    assert set(marked(types, "makeup")) == {"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"}
    row = list(types.dates).index(np.datetime64("2026-09-20"))
    assert types.mixture[row].tolist() == [0.5, 0, 0, 0, 0.5, 0, 0]
    plain = list(types.dates).index(np.datetime64("2026-09-19"))
    assert types.mixture[plain].tolist() == [0, 0, 0, 0, 0, 1, 0]


def test_holidays_are_pooled_and_named_and_weekends_inside_breaks_marked(types: DayTypes) -> None:
    assert set(marked(types, "holiday:中秋节")) == {"09-25"}
    # 3 October is a Saturday and statutory, 4 October a plain Sunday of the break.
    october = {"10-01", "10-02", "10-03", "10-05", "10-06", "10-07"}
    assert set(marked(types, "holiday:国庆节")) == october
    assert october | {"09-25"} <= set(marked(types, "holiday"))
    autumn = {day for day in marked(types, "break_weekend") if day > "09"}
    assert autumn == {"09-26", "09-27", "10-04"}


def test_month_position_counts_days_that_are_worked(types: DayTypes) -> None:
    last = marked(types, "last_days")
    assert {day for day in last if day.startswith("09")} == {"09-28", "09-29", "09-30"}
    first = marked(types, "first_days")
    assert {day for day in first if day.startswith("10")} == {"10-08", "10-09", "10-10"}


def test_a_month_cut_by_the_calendar_has_no_known_edge(chinese_days: DaysMaker) -> None:
    types = DayTypes.from_frame(chinese_days("2026-09-10", "2026-10-12"))
    assert all(day.startswith("10") for day in marked(types, "first_days"))
    assert all(day.startswith("09") for day in marked(types, "last_days"))
    assert marked(types, "last_days")


def test_events_are_learned_unless_their_factor_is_typed(chinese_days: DaysMaker) -> None:
    days = chinese_days("2026-09-01", "2026-09-30")
    days["event"] = ""
    days.loc[["2026-09-08", "2026-09-16"], "event"] = "税期"
    days["event_factor"] = np.nan
    days.loc["2026-09-16", "event_factor"] = 1.5
    types = DayTypes.from_frame(days)
    assert set(marked(types, "event:税期")) == {"09-08"}
    assert np.exp(types.typed[15]) == pytest.approx(1.5)
    assert types.special[15]
    assert types.special[7]
    assert not types.special[1]
    with pytest.raises(ValueError, match="2026-09-16"):
        DayTypes.from_frame(days.assign(event_factor=np.where(days["event_factor"] > 1, -1, 1)))


def test_short_absences_are_no_break(chinese_days: DaysMaker) -> None:
    days = chinese_days("2026-11-01", "2026-11-30")
    days.loc["2026-11-10":"2026-11-11", "open"] = False
    assert marked(DayTypes.from_frame(days), "rebound_1") == {}
    days.loc["2026-11-12", "open"] = False
    assert marked(DayTypes.from_frame(days), "rebound_1") == {"11-13": 1.0}


def test_a_faulty_calendar_names_its_dates(chinese_days: DaysMaker) -> None:
    days = chinese_days("2026-09-01", "2026-09-30")
    with pytest.raises(ValueError, match=r"2026-09-12 .*missing|2026-09-12 missing"):
        DayTypes.from_frame(days.drop(pd.Timestamp("2026-09-12")))
    with pytest.raises(ValueError, match="2026-09-12 given twice"):
        DayTypes.from_frame(pd.concat([days, days.loc[["2026-09-12"]]]))
    with pytest.raises(ValueError, match="2026-09-12 of kind holiday"):
        DayTypes.from_frame(days.assign(kind=days["kind"].where(days.index != "2026-09-12", "holiday")))
    with pytest.raises(ValueError, match="missing column open"):
        DayTypes.from_frame(days.drop(columns="open"))
    types = DayTypes.from_frame(days)
    with pytest.raises(ValueError, match="covers 2026-09-01 to 2026-09-30"):
        types.at(np.array(["2026-10-01"], dtype="datetime64[D]"))

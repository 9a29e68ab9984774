"""The shipped tables against two independent packages and against the law."""

from collections import Counter
from datetime import date, timedelta

import chinese_calendar
import pytest

from scheduler.domain.calendar_check import owed_days, propose
from scheduler.store.calendars import load_layers

LAYERS = load_layers()
CALENDAR = LAYERS.calendar()


@pytest.mark.parametrize(("year", "length"), [(2024, 366), (2025, 365), (2026, 365)])
def test_every_day_agrees_with_chinesecalendar(year: int, length: int) -> None:
    days = list(CALENDAR.between(date(year, 1, 1), date(year + 1, 1, 1)))
    assert len(days) == length
    assert [day.date for day in days if day.official_workday != chinese_calendar.is_workday(day.date)] == []
    assert not any(day.provisional for day in days)


@pytest.mark.parametrize(
    ("year", "statutory", "makeup", "workdays"), [(2024, 11, 8, 251), (2025, 13, 5, 248), (2026, 13, 6, 248)]
)
def test_announced_years_have_the_known_numbers(year: int, statutory: int, makeup: int, workdays: int) -> None:
    kinds = Counter(day.kind for day in CALENDAR.between(date(year, 1, 1), date(year + 1, 1, 1)))
    assert (kinds["statutory"], kinds["makeup"], kinds["workday"] + kinds["makeup"]) == (statutory, makeup, workdays)
    assert kinds["in_lieu"] == makeup + owed_days(LAYERS.statutory, year)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_announced_tables_are_without_fault_or_warning(year: int) -> None:
    assert propose(LAYERS.tables[year], LAYERS).findings == ()


def test_the_computed_table_warns_that_it_is_computed() -> None:
    proposal = propose(LAYERS.tables[2027], LAYERS)
    assert proposal.savable
    assert {f.code for f in proposal.warnings} == {"computed", "owed"}
    assert "2027 安排未公布 — 按周末+法定日推算" in [f.zh for f in proposal.warnings]


def test_statutory_days_of_twelve_years() -> None:
    years = Counter(entry.date.year for entry in LAYERS.statutory)
    assert years == {2024: 11, 2028: 12, 2031: 12, **{y: 13 for y in range(2025, 2036) if y not in (2028, 2031)}}
    assert all(entry.kind == "off" and entry.statutory for entry in LAYERS.statutory)
    names = Counter(name for e in LAYERS.statutory if e.date.year > 2024 for name in e.name.split("、"))
    assert names == {name: 11 * n for name, n in zip(NAMES, (1, 4, 1, 2, 1, 1, 3), strict=True)}


NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


def test_statutory_days_keep_their_fixed_dates_and_intervals() -> None:
    """Lunar arithmetic by hand: the four days of Spring Festival are consecutive, Dragon Boat lies
    4 and Mid-Autumn 7 lunar months after it (a leap month adds one), Qingming is 4 or 5 April."""
    for year in range(2025, 2036):
        dates = {name: [e.date for e in LAYERS.statutory if e.date.year == year and name in e.name] for name in NAMES}
        eve = dates["春节"][0]
        assert dates["春节"] == [eve + timedelta(days=n) for n in range(4)]
        assert date(year, 1, 20) <= eve <= date(year, 2, 19)
        assert dates["清明节"][0] in (date(year, 4, 4), date(year, 4, 5))
        assert dates["劳动节"] == [date(year, 5, 1), date(year, 5, 2)]
        assert dates["国庆节"] == [date(year, 10, d) for d in (1, 2, 3)]
        to_boat, to_moon = ((dates[name][0] - eve).days - 1 for name in ("端午节", "中秋节"))
        assert to_boat in (*range(120, 125), *range(150, 154)), year
        assert to_moon - to_boat in (*range(97, 101), *range(127, 130)), year


def test_statutory_days_agree_with_chinesecalendar_inside_its_holidays() -> None:
    for entry in LAYERS.statutory:
        if entry.date.year <= 2026:
            off, name = chinese_calendar.get_holiday_detail(entry.date)
            assert off and name is not None, entry
            assert not chinese_calendar.is_in_lieu(entry.date), entry


def test_statutory_days_agree_with_the_package_holidays() -> None:
    holidays = pytest.importorskip("holidays")
    theirs = holidays.China(years=range(2024, 2036), language="zh_CN")
    given_back = ("补假", "调休")
    dates = {day for day, name in theirs.items() if not any(word in name for word in given_back)}
    assert len(dates) == 152
    assert dates == {entry.date for entry in LAYERS.statutory}

"""What a calendar answers about single dates and spans of dates."""

import pickle
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import Calendar, CalendarDay
from scheduler.store.calendars import load_calendar

CALENDAR = load_calendar()


def test_the_six_weeks_of_the_samples_have_26_workdays_and_208_hours() -> None:
    start, end = date(2026, 9, 7), date(2026, 10, 19)
    days = CALENDAR.workdays(start, end)
    assert len(days) == 26
    assert date(2026, 9, 20) in days and date(2026, 10, 10) in days
    assert not set(days) & {date(2026, 9, 25), *(date(2026, 10, d) for d in range(1, 8))}
    assert CALENDAR.norm_minutes(start, end) == 208 * 60
    assert 11 * CALENDAR.norm_minutes(start, end) == 2_288 * 60


def test_months_of_2026_have_the_known_workdays() -> None:
    months = [len(CALENDAR.workdays(date(2026, m, 1), date(2026 + m // 12, m % 12 + 1, 1))) for m in range(1, 13)]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert sum(months) == 248


@pytest.mark.parametrize(
    ("when", "kind", "factor", "official", "zh", "en"),
    [
        (date(2026, 9, 24), "workday", 1.0, True, "", ""),
        (date(2026, 9, 20), "makeup", 1.0, True, "国庆节调休上班", "Make-up workday for National Day"),
        (date(2026, 9, 25), "statutory", 3.0, False, "中秋节", "Mid-Autumn Festival"),
        (date(2026, 9, 26), "weekend", 2.0, False, "中秋节", "Mid-Autumn Festival"),
        (date(2026, 10, 5), "in_lieu", 2.0, False, "国庆节", "National Day"),
        (date(2026, 10, 3), "statutory", 3.0, False, "国庆节", "National Day"),
        (date(2026, 2, 15), "weekend", 2.0, False, "春节", "Spring Festival"),
        (date(2025, 10, 6), "statutory", 3.0, False, "中秋节", "Mid-Autumn Festival"),
        (date(2025, 10, 7), "in_lieu", 2.0, False, "国庆节、中秋节", "National Day / Mid-Autumn Festival"),
        (date(2024, 2, 9), "workday", 1.0, True, "", ""),
    ],
)
def test_day(when: date, kind: str, factor: float, official: bool, zh: str, en: str) -> None:
    day = CALENDAR.day(when)
    assert (day.kind, day.pay_factor, day.official_workday, day.workday) == (kind, factor, official, official)
    assert (day.name("zh"), day.name("en")) == (zh, en)
    assert day.statutory == (factor == 3.0)
    assert not day.provisional
    assert (day.source == "weekday") == (not zh)


def test_a_plain_weekend_is_a_rest_day_without_name() -> None:
    day = CALENDAR.day(date(2026, 8, 8))
    assert (day.kind, day.pay_factor, day.name_zh, day.source) == ("weekend", 2.0, "", "weekday")


def test_2027_is_provisional_and_knows_only_its_statutory_days() -> None:
    days = list(CALENDAR.between(date(2027, 1, 1), date(2028, 1, 1)))
    assert all(day.provisional for day in days)
    assert [day.date for day in days if day.statutory] == [
        date(2027, 1, 1), *(date(2027, 2, d) for d in (5, 6, 7, 8)), date(2027, 4, 5), date(2027, 5, 1),
        date(2027, 5, 2), date(2027, 6, 9), date(2027, 9, 15), *(date(2027, 10, d) for d in (1, 2, 3)),
    ]  # fmt: skip
    assert {day.source for day in days if day.statutory} == {"computed"}
    assert {day.kind for day in days} == {"workday", "weekend", "statutory"}
    assert len(CALENDAR.provisional_in(date(2026, 12, 1), date(2027, 2, 1))) == 31
    assert CALENDAR.provisional_in(date(2024, 1, 1), date(2027, 1, 1)) == ()


def test_years_beyond_the_loaded_ones_follow_statutory_table_then_weekdays() -> None:
    known, unknown = CALENDAR.day(date(2035, 10, 1)), CALENDAR.day(date(2036, 10, 1))
    assert (known.kind, known.provisional) == ("statutory", True)
    assert (unknown.kind, unknown.provisional, unknown.source) == ("workday", True, "weekday")
    assert CALENDAR.day(date(1999, 5, 1)).kind == "weekend"
    assert CALENDAR.day(date.max).provisional and CALENDAR.day(date.min).provisional


def test_two_holidays_on_one_date() -> None:
    day = CALENDAR.day(date(2028, 10, 3))
    assert (day.kind, day.name_zh, day.name_en) == (
        "statutory", "国庆节、中秋节", "National Day / Mid-Autumn Festival",
    )  # fmt: skip
    assert sum(day.statutory for day in CALENDAR.between(date(2028, 1, 1), date(2029, 1, 1))) == 12


def test_breaks_are_reported_in_full_length_even_when_they_cross_the_span() -> None:
    breaks = CALENDAR.breaks(date(2026, 10, 3), date(2026, 10, 12))
    assert [(b.start, b.end, b.days, b.name_zh) for b in breaks] == [
        (date(2026, 10, 1), date(2026, 10, 8), 7, "国庆节"),
        (date(2026, 10, 11), date(2026, 10, 12), 1, ""),
    ]
    holidays = [b for b in CALENDAR.breaks(date(2026, 1, 1), date(2027, 1, 1)) if b.name_en]
    assert [b.days for b in holidays] == [3, 9, 3, 5, 3, 3, 7]
    merged = CALENDAR.breaks(date(2025, 10, 6), date(2025, 10, 7))[0]
    assert (merged.days, merged.name_zh) == (8, "国庆节、中秋节")
    assert CALENDAR.breaks(date(2026, 10, 8), date(2026, 10, 11)) == ()
    single = CALENDAR.breaks(date(2025, 1, 1), date(2025, 1, 2))[0]
    assert (single.days, single.name_zh, single.name_en) == (1, "元旦", "New Year's Day")


def test_working_days_ahead_and_back_step_over_breaks_and_count_makeup_days() -> None:
    assert CALENDAR.workday_before(date(2026, 10, 8)) == date(2026, 9, 30)
    assert CALENDAR.workday_before(date(2026, 9, 21)) == date(2026, 9, 20)
    assert CALENDAR.workday_after(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CALENDAR.workday_after(date(2026, 10, 8), 3) == date(2026, 10, 12)
    with pytest.raises(ValueError, match="at least 1"):
        CALENDAR.workday_after(date(2026, 9, 30), 0)


def test_searching_a_calendar_without_working_days_ends() -> None:
    first = date(2026, 1, 1)
    closed = Calendar(tuple(CalendarDay(first + timedelta(days=n), "workday", opened=False) for n in range(9_000)))
    with pytest.raises(ValueError, match="ten years"):
        closed.workday_after(first)


def test_a_moment_instead_of_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a date"):
        CALENDAR.day(datetime(2026, 10, 1))


def test_dates_given_twice_are_named() -> None:
    day = CalendarDay(date(2026, 10, 1), "statutory")
    with pytest.raises(ValueError, match=r"twice: 2026-10-01$"):
        Calendar((CalendarDay(date(2026, 9, 30), "workday"), day, day))


def test_a_calendar_travels_to_another_process_unchanged() -> None:
    twin = pickle.loads(pickle.dumps(CALENDAR))
    assert twin == CALENDAR
    assert hash(twin) == hash(CALENDAR)
    assert twin.day(date(2026, 10, 10)).kind == "makeup"


@given(st.dates(date(2023, 6, 1), date(2029, 6, 1)), st.integers(0, 90), st.integers(0, 90))
def test_spans_add_up_and_breaks_are_exactly_the_days_off(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert CALENDAR.workdays(start, middle) + CALENDAR.workdays(middle, end) == CALENDAR.workdays(start, end)
    assert CALENDAR.norm_minutes(start, end) == 480 * len(CALENDAR.workdays(start, end))
    off = {
        b.start + timedelta(days=n)
        for b in CALENDAR.breaks(start, end)
        for n in range(b.days)
        if start <= b.start + timedelta(days=n) < end
    }
    assert off.isdisjoint(CALENDAR.workdays(start, end))
    assert len(off) + len(CALENDAR.workdays(start, end)) == (end - start).days

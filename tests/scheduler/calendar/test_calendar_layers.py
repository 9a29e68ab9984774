"""Later layers win, and the law's day stays what it is under a center's own opening."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.day_table import CalendarLayers, DayEntry, YearTable
from scheduler.store.calendars import load_layers

LAYERS = load_layers()
NATIONAL = date(2026, 10, 1)


def test_layers_win_in_their_order() -> None:
    when = date(2027, 2, 4)
    layers = CalendarLayers()
    assert layers.calendar().day(when).kind == "workday"
    layers = replace(layers, statutory=(DayEntry(when, "off", "春节", True, "law"),))
    assert layers.calendar().day(when).kind == "statutory"
    layers = layers.with_year(YearTable(2027, (DayEntry(when, "off", "除夕", source="notice"),)))
    day = layers.calendar().day(when)
    assert (day.kind, day.name_zh, day.source, day.provisional) == ("statutory", "春节", "notice", False)
    layers = replace(layers, center=(DayEntry(when, "open", "值班"),))
    assert layers.calendar().is_workday(when)
    layers = layers.with_user([DayEntry(when, "closed", "不值班")])
    day = layers.calendar().day(when)
    assert (day.workday, day.kind, day.source) == (False, "statutory", "user")


def test_a_saturday_opening_is_work_for_the_center_and_a_rest_day_by_law() -> None:
    saturday = date(2026, 9, 12)
    plain = LAYERS.calendar()
    calendar = replace(LAYERS, center=(DayEntry(saturday, "open", "周六延时"),)).calendar()
    day = calendar.day(saturday)
    assert (day.workday, day.official_workday, day.pay_factor, day.name_zh) == (True, False, 2.0, "周六延时")
    week = (date(2026, 9, 7), date(2026, 9, 14))
    assert len(calendar.workdays(*week)) == 6
    assert calendar.norm_minutes(*week) == plain.norm_minutes(*week) == 40 * 60


def test_a_local_closing_does_not_shorten_the_norm() -> None:
    friday = date(2026, 9, 11)
    calendar = replace(LAYERS, center=(DayEntry(friday, "closed", "系统升级"),)).calendar()
    day = calendar.day(friday)
    assert (day.workday, day.official_workday, day.pay_factor, day.name_zh) == (False, True, 1.0, "系统升级")
    assert calendar.norm_minutes(friday, date(2026, 9, 12)) == 480
    assert calendar.workday_before(date(2026, 9, 14)) == date(2026, 9, 10)


def test_opening_on_a_holiday_keeps_its_name_and_threefold_pay() -> None:
    calendar = replace(LAYERS, center=(DayEntry(NATIONAL, "open", "节日值守"),)).calendar()
    day = calendar.day(NATIONAL)
    assert (day.workday, day.kind, day.pay_factor, day.name_zh) == (True, "statutory", 3.0, "国庆节")


@pytest.mark.parametrize("layer", ["center", "user"])
def test_a_statutory_day_cannot_become_an_ordinary_working_day(layer: str) -> None:
    layers = replace(LAYERS, **{layer: (DayEntry(NATIONAL, "work"), DayEntry(date(2026, 10, 6), "work"))})
    with pytest.raises(ValueError, match=rf"{layer} days 2026-10-01: .*use open"):
        layers.calendar()


def test_a_users_day_off_is_settled_but_an_opening_leaves_the_year_open() -> None:
    off, opened = date(2027, 2, 9), date(2027, 2, 6)
    calendar = LAYERS.with_user([DayEntry(off, "off", "春节"), DayEntry(opened, "open")]).calendar()
    assert (calendar.day(off).kind, calendar.day(off).provisional) == ("in_lieu", False)
    assert (calendar.day(opened).workday, calendar.day(opened).provisional) == (True, True)


def test_a_new_edit_of_a_date_replaces_the_older_one() -> None:
    when = date(2026, 9, 11)
    layers = LAYERS.with_user([DayEntry(when, "closed")]).with_user([DayEntry(when, "open")])
    assert len(layers.user) == 1
    assert layers.calendar().is_workday(when)


def test_a_users_working_day_undoes_a_centers_closing() -> None:
    when = date(2026, 9, 11)
    layers = replace(LAYERS, center=(DayEntry(when, "closed", "停电"),), user=(DayEntry(when, "work"),))
    assert layers.calendar().is_workday(when)


def test_the_next_years_table_speaks_about_last_december() -> None:
    table = YearTable(2019, (DayEntry(date(2018, 12, 29), "work", "元旦"), DayEntry(date(2018, 12, 31), "off", "元旦")))
    calendar = CalendarLayers(years=(table,)).calendar()
    assert (calendar.day(date(2018, 12, 29)).kind, calendar.day(date(2018, 12, 29)).provisional) == ("makeup", False)
    assert calendar.day(date(2018, 12, 31)).kind == "in_lieu"
    assert calendar.day(date(2018, 12, 30)).provisional
    assert not calendar.day(date(2019, 6, 3)).provisional


def test_an_announced_table_replaces_the_computed_one() -> None:
    off = tuple(replace(entry, source="notice") for entry in LAYERS.tables[2027].entries)
    table = YearTable(2027, (*off, DayEntry(date(2027, 2, 9), "off", "春节", source="notice")))
    calendar = LAYERS.with_year(table).calendar()
    assert calendar.announced == {2024, 2025, 2026, 2027}
    assert calendar.provisional_in(date(2027, 1, 1), date(2028, 1, 1)) == ()
    changes = LAYERS.calendar().diff(calendar, date(2027, 1, 1), date(2028, 1, 1))
    assert [(c.date, c.before.kind, c.after.kind) for c in changes] == [(date(2027, 2, 9), "workday", "in_lieu")]


def test_a_nameless_entry_keeps_the_name_below_it() -> None:
    when = date(2026, 10, 5)
    assert LAYERS.with_user([DayEntry(when, "off")]).calendar().day(when).name_zh == "国庆节"
    assert LAYERS.with_user([DayEntry(when, "off", "馆庆")]).calendar().day(when).name_zh == "馆庆"

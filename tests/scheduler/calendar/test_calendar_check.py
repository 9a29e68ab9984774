"""Faults and warnings about a year's table, all at once, and nothing about a good one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.calendar_check import owed_days, propose
from scheduler.domain.day_table import CalendarLayers, DayEntry, YearTable
from scheduler.store.calendars import load_layers

LAYERS = load_layers()
GOOD = LAYERS.tables[2026]
Entries = tuple[DayEntry, ...]


def without(*dates: date) -> Callable[[Entries], Entries]:
    return lambda entries: tuple(e for e in entries if e.date not in dates)


def added(*more: DayEntry) -> Callable[[Entries], Entries]:
    return lambda entries: (*entries, *more)


def changed(when: date, **fields: object) -> Callable[[Entries], Entries]:
    return lambda entries: tuple(replace(e, **fields) if e.date == when else e for e in entries)  # type: ignore[arg-type]


FAULTS = {
    "make-up day on a Wednesday": (added(DayEntry(date(2026, 3, 11), "work", source="x")), "makeup", "2026-03-11"),
    "date twice": (added(DayEntry(date(2026, 10, 7), "off", source="x")), "twice", "2026-10-07"),
    "statutory day missing": (without(date(2026, 6, 19)), "statutory", "2026-06-19"),
    "statutory day at work": (changed(date(2026, 4, 5), kind="work"), "statutory", "2026-04-05"),
    "statutory day not marked": (changed(date(2026, 9, 25), statutory=False), "statutory", "2026-09-25"),
    "next year's date": (added(DayEntry(date(2027, 1, 2), "off", source="x")), "year", "2027-01-02"),
    "date of last November": (added(DayEntry(date(2025, 11, 30), "work", source="x")), "year", "2025-11-30"),
    "computed and announced mixed": (changed(date(2026, 1, 1), source="computed"), "mixed", "2026"),
    "a center's word in a year's table": (changed(date(2026, 1, 2), kind="closed"), "kind", "2026-01-02"),
}
WARNINGS = {
    "make-up day missing": (without(date(2026, 2, 28)), "balance", "2026"),
    "exactly seven days in a row": (
        added(*(DayEntry(date(2026, 3, d), "work", source="x") for d in (8, 14))),
        "run",
        "2026-03-08",
    ),
    "a run into the next week": (
        added(*(DayEntry(date(2026, 3, d), "work", source="x") for d in (14, 15))),
        "run",
        "2026-03-09",
    ),
    "day off far from any holiday": (added(DayEntry(date(2026, 7, 15), "off", source="x")), "lonely", "2026-07-15"),
    "statutory by the table's word only": (changed(date(2026, 10, 4), statutory=True), "statutory", "2026-10-04"),
}


def test_the_base_of_these_tests_is_good() -> None:
    assert propose(GOOD, LAYERS).findings == ()


@pytest.mark.parametrize("case", FAULTS)
def test_fault(case: str) -> None:
    change, code, where = FAULTS[case]
    proposal = propose(YearTable(2026, change(GOOD.entries)), LAYERS)
    assert not proposal.savable
    assert (code, where) in {(f.code, f.where) for f in proposal.faults}


@pytest.mark.parametrize("case", WARNINGS)
def test_warning_does_not_stop_saving(case: str) -> None:
    change, code, where = WARNINGS[case]
    proposal = propose(YearTable(2026, change(GOOD.entries)), LAYERS)
    assert proposal.savable
    assert (code, where) in {(f.code, f.where) for f in proposal.warnings}


def test_all_faults_come_at_once_in_both_languages() -> None:
    entries = GOOD.entries
    for change, _, _ in FAULTS.values():
        entries = change(entries)
    faults = propose(YearTable(2026, entries), LAYERS).faults
    assert {f.code for f in faults} == {"makeup", "twice", "statutory", "year", "mixed", "kind"}
    assert len(faults) >= len(FAULTS)
    for fault in faults:
        assert fault.line("zh").isascii() is False
        assert fault.line("en").isascii(), fault.line("en")


def test_an_empty_table_is_a_fault() -> None:
    assert [f.code for f in propose(YearTable(2027, ()), LAYERS).faults] == ["empty"]


def test_a_computed_table_never_replaces_an_announced_one() -> None:
    table = YearTable(2026, tuple(replace(e, source="computed") for e in LAYERS.statutory if e.date.year == 2026))
    assert [f.code for f in propose(table, LAYERS).faults] == ["step-back"]


def test_a_year_without_statutory_table_can_be_loaded_with_a_warning() -> None:
    table = YearTable(2040, (DayEntry(date(2040, 10, 1), "off", "国庆节", True, "notice"),))
    proposal = propose(table, LAYERS)
    assert proposal.savable
    assert "no-statutory" in {f.code for f in proposal.warnings}
    assert proposal.changes[0].after.pay_factor == 3.0


def test_swaps_across_new_year_balance_and_their_run_is_seen() -> None:
    swap = (
        DayEntry(date(2018, 12, 29), "work", "元旦", source="x"),
        DayEntry(date(2018, 12, 30), "off", "元旦", source="x"),
        DayEntry(date(2018, 12, 31), "off", "元旦", source="x"),
        DayEntry(date(2019, 1, 1), "off", "元旦", True, "x"),
    )
    statutory = (DayEntry(date(2019, 1, 1), "off", "元旦", True, "law"),)
    layers = CalendarLayers(statutory)
    # One of eleven days is known here, so ten appear as lost; the swap itself must balance.
    assert owed_days(statutory, 2019) == 10
    proposal = propose(YearTable(2019, swap), layers)
    assert proposal.savable
    assert [c.date for c in proposal.changes] == [date(2018, 12, 29), date(2018, 12, 30), date(2018, 12, 31)]
    longer = (
        *swap,
        DayEntry(date(2018, 12, 22), "work", "元旦", source="x"),
        DayEntry(date(2018, 12, 23), "work", "元旦", source="x"),
    )
    runs = [f for f in propose(YearTable(2019, longer), layers).warnings if f.code == "run"]
    assert [(f.where, f.en) for f in runs] == [("2018-12-17", "13 working days in a row, until 2018-12-29")]


@pytest.mark.parametrize(("year", "owed"), [(2024, 2), (2025, 1), (2026, 3), (2027, 6), (2028, 4), (2031, 3)])
def test_days_the_law_gives_back(year: int, owed: int) -> None:
    """Saturdays and Sundays counted by hand; in 2028 and 2031 one more for two holidays on one date."""
    assert owed_days(LAYERS.statutory, year) == owed


def test_a_named_weekend_is_nothing_odd() -> None:
    saturday = DayEntry(date(2026, 7, 18), "off", "馆庆", source="x")
    proposal = propose(YearTable(2026, (*GOOD.entries, saturday)), LAYERS)
    assert proposal.findings == ()
    assert [(c.date, c.after.name_zh) for c in proposal.changes] == [(saturday.date, "馆庆")]


def test_december_before_the_year_counts_from_its_first_day() -> None:
    first = DayEntry(date(2025, 12, 1), "off", "元旦", source="x")
    proposal = propose(YearTable(2026, (*GOOD.entries, first)), LAYERS)
    assert proposal.faults == ()
    assert [c.date for c in proposal.changes] == [first.date]


def test_changes_show_what_saving_would_do() -> None:
    table = YearTable(2026, without(date(2026, 10, 7), date(2026, 10, 10))(GOOD.entries))
    changes = propose(table, LAYERS).changes
    assert [(c.date, c.before.kind, c.after.kind) for c in changes] == [
        (date(2026, 10, 7), "in_lieu", "workday"),
        (date(2026, 10, 10), "makeup", "weekend"),
    ]

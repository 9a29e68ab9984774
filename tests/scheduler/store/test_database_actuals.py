"""Imported actuals come back as they were, a day is replaced whole, and the trail has no names."""

from datetime import date, datetime

import pytest

from scheduler.store.actuals import Actuals, Attendance, Review, Service
from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, UnknownRecord
from tests.scheduler.store.samples import add_center

MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)


def came(person: str, day: date, hour: int = 9) -> Attendance:
    return Attendance(
        day,
        person,
        "work",
        datetime(day.year, day.month, day.day, hour),
        datetime(day.year, day.month, day.day, 12),
        "W1",
    )


ALL = Actuals(
    (came("a", MONDAY), Attendance(MONDAY, "b", "absent"), came("a", TUESDAY)),
    (Service("Q", datetime(2026, 9, 7, 9), "a", 10, 9, 9, 8, 0, 4, 96.5, None, None, 3, 3, 0, 1, 1, 1),),
    (Review(MONDAY, "survey", "attitude", None, 30, 91.5),),
)


def test_what_was_imported_comes_back(database_url: str) -> None:
    with Store(database_url) as store:
        add_center(store)
        assert store.load_actuals("hall") == Actuals()
        assert store.save_actuals("hall", ALL, "lin") == 0
        assert store.load_actuals("hall") == ALL
        lines = [line for line in store.audit_rows() if line.action == "actuals.save"]
        assert {line.subject for line in lines} == {
            f"actuals/hall/{part}" for part in ("attendance", "service", "reviews")
        }
        assert {line.after["records"] for line in lines} == {1, 3} and store.verify_chain().whole


def test_a_day_is_replaced_whole_and_other_days_and_tables_stay(database_url: str) -> None:
    with Store(database_url) as store:
        add_center(store)
        marks = [store.actuals_mark("hall")]
        store.save_actuals("hall", ALL, "lin")
        marks.append(store.actuals_mark("hall"))
        assert store.save_actuals("hall", Actuals((came("b", MONDAY, 10),)), "wang") == 1
        assert len({*marks, store.actuals_mark("hall")}) == 3
        found = store.load_actuals("hall")
        assert found.attendance == (came("b", MONDAY, 10), came("a", TUESDAY))
        assert (found.service, found.reviews) == (ALL.service, ALL.reviews)


def test_nothing_and_nobody_are_refused(database_url: str) -> None:
    with Store(database_url) as store:
        add_center(store)
        with pytest.raises(BadRecord, match="at least one"):
            store.save_actuals("hall", Actuals(), "lin")
        with pytest.raises(UnknownRecord, match="nowhere"):
            store.save_actuals("nowhere", ALL, "lin")
        assert store.load_actuals("nowhere") == Actuals()

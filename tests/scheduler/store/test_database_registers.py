from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.domain.record import Record
from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from tests.scheduler.store.samples import add_center

CALL = Record(
    "phone_log",
    "2026-09-07-01",
    date(2026, 9, 7),
    "W1",
    "S01",
    datetime(2026, 9, 10),
    "open",
    {
        "called_at": datetime(2026, 9, 7, 9, 5),
        "caller": "张三",
        "phone": "0750-1234567",
        "question": "怎么办",
        "promised": date(2026, 9, 9),
        "minutes": 4.5,
    },
)


def test_an_entry_is_appended_corrected_and_listed(store: Store) -> None:
    add_center(store)
    kept = store.add_record("hall", CALL, "S01")
    assert kept == replace(CALL, row=1)
    done = store.correct_record(
        "hall", replace(kept, state="done", body={**kept.body, "replied_on": date(2026, 9, 8)}), "S02"
    )
    assert (done.row, store.record("hall", "phone_log", CALL.id)) == (2, done)
    other = store.add_record("hall", Record("seal_log", "2026-09-08-FDI", date(2026, 9, 8), "FDI"), "S01")
    assert store.list_records("hall") == (done, other)
    assert store.list_records("hall", ["seal_log"]) == (other,)
    assert store.list_records("hall", last=date(2026, 9, 7)) == (done,)


def test_the_trail_keeps_what_was_corrected_but_not_who_called(store: Store) -> None:
    add_center(store)
    kept = store.add_record("hall", CALL, "S01")
    store.correct_record("hall", replace(kept, body={**kept.body, "minutes": 6.0}), "S02", "听错了")
    lines = store.audit_rows("record/hall/phone_log/2026-09-07-01")
    assert [(line.action, line.actor, line.reason) for line in lines] == [
        ("record.add", "S01", ""),
        ("record.correct", "S02", "听错了"),
    ]
    assert (lines[1].before["minutes"], lines[1].after["minutes"]) == ("4.5", "6")
    assert not any(secret in repr(lines) for secret in ("张三", "1234567", "怎么办"))
    assert store.verify_chain().whole


def test_two_writers_do_not_overwrite_each_other(store: Store) -> None:
    add_center(store)
    read = store.add_record("hall", CALL, "S01")
    store.correct_record("hall", replace(read, owner="S02"), "S02")
    with pytest.raises(StaleVersion) as caught:
        store.correct_record("hall", replace(read, owner="S03"), "S03")
    assert [c.actor for c in caught.value.changes] == ["S02"]
    with pytest.raises(BadRecord, match="already written"):
        store.add_record("hall", CALL, "S03")
    assert store.record("hall", "phone_log", CALL.id).owner == "S02"


def test_nothing_is_deleted_and_striking_out_needs_a_reason(store: Store) -> None:
    add_center(store)
    read = store.add_record("hall", CALL, "S01")
    with pytest.raises(BadRecord, match="reason"):
        store.correct_record("hall", replace(read, state="void"), "S01")
    store.correct_record("hall", replace(read, state="void"), "S01", "重复登记")
    assert [r.state for r in store.list_records("hall")] == ["void"]
    assert not any("delete" in name and "record" in name for name in dir(store))


def test_bad_entries_are_refused(store: Store) -> None:
    add_center(store)
    for bad in (replace(CALL, register="no_such"), replace(CALL, id=""), replace(CALL, body={"colour": "red"})):
        with pytest.raises(BadRecord):
            store.add_record("hall", bad, "S01")
    with pytest.raises(UnknownRecord):
        store.add_record("city", CALL, "S01")
    with pytest.raises(UnknownRecord):
        store.correct_record("hall", CALL, "S01")
    assert store.list_records("hall") == ()

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.records import StoredLeave
from tests.scheduler.store.samples import add_center

LEAVE = StoredLeave("hall", "a", datetime(2026, 9, 7, 14), datetime(2026, 9, 9), "sick", "asked")


def test_a_request_is_saved_changed_and_listed_by_overlap(store: Store) -> None:
    add_center(store)
    saved = store.save_leave(LEAVE, "a")
    assert replace(saved, id=0, row=0) == LEAVE
    approved = store.change_leave(replace(saved, state="approved"), "wang")
    assert (approved.state, approved.row, store.leave(saved.id)) == ("approved", 2, approved)
    other = store.save_leave(replace(LEAVE, person="b", start=datetime(2026, 9, 6), state="draft"), "b")
    day = (datetime(2026, 9, 8), datetime(2026, 9, 9))
    assert store.list_leave("hall", *day) == (other, approved)
    assert store.list_leave("hall", *day, state="approved") == (approved,)
    assert store.list_leave("hall", *day, person="b") == (other,)
    # Half open: what ends at midnight does not touch the next day.
    assert store.list_leave("hall", datetime(2026, 9, 9), datetime(2026, 9, 10)) == ()


def test_two_approvers_do_not_overwrite_each_other(store: Store) -> None:
    add_center(store)
    read = store.save_leave(LEAVE, "a")
    store.change_leave(replace(read, state="declined"), "wang")
    with pytest.raises(StaleVersion) as caught:
        store.change_leave(replace(read, state="approved"), "zhao")
    assert [(c.actor, c.after) for c in caught.value.changes] == [("wang", {"state": "declined"})]
    assert store.leave(read.id).state == "declined"


def test_the_audit_trail_does_not_tell_the_type_of_leave(store: Store) -> None:
    add_center(store)
    read = store.save_leave(LEAVE, "a")
    store.change_leave(replace(read, state="approved"), "wang")
    lines = store.audit_rows(f"leave/{read.id}")
    assert [line.action for line in lines] == ["leave.save", "leave.change"]
    assert "sick" not in repr(lines)


def test_bad_requests_are_refused(store: Store) -> None:
    add_center(store)
    saved = store.save_leave(LEAVE, "a")
    for bad in (replace(LEAVE, end=LEAVE.start), replace(LEAVE, id=5)):
        with pytest.raises(BadRecord):
            store.save_leave(bad, "a")
    with pytest.raises(UnknownRecord):
        store.save_leave(replace(LEAVE, center="city"), "a")
    with pytest.raises(BadRecord, match="belongs to hall a"):
        store.change_leave(replace(saved, person="b"), "b")
    with pytest.raises(UnknownRecord):
        store.change_leave(replace(saved, id=9), "a")
    assert len(store.list_leave("hall", datetime(2026, 1, 1), datetime(2027, 1, 1))) == 1

from dataclasses import replace

import pytest

from scheduler.store.batch_records import OPEN_STATES
from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, LostLease, UnknownRecord
from scheduler.store.records import BatchItem
from tests.scheduler.store.samples import WEEK

ITEMS = [BatchItem("night", center, WEEK, f"hash-{center}") for center in ("a", "b", "c")]


def test_a_restarted_batch_does_only_the_rest(store: Store) -> None:
    assert list(store.plan_batch("night", ITEMS)) == ITEMS
    done = store.finish_item(store.start_item("night", "a"), "done", "out/a")
    failed = store.finish_item(store.start_item("night", "b"), "failed", "no people")
    store.start_item("night", "c")  # killed while it ran
    again = store.plan_batch("night", ITEMS)
    assert again[:2] == (done, failed)
    assert [(i.center, i.attempt) for i in store.batch_items("night", OPEN_STATES)] == [("c", 1)]


def test_changed_input_is_done_again_and_the_old_worker_is_fenced_off(store: Store) -> None:
    store.plan_batch("night", ITEMS)
    store.finish_item(store.start_item("night", "a"), "done", "out/a")
    busy = store.start_item("night", "b")
    changed = [replace(item, input_hash="new") if item.center in "ab" else item for item in ITEMS]
    planned = store.plan_batch("night", changed)
    assert [(i.center, i.state, i.result) for i in planned] == [(c, "waiting", None) for c in "abc"]
    for late in (busy, replace(busy, attempt=2)):
        with pytest.raises(LostLease):
            store.finish_item(late, "done", "old")
    fresh = store.start_item("night", "b")
    assert store.finish_item(fresh, "done", "new").result == "new"
    with pytest.raises(LostLease):
        store.finish_item(fresh, "done", "twice")


def test_a_worker_taken_for_dead_cannot_finish_for_its_successor(store: Store) -> None:
    store.plan_batch("night", ITEMS)
    late, second = store.start_item("night", "a"), store.start_item("night", "a")
    assert (late.attempt, second.attempt) == (1, 2)
    with pytest.raises(LostLease, match="attempt 1 is over"):
        store.finish_item(late, "done", "late")
    assert store.finish_item(second, "done", "second").result == "second"


def test_batches_are_kept_apart_and_misuse_is_named(store: Store) -> None:
    store.plan_batch("night", ITEMS)
    store.plan_batch("day", [replace(ITEMS[0], batch="day")])
    assert [i.center for i in store.batch_items("day")] == ["a"]
    with pytest.raises(BadRecord, match="b, c"):
        store.plan_batch("day", [replace(ITEMS[1], batch="day"), replace(ITEMS[1], batch="day"), ITEMS[2]])
    with pytest.raises(UnknownRecord):
        store.start_item("day", "b")
    assert [i.center for i in store.batch_items("day")] == ["a"]

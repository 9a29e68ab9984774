from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.domain.cover import Cover, HandBack
from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from tests.scheduler.store.samples import add_center

DAY = date(2026, 9, 7)
MORNING = Cover(
    DAY,
    "a",
    "W1",
    "b",
    "B",
    datetime(2026, 9, 7, 9),
    datetime(2026, 9, 7, 12),
    True,
    "W2",
    ("permit",),
    "O",
    cause="left_post",
    by="chief",
)
LATER = replace(MORNING, start=datetime(2026, 9, 7, 14), until=datetime(2026, 9, 7, 17))
BACK = HandBack(datetime(2026, 9, 7, 10, 30), "3 filed", "1 waits", ("seal:seal",), ("cashier",))


def test_covers_are_saved_ended_and_listed_by_day(store: Store) -> None:
    add_center(store)
    saved = store.save_covers("hall", (MORNING, LATER), "chief")
    assert [replace(c, id=0, row=0) for c in saved] == [MORNING, LATER]
    assert store.covers("hall", DAY, DAY) == saved
    mark = store.covers_mark("hall")
    ended = store.end_covers([replace(saved[0], ended=BACK.at, hand_back=BACK)], "b")
    assert store.covers_mark("hall") != mark != store.covers_mark("city")
    assert (ended[0].ended, ended[0].hand_back, ended[0].row) == (BACK.at, BACK, 2)
    assert store.covers("hall", DAY, DAY) == (ended[0], saved[1])
    assert store.covers("hall", date(2026, 9, 8), date(2026, 9, 30)) == () == store.covers("city", DAY, DAY)


def test_two_screens_do_not_take_over_the_same_stretch(store: Store) -> None:
    add_center(store)
    first = store.save_covers("hall", [MORNING], "chief")
    with pytest.raises(BadRecord):
        store.save_covers("hall", [LATER, replace(MORNING, stand_in="c")], "other")
    assert store.covers("hall", DAY, DAY) == first  # and nothing of the second was kept
    # Once it has ended, the post may be left and covered again.
    store.end_covers([replace(first[0], ended=MORNING.start)], "chief")
    assert len(store.save_covers("hall", [replace(MORNING, stand_in="c")], "other")) == 1


def test_who_ends_second_is_told_who_ended_it(store: Store) -> None:
    add_center(store)
    (read,) = store.save_covers("hall", [MORNING], "chief")
    store.end_covers([replace(read, ended=BACK.at, hand_back=BACK)], "b")
    with pytest.raises(StaleVersion) as caught:
        store.end_covers([replace(read, ended=MORNING.until)], "c")
    assert [c.actor for c in caught.value.changes] == ["b"]
    with pytest.raises(UnknownRecord):
        store.end_covers([replace(read, id=99)], "c")


def test_the_audit_trail_says_who_began_and_ended_it_but_not_why(store: Store) -> None:
    add_center(store)
    (read,) = store.save_covers("hall", [MORNING], "chief")
    store.end_covers([replace(read, ended=BACK.at, hand_back=BACK)], "b")
    lines = store.audit_rows(f"cover/{read.id}")
    assert [(line.actor, line.action) for line in lines] == [("chief", "cover.begin"), ("b", "cover.end")]
    assert "left_post" not in repr(lines) and "filed" not in repr(lines)
    assert store.verify_chain().whole


def test_bad_covers_are_refused(store: Store) -> None:
    with pytest.raises(UnknownRecord):
        store.save_covers("hall", [MORNING], "chief")
    add_center(store)
    (read,) = store.save_covers("hall", [MORNING], "chief")
    with pytest.raises(BadRecord, match="already stored"):
        store.save_covers("hall", [read], "chief")

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Roster
from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord, WrongStatus
from scheduler.store.records import Edit, SolveFacts
from tests.scheduler.store.conftest import Clock
from tests.scheduler.store.samples import WEEK, add_center, add_roster, sample_roster, with_post

EDIT = Edit({"set": "W9"}, {"set": "W1"})


def test_a_roster_comes_back_equal(store: Store, clock: Clock) -> None:
    add_center(store)
    roster = sample_roster()
    facts = SolveFacts({"1": 0, "3": 12}, {"1": 0, "3": 9.5}, 2**40, {"paiban": "0.1.0"}, "abc")
    saved = store.save_roster("hall", "九月", WEEK, roster, author="lin", facts=facts, center_version=1, note="首版")
    loaded = store.load_roster(saved.roster_id)
    assert len(roster.duties) == 44
    assert loaded.roster == roster
    assert loaded.version == saved
    assert (saved.status, saved.number, saved.facts, saved.horizon) == ("draft", 1, facts, WEEK)
    assert (saved.created_at, saved.author, saved.center_version, saved.note) == (clock(), "lin", 1, "首版")


def test_seconds_and_equal_duties_are_kept(store: Store) -> None:
    odd = replace(sample_roster().duties[0], start=datetime(2026, 9, 7, 9, 0, 1, 5))
    roster = Roster.of([odd, odd])
    saved = add_roster(store, roster=roster)
    assert store.load_roster(saved.roster_id).roster == roster
    edited = store.record_edits(saved, Roster.of([odd]), [EDIT], "lin")
    assert store.load_roster(edited.roster_id).roster == Roster.of([odd])


def test_versions_count_up_and_know_their_parent(store: Store) -> None:
    first = add_roster(store)
    second = store.add_version(first.roster_id, Roster(), author="wang", parent=1)
    assert (second.number, second.parent, second.status) == (2, 1, "draft")
    assert store.load_roster(first.roster_id).roster == Roster()
    assert store.load_roster(first.roster_id, 1).roster == sample_roster()
    assert [v.number for v in store.roster_versions(first.roster_id)] == [2, 1]
    add_roster(store, "w38")
    heads = store.list_rosters("hall")
    assert [(h.name, h.newest, h.published) for h in heads] == [("w38", 1, None), ("w37", 2, None)]
    assert store.list_rosters("city") == ()


def test_edits_change_the_duties_and_are_logged(store: Store, clock: Clock) -> None:
    version = store.mark(add_roster(store), "checked", "lin")
    clock.pass_by(60)
    changed = with_post(sample_roster(), "p00", WEEK.start, "W7")
    edited = store.record_edits(version, changed, [EDIT, Edit({"n": 2}, {"n": 1})], "wang")
    assert store.load_roster(version.roster_id).roster == changed
    # What was checked is not what it is now.
    assert (edited.status, edited.row, edited.changed_by, edited.changed_at) == ("draft", 3, "wang", clock())
    log = store.edits(version.roster_id, 1)
    assert [(e.op, e.inverse, e.author, e.at, e.row) for e in log] == [
        ({"set": "W9"}, {"set": "W1"}, "wang", clock(), 3),
        ({"n": 2}, {"n": 1}, "wang", clock(), 3),
    ]


def test_an_edit_of_what_somebody_else_changed_is_refused(store: Store) -> None:
    version = add_roster(store)
    first = with_post(sample_roster(), "p00", WEEK.start, "W7")
    store.record_edits(version, first, [EDIT], "wang")
    with pytest.raises(StaleVersion) as caught:
        store.record_edits(version, with_post(sample_roster(), "p01", WEEK.start, "W8"), [EDIT], "lin")
    (change,) = caught.value.changes
    assert (change.actor, change.action, change.after["ops"]) == ("wang", "roster.edit", [{"set": "W9"}])
    assert change.at == datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.changes, str(copy)) == (caught.value.changes, str(caught.value))
    assert store.load_roster(version.roster_id).roster == first
    assert len(store.edits(version.roster_id, 1)) == 1


def test_the_way_to_publication(store: Store, clock: Clock) -> None:
    draft = add_roster(store)
    with pytest.raises(WrongStatus, match="is draft"):
        store.publish(draft, "wang")
    with pytest.raises(WrongStatus, match="it can become checked, not submitted"):
        store.mark(draft, "submitted", "lin")
    submitted = store.mark(store.mark(draft, "checked", "lin"), "submitted", "lin")
    with pytest.raises(WrongStatus, match="is submitted"):
        store.record_edits(submitted, Roster(), [EDIT], "lin")
    clock.pass_by(5)
    published = store.publish(submitted, "wang", "按时发布")
    assert (published.status, published.published, published.published_at) == ("published", 1, clock())
    for refused in (
        lambda: store.mark(published, "draft", "lin"),
        lambda: store.record_edits(published, Roster(), [EDIT], "x"),
    ):
        with pytest.raises(WrongStatus, match="is published"):
            refused()
    assert store.load_roster(draft.roster_id).roster == sample_roster()
    lines = store.audit_rows(published.subject)
    assert [(line.action, line.actor) for line in lines] == [
        ("roster.save", "lin"),
        ("roster.checked", "lin"),
        ("roster.submitted", "lin"),
        ("roster.published", "wang"),
    ]
    assert lines[-1].reason == "按时发布"


def test_publishing_supersedes_the_former_and_stale_publishers_are_refused(store: Store, clock: Clock) -> None:
    one = store.mark(add_roster(store), "checked", "lin")
    two = store.mark(store.add_version(one.roster_id, Roster(), author="lin", parent=1), "checked", "lin")
    store.publish(one, "wang")
    with pytest.raises(StaleVersion) as caught:
        store.publish(two, "zhao")
    assert [(c.actor, c.action) for c in caught.value.changes] == [("wang", "roster.published")]
    assert store.load_roster(one.roster_id, 2).version.status == "checked"
    clock.pass_by(5)
    store.publish(store.load_roster(one.roster_id, 2).version, "zhao")
    assert [(v.number, v.status) for v in store.roster_versions(one.roster_id)] == [(2, "published"), (1, "superseded")]


def test_a_draft_changed_after_reading_is_not_published(store: Store) -> None:
    read = store.mark(add_roster(store), "checked", "lin")
    edited = store.record_edits(read, Roster(), [EDIT], "lin")
    store.mark(edited, "checked", "lin")
    with pytest.raises(StaleVersion, match=r"roster\.edit"):
        store.publish(read, "wang")
    assert store.latest_published("hall", WEEK.start) is None


def test_the_roster_in_force_is_the_last_published_that_covers_the_date(store: Store, clock: Clock) -> None:
    week = store.publish(store.mark(add_roster(store), "checked", "lin"), "wang")
    clock.pass_by(60)
    day = Horizon(date(2026, 9, 9), 1)
    extra = store.save_roster("hall", "day", day, sample_roster(1, day), author="lin")
    found = store.latest_published("hall", date(2026, 9, 9))
    assert found is not None and found.version == week and found.roster == sample_roster()
    extra = store.publish(store.mark(extra, "checked", "lin"), "wang")
    found = store.latest_published("hall", date(2026, 9, 9))
    assert found is not None and found.version == extra and found.roster == sample_roster(1, day)
    after = store.latest_published("hall", date(2026, 9, 10))
    assert after is not None and after.version == week
    assert store.latest_published("hall", WEEK.last + timedelta(days=1)) is None
    assert store.latest_published("city", WEEK.start) is None


def test_the_database_itself_refuses_a_second_published_version(store: Store) -> None:
    version = store.publish(store.mark(add_roster(store), "checked", "lin"), "wang")
    store.add_version(version.roster_id, Roster(), author="lin")
    with pytest.raises(BadRecord), store.transaction() as session:
        session.execute(text("UPDATE roster_version SET status = 'published' WHERE number = 2"))
    assert [v.status for v in store.roster_versions(version.roster_id)] == ["draft", "published"]


def test_what_cannot_be_stored_is_named(store: Store) -> None:
    version = add_roster(store)
    late = replace(sample_roster().duties[0], day=WEEK.last + timedelta(days=1), person="zz")
    aware = replace(
        sample_roster().duties[0], start=datetime(2026, 9, 7, 1, tzinfo=UTC), end=datetime(2026, 9, 7, 4, tzinfo=UTC)
    )
    with pytest.raises(BadRecord, match="zz 2026-09-14"):
        store.save_roster("hall", "late", WEEK, Roster((late,)), author="lin")
    with pytest.raises(BadRecord, match="p00 2026-09-07"):
        store.add_version(version.roster_id, Roster((aware,)), author="lin")
    with pytest.raises(BadRecord, match="no edits"):
        store.record_edits(version, Roster(), [], "lin")
    with pytest.raises(BadRecord, match="already has a roster 'w37'"):
        store.save_roster("hall", "w37", WEEK, Roster(), author="lin")
    with pytest.raises(BadRecord, match="cost: no JSON value"):
        store.add_version(version.roster_id, Roster(), author="lin", facts=SolveFacts(cost={1, 2}))
    for unknown in (
        lambda: store.save_roster("city", "x", WEEK, Roster(), author="lin"),
        lambda: store.save_roster("hall", "x", WEEK, Roster(), author="lin", center_version=5),
        lambda: store.add_version(99, Roster(), author="lin"),
        lambda: store.add_version(version.roster_id, Roster(), author="lin", parent=9),
        lambda: store.load_roster(version.roster_id, 9),
    ):
        with pytest.raises(UnknownRecord):
            unknown()
    assert [(h.name, h.newest) for h in store.list_rosters()] == [("w37", 1)]


def test_several_saves_are_one_transaction(store: Store) -> None:
    version = add_roster(store)
    rows = store.audit_head()[0]

    def break_off() -> None:
        with store.transaction():
            store.add_version(version.roster_id, Roster(), author="lin")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert (len(store.roster_versions(version.roster_id)), store.audit_head()[0]) == (1, rows)
    with store.transaction():
        store.add_version(version.roster_id, Roster(), author="lin")
        # A part that fails and is caught leaves nothing, the rest is saved.
        with pytest.raises(StaleVersion):
            store.publish(replace(version, row=7), "wang")
        with pytest.raises(ZeroDivisionError):
            break_off()
    assert [v.number for v in store.roster_versions(version.roster_id)] == [2, 1]
    assert store.audit_head()[0] == rows + 1
    assert store.verify_chain().whole

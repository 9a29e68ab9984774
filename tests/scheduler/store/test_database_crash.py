import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.pool import Pool

from scheduler.domain.roster import Roster
from scheduler.store.database import Store
from scheduler.store.errors import StoreFull, StoreUnavailable
from scheduler.store.records import Edit
from tests.scheduler.store.children import start_child
from tests.scheduler.store.samples import WEEK, add_roster, sample_roster, save_for_ever, with_post

KILLS, PEOPLE = 10, 30


class Broken(Exception):
    """The fault that is put in."""


def test_kill_9_leaves_no_half_roster_and_loses_no_saved_one(store: Store, database_url: str) -> None:
    roster = sample_roster(PEOPLE)
    delays, acknowledged = random.Random(7), 0
    for _ in range(KILLS):
        child, pipe = start_child(save_for_ever, database_url, PEOPLE)
        told = [pipe.recv()]  # the first save is through, the next ones run
        time.sleep(delays.uniform(0.0, 0.15))
        child.kill()
        try:
            while True:
                told.append(pipe.recv())
        except (EOFError, OSError):
            child.join()
        acknowledged += len(told)
        stored = {(h.id, v.number) for h in store.list_rosters() for v in store.roster_versions(h.id)}
        assert stored >= set(told)
        # At most the one save that was under way may be there without having been reported.
        assert len([key for key in stored if key[0] == told[0][0]]) <= len(told) + 1
        newest = max(number for roster_id, number in stored if roster_id == told[0][0])
        assert store.load_roster(told[0][0], newest).roster == roster
    with store.reading() as session:
        counts = session.execute(
            text(
                "SELECT v.id, count(d.position) FROM roster_version v LEFT JOIN duty d ON d.version_id = v.id GROUP BY v.id"
            )
        )
        assert {count for _, count in counts} == {len(roster.duties)}
        orphans = text("SELECT count(*) FROM duty WHERE version_id NOT IN (SELECT id FROM roster_version)")
        assert session.scalar(orphans) == 0
        if database_url.startswith("sqlite"):
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert acknowledged >= KILLS
    assert store.verify_chain().whole


@contextmanager
def broken_statement(number: int) -> Iterator[list[str]]:
    """The ``number``-th statement of any transaction does not reach the database."""
    seen: list[str] = []

    def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement not in ("BEGIN", "BEGIN IMMEDIATE"):
            seen.append(statement)
        if len(seen) == number:
            raise Broken(statement)

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


def steps(store: Store) -> list[Callable[[], object]]:
    """Saves of every kind, each of several statements."""
    draft = add_roster(store)
    ready = store.mark(store.add_version(draft.roster_id, Roster(), author="lin"), "checked", "lin")
    published = add_roster(store, "w38")
    store.publish(store.mark(published, "checked", "lin"), "wang")
    second = store.mark(store.add_version(published.roster_id, Roster(), author="lin"), "checked", "lin")
    changed = with_post(sample_roster(), "p00", WEEK.start, "W7")
    files = {"center.toml": b"changed"}
    return [
        lambda: store.record_edits(draft, changed, [Edit({"a": 1}, {"a": 0})], "lin"),
        lambda: store.publish(ready, "wang"),
        lambda: store.publish(second, "wang"),
        lambda: store.add_version(draft.roster_id, sample_roster(), author="lin", parent=1),
        lambda: store.save_center("hall", files, name_zh="新", name_en="New", author="lin"),
    ]


@pytest.mark.parametrize("step", range(5))
def test_a_fault_at_any_statement_saves_nothing(store: Store, step: int) -> None:
    save = steps(store)[step]

    def state() -> object:
        heads = store.list_rosters()
        versions = [store.load_roster(h.id, n) for h in heads for n in range(1, h.newest + 1)]
        return heads, versions, store.edits(1, 1), store.list_centers(), store.audit_head()

    before, number = state(), 0
    while True:
        number += 1
        with broken_statement(number):
            try:
                save()
                break
            except Broken:
                pass
        assert state() == before
    assert number > 5
    assert state() != before
    assert store.verify_chain().whole


def test_a_full_disk_keeps_what_was_saved(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'full.db'}"
    roster = sample_roster(PEOPLE)

    def shrink(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 150")

    event.listen(Pool, "connect", shrink)
    try:
        with Store(url) as store:
            version = add_roster(store, roster=roster)
            told = [version.number]

            def fill_up() -> None:
                while told[-1] < 100:
                    told.append(store.add_version(version.roster_id, roster, author="lin").number)

            with pytest.raises(StoreFull):
                fill_up()
            saved = told[-1]
            assert 1 < saved < 100
            assert store.load_roster(version.roster_id).version.number == saved
            assert store.load_roster(version.roster_id).roster == roster
            assert store.verify_chain().whole
    finally:
        event.remove(Pool, "connect", shrink)
    with Store(url) as store:
        assert store.add_version(version.roster_id, roster, author="lin").number == saved + 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:////no/such/folder/paiban.db", "unable to open"),
        ("nonsense", "cannot be read"),
        ("nodb://u:secret@host/x", "no driver"),
    ],
)
def test_an_address_that_leads_nowhere(url: str, words: str) -> None:
    with pytest.raises(StoreUnavailable, match=words) as caught:
        Store(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"my notes, not yours" * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == b"my notes, not yours" * 100

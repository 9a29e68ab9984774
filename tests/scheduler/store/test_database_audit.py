import pytest
from sqlalchemy import text

from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, StoreError
from tests.scheduler.store.samples import add_roster

CHANGES = (
    "UPDATE audit SET actor = 'nobody' WHERE id = 3",
    "DELETE FROM audit WHERE id = 3",
    "DELETE FROM audit",
)


def fill(store: Store, lines: int = 6) -> None:
    for number in range(lines):
        before, after = {"数": number}, [number, 0.1, None]
        store.note("lin", "test", f"test/{number}", row=number, before=before, after=after, reason="原因\n'\"")


def drop_triggers(store: Store) -> None:
    with store.transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            for event in ("update", "delete", "replace"):
                session.execute(text(f"DROP TRIGGER audit_no_{event}"))
        else:
            session.execute(text("DROP TRIGGER audit_no_change ON audit"))


def test_lines_come_back_as_written_and_the_chain_is_whole(store: Store) -> None:
    fill(store)
    third = store.audit_rows("test/2")[0]
    assert (third.id, third.actor, third.action, third.row) == (3, "lin", "test", 2)
    assert (third.before, third.after, third.reason) == ({"数": 2}, [2, 0.1, None], "原因\n'\"")
    assert [row.id for row in store.audit_rows(after=2, limit=3)] == [3, 4, 5]
    check = store.verify_chain()
    assert check.whole and (check.rows, check.head) == store.audit_head() == (6, store.audit_rows()[-1].hash)


def test_an_empty_trail_is_whole(store: Store) -> None:
    assert store.verify_chain().whole
    assert store.audit_head() == (0, "0" * 64)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_lines(store: Store, change: str) -> None:
    fill(store)
    with pytest.raises(StoreError, match="never changed"), store.transaction() as session:
        session.execute(text(change))
    assert store.verify_chain().whole


@pytest.mark.parametrize(("number", "prev_hash"), [("id", "prev_hash"), ("id", "'new'"), ("99", "prev_hash")])
def test_replacing_a_line_is_refused(store: Store, number: str, prev_hash: str) -> None:
    fill(store)
    copy = (
        f"INTO audit SELECT {number}, at, 'nobody', action, subject, \"row\", before, after, reason, {prev_hash}, hash "
        "FROM audit WHERE id = 3"
    )
    with pytest.raises(StoreError), store.transaction() as session:
        session.execute(
            text(("INSERT OR REPLACE " if session.get_bind().dialect.name == "sqlite" else "INSERT ") + copy)
        )
    assert store.audit_rows("test/2")[0].actor == "lin"


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE id = 3", 3, "line changed"),
        ("UPDATE audit SET reason = '' WHERE id = 6", 6, "line changed"),
        ("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE id = 1", 1, "line changed"),
        ('UPDATE audit SET "row" = NULL WHERE id = 2', 2, "line changed"),
        ("DELETE FROM audit WHERE id = 4", 4, "line missing"),
        ("DELETE FROM audit WHERE id >= 5", 5, "end cut off"),
    ],
)
def test_tampering_by_the_owner_of_the_file_is_found(store: Store, change: str, where: int, why: str) -> None:
    fill(store)
    drop_triggers(store)
    with store.transaction() as session:
        session.execute(text(change))
    check = store.verify_chain()
    assert (check.broken_at, check.why) == (where, why)


def test_a_head_written_down_finds_what_the_database_alone_cannot(store: Store) -> None:
    fill(store)
    known = store.audit_head()
    fill(store, 2)
    assert store.verify_chain(known).whole
    drop_triggers(store)
    fifth = store.audit_rows()[4].hash
    with store.transaction() as session:
        session.execute(text("DELETE FROM audit WHERE id > 5"))
        session.execute(text("UPDATE audit_head SET rows = 5, hash = :hash"), {"hash": fifth})
    assert store.verify_chain().whole
    assert store.verify_chain(known).why == "end cut off"
    fill(store, 3)  # a new end, as long as the old one
    assert store.verify_chain().whole
    check = store.verify_chain(known)
    assert (check.broken_at, check.why) == (6, "not the chain that was written down")


def test_lines_belong_to_the_transaction_they_tell_of(store: Store) -> None:
    def break_off() -> None:
        with store.transaction():
            add_roster(store)
            store.note("lin", "test", "test/9")
            raise ZeroDivisionError

    fill(store, 1)
    with pytest.raises(ZeroDivisionError):
        break_off()
    assert store.audit_head()[0] == 1
    with pytest.raises(BadRecord, match="no JSON value"):
        store.note("lin", "test", "test/9", after=object())
    with pytest.raises(StoreError, match="only reads"), store.reading():
        store.note("lin", "test", "test/9")
    assert store.audit_head()[0] == 1

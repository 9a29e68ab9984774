from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, inspect, text

from scheduler.store.database import Store
from scheduler.store.engines import open_engine, reading, writing
from scheduler.store.errors import StoreTooNew
from scheduler.store.migrate import downgrade, newest_revision, revision_of, upgrade
from scheduler.store.schema import REVISION, Base
from tests.scheduler.store.samples import add_roster, sample_roster

TABLES = set(Base.metadata.tables)


def tables(engine: Engine) -> set[str]:
    with reading(engine).connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_up_down_up(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # no alembic.ini far and wide
    engine = open_engine(database_url)
    upgrade(writing(engine))
    assert tables(engine) == TABLES
    assert "duty" in TABLES and len(TABLES) == 17
    with Store(database_url) as store:
        version = add_roster(store)
        assert store.load_roster(version.roster_id).roster == sample_roster()
    downgrade(writing(engine))
    assert tables(engine) == set()
    with engine.connect() as connection:
        assert revision_of(connection) is None
    upgrade(writing(engine))
    upgrade(writing(engine))  # nothing left to do
    with Store(database_url) as store:
        assert store.list_rosters() == ()
        add_roster(store)
        assert store.verify_chain().whole
    engine.dispose()


def test_the_migrations_lead_to_the_schema(database_url: str) -> None:
    Store(database_url).close()
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert revision_of(connection) == newest_revision() == REVISION
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused_untouched(database_url: str) -> None:
    with Store(database_url) as store:
        add_roster(store)
        with store.transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew, match="9999"):
        Store(database_url)
    engine = open_engine(database_url)
    assert tables(engine) == TABLES
    with pytest.raises(StoreTooNew):
        downgrade(writing(engine))
    engine.dispose()


def test_a_migration_that_breaks_off_leaves_nothing(database_url: str) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "CREATE TABLE audit_head" in statement:
            raise RuntimeError("power failure")

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError, match="power failure"):
            Store(database_url)
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    engine = open_engine(database_url)
    assert tables(engine) == set()
    engine.dispose()
    with Store(database_url) as store:
        add_roster(store)
        assert len(store.list_rosters()) == 1


def test_sqlite_is_set_up_to_survive(tmp_path: Path) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with Store(f"sqlite:///{tmp_path / 'x.db'}") as store, store.reading() as session:
        values = [session.scalar(text(f"PRAGMA {name}")) for name in names]
    assert values == ["wal", 2, 1, 30_000]

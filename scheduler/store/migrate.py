"""Bringing the tables of a database to the state this version of the program expects."""

import logging

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from scheduler.store.errors import StoreTooNew

_LOG = logging.getLogger(__name__)
_LOCK = 0x7061_6962_616E
"""Key of the PostgreSQL advisory lock that lets only one process migrate at a time."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up, in one transaction: all steps or none.

    Parameters
    ----------
    engine
        An engine for writing (:func:`scheduler.store.engines.writing`).

    Raises
    ------
    StoreTooNew
        If the database has been migrated by a newer version of the program.
    """
    with engine.begin() as connection:
        _wait_for_turn(connection)
        present = revision_of(connection)
        _refuse_unknown(present)
        command.upgrade(_config(connection), revision)
        reached = revision_of(connection)
    if reached != present:
        _LOG.info("database migrated from %s to %s", present or "nothing", reached)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Migrate down, in one transaction. What only newer tables hold is lost."""
    with engine.begin() as connection:
        _wait_for_turn(connection)
        _refuse_unknown(revision_of(connection))
        command.downgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """The step a database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The step this version of the program expects."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None  # the first step is part of the program
    return head


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "scheduler.store:migrations")
    config.attributes["connection"] = connection
    return config


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreTooNew(f"the database is at step {revision}, newer than this program: update the program")


def _wait_for_turn(connection: Connection) -> None:
    # On SQLite BEGIN IMMEDIATE already holds the only lock there is.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})

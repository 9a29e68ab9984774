"""Engines that are set up alike for every process: durable, patient, strict about keys."""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from scheduler.store.errors import StoreUnavailable

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""

_WRITE = "paiban_write"


def open_engine(address: str) -> Engine:
    """An engine, from which :func:`reading` and :func:`writing` derive those for transactions.

    Raises
    ------
    StoreUnavailable
        If the address is no database address or its driver is not installed.
    """
    try:
        url = _with_driver(make_url(address))
        engine = create_engine(url, hide_parameters=True, **_pool(url))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        extra = " (install paiban[postgres])" if address.startswith("postgres") else ""
        raise StoreUnavailable(f"no driver for this kind of database{extra}: {error}") from None
    except ArgumentError:
        # The address may hold a password: it is not repeated.
        raise StoreUnavailable("the database address cannot be read, expected e.g. sqlite:///paiban.db") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def reading(engine: Engine) -> Engine:
    """The same engine, for transactions that see one unchanging picture and save nothing."""
    if engine.dialect.name == "sqlite":
        return engine
    # PostgreSQL would otherwise show each statement a picture of its own: a version's head and its
    # duties could come from two different saves.
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """The same engine, for transactions that write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_WRITE: True})
    return engine.execution_options(isolation_level="READ COMMITTED")


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _pool(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return {"pool_pre_ping": True, "connect_args": {"options": f"-c lock_timeout={BUSY_SECONDS}s"}}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own habit of opening transactions lets two readers become writers and deadlock;
    # with None every transaction is opened by _begin_sqlite alone.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _switch_to_wal(connection: Any) -> None:
    """Two processes that open a new file at once: SQLite refuses the second without waiting."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def take_turn(session: Session, what: str) -> None:
    """Wait until no other transaction changes ``what``; held to the end of the transaction.

    On SQLite a writer is alone anyway. A row lock would not do on PostgreSQL: the row may not be
    there yet.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})

"""Transactions: all of a save or nothing, with its lines of the audit trail."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from scheduler.store.audit_chain import PendingLine, append_lines
from scheduler.store.engines import open_engine, reading, writing
from scheduler.store.errors import BadRecord, StoreBusy, StoreError, StoreFull, StoreUnavailable
from scheduler.store.json_values import canonical
from scheduler.store.places import default_url
from scheduler.store.schema import REVISION

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Running:
    """The transaction of one thread and the audit lines it will end with."""

    session: Session
    writes: bool
    lines: list[PendingLine] = field(default_factory=list)


class Transactions:
    """A database and the transactions on it: one at a time in each thread.

    Parameters
    ----------
    url
        Any SQLAlchemy address; None takes :func:`scheduler.store.places.default_url`. Missing
        tables are made and old ones migrated at once.
    clock
        Gives the present moment with its zone; tests replace it.
    """

    def __init__(self, url: str | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = clock
        engine = open_engine(url or default_url())
        self._reading, self._writing = reading(engine), writing(engine)
        self._here = threading.local()
        self._process = os.getpid()
        with _translated():
            self._make_tables()

    def _make_tables(self) -> None:
        with self._reading.connect() as connection:
            made = inspect(connection).has_table("alembic_version")
            if made and connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISION:
                return
        # Alembic takes longer to import than most commands take to run.
        from scheduler.store.migrate import upgrade

        upgrade(self._writing)

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._reading.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Everything inside is saved together at the end, or nothing of it.

        Inside another one it becomes a part: what fails in it is taken back, what succeeds is saved
        with the outer one.
        """
        running = self._running()
        if running is None:
            with _translated(), self._opened(True) as session:
                yield session
            return
        if not running.writes:
            raise StoreError("a transaction that only reads cannot save")
        lines = len(running.lines)
        try:
            with _translated(), running.session.begin_nested():
                yield running.session
        except BaseException:
            del running.lines[lines:]
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One unchanging picture of the database; inside a transaction, that one's picture."""
        running = self._running()
        if running is not None:
            yield running.session
            return
        with _translated(), self._opened(False) as session:
            yield session

    def note(
        self,
        actor: str,
        action: str,
        subject: str,
        *,
        row: int | None = None,
        before: Any = None,
        after: Any = None,
        reason: str = "",
    ) -> None:
        """Add a line to the audit trail of the running transaction (or of its own one).

        Parameters
        ----------
        subject
            What was changed, by ids: ``roster/3/2``. Names and reasons of leave do not belong here.
        row
            Row version of the subject after the change.
        before, after
            JSON values.
        """
        line = PendingLine(
            self.now(), actor, action, subject, row, canonical(before, subject), canonical(after, subject), reason
        )
        with self.transaction():
            running = self._running()
            assert running is not None  # transaction() has just seen to it
            running.lines.append(line)

    @contextmanager
    def _opened(self, writes: bool) -> Iterator[Session]:
        with Session(self._writing if writes else self._reading, expire_on_commit=False) as session:
            # Take the write lock now: a reader that turns writer later would have to be refused.
            session.connection()
            running = self._here.running = _Running(session, writes)
            try:
                yield session
                if running.lines:
                    append_lines(session, running.lines)
                session.commit()
            finally:
                self._here.running = None

    def _running(self) -> _Running | None:
        if os.getpid() != self._process:
            # A forked child must not touch the parent's connections, nor close them.
            self._process = os.getpid()
            self._here = threading.local()
            self._reading.dispose(close=False)
        running: _Running | None = getattr(self._here, "running", None)
        return running


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of the database library as ours, without the values that were to be saved."""
    try:
        yield
    except SQLAlchemyError as error:
        _LOG.warning("database: %s", type(error).__name__)
        raise _own_error(error) from error


def _own_error(error: SQLAlchemyError) -> StoreError:
    said = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    if "locked" in said or "lock timeout" in said or "deadlock" in said:
        return StoreBusy("the database is busy: another process is saving")
    if "is full" in said or "disk full" in said or "No space left" in said:
        return StoreFull("the disk is full: nothing was saved")
    if isinstance(error, IntegrityError | DataError):
        return BadRecord(f"not saved: {said.splitlines()[0]}")
    if isinstance(error, OperationalError) or "not a database" in said or "malformed" in said:
        return StoreUnavailable(f"the database cannot be used: {said.splitlines()[0]}")
    return StoreError(f"the database refused: {said.splitlines()[0]}")

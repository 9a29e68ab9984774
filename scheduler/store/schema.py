"""The tables. Every change here needs a migration; a test compares the two.

Moments of what happened (created, changed, heartbeat) are UTC; moments of a roster or of leave
are naive local time of the center.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0005"
"""The migration that leads to these tables."""


class UtcMoment(TypeDecorator[datetime]):
    """A moment with zone UTC, kept without zone: SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Any: JSON(none_as_null=True),
        datetime: UtcMoment,
        date: Date,
        bytes: LargeBinary,
    }


class CenterRow(Base):
    __tablename__ = "center"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)


class CenterVersionRow(Base):
    __tablename__ = "center_version"
    center: Mapped[str] = mapped_column(ForeignKey("center.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    created_at: Mapped[datetime]
    author: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class ForecastRow(Base):
    __tablename__ = "forecast"
    __table_args__ = (
        ForeignKeyConstraint(["center", "center_version"], ["center_version.center", "center_version.number"]),
        Index(None, "center", "start"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(String(80))
    center_version: Mapped[int]
    start: Mapped[date]
    end: Mapped[date]
    created_at: Mapped[datetime]
    frame: Mapped[bytes]
    meta: Mapped[Any]


class RosterRow(Base):
    __tablename__ = "roster"
    __table_args__ = (UniqueConstraint("center", "name"), CheckConstraint('"first" <= "last"', "period"))
    id: Mapped[int] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(ForeignKey("center.id"))
    name: Mapped[str] = mapped_column(Text)
    first: Mapped[date]
    last: Mapped[date]


class RosterVersionRow(Base):
    __tablename__ = "roster_version"
    __table_args__ = (
        UniqueConstraint("roster_id", "number"),
        ForeignKeyConstraint(["roster_id", "parent"], ["roster_version.roster_id", "roster_version.number"]),
        CheckConstraint("status IN ('draft', 'checked', 'submitted', 'published', 'superseded')", "status"),
        # Whatever a program does wrong, a roster never has two published versions.
        Index(
            "uq_roster_version_published",
            "roster_id",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    row: Mapped[int]
    parent: Mapped[int | None]
    center_version: Mapped[int | None]
    cost: Mapped[Any | None]
    bound: Mapped[Any | None]
    seed: Mapped[int | None] = mapped_column(BigInteger)
    versions: Mapped[Any]
    input_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    author: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None]


class DutyRow(Base):
    __tablename__ = "duty"
    __table_args__ = ({"sqlite_with_rowid": False},)
    version_id: Mapped[int] = mapped_column(ForeignKey("roster_version.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    person: Mapped[str] = mapped_column(Text)
    start: Mapped[datetime] = mapped_column(DateTime)
    end: Mapped[datetime] = mapped_column(DateTime)
    post: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(12))
    shift: Mapped[str] = mapped_column(Text)
    locked: Mapped[bool]


class EditRow(Base):
    __tablename__ = "edit"
    __table_args__ = (Index(None, "version_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("roster_version.id", ondelete="CASCADE"))
    row: Mapped[int]
    op: Mapped[Any]
    inverse: Mapped[Any]
    author: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class JobRow(Base):
    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'stopped', 'crashed')", "state"),
        # A running job without a heartbeat would never be found stale.
        CheckConstraint("state <> 'running' OR heartbeat_at IS NOT NULL", "heartbeat"),
        Index(None, "state", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    params: Mapped[Any]
    progress: Mapped[Any]
    attempt: Mapped[int]
    worker: Mapped[str] = mapped_column(Text)
    heartbeat_at: Mapped[datetime | None]
    stop_asked: Mapped[bool]
    result: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class LeaveRow(Base):
    __tablename__ = "leave_request"
    __table_args__ = (
        CheckConstraint('"start" < "end"', "span"),
        Index(None, "center", "start"),
        # An index and not a constraint: SQLite adds no constraint to a table that is there already.
        Index("uq_leave_request_name", "center", "name", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(ForeignKey("center.id"))
    person: Mapped[str] = mapped_column(Text)
    start: Mapped[datetime] = mapped_column(DateTime)
    end: Mapped[datetime] = mapped_column(DateTime)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    row: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    days: Mapped[float] = mapped_column(Double)
    chain: Mapped[str] = mapped_column(Text)
    steps: Mapped[Any]
    signed: Mapped[Any]
    evidence: Mapped[Any]
    reason: Mapped[str] = mapped_column(Text)
    flags: Mapped[Any]
    submitted: Mapped[datetime | None] = mapped_column(DateTime)
    handover: Mapped[Any | None]
    filed: Mapped[bool]
    extension: Mapped[Any | None]
    back_at: Mapped[datetime | None] = mapped_column(DateTime)
    note: Mapped[str] = mapped_column(Text)


class LeaveStepRow(Base):
    """One step somebody took with a request; ``row`` is the row version it led to."""

    __tablename__ = "leave_step"
    __table_args__ = (Index(None, "leave_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    leave_id: Mapped[int] = mapped_column(ForeignKey("leave_request.id", ondelete="CASCADE"))
    row: Mapped[int]
    at: Mapped[datetime] = mapped_column(DateTime)
    actor: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    article: Mapped[str] = mapped_column(Text)
    told: Mapped[Any]


class DelegationRow(Base):
    """Who signs for whom, from ``start`` to ``end``, both included."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint('"start" <= "end"', "span"), Index(None, "center"))
    id: Mapped[int] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(ForeignKey("center.id"))
    holder: Mapped[str] = mapped_column(Text)
    deputy: Mapped[str] = mapped_column(Text)
    start: Mapped[date]
    end: Mapped[date]


class CoverRow(Base):
    __tablename__ = "cover"
    __table_args__ = (
        CheckConstraint('"start" < "until"', "span"),
        CheckConstraint("cause IN ('absent', 'left_post')", "cause"),
        # Two people at two screens never take the same stretch of a post over twice.
        Index(
            "uq_cover_open",
            "center",
            "missing",
            "post",
            "start",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
        Index(None, "center", "day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(ForeignKey("center.id"))
    day: Mapped[date]
    missing: Mapped[str] = mapped_column(String(80))
    post: Mapped[str] = mapped_column(String(80))
    stand_in: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(12))
    start: Mapped[datetime] = mapped_column(DateTime)
    until: Mapped[datetime] = mapped_column(DateTime)
    ended: Mapped[datetime | None] = mapped_column(DateTime)
    dual: Mapped[bool]
    own_post: Mapped[str | None] = mapped_column(String(80))
    without: Mapped[Any]
    shift: Mapped[str] = mapped_column(String(80))
    called_in: Mapped[bool]
    cause: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(Text)
    hand_back: Mapped[Any | None]
    row: Mapped[int]


class ActualsRow(Base):
    """Records of one table and day; a day is replaced whole, as a clock-in system exports it."""

    __tablename__ = "actuals"
    __table_args__ = (CheckConstraint("part IN ('attendance', 'service', 'reviews')", "part"),)
    center: Mapped[str] = mapped_column(ForeignKey("center.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(12), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(Text)


class RecordRow(Base):
    """An entry of a register; ``body`` holds its fields as texts, as in the CSV file."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("center", "register", "key"),
        CheckConstraint("state IN ('open', 'done', 'void')", "state"),
        Index(None, "center", "register", "day"),
        Index(None, "center", "state", "due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    center: Mapped[str] = mapped_column(ForeignKey("center.id"))
    register: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    day: Mapped[date]
    subject: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    owner: Mapped[str] = mapped_column(Text)
    due: Mapped[datetime | None] = mapped_column(DateTime)
    body: Mapped[Any]
    row: Mapped[int]


class BatchItemRow(Base):
    __tablename__ = "batch_item"
    __table_args__ = (
        UniqueConstraint("batch", "center"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'crashed')", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(120))
    center: Mapped[str] = mapped_column(String(80))
    first: Mapped[date]
    last: Mapped[date]
    input_hash: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    attempt: Mapped[int]
    result: Mapped[str | None] = mapped_column(Text)


class AuditLine(Base):
    """Written once, never changed: triggers of the database refuse UPDATE and DELETE."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject", "row"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    row: Mapped[int | None]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The one row that says how long the trail is and how it ends; writers queue on it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", "single"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))

"""What the database gives back: plain frozen records, no rows of any database library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Roster
from scheduler.leave.request import Delegation, LeaveRequest

VersionStatus = Literal["draft", "checked", "submitted", "published", "superseded"]
JobState = Literal["queued", "running", "done", "failed", "stopped", "crashed"]
ItemState = Literal["waiting", "running", "done", "failed", "crashed"]


@dataclass(frozen=True, slots=True)
class CenterHead:
    """A center in the list; ``number`` is its newest version."""

    id: str
    name_zh: str
    name_en: str
    number: int


@dataclass(frozen=True, slots=True)
class CenterVersion:
    """One saved state of a center's setup; ``sha256`` is over the content of its files."""

    center: str
    number: int
    sha256: str
    created_at: datetime
    author: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SavedCenter:
    """A center version with the files of its folder, by relative path."""

    version: CenterVersion
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class SavedForecast:
    """A forecast as CSV text, made for one version of a center, over ``[start, end)``."""

    id: int
    center: str
    center_version: int
    start: date
    end: date
    created_at: datetime
    frame: str
    meta: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SolveFacts:
    """How a roster came about. ``cost`` and ``bound`` are JSON values (a number, or by tier)."""

    cost: Any = None
    bound: Any = None
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    input_hash: str = ""


@dataclass(frozen=True, slots=True)
class RosterHead:
    """A roster in the list; ``published`` is the number of its published version, or None."""

    id: int
    center: str
    name: str
    horizon: Horizon
    newest: int
    published: int | None


@dataclass(frozen=True, slots=True)
class RosterVersion:
    """One version of a roster, without its duties.

    ``row`` counts the changes of this version and ``published`` is the roster's published version
    at the time of reading: both are compared again before anything is changed.
    """

    roster_id: int
    number: int
    center: str
    horizon: Horizon
    status: VersionStatus
    row: int
    published: int | None
    parent: int | None
    center_version: int | None
    facts: SolveFacts
    created_at: datetime
    author: str
    changed_at: datetime
    changed_by: str
    note: str = ""
    published_at: datetime | None = None

    @property
    def subject(self) -> str:
        """Name of the version in the audit trail and as a job's result."""
        return f"roster/{self.roster_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class SavedRoster:
    """A version and its duties, read in one snapshot."""

    version: RosterVersion
    roster: Roster


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit by hand and what undoes it, as JSON objects; ``row`` is the row version it led to."""

    op: Mapping[str, Any]
    inverse: Mapping[str, Any]
    author: str = ""
    at: datetime | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Work for a background worker. ``attempt`` is the fencing token of whoever claimed it."""

    id: int
    kind: str
    state: JobState
    params: Mapping[str, Any]
    progress: Mapping[str, Any]
    attempt: int
    worker: str
    heartbeat_at: datetime | None
    stop_asked: bool
    result: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class StoredLeave:
    """A leave request as stored, whole: reasons and kinds of evidence too (the papers themselves are not).

    ``number`` and ``row`` are given by the store; ``request.id`` is its name within the center.
    ``note`` is the remark of the leave list it came from.
    """

    center: str
    request: LeaveRequest
    number: int = 0
    row: int = 0
    note: str = ""

    @property
    def subject(self) -> str:
        """Name of the request in the audit trail."""
        return f"leave/{self.number}"


@dataclass(frozen=True, slots=True)
class StoredDelegation:
    """A dated delegation of signatures as stored."""

    center: str
    delegation: Delegation
    number: int


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One center of one batch; ``attempt`` is the fencing token of whoever works on it."""

    batch: str
    center: str
    horizon: Horizon
    input_hash: str
    state: ItemState = "waiting"
    attempt: int = 0
    result: str | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the audit trail; ``before`` and ``after`` are JSON values."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    row: int | None
    before: Any
    after: Any
    reason: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Outcome of verifying the audit trail: ``broken_at`` is the first bad row's id, or None."""

    rows: int
    head: str
    broken_at: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None

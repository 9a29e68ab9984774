"""A leave request, its states, and the record of every step (regulation 3.2)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class LeaveError(ValueError):
    """A step that the regulation does not allow; ``article`` says which line of it."""

    def __init__(self, article: str, zh: str, en: str) -> None:
        super().__init__(f"{zh}(依据{article})/ {en} (article {article})")
        self.article = article
        self.zh = zh
        self.en = en

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class State(StrEnum):
    """Where a request stands. ``OVERDUE`` waits for a human: absence is never confirmed by a program."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AGREED_1 = "agreed_1"
    AGREED_2 = "agreed_2"
    APPROVED = "approved"
    HANDED_OVER = "handed_over"
    FILED = "filed"
    EFFECTIVE = "effective"
    EXTENSION_REQUESTED = "extension_requested"
    RETURNED = "returned"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    OVERDUE = "overdue"
    CONFIRMED_ABSENT = "confirmed_absent"
    EXCUSED = "excused"


ASKING = frozenset({State.SUBMITTED, State.AGREED_1, State.AGREED_2})
GRANTED = frozenset(
    {State.APPROVED, State.HANDED_OVER, State.FILED, State.EFFECTIVE, State.EXTENSION_REQUESTED, State.OVERDUE}
)
OVER = frozenset({State.RETURNED, State.CLOSED, State.CONFIRMED_ABSENT, State.EXCUSED})
LIVE = ASKING | GRANTED | OVER
"""States in which a request's days count: against balances, overlaps and sums."""


@dataclass(frozen=True, slots=True)
class Step:
    """One signature of a chain: the role, and who holds it for this applicant (empty: nobody)."""

    role: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """``deputy`` signs for ``holder`` from ``start`` to ``end``, both included (代理审批)."""

    holder: str
    deputy: str
    start: date
    end: date

    def valid(self, on: date) -> bool:
        return self.start <= on <= self.end


@dataclass(frozen=True, slots=True)
class Handover:
    """What is handed over before leaving, and to whom (3-09, 3-44)."""

    to: str
    items: tuple[str, ...] = ()
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """Asked-for later end of a leave; ``signed`` are those who agreed so far."""

    until: datetime
    steps: tuple[Step, ...]
    chain: str
    days: float
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """One request for leave over ``[start, end)``, local moments.

    Attributes
    ----------
    days
        Days the chain was chosen for, touching personal requests included; set on submission.
    signed
        Who signed so far, in the order of ``steps``.
    reason, evidence
        Private: see :func:`scheduler.leave.visible.visible`.
    flags
        What the approvers are told: ``late``, ``summed``, ``balance_empty``, ``emergency`` …
    back_at
        When the applicant checked in again (销假).
    """

    id: str
    person: str
    kind: str
    start: datetime
    end: datetime
    state: State = State.DRAFT
    days: float = 0.0
    chain: str = ""
    steps: tuple[Step, ...] = ()
    signed: tuple[str, ...] = ()
    evidence: frozenset[str] = frozenset()
    reason: str = ""
    flags: tuple[str, ...] = ()
    submitted: datetime | None = None
    handover: Handover | None = None
    filed: bool = False
    extension: Extension | None = None
    back_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"leave {self.id} of {self.person}: ends {self.end}, not after its start {self.start}")

    @property
    def live(self) -> bool:
        return self.state in LIVE

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class AuditStep:
    """One step as the audit trail keeps it: no reason of illness, only reasons of the step."""

    request: str
    actor: str
    role: str
    action: str
    at: datetime
    before: State
    after: State
    reason: str = ""
    article: str = ""
    told: tuple[str, ...] = field(default=())

"""Everything a leave is held against, in one frozen bundle."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain.center import Center
from scheduler.domain.law import LawPack
from scheduler.leave.kinds import LeaveKind
from scheduler.leave.request import Delegation
from scheduler.leave.types import ApprovalChain
from scheduler.leave.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class LeaveRules:
    """Center, law, approval table and leave types.

    Attributes
    ----------
    opening
        By person and ledger: days brought in, such as ``lieu`` (owed time off), ``annual_carried``
        (untaken days of the last year) or ``annual_used`` (taken before these records begin).
    days_ahead
        Working days a request must be filed ahead (3-08).
    """

    center: Center
    law: LawPack
    worktime: WorkTime
    chains: tuple[ApprovalChain, ...]
    kinds: Mapping[str, LeaveKind]
    delegations: tuple[Delegation, ...] = ()
    opening: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    days_ahead: int = 1

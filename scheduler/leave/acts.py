"""What a step of the workflow is made of, and whose step it is."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.leave.request import Handover, LeaveError, LeaveRequest
from scheduler.leave.rules import LeaveRules

APPLICANT, SYSTEM = "applicant", "system"


@dataclass(frozen=True, slots=True)
class Act:
    """One step somebody takes. Only the fields that the action needs are read."""

    actor: str
    at: datetime
    reason: str = ""
    evidence: str = ""
    handover: Handover | None = None
    until: datetime | None = None
    others: tuple[LeaveRequest, ...] = ()


Outcome = tuple[LeaveRequest, str, str, str]
"""Changed request, role of the actor, reason, article."""


def chief_of(rules: LeaveRules, request: LeaveRequest) -> str:
    """Head of the applicant's section; for the head's own leave, who signs it first."""
    section = rules.center.section.get(rules.center.person[request.person].section)
    head = section.head if section else ""
    return head if head and head != request.person else (request.steps[0].holder if request.steps else "")


def only_chief(rules: LeaveRules, request: LeaveRequest, by: Act) -> None:
    chief = chief_of(rules, request)
    able = {chief, *(d.deputy for d in rules.delegations if d.holder == chief and d.valid(by.at.date()))} - {
        request.person
    }
    if by.actor not in able:
        raise LeaveError(
            "3-45",
            f"由科长({'、'.join(sorted(able))})认定，不是{by.actor}",
            f"the section head ({', '.join(sorted(able))}) decides this, not {by.actor}",
        )


def only_applicant(request: LeaveRequest, by: Act, article: str) -> None:
    if by.actor != request.person:
        raise LeaveError(
            article,
            f"由{request.person}本人办理，不是{by.actor}",
            f"{request.person} does this in person, not {by.actor}",
        )

"""What each reader may see of a request: reasons and health evidence are for its approvers only."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from scheduler.leave.ladder import signers
from scheduler.leave.request import LeaveError, LeaveRequest, State
from scheduler.leave.rules import LeaveRules

AWAY = "away"
"""Shown in place of a type that says something about health."""


def approvers(rules: LeaveRules, request: LeaveRequest, on: date) -> frozenset[str]:
    """Everybody who signs, or signed, the request."""
    found: set[str] = set(request.signed)
    for step in request.steps:
        try:
            found.update(signers(step, rules.delegations, on, request.person))
        except LeaveError:
            continue  # nobody can sign this step at present, so nobody may read for it
    return frozenset(found)


def visible(rules: LeaveRules, request: LeaveRequest, viewer: str, on: date) -> LeaveRequest:
    """The request as one person may see it: whole for the applicant and the approvers.

    Everybody else sees who is away and when, to plan cover; neither reason, evidence nor a type
    that says something about health. A filed slip is read by those it is filed with (3-34): its
    type too, not its reason or papers. Drafts are the applicant's alone.

    Raises
    ------
    LeaveError
        If a draft is asked for by somebody else.
    """
    if viewer == request.person:
        return request
    if request.state is State.DRAFT:
        raise LeaveError("3-46", f"请假 {request.id} 尚未提交", f"leave {request.id} is not submitted yet")
    if viewer in approvers(rules, request, on):
        return request
    reader = rules.center.person.get(viewer)
    if request.filed and reader is not None and (viewer in rules.center.hr or rules.center.is_manager(reader)):
        return replace(request, reason="", evidence=frozenset())
    kind = AWAY if rules.kinds[request.kind].sensitive else request.kind
    return replace(request, kind=kind, chain="", reason="", evidence=frozenset(), flags=())


def visible_all(rules: LeaveRules, requests: Iterable[LeaveRequest], viewer: str, on: date) -> tuple[LeaveRequest, ...]:
    """All requests as one person may see them; other people's drafts left out."""
    return tuple(visible(rules, r, viewer, on) for r in requests if r.state is not State.DRAFT or r.person == viewer)

"""Whose turn it is with a request, and what each person may do with it now.

What may be done is asked of the workflow itself, by trying: there is no second list of rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.leave.acts import SYSTEM, chief_of
from scheduler.leave.ladder import signers
from scheduler.leave.nightly import due_back
from scheduler.leave.request import ASKING, AuditStep, Handover, LeaveError, LeaveRequest, State, Step
from scheduler.leave.rules import LeaveRules
from scheduler.leave.workflow import ACTIONS, act

ONLY_SYSTEM = frozenset({"mark_overdue"})


@dataclass(frozen=True, slots=True)
class Possible:
    """An action open to somebody; ``missing`` says what must be there first."""

    action: str
    missing: LeaveError | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is waited for. ``person`` is empty where nobody can do it: then something must be named."""

    person: str
    request: LeaveRequest
    action: str
    article: str


def possible(rules: LeaveRules, request: LeaveRequest, actor: str, at: datetime) -> tuple[Possible, ...]:
    """Actions that somebody may take now, in the order of the workflow; those that only lack a paper too."""
    papers = frozenset({*(c.evidence for c in rules.chains), *(k.owed for k in rules.kinds.values())} - {""})
    other = next((p for p in _near(rules, request) if p != request.person), "")
    given = {
        "reason": "?",
        "evidence": "?",
        "handover": Handover(other),
        "until": request.end + timedelta(minutes=1),
    }
    complete = replace(request, evidence=request.evidence | papers, filed=True)
    found = []
    for action, (states, _, _) in ACTIONS.items():
        if request.state not in states or action in ONLY_SYSTEM:
            continue
        try:
            act(rules, complete, action, actor, at, **given)  # type: ignore[arg-type]
        except LeaveError:
            continue
        try:
            act(rules, request, action, actor, at, **given)  # type: ignore[arg-type]
        except LeaveError as missing:
            found.append(Possible(action, missing))
        else:
            found.append(Possible(action))
    return tuple(found)


def _near(rules: LeaveRules, request: LeaveRequest) -> tuple[str, ...]:
    """Somebody the work could be handed over to: backups of the applicant's windows first."""
    center = rules.center
    mine = [line.post for line in center.ab if line.person == request.person and line.role == "A"]
    named = [line.person for post in mine for line in center.ab_of_post[post] if line.role != "A"]
    return tuple(dict.fromkeys((*named, *(p.id for p in center.staff))))


def tasks(rules: LeaveRules, requests: Iterable[LeaveRequest], at: datetime) -> tuple[Task, ...]:
    """Everything that somebody is waited for, oldest leave first.

    A signature is waited for from the last in the row of delegates: who stands in at present.
    """
    found: list[Task] = []
    for request in sorted(requests, key=lambda r: (r.start, r.id)):
        found += _tasks(rules, request, at)
    return tuple(found)


def _tasks(rules: LeaveRules, request: LeaveRequest, at: datetime) -> list[Task]:
    given, found, state = request.handover, list[Task](), request.state

    def waits(person: str, action: str, article: str) -> None:
        found.append(Task(person, request, action, article))

    chain = next((c for c in rules.chains if c.id == request.chain), None)
    article = chain.article if chain else "3-34"
    if state in ASKING and len(request.signed) < len(request.steps):
        if chain is not None and chain.evidence == "hospital_record" and chain.evidence not in request.evidence:
            waits(request.person, "attach", "3-39")
        waits(_signer(rules, request, request.steps[len(request.signed)], at), "agree", article)
    asked = request.extension
    if state is State.EXTENSION_REQUESTED and asked is not None:
        waits(_signer(rules, request, asked.steps[len(asked.signed)], at), "grant_extension", "3-45")
    if given is None and state in (State.APPROVED, State.EFFECTIVE):
        waits(request.person, "hand_over", "3-09, 3-44")
    if given is not None and not given.acknowledged and state in (State.HANDED_OVER, State.FILED, State.EFFECTIVE):
        waits(given.to, "acknowledge", "3-11")
    if given is not None and given.acknowledged and not request.filed and state in (State.HANDED_OVER, State.EFFECTIVE):
        waits(request.person, "file", "3-34")
    if (
        state in (State.EFFECTIVE, State.EXTENSION_REQUESTED, State.OVERDUE)
        and request.back_at is None
        and at >= due_back(rules, request)
    ):
        waits(request.person, "check_in", "3-45")
    if state is State.OVERDUE:
        waits(chief_of(rules, request), "confirm_absent", "3-45")
    if state is State.RETURNED:
        owed = rules.kinds[request.kind].owed
        if owed and owed not in request.evidence:
            waits(request.person, "attach", "3-40")
        waits(chief_of(rules, request), "close", "3-45")
    return found


def _signer(rules: LeaveRules, request: LeaveRequest, step: Step, at: datetime) -> str:
    try:
        return signers(step, rules.delegations, at.date(), request.person)[-1]
    except LeaveError:
        return ""


def told_people(rules: LeaveRules, request: LeaveRequest, step: AuditStep) -> tuple[str, ...]:
    """The people behind the roles a step is reported to; never who took it (3-05, 3-08: the director is informed)."""
    center, given = rules.center, request.handover
    held = {
        "applicant": (request.person,),
        "A": (request.person,),
        "B": (given.to,) if given else (),
        "section_head": (chief_of(rules, request),),
        "hr_section": center.hr,
        "center_director": tuple(p.id for p in center.people if center.is_manager(p)),
    }
    people = dict.fromkeys(p for role in step.told for p in held.get(role, ()) if p and p not in (step.actor, SYSTEM))
    return tuple(people)

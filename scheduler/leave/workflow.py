"""The steps of a request: who may do what in which state, and what must be there first (3.2)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from scheduler.leave.acts import APPLICANT, Act, Outcome
from scheduler.leave.approval import agree, attach, cancel, reject, submit
from scheduler.leave.departure import acknowledge, file_slip, hand_over, start
from scheduler.leave.extension import ask_extension, grant_extension, refuse_extension
from scheduler.leave.request import ASKING, AuditStep, Handover, LeaveError, LeaveRequest, State
from scheduler.leave.returning import check_in, close, confirm_absent, excuse, mark_overdue
from scheduler.leave.rules import LeaveRules
from scheduler.leave.types import FILED_WITH

Move = Callable[[LeaveRules, LeaveRequest, Act], Outcome]


def act(
    rules: LeaveRules,
    request: LeaveRequest,
    action: str,
    actor: str,
    at: datetime,
    *,
    reason: str = "",
    evidence: str = "",
    handover: Handover | None = None,
    until: datetime | None = None,
    others: Iterable[LeaveRequest] = (),
) -> tuple[LeaveRequest, AuditStep]:
    """Take one step; the request before stays as it is.

    Parameters
    ----------
    action
        One of :data:`ACTIONS`.
    others
        Requests of everybody, for overlaps, sums and balances on submission and extension.

    Raises
    ------
    LeaveError
        If the state, the actor's role or a missing paper forbids it, with the article.
    """
    if action not in ACTIONS:
        raise LeaveError("3-34", f"没有“{action}”这一步", f"no step {action!r}; known: {', '.join(ACTIONS)}")
    states, move, told = ACTIONS[action]
    if request.state not in states:
        wanted = ", ".join(sorted(states))
        raise LeaveError(
            "3-34",
            f"请假 {request.id} 现为{request.state}，不能{action}",
            f"leave {request.id} is {request.state}, {action} needs {wanted}",
        )
    done, role, why, article = move(rules, request, Act(actor, at, reason, evidence, handover, until, tuple(others)))
    return done, AuditStep(request.id, actor, role, action, at, request.state, done.state, why, article, told)


_BEFORE = ASKING | {State.APPROVED, State.HANDED_OVER, State.FILED}
_AWAY = frozenset({State.EFFECTIVE, State.EXTENSION_REQUESTED})

ACTIONS: Mapping[str, tuple[frozenset[State], Move, tuple[str, ...]]] = {
    "submit": (frozenset({State.DRAFT}), submit, ("section_head", "center_director")),
    "agree": (ASKING, agree, ()),
    "reject": (ASKING, reject, (APPLICANT,)),
    "cancel": (_BEFORE | {State.DRAFT}, cancel, ("section_head",)),
    "attach": (_BEFORE | _AWAY | {State.DRAFT, State.RETURNED, State.OVERDUE}, attach, ()),
    "hand_over": (frozenset({State.APPROVED, State.HANDED_OVER, State.EFFECTIVE}), hand_over, ("B",)),
    "acknowledge": (frozenset({State.HANDED_OVER, State.FILED, State.EFFECTIVE}), acknowledge, (APPLICANT,)),
    "file": (frozenset({State.HANDED_OVER, State.EFFECTIVE}), file_slip, FILED_WITH),
    "start": (
        frozenset({State.SUBMITTED, State.APPROVED, State.HANDED_OVER, State.FILED}),
        start,
        ("A", "B", "section_head", "center_director"),
    ),
    "ask_extension": (frozenset({State.EFFECTIVE}), ask_extension, ("section_head",)),
    "grant_extension": (frozenset({State.EXTENSION_REQUESTED}), grant_extension, (APPLICANT, "B")),
    "refuse_extension": (frozenset({State.EXTENSION_REQUESTED}), refuse_extension, (APPLICANT,)),
    "check_in": (_AWAY | {State.OVERDUE}, check_in, ("section_head", "B")),
    "close": (frozenset({State.RETURNED}), close, ()),
    "mark_overdue": (_AWAY, mark_overdue, ("section_head", "B")),
    "confirm_absent": (frozenset({State.OVERDUE}), confirm_absent, ("hr_section", APPLICANT)),
    "excuse": (frozenset({State.OVERDUE}), excuse, ("hr_section", APPLICANT)),
}
"""States an action starts from, the step itself, and who is told of it."""

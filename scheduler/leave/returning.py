"""Coming back, late or early, and what happens if nobody does (3-45)."""

from dataclasses import replace

from scheduler.leave.acts import APPLICANT, SYSTEM, Act, Outcome, only_applicant, only_chief
from scheduler.leave.request import LeaveError, LeaveRequest, State
from scheduler.leave.rules import LeaveRules


def check_in(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """销假; before the end it ends the leave early, and the rest of the days is given back."""
    only_applicant(request, by, "3-45")
    early = by.at < request.end
    if by.at < request.start:
        raise LeaveError("3-45", "假期尚未开始，请撤销而不是销假", "the leave has not begun: cancel it instead")
    if request.state is State.OVERDUE and not by.reason:
        raise LeaveError(
            "3-45", "逾期返岗须说明原因，由科长认定", "back after the end: give the reason, the section head decides"
        )
    if request.state is State.OVERDUE:
        return replace(request, back_at=by.at), APPLICANT, by.reason, "3-45"
    end = max(by.at, request.start.replace(microsecond=1)) if early else request.end
    flags = (*request.flags, "early_return") if early else request.flags
    return replace(request, state=State.RETURNED, end=end, back_at=by.at, flags=flags), APPLICANT, by.reason, "3-45"


def close(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    only_chief(rules, request, by)
    owed = rules.kinds[request.kind].owed
    if owed and owed not in request.evidence:
        raise LeaveError("3-40", "急病住院证明尚未补交", "the hospital papers are still owed")
    if not request.filed:
        raise LeaveError("3-34", "请假条尚未备案", "the slip is not filed yet")
    return replace(request, state=State.CLOSED), "section_head", by.reason, "3-45"


def mark_overdue(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    if by.actor != SYSTEM:
        raise LeaveError("3-45", "逾期由系统每晚登记", "overdue is noted by the nightly check")
    return replace(request, state=State.OVERDUE), SYSTEM, "", "3-45"


def confirm_absent(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """A human says so: never a program."""
    only_chief(rules, request, by)
    if not by.reason:
        raise LeaveError("3-45", "认定旷工须写明依据", "confirming absence without leave needs its grounds")
    return replace(request, state=State.CONFIRMED_ABSENT), "section_head", by.reason, "3-45"


def excuse(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    only_chief(rules, request, by)
    if not by.reason:
        raise LeaveError("3-45", "须说明准予谅解的理由", "excusing needs a reason")
    return replace(request, state=State.EXCUSED), "section_head", by.reason, "3-45"

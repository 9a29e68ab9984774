"""Handing over, B's word, filing, and leaving (3-09, 3-11, 3-34, 3-44)."""

from dataclasses import replace

from scheduler.leave.acts import APPLICANT, SYSTEM, Act, Outcome, chief_of, only_applicant
from scheduler.leave.backup_findings import handover_findings
from scheduler.leave.request import LeaveError, LeaveRequest, State
from scheduler.leave.rules import LeaveRules


def hand_over(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    only_applicant(request, by, "3-09, 3-44")
    given = by.handover
    if given is None or given.to == request.person or given.to not in rules.center.person:
        raise LeaveError("3-09, 3-44", "须写明移交给谁(不能是本人)", "name somebody else the work is handed over to")
    told = handover_findings(rules, request, given.to, by.others)
    refused = [f for f in told if f.refuses]
    if refused:
        raise LeaveError(refused[0].article, ";".join(f.zh for f in refused), "; ".join(f.en for f in refused))
    flags = tuple(dict.fromkeys((*request.flags, *(f.code for f in told))))
    state = request.state if request.state is State.EFFECTIVE else State.HANDED_OVER
    return (
        replace(request, state=state, handover=replace(given, acknowledged=False), flags=flags),
        APPLICANT,
        "",
        "3-09, 3-44",
    )


def acknowledge(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """B confirms; B cannot refuse, only the section head may decide in B's place (3-10, 3-11)."""
    given, chief = request.handover, chief_of(rules, request)
    if given is None:
        raise LeaveError("3-09, 3-44", "尚无移交记录", "nothing is handed over yet")
    if by.actor == given.to:
        return replace(request, handover=replace(given, acknowledged=True)), "B", "", "3-11"
    if by.actor != chief or not by.reason:
        raise LeaveError(
            "3-11",
            f"由接手人{given.to}确认，或由科长{chief}说明理由后决定",
            f"{given.to} acknowledges, or the section head {chief} decides with a reason",
        )
    other = by.handover.to if by.handover else given.to
    return (
        replace(request, handover=replace(given, to=other, acknowledged=True)),
        "section_head",
        by.reason,
        "3-10, 3-11",
    )


def file_slip(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """The slip goes to the HR section and the center's director: by the applicant or whoever sees it through."""
    able = {
        request.person,
        chief_of(rules, request),
        SYSTEM,
        *(p.id for p in rules.center.people if rules.center.is_manager(p)),
    }
    if by.actor not in able:
        raise LeaveError(
            "3-34",
            f"请假条由本人、科长或中心主任报备案，不是{by.actor}",
            f"the applicant, the section head or the director files the slip, not {by.actor}",
        )
    state = request.state if request.state is State.EFFECTIVE else State.FILED
    return replace(request, state=state, filed=True), SYSTEM if by.actor == SYSTEM else "office", "", "3-34"


def start(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """The leave begins: after handover, B's word and filing; an emergency only with its reason."""
    if by.actor not in (request.person, chief_of(rules, request), SYSTEM):
        raise LeaveError(
            "3-34",
            f"由本人或科长登记离岗，不是{by.actor}",
            f"the applicant or the section head notes the departure, not {by.actor}",
        )
    if by.at.date() < request.start.date():
        raise LeaveError(
            "3-34",
            f"假期{request.start:%m-%d}才开始，不能提前离岗",
            f"the leave begins on {request.start:%d %b}, not before",
        )
    ready = request.state is State.FILED and request.handover is not None and request.handover.acknowledged
    if ready:
        return replace(request, state=State.EFFECTIVE), by.actor if by.actor == SYSTEM else APPLICANT, "", "3-34"
    sudden = not request.steps or bool({"late", "retroactive"} & set(request.flags))
    signed = len(request.signed) == len(request.steps)
    if not (sudden and signed and by.reason):
        article, zh, en = _missing(request, signed)
        raise LeaveError(article, zh, en)
    flags = tuple(dict.fromkeys((*request.flags, "emergency")))
    return (
        replace(request, state=State.EFFECTIVE, flags=flags),
        APPLICANT,
        by.reason,
        "3-40" if not request.steps else "3-11",
    )


def _missing(request: LeaveRequest, signed: bool) -> tuple[str, str, str]:
    if not signed:
        return "3-34", "审批手续未完成", "not all signatures are there"
    if request.handover is None:
        return "3-09, 3-44", "尚未移交工作：移交后方可离岗", "no handover yet: work is handed over before leaving"
    if not request.handover.acknowledged:
        return "3-11", f"接手人{request.handover.to}尚未确认", f"{request.handover.to} has not acknowledged"
    return "3-34", "请假条尚未报人事科和中心主任备案", "the slip is not filed with the HR section and the director yet"

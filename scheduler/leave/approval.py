"""Asking for leave and signing it (3-34 … 3-42)."""

from dataclasses import replace

from scheduler.leave.acts import APPLICANT, Act, Outcome, only_applicant
from scheduler.leave.ladder import ROLE_WORDS, signers
from scheduler.leave.request import LeaveError, LeaveRequest, State, Step
from scheduler.leave.rules import LeaveRules
from scheduler.leave.screening import screen

GATED = {"hospital_record"}
"""Evidence that must be there before the last signature (3-39)."""


def submit(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    only_applicant(request, by, "3-34")
    found = screen(rules, request, by.others, by.at)
    if found.refused:
        first = found.refused[0]
        raise LeaveError(first.article, ";".join(f.zh for f in found.refused), "; ".join(f.en for f in found.refused))
    flags = tuple(f.code for f in found.findings)
    if {"late", "retroactive"} & set(flags) and not by.reason:
        raise LeaveError("3-08", "未提前请示，须说明临时请假的原因", "not filed ahead: a reason must be given")
    done = replace(
        request,
        state=State.SUBMITTED,
        submitted=by.at,
        chain=found.chain.id,
        steps=found.steps,
        days=found.days,
        flags=flags,
        signed=(),
        reason=request.reason or by.reason,
    )
    return done, APPLICANT, by.reason if {"late", "retroactive"} & set(flags) else "", found.chain.article


def agree(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """The next signature; the last one approves."""
    chain = next(c for c in rules.chains if c.id == request.chain)
    at = len(request.signed)
    if at >= len(request.steps):
        raise LeaveError(chain.article, "无需事前审批", "nobody needs to be asked before")
    step = request.steps[at]
    check_signer(rules, request, step, by, chain.article)
    last = at + 1 == len(request.steps)
    if last and chain.evidence in GATED and chain.evidence not in request.evidence:
        raise LeaveError(chain.article, "三天以上病假须先附医院病历证明", "a hospital record must be attached first")
    state = State.APPROVED if last else (State.AGREED_1, State.AGREED_2)[min(at, 1)]
    return replace(request, state=state, signed=(*request.signed, by.actor)), step.role, by.reason, chain.article


def reject(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    _, role, _, article = agree(rules, replace(request, evidence=frozenset(GATED)), by)
    if not by.reason:
        raise LeaveError(article, "不同意须说明理由", "a refusal needs a reason")
    return replace(request, state=State.REJECTED), role, by.reason, article


def cancel(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    only_applicant(request, by, "3-34")
    return replace(request, state=State.CANCELLED), APPLICANT, by.reason, "3-34"


def attach(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    only_applicant(request, by, "3-39")
    if not by.evidence:
        raise LeaveError("3-39", "未说明所附材料的种类", "no kind of evidence is given")
    return replace(request, evidence=request.evidence | {by.evidence}), APPLICANT, "", "3-39"


def check_signer(rules: LeaveRules, request: LeaveRequest, step: Step, by: Act, article: str) -> None:
    """Only the holder of a step or a dated delegate signs it, and never the applicant."""
    if by.actor == request.person:
        raise LeaveError(article, "申请人不得审批本人的请假", "applicants never approve their own leave")
    able = signers(step, rules.delegations, by.at.date(), request.person)
    if by.actor not in able:
        zh, en = ROLE_WORDS.get(step.role, (step.role, step.role))
        raise LeaveError(
            article,
            f"这一步由{zh}({'、'.join(able)})签署，不是{by.actor}",
            f"this step is for the {en} ({', '.join(able)}), not {by.actor}",
        )

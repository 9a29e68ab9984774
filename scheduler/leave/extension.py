"""Staying away longer: an extension is asked for and signed before the leave ends (3-45)."""

from dataclasses import replace

from scheduler.leave.acts import APPLICANT, Act, Outcome, only_applicant
from scheduler.leave.approval import GATED, check_signer
from scheduler.leave.request import Extension, LeaveError, LeaveRequest, State, Step
from scheduler.leave.rules import LeaveRules
from scheduler.leave.screening import screen


def ask_extension(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """续假: signed anew by the chain of the whole length, so that nothing is gained by splitting."""
    only_applicant(request, by, "3-45")
    if by.until is None or by.until <= request.end:
        raise LeaveError("3-45", "续假须写明更晚的结束时间", "an extension needs a later end")
    if by.at >= rules.worktime.first_work(request.end):
        raise LeaveError("3-45", "续假应在假期结束前提出", "an extension is asked for before the leave ends")
    longer = replace(request, end=by.until)
    found = screen(rules, longer, by.others, request.submitted or by.at)
    if found.refused:
        raise LeaveError(
            found.refused[0].article, ";".join(f.zh for f in found.refused), "; ".join(f.en for f in found.refused)
        )
    asked = Extension(by.until, found.steps, found.chain.id, found.days)
    return replace(request, state=State.EXTENSION_REQUESTED, extension=asked), APPLICANT, by.reason, "3-45"


def grant_extension(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    """The next signature under an extension; the last one moves the end."""
    asked, step, article = _signing(rules, request, by)
    signed = (*asked.signed, by.actor)
    if len(signed) < len(asked.steps):
        return replace(request, extension=replace(asked, signed=signed)), step.role, by.reason, article
    chain = next(c for c in rules.chains if c.id == asked.chain)
    if chain.evidence in GATED and chain.evidence not in request.evidence:
        raise LeaveError(
            chain.article,
            "续假后病假超过两天，须先附医院病历证明",
            "the sick leave is now so long that a hospital record must be attached first",
        )
    done = replace(
        request,
        state=State.EFFECTIVE,
        end=asked.until,
        days=asked.days,
        chain=asked.chain,
        steps=asked.steps,
        signed=signed,
        extension=None,
        flags=(*request.flags, "extended"),
    )
    return done, step.role, by.reason, article


def refuse_extension(rules: LeaveRules, request: LeaveRequest, by: Act) -> Outcome:
    _, step, article = _signing(rules, request, by)
    if not by.reason:
        raise LeaveError(article, "不同意须说明理由", "a refusal needs a reason")
    return replace(request, state=State.EFFECTIVE, extension=None), step.role, by.reason, article


def _signing(rules: LeaveRules, request: LeaveRequest, by: Act) -> tuple[Extension, Step, str]:
    asked = request.extension
    if asked is None or not asked.steps:
        raise LeaveError("3-45", "没有待批的续假", "no extension is waiting")
    step = asked.steps[len(asked.signed)]
    check_signer(rules, request, step, by, "3-45")
    return asked, step, "3-45"

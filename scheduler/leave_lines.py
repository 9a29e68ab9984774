"""Requests and their steps as lines of text and as plain data."""

from typing import Any

from scheduler.leave.request import AuditStep, LeaveRequest
from scheduler.leave.words import ACTION_WORDS, FLAG_WORDS, STATE_WORDS, role_word
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.verdict.words import named, span_text
from scheduler.words import leave_word, pick


def article_of(desk: LeaveDesk, request: LeaveRequest) -> str:
    """The article of the chain a request goes through."""
    return next((c.article for c in desk.rules.chains if c.id == request.chain), "")


def request_line(desk: LeaveDesk, request: LeaveRequest, lang: str) -> str:
    center, article = desk.rules.center, article_of(desk, request)
    chain = (
        f" {request.chain}({article}): " + " → ".join(s.holder or "?" for s in request.steps) if request.chain else ""
    )
    flags = pick(("、", ", "), lang).join(pick(FLAG_WORDS.get(f, (f, f)), lang) for f in request.flags)
    return (
        f"{request.id} {named(center, request.person, lang)} {leave_word(request.kind, lang)} {span_text(request.start, request.end)}"
        f" [{pick(STATE_WORDS[request.state], lang)}]{chain}" + (f" ({flags})" if flags else "")
    )


def request_data(desk: LeaveDesk, request: LeaveRequest, lang: str) -> dict[str, Any]:
    return {
        "id": request.id,
        "person": request.person,
        "kind": request.kind,
        "start": request.start,
        "end": request.end,
        "state": str(request.state),
        "days": request.days,
        "chain": request.chain,
        "article": article_of(desk, request),
        "signers": [{"role": s.role, "holder": s.holder} for s in request.steps],
        "signed": list(request.signed),
        "flags": list(request.flags),
        "evidence": sorted(request.evidence),
        "reason": request.reason,
        "filed": request.filed,
        "back_at": request.back_at,
        "handover": {
            "to": request.handover.to,
            "items": list(request.handover.items),
            "acknowledged": request.handover.acknowledged,
        }
        if request.handover
        else None,
        "text": request_line(desk, request, lang),
    }


def step_line(desk: LeaveDesk, step: AuditStep, lang: str) -> str:
    who = (
        named(desk.rules.center, step.actor, lang)
        if step.actor in desk.rules.center.person
        else pick(role_word(step.actor), lang)
    )
    told = pick(("、", ", "), lang).join(pick(role_word(r), lang) for r in step.told)
    return (
        f"{step.at:%Y-%m-%d %H:%M} {who}({pick(role_word(step.role), lang)}) {pick(ACTION_WORDS.get(step.action, (step.action, step.action)), lang)} → "
        f"{pick(STATE_WORDS[step.after], lang)} ({step.article})"
        + (f" {step.reason}" if step.reason else "")
        + (pick((f" 告知：{told}", f" told: {told}"), lang) if told else "")
    )


def step_data(step: AuditStep) -> dict[str, Any]:
    return {
        "actor": step.actor,
        "role": step.role,
        "action": step.action,
        "at": step.at,
        "from": str(step.before),
        "to": str(step.after),
        "reason": step.reason,
        "article": step.article,
        "told": list(step.told),
    }

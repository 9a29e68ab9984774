"""The printable form of a stored request, as its reader may see it."""

from datetime import datetime

from scheduler.exports.leave_slip import leave_slip
from scheduler.leave.balances import balance
from scheduler.leave.request import LeaveError
from scheduler.leave_desk.desk import LeaveDesk


def slip_of(desk: LeaveDesk, name: str, viewer: str, at: datetime, lang: str) -> str:
    """The slip of one request as an HTML page (3-34, 3-41).

    Raises
    ------
    LeaveError
        If the viewer may not know the request's type: a slip is for the applicant and those it is filed with.
    """
    steps = desk.steps(name, viewer, at.date())
    seen = next(r for r in desk.seen_by(viewer, at.date()) if r.id == name)
    kind = desk.rules.kinds.get(seen.kind)
    if kind is None:
        raise LeaveError(
            "1-12",
            "请假条只给本人、审批人和备案人看",
            "a slip is for the applicant, the approvers and those it is filed with",
        )
    days = balance(desk.rules, seen.person, kind.balance, seen.start.year, desk.requests()) if kind.balance else None
    article = next((c.article for c in desk.rules.chains if c.id == seen.chain), kind.article)
    return leave_slip(desk.rules.center, seen, steps, lang, days, article)

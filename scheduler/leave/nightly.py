"""What runs every evening: who is overdue, who is due back tomorrow, whose absence adds up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.leave.acts import SYSTEM
from scheduler.leave.request import AuditStep, LeaveRequest, State
from scheduler.leave.rules import LeaveRules
from scheduler.leave.workflow import act

AWAY = (State.EFFECTIVE, State.EXTENSION_REQUESTED)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A note to one person about one request."""

    to: str
    request: str
    zh: str
    en: str
    article: str = "3-45"

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


def due_back(rules: LeaveRules, request: LeaveRequest) -> datetime:
    """First working moment after the leave."""
    return rules.worktime.first_work(request.end)


def overdue(
    rules: LeaveRules, requests: Iterable[LeaveRequest], at: datetime
) -> tuple[tuple[LeaveRequest, AuditStep], ...]:
    """Requests whose return was due before ``at`` without check-in or granted extension (3-45).

    They become overdue: B stays assigned, the section head is told, and a human decides.
    """
    late = [r for r in requests if r.state in AWAY and due_back(rules, r) < at]
    return tuple(act(rules, r, "mark_overdue", SYSTEM, at) for r in sorted(late, key=lambda r: (r.end, r.id)))


def reminders(rules: LeaveRules, requests: Iterable[LeaveRequest], at: datetime) -> tuple[Reminder, ...]:
    """Notes to everybody who is due back on the next day."""
    notes = []
    for request in sorted(requests, key=lambda r: r.id):
        if request.state not in AWAY:
            continue
        back = due_back(rules, request)
        if back.date() - timedelta(days=1) == at.date():
            notes.append(
                Reminder(
                    request.person,
                    request.id,
                    f"假期将结束，请于{back:%m月%d日%H:%M}到岗并销假；需续假的请在此前申请",
                    f"your leave ends: be back at {back:%d %b %H:%M} and check in, or ask for an extension before",
                )
            )
    return tuple(notes)


def absence_warnings(rules: LeaveRules, person: str, requests: Sequence[LeaveRequest], year: int) -> tuple[str, ...]:
    """``in_a_row`` or ``in_a_year`` where confirmed absence is above the law's thresholds (L17).

    A warning only: what follows from it is for people to decide.
    """
    law, days = rules.law.absence, []
    for request in requests:
        if request.person == person and request.state is State.CONFIRMED_ABSENT:
            back = request.back_at or datetime(year + 1, 1, 1)
            days.append(rules.worktime.working_days(request.end, max(back, request.end + timedelta(minutes=1))))
    found = []
    if any(d > law.in_a_row_days for d in days):
        found.append("in_a_row")
    if sum(days) > law.in_a_year_days:
        found.append("in_a_year")
    return tuple(found)

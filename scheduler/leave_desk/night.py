"""What runs by itself: every evening by ``paiban nightly``, and whenever a page of the planner is opened.

It may run any number of times: what is done is not done again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.leave.acts import chief_of
from scheduler.leave.next_steps import tasks
from scheduler.leave.nightly import Reminder, absence_warnings, overdue, reminders
from scheduler.leave.request import LeaveRequest, State
from scheduler.leave.rules import LeaveRules
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.store.errors import StaleVersion
from scheduler.store.records import StoredLeave

log = logging.getLogger(__name__)

THRESHOLDS = {
    "in_a_row": (
        "连续旷工已超过{limit}天，依规由人研究处理(L17，仅提示)",
        "absent without leave for more than {limit} days in a row: for people to decide (L17, a hint only)",
    ),
    "in_a_year": (
        "一年内累计旷工已超过{limit}天，依规由人研究处理(L17，仅提示)",
        "absent without leave for more than {limit} days of the year: for people to decide (L17, a hint only)",
    ),
}


@dataclass(frozen=True)
class Night:
    """Outcome of one run: requests begun and found overdue, and notes to people."""

    started: tuple[StoredLeave, ...]
    overdue: tuple[StoredLeave, ...]
    notes: tuple[Reminder, ...]


def run_night(desk: LeaveDesk, at: datetime) -> Night:
    """Begin what is ready, find who did not come back (3-45), and remind.

    Absence is never confirmed here: an overdue request waits for the section head.
    """
    started = [
        done
        for saved in desk.stored()
        if _ready(desk.rules, saved.request, at) and (done := _step(desk, saved, "start", at)) is not None
    ]
    stored = {s.request.id: s for s in desk.stored()}
    late = [
        done
        for request, _ in overdue(desk.rules, (s.request for s in stored.values()), at)
        if (done := _step(desk, stored[request.id], "mark_overdue", at)) is not None
    ]
    return Night(tuple(started), tuple(late), notes(desk, at))


def notes(desk: LeaveDesk, at: datetime) -> tuple[Reminder, ...]:
    """Notes as of a moment: due back tomorrow, leave about to begin with a step missing, absence that adds up."""
    rules, requests = desk.rules, desk.requests()
    found = list(reminders(rules, requests, at))
    soon = at + timedelta(days=1)
    for task in tasks(rules, requests, at):
        request = task.request
        if (
            task.action in ("agree", "hand_over", "acknowledge", "file")
            and request.state is not State.EFFECTIVE
            and request.start <= soon
            and at < request.end
        ):
            found.append(
                Reminder(
                    task.person,
                    request.id,
                    f"请假 {request.id} {request.start:%m月%d日%H:%M}开始，尚待您办理",
                    f"leave {request.id} begins {request.start:%d %b %H:%M} and still waits for you",
                    task.article,
                )
            )
    for person in sorted({r.person for r in requests if r.state is State.CONFIRMED_ABSENT}):
        last = max((r for r in requests if r.person == person), key=lambda r: r.end)
        for code in absence_warnings(rules, person, requests, at.year):
            limit = rules.law.absence.in_a_row_days if code == "in_a_row" else rules.law.absence.in_a_year_days
            zh, en = THRESHOLDS[code]
            found.append(
                Reminder(
                    chief_of(rules, last),
                    last.id,
                    f"{person}{zh.format(limit=limit)}",
                    f"{person}: {en.format(limit=limit)}",
                    "L17",
                )
            )
    return tuple(found)


def _ready(rules: LeaveRules, request: LeaveRequest, at: datetime) -> bool:
    given = request.handover
    begun = (
        request.start
        if rules.center.person[request.person].rota == "rostered"
        else rules.worktime.first_work(request.start)
    )
    return request.state is State.FILED and given is not None and given.acknowledged and begun <= at


def _step(desk: LeaveDesk, saved: StoredLeave, action: str, at: datetime) -> StoredLeave | None:
    try:
        return desk.take_by_itself(saved, action, at)
    except StaleVersion:
        log.info("leave %s was changed meanwhile: the next run sees it", saved.request.id)
        return None

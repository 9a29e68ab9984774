"""The sample hall with nobody on leave yet, and what leave is held against there."""

from datetime import datetime

import pytest

from scheduler.assemble import make_problem, without_leave
from scheduler.domain.roster import Roster
from scheduler.leave.request import AuditStep, Handover, LeaveRequest
from scheduler.leave.rules import LeaveRules
from scheduler.leave.workflow import act
from scheduler.planning import open_center
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder
from scheduler.verdict.judge import leave_rules


@pytest.fixture(scope="session")
def folder() -> CenterFolder:
    return open_center("hall")


@pytest.fixture(scope="session")
def everybody(folder: CenterFolder) -> Roster:
    """The roster by the AB table with the whole leave list refused."""
    assert folder.horizon is not None
    bare = without_leave(folder, [row.id for row in folder.leave])
    return greedy_roster(make_problem(bare, *folder.horizon))


@pytest.fixture(scope="session")
def rules(folder: CenterFolder) -> LeaveRules:
    return leave_rules(folder)


class Desk:
    """One request on its way, with the trail it leaves."""

    def __init__(self, rules: LeaveRules, request: LeaveRequest) -> None:
        self.rules = rules
        self.request = request
        self.trail: list[AuditStep] = []

    def __call__(self, action: str, actor: str, at: str, **given: object) -> LeaveRequest:
        self.request, step = act(self.rules, self.request, action, actor, datetime.fromisoformat(at), **given)  # type: ignore[arg-type]
        self.trail.append(step)
        return self.request


def asked(person: str, kind: str, start: str, end: str, id: str = "R1") -> LeaveRequest:
    return LeaveRequest(id, person, kind, datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.fixture
def effective(rules: LeaveRules) -> Desk:
    """S01's two days of annual leave (10 and 11 September), begun."""
    desk = Desk(rules, asked("S01", "annual", "2026-09-10", "2026-09-12"))
    desk("submit", "S01", "2026-09-08T09:00")
    desk("agree", "K01", "2026-09-08T10:00")
    desk("agree", "L01", "2026-09-08T11:00")
    desk("hand_over", "S01", "2026-09-09T16:00", handover=Handover("S02", ("W1",)))
    desk("acknowledge", "S02", "2026-09-09T16:30")
    desk("file", "S01", "2026-09-09T16:40")
    desk("start", "system", "2026-09-10T08:30")
    return desk

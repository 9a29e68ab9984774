"""Leave as it is worked with: requests in the database, steps taken by people, one transaction each.

Pages and the command line use this alike. The states and gates are :mod:`scheduler.leave.workflow`;
who may see what is :mod:`scheduler.leave.visible`; the rows are :mod:`scheduler.store.leave_records`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from scheduler.domain.roster import Roster
from scheduler.leave.acts import SYSTEM
from scheduler.leave.delegating import check_delegation
from scheduler.leave.findings import Finding
from scheduler.leave.ladder import approval_cycles, signers
from scheduler.leave.next_steps import Task, tasks
from scheduler.leave.request import AuditStep, Delegation, Handover, LeaveError, LeaveRequest, State
from scheduler.leave.rules import LeaveRules
from scheduler.leave.screening import Screened, screen
from scheduler.leave.visible import visible_all
from scheduler.leave.workflow import act
from scheduler.store.database import Store
from scheduler.store.entries import LeaveEntry
from scheduler.store.folder import CenterFolder
from scheduler.store.records import StoredDelegation, StoredLeave
from scheduler.verdict.judge import STATES, held_windows, leave_rules


@dataclass(frozen=True)
class LeaveDesk:
    """A center's leave: its folder, its database, and the rules with today's delegations in them.

    Made anew for each page run or command (:func:`open_leave`): it holds no state of its own.
    """

    store: Store
    folder: CenterFolder
    rules: LeaveRules

    @property
    def center(self) -> str:
        return self.folder.center.id

    def stored(self) -> tuple[StoredLeave, ...]:
        """Every request of the center, in the order they were filed."""
        return self.store.list_leave(self.center)

    def requests(self) -> tuple[LeaveRequest, ...]:
        return tuple(s.request for s in self.stored())

    def seen_by(self, viewer: str, on: date) -> tuple[LeaveRequest, ...]:
        """All requests as one person may see them (1-12)."""
        return visible_all(self.rules, self.requests(), viewer, on)

    def steps(self, name: str, viewer: str, on: date) -> tuple[AuditStep, ...]:
        """The way of one request; reasons of its steps for the applicant and the approvers only."""
        saved = self.store.leave(self.center, name)
        (seen,) = visible_all(self.rules, [saved.request], viewer, on) or (None,)
        if seen is None:
            raise LeaveError("3-46", f"请假 {name} 尚未提交", f"leave {name} is not submitted yet")
        steps = self.store.leave_steps(saved)
        return steps if seen == saved.request else tuple(replace(s, reason="") for s in steps)

    def inbox(self, person: str, at: datetime) -> tuple[Task, ...]:
        """What a person is waited for."""
        return tuple(task for task in tasks(self.rules, self.requests(), at) if task.person == person)

    def stuck(self, at: datetime) -> tuple[Task, ...]:
        """Signatures nobody can give: a delegate must be named."""
        return tuple(task for task in tasks(self.rules, self.requests(), at) if not task.person)

    # ---- filing -----------------------------------------------------------------------------

    def screened(self, request: LeaveRequest, at: datetime, roster: Roster | None = None) -> Screened:
        """Chain and remarks of a request before it is filed, published duties among them (3-10)."""
        found = screen(self.rules, request, self.requests(), at)
        more = [*self._circle(request.person), *self._unsigned(found, request, at), *self._published(request, roster)]
        return replace(found, findings=(*found.findings, *more))

    def file(
        self,
        person: str,
        kind: str,
        start: datetime,
        end: datetime,
        at: datetime,
        *,
        reason: str = "",
        evidence: Iterable[str] = (),
        actor: str = "",
        name: str = "",
        roster: Roster | None = None,
    ) -> StoredLeave:
        """Write a request down and hand it in, or refuse it and leave nothing behind.

        Raises
        ------
        LeaveError
            With all that refuses it, and the article.
        """
        request = LeaveRequest(name, person, kind, start, end, reason=reason, evidence=frozenset(evidence))
        with self.store.transaction():
            found = self.screened(request, at, roster)
            if found.refused:
                raise LeaveError(
                    found.refused[0].article,
                    "；".join(f.zh for f in found.refused),
                    "; ".join(f.en for f in found.refused),
                )
            saved = self.store.add_leave(self.center, request, actor or person)
            flags = tuple(f.code for f in found.findings)
            return self._take(saved, "submit", actor or person, at, flags=flags, reason=reason)

    def take(
        self,
        name: str,
        action: str,
        actor: str,
        at: datetime,
        *,
        row: int | None = None,
        reason: str = "",
        evidence: str = "",
        handover: Handover | None = None,
        until: datetime | None = None,
    ) -> StoredLeave:
        """One step of one person, saved with its record in one transaction.

        Parameters
        ----------
        row
            Row version the person looked at; a step taken by somebody else since refuses this one.

        Raises
        ------
        LeaveError
            If the regulation does not allow it.
        StaleVersion
            If somebody was faster; it says who did what.
        """
        if actor not in self.rules.center.person:
            raise LeaveError("3-46", f"没有编号为 {actor} 的人员", f"unknown person {actor!r}")
        return self._step(
            name, action, actor, at, row, reason=reason, evidence=evidence, handover=handover, until=until
        )

    def take_by_itself(self, saved: StoredLeave, action: str, at: datetime) -> StoredLeave:
        """A step that nobody takes: a leave that begins, or is overdue. For the nightly run alone."""
        return self._step(saved.request.id, action, SYSTEM, at, saved.row)

    def _step(self, name: str, action: str, actor: str, at: datetime, row: int | None, **given: Any) -> StoredLeave:
        with self.store.transaction():
            saved = self.store.leave(self.center, name)
            if row is not None:
                saved = replace(saved, row=row)
            return self._take(saved, action, actor, at, **given)

    def _take(
        self,
        saved: StoredLeave,
        action: str,
        actor: str,
        at: datetime,
        *,
        flags: tuple[str, ...] | None = None,
        **given: object,
    ) -> StoredLeave:
        done, step = act(self.rules, saved.request, action, actor, at, others=self.requests(), **given)  # type: ignore[arg-type]
        if flags is not None:
            done = replace(done, flags=flags)
        return self.store.step_leave(saved, done, step)

    # ---- what speaks against a request beyond its own form -------------------------------------

    @cached_property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """People who in the end approve each other (3-46), by the center's data and all delegations."""
        return tuple(
            c for c in approval_cycles(self.rules.center, self.rules.chains, self.rules.delegations) if len(c) > 1
        )

    def _circle(self, person: str) -> list[Finding]:
        names = ["→".join((*circle, circle[0])) for circle in self.circles if person in circle]
        return (
            [
                Finding(
                    "circle",
                    True,
                    "3-46",
                    f"审批成环：{'、'.join(names)}可以互相批假，请先更正审批人或另定代理",
                    f"approvals run in a circle: {', '.join(names).replace('→', ' -> ')} could grant each other any leave; mend the table or name a delegate first",
                )
            ]
            if names
            else []
        )

    def _unsigned(self, found: Screened, request: LeaveRequest, at: datetime) -> list[Finding]:
        told = []
        for step in found.steps:
            try:
                signers(step, self.rules.delegations, at.date(), request.person)
            except LeaveError as error:
                told.append(Finding("no_signer", False, error.article, error.zh, error.en))
        return told

    def _published(self, request: LeaveRequest, roster: Roster | None) -> list[Finding]:
        """A leave over duties that are published already: they must change with a reason (3-10)."""
        if roster is None:
            days = {request.start.date(), request.end.date()}
            saved = [
                found for day in sorted(days) if (found := self.store.latest_published(self.center, day)) is not None
            ]
            roster = Roster.of(d for found in saved for d in found.roster.duties)
        held = held_windows(roster, request.person, request.start, request.end)
        if not held:
            return []
        return [
            Finding(
                "over_duty",
                False,
                "3-10",
                f"占用已发布的排班：{'、'.join(held)}；批准后须由科长调整并说明原因",
                f"rostered already: {', '.join(held)}; once granted the section head rearranges it, with a reason",
            )
        ]

    # ---- delegations --------------------------------------------------------------------------

    def delegate(self, given: Delegation, actor: str) -> StoredDelegation:
        """Hand a signature on for some dates (代理审批).

        Raises
        ------
        LeaveError
            If it would close a circle, or is not the actor's to give.
        """
        with self.store.transaction():
            known = [d.delegation for d in self.store.delegations(self.center)]
            check_delegation(self.rules, given, actor, known)
            return self.store.add_delegation(self.center, given, actor)


def open_leave(
    store: Store, folder: CenterFolder, at: datetime, law: str = "cn", author: str = "", asked: bool = False
) -> LeaveDesk:
    """A center's leave. Rows of the folder's leave list that the database does not know are taken over first.

    Parameters
    ----------
    at
        The present moment: rows that lie before it are over, those around it have begun.
    asked
        Take rows over as drafts of their applicants, for the whole way through the workflow,
        whatever their status column says.
    """
    center = folder.center
    if center.id not in {head.id for head in store.list_centers()} and folder.path is not None:
        store.save_center(center.id, folder.path, name_zh=center.name_zh, name_en=center.name_en, author=author)
    rules = leave_rules(folder, law)
    rules = replace(rules, delegations=tuple(d.delegation for d in store.delegations(center.id)))
    desk = LeaveDesk(store, folder, rules)
    take_over(desk, at, author, asked)
    return desk


def take_over(desk: LeaveDesk, at: datetime, author: str, asked: bool = False) -> tuple[StoredLeave, ...]:
    """Rows of the folder's leave list as requests, each once: those known by their id stay as the database has them."""
    known = {s.request.id for s in desk.stored()}
    if all(row.id in known for row in desk.folder.leave):
        return ()
    with desk.store.transaction():
        known = {s.request.id for s in desk.stored()}  # another process may have been faster
        return tuple(
            desk.store.add_leave(
                desk.center, _drafted(row) if asked else _taken_over(desk.rules, row, at), author or "import", row.note
            )
            for row in desk.folder.leave
            if row.id not in known
        )


def _drafted(row: LeaveEntry) -> LeaveRequest:
    return LeaveRequest(row.id, row.person, row.kind, row.start, row.end)


def _taken_over(rules: LeaveRules, row: LeaveEntry, at: datetime) -> LeaveRequest:
    """A row with the chain it needs but without signatures: a list does not say who signed."""
    request, state = _drafted(row), STATES[row.status]
    if state is State.APPROVED and row.start <= at:
        state = State.CLOSED if row.end <= at else State.EFFECTIVE
    filed = state in (State.CLOSED, State.EFFECTIVE)
    try:
        found = screen(rules, request, (), row.start)
    except (LeaveError, ValueError):  # a list may hold what the form would refuse; it is kept as it is
        return replace(request, state=state, filed=filed)
    return replace(request, state=state, filed=filed, chain=found.chain.id, steps=found.steps, days=found.days)

"""A whole leave list, judged and walked through its states one row after another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from scheduler.domain.need import NeedCell
from scheduler.domain.roster import Roster
from scheduler.leave.acts import SYSTEM, chief_of
from scheduler.leave.ladder import signers
from scheduler.leave.nightly import due_back, overdue
from scheduler.leave.request import AuditStep, Handover, LeaveError, LeaveRequest
from scheduler.leave.rules import LeaveRules
from scheduler.leave.workflow import act
from scheduler.present import at_work
from scheduler.store.folder import CenterFolder
from scheduler.verdict.judge import Verdict, granted_problem, in_time, leave_rules, verdict

PROVIDED = {"hospital_record", "hospital_papers_later"}


@dataclass(frozen=True)
class Judged:
    """One row after its way through the states: the verdict, the request, and each step's record."""

    verdict: Verdict
    request: LeaveRequest
    steps: tuple[AuditStep, ...]
    refusal: str = ""


@dataclass(frozen=True)
class ListJudged:
    """All rows in order, the roster with every granted leave in it, and its requests."""

    rows: tuple[Judged, ...]
    roster: Roster

    @property
    def requests(self) -> tuple[LeaveRequest, ...]:
        return tuple(row.request for row in self.rows)


def judge_list(
    folder: CenterFolder,
    roster: Roster,
    *,
    filed: Mapping[str, datetime] | None = None,
    not_back: Collection[str] = (),
    rules: LeaveRules | None = None,
    seconds: float = 5.0,
    look: bool = True,
    needs: Sequence[NeedCell] = (),
) -> ListJudged:
    """Every row of a center's leave list, each given those granted before it.

    A row that may be granted is signed along its chain, handed over to the stand-in, filed, taken
    and returned from; contract staff who asked for personal leave are judged once more with annual
    leave (3-42). The list itself says who asked, not who decided: its own status column is not read.

    Parameters
    ----------
    roster
        Version in which nobody of the list is away yet, or one planned with the list: people are
        put back to work where needed.
    filed
        When a row was handed in, by id; the others were in time.
    not_back
        Ids whose people did not come back: the nightly check finds them.
    needs
        Forecast of the roster's days, for the waits at the windows; without it none are told.
    """
    rules = rules or leave_rules(folder)
    filed, done, rows = filed or {}, list[LeaveRequest](), list[Judged]()
    empty = granted_problem(folder, roster, ())
    for row in folder.leave:
        roster = at_work(empty, roster, row.person, row.start, row.end)
    queue = [(row.id, row.person, row.start, row.end, row.kind) for row in folder.leave if row.status != "cancelled"]
    while queue:
        id, person, start, end, kind = queue.pop(0)
        at = filed.get(id) or in_time(rules, start, person)
        found = verdict(
            folder,
            roster,
            person,
            start,
            end,
            kind,
            at=at,
            requests=done,
            rules=rules,
            seconds=seconds,
            id=id,
            look=look,
            needs=needs,
        )
        judged = _walk(rules, found, at, done, id in not_back)
        rows.append(judged)
        done.append(judged.request)
        if found.advice.grant:
            roster = found.effect.roster
        elif any(f.code == "use_annual" for f in found.screened.refused) and not found.breaches_new:
            queue.insert(0, (f"{id}-annual", person, start, end, "annual"))
    return ListJudged(tuple(rows), roster)


def _walk(rules: LeaveRules, found: Verdict, at: datetime, others: Sequence[LeaveRequest], stays_away: bool) -> Judged:
    """One request through its states, as its advice says."""
    request, trail = found.request, list[AuditStep]()

    def step(
        action: str, actor: str, when: datetime, reason: str = "", evidence: str = "", handover: Handover | None = None
    ) -> None:
        nonlocal request
        request, record = act(
            rules, request, action, actor, when, reason=reason, evidence=evidence, handover=handover, others=others
        )
        trail.append(record)

    late = {"late", "retroactive"} & {f.code for f in found.screened.findings}
    try:
        step("submit", request.person, at, reason="急事" if late else "")
    except LeaveError as error:
        return Judged(found, request, tuple(trail), str(error))
    needed = next(c.evidence for c in rules.chains if c.id == request.chain)
    if needed in PROVIDED:
        step("attach", request.person, at, evidence=needed)
    for place in request.steps:
        signer = signers(place, rules.delegations, at.date(), request.person)[-1]
        if not found.advice.grant:
            why = "; ".join(b.text("zh") for b in found.breaches_new)
            step("reject", signer, at, reason=why)
            return Judged(found, request, tuple(trail), why)
        step("agree", signer, at)
    to = stand_in(rules, found)
    begun = max(at, rules.worktime.first_work(request.start))
    step("hand_over", request.person, at, handover=Handover(to, tuple(p for p in found.held if p != "hall_duty")))
    step("acknowledge", to, at)
    step("file", request.person, at)
    step("start", SYSTEM, begun)
    back = due_back(rules, request)
    if stays_away:
        night = datetime.combine(back.date(), time()) + timedelta(hours=18)
        (request, record), *_ = overdue(rules, [request], night)
        return Judged(found, request, (*trail, record))
    step("check_in", request.person, back)
    step("close", chief_of(rules, request), back)
    return Judged(found, request, tuple(trail))


def stand_in(rules: LeaveRules, found: Verdict) -> str:
    """Who takes the work over: who covers the window, else somebody of the section who is there."""
    cover = next((c.person for c in found.changes if c.why == "cover"), None) or next(
        (c.person for c in found.changes if c.why == "other" and c.after), None
    )
    if cover is not None:
        return cover
    who = rules.center.person[found.request.person]
    away = {c.person for c in found.changes if c.why == "away"}
    near = sorted((p.section != who.section, p.id) for p in rules.center.staff if p.id not in away and p.id != who.id)
    return near[0][1]

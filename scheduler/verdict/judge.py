"""May this leave be granted? Answered by doing it: green, amber with the changes, red with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from scheduler.assemble import calendar_of, make_problem
from scheduler.cell_changes import CellChange
from scheduler.domain.absence import Absence
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.explain import BreachLine
from scheduler.leave.advise import Advice, advise
from scheduler.leave.kinds import parse_kinds
from scheduler.leave.request import GRANTED, OVER, LeaveRequest, State
from scheduler.leave.rules import LeaveRules
from scheduler.leave.screening import Screened, screen
from scheduler.leave.worktime import WorkTime
from scheduler.present import at_work
from scheduler.store.approvals import read_chains
from scheduler.store.entries import LeaveEntry
from scheduler.store.folder import CenterFolder
from scheduler.store.laws import read_law
from scheduler.store.paths import data_folder
from scheduler.verdict.effect import Effect, effect
from scheduler.verdict.unlocking import Unlock, nearest, unlocks
from scheduler.verdict.waits import Wait, needs_of_leave, waits

Color = Literal["green", "amber", "red"]

STATES: Mapping[str, State] = {
    "requested": State.SUBMITTED,
    "approved": State.APPROVED,
    "refused": State.REJECTED,
    "cancelled": State.CANCELLED,
}


@dataclass(frozen=True)
class Verdict:
    """Everything one asks about one leave.

    Attributes
    ----------
    color
        ``green``: the roster stays clean with the AB table's stand-ins, nobody else's cells move.
        ``amber``: clean after ``k`` further changes. ``red``: some binding rule would be broken,
        or the request itself cannot be filed.
    screened
        Chain, signatures, days, and remarks on the request itself.
    alternatives
        Nearest spans of the same length, and half days of a single day, that would be green.
    unlocking
        What would turn red into green or amber: another backup, a moved leave, a designation.
    waits
        Before and after, at the windows of the applicant and of whoever stands in, half day by half day.
    """

    request: LeaveRequest
    color: Color
    screened: Screened
    effect: Effect
    advice: Advice
    held: tuple[str, ...]
    alternatives: tuple[tuple[datetime, datetime], ...] = ()
    unlocking: tuple[Unlock, ...] = ()
    waits: tuple[Wait, ...] = ()

    @property
    def chain(self) -> str:
        return self.screened.chain.id

    @property
    def article(self) -> str:
        """The article that decides: of the first refusal or breach, else of the chain."""
        if self.screened.refused:
            return self.screened.refused[0].article
        return self.breaches_new[0].article if self.breaches_new else self.screened.chain.article

    @property
    def breaches_new(self) -> tuple[BreachLine, ...]:
        return self.effect.breaches

    @property
    def changes(self) -> tuple[CellChange, ...]:
        return self.effect.changes

    @property
    def k(self) -> int:
        """Changed cells beyond the applicant's own and the stand-ins'."""
        return self.effect.cells

    @property
    def margin_after(self) -> Mapping[str, int]:
        return self.effect.margins


def leave_rules(folder: CenterFolder, law: str = "cn", on: date | None = None) -> LeaveRules:
    """What leave at a center is held against: its calendar, a law pack, the approval table."""
    worktime = WorkTime(calendar_of(folder), folder.center)
    kinds = parse_kinds((data_folder() / "leave" / "kinds.csv").read_text(encoding="utf-8"))
    return LeaveRules(folder.center, read_law(law, on), worktime, read_chains(), kinds, (), folder.ledger)


def requests_of(rows: Iterable[LeaveEntry]) -> tuple[LeaveRequest, ...]:
    """Rows of a leave list as requests in the state that their status says."""
    return tuple(LeaveRequest(r.id, r.person, r.kind, r.start, r.end, STATES[r.status]) for r in rows)


def granted_problem(folder: CenterFolder, roster: Roster, requests: Iterable[LeaveRequest]) -> RosterProblem:
    """The problem of a roster's days with exactly the granted requests as absences."""
    rows = tuple(
        LeaveEntry(r.id, r.person, r.start, r.end, r.kind, "approved") for r in requests if r.state in GRANTED | OVER
    )
    days = sorted({d.day for d in roster.duties})
    if not days:
        raise ValueError("the roster holds no duty: there is nothing to judge a leave against")
    start, end = days[0], days[-1]
    if folder.horizon and folder.horizon[0] <= start and end <= folder.horizon[1]:
        start, end = folder.horizon
    return make_problem(replace(folder, leave=rows), start, end)


def verdict(
    folder: CenterFolder,
    roster: Roster,
    person: str,
    start: datetime,
    end: datetime,
    kind: str,
    *,
    at: datetime | None = None,
    requests: Sequence[LeaveRequest] | None = None,
    rules: LeaveRules | None = None,
    law: str = "cn",
    seconds: float = 5.0,
    id: str = "new",
    look: bool = True,
    needs: Sequence[NeedCell] | None = (),
) -> Verdict:
    """Judge one leave against a roster and all other requests.

    Parameters
    ----------
    at
        When it is filed; by default one working day before, in time.
    requests
        Everybody's requests; the folder's leave list by default. A row of the same person and
        span is the one that is judged, or the one it replaces as another type, so it is left out.
    seconds
        Budget of the re-solve when the AB table alone does not do; 0: no re-solve.
    look
        Also search for alternatives and for what would unlock a red answer.
    needs
        Forecast of the roster's days, for the waits; None: made here for the queues and days that
        are touched; empty: no waits.

    Raises
    ------
    LeaveError
        If person or type is unknown, or the leave holds no working time.
    """
    rules = rules or leave_rules(folder, law, start.date())
    request = LeaveRequest(id, person, kind, start, end)
    others = tuple(r for r in (requests_of(folder.leave) if requests is None else requests) if not _same(r, request))
    filed = at if at is not None else in_time(rules, start, person)
    screened = screen(rules, request, others, filed)
    problem = granted_problem(folder, roster, others)
    roster = at_work(problem, roster, person, start, end)
    absence = Absence(person, start, end, kind, id)
    found = effect(problem, roster, absence, seconds)
    color: Color = "red" if screened.refused or found.breaches else "amber" if found.moved else "green"
    single = [post for post, margin in found.margins.items() if margin <= 0]
    working = rules.worktime.working_days(start, end)
    advice = advise(rules.kinds[kind], screened.findings, {b.rule for b in found.breaches}, single, working)
    held = held_windows(roster, person, start, end)
    alternatives: tuple[tuple[datetime, datetime], ...] = ()
    unlocking: tuple[Unlock, ...] = ()
    if look and found.breaches:
        alternatives = nearest(problem, roster, absence, rules.worktime, filed, {b.rule for b in found.breaches})
        unlocking = unlocks(problem, roster, absence, found, {k.code for k in rules.kinds.values() if k.must_grant})
    if needs is None:
        needs = needs_of_leave(folder, problem, found.changes)
    told = waits(problem, roster, found.roster, found.changes, needs) if needs else ()
    return Verdict(request, color, screened, found, advice, held, alternatives, unlocking, told)


def in_time(rules: LeaveRules, start: datetime, person: str) -> datetime:
    """Nine o'clock of the last day on which a leave is still filed in time."""
    known = rules.center.person.get(person)
    first = start.date() if known is not None and known.rota == "rostered" else rules.worktime.first_work(start).date()
    day = rules.worktime.calendar.workday_before(first, max(1, rules.days_ahead))
    return datetime(day.year, day.month, day.day, 9)


def _same(row: LeaveRequest, asked: LeaveRequest) -> bool:
    """The request itself, or an earlier one of the same person over the same span: asked for as another type it takes its place (3-42)."""
    return row.id == asked.id or (row.person, row.start, row.end) == (asked.person, asked.start, asked.end)


def held_windows(roster: Roster, person: str, start: datetime, end: datetime) -> tuple[str, ...]:
    """Windows and hall duties of the roster that a leave takes a person from (3-10: told, with reason)."""
    return tuple(
        dict.fromkeys(
            "hall_duty" if d.role == "duty" else d.post
            for d in roster.of_person(person)
            if d.start < end and start < d.end and d.post != "back"
        )
    )


def span(first: date, last: date, half: str = "") -> tuple[datetime, datetime]:
    """Whole days, or one half (``am``, ``pm``) of a single day, as moments."""
    start, end = (
        datetime(first.year, first.month, first.day),
        datetime(last.year, last.month, last.day) + timedelta(days=1),
    )
    if half == "am":
        end = datetime(last.year, last.month, last.day, 13)
    if half == "pm":
        start = datetime(first.year, first.month, first.day, 13)
    return start, end

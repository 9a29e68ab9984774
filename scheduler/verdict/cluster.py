"""Everybody wants the same days: who is granted in which order, and who waits for what.

Requests around a holiday are taken in a stated order (``data/leave/cluster_order.csv``) and judged
one after another, each with those granted before it. Where a center has set a quota for its
sections (rule ``leave_quota``) it is counted; the roster is asked in any case, so that without a
set quota the reserve for any single absence is the quota. Nothing that was granted is taken back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from scheduler.domain.roster import Roster
from scheduler.leave.request import LeaveRequest, State
from scheduler.leave.rules import LeaveRules
from scheduler.ledgers.refused import KIND
from scheduler.present import at_work
from scheduler.rules.leave_quota import CHOSEN, LeaveQuota
from scheduler.store.cluster_order import Principle, read_order
from scheduler.store.folder import CenterFolder
from scheduler.verdict.judge import Verdict, granted_problem, leave_rules, requests_of, verdict

Outcome = Literal["kept", "granted", "waiting", "refused"]


@dataclass(frozen=True)
class Place:
    """One request and what became of it.

    Attributes
    ----------
    place
        In the order in which requests are decided, from 1.
    filed, turns, years
        What the order goes by: when it was filed (None: not known, after those that are), refusals
        around earlier holidays, years of service.
    outcome
        ``kept``: granted before; ``granted``; ``waiting``: would be granted if some of those before
        were not; ``refused``: not even alone.
    waits
        Place among those who wait, from 1; 0 for others.
    quota
        Where the set quota of the section is used up: the first such day and the quota.
    before
        Granted requests over the same days that it waits for.
    verdict
        The last one: with those granted before, or alone where ``refused``. None where ``kept`` or
        the quota decides.
    """

    request: LeaveRequest
    place: int
    filed: datetime | None
    turns: float
    years: float
    outcome: Outcome
    waits: int = 0
    quota: tuple[date, int] | None = None
    before: tuple[str, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Cluster:
    """All places in order, the roster with everything granted in it, and the principles used.

    ``standing`` are all granted requests, those on other days too.
    """

    places: tuple[Place, ...]
    roster: Roster
    order: tuple[Principle, ...]
    standing: tuple[LeaveRequest, ...] = ()

    @property
    def granted(self) -> tuple[str, ...]:
        """Ids of requests that stand."""
        return tuple(p.request.id for p in self.places if p.outcome in ("kept", "granted"))

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of those who wait, the next one first."""
        return tuple(p.request.id for p in self.places if p.outcome == "waiting")


def cluster(
    folder: CenterFolder,
    roster: Roster,
    first: date,
    last: date,
    *,
    filed: Mapping[str, datetime] | None = None,
    requests: Sequence[LeaveRequest] | None = None,
    kept: Collection[str] = (),
    cancelled: Collection[str] = (),
    order: Sequence[Principle] | None = None,
    rules: LeaveRules | None = None,
    seconds: float = 5.0,
) -> Cluster:
    """Decide all requests that touch the days ``first`` to ``last``.

    Parameters
    ----------
    requests
        Everybody's; the folder's leave list by default. Asked and approved ones count.
    filed
        When each was filed, by id.
    kept
        Ids granted earlier, besides those whose state says so.
    cancelled
        Ids withdrawn since: with the earlier grants as ``kept``, who waits is judged anew.

    Raises
    ------
    ValueError
        If an id in ``filed``, ``kept`` or ``cancelled`` is unknown, or the roster holds no duty.
    """
    everybody = tuple(requests_of(folder.leave) if requests is None else requests)
    unknown = sorted({*(filed or {}), *kept, *cancelled} - {r.id for r in everybody})
    if unknown:
        raise ValueError(f"no request {', '.join(unknown)} in the leave list")
    rules, order = rules or leave_rules(folder), tuple(order if order is not None else read_order())
    low, high = (
        datetime.combine(first, datetime.min.time()),
        datetime.combine(last + timedelta(days=1), datetime.min.time()),
    )
    alive = [r for r in everybody if r.id not in cancelled and r.state in (State.SUBMITTED, State.APPROVED)]
    competing = [r for r in alive if r.start < high and low < r.end]
    done = [_approved(r) for r in alive if r not in competing and r.state is State.APPROVED]
    stands = {r.id for r in competing if r.id in kept or r.state is State.APPROVED}
    ledger, person = folder.ledger, folder.center.person
    ranked = sorted(range(len(competing)), key=lambda i: _key(competing[i], i, order, stands, filed or {}, folder))
    empty = granted_problem(folder, roster, done)
    for gone in (r for r in everybody if r.id in cancelled):
        roster = at_work(empty, roster, gone.person, gone.start, gone.end)
    places: list[Place] = []
    bare, waits = roster, 0
    for place, request in enumerate((competing[i] for i in ranked), 1):
        turns, years = ledger.get(request.person, {}).get(KIND, 0.0), person[request.person].total_service_years
        known = (request, place, (filed or {}).get(request.id), turns, years)
        if request.id in stands:
            places.append(Place(*known, "kept"))
            done.append(_approved(request))
            continue
        before = tuple(r.id for r in done if r.start < request.end and request.start < r.end)
        full = _used_up(folder, roster, done, request)
        found = None if full else _judged(folder, roster, request, done, rules, seconds, filed or {})
        if found is not None and found.advice.grant:
            places.append(Place(*known, "granted", verdict=found))
            done.append(_approved(request))
            roster = found.effect.roster
            continue
        outside = [r for r in done if r.id not in {p.request.id for p in places}]
        alone = _judged(folder, bare, request, outside, rules, seconds, filed or {}) if found is not None else None
        if alone is not None and not alone.advice.grant:
            places.append(Place(*known, "refused", verdict=alone))
            continue
        waits += 1
        places.append(Place(*known, "waiting", waits, full, before, found))
    return Cluster(tuple(places), roster, order, tuple(done))


def _approved(request: LeaveRequest) -> LeaveRequest:
    return LeaveRequest(request.id, request.person, request.kind, request.start, request.end, State.APPROVED)


def _key(
    request: LeaveRequest,
    position: int,
    order: Sequence[Principle],
    stands: Collection[str],
    filed: Mapping[str, datetime],
    folder: CenterFolder,
) -> tuple[object, ...]:
    """What the order says of one request; the place in the list decides what is left equal."""
    at = filed.get(request.id)
    value: dict[str, object] = {
        "kept": request.id not in stands,
        "filed": at.date() if at is not None else date.max,
        "turn": -folder.ledger.get(request.person, {}).get(KIND, 0.0),
        "seniority": -folder.center.person[request.person].total_service_years,
    }
    return (*(value[p.name] for p in order), at or datetime.max, position)


def _used_up(
    folder: CenterFolder, roster: Roster, done: Sequence[LeaveRequest], request: LeaveRequest
) -> tuple[date, int] | None:
    """The first day on which a set quota of the applicant's section is used up by what is granted."""
    setting = folder.center.rules.by_rule.get("leave_quota")
    if setting is None or not setting.on or request.kind not in CHOSEN:
        return None
    rule = LeaveQuota()
    person, section = folder.center.person, folder.center.person[request.person].section
    problem = granted_problem(folder, roster, ())
    quota = rule.quota(problem, section, rule.params(setting))
    for day in problem.days:
        start = datetime.combine(day.date, datetime.min.time())
        end = start + timedelta(days=1)
        if problem.open_day(day.index) and request.start < end and start < request.end:
            away = {
                r.person
                for r in done
                if r.kind in CHOSEN and person[r.person].section == section and r.start < end and start < r.end
            }
            if len(away - {request.person}) >= quota:
                return day.date, quota
    return None


def _judged(
    folder: CenterFolder,
    roster: Roster,
    request: LeaveRequest,
    done: Sequence[LeaveRequest],
    rules: LeaveRules,
    seconds: float,
    filed: Mapping[str, datetime],
) -> Verdict:
    return verdict(
        folder,
        roster,
        request.person,
        request.start,
        request.end,
        request.kind,
        at=filed.get(request.id),
        requests=done,
        rules=rules,
        seconds=seconds,
        id=request.id,
        look=False,
    )

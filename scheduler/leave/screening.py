"""What is wrong with a request before anybody looks at the roster."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.leave.backup_findings import backup_findings
from scheduler.leave.balances import balance, days_of
from scheduler.leave.findings import Finding
from scheduler.leave.ladder import steps_for
from scheduler.leave.request import LeaveError, LeaveRequest, Step
from scheduler.leave.rules import LeaveRules
from scheduler.leave.types import ApprovalChain, chain_for


@dataclass(frozen=True, slots=True)
class Screened:
    """Chain, signatures, days (own and summed) and remarks of one request."""

    chain: ApprovalChain
    steps: tuple[Step, ...]
    own_days: float
    days: float
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.refuses)


def screen(rules: LeaveRules, request: LeaveRequest, others: Iterable[LeaveRequest], at: datetime) -> Screened:
    """Chain and remarks of a request filed at a moment, given the other requests.

    Raises
    ------
    LeaveError
        If the person or the leave type is unknown, or the leave holds no working time.
    """
    kind = rules.kinds.get(request.kind)
    if kind is None:
        raise LeaveError(
            "3-41",
            f"没有“{request.kind}”这种假别，可用：{'、'.join(rules.kinds)}",
            f"unknown leave type {request.kind!r}, known: {', '.join(rules.kinds)}",
        )
    if request.person not in rules.center.person:
        raise LeaveError("3-04", f"没有编号为 {request.person} 的人员", f"unknown person {request.person!r}")
    others = tuple(others)
    mine = [o for o in others if o.person == request.person and o.id != request.id and o.live]
    own = days_of(rules, kind, request.start, request.end)
    if own == 0 and rules.center.person[request.person].rota == "rostered":
        own = rules.worktime.calendar_days(
            request.start, request.end
        )  # who works in shifts may have to work on any day
    if own == 0:
        raise LeaveError(
            "3-34", "请假时间内没有工作时间，无需请假", "no working time falls into this leave: none is needed"
        )
    joined = _touching(rules, request, mine)
    total = own + sum(days_of(rules, rules.kinds[o.kind], o.start, o.end) for o in joined)
    chain = chain_for(rules.chains, request.kind, total)
    steps = steps_for(rules.center, chain, request.person)
    found = [
        *_overlaps(request, mine),
        *_moment(rules, request, at),
        *_employment(rules, request, mine),
        *_days_left(rules, request, mine, own),
    ]
    found += backup_findings(rules, request, others)
    if joined:
        ids = "、".join(o.id for o in joined)
        found.append(
            Finding(
                "summed",
                False,
                chain.article,
                f"与相连的事假({ids})合并计算为{total:g}天",
                f"counted together with the touching {ids.replace('、', ', ')}: {total:g} days",
            )
        )
    if any(f.code == "balance_empty" for f in found):
        top = max((c for c in rules.chains if request.kind in c.kinds), key=lambda c: c.above_days)
        steps = steps_for(rules.center, top, request.person)
    return Screened(chain, steps, own, total, tuple(found))


def _touching(rules: LeaveRules, request: LeaveRequest, mine: Sequence[LeaveRequest]) -> list[LeaveRequest]:
    """Personal requests that join this one with nothing but time off between (no splitting)."""
    if request.kind != "personal":
        return []
    joined: list[LeaveRequest] = []
    group = [request]
    while group:
        at = group.pop()
        for other in mine:
            if (
                other.kind == "personal"
                and other not in joined
                and (rules.worktime.touches(other.end, at.start) or rules.worktime.touches(at.end, other.start))
            ):
                joined.append(other)
                group.append(other)
    return sorted(joined, key=lambda o: o.start)


def _overlaps(request: LeaveRequest, mine: Sequence[LeaveRequest]) -> list[Finding]:
    return [
        Finding(
            "overlap",
            True,
            "3-34",
            f"与本人已有请假 {o.id}({o.start:%m-%d %H:%M} 至 {o.end:%m-%d %H:%M})重叠",
            f"overlaps the own request {o.id} ({o.start:%m-%d %H:%M} to {o.end:%m-%d %H:%M})",
        )
        for o in mine
        if o.overlaps(request.start, request.end)
    ]


def _moment(rules: LeaveRules, request: LeaveRequest, at: datetime) -> list[Finding]:
    kind = rules.kinds[request.kind]
    rostered = rules.center.person[request.person].rota == "rostered"
    missed = request.start if rostered else rules.worktime.first_work(request.start)
    if at >= missed:
        return [
            Finding(
                "retroactive",
                not kind.backdated,
                "3-08, 3-45",
                f"请假应在离岗前提出：{missed:%m-%d %H:%M}已离岗，{at:%m-%d %H:%M}才提出",
                f"asked for at {at:%m-%d %H:%M}, after the leave began at {missed:%m-%d %H:%M}",
            )
        ]
    if not rules.worktime.in_time(at, missed, rules.days_ahead, shifts=rostered):
        return [
            Finding(
                "late",
                False,
                "3-08",
                f"应提前{rules.days_ahead}个工作日请示，现为临时请假，须说明原因；B岗即时顶岗(3-11)",
                f"not filed {rules.days_ahead} working day(s) ahead: an emergency request, give the reason; B steps in at once (3-11)",
            )
        ]
    return []


def _employment(rules: LeaveRules, request: LeaveRequest, mine: Sequence[LeaveRequest]) -> list[Finding]:
    """Contract staff take annual leave for private business while they have any (3-42)."""
    who = rules.center.person[request.person]
    if request.kind != "personal" or who.employment != "contract" or who.service_years < 1:
        return []
    annual = balance(rules, request.person, "annual", request.start.year, mine)
    if annual is not None and annual.left > 0:
        return [
            Finding(
                "use_annual",
                True,
                "3-42",
                f"合同制人员应申请休年休假，不应请事假：年休假应休{annual.granted:g}天，余{annual.left:g}天；可改按年休假申请",
                f"contract staff take annual leave, not personal leave: {annual.left:g} of {annual.granted:g} days left; file it as annual leave",
            )
        ]
    return [
        Finding(
            "balance_empty",
            False,
            "3-42",
            "合同制人员年休假已用完，事假须报局长特批",
            "contract staff without annual leave left: the bureau director decides",
        )
    ]


def _days_left(rules: LeaveRules, request: LeaveRequest, mine: Sequence[LeaveRequest], own: float) -> list[Finding]:
    ledger = rules.kinds[request.kind].balance
    found = balance(rules, request.person, ledger, request.start.year, mine) if ledger else None
    if found is None or own <= found.left:
        return []
    return [
        Finding(
            "balance",
            True,
            found.article,
            f"申请{own:g}天，超过余额{found.left:g}天(应有{found.granted:g}天，已用{found.taken:g}天)",
            f"asks for {own:g} days, {found.left:g} are left ({found.granted:g} granted, {found.taken:g} taken)",
        )
    ]

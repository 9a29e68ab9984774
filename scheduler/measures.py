"""Figures of one plan that managers compare: gaps, cover, hours, service."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.hours import norm_minutes
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.planning import Plan
from scheduler.staffing.simulation.paired import whole
from scheduler.staffing.simulation.report import Simulated

NAMES: Mapping[str, tuple[str, str, str, str]] = {
    "empty_minutes": ("空岗分钟", "Empty-post minutes", "min", "分钟"),
    "missing_shifts": ("缺员班次", "Missing person-shifts", "heads", "人次"),
    "leaderless_shifts": ("无值长班次", "Shifts without a leader", "shifts", "班次"),
    "cover_rate": ("岗位覆盖率", "Posts covered", "%", "%"),
    "dual_hours": ("双岗时长", "Double-duty hours", "h", "小时"),
    "backup_hours": ("顶岗时长", "Hours covered by backups", "h", "小时"),
    "need_met": ("需求满足率", "Need met", "%", "%"),
    "expected_service": ("按需求配人时的及时率", "Answered in time if the need is met", "%", "%"),
    "expected_wait": ("按需求配人时的平均等候", "Mean wait if the need is met", "min", "分钟"),
    "simulated_service": ("及时率(仿真)", "Served in time (simulated)", "%", "%"),
    "worst_interval": ("最差时段的及时率", "Worst interval, served in time", "%", "%"),
    "bad_days": ("低于目标的日子", "Days below target", "%", "%"),
    "bad_weeks": ("低于目标的周", "Weeks below target", "%", "%"),
    "closing_minutes": ("关门后还要", "Work after closing", "min", "分钟"),
    "overload_minutes": ("兼岗超负荷", "Double duty above the limit", "min", "分钟"),
    "worked_hours": ("排班工时", "Hours rostered", "h", "小时"),
    "overtime_hours": ("超出标准工时", "Hours above the norm", "h", "小时"),
    "nights_spread": ("夜班最多与最少之差", "Nights: most minus least", "shifts", "班次"),
    "must_breaches": ("未满足的必须规则", "MUST rules not kept", "places", "处"),
    "hard_breaches": ("未满足的硬性规则", "HARD rules not kept", "places", "处"),
}
"""Name in Chinese and English, unit in English and Chinese, in the order shown."""


def unit(key: str, lang: str) -> str:
    """Unit of a figure in a language."""
    return NAMES[key][3] if lang == "zh" else NAMES[key][2]


@dataclass(frozen=True)
class Measures:
    """Values by key of :data:`NAMES`; figures that do not apply to a center are missing."""

    values: Mapping[str, float]


def measures(plan: Plan, simulated: Simulated | None = None) -> Measures:
    """All figures of a plan, with what its customers meet where that was simulated."""
    problem, roster = plan.problem, plan.roster
    view = RosterView(problem, roster)
    amounts = {rule: amount for rule, (amount, _) in plan.checked.by_rule.items()}
    values: dict[str, float] = {}
    if any(post.heads for post in problem.center.posts):
        values |= _posts(view)
    if problem.covers:
        values["missing_shifts"] = amounts.get("shift_covered", 0)
        values["leaderless_shifts"] = amounts.get("rank_present", 0)
    if plan.needs:
        values |= service(view)
    values |= _hours(problem, view, roster)
    values["must_breaches"] = len([b for b in plan.lines if b.level is Level.MUST])
    values["hard_breaches"] = len([b for b in plan.lines if b.level is Level.HARD])
    if simulated is not None:
        values |= _met(simulated)
    return Measures({key: values[key] for key in NAMES if key in values})


def _met(found: Simulated) -> dict[str, float]:
    """What simulated customers meet; halls close, hotlines do not."""
    all_of = whole(found)
    values = {
        "simulated_service": all_of.service,
        "worst_interval": all_of.worst,
        "bad_days": all_of.bad_days,
        "bad_weeks": all_of.bad_weeks,
    }
    shown = {key: 100 * value for key, value in values.items() if value is not None}
    if found.closing is not None and found.closing.closings > 1:  # a hotline closes once, with the horizon
        shown["closing_minutes"] = found.closing.minutes
    if found.double_duty:
        shown["overload_minutes"] = sum(double.overload_minutes for double in found.double_duty)
    return shown


def _posts(view: RosterView) -> dict[str, float]:
    opened = empty = dual = backup = 0
    for block in view.problem.blocks:
        on = view.problem.date(block.day)
        for post in block.posts:
            if view.problem.center.post[post].heads == 0:
                continue
            opened += block.minutes
            holders = view.holders(post, block.index)
            empty += 0 if holders else block.minutes
            backup += block.minutes if holders and view.problem.center.holder(post, on) not in holders else 0
        for person in view.problem.center.staff:
            dual += block.minutes * (len(view.posts(person.id, block.index)) > 1)
    return {
        "empty_minutes": empty,
        "cover_rate": 100 * (1 - empty / opened) if opened else 100.0,
        "dual_hours": dual / 60,
        "backup_hours": backup / 60,
    }


def service(view: RosterView) -> dict[str, float]:
    """Share of needed head-minutes that the roster provides, and the service that the need promises.

    Who holds two windows at once serves :attr:`Center.dual_capacity` of both together, not two (3-12).
    """
    problem = view.problem
    needed = given = 0.0
    for cell in problem.needs:
        posts = problem.center.queue[cell.queue].posts
        a, b = problem.horizon.minute(cell.start), problem.horizon.minute(cell.end)
        for block in problem.blocks:
            if block.start >= b or block.end <= a:
                continue
            span = min(b, block.end) - max(a, block.start)
            heads = sum(
                capacity(view, person, block.index) for post in posts for person in view.holders(post, block.index)
            )
            needed += cell.required * span
            given += min(heads, cell.required) * span
    found = {"need_met": 100 * given / needed if needed else 100.0}
    promised = {q.id for q in problem.center.queues if "answer_share" in q.target}
    asked = [cell for cell in problem.needs if cell.mean > 0]
    timely = [cell for cell in asked if cell.queue in promised]
    if timely:
        found["expected_service"] = (
            100
            * sum(c.mean * c.expected_counted * c.expected_service for c in timely)
            / sum(c.mean * c.expected_counted for c in timely)
        )
    if asked:
        found["expected_wait"] = sum(c.mean * c.expected_wait_s for c in asked) / sum(c.mean for c in asked) / 60
    return found


def capacity(view: RosterView, person: str, block: int) -> float:
    """What a person serves of each window held over a block, in full windows: 1, or a part of what two in one hand serve."""
    held = len(view.posts(person, block))
    return 1.0 if held < 2 else min(1.0, view.problem.center.dual_capacity / held)


def _hours(problem: RosterProblem, view: RosterView, roster: Roster) -> dict[str, float]:
    people = sorted({d.person for d in roster.duties if d.role in PRESENT_ROLES})
    minutes = {p: sum(view.minutes(p, day) for day in range(problem.horizon.days)) for p in people}
    values: dict[str, float] = {"worked_hours": sum(minutes.values()) / 60}
    rostered = [p.id for p in problem.center.staff if p.rota == "rostered"]
    if rostered:
        norm = norm_minutes(problem)
        values["overtime_hours"] = sum(max(0, minutes.get(p, 0) - norm) for p in rostered) / 60
        nights = nights_of(problem, view, rostered)
        values["nights_spread"] = max(nights.values()) - min(nights.values()) if nights else 0
    return values


def nights_of(problem: RosterProblem, view: RosterView, people: list[str]) -> dict[str, int]:
    """Night shifts of each person who may work nights."""
    night = {s.code for s in problem.center.shifts if s.night}
    return {
        p: sum(bool(night & set(view.shifts(p, day))) for day in range(problem.horizon.days))
        for p in people
        if not problem.center.person[p].protected(problem.horizon.start)
    }

"""A shift plan as a table and as JSON."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scheduler.domain.clock import Horizon
from scheduler.shift_design.plan import Counted, ShiftPlan
from scheduler.staffing.targets import Lang, percent
from scheduler.words import date_text, pick


def lines(plan: ShiftPlan, horizon: Horizon, lang: Lang) -> Iterator[str]:
    """Day by day which shifts, then what they give beside the head-count model."""
    by_day: dict[int, list[Counted]] = defaultdict(list)
    for counted in plan.shifts:
        by_day[counted.pattern.day].append(counted)
    for day in sorted(by_day):
        yield date_text(horizon.date(day), lang) + ": " + pick(("、", ", "), lang).join(f"{c.pattern.text} ×{c.count}" for c in by_day[day])
    count, naive = (sum(c.count for c in shifts) for shifts in (plan.shifts, plan.naive))
    yield pick((
        f"共{count}个班(按人头模型{naive}个):流失{plan.lost:.0f}人(按人头{plan.naive_lost:.0f}人,少{percent(round(plan.saved, 3))}),"
        f"及时率{percent(round(plan.service, 3))}(按人头{percent(round(plan.naive_service, 3))})",
        f"{count} shifts (head-count model: {naive}): {plan.lost:.0f} customers lost (head-count {plan.naive_lost:.0f}, {percent(round(plan.saved, 3))} fewer), "
        f"{percent(round(plan.service, 3))} served in time (head-count {percent(round(plan.naive_service, 3))})",
    ), lang)
    yield pick((
        f"低于需求的时段:{plan.below}(按人头{plan.naive_below});与可证明最优相差不超过{percent(round(plan.gap, 4))}",
        f"intervals below the need: {plan.below} (head-count {plan.naive_below}); proven within {percent(round(plan.gap, 4))} of the best",
    ), lang)


def as_dict(plan: ShiftPlan, horizon: Horizon) -> dict[str, Any]:
    """For machines."""
    def told(shifts: tuple[Counted, ...]) -> list[dict[str, Any]]:
        return [
            {"date": str(horizon.date(c.pattern.day)), "shift": c.pattern.text, "start": c.pattern.start, "end": c.pattern.end, "paid_minutes": c.pattern.paid_minutes, "count": c.count}
            for c in shifts
        ]

    return {
        "shifts": told(plan.shifts), "head_count_model": told(plan.naive), "need": plan.need, "heads": plan.heads, "head_count_heads": plan.naive_heads,
        "lost": plan.lost, "head_count_lost": plan.naive_lost, "service": plan.service, "head_count_service": plan.naive_service,
        "below": plan.below, "head_count_below": plan.naive_below, "gap": plan.gap,
    }

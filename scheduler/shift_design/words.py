"""A shift plan as a table and as JSON."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scheduler.domain.clock import DAY_MINUTES, Horizon, clock_text
from scheduler.shift_design.patterns import Pattern
from scheduler.shift_design.plan import Counted, ShiftPlan
from scheduler.staffing.targets import Lang, percent
from scheduler.words import date_text, pick


def lines(plan: ShiftPlan, horizon: Horizon, lang: Lang) -> Iterator[str]:
    """Day by day which shifts, then what they give beside the head-count model."""
    by_day: dict[int, list[Counted]] = defaultdict(list)
    for counted in plan.shifts:
        by_day[counted.pattern.day].append(counted)
    for day in sorted(by_day):
        yield (
            date_text(horizon.date(day), lang)
            + ": "
            + pick(("、", ", "), lang).join(f"{shift_text(c.pattern, lang)} ×{c.count}" for c in by_day[day])
        )
    count, naive = (sum(c.count for c in shifts) for shifts in (plan.shifts, plan.naive))
    yield pick(
        (
            f"共{count}个班(按人头模型{naive}个)：流失{plan.lost:.0f}人(按人头{plan.naive_lost:.0f}人，少{percent(round(plan.saved, 3))})，"
            f"及时率{percent(round(plan.service, 3))}(按人头{percent(round(plan.naive_service, 3))})",
            f"{count} shifts (head-count model: {naive}): {plan.lost:.0f} customers lost (head-count {plan.naive_lost:.0f}, {percent(round(plan.saved, 3))} fewer), "
            f"{percent(round(plan.service, 3))} served in time (head-count {percent(round(plan.naive_service, 3))})",
        ),
        lang,
    )
    yield pick(
        (
            f"低于需求的时段：{plan.below}(按人头{plan.naive_below})；与可证明最优相差不超过{percent(round(plan.gap, 4))}",
            f"intervals below the need: {plan.below} (head-count {plan.naive_below}); proven within {percent(round(plan.gap, 4))} of the best",
        ),
        lang,
    )


def shift_text(pattern: Pattern, lang: Lang, breaks: bool = True) -> str:
    """``17:00–次日01:30(21:00–21:30)``: a clock as on the wall, its breaks in brackets."""
    spans = [
        f"{_clock(a, lang)}–{_clock(b, lang)}"
        for a, b in (
            (pattern.start, pattern.end),
            *((before[1], after[0]) for before, after in itertools.pairwise(pattern.spans)),
        )
    ]
    if len(spans) == 1 or not breaks:
        return spans[0]
    return spans[0] + pick((f"({'、'.join(spans[1:])}休)", f" (break {', '.join(spans[1:])})"), lang)


def _clock(minute: int, lang: Lang) -> str:
    days, clock = divmod(minute, DAY_MINUTES)
    text = clock_text(minute if minute == DAY_MINUTES else clock)
    return text if not days or minute == DAY_MINUTES else pick((f"次日{text}", f"{text} next day"), lang)


def shift_rows(plan: ShiftPlan, pool: str) -> str:
    """The kinds of shifts as rows of a center's ``shifts.csv``; breaks are placed in them by the center's routines, not here."""
    kinds: dict[tuple[int, int, int], int] = defaultdict(int)
    for counted in plan.shifts:
        kinds[counted.pattern.kind] += counted.count
    rows = ["code,name_zh,name_en,parts,paid_minutes,pool,letter_zh"]
    for number, (start, end, paid) in enumerate(sorted(kinds), 1):
        clock = clock_text(start)
        rows.append(f"S{number},{clock}班,Shift {clock},{clock}-{clock_text(end)},{paid},{pool},{number}")
    return "\n".join(rows) + "\n"


def as_dict(plan: ShiftPlan, horizon: Horizon) -> dict[str, Any]:
    """For machines."""

    def told(shifts: tuple[Counted, ...]) -> list[dict[str, Any]]:
        return [
            {
                "date": str(horizon.date(c.pattern.day)),
                "shift": c.pattern.text,
                "start": c.pattern.start,
                "end": c.pattern.end,
                "paid_minutes": c.pattern.paid_minutes,
                "count": c.count,
            }
            for c in shifts
        ]

    return {
        "shifts": told(plan.shifts),
        "head_count_model": told(plan.naive),
        "need": plan.need,
        "heads": plan.heads,
        "head_count_heads": plan.naive_heads,
        "lost": plan.lost,
        "head_count_lost": plan.naive_lost,
        "service": plan.service,
        "head_count_service": plan.naive_service,
        "below": plan.below,
        "head_count_below": plan.naive_below,
        "gap": plan.gap,
    }

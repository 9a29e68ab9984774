"""Work that may wait, in sentences: how much of it fits between customers, and what it adds to the need."""

from collections.abc import Iterator

from scheduler.activities.ahead import Deferred
from scheduler.domain.center import Center
from scheduler.words import date_text, pick


def deferred_lines(center: Center, plans: tuple[Deferred, ...], lang: str) -> Iterator[str]:
    """One queue, one sentence; a second where something cannot be done in time."""
    for plan in plans:
        queue = center.queue[plan.queue]
        name = pick((queue.name_zh, queue.name_en), lang)
        kinds = pick(("、", ", "), lang).join(pick(n, lang) for n in plan.names)
        work, between = plan.arrives.sum() / 60.0, min(plan.free.sum(), plan.done.sum()) / 60.0
        added = plan.extra.sum() * _minutes(plan) / 60.0
        fits = max(0.0, work - plan.bound * _minutes(plan) / 60.0 - plan.late / 60.0)
        least = plan.bound * _minutes(plan) / 60.0
        if added:
            proven = (f"(至少{least:.1f})", f" (at least {least:.1f})") if plan.exact else ("", "")
            yield pick(
                (
                    f"{name}：可延后工作({kinds})共{work:.1f}小时，空闲时间可办{fits:.1f}小时，其余须加排{added:.1f}人时{proven[0]}",
                    f"{name}: work that may wait ({kinds}) takes {work:.1f} h; {fits:.1f} h fit between customers, the rest adds {added:.1f} head-hours to the need{proven[1]}",
                ),
                lang,
            )
        else:
            yield pick(
                (
                    f"{name}：可延后工作({kinds})共{work:.1f}小时，空闲时间足够，不另加人",
                    f"{name}: work that may wait ({kinds}) takes {work:.1f} h and fits between customers ({between:.1f} h); nobody is added",
                ),
                lang,
            )
        if plan.late > 0.5:
            days = sorted(
                {
                    start.date()
                    for start, minutes in zip(plan.starts, plan.waiting.sum(axis=0), strict=True)
                    if minutes > 0.5
                }
            )
            yield pick(
                (
                    f"  其中{plan.late / 60.0:.1f}小时席位不够，无法按时办完(最早{date_text(days[0], lang)}起积压)",
                    f"  {plan.late / 60.0:.1f} h of it cannot be done in time for lack of seats (waiting from {date_text(days[0], lang)})",
                ),
                lang,
            )


def _minutes(plan: Deferred) -> float:
    return (plan.starts[1] - plan.starts[0]).total_seconds() / 60.0 if len(plan.starts) > 1 else 0.0

"""Waits of a leave in words: one sentence a window, the worst of its half days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from scheduler.domain.center import Center
from scheduler.reserve.margin import LOAD_LIMIT
from scheduler.staffing.targets import Lang, duration, percent
from scheduler.verdict.waits import Met, Wait
from scheduler.words import date_text, pick


def wait_lines(found: Sequence[Wait], center: Center, lang: Lang) -> Iterator[str]:
    """A sentence for each queue and way of serving it."""
    alike: dict[tuple[object, ...], list[Wait]] = defaultdict(list)
    for wait in found:
        alike[wait.queue, wait.people, wait.double].append(wait)
    for waits in alike.values():
        yield _sentence(min(waits, key=lambda w: (w.after.in_time, w.start)), len(waits), center, lang)


def _sentence(wait: Wait, halves: int, center: Center, lang: Lang) -> str:
    queue = center.queue[wait.queue]
    name = queue.name_zh if lang == "zh" else queue.name_en
    when = f"{date_text(wait.start.date(), lang)} {wait.start:%H:%M}–{wait.end:%H:%M}"
    if halves > 1:
        when += pick((f"({halves}个半天中最差)", f" (worst of {halves} half days)"), lang)
    within = duration(wait.within_s, lang)
    if not wait.people:
        said = pick(
            (
                f"等候 {when} {name}：无人接待(原{percent(round(wait.before.in_time, 2))}在{within}内叫到号)",
                f"wait {when} {name}: nobody serves it ({percent(round(wait.before.in_time, 2))} were called within {within})",
            ),
            lang,
        )
    else:
        said = pick(
            (
                f"等候 {when} {name}：平均 {_minutes(wait.before)} → {_minutes(wait.after)} 分钟，{within}内叫到号 "
                f"{percent(round(wait.before.in_time, 2))} → {percent(round(wait.after.in_time, 2))}",
                f"wait {when} {name}: mean {_minutes(wait.before)} → {_minutes(wait.after)} min, called within {within} "
                f"{percent(round(wait.before.in_time, 2))} → {percent(round(wait.after.in_time, 2))}",
            ),
            lang,
        )
    for person in wait.double:
        who = center.person[person].name(lang)
        over = wait.overloaded
        said += pick(
            (
                f";{who}一人两窗，负荷合计最高{wait.load:.2f}"
                + (
                    f"，超过{LOAD_LIMIT:.2f}，宜由专人顶岗或改为预约(依据3-12)" if over else f"，未超过{LOAD_LIMIT:.2f}"
                ),
                f"; {who} on two windows, load up to {wait.load:.2f} together"
                + (
                    f", above {LOAD_LIMIT:.2f}: better somebody for it alone, or appointments (article 3-12)"
                    if over
                    else f", not above {LOAD_LIMIT:.2f}"
                ),
            ),
            lang,
        )
    return said


def _minutes(met: Met) -> str:
    return f"{met.wait_s / 60:.0f}"


def wait_data(wait: Wait) -> dict[str, Any]:
    """The same for machines."""

    def met(side: Met) -> dict[str, float]:
        return {"mean_wait_s": round(side.wait_s, 1), "in_time": round(side.in_time, 4)}

    return {
        "queue": wait.queue,
        "start": wait.start,
        "end": wait.end,
        "within_s": wait.within_s,
        "before": met(wait.before),
        "after": met(wait.after),
        "people": list(wait.people),
        "double": list(wait.double),
        "load": round(wait.load, 3),
        "limit": LOAD_LIMIT,
        "overloaded": wait.overloaded,
    }

"""What a simulation says, in sentences."""

from collections.abc import Iterator

from scheduler.domain.center import Center
from scheduler.staffing.simulation.paired import Change, whole
from scheduler.staffing.simulation.report import QueueService, Simulated
from scheduler.staffing.targets import Lang, duration, percent
from scheduler.words import date_text, pick


def headline(found: Simulated, lang: Lang) -> str:
    """How much was simulated."""
    return pick(
        (
            f"仿真 {found.replications} 次，{found.customers:,} 位顾客(种子 {found.seed})",
            f"{found.replications} runs, {found.customers:,} customers simulated (seed {found.seed})",
        ),
        lang,
    )


def queue_line(center: Center, queue: QueueService, lang: Lang) -> str:
    """One queue: what its customers meet, how sure that is, and when it is worst."""
    named = center.queue[queue.queue]
    within = duration(queue.within_s, lang)
    name = named.name_zh if lang == "zh" else named.name_en
    said = [
        pick(
            (
                f"{name}：{percent(round(queue.service, 3))}(±{100 * queue.margin:.1f})在{within}内得到服务，平均等候{wait_text(queue.wait_s, lang)}",
                f"{name}: {percent(round(queue.service, 3))} (±{100 * queue.margin:.1f}) served within {within}, mean wait {wait_text(queue.wait_s, lang)}",
            ),
            lang,
        )
    ]
    if queue.lost > 0.0005:
        said.append(
            pick((f"{percent(round(queue.lost, 3))}未得到服务", f"{percent(round(queue.lost, 3))} never served"), lang)
        )
    if queue.repeats > 0.0005:
        again = percent(round(queue.repeats, 3))
        said.append(
            pick(
                (
                    f"来电中{again}为重拨(各比例按呼叫次数计)",
                    f"{again} of the calls are repeat calls (all shares count calls)",
                ),
                lang,
            )
        )
    if queue.bad_days is not None and queue.target is not None:
        bad, target = percent(round(queue.bad_days, 3)), percent(queue.target)
        said.append(
            pick((f"{bad}的周低于目标{target}", f"below the target of {target} in {bad} of weeks"), lang)
            if queue.over == "week"
            else pick(
                (
                    f"{bad}的日子低于目标{target}",
                    f"below the target of {target} on {bad} of days",
                ),
                lang,
            )
        )
    if queue.worst is not None:
        at = f"{date_text(queue.worst.start.date(), lang)} {queue.worst.start:%H:%M}"
        planned = (
            ""
            if queue.over == "interval" or queue.floor is None
            else pick((f"(计划下限{percent(queue.floor)})", f" (planned floor {percent(queue.floor)})"), lang)
        )
        said.append(
            pick(
                (
                    f"最差时段 {at} 起仅{percent(round(queue.worst.service, 3))}",
                    f"worst {at}: {percent(round(queue.worst.service, 3))}",
                ),
                lang,
            )
            + planned
        )
    return pick(("；", "; "), lang).join(said)


def blended_lines(center: Center, found: Simulated, lang: str) -> Iterator[str]:
    """Work that may wait: what it costs customers, how much of it is done, and how much late."""
    for queue in found.blended:
        named = center.queue[queue.queue]
        name = named.name_zh if lang == "zh" else named.name_en
        change = f"{100.0 * (queue.service - queue.alone):+.1f}"
        apart, error = f"{100 * queue.change_margin:.1f}", f"{100 * queue.margin:.1f}"
        served, alone = percent(round(queue.service, 3)), percent(round(queue.alone, 3))
        idle = (
            (f"空闲多于{queue.reserve:g}人时", f"by whoever is idle beyond {queue.reserve:g}")
            if queue.reserve
            else ("有人空闲就办", "by whoever is idle")
        )
        yield pick(
            (
                f"{name}：兼做可延后工作({idle[0]})，{served}(±{error})及时，"
                f"不做时{alone}({change}±{apart}个百分点，{queue.runs}次)",
                f"{name}: with work that may wait (done {idle[1]}) {served} (±{error}) in time, "
                f"without {alone} ({change} ±{apart} points, {queue.runs} runs)",
            ),
            lang,
        )
        for kind in queue.kinds:
            late = (
                pick((f",{percent(round(kind.late, 3))}逾期", f", {percent(round(kind.late, 3))} late"), lang)
                if kind.due
                else ""
            )
            yield (
                "  "
                + pick(
                    (
                        f"{kind.names[0]}：每天来{kind.came:.1f}件、办{kind.done:.1f}件({kind.minutes:.0f}分钟)",
                        f"{kind.names[1]}: {kind.came:.1f} a day come, {kind.done:.1f} are done ({kind.minutes:.0f} min)",
                    ),
                    lang,
                )
                + late
            )


def compared_line(name: str, found: Simulated, changed: Change | None, lang: Lang) -> str:
    """One scenario: its simulated service, and what it differs by from the baseline before the same customers."""
    all_of = whole(found)
    said = pick(
        (
            f"{name}：仿真及时率{percent(round(all_of.service, 3))}(±{100 * all_of.margin:.1f})",
            f"{name}: {percent(round(all_of.service, 3))} (±{100 * all_of.margin:.1f}) served in time, simulated",
        ),
        lang,
    )
    if changed is None:
        return said
    points = f"{100 * changed.service:+.1f}"
    if not changed.sure:
        return said + pick(
            (
                f"；与现状之差{points}个百分点(±{100 * changed.margin:.1f})，分不出高下",
                f"; {points} points (±{100 * changed.margin:.1f}) against the baseline: no difference to speak of",
            ),
            lang,
        )
    return said + pick(
        (
            f"；与现状相比{points}个百分点(±{100 * changed.margin:.1f})",
            f"; {points} points (±{100 * changed.margin:.1f}) against the baseline",
        ),
        lang,
    )


def remarks(center: Center, found: Simulated, lang: Lang) -> Iterator[str]:
    """Work after closing, and double duty above the limit."""
    if found.closing is not None and found.closing.minutes >= 1.0:
        yield pick(
            (
                f"关门后平均还要{found.closing.minutes:.0f}分钟才能办完最后一位({percent(round(found.closing.late, 3))}的场次超过15分钟)",
                f"after closing the last customer takes {found.closing.minutes:.0f} min more on average (above 15 min on {percent(round(found.closing.late, 3))} of sessions)",
            ),
            lang,
        )
    for double in found.double_duty:
        name = (
            f"{center.person[double.person].name(lang)}({double.person})"
            if lang == "zh"
            else f"{center.person[double.person].name(lang)} ({double.person})"
        )
        yield pick(
            (
                f"{name}兼岗{double.minutes:.0f}分钟，忙碌率{percent(round(double.busy, 2))}，其中{double.overload_minutes:.0f}分钟超负荷(依据3-12)",
                f"{name}: {double.minutes:.0f} min of double duty, busy {percent(round(double.busy, 2))}, overloaded for {double.overload_minutes:.0f} min (article 3-12)",
            ),
            lang,
        )


def wait_text(seconds: float, lang: Lang) -> str:
    """Seconds up to two minutes, minutes from there on."""
    return duration(60.0 * round(seconds / 60.0) if seconds >= 120.0 else float(round(seconds)), lang)

"""Pools in sentences."""

from collections.abc import Iterator
from typing import Any

from scheduler.domain.center import Center
from scheduler.pools.answer import PoolAnswer, Training
from scheduler.pools.of_center import Pool, Served
from scheduler.simulation_words import wait_text
from scheduler.staffing.targets import Lang, duration, percent
from scheduler.words import date_text, pick

LONG_S = 7200.0


def kind_name(center: Center, kind: Served, lang: Lang) -> str:
    """The queue's name, or that of its type of contact."""
    queue = center.queue[kind.queue]
    return kind.type or pick((queue.name_zh, queue.name_en), lang)


def pool_lines(center: Center, pool: Pool, lang: Lang) -> Iterator[str]:
    """Who may serve what."""
    join = pick(("、", ", "), lang).join
    yield pick(("共用人员的队列：", "Queues that share people: "), lang) + join(
        kind_name(center, k, lang) for k in pool.served
    )
    for group, people in pool.people:
        names = join(center.person[p].name(lang) for p in people)
        yield "  " + pick(
            (
                f"会{join(kind_name(center, pool.served[i], lang) for i in group)}的{len(people)}人：{names}",
                f"{len(people)} for {join(kind_name(center, pool.served[i], lang) for i in group)}: {names}",
            ),
            lang,
        )


def answer_lines(center: Center, pool: Pool, found: PoolAnswer, lang: Lang) -> Iterator[str]:
    """Heads apart, as one and as skilled; what is not kept; whom to train."""
    at = f"{date_text(found.start.date(), lang)} {found.start:%H:%M}"
    load = sum(s.erlang for s in found.streams)
    yield pick(
        (
            f"{at} 负荷{load:.1f}爱尔兰：各管各的需{found.apart}人，人人全会需{found.as_one}人，",
            f"{at}, {load:.1f} erlang: {found.apart} people apart, {found.as_one} if everybody could do everything, ",
        ),
        lang,
    ) + (
        pick((f"按现有技能需{found.today.people}人", f"{found.today.people} as skilled today"), lang)
        if found.today is not None
        else pick(
            (
                "现有人员全部上岗也达不到承诺",
                "not kept with everybody there is",
            ),
            lang,
        )
    )
    for index, stream in enumerate(found.streams):
        if stream.per_hour > 0:
            name, within = kind_name(center, pool.served[index], lang), duration(stream.target.horizon_s, lang)
            service, wait = (
                percent(round(float(found.met.service[index]), 3)),
                _wait(float(found.met.wait_s[index]), lang),
            )
            yield "    " + pick(
                (
                    f"{name}：{service}在{within}内，平均等候{wait}",
                    f"{name}: {service} within {within}, mean wait {wait}",
                ),
                lang,
            )
    for training in found.trainings:
        yield "    " + training_text(center, pool, training, lang)


def training_text(center: Center, pool: Pool, training: Training, lang: Lang) -> str:
    """``培训 甲 或 乙 学会 X：及时率 +1.2 个百分点``."""
    names = pick((" 或 ", " or "), lang).join(center.person[p].name(lang) for p in training.people[:3])
    learns = kind_name(center, pool.served[training.learns], lang)
    return pick(
        (
            f"培训{names}学会{learns}：全部顾客及时率+{100 * training.gain:.1f}个百分点",
            f"train {names} for {learns}: +{100 * training.gain:.1f} points of all customers in time",
        ),
        lang,
    )


def _wait(seconds: float, lang: Lang) -> str:
    if seconds == float("inf"):
        return pick(("无人办理", "nobody serves them"), lang)
    if seconds > LONG_S:  # more work than people: the wait grows as long as the doors are open
        return pick(("超过两小时且越排越长", "over two hours, and growing"), lang)
    return wait_text(seconds, lang)


def as_dict(center: Center, pool: Pool, answers: list[PoolAnswer]) -> dict[str, Any]:
    """For machines."""
    return {
        "served": [k.id for k in pool.served],
        "groups": [{"serves": [pool.served[i].id for i in g], "people": list(who)} for g, who in pool.people],
        "intervals": [
            {
                "start": str(a.start),
                "erlang": round(sum(s.erlang for s in a.streams), 3),
                "apart": a.apart,
                "as_one": a.as_one,
                "today": None if a.today is None else {"people": a.today.people, "by_group": list(a.today.heads)},
                "service": [round(float(v), 4) for v in a.met.service],
                "trainings": [
                    {"people": list(t.people), "learns": pool.served[t.learns].id, "gain": round(t.gain, 4)}
                    for t in a.trainings
                ],
            }
            for a in answers
        ],
    }

"""Sentences about blocks off the line, in both languages."""

from collections.abc import Mapping

from scheduler.activities.judge import Fault
from scheduler.activities.types import LeftOut, Obstacle
from scheduler.domain.problem import RosterProblem
from scheduler.domain.routine import ARTICLE, Activity, Backlog, Routine, Task
from scheduler.explain import person_name, post_name, span_text
from scheduler.words import OFF_LINE, date_text

Pair = tuple[str, str]

GUARDS: Mapping[str, Pair] = {
    "seal": ("印章{thing}无保管人", "no keeper of seal {thing} would be left"),
    "cashier": ("财务室钥匙无保管人", "no keeper of the cashier key would be left"),
    "signatory": ("「{thing}」无签字人", "nobody would be left to sign {thing}"),
    "door": ("大门钥匙无保管人", "no keeper of the door key would be left"),
    "manager": ("大厅无主任在场", "no manager would be on site"),
    "ab": ("{thing}的A岗、B岗都不在", "A and B of {thing} would both be gone"),
    "pool": ("{thing}无人在线", "nobody would be left on {thing}"),
}

FAULTS: Mapping[str, Pair] = {
    "unknown": ("没有这样的安排", "nothing of the kind is asked for"),
    "window": ("不在允许的时段内，或时长不符", "is outside its window, or not as long as it should be"),
    "count": ("次数超过规定", "is placed too often"),
    "overlap": ("与另一项安排重叠", "overlaps something else"),
    "distance": ("与另一次休息间隔太短", "is too close to other rest"),
    "partner": ("辅导人不符", "has the wrong partner"),
    "relief": ("替岗人不能顶该岗位", "is relieved by somebody who may not hold the post"),
    "post": ("会使{thing}空岗", "would leave {thing} empty"),
    "margin": ("会用掉AB岗余量(再缺一人即可能空岗)", "would spend the reserve: one more absence could empty a post"),
    "cap": ("同时离线人数超过上限", "would have too many people off the line at once"),
    "need": ("会使在线人数低于需求", "would take the line below its need"),
    "search": ("计算时间内未找到位置", "found no place in the time for the search"),
}


def kind_name(kind: str, lang: str) -> str:
    return OFF_LINE[kind][lang != "zh"]


def routine_of(problem: RosterProblem, routine: str) -> Routine | Backlog | Task | None:
    """The routine, backlog or task of an id."""
    return next((r for r in problem.center.off_line if r.id == routine), None)


def routine_name(problem: RosterProblem, routine: str, lang: str) -> str:
    known = routine_of(problem, routine)
    return known.name(lang) if known is not None else routine


def article_of(problem: RosterProblem, routine: str) -> str:
    known = routine_of(problem, routine)
    return "1-11" if known is None else ARTICLE["task"] if isinstance(known, Task) else ARTICLE[known.kind]


def obstacle(problem: RosterProblem, found: Obstacle, lang: str) -> str:
    """Why a block has no place, as a clause."""
    zh = lang == "zh"
    if found.kind == "window":
        return "当班时段内没有符合规定的时间" if zh else "no time of the shift is inside its window"
    if found.kind == "post":
        post = post_name(problem, found.thing, lang)
        return f"{post}没有在岗的人可替" if zh else f"nobody there can relieve {post}"
    if found.kind == "guard":
        return GUARDS[found.guard][not zh].format(thing=_thing(problem, found, lang))
    return FAULTS[found.kind][not zh]


def _thing(problem: RosterProblem, found: Obstacle | Fault, lang: str) -> str:
    if found.thing in problem.center.post:
        return post_name(problem, found.thing, lang)
    section = problem.center.section.get(found.thing)
    return (section.name_zh if lang == "zh" else section.name_en) if section else found.thing


def left_out(problem: RosterProblem, missed: LeftOut) -> Pair:
    """What could not be placed, why, and the article."""
    why = [obstacle(problem, missed.obstacle, lang) for lang in ("zh", "en")]
    names = [routine_name(problem, missed.routine, lang) for lang in ("zh", "en")]
    days = [date_text(problem.date(missed.day), lang) for lang in ("zh", "en")]
    article = ARTICLE[missed.kind]
    if not missed.person:
        return (
            f"{days[0]}「{names[0]}」有{missed.minutes}分钟未能按期完成：{why[0]}。(依据{article})",
            f"{days[1]}: {missed.minutes} minutes of {names[1]} are late: {why[1]} (article {article}).",
        )
    who = [person_name(problem, missed.person, lang) for lang in ("zh", "en")]
    return (
        f"{days[0]}{who[0]}的「{names[0]}」{missed.minutes}分钟未能安排：{why[0]}。(依据{article})",
        f"{days[1]}: {names[1]} of {who[1]}, {missed.minutes} minutes, not placed: {why[1]} (article {article}).",
    )


def fault(problem: RosterProblem, found: Fault) -> Pair:
    """What is wrong with activities as they stand."""
    said = []
    for lang in ("zh", "en"):
        time = span_text(problem, found.start, found.end, lang)
        who = person_name(problem, found.person, lang) if found.person else ""
        if found.kind == "guard":
            what = GUARDS[found.guard][lang != "zh"].format(thing=_thing(problem, found, lang))
        else:
            what = FAULTS[found.kind][lang != "zh"].format(thing=_thing(problem, found, lang))
        name = routine_name(problem, found.thing, lang) if routine_of(problem, found.thing) else ""
        if lang == "zh":
            said.append(f"{time}{who}{f'「{name}」' if name else ''}{what}。")
        else:
            head = " ".join(part for part in (time, who, name) if part)
            said.append(f"{head}: {what}.")
    return said[0], said[1]


def short(problem: RosterProblem, day: int, minutes: int) -> Pair:
    """Head-minutes below the need through blocks off the line."""
    return (
        f"{date_text(problem.date(day), 'zh')}因离线安排，在线人力低于需求{minutes}人分钟。(依据4-29)",
        f"{date_text(problem.date(day), 'en')}: blocks off the line take the line {minutes} head-minutes below its need (article 4-29).",
    )


def strange(problem: RosterProblem, activity: Activity) -> Pair:
    """An activity that fits to no routine, backlog or task."""
    said = []
    for lang in ("zh", "en"):
        who, name = person_name(problem, activity.person, lang), kind_name(activity.kind, lang)
        when = (
            f"{date_text(activity.day, lang)}{'' if lang == 'zh' else ' '}{activity.start:%H:%M}–{activity.end:%H:%M}"
        )
        said.append(
            f"{when}{who}的「{name}」({activity.routine})当天没有这样的安排。"
            if lang == "zh"
            else f"{when} {who}: {name} ({activity.routine}) is not asked for on that day."
        )
    return said[0], said[1]

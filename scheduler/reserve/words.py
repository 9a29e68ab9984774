"""The certificate in sentences, Chinese and English."""

from collections.abc import Iterable, Mapping

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import RosterProblem
from scheduler.explain import person_name, post_name, span_text
from scheduler.reserve.margin import Certificate, Kind, Weakness
from scheduler.reserve.remedies import Measure, Remedy
from scheduler.words import date_text, pick

ARTICLE: Mapping[Kind, str] = {
    "post": "3-07, 3-11",
    "authority": "3-13",
    "seal": "3-25",
    "door": "3-28",
    "cashier": "3-30",
}

RISK: Mapping[Kind, tuple[str, str]] = {
    "post": ("{posts}无人可顶", "nobody there can hold {posts}"),
    "authority": (
        "{posts}的「{thing}」无人有权办理，只能收件",
        "nobody there may finish “{thing}” at {posts}: accept papers only",
    ),
    "seal": (
        "{thing}无保管人在场，{posts}只能收件",
        "no custodian of {thing} is there: {posts} can only accept papers",
    ),
    "door": ("大门无钥匙保管人开关", "nobody there can open or lock the main door"),
    "cashier": (
        "财务室钥匙无保管人在场，{posts}须暂停收费",
        "no keeper of the cashier key is there: payments at {posts} stop",
    ),
}

STEPS: Mapping[str, tuple[str, str]] = {
    "deputy": ("指定{person}为{thing}代管人", "name {person} deputy for {thing}"),
    "authority": ("授权{person}办理{thing}的该事项", "delegate the item at {thing} to {person}"),
    "double": ("允许{person}兼顾{own}与{thing}", "allow {person} to look after {own} and {thing} together"),
    "finish": ("让{person}完成{thing}的上岗考核", "let {person} finish qualifying for {thing}"),
    "train": ("培训{person}顶{thing}", "train {person} for {thing}"),
    "train_other": (
        "培训{person}顶{thing}并列为该岗C岗",
        "train {person} (another section) for {thing} and name this person its C",
    ),
}


def weakness_text(problem: RosterProblem, weakness: Weakness, remedy: Remedy | None, lang: str) -> str:
    """When, who, what would be lacking, the article, and the cheapest remedy.

    ``9月28日(周一)–9月29日(周二)：若彭嘉敏(S13)缺勤，W6「…」无人可顶。(依据3-07, 3-11)建议：…``
    """
    when, risk = (
        _when(problem, weakness, lang),
        pick(RISK[weakness.kind], lang).format(
            posts=_posts(problem, weakness.posts, lang), thing=_thing(problem, weakness, lang)
        ),
    )
    basis, mend = ARTICLE[weakness.kind], remedy_text(problem, weakness, remedy, lang)
    if lang == "zh":
        cause = f"若{person_name(problem, weakness.person, lang)}缺勤，" if weakness.person else "目前"
        return f"{when}：{cause}{risk}。(依据{basis})建议：{mend}"
    if weakness.person is None:
        return f"{when}: already {risk} (article {basis}). Remedy: {mend}"
    return (
        f"{when}: if {person_name(problem, weakness.person, lang)} is absent, {risk} (article {basis}). Remedy: {mend}"
    )


def remedy_text(problem: RosterProblem, weakness: Weakness, remedy: Remedy | None, lang: str) -> str:
    """What to do, and whether it helps all of the time."""
    if remedy is None:
        return pick(
            (
                "一两项措施不能解决，请与休假人协商改期。",
                "no one or two steps help; agree on another date with somebody on leave.",
            ),
            lang,
        )
    said = pick(("，并", ", and "), lang).join(_measure(problem, weakness, m, lang) for m in remedy.measures)
    if remedy.lifts < len(weakness.blocks):
        said += pick(
            (
                f"(只解决{len(weakness.blocks)}个时段中的{remedy.lifts}个)",
                f" (helps in {remedy.lifts} of {len(weakness.blocks)} blocks)",
            ),
            lang,
        )
    return said + pick(("。", "."), lang)


def summary_text(found: Certificate, lang: str) -> str:
    """Open time by margin, in one sentence."""
    minutes = found.minutes_by_margin()
    total = sum(minutes.values())
    if not total:
        return pick(("没有开放的岗位。", "No post is open."), lang)
    safe = sum(m for k, m in minutes.items() if k >= 1)
    spent, short = minutes.get(0, 0), minutes.get(-1, 0)
    return pick(
        (
            f"开放时间的{safe / total:.1%}可承受任意一人缺勤；{spent / total:.1%}已无余量；{short / total:.1%}已有岗位无人可顶。",
            f"{safe / total:.1%} of the open time bears any single absence; {spent / total:.1%} has no reserve; in {short / total:.1%} a post cannot be held already.",
        ),
        lang,
    )


def _measure(problem: RosterProblem, weakness: Weakness, measure: Measure, lang: str) -> str:
    thing = (
        post_name(problem, measure.thing, lang)
        if measure.thing in problem.center.post
        else _thing(problem, weakness, lang)
    )
    own = post_name(problem, measure.own, lang) if measure.own else ""
    return pick(STEPS[measure.step], lang).format(
        person=person_name(problem, measure.person, lang), thing=thing, own=own
    )


def _thing(problem: RosterProblem, weakness: Weakness, lang: str) -> str:
    center = problem.center
    if weakness.kind == "seal":
        section = center.section.get(weakness.thing)
        return pick(
            (f"{section.name_zh}章", f"the seal of {section.name_en}")
            if section
            else (f"印章{weakness.thing}", f"seal {weakness.thing}"),
            lang,
        )
    if weakness.kind == "door":
        return pick(("大门钥匙", "the door key"), lang)
    if weakness.kind == "cashier":
        return pick(("财务室钥匙", "the cashier key"), lang)
    if weakness.kind == "authority":
        item = next(i for i in center.post[weakness.posts[0]].items if i.id == weakness.thing)
        return pick((item.name_zh, item.name_en), lang)
    return post_name(problem, weakness.thing, lang)


def _posts(problem: RosterProblem, posts: Iterable[str], lang: str) -> str:
    return pick(("、", ", "), lang).join(post_name(problem, p, lang) for p in posts)


def _when(problem: RosterProblem, weakness: Weakness, lang: str) -> str:
    first, last = weakness.start // DAY_MINUTES, (weakness.end - 1) // DAY_MINUTES
    if first == last:
        return span_text(problem, weakness.start, weakness.end, lang)
    return f"{date_text(problem.date(first), lang)}–{date_text(problem.date(last), lang)}"

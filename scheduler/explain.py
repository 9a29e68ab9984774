"""Breaches as sentences: who, where, when, which article, and what would mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler import invariants
from scheduler.check import Checked, merged
from scheduler.domain.clock import DAY_MINUTES, clock_text
from scheduler.domain.problem import RosterProblem
from scheduler.domain.rule_settings import Level
from scheduler.rules import RULE
from scheduler.rules.base import Breach
from scheduler.words import date_text, level_word


@dataclass(frozen=True, slots=True)
class BreachLine:
    """One line of the list of breaches, ready to show and to write to ``breaches.csv``."""

    rule: str
    level: Level
    article: str
    start: datetime
    end: datetime
    post: str
    person: str
    amount: int
    text_zh: str
    text_en: str
    day: int | None = None

    def text(self, lang: str) -> str:
        return self.text_zh if lang == "zh" else self.text_en


def explain(checked: Checked) -> tuple[BreachLine, ...]:
    """All breaches of a check as lines; neighboring ones of one cause are told once."""
    return tuple(_line(checked, breach) for breach in merged(checked.problem, checked.breaches))


def _line(checked: Checked, breach: Breach) -> BreachLine:
    problem, level = checked.problem, checked.levels[breach.rule]
    moment = problem.horizon.moment
    rule = RULE.get(breach.rule)
    article = rule.article if rule else ""
    return BreachLine(
        breach.rule,
        level,
        article,
        moment(breach.start),
        moment(breach.end),
        breach.post or "",
        breach.person or "",
        breach.amount,
        *_told(problem, breach, level),
        breach.day,
    )


def _told(problem: RosterProblem, breach: Breach, level: Level) -> tuple[str, str]:
    """The sentence in both languages; one that a named exception covers says so first (0-02)."""
    zh, en = sentence(problem, breach, "zh", level), sentence(problem, breach, "en", level)
    on = problem.date(breach.start // DAY_MINUTES)
    for allowed in problem.center.overrides:
        if allowed.covers(breach.rule, on, breach.person, breach.post):
            by = [person_name(problem, allowed.by, lang) for lang in ("zh", "en")]
            return f"【已批准的例外：{by[0]}，{allowed.why}】{zh}", f"[allowed by {by[1]}: {allowed.why}] {en}"
    return zh, en


def title(rule_id: str, lang: str) -> str:
    """Name of a rule in a language."""
    return RULE[rule_id].title[lang] if rule_id in RULE else invariants.TITLE[lang]


def sentence(problem: RosterProblem, breach: Breach, lang: str, level: Level | None = None) -> str:
    """What is wrong, the article, and the remedy, as one piece of text."""
    rule = RULE.get(breach.rule)
    text, remedy = (rule.text, rule.remedy) if rule else (invariants.TEXT, invariants.REMEDY)
    values = _values(problem, breach, lang)
    said, mend = text[lang].format_map(values), remedy[lang].format_map(values)
    if lang == "zh":
        basis = f"(依据{rule.article} {rule.title['zh']})" if rule else ""
        head = f"【{level_word(level, 'zh')}】" if level else ""
        return f"{head}{said.rstrip('。')}。{basis}建议：{mend}"
    basis = f" (article {rule.article}, {rule.title['en']})" if rule else ""
    head = f"[{level_word(level, 'en')}] " if level else ""
    return f"{head}{said[:1].upper()}{said[1:].rstrip('.')}{basis}. Remedy: {mend}"


def _values(problem: RosterProblem, breach: Breach, lang: str) -> Mapping[str, str]:
    center = problem.center
    values: dict[str, str] = {key: _word(problem, value, lang) for key, value in breach.words.items()}
    if "seal" in values:
        keeper = center.section.get(values["seal"])
        named = (f"{keeper.name_zh}章", keeper.name_en) if keeper else (f"印章{values['seal']}", values["seal"])
        values["seal"] = named[lang != "zh"]
    values["amount"] = str(breach.amount)
    values["time"] = span_text(problem, breach.start, breach.end, lang)
    values["day"] = date_text(problem.date(breach.day), lang) if breach.day is not None else values["time"]
    if breach.post is not None:
        values["post"] = post_name(problem, breach.post, lang)
    if breach.person is not None:
        values["person"] = person_name(problem, breach.person, lang)
    if breach.shift is not None:
        values["shift"] = center.shift[breach.shift].name(lang) if breach.shift in center.shift else breach.shift
    return values


def _word(problem: RosterProblem, value: Any, lang: str) -> str:
    center = problem.center
    match value:
        case ("shift", str(code)):
            return center.shift[code].name(lang) if code in center.shift else code
        case ("person", str(person)):
            return person_name(problem, person, lang)
        case ("post", str(post)):
            return post_name(problem, post, lang)
        case ("site", str(site)):
            return site if lang == "zh" else f" of {site}" if site else ""
        case ("rank", str(rank)):
            return rank_name(problem, rank, lang)
        case tuple() | list():
            return people_text(problem, value, lang)
    if isinstance(value, str) and value in center.ranks:
        return rank_name(problem, value, lang)
    return str(value)


def people_text(problem: RosterProblem, people: Sequence[str], lang: str) -> str:
    """Names of people, or that there are none."""
    names = [person_name(problem, p, lang) for p in people]
    if lang == "zh":
        return "、".join(names) or "无"
    return ", ".join(names) or "none"


def person_name(problem: RosterProblem, person: str, lang: str) -> str:
    known = problem.center.person.get(person)
    return (
        f"{known.name(lang)}({person})"
        if known and lang == "zh"
        else f"{known.name(lang)} ({person})"
        if known
        else person
    )


def post_name(problem: RosterProblem, post: str, lang: str) -> str:
    known = problem.center.post.get(post)
    if known is None:
        return post
    return f"{post}「{known.name('zh')}」" if lang == "zh" else f"{post} ({known.name('en')})"


def rank_name(problem: RosterProblem, rank: str, lang: str) -> str:
    zh, en = problem.center.rank_names.get(rank, (rank, rank))
    return zh if lang == "zh" else en


def span_text(problem: RosterProblem, start: int, end: int, lang: str) -> str:
    """``9月24日(周四)14:30–17:30``; a span over several days names both ends."""
    first = problem.date(start // DAY_MINUTES)
    head = date_text(first, lang)
    if end - start >= DAY_MINUTES and start % DAY_MINUTES == 0 and end % DAY_MINUTES == 0:
        last = problem.date(end // DAY_MINUTES - 1)
        return head if last == first else f"{head}–{date_text(last, lang)}"
    base = start // DAY_MINUTES * DAY_MINUTES
    gap = "" if lang == "zh" else " "
    return f"{head}{gap}{clock_text(start - base)}–{clock_text(end - base)}"

"""Conflicts as sentences: what, who, when, which article, and what would mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.domain.problem import RosterProblem
from scheduler.domain.rule_settings import Level
from scheduler.explain import people_text, post_name
from scheduler.words import date_text, pick

LEVELS = {Level.MUST: ("须处理", "must act"), Level.SOFT: ("提醒", "note")}
"""A conflict is no rule: its level says whether somebody has to act."""

SHOWN_POSTS = 4
"""Posts named in full; beyond that their ids alone."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict ready to show."""

    name: str
    level: Level
    article: str
    start: datetime
    end: datetime
    posts: tuple[str, ...]
    people: tuple[str, ...]
    text_zh: str
    text_en: str

    def text(self, lang: str) -> str:
        return self.text_zh if lang == "zh" else self.text_en


def say(problem: RosterProblem, kind: ConflictKind, conflict: Conflict, lang: str) -> str:
    """What is wrong, the article, and the remedy, as one piece of text."""
    values = {key: _word(problem, value, lang) for key, value in conflict.words.items()}
    values |= {
        "posts": posts_text(problem, conflict.posts, lang),
        "people": people_text(problem, conflict.people, lang),
        "time": span_text(problem, conflict.start, conflict.end, lang),
    }
    remedy = kind.otherwise if kind.otherwise is not None and not conflict.words.get("third") else kind.remedy
    said, mend = kind.text[lang].format_map(values), remedy[lang].format_map(values)
    if lang == "zh":
        return f"【{LEVELS[conflict.level][0]}·{kind.title['zh']}】{said}。(依据{kind.article})建议：{mend}"
    said = " ".join(said.split())
    return f"[{LEVELS[conflict.level][1]}: {kind.title['en']}] {said[:1].upper()}{said[1:]} (article {kind.article}). Remedy: {mend}"


def line_of(problem: RosterProblem, kind: ConflictKind, conflict: Conflict) -> ConflictLine:
    """A conflict with its sentences in both languages."""
    return ConflictLine(
        conflict.name,
        conflict.level,
        conflict.article,
        conflict.start,
        conflict.end,
        conflict.posts,
        conflict.people,
        say(problem, kind, conflict, "zh"),
        say(problem, kind, conflict, "en"),
    )


def posts_text(problem: RosterProblem, posts: Sequence[str], lang: str) -> str:
    """Posts with their names, or, when they are many, their ids."""
    shown: Iterable[str] = (post_name(problem, p, lang) for p in posts) if len(posts) <= SHOWN_POSTS else posts
    return pick(("、", ", "), lang).join(shown)


def span_text(problem: RosterProblem, start: datetime, end: datetime, lang: str) -> str:
    """``9月30日(周三)``, ``9月22日(周二)至9月24日(周四)``, ``9月10日(周四)08:30–12:00``; the whole horizon by name."""
    horizon = problem.horizon
    if start <= horizon.moment(0) and end >= horizon.moment(horizon.minutes) and horizon.days > 1:
        return pick(("整个排班期", "throughout the period"), lang)
    whole = start.time() == time() and end.time() == time()
    last = end - timedelta(days=1) if whole else end
    first_text, last_text = date_text(start.date(), lang), date_text(last.date(), lang)
    if whole:
        if start.date() == last.date():
            return pick((f"{first_text}", f"on {first_text}"), lang)
        return pick((f"{first_text}至{last_text}", f"from {first_text} to {last_text}"), lang)
    if start.date() == last.date():
        return pick((f"{first_text}{start:%H:%M}–{end:%H:%M}", f"on {first_text} {start:%H:%M}–{end:%H:%M}"), lang)
    return pick(
        (
            f"{first_text}{start:%H:%M}至{last_text}{end:%H:%M}",
            f"from {first_text} {start:%H:%M} to {last_text} {end:%H:%M}",
        ),
        lang,
    )


def _word(problem: RosterProblem, value: Any, lang: str) -> str:
    return people_text(problem, value, lang) if isinstance(value, tuple) else str(value)

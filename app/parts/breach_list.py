"""What is wrong with a roster, in sentences, the worst first."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from app.texts import Words, plain
from scheduler.domain.rule_settings import Level
from scheduler.explain import BreachLine, title
from scheduler.words import level_word

COLORS = {Level.HARD: "red", Level.MUST: "orange", Level.SOFT: "gray"}
FIRST = 12
"""Sentences shown before the rest is folded away."""


def breach_list(lines: Sequence[BreachLine], words: Words, key: str, on: date | None = None) -> None:
    """Breaches by level; SOFT ones are counted by rule and folded, there may be hundreds.

    Parameters
    ----------
    key
        Distinguishes two lists on one page.
    on
        Only what touches this day.
    """
    shown = [line for line in lines if on is None or line.start.date() <= on <= line.end.date()]
    binding = [line for line in shown if line.level is not Level.SOFT]
    if not binding:
        st.success(words("breach.none"), icon=":material/check_circle:")
    for line in binding[:FIRST]:
        _sentence(line, words)
    if binding[FIRST:]:
        with st.expander(words("breach.more", count=len(binding) - FIRST), key=f"{key}_more"):
            for line in binding[FIRST:]:
                _sentence(line, words)
    soft = [line for line in shown if line.level is Level.SOFT]
    if soft:
        with st.expander(words("breach.soft", count=len(soft)), key=f"{key}_soft"):
            _by_rule(soft, words)


def _sentence(line: BreachLine, words: Words) -> None:
    text = line.text(words.lang)
    tag, rest = level_word(line.level, words.lang), text
    for mark in (f"【{tag}】", f"[{tag}] "):
        rest = rest.removeprefix(mark)
    st.markdown(f":{COLORS[line.level]}-badge[{tag}] {plain(rest)}")


def _by_rule(lines: Sequence[BreachLine], words: Words) -> None:
    by_rule: dict[str, list[BreachLine]] = {}
    for line in lines:
        by_rule.setdefault(line.rule, []).append(line)
    for rule, found in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        st.markdown(f"**{plain(title(rule, words.lang))}** · {words('breach.times', count=len(found))}")
        for line in found[:5]:
            st.caption(plain(line.text(words.lang)))

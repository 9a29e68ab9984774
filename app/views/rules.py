"""Rules: every rule with its article, level, weight and parameters, as forms."""

import re
from collections.abc import Mapping

import streamlit as st

from app.parts.breach_list import COLORS
from app.parts.rule_form import rule_form
from app.reach import plans
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.domain.rule_settings import Level, RuleSettings
from scheduler.explain import BreachLine
from scheduler.rules import RULES
from scheduler.rules.base import Rule
from scheduler.words import TIERS, level_word, pick

TITLE = ("规则", "Rules")
ICON = ":material/gavel:"

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    st.caption(words("rules.intro"))
    own, changed = desk.base.center.rules, desk.folder.center.rules
    count = sum(changed.get(rule.id) != own.get(rule.id) for rule in RULES)
    left, right = st.columns([4, 3], vertical_alignment="bottom")
    wanted = left.text_input(
        words("rules.search"), key="rules_search", label_visibility="collapsed", placeholder=words("rules.search")
    )
    barred = plans(desk)
    if barred:
        st.info(plain(barred), icon=":material/lock:")
    if count:
        right.markdown(f":violet-badge[{words('rules.changed', count=count)}]")
        if right.button(words("rules.reset"), key="rules_reset", icon=":material/restart_alt:", disabled=bool(barred)):
            st.session_state.get("rules", {}).pop(desk.ref, None)
            st.rerun()
    draft = desk.draft
    lines = draft.checked()[1] if draft is not None else ()
    for rule in RULES:
        if wanted.lower() in f"{rule.id} {rule.title['zh']} {rule.title['en']} {rule.article}".lower():
            _rule(desk, rule, changed, lines, bool(barred))


def _rule(desk: Desk, rule: Rule, settings: RuleSettings, lines: tuple[BreachLine, ...], barred: bool) -> None:
    words, setting = desk.words, settings.get(rule.id)
    level, tier, _ = rule.effective(setting)
    tag = (
        f":{COLORS[level]}-badge[{level_word(level, desk.lang)}]"
        if setting.on
        else f":gray-badge[{words('rules.off')}]"
    )
    found = sum(line.rule == rule.id for line in lines)
    label = f"{tag} **{plain(rule.title[desk.lang])}** :gray[{plain(rule.article)}]"
    if found:
        label += f" :orange-badge[{words('rules.now', count=found)}]"
    with st.expander(label, key=f"rule_box_{rule.id}"):
        where = pick(TIERS[0 if level is Level.HARD else tier], desk.lang)
        st.caption(
            f"{words('rules.article', article=plain(rule.article))} · {where} · {plain(rule.catalogue)} · `{rule.id}`"
        )
        if desk.lang == "en":
            st.markdown(plain(_doc(rule)))
        st.markdown(
            f"{words('rules.says')} {plain(_template(rule.text, desk))} :gray[{plain(_template(rule.remedy, desk))}]"
        )
        try:
            fresh = rule_form(rule, setting, words, barred)
        except ValueError as error:
            st.error(words("rules.bad", error=plain(str(error))))
            return
        if fresh is not None:
            rules: dict[str, RuleSettings] = st.session_state.setdefault("rules", {})
            rules[desk.ref] = settings.changed(rule.id, fresh)
            st.toast(words("rules.saved", rule=rule.title[desk.lang]))
            st.rerun()


def _template(texts: Mapping[str, str], desk: Desk) -> str:
    """A rule's sentence with words in place of its values."""
    known = {
        name: f"〈{desk.words(f'rules.any_{name}')}〉" for name in ("person", "post", "day", "time", "shift", "amount")
    }
    return PLACEHOLDER.sub(lambda found: known.get(found[1], "〈…〉"), texts[desk.lang])


def _doc(rule: Rule) -> str:
    """First paragraph of the rule's own description."""
    return " ".join((rule.__doc__ or "").split("\n\n")[0].split())


if __name__ == "__main__":
    show(current_desk())

"""Sudden absence: choose who is missing, see who stands in and what that leaves."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from app.parts.draft import Draft
from app.parts.post_board import still_to_come
from app.state import Desk
from app.texts import plain
from scheduler.backup import Gap, StandIn, stand_ins, with_cover
from scheduler.domain.rule_settings import Level
from scheduler.explain import title
from scheduler.planning import recheck
from scheduler.words import SOURCES, pick


def sudden_absence(desk: Desk, draft: Draft, at: datetime) -> None:
    """The choice, the chain of each gap, and what is left open after the first of each chain."""
    words, center = desk.words, draft.problem.center
    people = still_to_come(draft.sheet.roster, at)
    if not people:
        st.caption(words("today.sudden_none"))
        return
    missing = st.selectbox(
        words("today.sudden_who"), people, index=None, placeholder=words("shell.choose"), key=f"sudden_{desk.ref}",
        format_func=lambda p: f"{center.person[p].name(desk.lang)} ({p})",
    )
    if missing is None:
        return
    gaps = stand_ins(draft.problem, draft.sheet.roster, missing, at)
    if not gaps:
        st.info(words("today.sudden_back", name=plain(center.person[missing].name(desk.lang))))
        return
    for spans, chain in _grouped(gaps):
        _gap(desk, spans, chain)
    _after(desk, draft, missing, at, [gap.chain[0] for gap in gaps if gap.chain])


def _grouped(gaps: Sequence[Gap]) -> list[tuple[list[Gap], tuple[StandIn, ...]]]:
    """Gaps of one post with the same chain (morning and afternoon) are shown once."""
    groups: dict[object, list[Gap]] = {}
    for gap in gaps:
        key = gap.post, tuple((s.person, s.source, s.dual, s.leaves, s.without, s.margin, s.consent) for s in gap.chain)
        groups.setdefault(key, []).append(gap)
    return [(found, found[0].chain) for found in groups.values()]


def _gap(desk: Desk, gaps: list[Gap], chain: tuple[StandIn, ...]) -> None:
    words, center = desk.words, desk.base.center
    post = center.post.get(gaps[0].post)
    span = {"post": plain(post.name(desk.lang) if post else gaps[0].post), "spans": words.join(f"{g.start:%H:%M}–{g.end:%H:%M}" for g in gaps)}
    pooled = post is not None and post.heads == 0
    if not chain:
        st.error(words("today.gap_phones" if pooled else "today.gap_none", **span), icon=":material/warning:")
        return
    st.markdown(words("today.gap", **span))
    head = [words("today.order"), words("today.source"), words("shell.person"), words("today.effect"), words("today.margin")]
    lines = ["| " + " | ".join(head) + " |", "|---|---|---|---|---|"]
    for number, step in enumerate(chain, 1):
        margin = words("today.margin_n", count=step.margin) if step.margin else f":red[{words('today.margin_0')}]"
        who = plain(center.person[step.person].name(desk.lang))
        source = words("today.off_duty") if step.shift else pick(SOURCES[step.source], desk.lang)
        lines.append(f"| {number} | {source} | **{who}** | {_effect(desk, step)} | {margin} |")
    st.markdown("\n".join(lines))


def _effect(desk: Desk, step: StandIn) -> str:
    words = desk.words
    said = []
    if step.dual:
        said.append(f":orange[{words('today.effect_dual', post=step.own_post or '')}]")
    elif step.shift:
        said.append(words("today.effect_called", hours=f"{step.week_minutes / 60:g}"))
    elif step.leaves:
        said.append(f":red[{words('today.effect_leaves', post=step.leaves)}]")
    else:
        said.append(words("today.effect_none"))
    if step.consent:
        said.append(f":orange[{words('today.effect_consent', rules=plain(words.join(title(r, desk.lang) for r in step.consent)))}]")
    if step.without:
        post = desk.base.center.post[step.post]
        names = {item.id: item.name_zh if desk.lang == "zh" else item.name_en for item in post.items}
        said.append(words("today.effect_without", items=plain(words.join(names.get(i, i) for i in step.without))))
    return " · ".join(said)


def _after(desk: Desk, draft: Draft, missing: str, at: datetime, steps: Sequence[StandIn]) -> None:
    words = desk.words
    problem, roster = with_cover(draft.problem, draft.sheet.roster, missing, at, steps)
    _, lines = recheck(problem, roster)
    before = {line.text_en for line in draft.checked()[1]}
    left = [
        line for line in lines
        if line.level is not Level.SOFT and line.start.date() <= at.date() <= line.end.date() and line.end > at and line.text_en not in before
    ]
    if left:
        st.warning(words("today.after"))
        for line in left:
            st.markdown(f"- {plain(line.text(desk.lang))}")
    else:
        st.success(words("today.after_none"), icon=":material/check_circle:")
    if st.button(words("today.take"), key="sudden_take", icon=":material/assignment_turned_in:"):
        draft.adopt(roster)
        desk.keep(draft)
        st.toast(words("today.taken"))

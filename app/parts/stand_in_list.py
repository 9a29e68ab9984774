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
    for gap in gaps:
        _gap(desk, gap)
    _after(desk, draft, missing, at, [gap.chain[0] for gap in gaps if gap.chain])


def _gap(desk: Desk, gap: Gap) -> None:
    words, center = desk.words, desk.base.center
    post = center.post.get(gap.post)
    name = plain(f"{gap.post} {post.name(desk.lang)}" if post else gap.post)
    span = {"post": name, "start": f"{gap.start:%H:%M}", "end": f"{gap.end:%H:%M}"}
    if not gap.chain:
        st.error(words("today.gap_none", **span), icon=":material/warning:")
        return
    st.markdown(words("today.gap", **span))
    head = [words(f"today.{k}") for k in ("order", "source")] + [words("shell.person")] + [words(f"today.{k}") for k in ("effect", "margin")]
    lines = ["| " + " | ".join(head) + " |", "|---|---|---|---|---|"]
    for number, step in enumerate(gap.chain, 1):
        margin = words("today.margin_n", count=step.margin) if step.margin else f":red[{words('today.margin_0')}]"
        who = plain(center.person[step.person].name(desk.lang))
        lines.append(f"| {number} | {pick(SOURCES[step.source], desk.lang)} | **{who}** | {_effect(desk, step)} | {margin} |")
    st.markdown("\n".join(lines))


def _effect(desk: Desk, step: StandIn) -> str:
    words = desk.words
    said = []
    if step.dual:
        said.append(f":orange[{words('today.effect_dual', post=step.own_post or '')}]")
    elif step.leaves:
        said.append(f":red[{words('today.effect_leaves', post=step.leaves)}]")
    else:
        said.append(words("today.effect_none"))
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
        st.toast(words("today.taken"))

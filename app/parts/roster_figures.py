"""Figures of the roster in one line beneath the grid."""

from dataclasses import replace

import streamlit as st

from app.parts.draft import Draft
from app.state import Desk
from scheduler.measures import NAMES, measures

STRIP = (
    "empty_minutes",
    "missing_shifts",
    "leaderless_shifts",
    "cover_rate",
    "backup_hours",
    "dual_hours",
    "need_met",
    "overtime_hours",
    "nights_spread",
)


def roster_figures(desk: Desk, draft: Draft) -> None:
    """The figures a planner looks at, on one line."""
    said = st.session_state.pop("roster_said", "")
    if said:
        st.toast(said)
    made = desk.plan
    if made is None:
        return
    checked, lines = draft.checked()
    now = replace(
        made,
        problem=draft.problem,
        solution=replace(made.solution, roster=draft.sheet.roster),
        checked=checked,
        lines=lines,
    )
    values = measures(now).values
    shown = [
        f"{NAMES[key][0 if desk.lang == 'zh' else 1]} **{values[key]:,.1f}**".replace(".0**", "**")
        + f" {unit(NAMES[key][2], desk.lang)}"
        for key in STRIP
        if key in values
    ]
    st.markdown(" &emsp; ".join(shown))


def unit(name: str, lang: str) -> str:
    """Unit of a figure as shown."""
    zh = {"min": "分钟", "heads": "人次", "shifts": "班次", "places": "处", "h": "小时", "%": "%"}
    return zh.get(name, name) if lang == "zh" else name

"""The absence drill: every single absence at every open hour, tried one by one."""

import streamlit as st

from app.parts.ab_cover import runs
from app.parts.margins import Plan, drilled
from app.state import Desk
from app.texts import plain
from scheduler.explain import person_name, post_name
from scheduler.words import date_text

SHOWN = 60


def absence_drill(desk: Desk, made: Plan) -> None:
    """The button, the score, and every failing absence with its days."""
    words = desk.words
    st.caption(words("backup.drill_hint"))
    key = f"drill_{desk.ref}"
    if st.button(words("backup.drill_go"), key="drill_go", icon=":material/local_fire_department:", type="primary"):
        st.session_state[key] = hash(made)
    if st.session_state.get(key) != hash(made):
        return
    found = drilled(made)
    left, middle, right = st.columns(3)
    left.metric(words("backup.drill_tried"), f"{found.tried:,}")
    middle.metric(words("backup.drill_good"), f"{found.tried - found.lost:,}")
    right.metric(words("backup.drill_lost"), f"{found.lost:,}")
    if not found.lost:
        st.success(words("backup.drill_clean", count=found.tried), icon=":material/verified_user:")
        return
    lines = [
        f"| {words('backup.drill_who')} | {words('backup.drill_posts')} | {words('backup.drill_days')} |",
        "|---|---|---|",
    ]
    for person, posts, days in found.failing[:SHOWN]:
        spans = words.join(
            date_text(a, desk.lang) if a == b else f"{date_text(a, desk.lang)}–{date_text(b, desk.lang)}"
            for a, b in runs(made.problem, days)
        )
        emptied = words.join(post_name(made.problem, p, desk.lang) for p in posts)
        lines.append(
            f"| {plain(person_name(made.problem, person, desk.lang)) if person else words('backup.drill_anybody')} | {plain(emptied)} | {plain(spans)} |"
        )
    st.markdown("\n".join(lines))
    if found.failing[SHOWN:]:
        st.caption(words("margin.more", count=len(found.failing) - SHOWN))

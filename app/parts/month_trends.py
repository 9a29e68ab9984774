"""Months beside each other: one figure as a curve, and what changed for better or worse."""

from collections.abc import Sequence

import streamlit as st

from app.parts.figure_tables import subjects_of, trend_chart
from app.state import Desk
from app.texts import plain
from scheduler.kpi.analysis import analysis
from scheduler.kpi.months import Month
from scheduler.kpi.types import NAMES, SUBJECTS

TRENDS = (
    "answer_timeliness",
    "satisfaction",
    "resolution",
    "on_time",
    "complaints",
    "open_rate",
    "empty_minutes",
    "attendance",
)


def month_trends(desk: Desk, recorded: Sequence[Month], month: Month) -> None:
    """Curves of chosen figures, and the analysis up to the month."""
    words = desk.words
    if len(recorded) < 2:
        st.info(words("figures.few_months"), icon=":material/show_chart:")
        return
    known = {f.kpi for m in recorded for f in m.figures}
    options = [kpi for kpi in NAMES if kpi in known and not kpi.startswith(("fair_", "answers"))]
    left, right = st.columns([3, 1])
    kpis = left.multiselect(
        words("figures.trend_of"),
        options,
        [k for k in TRENDS if k in known],
        format_func=lambda k: words.pick(NAMES[k][:2]),
        key=f"figures_trends_{desk.ref}",
        placeholder=words("shell.choose"),
    )
    subjects = subjects_of(recorded, kpis, words) or {"": words.pick(SUBJECTS[""])}
    subject = right.selectbox(
        words("figures.trend_subject"),
        list(subjects),
        format_func=subjects.__getitem__,
        key=f"figures_subject_{desk.ref}",
    )
    chart = trend_chart(recorded, kpis, subject, words)
    if chart is not None:
        st.altair_chart(chart, width="content")
    st.subheader(words("figures.analysis"))
    until = [m for m in recorded if m.first <= month.first]
    said = analysis(until)
    for zh_en in said:
        st.markdown(f"- {plain(words.pick(zh_en))}")
    if not said:
        st.caption(words("figures.few_months"))

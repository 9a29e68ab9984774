"""How evenly burdens are spread, with what earlier rosters left over: range, Gini, and everybody's own (4-34)."""

import altair as alt
import pandas as pd
import streamlit as st

from app.state import Desk
from scheduler.kpi.fairness import burdens, with_ledger
from scheduler.kpi.months import Month
from scheduler.kpi.types import SUBJECTS


def fair_burdens(desk: Desk, month: Month) -> None:
    """Range and Gini by burden, and a bar for each person."""
    words, problem = desk.words, month.problem
    days = {day.date for day in problem.days}
    counts = with_ledger(problem, burdens(problem, month.roster, days))
    if not counts:
        st.info(words("figures.fair_none"))
        return
    st.caption(words("figures.fair_hint"))
    figures = {(f.kpi, f.subject): f for f in month.figures}
    rows = []
    for kind in counts:
        pair = [figures.get((kpi, kind)) for kpi in ("fair_range", "fair_gini")]
        rows.append(
            {
                words("figures.burden"): words.pick(SUBJECTS[kind]),
                **{
                    f"{words(f'figures.{name}')} · {words(f'figures.{side}')}": getattr(f, side) if f else None
                    for name, f in zip(("range", "gini"), pair, strict=True)
                    for side in ("plan", "actual")
                },
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    frame = pd.DataFrame(
        [
            {"who": problem.center.person[p].name(desk.lang), "kind": words.pick(SUBJECTS[kind]), "value": value}
            for kind, people in counts.items()
            for p, value in people.items()
        ]
    )
    chart = (
        alt.Chart(frame)
        .mark_bar(color="#1e6fc2")
        .encode(
            y=alt.Y("who:N", title=None, sort="-x", axis=alt.Axis(labelOverlap=False)),
            x=alt.X("value:Q", title=None),
            tooltip=["who", "kind", alt.Tooltip("value:Q", format=".1f")],
        )
        .properties(width=260, height=alt.Step(20))
        .facet(facet=alt.Facet("kind:N", title=None), columns=4)
        .resolve_scale(x="independent", y="independent")
    )
    st.markdown(f"**{words('figures.ledger')}**")
    st.altair_chart(chart, width="content")

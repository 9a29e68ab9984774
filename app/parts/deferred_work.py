"""Work that may wait on the Demand page: what comes in, what is worked between customers, what waits each day."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from app.parts.cover_chart import BLUE, GREY, ORANGE
from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.activities.ahead import Deferred, live, with_deferred
from scheduler.activities.ahead_words import deferred_lines
from scheduler.assemble import calendar_of

HEIGHT = 170


def deferred_work(desk: Desk, draft: Draft, queues: Sequence[str]) -> None:
    """Sentences and a chart; nothing where no such work is known."""
    _, plans = with_deferred(
        live(draft.problem.needs), desk.folder.center, calendar_of(desk.folder), desk.folder.records
    )
    shown = tuple(plan for plan in plans if plan.queue in queues)
    if not shown:
        return
    words = desk.words
    with st.expander(words("demand.deferred"), icon=":material/inbox:"):
        for line in deferred_lines(desk.folder.center, shown, desk.lang):
            st.markdown(f"- {plain(line.strip())}")
        st.altair_chart(_chart(desk, shown), width="stretch")
        st.caption(words("demand.deferred_hint"))


def _chart(desk: Desk, plans: Sequence[Deferred]) -> alt.LayerChart:
    """Hours that come in and are worked each day as bars, what waits in the evening as a line."""
    words, parts = desk.words, []
    for plan in plans:
        days = pd.to_datetime(pd.Series(plan.starts)).dt.normalize()
        frame = pd.DataFrame(
            {
                "day": days,
                "arrives": plan.arrives.sum(axis=0) / 60.0,
                "done": plan.done.sum(axis=0) / 60.0,
                "waits": plan.waiting.sum(axis=0) / 60.0,
            }
        )
        parts.append(frame.groupby("day").agg({"arrives": "sum", "done": "sum", "waits": "last"}))
    total = pd.concat(parts).groupby("day").sum().reset_index()
    names = {"arrives": words("demand.deferred_in"), "done": words("demand.deferred_done")}
    bars = (
        alt.Chart(total.rename(columns=names).melt("day", list(names.values()), "what", "hours"))
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):O", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True)),
            xOffset="what:N",
            y=alt.Y("hours:Q", title=words("demand.deferred_hours")),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=[GREY, BLUE]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["what", alt.Tooltip("day:T", format="%m-%d"), alt.Tooltip("hours:Q", format=".1f")],
        )
    )
    line = (
        alt.Chart(total)
        .mark_line(color=ORANGE, strokeWidth=2)
        .encode(
            x=alt.X("yearmonthdate(day):O"),
            y="waits:Q",
            tooltip=[alt.Tooltip("waits:Q", title=words("demand.deferred_waits"), format=".1f")],
        )
    )
    return (bars + line).properties(height=HEIGHT)

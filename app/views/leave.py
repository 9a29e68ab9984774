"""Leave: who is away when, and what one more leave would do."""

from datetime import datetime, time, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from app.parts.bearable_days import bearable_days
from app.parts.leave_trial import leave_trial
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from scheduler.words import leave_word

TITLE = ("请假", "Leave")
ICON = ":material/event_busy:"


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(words("leave.who_is_away"))
        _timeline(desk)
    with right:
        st.subheader(words("leave.list"))
        _list(desk)
    st.subheader(words("leave.try"))
    leave_trial(desk, draft)
    bearable_days(desk, draft)


def _timeline(desk: Desk) -> None:
    words, center = desk.words, desk.base.center
    first, last = datetime.combine(desk.start, time()), datetime.combine(desk.end + timedelta(days=1), time())
    rows = [
        {
            "who": center.person[row.person].name(desk.lang), "start": max(row.start, first), "end": min(row.end, last), "kind": leave_word(row.kind, desk.lang),
            "status": words(f"leave.status_{row.status}"),
        }
        for row in desk.base.leave if row.end.date() >= desk.start and row.start.date() <= desk.end and row.status in ("approved", "requested")
    ]
    if not rows:
        st.caption(words("shell.none"))
        return
    frame = pd.DataFrame(rows)
    bars = alt.Chart(frame).mark_bar(cornerRadius=3, height=14).encode(
        x=alt.X("start:T", title=None, axis=alt.Axis(format="%m-%d", tickCount="week", orient="top"), scale=alt.Scale(domain=[str(desk.start), str(desk.end)])),
        x2="end:T", y=alt.Y("who:N", title=None, sort=alt.EncodingSortField("start", op="min")),
        color=alt.Color("kind:N", title=None, scale=alt.Scale(scheme="tableau10"), legend=alt.Legend(orient="bottom", columns=5)),
        opacity=alt.condition(f"datum.status == '{words('leave.status_approved')}'", alt.value(1.0), alt.value(0.45)),
        tooltip=[alt.Tooltip("who:N", title=words("shell.person")), alt.Tooltip("kind:N", title=words("shell.kind")), alt.Tooltip("start:T", format="%m-%d %H:%M", title=words("shell.from")), alt.Tooltip("end:T", format="%m-%d %H:%M", title=words("shell.to")), alt.Tooltip("status:N", title=words("shell.status"))],
    )
    now = alt.Chart(pd.DataFrame({"at": [desk.now]})).mark_rule(color="#d32f2f", strokeDash=[4, 3]).encode(x="at:T")
    st.altair_chart((bars + now).properties(height=max(140, 24 * frame["who"].nunique() + 50)), width="stretch")


def _list(desk: Desk) -> None:
    words, center = desk.words, desk.base.center
    rows = [
        {
            words("shell.person"): center.person[row.person].name(desk.lang), words("shell.kind"): leave_word(row.kind, desk.lang),
            words("shell.from"): _edge(row.start), words("shell.to"): _edge(row.end, last=True),
            words("shell.status"): words(f"leave.status_{row.status}"), words("leave.note"): row.note,
        }
        for row in sorted(desk.base.leave, key=lambda row: row.start)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(460, 38 + 35 * len(rows)))


def _edge(at: datetime, last: bool = False) -> str:
    """A day where a whole day begins or ends, else day and time."""
    if (at.hour, at.minute) == (0, 0):
        return f"{at - timedelta(days=last):%m-%d}"
    return f"{at:%m-%d %H:%M}"


if __name__ == "__main__":
    show(current_desk())

"""Leave and AB posts: who is away when, whose backup is missing, what one more leave would do."""

from datetime import date, datetime, time, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from app.parts.ab_cover import away_on, holes, runs
from app.parts.draft import Draft
from app.parts.leave_trial import leave_trial
from app.parts.margin_list import margin_list
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.words import date_text, leave_word

TITLE = ("请假与AB岗", "Leave & AB")
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
    if not any(post.heads for post in desk.base.center.posts):
        st.caption(words("leave.no_ab"))
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(words("leave.ab"))
        _ab_table(desk, draft)
        margin_list(draft, words)
    with right:
        _holes(desk, draft)


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


def _ab_table(desk: Desk, draft: Draft) -> None:
    """A, B and C of every post on one day, those away in red."""
    words, center = desk.words, draft.problem.center
    first = min(max(desk.now.date(), desk.start), desk.end)
    on: date = st.date_input(words("leave.ab_day"), first, min_value=desk.start, max_value=desk.end, key=f"ab_day_{desk.ref}")
    away = away_on(draft.problem, draft.problem.horizon.day(on))
    lines = [f"| {words('shell.post')} | A | B | C |", "|---|---|---|---|"]
    for post in sorted((p for p in center.posts if p.heads), key=lambda p: p.number):
        columns = []
        for role in "ABC":
            people = [line for line in center.ab_of_post[post.id] if line.role == role and line.valid(on)]
            said = []
            for line in people:
                name = plain(center.person[line.person].name(desk.lang))
                mode = f" :gray[{words('grid.dual')}]" if role != "A" and line.mode == "dual" else ""
                said.append((f":red[~~{name}~~]" if away.get(line.person) else f":orange[{name}]" if line.person in away else name) + mode)
            columns.append(words.join(said) or (f":red[{words('leave.nobody')}]" if role != "C" else ""))
        lines.append(f"| **{plain(post.id)}** {plain(post.name(desk.lang))} | " + " | ".join(columns) + " |")
    st.markdown("\n".join(lines))
    st.caption(words("leave.ab_hint"))


def _holes(desk: Desk, draft: Draft) -> None:
    words, center = desk.words, draft.problem.center
    found = holes(draft.problem)
    for kind, head, line in (("nobody", "leave.both", "leave.both_line"), ("no_backup", "leave.single", "leave.single_line")):
        st.subheader(words(head))
        mine = [hole for hole in found if hole.kind == kind]
        if not mine:
            st.success(words("leave.single_none") if kind == "no_backup" else words("shell.none"))
        for hole in mine:
            spans = words.join(
                date_text(a, desk.lang) if a == b else f"{date_text(a, desk.lang)}–{date_text(b, desk.lang)}" for a, b in runs(draft.problem, hole.days)
            )
            names = words.join(plain(center.person[p].name(desk.lang)) for p in hole.people) or words("leave.nobody")
            values = {"post": plain(f"{hole.post} {center.post[hole.post].name(desk.lang)}"), "spans": plain(spans), "names": names}
            color = "red" if kind == "nobody" else "orange"
            st.markdown(f":{color}[●] " + words(line, **values))


if __name__ == "__main__":
    show(current_desk())

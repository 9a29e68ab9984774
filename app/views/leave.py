"""Leave: asking, signing, handing over, coming back; who is away when; what one more leave would do."""

from datetime import datetime, time, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from app.leave_room import leave_room
from app.parts.bearable_days import bearable_days
from app.parts.leave_card import leave_card
from app.parts.leave_form import leave_form
from app.parts.leave_lists import delegations, edge, inbox, own
from app.parts.leave_order import leave_order
from app.parts.leave_trial import leave_trial
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.leave.words import STATE_WORDS
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.store.errors import StoreError
from scheduler.words import leave_word, public_kind

TITLE = ("请假", "Leave")
ICON = ":material/event_busy:"


def show(desk: Desk) -> None:
    """The whole page: what waits for the acting person, the own requests, all of them."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    said = st.session_state.pop("leave_said", "")
    if said:
        st.toast(said, icon=":material/check_circle:")
    try:
        room = leave_room(desk.base, desk.now)
    except StoreError as error:
        st.warning(words("leave.no_database", error=plain(str(error))))
        _timeline(desk, None)
        leave_trial(desk, draft)
        return
    _warnings(desk, room)
    waiting = room.inbox(desk.acting, desk.now)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(words("leave.todo") + (f" :orange-badge[{len(waiting)}]" if waiting else ""))
        inbox(desk, room, "inbox")
        own(desk, room, "mine", skip={task.request.id for task in waiting})
    with right:
        st.subheader(words("leave.ask"))
        leave_form(desk, room, draft, "leave")
        delegations(desk, room)
    st.subheader(words("leave.who_is_away"))
    _timeline(desk, room)
    _all(desk, room)
    st.subheader(words("leave.try"))
    leave_trial(desk, draft)
    leave_order(desk, draft, room)
    bearable_days(desk, draft)


def _warnings(desk: Desk, room: LeaveDesk) -> None:
    """What must be mended before leave can go its way: circles, signatures nobody can give."""
    for circle in room.circles:
        st.error(
            desk.words("leave.circle", names=plain(" → ".join((*circle, circle[0])))), icon=":material/sync_problem:"
        )
    for task in room.stuck(desk.now):
        st.warning(desk.words("leave.stuck", id=plain(task.request.id)), icon=":material/person_off:")


def _timeline(desk: Desk, room: LeaveDesk | None) -> None:
    words, center = desk.words, desk.base.center
    kinds = {r.id: r.kind for r in room.seen_by(desk.acting, desk.now.date())} if room else {}
    first, last = datetime.combine(desk.start, time()), datetime.combine(desk.end + timedelta(days=1), time())
    rows = [
        {
            "who": center.person[row.person].name(desk.lang),
            "start": max(row.start, first),
            "end": min(row.end, last),
            "kind": leave_word(kinds.get(row.id, public_kind(row.kind)), desk.lang),
            "status": words(f"leave.status_{row.status}"),
        }
        for row in desk.folder.leave
        if row.end.date() >= desk.start and row.start.date() <= desk.end and row.status in ("approved", "requested")
    ]
    if not rows:
        st.caption(words("shell.none"))
        return
    frame = pd.DataFrame(rows)
    bars = (
        alt.Chart(frame)
        .mark_bar(cornerRadius=3, height=14)
        .encode(
            x=alt.X(
                "start:T",
                title=None,
                axis=alt.Axis(format="%m-%d", tickCount="week", orient="top"),
                scale=alt.Scale(domain=[str(desk.start), str(desk.end)]),
            ),
            x2="end:T",
            y=alt.Y(
                "who:N",
                title=None,
                sort=alt.EncodingSortField("start", op="min"),
                axis=alt.Axis(labelOverlap=False),  # every bar has its name
            ),
            color=alt.Color(
                "kind:N", title=None, scale=alt.Scale(scheme="tableau10"), legend=alt.Legend(orient="bottom", columns=5)
            ),
            opacity=alt.condition(
                f"datum.status == '{words('leave.status_approved')}'", alt.value(1.0), alt.value(0.45)
            ),
            tooltip=[
                alt.Tooltip("who:N", title=words("shell.person")),
                alt.Tooltip("kind:N", title=words("shell.kind")),
                alt.Tooltip("start:T", format="%m-%d %H:%M", title=words("shell.from")),
                alt.Tooltip("end:T", format="%m-%d %H:%M", title=words("shell.to")),
                alt.Tooltip("status:N", title=words("shell.status")),
            ],
        )
    )
    now = alt.Chart(pd.DataFrame({"at": [desk.now]})).mark_rule(color="#d32f2f", strokeDash=[4, 3]).encode(x="at:T")
    st.altair_chart((bars + now).properties(height=max(140, 24 * frame["who"].nunique() + 50)), width="stretch")


def _all(desk: Desk, room: LeaveDesk) -> None:
    """Every request as the acting person may see it (1-12), and one of them whole."""
    words, center = desk.words, desk.base.center
    seen = sorted(room.seen_by(desk.acting, desk.now.date()), key=lambda r: (r.start, r.id))
    if not seen:
        return
    rows = [
        {
            words("center.id"): r.id,
            words("shell.person"): center.person[r.person].name(desk.lang),
            words("shell.kind"): leave_word(r.kind, desk.lang),
            words("shell.from"): edge(r.start),
            words("shell.to"): edge(r.end, last=True),
            words("shell.status"): words.pick(STATE_WORDS[r.state]),
            words("leave.reason"): r.reason,
        }
        for r in seen
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(460, 38 + 35 * len(rows)))
    names = {r.id: f"{r.id} {center.person[r.person].name(desk.lang)} {edge(r.start)}" for r in seen}
    chosen = st.selectbox(
        words("leave.one"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=f"leave_one_{desk.ref}",
        placeholder=words("shell.choose"),
    )
    for request in seen:
        if request.id == chosen:
            leave_card(desk, room, request, "one")


if __name__ == "__main__":
    show(current_desk())

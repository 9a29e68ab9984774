"""Many ask for the same days: in which order they are decided, who is granted and who waits for whom (4-03)."""

from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.parts.solve_panel import solve_panel
from app.state import Desk
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.rights import headed, whole
from scheduler.verdict.cluster import Cluster, Place, cluster
from scheduler.verdict.cluster_words import OUTCOMES, why
from scheduler.verdict.words import span_text
from scheduler.words import leave_word, pick, public_kind

AROUND = 2
"""Working days next to a holiday are as wanted as the holiday."""


def leave_order(desk: Desk, draft: Draft, room: LeaveDesk) -> None:
    """The days, the order as the center states it, and everybody's place in it."""
    words = desk.words
    st.subheader(words("leave.order"))
    st.caption(words("leave.order_hint"))
    days_box, go_box, _ = st.columns([3, 1.4, 4], vertical_alignment="bottom")
    days = days_box.date_input(
        words("leave.try_days"),
        _holiday(desk, draft),
        min_value=desk.start,
        max_value=desk.end,
        key=f"order_days_{desk.ref}",
    )
    if (
        go_box.button(words("leave.order_go"), key="order_go", icon=":material/format_list_numbered:", width="stretch")
        and isinstance(days, tuple)
        and days
    ):
        st.session_state[f"order_job_{desk.ref}"] = _submit(desk, draft, room, days[0], days[-1]).id
    job = jobs().get(st.session_state.get(f"order_job_{desk.ref}"))
    if job is None:
        return
    if job.state is not JobState.DONE:
        solve_panel(job, words, "order")
    else:
        _shown(desk, room, job.result)


def _holiday(desk: Desk, draft: Draft) -> tuple[date, date]:
    """The next public holiday of the period with the days around it; the coming week if there is none."""
    today = max(desk.now.date(), desk.start)
    coming = [day.date for day in draft.problem.days if day.statutory and day.date >= today]
    first = coming[0] if coming else today
    last = first
    while last + timedelta(days=1) in coming:
        last += timedelta(days=1)
    if not coming:
        last = today + timedelta(days=6)
    return max(first - timedelta(days=AROUND), desk.start), min(last + timedelta(days=AROUND), desk.end)


def _submit(desk: Desk, draft: Draft, room: LeaveDesk, first: date, last: date) -> Job:
    folder, roster = desk.folder, draft.sheet.roster
    low, high = (
        datetime.combine(first, datetime.min.time()),
        datetime.combine(last + timedelta(days=1), datetime.min.time()),
    )
    asked = {row.id for row in folder.leave if row.start < high and low < row.end}
    filed: dict[str, datetime] = {}
    for saved in room.stored():
        if saved.request.id in asked:
            moments = [step.at for step in room.store.leave_steps(saved) if step.action == "submit"]
            filed |= {saved.request.id: min(moments)} if moments else {}
    key = f"order {id(draft)} {draft.rev} {first} {last} {sorted(filed.items())} {[(r.id, r.status) for r in folder.leave]}"
    return jobs().submit(key, lambda job: cluster(folder, roster, first, last, filed=filed))


def _shown(desk: Desk, room: LeaveDesk, found: Cluster) -> None:
    """Everybody's place for those who decide over the section, the own one for the others."""
    words, center = desk.words, desk.base.center
    st.markdown(
        words("leave.order_by", order=words.join(f"{i} {p.text[desk.lang]}" for i, p in enumerate(found.order, 1)))
    )
    all_of, sections = whole(center, desk.acting), headed(center, desk.acting)
    seen = [
        p
        for p in found.places
        if all_of or p.request.person == desk.acting or center.person[p.request.person].section in sections
    ]
    if not seen:
        st.info(words("leave.order_none"))
        return
    kinds = {r.id: r.kind for r in room.seen_by(desk.acting, desk.now.date())}
    st.dataframe(
        pd.DataFrame(
            [_row(desk, place, kinds.get(place.request.id, public_kind(place.request.kind))) for place in seen]
        ),
        hide_index=True,
        width="stretch",
        height=min(560, 38 + 35 * len(seen)),
    )


def _row(desk: Desk, place: Place, kind: str) -> dict[str, object]:
    """One line of the order; ``kind`` as the acting person may know it (1-12)."""
    words, request = desk.words, place.request
    # What the screening found may tell of illness where the kind itself is kept back.
    reason = (
        why(place, desk.base.center, desk.lang)
        if kind == request.kind or place.verdict is None or not place.verdict.screened.refused
        else ""
    )
    outcome = pick(OUTCOMES[place.outcome], desk.lang) + (f" {place.waits}" if place.waits else "")
    return {
        words("leave.order_place"): place.place,
        words("shell.person"): desk.base.center.person[request.person].name(desk.lang),
        words("shell.kind"): leave_word(kind, desk.lang),
        words("leave.try_days"): span_text(request.start, request.end),
        words("leave.order_filed"): f"{place.filed:%m-%d %H:%M}" if place.filed else "–",
        words("leave.order_turns"): f"{place.turns:g}",
        words("leave.order_years"): f"{place.years:g}",
        words("leave.order_outcome"): outcome,
        words("leave.order_why"): reason,
    }

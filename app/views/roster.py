"""Roster: the grid, what is wrong with it, solving in the background, editing by hand."""

import time

import streamlit as st

from app.jobs import Job, jobs
from app.parts.breach_list import breach_list
from app.parts.day_view import day_view, placed_before
from app.parts.draft import Draft
from app.parts.fairness import fairness
from app.parts.leave_banner import leave_banner
from app.parts.new_roster import new_roster
from app.parts.roster_figures import roster_figures
from app.parts.roster_grid import roster_grid
from app.parts.service_truth import service_truth
from app.parts.solve_panel import first_roster
from app.reach import plans, reach
from app.state import Desk, current_desk, first_seconds
from app.texts import distinct, plain
from scheduler.domain.solution import Limits
from scheduler.planning import plan

TITLE = ("排班表", "Roster")
ICON = ":material/calendar_month:"

SECONDS = (10, 30, 60, 180)


def show(desk: Desk) -> None:
    """The whole page."""
    draft = first_roster(desk, preview=True)
    if draft is None:
        return
    job = jobs().get(st.session_state.get("solve_job"))
    if job is not None:
        new_roster(desk, draft, job)
    if not _month(desk):
        day_view(desk, draft)
        return
    span = _tools(desk, draft, job)
    if leave_banner(desk, draft) and not (job is not None and job.active):
        _start(desk, draft, first_seconds(), stay=True)
        st.rerun()
    roster_grid(
        desk.folder,
        draft,
        desk.words,
        desk.now.date(),
        key=f"grid_{desk.ref}",
        keep=lambda: desk.keep(draft),
        span=span,
        reach=reach(desk, draft),
    )
    roster_figures(desk, draft)
    st.caption(desk.words("roster.keys"))
    with st.expander(desk.words("roster.fairness")):
        fairness(draft, desk.words, f"fair_{desk.ref}")
    if st.toggle(desk.words("service.title"), key=f"service_{desk.ref}"):
        service_truth(desk, draft, placed_before(desk, draft))
    st.subheader(desk.words("roster.breaches"))
    breach_list(draft.checked()[1], desk.words, "roster")


def _month(desk: Desk) -> bool:
    """The whole period, or one day with what is done off the line."""
    words = desk.words
    view = st.segmented_control(
        words("day.view"),
        ["month", "day"],
        default="month",
        key=f"roster_view_{desk.ref}",
        format_func=lambda v: words(f"day.{v}"),
        label_visibility="collapsed",
    )
    return view != "day"


# ---- solving ---------------------------------------------------------------------------------


def _tools(desk: Desk, draft: Draft, job: Job | None) -> tuple[int, int] | None:
    """The line above the grid: solve, and which days to show."""
    words = desk.words
    left, middle, right = st.columns([1.4, 1.4, 8.6], vertical_alignment="center")
    with middle:
        _earlier(desk)
    with left.popover(words("roster.solve"), icon=":material/auto_awesome:", width="stretch"):
        st.caption(words("roster.solve_hint"))
        default = int(first_seconds()) if first_seconds() not in SECONDS else SECONDS[1]
        choices = sorted({*SECONDS, max(1, default)})
        seconds = st.segmented_control(
            words("roster.seconds"),
            choices,
            default=min(choices, key=lambda s: abs(s - first_seconds())),
            key="solve_seconds",
            format_func=lambda s: words("roster.seconds_n", count=s),
        )
        stay = st.toggle(words("roster.stay"), key="solve_stay")
        kept = len(draft.sheet.locked | draft.sheet.edited)
        st.caption(words("roster.kept", count=kept))
        barred = plans(desk)
        if barred:
            st.warning(plain(barred))
        if st.button(
            words("roster.start"),
            type="primary",
            key="solve_start",
            disabled=bool(barred) or (job is not None and job.active),
        ):
            _start(desk, draft, float(seconds or choices[0]), bool(stay))
            st.rerun()
    with right:
        return _span(desk, draft)


def _earlier(desk: Desk) -> None:
    """Drafts worked on before, in this browser or another."""
    words = desk.words
    with st.popover(words("roster.drafts"), icon=":material/history:", width="stretch"):
        kept = {
            k.name: words("roster.draft_line", when=f"{k.changed_at.astimezone():%m-%d %H:%M}", count=k.edits)
            for k in desk.earlier_drafts()
        }
        st.caption(words("roster.drafts_hint" if kept else "roster.drafts_none"))
        if kept:
            name = st.selectbox(
                words("roster.drafts"),
                list(kept),
                format_func=distinct(kept).__getitem__,
                key="draft_box",
                label_visibility="collapsed",
            )
            if st.button(words("roster.open"), key="draft_open") and desk.open_draft(str(name)):
                st.rerun()


def _start(desk: Desk, draft: Draft, seconds: float, stay: bool) -> None:
    folder, start, end, pins = desk.folder, desk.start, desk.end, draft.sheet.pins()
    previous = draft.sheet.roster if stay else None
    job = jobs().submit(
        f"solve {desk.key} {time.monotonic_ns()}",
        lambda job: plan(folder, start, end, Limits.of(seconds), job.tell, job.halt, pins=pins, previous=previous),
    )
    st.session_state["solve_job"] = job.id


# ---- what is shown ------------------------------------------------------------------------------


def _span(desk: Desk, draft: Draft) -> tuple[int, int] | None:
    """Two weeks at a time, or everything."""
    days = draft.problem.horizon.days
    if days <= 16:
        return None
    spans = {f"{a}": (a, min(a + 13, days - 1)) for a in range(0, days, 14)}
    date = draft.problem.date
    chosen = st.segmented_control(
        desk.words("roster.span"),
        ["all", *spans],
        default="all",
        key=f"span_{desk.ref}",
        label_visibility="collapsed",
        format_func=lambda k: (
            desk.words("roster.whole") if k == "all" else f"{date(spans[k][0]):%m-%d} – {date(spans[k][1]):%m-%d}"
        ),
    )
    return spans.get(str(chosen))


if __name__ == "__main__":
    show(current_desk())

"""A running solve: live costs and bounds, stop; and the wait for a center's first roster."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.cover_chart import solve_chart
from app.parts.draft import Draft
from app.parts.grid_ops import Sheet
from app.parts.roster_grid import roster_grid
from app.state import Desk, load, stamp
from app.texts import Words, plain
from scheduler.assemble import make_problem
from scheduler.domain.problem import RosterProblem
from scheduler.words import TIERS

EVERY_SECONDS = 1.0


def solve_panel(job: Job, words: Words, key: str, below: Callable[[Job], None] = lambda job: None) -> None:
    """Draw a job and keep drawing it while it runs; the page is run again when it ends.

    Parameters
    ----------
    below
        Draws more of the running job, under its costs.
    """

    @st.fragment(run_every=EVERY_SECONDS if job.active else None)
    def live() -> None:
        if not job.active:
            st.rerun()
        with st.container(border=True):
            _progress(job, words, key)
        below(job)

    if job.state is JobState.FAILED:
        st.error(words("solve.failed", error=plain(job.error)))
        if st.button(words("solve.retry"), key=f"{key}_retry"):
            jobs().drop(job)
            st.rerun()
    elif job.active:
        live()


def _progress(job: Job, words: Words, key: str) -> None:
    left, right = st.columns([5, 2], vertical_alignment="center")
    if job.state is JobState.WAITING:
        text = words("solve.waiting", count=jobs().before(job))
    elif not job.trail:
        text = words("solve.starting")
    else:
        text = words("solve.running")
    left.markdown(f"**{text}** · {words('solve.elapsed', seconds=job.seconds)}  \n:gray[{words('solve.background')}]")
    if job.stop.is_set():
        right.caption(words("solve.stopping"))
    else:
        right.button(
            words("solve.stop"),
            key=f"{key}_stop",
            icon=":material/stop_circle:",
            width="stretch",
            on_click=job.stop_and_adopt,
        )
    chart = solve_chart(list(job.trail), words)
    if chart is not None:
        told, drawn = st.columns([2, 5])
        with told:
            _tiers(job, words)
        drawn.altair_chart(chart, width="stretch", key=f"{key}_chart")


def _tiers(job: Job, words: Words) -> None:
    """Best cost and proven bound of every tier so far, as a small table."""
    costs: Mapping[int, int] = {}
    bounds: dict[int, int] = {}
    now = 0
    for sign in list(job.trail):
        costs = sign.costs or costs
        now = sign.tier
        if sign.bound is not None:
            bounds[sign.tier] = max(0, sign.bound)
    lines = [f"| {words('solve.tier')} | {words('solve.cost')} | {words('solve.bound')} |", "|---|--:|--:|"]
    for tier, (zh, en) in TIERS.items():
        if tier and (tier in costs or tier in bounds):
            mark = " ◀" if tier == now else ""
            lines.append(f"| {words.pick((zh, en))}{mark} | {costs.get(tier, '–')} | {bounds.get(tier, '–')} |")
    st.markdown("\n".join(lines))


def first_roster(desk: Desk, preview: bool = False) -> Draft | None:
    """The session's draft; while the center's first roster is being made, its progress instead.

    Parameters
    ----------
    preview
        Show the best roster so far under the progress, read-only.
    """
    job = desk.first_job()
    if job.state is JobState.DONE:
        return desk.draft
    st.info(desk.words("solve.first", name=plain(desk.base.center.name(desk.lang))), icon=":material/hourglass_top:")
    solve_panel(job, desk.words, "first", (lambda job: _preview(desk, job)) if preview else (lambda job: None))
    return None


def _preview(desk: Desk, job: Job) -> None:
    """The best roster so far. The need is not known to us yet, so it is judged without it."""
    if job.best is None or not job.best.duties:
        return
    draft = Draft(
        _problem_without_need(desk.ref, stamp(desk.ref), desk.start, desk.end), Sheet.of(job.best), rev=len(job.trail)
    )
    roster_grid(desk.base, draft, desk.words, desk.now.date(), key="preview")


@lru_cache(maxsize=8)
def _problem_without_need(ref: str, changed: float, start: date, end: date) -> RosterProblem:
    return make_problem(load(ref, changed), start, end)

"""A roster solved anew: how it compares, and taking it over."""

import streamlit as st

from app.jobs import Job, JobState
from app.parts.draft import Draft, difference
from app.parts.solve_panel import solve_panel
from app.reach import plans
from app.state import Desk, sittings_of
from scheduler.domain.rule_settings import Level
from scheduler.planning import Plan


def new_roster(desk: Desk, draft: Draft, job: Job) -> None:
    """A solve of this session: running, or finished and waiting for a decision."""
    words = desk.words
    if job.state is not JobState.DONE or job.result.folder.center.id != desk.base.center.id:
        solve_panel(job, words, "solve")
        return
    made: Plan = job.result
    if job.adopt:
        job.adopt = False
        _take(desk, draft, made, words("solve.stopped"))
    count = {level: len(made.checked.of_level(level)) for level in Level}
    now = {level: len(draft.checked()[0].of_level(level)) for level in Level}
    with st.container(border=True):
        left, adopt, discard = st.columns([6, 1.4, 1], vertical_alignment="center")
        left.markdown(
            words(
                "solve.result",
                seconds=job.seconds,
                hard=count[Level.HARD],
                must=count[Level.MUST],
                was_hard=now[Level.HARD],
                was_must=now[Level.MUST],
            )
            + "  \n:gray["
            + words(f"solve.status_{made.solution.status}")
            + " · "
            + words("solve.cells_differ", count=len(difference(draft.sheet, made.roster).changes))
            + "]"
        )
        if adopt.button(
            words("solve.adopt"), type="primary", key="solve_adopt", width="stretch", disabled=bool(plans(desk))
        ):
            _take(desk, draft, made, "")
        if discard.button(words("solve.discard"), key="solve_discard", width="stretch"):
            st.session_state["solve_job"] = ""
            st.rerun()


def _take(desk: Desk, draft: Draft, made: Plan, said: str) -> None:
    changed = draft.adopt(made.roster, sittings=sittings_of(made))
    desk.keep(draft)
    # Emptied, not removed: the address still names the job until the page is drawn again.
    st.session_state["solve_job"] = ""
    st.session_state["roster_said"] = f"{said} {desk.words('solve.adopted', count=changed)}".strip()
    st.rerun()

"""Queues that share people, on the AB page: heads apart, as one, as skilled; whom to train. Worked out on request, in the background."""

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.parts.solve_panel import EVERY_SECONDS
from app.state import Desk
from app.texts import plain
from scheduler.planning import targets_of
from scheduler.pools.answer import PoolAnswer, answer
from scheduler.pools.of_center import Pool, busiest, streams
from scheduler.pools.of_center import pools as pools_of
from scheduler.pools.words import answer_lines, pool_lines

INTERVALS = 3
"""The busiest of each pool."""


def shared_people(desk: Desk, draft: Draft) -> None:
    """Who may serve what at once; figures when asked for."""
    words, center = desk.words, desk.folder.center
    st.caption(words("backup.pools_hint"))
    found = pools_of(center, desk.start, desk.folder.demand_types)
    if not found:
        st.info(words("backup.pools_none"))
        return
    key = f"pools_job_{desk.ref}"
    if draft.problem.needs and st.button(
        words("backup.pools_go"), key=f"pools_go_{desk.ref}", icon=":material/groups:", type="primary"
    ):
        st.session_state[key] = _submit(desk, draft, found).id
    job = jobs().get(st.session_state.get(key))
    if job is not None and job.active:
        _waiting(job, words("solve.running"))
    if job is not None and job.state is JobState.FAILED:
        st.error(words("solve.failed", error=plain(job.error)))
    answers: list[list[PoolAnswer]] = (
        job.result if job is not None and job.state is JobState.DONE else [[] for _ in found]
    )
    for pool, told in zip(found, answers, strict=False):
        with st.container(border=True):
            head, *groups = pool_lines(center, pool, desk.lang)
            st.markdown(f"**{plain(head)}**")
            st.markdown("\n".join(f"- {plain(line.strip())}" for line in groups))
            for one in told:
                first, *others = answer_lines(center, pool, one, desk.lang)
                st.markdown(f":blue[{plain(first)}]\n" + "\n".join(f"- {plain(line.strip())}" for line in others))


def _submit(desk: Desk, draft: Draft, found: tuple[Pool, ...]) -> Job:
    needs, typed = draft.problem.needs, desk.folder.demand_types
    targets = {queue: how.target for queue, how in targets_of(desk.folder.center).items()}

    def work(job: Job) -> list[list[PoolAnswer]]:
        return [
            [answer(pool, at, streams(pool, needs, at, targets, typed)) for at in busiest(pool, needs, INTERVALS)]
            for pool in found
        ]

    return jobs().submit(f"pools {desk.key} {hash(needs)} {hash(found)} {targets!r}", work)


def _waiting(job: Job, text: str) -> None:
    @st.fragment(run_every=EVERY_SECONDS)
    def wait() -> None:
        if not job.active:
            st.rerun()
        st.caption(text)

    wait()

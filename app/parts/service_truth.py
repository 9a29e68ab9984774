"""What customers meet under the roster as it is now: simulated in the background, at more or less demand."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.activities.ahead import work_between
from scheduler.assemble import calendar_of
from scheduler.domain.center import Center
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from scheduler.simulation_words import blended_lines, headline, remarks
from scheduler.staffing.simulation.blending import Work
from scheduler.staffing.simulation.report import QueueService, Simulated
from scheduler.staffing.simulation.simulate import simulate
from scheduler.words import date_text

VOLUMES = (70, 80, 90, 100, 110, 120, 130, 150)
REPLICATIONS = 200
EVERY_SECONDS = 1.0

WORK_CUSTOMERS = 1_500_000
"""About so many customers are followed one by one where work that may wait is done between them: ten seconds or so."""

RESERVES = (0, 1, 2, 3)
"""People kept idle for customers that may be tried."""

WORK_RUNS = (10, 60)
"""Fewest and most runs of that."""

WHOLE = 0.995
"""Share of customers from which on a prediction counts as one for all."""


def service_truth(desk: Desk, draft: Draft, off_line: Sequence[Activity]) -> None:
    """Share served in time with its margin, waits, bad days, worst interval, double duty and work after closing."""
    words = desk.words
    if not draft.problem.needs:
        st.caption(words("service.no_demand"))
        return
    volume = st.select_slider(
        words("service.volume"), VOLUMES, 100, format_func=lambda v: f"{v} %", key=f"service_volume_{desk.ref}"
    )
    job = service_job(desk, draft.problem, draft.sheet.roster, tuple(off_line), int(volume))
    beside = _work_job(desk, draft, tuple(off_line), int(volume), _between(desk, draft, tuple(off_line), int(volume)))

    @st.fragment(run_every=EVERY_SECONDS if job.active or (beside is not None and beside.active) else None)
    def shown() -> None:
        if job.state is JobState.FAILED:
            st.error(plain(job.error))
        elif job.state is JobState.DONE:
            _result(desk, draft.problem.center, job.result)
        else:
            st.caption(words("service.running"))
        if beside is not None:
            _work(desk, draft.problem.center, beside)
        if {block.routine for block in off_line} & {backlog.id for backlog in draft.problem.center.backlogs}:
            st.caption(words("service.work_placed"))

    shown()


def service_job(
    desk: Desk, problem: RosterProblem, roster: Roster, off_line: tuple[Activity, ...], volume: int = 100
) -> Job:
    """The simulation of a roster, in the background; asked again, the same one."""
    mark = _mark(problem, roster, off_line, volume)
    return jobs().submit(
        f"simulate {desk.key} {mark}",
        lambda job: simulate(problem, roster, replications=REPLICATIONS, off_line=off_line, volume=volume / 100.0),
    )


def _mark(problem: RosterProblem, roster: Roster, *asked: object) -> str:
    """A name for what is simulated: equal questions are one job."""
    told = (roster.duties, problem.absences, problem.needs, problem.center.queues, *asked)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def _between(desk: Desk, draft: Draft, off_line: tuple[Activity, ...], volume: int) -> tuple[Work, ...]:
    """Work that may wait and has no blocks of its own, with as many kept idle for customers as is tried here."""
    words, folder = desk.words, desk.folder
    placed = {block.routine for block in off_line}
    work = work_between(draft.problem, calendar_of(folder), folder.records, placed, volume / 100.0)
    if not work:
        return ()
    own = "/".join(f"{reserve:g}" for reserve in dict.fromkeys(w.reserve for w in work))
    tried = st.segmented_control(
        words("service.reserve", own=own),
        RESERVES,
        key=f"service_reserve_{desk.ref}",
        help=words("service.reserve_hint"),
    )
    return work if tried is None else tuple(replace(w, reserve=float(tried)) for w in work)


def _work_job(
    desk: Desk, draft: Draft, off_line: tuple[Activity, ...], volume: int, work: tuple[Work, ...]
) -> Job | None:
    """The same roster with that work done between customers; None where there is none."""
    if not work:
        return None
    problem, roster = draft.problem, draft.sheet.roster
    customers = sum(cell.mean for cell in problem.needs) * volume / 100.0
    runs = int(np.clip(WORK_CUSTOMERS / max(customers, 1.0), *WORK_RUNS))
    mark = _mark(problem, roster, off_line, volume, work)
    return jobs().submit(
        f"work between {desk.key} {mark}",
        lambda job: simulate(
            problem, roster, replications=runs, off_line=off_line, volume=volume / 100.0, work=work, work_runs=runs
        ),
    )


def _work(desk: Desk, center: Center, job: Job) -> None:
    """What the work costs customers, how much of it is done, how much late."""
    if job.state is JobState.FAILED:
        st.error(plain(job.error))
    elif job.state is JobState.DONE:
        lines = blended_lines(center, job.result, desk.lang)
        st.markdown("\n".join(("  - " if line.startswith(" ") else "- ") + plain(line.strip()) for line in lines))
    else:
        st.caption(desk.words("service.work_running"))


def _result(desk: Desk, center: Center, found: Simulated) -> None:
    words = desk.words
    st.dataframe(pd.DataFrame([_row(desk, center, queue) for queue in found.queues]), hide_index=True, width="stretch")
    for remark in remarks(center, found, desk.lang):
        st.markdown(f"- {plain(remark)}")
    st.caption(headline(found, desk.lang) + " · " + words("service.predicted"))


def _row(desk: Desk, center: Center, queue: QueueService) -> dict[str, str]:
    words, named = desk.words, center.queue[queue.queue]
    worst = (
        ""
        if queue.worst is None
        else f"{date_text(queue.worst.start.date(), desk.lang)} {queue.worst.start:%H:%M} · {100 * queue.worst.service:.0f} %"
    )
    return {
        words("service.queue"): named.name_zh if desk.lang == "zh" else named.name_en,
        words("service.within"): f"{queue.within_s / 60:g} min" if queue.within_s >= 120 else f"{queue.within_s:g} s",
        words("service.served"): f"{100 * queue.service:.1f} % ± {100 * queue.margin:.1f}",
        words("service.predicted_column"): _predicted(desk, queue),
        words("service.wait"): f"{queue.wait_s / 60:.1f} min",
        words("service.lost"): f"{100 * queue.lost:.1f} %",
        words("service.bad_days"): "–"
        if queue.bad_days is None
        else f"{100 * queue.bad_days:.0f} %" + (words("service.weeks") if queue.over == "week" else ""),
        words("service.worst"): worst
        + (
            ""
            if not worst or queue.over == "interval" or queue.floor is None
            else words("service.floor", floor=f"{100 * queue.floor:.0f} %")
        ),
    }


def _predicted(desk: Desk, queue: QueueService) -> str:
    """What the chain says; where it can speak of some customers only, beside what was simulated for them."""
    if queue.predicted is None or queue.simulated is None:
        return "–"
    said = f"{100 * queue.predicted:.1f} %"
    return (
        said
        if queue.compared > WHOLE
        else said
        + desk.words("service.part", share=f"{100 * queue.compared:.0f} %", simulated=f"{100 * queue.simulated:.1f} %")
    )

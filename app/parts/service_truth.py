"""What customers meet under the roster as it is now: simulated in the background, at more or less demand."""

import hashlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.domain.center import Center
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from scheduler.simulation_words import headline, remarks
from scheduler.staffing.simulation.report import QueueService, Simulated
from scheduler.staffing.simulation.simulate import simulate
from scheduler.words import date_text

VOLUMES = (70, 80, 90, 100, 110, 120, 130, 150)
REPLICATIONS = 200
EVERY_SECONDS = 1.0

WHOLE = 0.995
"""Share of customers from which on a prediction counts as one for all."""


def service_truth(desk: Desk, draft: Draft, off_line: Sequence[Activity]) -> None:
    """Share served in time with its margin, waits, bad days, worst interval, double duty and work after closing."""
    words = desk.words
    if not draft.problem.needs:
        st.caption(words("service.no_demand"))
        return
    volume = st.select_slider(words("service.volume"), VOLUMES, 100, format_func=lambda v: f"{v} %", key=f"service_volume_{desk.ref}")
    job = service_job(desk, draft.problem, draft.sheet.roster, tuple(off_line), int(volume))

    @st.fragment(run_every=EVERY_SECONDS if job.active else None)
    def shown() -> None:
        if job.state is JobState.FAILED:
            st.error(plain(job.error))
        elif job.state is JobState.DONE:
            _result(desk, draft.problem.center, job.result)
        else:
            st.caption(words("service.running"))

    shown()


def service_job(desk: Desk, problem: RosterProblem, roster: Roster, off_line: tuple[Activity, ...], volume: int = 100) -> Job:
    """The simulation of a roster, in the background; asked again, the same one."""
    mark = hashlib.sha256(repr((roster.duties, problem.absences, problem.needs, problem.center.queues, off_line, volume)).encode()).hexdigest()[:24]
    return jobs().submit(
        f"simulate {desk.key} {mark}", lambda job: simulate(problem, roster, replications=REPLICATIONS, off_line=off_line, volume=volume / 100.0),
    )


def _result(desk: Desk, center: Center, found: Simulated) -> None:
    words = desk.words
    st.dataframe(pd.DataFrame([_row(desk, center, queue) for queue in found.queues]), hide_index=True, width="stretch")
    for remark in remarks(center, found, desk.lang):
        st.markdown(f"- {plain(remark)}")
    st.caption(headline(found, desk.lang) + " · " + words("service.predicted"))


def _row(desk: Desk, center: Center, queue: QueueService) -> dict[str, str]:
    words, named = desk.words, center.queue[queue.queue]
    worst = "" if queue.worst is None else f"{date_text(queue.worst.start.date(), desk.lang)} {queue.worst.start:%H:%M} · {100 * queue.worst.service:.0f} %"
    return {
        words("service.queue"): named.name_zh if desk.lang == "zh" else named.name_en,
        words("service.within"): f"{queue.within_s / 60:g} min" if queue.within_s >= 120 else f"{queue.within_s:g} s",
        words("service.served"): f"{100 * queue.service:.1f} % ± {100 * queue.margin:.1f}",
        words("service.predicted_column"): _predicted(desk, queue),
        words("service.wait"): f"{queue.wait_s / 60:.1f} min",
        words("service.lost"): f"{100 * queue.lost:.1f} %",
        words("service.bad_days"): "–" if queue.bad_days is None else f"{100 * queue.bad_days:.0f} %" + (words("service.weeks") if queue.over == "week" else ""),
        words("service.worst"): worst + ("" if not worst or queue.over == "interval" or queue.floor is None else words("service.floor", floor=f"{100 * queue.floor:.0f} %")),
    }


def _predicted(desk: Desk, queue: QueueService) -> str:
    """What the chain says; where it can speak of some customers only, beside what was simulated for them."""
    if queue.predicted is None or queue.simulated is None:
        return "–"
    said = f"{100 * queue.predicted:.1f} %"
    return said if queue.compared > WHOLE else said + desk.words("service.part", share=f"{100 * queue.compared:.0f} %", simulated=f"{100 * queue.simulated:.1f} %")

"""What if: scenarios beside the baseline, with differences and a sentence of meaning."""

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.compared import comparison, meaning
from app.parts.compared_curves import compared_curves, mean_day
from app.parts.need_dials import need_dials
from app.parts.scenario_form import scenario_form, shipped
from app.parts.service_truth import service_job
from app.parts.shift_design import shift_design
from app.parts.solve_panel import EVERY_SECONDS, first_roster
from app.state import Desk, current_desk
from app.texts import distinct, plain
from scheduler.measures import measures
from scheduler.planning import Plan, plan
from scheduler.scenario import Scenario, ScenarioFault, apply
from scheduler.simulation_words import compared_line
from scheduler.staffing.simulation.paired import difference
from scheduler.staffing.simulation.report import Simulated

TITLE = ("假设分析", "What if")
ICON = ":material/compare_arrows:"

MOST = 3
"""Scenarios at once beside the baseline; more columns cannot be read."""


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    scenarios, dials, design = st.tabs([words("dials.scenarios"), words("dials.title"), words("design.title")])
    with dials:
        need_dials(desk, draft)
    with design:
        shift_design(desk, draft)
    with scenarios:
        _scenarios(desk)


def _scenarios(desk: Desk) -> None:
    words = desk.words
    st.caption(words("what_if.intro"))
    ready = shipped(desk)
    names = distinct({key: scenario.name(desk.lang) for key, scenario in ready.items()})
    chosen = st.multiselect(
        words("what_if.shipped"),
        list(ready),
        format_func=names.__getitem__,
        key=f"wi_ready_{desk.ref}",
        placeholder=words("shell.choose"),
        max_selections=MOST,
    )
    with st.expander(words("what_if.own"), icon=":material/tune:", expanded=not ready):
        own = scenario_form(desk)
    scenarios = [ready[key] for key in chosen] + ([own] if own else [])
    left, right, _ = st.columns([1, 1, 5])
    if left.button(words("what_if.go"), type="primary", key="wi_go", width="stretch"):
        if scenarios:
            _submit(desk, scenarios[-MOST:])
        else:
            st.warning(words("what_if.nothing"))
    asked: list[tuple[Scenario, str]] = st.session_state.get("scenarios", {}).get(desk.ref, [])
    if asked and right.button(words("what_if.clear"), key="wi_clear", width="stretch"):
        st.session_state["scenarios"].pop(desk.ref)
        st.rerun()
    _results(desk, [(scenario, jobs().get(job_id)) for scenario, job_id in asked])


def _submit(desk: Desk, scenarios: list[Scenario]) -> None:
    """One job for the baseline where rules were changed, one for each scenario."""
    found: list[tuple[Scenario, str]] = []
    for scenario in scenarios:
        try:
            folder = apply(desk.folder, scenario)
        except ScenarioFault as fault:
            st.error(desk.words("what_if.impossible", error=plain(str(fault))))
            continue
        found.append(
            (scenario, _job(desk, folder, f"scenario {desk.key} {desk.session_key} {desk.bands} {scenario!r}").id)
        )
    st.session_state.setdefault("scenarios", {})[desk.ref] = found


def _job(desk: Desk, folder: object, key: str) -> Job:
    start, end, limits, bands = desk.start, desk.end, desk.limits, dict(desk.bands)
    return jobs().submit(key, lambda job: plan(folder, start, end, limits, job.tell, job.halt, bands=bands))  # type: ignore[arg-type]


def _baseline(desk: Desk) -> Job:
    if desk.folder is desk.base and not desk.bands:
        return desk.first_job()
    return _job(desk, desk.folder, f"baseline {desk.key} {desk.session_key} {desk.bands}")


def _results(desk: Desk, asked: list[tuple[Scenario, Job | None]]) -> None:
    words, base = desk.words, _baseline(desk)
    running = [job for job in (base, *(job for _, job in asked)) if job is not None and job.active]
    if running:
        total = 1 + len(asked)

        @st.fragment(run_every=EVERY_SECONDS)
        def wait() -> None:
            left = sum(job.active for job in running)
            if left < len(running):
                st.rerun()
            st.progress((total - left) / total, words("what_if.running", done=total - left, total=total))

        wait()
    if base.state is not JobState.DONE:
        return
    done: list[tuple[str, Plan]] = [(words("what_if.baseline"), base.result)]
    for scenario, job in asked:
        if job is not None and job.state is JobState.DONE:
            done.append((scenario.name(desk.lang), job.result))
        elif job is not None and job.state is JobState.FAILED:
            st.error(words("what_if.impossible", error=plain(f"{scenario.name(desk.lang)}: {job.error}")))
    met = _simulated(desk, done)
    values = [measures(made, found).values for (_, made), found in zip(done, met, strict=True)]
    if len(done) == 1:
        st.info(words("what_if.empty"), icon=":material/compare_arrows:")
    for (name, _), column in zip(done[1:], values[1:], strict=True):
        st.markdown(":material/arrow_right: " + meaning(name, values[0], column, words))
    _truth(desk, [name for name, _ in done], met)
    table, frame = comparison([name for name, _ in done], values, words), mean_day(done)
    if frame is None:
        st.markdown(table)
        return
    left, right = st.columns([3, 2], gap="large")
    left.markdown(table)
    with right:
        compared_curves(frame, words)


def _simulated(desk: Desk, done: list[tuple[str, Plan]]) -> list[Simulated | None]:
    """What customers meet under each plan, the same customers under all; None until it is known, and without a forecast."""
    work = [
        service_job(desk, made.problem, made.roster, made.off_line.activities) if made.needs else None
        for _, made in done
    ]
    if any(job is not None and job.active for job in work):

        @st.fragment(run_every=EVERY_SECONDS)
        def wait() -> None:
            if not any(job is not None and job.active for job in work):
                st.rerun()
            st.caption(desk.words("service.running"))

        wait()
        return [None] * len(done)
    for (name, _), job in zip(done, work, strict=True):
        if job is not None and job.state is JobState.FAILED:
            st.error(desk.words("what_if.not_simulated", error=plain(f"{name}: {job.error}")))
    return [job.result if job is not None and job.state is JobState.DONE else None for job in work]


def _truth(desk: Desk, names: list[str], met: list[Simulated | None]) -> None:
    base = met[0]
    for name, found in zip(names, met, strict=True):
        if found is not None and base is not None:
            st.caption(plain(compared_line(name, found, None if found is base else difference(base, found), desk.lang)))


if __name__ == "__main__":
    show(current_desk())

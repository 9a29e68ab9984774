"""Figures: plan against actual, trends, assessment of people, fairness; import of actuals, bulletin."""

from collections.abc import Sequence

import streamlit as st

from app import months as data
from app.jobs import Job
from app.parts.actuals_import import actuals_import
from app.parts.assessed_people import history, ranking, scores, stars
from app.parts.fair_burdens import fair_burdens
from app.parts.figure_tables import figure_grid, figure_table, headlines
from app.parts.month_downloads import month_downloads
from app.parts.month_trends import month_trends
from app.parts.solve_panel import EVERY_SECONDS, first_roster
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.kpi.bulletin import SHOWN
from scheduler.kpi.months import Month
from scheduler.kpi.special_checks import special_checks, urgent_misses, words_of
from scheduler.kpi.types import SUBJECTS, Figure
from scheduler.store.faults import FolderFaults
from scheduler.words import date_text

TITLE = ("考核与公平", "Figures")
ICON = ":material/monitoring:"


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    try:
        recorded = data.recorded(desk)
    except FolderFaults as faults:
        st.error(words("figures.bad_folder"))
        st.markdown("\n".join(f"- {plain(fault.line(desk.lang))}" for fault in faults.faults))
        return
    month = _chosen(desk, recorded)
    if month is None:
        return
    if not recorded:
        st.info(words("figures.no_months"), icon=":material/upload_file:")
    elif desk.base.traffic is not None:
        st.caption(words("figures.simulated"))
    headlines(recorded, month, words)
    tabs = st.tabs([words(f"figures.tab_{name}") for name in ("figures", "trends", "people", "fair", "files")])
    with tabs[0]:
        _figures(desk, month)
    with tabs[1]:
        month_trends(desk, recorded, month)
    with tabs[2]:
        left, right = st.columns([2, 3], gap="large")
        with left:
            stars(desk, month)
            history(desk, recorded)
        with right:
            scores(desk, month)
            ranking(desk, recorded or (month,), month)
    with tabs[3]:
        fair_burdens(desk, month)
    with tabs[4]:
        left, right = st.columns([3, 2], gap="large")
        with left:
            actuals_import(desk)
        with right:
            month_downloads(desk, recorded, month)


def _chosen(desk: Desk, recorded: Sequence[Month]) -> Month | None:
    """The period looked at: the last whole month of record first, else what is being planned."""
    words = desk.words
    names = {
        m.name: words(
            "figures.month", month=m.name, start=date_text(m.first, desk.lang), end=date_text(m.last, desk.lang)
        )
        for m in recorded
    }
    names[data.DRAFT] = words(
        "figures.draft", start=date_text(desk.start, desk.lang), end=date_text(desk.end, desk.lang)
    )
    whole = [m.name for m in recorded if m.last.day >= 28] or list(names)
    options = list(names)
    box, _ = st.columns([2, 3])
    name = box.selectbox(
        words("figures.period"),
        options,
        index=options.index(whole[-1]),
        format_func=names.__getitem__,
        key=f"figures_period_{desk.ref}",
    )
    if name != data.DRAFT:
        return next(m for m in recorded if m.name == name)
    draft = first_roster(desk)
    return None if draft is None else data.planned(desk, draft)


def _figures(desk: Desk, month: Month) -> None:
    words, problem = desk.words, month.problem
    people = problem.center.person
    errors = _forecast_error(desk, month)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader(words("figures.center"))
        figure_table(problem, [f for f in month.figures if not f.subject or f.kpi == "legal"], words)
        proposed = special_checks(problem, month.actuals)
        if proposed:
            st.subheader(words("figures.checks"))
            for check in proposed:
                st.warning(plain(words.pick(words_of(problem, check))), icon=":material/policy:")
        for missed in urgent_misses(problem, month.actuals):
            st.warning(plain(words.pick(missed)), icon=":material/emergency:")
    with right:
        known = [*month.figures, *errors]
        center = problem.center
        for head, subjects in (
            ("queue", set(center.queue)),
            ("channel", {s for s in SUBJECTS if s.startswith("channel:")}),
            ("site", {f"site:{s}" for s in center.sites}),
            ("section", set(center.section)),
            ("method", {s for s in SUBJECTS if s.startswith("method:")}),
        ):
            mine = [f for f in known if f.subject in subjects]
            if mine:
                st.subheader(words(f"figures.by_{head}"))
                figure_grid(problem, mine, words(f"figures.{head}"), words)
        st.subheader(words("figures.attendance"))
        named = [f for f in month.figures if f.kpi in SHOWN and f.subject in people and f.actual]
        if named:
            figure_table(problem, named, words)
        else:
            st.caption(words("figures.nothing"))


def _forecast_error(desk: Desk, month: Month) -> Sequence[Figure]:
    """Forecast errors of a month of record; while they are computed the page waits in a corner of its own."""
    if (
        desk.base.demand is None
        or not month.actuals.service
        or month.value("wape", desk.base.center.queues[0].id) is not None
    ):
        return ()
    job, found = data.with_forecast_error(desk, month)
    if job.active:
        _wait(desk, job)
    return found


def _wait(desk: Desk, job: Job) -> None:
    @st.fragment(run_every=EVERY_SECONDS)
    def live() -> None:
        if not job.active:
            st.rerun()
        st.caption(":material/hourglass_top: " + desk.words("figures.forecasting"))

    live()


if __name__ == "__main__":
    show(current_desk())

"""Shift design on the What-if page: from a week's need to which shifts, how many, beside the roster as it is."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.design_answer import WEEK, Asked, answer, cells_of
from app.parts.draft import Draft
from app.parts.solve_panel import EVERY_SECONDS
from app.state import Desk
from app.texts import plain
from scheduler.domain.clock import DAY_MINUTES, Horizon, clock_text
from scheduler.planning import targets_of
from scheduler.shift_design.plan import ShiftPlan, plan_shifts
from scheduler.shift_design.wanted import Unfit, Wanted, every, present_starts, served_by_shifts
from scheduler.words import date_text

GRID = (60, 30, 120)
"""Minutes between starts, the usual first."""
SECONDS = 12.0
"""Limit of each search: a manager waits for the answer."""


def shift_design(desk: Desk, draft: Draft) -> None:
    """The question as a form, the answer below it."""
    words, center = desk.words, desk.folder.center
    queues = served_by_shifts(center)
    if not queues:
        st.info(words("design.nothing"), icon=":material/info:")
        return
    if not draft.problem.needs:
        st.caption(words("design.no_need"))
        return
    st.caption(words("design.hint"))
    with st.form(f"design_{desk.ref}"):
        _form(desk, draft, queues)
    asked: Asked | None = st.session_state.get("designs", {}).get(desk.ref)
    job = jobs().get(asked.job) if asked else None
    if asked is None or job is None:
        return
    if job.active:
        _waiting(job, words("solve.running"))
    elif job.state is JobState.FAILED:
        st.error(words("design.wrong", error=_remedy(desk, job.error)))
    else:
        answer(desk, draft, asked, job.result)


def _form(desk: Desk, draft: Draft, queues: Sequence[str]) -> None:
    words, center = desk.words, desk.folder.center
    key = desk.ref
    weeks = _weeks(draft)
    one, two, three = st.columns(3, gap="medium")
    with one:
        first = st.selectbox(
            words("design.week"),
            weeks,
            format_func=lambda d: f"{date_text(d, desk.lang)} – {date_text(d + timedelta(days=WEEK - 1), desk.lang)}",
            key=f"design_week_{key}",
        )
        names = {q: center.queue[q].name_zh if desk.lang == "zh" else center.queue[q].name_en for q in queues}
        queue = st.selectbox(words("design.queue"), queues, format_func=names.__getitem__, key=f"design_queue_{key}")
        grids = [*GRID, 0]
        clocks = words.join(clock_text(s) for s in present_starts(center, center.queue[queue].posts))
        grid = st.selectbox(
            words("design.starts"),
            grids,
            key=f"design_starts_{key}",
            format_func=lambda g: words("design.every", minutes=g) if g else words("design.present", clocks=clocks),
        )
    with two:
        lengths = st.text_input(
            words("design.lengths"), "8.5", key=f"design_lengths_{key}", help=words("design.lengths_help"), max_chars=40
        )
        meal = st.number_input(
            words("design.meal"),
            0,
            120,
            center.slot_minutes if center.slot_minutes >= 30 else 30,
            center.slot_minutes,
            key=f"design_meal_{key}",
        )
        rest = st.number_input(words("design.rest"), 0, 60, 0, center.slot_minutes, key=f"design_rest_{key}")
    with three:
        kinds = st.number_input(words("design.kinds"), 0, 100, 6, key=f"design_kinds_{key}")
        budget = st.number_input(words("design.budget"), 0, 100_000, 0, key=f"design_budget_{key}")
        split = st.text_input(words("design.split"), "", key=f"design_split_{key}", max_chars=40)
    if not st.form_submit_button(words("design.go"), type="primary", key=f"design_go_{key}"):
        return
    read = [_hours(desk, text) for text in (lengths, split)]
    if read[0] is None or read[1] is None:
        return
    starts = every(grid) if grid else present_starts(center, center.queue[queue].posts)
    wanted = Wanted(starts, read[0], int(meal), int(rest), read[1], int(budget) or None, int(kinds) or None)
    _submit(desk, draft, queue, first, wanted)


def _weeks(draft: Draft) -> list[date]:
    """First days of the whole weeks of the period; of all it has, where it is shorter."""
    horizon = draft.problem.horizon
    return [horizon.date(d) for d in range(0, max(1, horizon.days - WEEK + 1), WEEK)]


def _hours(desk: Desk, text: str) -> tuple[int, ...] | None:
    """Hours with commas as minutes; None after saying what is wrong."""
    parts = [part for part in text.replace("、", ",").replace("，", ",").replace(" ", ",").split(",") if part]
    try:
        found = tuple(round(60 * float(part)) for part in parts)
    except (ValueError, OverflowError):
        found = (0,)
    if any(not 0 < minutes <= DAY_MINUTES for minutes in found):
        st.error(desk.words("design.wrong", error=desk.words("design.number", text=plain(text))))
        return None
    return found


def _submit(desk: Desk, draft: Draft, queue: str, first: date, wanted: Wanted) -> None:
    cells = cells_of(draft, queue, first)
    center, target = desk.folder.center, targets_of(desk.folder.center)[queue].target
    try:
        allowed = wanted.allowed(center.slot_minutes)
    except Unfit as error:
        st.error(desk.words("design.wrong", error=plain(error.text(desk.lang))))
        return
    horizon = Horizon(first, WEEK)
    minutes = [horizon.minute(c.start) for c in cells]

    def work(job: Job) -> ShiftPlan:
        return plan_shifts(
            cells, minutes, target, allowed, WEEK, budget=wanted.budget, seconds=SECONDS, kinds=wanted.kinds
        )

    job = jobs().submit(f"design {desk.key} {queue} {first} {wanted!r} {hash(cells)}", work)
    st.session_state.setdefault("designs", {})[desk.ref] = Asked(queue, first, job.id)


def _waiting(job: Job, text: str) -> None:
    @st.fragment(run_every=EVERY_SECONDS)
    def wait() -> None:
        if not job.active:
            st.rerun()
        st.progress(min(0.95, job.seconds / (4 * SECONDS)), text)

    wait()


def _remedy(desk: Desk, error: str) -> str:
    """A failure in the reader's words."""
    words = desk.words
    if "no shift covers it" in error:
        return words("design.holes")
    if "kinds of shifts" in error:
        return words("design.few_kinds")
    return words("design.too_long") if "no design found" in error else plain(error.partition(": ")[2] or error)

"""Shift design on the What-if page: from a week's need to which shifts, how many, beside the roster as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.cover_chart import BLUE, GREY, ORANGE
from app.parts.cover_frame import heads_on
from app.parts.draft import Draft
from app.parts.solve_panel import EVERY_SECONDS
from app.state import Desk
from app.texts import plain
from scheduler.domain.clock import DAY_MINUTES, Horizon, clock_text
from scheduler.domain.need import NeedCell
from scheduler.domain.roster_view import RosterView
from scheduler.planning import targets_of
from scheduler.shift_design.plan import Counted, ShiftPlan, meets, plan_shifts
from scheduler.shift_design.wanted import Unfit, Wanted, every, present_starts, served_by_shifts
from scheduler.shift_design.words import shift_rows, shift_text
from scheduler.words import WEEKDAYS, date_text

GRID = (60, 30, 120)
"""Minutes between starts, the usual first."""
SECONDS = 12.0
"""Limit of each search: a manager waits for the answer."""
WEEK = 7
HEIGHT = 230


@dataclass(frozen=True)
class Asked:
    """One design that was asked for."""

    queue: str
    first: date
    job: str


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
        _answer(desk, draft, asked, job.result)


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
    cells = _cells(draft, queue, first)
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


def _cells(draft: Draft, queue: str, first: date) -> tuple[NeedCell, ...]:
    last = first + timedelta(days=WEEK)
    return tuple(
        sorted(
            (c for c in draft.problem.needs if c.queue == queue and first <= c.start.date() < last),
            key=lambda c: c.start,
        )
    )


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


def _answer(desk: Desk, draft: Draft, asked: Asked, found: ShiftPlan) -> None:
    words, center = desk.words, desk.folder.center
    cells = _cells(draft, asked.queue, asked.first)
    posts = center.queue[asked.queue].posts
    view, minute = RosterView(draft.problem, draft.sheet.roster), draft.problem.horizon.minute
    there = [int(heads_on(view, posts, minute(c.start), minute(c.end)) + 0.01) for c in cells]
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.markdown(_measures(desk, draft, asked, found, cells, there))
        st.caption(words("design.gap", gap=f"{100 * found.gap:.1f} %") + " " + words("design.rostered_hint"))
    with right:
        st.altair_chart(_chart(desk, cells, found, there), width="stretch")
    breaks = st.toggle(words("design.with_breaks"), False, key=f"design_breaks_{desk.ref}")
    table = _table(desk, asked.first, found.shifts, breaks)
    st.dataframe(table, hide_index=True, width="stretch", height=min(700, 38 + 35 * len(table)))
    one, two = st.columns([1, 4], vertical_alignment="center")
    one.download_button(
        words("design.download"),
        shift_rows(found, posts[0]).encode("utf-8-sig"),
        "shifts.csv",
        "text/csv",
        key=f"design_file_{desk.ref}",
        icon=":material/download:",
    )
    two.caption(words("design.download_hint"))


def _measures(
    desk: Desk, draft: Draft, asked: Asked, found: ShiftPlan, cells: Sequence[NeedCell], there: Sequence[int]
) -> str:
    """As rostered, the fewest shifts, and as many with the fewest customers lost."""
    words, center = desk.words, desk.folder.center
    lost, served, below = meets(cells, targets_of(center)[asked.queue].target, there)
    pool = center.queue[asked.queue].posts
    days = {asked.first + timedelta(days=d) for d in range(WEEK)}
    own = [
        center.shift[d.shift]
        for d in draft.sheet.roster.duties
        if d.day in days and d.shift in center.shift and center.shift[d.shift].pool in pool
    ]
    columns = (
        (len(own), len({s.code for s in own}), sum(s.paid_minutes for s in own) / 60.0, lost, served, below),
        (
            _count(found.naive),
            _kinds(found.naive),
            found.naive_paid_hours,
            found.naive_lost,
            found.naive_service,
            found.naive_below,
        ),
        (_count(found.shifts), _kinds(found.shifts), found.paid_hours, found.lost, found.service, found.below),
    )
    lines = [
        "| " + " | ".join(words(f"design.{n}") for n in ("measure", "rostered", "fewest", "best")) + " |",
        "|---|--:|--:|--:|",
    ]
    for name, row in zip(
        ("count", "kinds_used", "paid", "lost", "served", "below"), zip(*columns, strict=True), strict=True
    ):
        shown = [f"{100 * v:.1f}" if name == "served" else f"{v:,.0f}" for v in row]
        lines.append(f"| {words('design.' + name)} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _count(shifts: Sequence[Counted]) -> int:
    return sum(c.count for c in shifts)


def _kinds(shifts: Sequence[Counted]) -> int:
    return len({c.pattern.kind for c in shifts})


def _table(desk: Desk, first: date, shifts: Sequence[Counted], breaks: bool) -> pd.DataFrame:
    """Shifts down, days across, how many; what nobody works is left empty."""
    names = [
        f"{WEEKDAYS[desk.lang][(first + timedelta(days=d)).weekday()]} {first + timedelta(days=d):%m-%d}"
        for d in range(WEEK)
    ]
    rows: dict[str, list[int]] = {}
    for counted in sorted(shifts, key=lambda c: (c.pattern.start, c.pattern.end, c.pattern.spans)):
        line = rows.setdefault(shift_text(counted.pattern, desk.lang, breaks), [0] * WEEK)
        line[counted.pattern.day] += counted.count
    return pd.DataFrame(
        [
            {
                desk.words("design.shift"): text,
                **{name: str(n) if n else "" for name, n in zip(names, line, strict=True)},
                "Σ": str(sum(line)),
            }
            for text, line in rows.items()
        ]
    )


def _chart(desk: Desk, cells: Sequence[NeedCell], found: ShiftPlan, there: Sequence[int]) -> alt.LayerChart:
    """The need as an area, designed and rostered heads as steps over it."""
    words = desk.words
    at = pd.to_datetime([c.start for c in cells])
    need = (
        alt.Chart(pd.DataFrame({"at": at, "heads": np.array(found.need)}))
        .mark_area(interpolate="step-after", color=GREY, opacity=0.45)
        .encode(
            x=alt.X("at:T", title=None, axis=alt.Axis(format="%m-%d", tickCount="day", grid=True)),
            y=alt.Y("heads:Q", title=words("design.heads")),
        )
    )
    names = {words("design.designed"): (found.heads, ORANGE), words("design.now"): (tuple(there), BLUE)}
    long = pd.concat(
        [pd.DataFrame({"at": at, "heads": np.array(heads), "what": name}) for name, (heads, _) in names.items()]
    )
    lines = (
        alt.Chart(long)
        .mark_line(interpolate="step-after", strokeWidth=1.4)
        .encode(
            x="at:T",
            y="heads:Q",
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(names), range=[color for _, color in names.values()]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["what", alt.Tooltip("at:T", format="%m-%d %H:%M"), "heads:Q"],
        )
    )
    return (need + lines).properties(height=HEIGHT)

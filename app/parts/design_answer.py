"""The answer of a shift design: figures beside the roster as it is, the shifts by day, and the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from app.parts.cover_chart import BLUE, GREY, ORANGE
from app.parts.cover_frame import heads_on
from app.parts.draft import Draft
from app.state import Desk
from scheduler.domain.need import NeedCell
from scheduler.domain.roster_view import RosterView
from scheduler.planning import targets_of
from scheduler.shift_design.plan import Counted, ShiftPlan, meets
from scheduler.shift_design.words import shift_rows, shift_text
from scheduler.words import WEEKDAYS

WEEK = 7
HEIGHT = 230


@dataclass(frozen=True)
class Asked:
    """One design that was asked for."""

    queue: str
    first: date
    job: str


def cells_of(draft: Draft, queue: str, first: date) -> tuple[NeedCell, ...]:
    """The need of one queue over the week from a day on, in time."""
    last = first + timedelta(days=WEEK)
    return tuple(
        sorted(
            (c for c in draft.problem.needs if c.queue == queue and first <= c.start.date() < last),
            key=lambda c: c.start,
        )
    )


def answer(desk: Desk, draft: Draft, asked: Asked, found: ShiftPlan) -> None:
    """Figures, shifts and chart of a design that is ready."""
    words, center = desk.words, desk.folder.center
    cells = cells_of(draft, asked.queue, asked.first)
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

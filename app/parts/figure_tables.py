"""Figures as tables: plan beside actual, and how they moved."""

from collections.abc import Iterable, Sequence

import altair as alt
import pandas as pd
import streamlit as st

from app.texts import Words
from scheduler.domain.problem import RosterProblem
from scheduler.kpi.bulletin import line, number, subject_name
from scheduler.kpi.months import Month
from scheduler.kpi.types import NAMES, UNITS, Figure

HEADLINES = ("answer_timeliness", "satisfaction", "open_rate", "empty_minutes", "attendance", "complaints")
GOOD_WHEN_LESS = frozenset({"empty_minutes", "complaints", "late", "absent"})


def figure_table(problem: RosterProblem, figures: Iterable[Figure], words: Words) -> None:
    """Name, subject, plan, actual and article, one line a figure."""
    rows = []
    for f in figures:
        name, subject, plan, actual = line(problem, f, words.lang)
        rows.append(
            {
                words("figures.figure"): name,
                words("figures.of"): subject,
                words("figures.plan"): plan,
                words("figures.actual"): actual,
                words("figures.article"): f.article,
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(560, 38 + 35 * len(rows)))


def figure_grid(problem: RosterProblem, figures: Sequence[Figure], head: str, words: Words) -> None:
    """One row a subject, one column a figure: as it turned out, as planned where only that is known."""
    kpis = [kpi for kpi in NAMES if any(f.kpi == kpi for f in figures)]
    known = {(f.kpi, f.subject): f for f in figures}
    rows = []
    for subject in dict.fromkeys(f.subject for f in figures):
        row = {head: subject_name(problem, subject, words.lang)}
        for kpi in kpis:
            f = known.get((kpi, subject))
            unit = NAMES[kpi][2]
            row[f"{words.pick(NAMES[kpi][:2])}{f' ({words.pick(UNITS[unit])})' if unit != 'index' else ''}"] = (
                "–" if f is None else number(f.plan if f.actual is None else f.actual, unit)
            )
        rows.append(row)
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=38 + 35 * len(rows))


def headlines(months: Sequence[Month], month: Month, words: Words) -> None:
    """The few figures one looks at first, each with its change against the month before."""
    place = next((i for i, m in enumerate(months) if m is month), 0)
    before = months[place - 1] if place > 0 else None
    shown = [(kpi, value) for kpi in HEADLINES if (value := month.value(kpi)) is not None]
    if not shown:
        return
    for column, (kpi, value) in zip(st.columns(len(shown)), shown, strict=True):
        zh, en, unit, _ = NAMES[kpi]
        old = before.value(kpi) if before is not None else None
        change = (
            None
            if old is None or abs(value - old) < 0.05
            else f"{value - old:+.1f}"
            if unit not in ("count", "cases", "min")
            else f"{value - old:+.0f}"
        )
        text = f"{number(value, unit)} {words.pick(UNITS[unit])}".strip()
        column.metric(
            words.pick((zh, en)),
            text,
            change,
            delta_color="inverse" if kpi in GOOD_WHEN_LESS else "normal",
            border=True,
        )


def trend_chart(months: Sequence[Month], kpis: Sequence[str], subject: str, words: Words) -> alt.Chart | None:
    """One small panel a figure over the months; None where nothing is known of the subject."""
    rows = [
        {"month": m.name, "figure": words.pick(NAMES[kpi][:2]), "value": value, "order": i}
        for i, kpi in enumerate(kpis)
        for m in months
        if (value := m.value(kpi, subject)) is not None
    ]
    if not rows:
        return None
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, padding=8)),
        tooltip=[
            alt.Tooltip("figure:N", title=words("figures.figure")),
            alt.Tooltip("month:O", title=words("figures.period")),
            alt.Tooltip("value:Q", format=".1f", title=words("figures.actual")),
        ],
    )
    panel = (
        base.mark_line(point=alt.OverlayMarkDef(size=60), color="#1e6fc2")
        + base.mark_text(dy=-12).encode(text=alt.Text("value:Q", format=".1f"))
    ).properties(width=230, height=120)
    return panel.facet(
        facet=alt.Facet("figure:N", title=None, sort=alt.EncodingSortField("order")), columns=4
    ).resolve_scale(y="independent")


def subjects_of(months: Sequence[Month], kpis: Sequence[str], words: Words) -> dict[str, str]:
    """Subjects of some figures with their names, the center first, people left out."""
    found = {f.subject for m in months for f in m.figures if f.kpi in kpis and f.subject not in m.problem.center.person}
    return {s: subject_name(months[-1].problem, s, words.lang) for s in sorted(found)}

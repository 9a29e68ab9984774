"""People on the Figures page: shortlist with reasons, scores, one person's months, the yearly ranking."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from app.state import Desk
from app.texts import distinct, plain
from scheduler.domain.assessment import MEASURES
from scheduler.kpi.months import Month
from scheduler.kpi.ranking import KNOWN, yearly_ranking
from scheduler.kpi.stars import passed_over


def stars(desk: Desk, month: Month) -> None:
    """The shortlist, and why others are not on it."""
    words, person = desk.words, month.problem.center.person
    st.subheader(words("figures.stars"))
    if not month.stars:
        st.caption(words("figures.no_stars"))
    for place, c in enumerate(month.stars, 1):
        st.markdown(
            f"{place}. **{plain(person[c.person].name(desk.lang))}** {c.score:.1f} · :gray[{plain(words.pick(c.reason))}]"
        )
    others = passed_over(month.problem, month.roster, month.actuals)
    if others:
        with st.expander(words("figures.passed", count=len(others))):
            st.markdown(
                "\n".join(f"- {plain(person[a.person].name(desk.lang))}: {plain(words.pick(why))}" for a, why in others)
            )


def scores(desk: Desk, month: Month) -> None:
    """Everybody's measures and weighted score."""
    words, center = desk.words, month.problem.center
    st.subheader(words("figures.scores"))
    total = sum(center.assessment.weights.values()) or 1
    said = words.join(f"{words.pick(MEASURES[m])} {100 * w / total:.0f}%" for m, w in center.assessment.weights.items())
    st.caption(words("figures.weights", weights=plain(said)))
    scored = [a for a in month.assessed if a.share >= KNOWN]
    weighed = [m for m in MEASURES if any(m in a.measures for a in scored)]
    rows = [
        {
            words("shell.person"): center.person[a.person].name(desk.lang),
            words("figures.score"): round(a.score, 1),
            words("figures.known"): round(100 * a.share),
            words("figures.ratings"): a.ratings,
            words("figures.covers"): a.covers,
            **{_measure(desk, m): round(a.measures[m], 1) if m in a.measures else None for m in weighed},
        }
        for a in scored
    ]
    left = len(month.assessed) - len(scored)
    if not rows:
        st.caption(words("shell.none"))
    else:
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            width="stretch",
            height=min(520, 38 + 35 * len(rows)),
            column_config={
                words("figures.known"): st.column_config.NumberColumn(format="%d %%"),
            },
        )
    if left:
        st.caption(words("figures.unscored", count=left))


def _measure(desk: Desk, measure: str) -> str:
    """Name of a measure as a heading; covers taken have a column of their own, in half-days."""
    name = desk.words.pick(MEASURES[measure])
    return f"{name} %" if measure == "covers" else name


def history(desk: Desk, months: Sequence[Month]) -> None:
    """One person's score and measures over the months (4-21)."""
    words = desk.words
    known = sorted({a.person for m in months for a in m.assessed if a.share >= KNOWN})
    if not known:
        return
    st.subheader(words("figures.history"))
    names = distinct({p: desk.base.center.person[p].name(desk.lang) for p in known if p in desk.base.center.person})
    who = st.selectbox(words("shell.person"), list(names), format_func=names.__getitem__, key=f"figures_who_{desk.ref}")
    rows = history_rows(desk, months, str(who))
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
            color=alt.Color("what:N", title=None, legend=alt.Legend(orient="right")),
            strokeWidth=alt.condition(f"datum.what == '{words('figures.score')}'", alt.value(4), alt.value(1.5)),
            tooltip=["month", "what", alt.Tooltip("value:Q", format=".1f")],
        )
        .properties(height=230)
    )
    st.altair_chart(chart, width="stretch")


def history_rows(desk: Desk, months: Sequence[Month], who: str) -> list[dict[str, str | float]]:
    """Score and weighed measures of one person by month."""
    weights = desk.base.center.assessment.weights
    return [
        {"month": m.name, "what": what, "value": value}
        for m in months
        for a in m.assessed
        if a.person == who
        for what, value in (
            (desk.words("figures.score"), a.score),
            *((_measure(desk, k), v) for k, v in a.measures.items() if k in weights),
        )
    ]


def ranking(desk: Desk, months: Sequence[Month], month: Month) -> None:
    """The year so far, within sections or ranks (4-20)."""
    words, year = desk.words, month.first.year
    st.subheader(words("figures.ranking", year=year))
    by = (
        st.segmented_control(
            words("figures.by"),
            ("section", "rank"),
            default="section",
            format_func=lambda k: words(f"figures.by_{k}"),
            key=f"figures_by_{desk.ref}",
        )
        or "section"
    )
    center = month.problem.center

    def group(key: str) -> str:
        if by == "section":
            found = center.section[key]
            return found.name_zh if desk.lang == "zh" else found.name_en
        return words.pick(center.rank_names.get(key, (key, key)))

    rows = [
        {
            words("figures.group"): group(r.section),
            words("figures.place"): r.place,
            words("shell.person"): center.person[r.person].name(desk.lang),
            words("figures.score"): round(r.score, 1),
            words("figures.months"): r.months,
            words("figures.covers"): r.covers,
        }
        for r in yearly_ranking(months, year, by)
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(460, 38 + 35 * len(rows)))
    else:
        st.caption(words("shell.none"))

"""Heads required and rostered over the hours of a day, a panel for each scenario."""

import altair as alt
import pandas as pd
import streamlit as st

from app.parts.cover_frame import cover_frame
from app.texts import Words
from scheduler.planning import Plan


def mean_day(done: list[tuple[str, Plan]]) -> pd.DataFrame | None:
    """Mean required and rostered heads over the hours of a day; None where they say nothing (windows held by name)."""
    rows = []
    for number, (name, made) in enumerate(done):
        if not made.needs or all(post.heads for post in made.problem.center.posts):
            return None
        frame = cover_frame(made.problem, made.roster).groupby("minute")[["required", "rostered"]].mean().reset_index()
        rows.append(frame.assign(scenario=name, number=number))
    return pd.concat(rows, ignore_index=True)


def compared_curves(frame: pd.DataFrame, words: Words) -> None:
    """Required and rostered over the hours of a day, one panel a scenario."""
    frame["hour"] = frame["minute"] / 60
    # A line must not cross the time at which nothing is open.
    frame["run"] = (frame["minute"].diff() != frame["minute"].diff().mode()[0]).cumsum()
    long = frame.melt(["hour", "scenario", "number", "run"], ["required", "rostered"], "what", "heads")
    lines = [words("chart.required"), words("chart.rostered")]
    long["what"] = long["what"].map(dict(zip(("required", "rostered"), lines, strict=True)))
    st.markdown(f"**{words('what_if.chart')}**")
    chart = (
        alt.Chart(long)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X(
                "hour:Q",
                title=None,
                axis=alt.Axis(format="02d", labelExpr="datum.label + ':00'", tickCount=8, grid=False),
            ),
            y=alt.Y("heads:Q", title=words("chart.heads"), scale=alt.Scale(zero=True)),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=lines, range=["#e67700", "#1e6fc2"]),
                legend=alt.Legend(orient="top"),
            ),
            row=alt.Row(
                "scenario:N",
                title=None,
                sort=alt.EncodingSortField("number"),
                header=alt.Header(labelAngle=0, labelAlign="left", labelAnchor="start", labelOrient="top"),
            ),
            detail="run:N",
            tooltip=["what", alt.Tooltip("heads:Q", format=".1f")],
        )
        .properties(height=90, width=430)
    )
    st.altair_chart(chart, width="content")

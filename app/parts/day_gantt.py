"""The day as a chart: people over time with posts, blocks off the line and absences; heads on the line below."""

from datetime import datetime

import altair as alt
import pandas as pd

from app.parts.cover_chart import BLUE, ORANGE, RED
from app.texts import Words
from scheduler.words import OFF_LINE as KINDS

ROW = 25
"""Height of one person in pixels."""

POST, BACK, AWAY = "#8ab4e3", "#d5dde6", "#f3c9c9"

KIND_COLORS = {
    "meal": "#f4a340",
    "rest": "#ffd166",
    "protected": "#c77dff",
    "call_back": "#2a9d8f",
    "follow_up": "#57b894",
    "filing": "#8d6e63",
    "coaching": "#5e60ce",
    "training": "#6d83d3",
    "management": "#4a6fa5",
    "client_info": "#3fa7d6",
    "mail": "#76c893",
    "task": "#7f8c8d",
    "relief": "#1b5fa8",
}
"""Blocks; rest is warm, work off the line is cool, a relief is the dark of a post. The letter says it too."""


FRAME = 95
"""Pixels of the hours above and the legend below: the page fits them into the height given."""

NAMES = 116
"""Pixels left of both charts, so that their hours stand under each other."""


def day_gantt(frame: pd.DataFrame, words: Words, now: datetime | None = None) -> alt.LayerChart:
    """Bars by person: posts, what is done off the line, absences; a line for the present moment."""
    people = frame.sort_values("order")["person"].drop_duplicates().tolist()
    domain = hours(frame)
    x = alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(domain=domain),
        axis=alt.Axis(format="%H:%M", orient="top", grid=True, gridColor="#e8ebef", tickCount="hour"),
    )
    y = alt.Y(
        "person:N",
        title=None,
        sort=people,
        axis=alt.Axis(labelFontSize=12, labelLimit=NAMES - 12, minExtent=NAMES, maxExtent=NAMES),
    )
    told = frame.assign(
        kind=[words.pick(KINDS[w]) if w in KINDS else words(f"day.{w}") for w in frame["what"]],
        clock=[f"{a:%H:%M}–{b:%H:%M}" for a, b in zip(frame["start"], frame["end"], strict=True)],
        long=[(b - a).total_seconds() >= 5400 for a, b in zip(frame["start"], frame["end"], strict=True)],
    )
    tip = [
        alt.Tooltip("person:N", title=words("shell.person")),
        alt.Tooltip("clock:N", title=words("chart.time")),
        alt.Tooltip("told:N", title=words("day.what")),
        alt.Tooltip("article:N", title=words("day.article")),
    ]
    shown = [k for k in ("post", "back", "away", *KINDS) if k in set(told["what"])]
    names = [words.pick(KINDS[k]) if k in KINDS else words(f"day.{k}") for k in shown]
    colors = [{"post": POST, "back": BACK, "away": AWAY}.get(k) or KIND_COLORS[k] for k in shown]
    color = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=names, range=colors), legend=alt.Legend(orient="bottom", columns=8)
    )
    base = alt.Chart(told)
    work = (
        base.transform_filter("datum.layer != 'block'")
        .mark_bar(height=ROW - 7, cornerRadius=2)
        .encode(x=x, x2="end:T", y=y, color=color, tooltip=tip)
    )
    blocks = (
        base.transform_filter("datum.layer == 'block'")
        .mark_bar(height=ROW - 5, cornerRadius=3, stroke="white", strokeWidth=1)
        .encode(x=x, x2="end:T", y=y, color=color, tooltip=tip)
    )
    middle = told.assign(at=told["start"] + (told["end"] - told["start"]) / 2)
    letters = (
        alt.Chart(middle[middle["layer"] == "block"])
        .mark_text(fontSize=10, fontWeight="bold", color="#1d2733")
        .encode(x="at:T", y=y, text="label:N", tooltip=tip)
    )
    dark = (
        alt.Chart(middle[(middle["layer"] == "block") & (middle["what"] == "relief")])
        .mark_text(fontSize=10, fontWeight="bold", color="white")
        .encode(x="at:T", y=y, text="label:N")
    )
    first = told[(told["layer"] == "duty") & (told["label"] != "")]
    posts = (
        alt.Chart(first.assign(at=first["start"] + pd.Timedelta(minutes=6)))
        .mark_text(fontSize=10, align="left", color="#24476b")
        .encode(x="at:T", y=y, text="label:N")
    )
    layers = [work, blocks, letters, dark, posts]
    if now is not None and domain[0] <= now <= domain[1]:
        layers.append(
            alt.Chart(pd.DataFrame({"at": [now]}))
            .mark_rule(color=RED, strokeWidth=1.6, strokeDash=[4, 3])
            .encode(x="at:T")
        )
    return alt.layer(*layers).properties(height=ROW * max(1, len(people)) + FRAME)


def hours(frame: pd.DataFrame) -> list[datetime]:
    """First and last moment of a day's bars."""
    return [frame["start"].min(), frame["end"].max()]


def line_strip(line: pd.DataFrame, domain: list[datetime], words: Words) -> alt.LayerChart:
    """Heads on the line against the need, on the same hours; what is missing in red."""
    shown = line.assign(
        zero=0.0, top=line[["required", "on_line"]].max(axis=1), clock=[f"{a:%H:%M}" for a in line["start"]]
    )
    x = alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(domain=domain),
        axis=alt.Axis(format="%H:%M", grid=False, tickCount="hour"),
    )
    tip = [
        alt.Tooltip("clock:N", title=words("chart.time")),
        alt.Tooltip("required:Q", title=words("chart.required"), format=".0f"),
        alt.Tooltip("rostered:Q", title=words("chart.rostered"), format=".0f"),
        alt.Tooltip("on_line:Q", title=words("day.on_line"), format=".0f"),
    ]
    base = alt.Chart(shown)
    rostered = base.mark_rect(color=BLUE, opacity=0.16).encode(
        x=x,
        x2="end:T",
        y=alt.Y("rostered:Q", title=None, axis=alt.Axis(tickMinStep=1, minExtent=NAMES, maxExtent=NAMES)),
        y2="zero:Q",
        tooltip=tip,
    )
    on = base.mark_rect(color=BLUE, opacity=0.45).encode(x=x, x2="end:T", y="on_line:Q", y2="zero:Q", tooltip=tip)
    short = (
        base.transform_filter("datum.required > datum.on_line")
        .mark_rect(color=RED, opacity=0.85)
        .encode(x=x, x2="end:T", y="on_line:Q", y2="top:Q", tooltip=tip)
    )
    need = base.mark_tick(color=ORANGE, thickness=2.4, orient="horizontal", bandSize=14).encode(
        x=x, y="required:Q", tooltip=tip
    )
    return alt.layer(rostered, on, short, need).properties(height=150)

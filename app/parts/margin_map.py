"""The margin of every post as a map: over the days of the period, or over the hours of one day."""

from datetime import date

import altair as alt
import pandas as pd

from app.texts import Words
from scheduler.domain.clock import DAY_MINUTES, clock_text
from scheduler.reserve.margin import Certificate
from scheduler.words import date_text

COLORS = {-1: "#b71c1c", 0: "#f57c00", 1: "#aed581", 2: "#2e7d32"}
HOURS = {"labelExpr": "datum.value + ':00'", "tickMinStep": 1, "grid": False}


def margin_frame(found: Certificate, lang: str) -> pd.DataFrame:
    """One row a post and block: ``post, name, date, start, end`` (minutes of the day), ``margin`` (at most 2), ``who``.

    A post has the margin of the posts it shares people with; ``who`` are those who must not be missing.
    """
    center = found.problem.center
    rows = []
    for line in found.blocks:
        start = line.block.start - line.block.day * DAY_MINUTES
        for zone in line.zones:
            for post in zone.posts:
                who = sorted({p for p, posts in zone.single if post in posts})
                known = center.post[post]
                rows.append(
                    {
                        "post": post,
                        "number": known.number,
                        "name": f"{post} {known.name(lang)}",
                        "date": found.problem.date(line.block.day),
                        "start": start,
                        "end": start + line.block.minutes,
                        "margin": -1
                        if post in zone.empty
                        else min(zone.margin, 2)
                        if zone.margin >= 0
                        else 0
                        if who
                        else 1,
                        "who": ("、" if lang == "zh" else ", ").join(center.person[p].name(lang) for p in who) or "–",
                    }
                )
    return pd.DataFrame(rows)


def margin_map(frame: pd.DataFrame, words: Words, on: date | None = None) -> alt.Chart:
    """The map of the whole period, or of the hours of one day.

    Where there is one pool alone, its hours take the place of the posts.
    """
    posts = frame.drop_duplicates("post").sort_values(["number", "post"])["name"].tolist()
    if on is not None:
        return _of_day(frame[frame["date"] == on], posts, words)
    day = alt.X("day:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, orient="top"))
    if len(posts) == 1:
        cells = _spelled(frame, words).assign(day=[f"{d:%m-%d}" for d in frame["date"]])
        hours = alt.Y("at:Q", title=None, axis=alt.Axis(**HOURS), scale=alt.Scale(reverse=True, zero=False, nice=False))
        return (
            _colored(alt.Chart(cells), words)
            .mark_rect(stroke="white", strokeWidth=0.5)
            .encode(x=day, y=hours, y2="to:Q")
            .properties(height=420)
        )
    cells = frame.sort_values("margin").groupby(["date", "name"], as_index=False).first()
    cells = cells.assign(
        day=[f"{d:%m-%d}" for d in cells["date"]], long=[date_text(d, words.lang) for d in cells["date"]]
    )
    return (
        _colored(alt.Chart(cells), words)
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            x=day,
            y=alt.Y("name:N", title=None, sort=posts, axis=alt.Axis(labelLimit=220)),
        )
        .properties(height=alt.Step(26))
    )


def _of_day(frame: pd.DataFrame, posts: list[str], words: Words) -> alt.Chart:
    hours = alt.X("at:Q", title=None, axis=alt.Axis(**HOURS, orient="top"), scale=alt.Scale(zero=False, nice=False))
    return (
        _colored(alt.Chart(_spelled(frame, words)), words)
        .mark_rect(stroke="white", strokeWidth=2)
        .encode(
            x=hours,
            x2="to:Q",
            y=alt.Y("name:N", title=None, sort=posts, axis=alt.Axis(labelLimit=220)),
        )
        .properties(height=alt.Step(30))
    )


def _spelled(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The same with hours as numbers, and day and time in words."""
    return frame.assign(
        long=[
            f"{date_text(d, words.lang)} {clock_text(a)}–{clock_text(b)}"
            for d, a, b in zip(frame["date"], frame["start"], frame["end"], strict=True)
        ],
        at=frame["start"] / 60,
        to=frame["end"] / 60,
    )


def _colored(chart: alt.Chart, words: Words) -> alt.Chart:
    known = {-1: words("margin.short"), 0: words("margin.none_left"), 1: words("margin.one"), 2: words("margin.two")}
    return chart.transform_calculate(
        label=" : ".join(f"datum.margin == {k} ? {v!r}" for k, v in known.items()) + " : ''"
    ).encode(
        color=alt.Color(
            "label:N",
            title=None,
            scale=alt.Scale(domain=list(known.values()), range=[COLORS[k] for k in known]),
            legend=alt.Legend(orient="bottom", columns=4, labelLimit=260),
        ),
        tooltip=[
            alt.Tooltip("long:N", title=words("shell.date")),
            alt.Tooltip("name:N", title=words("shell.post")),
            alt.Tooltip("label:N", title=words("margin.margin")),
            alt.Tooltip("who:N", title=words("margin.who")),
        ],
    )

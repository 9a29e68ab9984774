"""Charts: need against roster, heat map of the gaps, forecast with its band, a running solve."""

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from app.texts import Words
from scheduler.domain.clock import clock_text
from scheduler.domain.solution import Progress
from scheduler.words import TIERS, WEEKDAYS

BLUE, RED, ORANGE, GREY = "#1e6fc2", "#d32f2f", "#e67700", "#90a4ae"
DAY_HEIGHT = 250


def day_chart(frame: pd.DataFrame, words: Words) -> alt.LayerChart:
    """Bars of people on post, the required line over them, what is missing in red."""
    shown = frame.assign(
        missing=frame[["required", "rostered"]].max(axis=1),
        clock=[clock_text(m) for m in frame["minute"]],
        zero=0.0,
        run=_runs(frame),
    )
    x = alt.X("start:T", title=None, axis=alt.Axis(format="%H:%M", grid=False))
    tip = [
        alt.Tooltip("clock:N", title=words("chart.time")),
        alt.Tooltip("required:Q", title=words("chart.required"), format=".0f"),
        alt.Tooltip("rostered:Q", title=words("chart.rostered"), format=".1f"),
        alt.Tooltip("gap:Q", title=words("chart.gap"), format="+.1f"),
    ]
    base = alt.Chart(shown)
    bars = base.mark_rect(color=BLUE, opacity=0.4, stroke="white", strokeWidth=0.5).encode(
        x=x,
        x2="end:T",
        y=alt.Y("rostered:Q", title=words("chart.heads"), axis=alt.Axis(tickMinStep=1)),
        y2="zero:Q",
        tooltip=tip,
    )
    short = (
        base.transform_filter("datum.gap < -0.01")
        .mark_rect(color=RED, opacity=0.85)
        .encode(x=x, x2="end:T", y="rostered:Q", y2="missing:Q", tooltip=tip)
    )
    ends = shown.groupby("run").tail(1)
    edge = pd.concat(
        [shown[["start", "required", "run"]], ends[["end", "required", "run"]].rename(columns={"end": "start"})]
    ).sort_values("start")
    line = (
        alt.Chart(edge)
        .mark_line(color=ORANGE, interpolate="step-after", strokeWidth=2.4)
        .encode(x=x, y="required:Q", detail="run:N")
    )
    return (bars + short + line).properties(height=DAY_HEIGHT)


def _runs(frame: pd.DataFrame) -> pd.Series:
    """Number of the opening each interval belongs to: a line must not cross a lunch break."""
    return (frame["start"] != frame["end"].shift()).cumsum()


def heat_map(frame: pd.DataFrame, words: Words) -> alt.Chart:
    """Day by interval; white is exact, red is short, blue is more than needed."""
    most = max(1.0, float(frame["gap"].abs().max()))
    shown = frame.assign(
        clock=[clock_text(m) for m in frame["minute"]],
        label=[_day_label(d, words) for d in frame["date"]],
        month=[f"{d:%m-%d}" for d in frame["date"]],
    )
    hours = [
        clock_text(m)
        for m in sorted(frame["minute"].unique())
        if m % (120 if frame["minute"].nunique() > 30 else 60) == 0
    ]
    firsts = shown.groupby(pd.to_datetime(shown["date"]).dt.to_period("M"))["month"].min().tolist()
    label = f"indexof({firsts}, datum.value) >= 0 ? replace(datum.value, '-', '/') : substring(datum.value, 3)"
    return (
        alt.Chart(shown)
        .mark_rect(stroke="white", strokeWidth=0.4)
        .encode(
            x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, labelExpr=label)),
            y=alt.Y("clock:O", title=None, axis=alt.Axis(values=hours)),
            color=alt.Color(
                "gap:Q",
                title=words("chart.gap"),
                scale=alt.Scale(domain=[-most, 0, most], range=["#b71c1c", "#f7f7f7", "#1e6fc2"]),
                legend=alt.Legend(orient="right", gradientLength=160),
            ),
            tooltip=[
                alt.Tooltip("label:N", title=words("chart.day")),
                alt.Tooltip("clock:N", title=words("chart.time")),
                alt.Tooltip("required:Q", title=words("chart.required"), format=".0f"),
                alt.Tooltip("rostered:Q", title=words("chart.rostered"), format=".1f"),
                alt.Tooltip("gap:Q", title=words("chart.gap"), format="+.1f"),
            ],
        )
        .properties(height=300)
    )


def _day_label(day: date, words: Words) -> str:
    return f"{day:%m-%d} {'周' if words.lang == 'zh' else ''}{WEEKDAYS[words.lang][day.weekday()]}"


def band_chart(frame: pd.DataFrame, words: Words) -> alt.LayerChart:
    """Forecast arrivals of a day: mean, half band, nine-tenths band."""
    base = alt.Chart(frame.assign(clock=frame["start"].dt.strftime("%H:%M"), run=_runs(frame))).encode(detail="run:N")
    x = alt.X("start:T", title=None, axis=alt.Axis(format="%H:%M", grid=False))
    wide = base.mark_area(color=BLUE, opacity=0.16, interpolate="monotone").encode(
        x=x, y=alt.Y("q05:Q", title=words("chart.arrivals")), y2="q95:Q"
    )
    half = base.mark_area(color=BLUE, opacity=0.28, interpolate="monotone").encode(x=x, y="q25:Q", y2="q75:Q")
    tip = [
        alt.Tooltip("clock:N", title=words("chart.time")),
        alt.Tooltip("mean:Q", title=words("chart.mean"), format=".1f"),
        alt.Tooltip("q05:Q", title="5 %"),
        alt.Tooltip("q95:Q", title="95 %"),
    ]
    line = base.mark_line(color=BLUE, strokeWidth=2.2, point=alt.OverlayMarkDef(size=18)).encode(
        x=x, y="mean:Q", tooltip=tip
    )
    return (wide + half + line).properties(height=DAY_HEIGHT)


def history_chart(past: pd.DataFrame, ahead: pd.DataFrame, words: Words) -> alt.LayerChart:
    """Totals by day: what came, and what is expected with its band (``low``, ``high``)."""
    x = alt.X("date:T", title=None, axis=alt.Axis(format="%m-%d", grid=False))
    before = (
        alt.Chart(past)
        .mark_line(color=GREY, strokeWidth=1.4)
        .encode(
            x=x,
            y=alt.Y("arrivals:Q", title=words("chart.per_day")),
            tooltip=[
                alt.Tooltip("date:T", format="%Y-%m-%d", title=words("chart.day")),
                alt.Tooltip("arrivals:Q", title=words("chart.arrived")),
            ],
        )
    )
    band = alt.Chart(ahead).mark_area(color=BLUE, opacity=0.2).encode(x=x, y="low:Q", y2="high:Q")
    line = (
        alt.Chart(ahead)
        .mark_line(color=BLUE, strokeWidth=2)
        .encode(
            x=x,
            y="mean:Q",
            tooltip=[
                alt.Tooltip("date:T", format="%Y-%m-%d", title=words("chart.day")),
                alt.Tooltip("mean:Q", title=words("chart.mean"), format=".0f"),
            ],
        )
    )
    return (before + band + line).properties(height=210)


def solve_chart(trail: Sequence[Progress], words: Words) -> alt.LayerChart | None:
    """Cost and proven bound of each tier as the search goes on; None before the first cost."""
    rows = []
    for sign in trail:
        tier = words.pick(TIERS[sign.tier]) if sign.tier in TIERS else str(sign.tier)
        if sign.cost is not None and sign.tier:
            rows.append((sign.seconds, tier, float(sign.cost), words("solve.cost")))
        if sign.bound is not None and sign.tier:
            rows.append((sign.seconds, tier, float(max(0, sign.bound)), words("solve.bound")))
    if not rows:
        return None
    frame = pd.DataFrame(rows, columns=["seconds", "tier", "value", "what"])
    base = alt.Chart(frame).encode(
        x=alt.X("seconds:Q", title=words("solve.seconds")),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(type="symlog")),
        color=alt.Color("tier:N", title=None, legend=alt.Legend(orient="top", columns=4)),
        strokeDash=alt.StrokeDash("what:N", title=None, legend=alt.Legend(orient="top")),
        tooltip=["tier", "what", "value", "seconds"],
    )
    return (base.mark_line(interpolate="step-after") + base.mark_point(size=22, filled=True)).properties(height=200)

"""What has come in on a day beside what was expected, queue by queue (2-06). The frame is pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import altair as alt
import pandas as pd

from app.texts import Words
from scheduler.domain.problem import RosterProblem
from scheduler.store.actuals import Service

BLUE, ORANGE = "#1e6fc2", "#e67700"


def load_frame(problem: RosterProblem, service: Iterable[Service], day: date) -> pd.DataFrame:
    """One row a queue and interval of the need: ``queue, start, mean, offered, heads``; ``offered`` is missing where nothing is recorded.

    Records of several people in one interval are added up; records between two intervals of the
    need belong to the one they begin in.
    """
    cells = [c for c in problem.needs if c.start.date() == day]
    came: dict[tuple[str, datetime], int] = defaultdict(int)
    known: set[tuple[str, datetime]] = set()
    for row in service:
        cell = next((c for c in cells if c.queue == row.queue and c.start <= row.start < c.end), None)
        if cell is not None:
            came[cell.queue, cell.start] += row.offered
            known.add((cell.queue, cell.start))
    rows = [
        {
            "queue": c.queue,
            "start": c.start,
            "mean": c.mean,
            "offered": float(came[c.queue, c.start]) if (c.queue, c.start) in known else None,
            "heads": c.required,
        }
        for c in sorted(cells, key=lambda c: (c.queue, c.start))
    ]
    return pd.DataFrame(rows, columns=["queue", "start", "mean", "offered", "heads"])


def load_table(frame: pd.DataFrame, names: dict[str, str], words: Words) -> str:
    """By queue: expected and arrived over the recorded intervals, and how far apart."""
    recorded = frame.dropna(subset=["offered"])
    lines = [
        f"| {words('today.queue')} | {words('chart.mean')} | {words('chart.arrived')} | {words('chart.gap')} |",
        "|---|--:|--:|--:|",
    ]
    for queue, part in recorded.groupby("queue", sort=False):
        expected, arrived = float(part["mean"].sum()), float(part["offered"].sum())
        share = (arrived - expected) / expected if expected else 0.0
        mark = f":red[{share:+.0%}]" if share > 0.15 else f":blue[{share:+.0%}]" if share < -0.15 else f"{share:+.0%}"
        lines.append(f"| {names.get(str(queue), str(queue))} | {expected:.0f} | {arrived:.0f} | {mark} |")
    return "\n".join(lines)


def load_chart(frame: pd.DataFrame, words: Words) -> alt.LayerChart:
    """All queues together: expected as a line, arrived as bars."""
    total = frame.groupby("start", as_index=False).agg(
        mean=("mean", "sum"), offered=("offered", lambda values: values.sum(min_count=1))
    )
    base = alt.Chart(total).encode(x=alt.X("start:T", title=None, axis=alt.Axis(format="%H:%M", grid=False)))
    tip = [
        alt.Tooltip("start:T", format="%H:%M", title=words("chart.time")),
        alt.Tooltip("mean:Q", format=".1f", title=words("chart.mean")),
        alt.Tooltip("offered:Q", format=".0f", title=words("chart.arrived")),
    ]
    bars = base.mark_bar(color=BLUE, opacity=0.5).encode(
        y=alt.Y("offered:Q", title=words("chart.arrivals")), tooltip=tip
    )
    line = base.mark_line(color=ORANGE, interpolate="step-after", strokeWidth=2.2).encode(y="mean:Q", tooltip=tip)
    return (bars + line).properties(height=200)

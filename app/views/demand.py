"""Demand: what came, what is expected, how many people that takes, and who is rostered."""

from datetime import date

import pandas as pd
import streamlit as st

from app.parts.cover_chart import band_chart, day_chart, heat_map, history_chart
from app.parts.cover_frame import cover_frame, of_day
from app.parts.deferred_work import deferred_work
from app.parts.draft import Draft
from app.parts.forecast_models import contact_types, forecast_models
from app.parts.forecast_record import forecast_record
from app.parts.history_import import history_import
from app.parts.odd_counts import odd_counts
from app.parts.period_shares import period_shares
from app.parts.seat_shortage import seat_shortage
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from app.texts import distinct, plain
from forecasting import Forecast
from scheduler.activities.ahead import live
from scheduler.words import date_text

TITLE = ("需求", "Demand")
ICON = ":material/query_stats:"

PAST_DAYS = 91
PATHS = 300
"""Sample paths behind the bands of several queues or of whole days."""
ALL = "*"


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    if desk.base.demand is None or desk.base.demand.empty:
        st.info(words("demand.none"), icon=":material/upload_file:")
        history_import(desk)
        return
    draft, made = first_roster(desk), desk.forecast
    if draft is None or made is None:
        return
    if desk.forecast_trouble:
        st.error(words("demand.odd_nothing_left", error=plain(desk.forecast_trouble)), icon=":material/troubleshoot:")
    queue, day = _choices(desk, draft)
    queues = [queue] if queue != ALL else sorted(desk.base.center.queue)
    frame = cover_frame(draft.problem, draft.sheet.roster, queues)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{words('demand.forecast', day=date_text(day, desk.lang))}**")
        shown = _summed(made, queues)
        st.altair_chart(band_chart(shown[shown["start"].dt.date == day], words), width="stretch")
    with right:
        st.markdown(f"**{words('demand.cover', day=date_text(day, desk.lang))}**")
        st.altair_chart(day_chart(of_day(frame, day), words), width="stretch")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.markdown(f"**{words('demand.heat')}**")
        st.altair_chart(heat_map(frame, words), width="stretch")
        _tightest(desk, frame)
        seat_shortage(desk, live(draft.problem.needs), queues)
    with right:
        st.markdown(f"**{words('demand.history')}**")
        past, ahead = _by_day(desk, made, queues)
        st.altair_chart(history_chart(past, ahead, words), width="stretch")
        if desk.base.traffic is not None:
            st.caption(words("demand.simulated"))
        contact_types(desk, queues)
        forecast_models(desk, made, queues)
    period_shares(desk, draft, queues)
    deferred_work(desk, draft, queues)
    forecast_record(desk, queues)
    odd_counts(desk, made, queues)
    history_import(desk)


def _choices(desk: Desk, draft: Draft) -> tuple[str, date]:
    words, center = desk.words, desk.base.center
    left, right, _ = st.columns([2, 2, 5])
    names = distinct(
        {ALL: words("demand.all"), **{q.id: q.name_zh if desk.lang == "zh" else q.name_en for q in center.queues}}
    )
    options = [*([ALL] if len(center.queues) > 1 else []), *center.queue]
    queue = left.selectbox(
        words("demand.queue"), options, key=f"demand_queue_{desk.ref}", format_func=names.__getitem__
    )
    needed = sorted({n.start.date() for n in draft.problem.needs})
    today = desk.now.date()
    first = next((d for d in needed if d >= today), needed[0])
    day = right.date_input(
        words("demand.day"), first, min_value=desk.start, max_value=desk.end, key=f"demand_day_{desk.ref}"
    )
    return queue, day if day in needed else first


def _paths(made: Forecast, queues: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of some queues, and possible futures of them (one column each)."""
    rows = made.frame["queue"].isin(queues).to_numpy()
    return made.frame[rows].reset_index(drop=True), pd.DataFrame(made.paths(PATHS)[:, rows].T)


def _summed(made: Forecast, queues: list[str]) -> pd.DataFrame:
    """Forecast of some queues together: means add up, bands are those of the summed sample paths."""
    frame, paths = _paths(made, queues)
    if len(queues) == 1:
        return frame
    summed = paths.groupby(frame["start"]).sum()
    found = frame.groupby(["start", "end"], as_index=False)[["mean"]].sum()
    for percent in (5, 25, 50, 75, 95):
        found[f"q{percent:02d}"] = summed.quantile(percent / 100, axis=1).to_numpy()
    return found


def _by_day(desk: Desk, made: Forecast, queues: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Arrivals by day of the last quarter, and the forecast by day with the 90 % band of its sample paths."""
    assert desk.base.demand is not None
    past = desk.base.demand[desk.base.demand["queue"].isin(queues)]
    started = pd.to_datetime(past["start"])
    totals = past.assign(date=started.dt.normalize()).groupby("date", as_index=False)["arrivals"].sum()
    frame, paths = _paths(made, queues)
    days = frame["start"].dt.normalize()
    by_day = paths.groupby(days).sum()
    ahead = pd.DataFrame(
        {
            "date": by_day.index,
            "low": by_day.quantile(0.05, axis=1).to_numpy(),
            "high": by_day.quantile(0.95, axis=1).to_numpy(),
            "mean": frame["mean"].groupby(days).sum().to_numpy(),
        }
    )
    before = totals[totals["date"] < pd.Timestamp(desk.start)].tail(PAST_DAYS)
    return before, ahead


def _tightest(desk: Desk, frame: pd.DataFrame) -> None:
    words = desk.words
    short = frame[frame["gap"] < -0.01]
    if short.empty:
        st.success(words("demand.no_short"), icon=":material/check_circle:")
        return
    st.markdown(f"**{words('demand.short')}**")
    apart = (
        (short["start"] != short["end"].shift())
        | short["gap"].diff().abs().gt(0.01)
        | (short["date"] != short["date"].shift())
    )
    runs = short.groupby(apart.cumsum()).agg({"date": "first", "start": "first", "end": "last", "gap": "first"})
    runs = runs.sort_values(["gap", "start"])
    lines = [
        words(
            "demand.short_line",
            day=date_text(day, desk.lang),
            start=f"{start:%H:%M}",
            end=f"{end:%H:%M}",
            count=f"{-gap:.2g}",
        )
        for day, start, end, gap in runs[["date", "start", "end", "gap"]].head(6).itertuples(index=False, name=None)
    ]
    if len(runs) > 6:
        lines.append(words("demand.short_more", count=len(runs) - 6))
    st.markdown("\n".join(f"- {line}" for line in lines))


if __name__ == "__main__":
    show(current_desk())

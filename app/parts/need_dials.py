"""Dials for managers: volume, handling time, promise, absence, patience; need and service redrawn at once, without a solve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from app.months import unplanned_absence
from app.parts.cover_chart import BLUE, GREY, ORANGE
from app.parts.cover_frame import heads_on
from app.parts.draft import Draft
from app.parts.margins import Plan as Held
from app.state import Desk
from app.texts import Words, plain
from forecasting import Forecast
from scheduler.domain.center import Center
from scheduler.domain.roster_view import RosterView
from scheduler.planning import targets_of
from scheduler.staffing.dials import Dials
from scheduler.staffing.need import QueueNeed, met_frame, need_frame
from scheduler.staffing.period_shares import PeriodShare, of_people
from scheduler.staffing.periods import beginnings
from scheduler.staffing.targets import OVERS
from scheduler.store.faults import FolderFaults
from scheduler.words import WEEKDAYS, date_text

HEIGHT = 210

Spec = dict[str, Any]
"""A chart in Vega-Lite."""

WHOLES = 4
"""Days or weeks told of, those that miss their promise most first."""


@dataclass(frozen=True)
class Turned:
    """One day under some dials.

    Attributes
    ----------
    frame
        By interval, all queues together: ``start``, ``now``, ``turned``, ``rostered`` (heads),
        ``service`` and ``service_now`` (share in time), ``wait`` and ``wait_now`` (minutes).
    hours, hours_now
        Head-hours needed.
    below, below_now, total
        Queue-intervals that miss a promise as rostered, and all there are; of a share promised over a
        day or week the floor.
    capped
        Queue-intervals with too few windows.
    wholes, wholes_now
        What the days or weeks over which shares are promised reach as rostered.
    """

    frame: pd.DataFrame
    hours: float
    hours_now: float
    below: int
    below_now: int
    total: int
    capped: int
    wholes: tuple[PeriodShare, ...] = ()
    wholes_now: tuple[PeriodShare, ...] = ()


class Basis:
    """The forecast as judged and the center as the session has it; carried through a cache by identity."""

    def __init__(self, forecast: Forecast, center: Center) -> None:
        self.forecast, self.center = forecast, center

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Basis) and other.forecast is self.forecast and other.center is self.center

    def __hash__(self) -> int:
        return hash((id(self.forecast), id(self.center)))


def need_dials(desk: Desk, draft: Draft) -> None:
    """Dials on the left, figures and curves on the right; turning one runs this part alone."""
    if desk.forecast is None:
        st.caption(desk.words("dials.none"))
        return
    made = Basis(desk.forecast, desk.folder.center)

    @st.fragment
    def drawn() -> None:
        st.caption(desk.words("dials.hint"))
        left, right = st.columns([1, 3], gap="large")
        with left:
            day, dials = _dials(desk, made)
        with right:
            found = turned(made, Held(draft.problem, draft.sheet.roster), day, dials)
            if found.frame.empty:
                st.caption(desk.words("dials.none"))
            else:
                _shown(desk.words, found, targets_of(made.center), {q.id: plain(q.name_zh if desk.lang == "zh" else q.name_en) for q in made.center.queues})

    drawn()


def turned(made: Basis, held: Held, day: date, dials: Dials) -> Turned:
    """One day's need and what its customers meet as rostered, as it is and under the dials."""
    around, heads = _of_day(made, held, day)
    now = _as_it_is(made, held, day)
    then = now if dials == Dials() else _reckoned(dials.frame(around), heads, dials.targets(targets_of(made.center)), day)
    mine = (around["start"].dt.date == day).to_numpy() if len(around) else np.zeros(0, dtype=bool)
    rows, there = around[mine], heads[mine]
    if rows.empty:
        return Turned(pd.DataFrame(), 0.0, 0.0, 0, 0, 0, 0)
    hours = (rows["end"] - rows["start"]).dt.total_seconds().to_numpy() / 3600.0
    by = rows.assign(rostered=there, now=now.heads, turned=then.heads)
    for name, one in (("", then), ("_now", now)):
        by[f"timely{name}"], by[f"waited{name}"] = one.service * rows["mean"], one.wait_s * rows["mean"] / 60.0
    frame = by.groupby(["start", "end"], as_index=False)[["rostered", "now", "turned", "mean", "timely", "timely_now", "waited", "waited_now"]].sum()
    for name in ("", "_now"):
        some = frame["mean"] > 0
        frame[f"service{name}"] = np.where(some, frame[f"timely{name}"] / frame["mean"].where(some, 1.0), 1.0)
        frame[f"wait{name}"] = np.where(some, frame[f"waited{name}"] / frame["mean"].where(some, 1.0), 0.0)
    return Turned(
        frame, float((then.heads * hours).sum()), float((now.heads * hours).sum()), int(then.below.sum()), int(now.below.sum()), int((rows["mean"] > 0).sum()), int(then.capped.sum()),
        then.wholes, now.wholes,
    )


@dataclass(frozen=True)
class _Reckoned:
    """By row of the day: heads needed, what customers meet as rostered, which rows miss a promise, which lack windows; and periods as a whole."""

    heads: np.ndarray
    service: np.ndarray
    wait_s: np.ndarray
    below: np.ndarray
    capped: np.ndarray
    wholes: tuple[PeriodShare, ...]


def _reckoned(rows: pd.DataFrame, there: np.ndarray, targets: Mapping[str, QueueNeed], day: date) -> _Reckoned:
    if rows.empty:
        return _Reckoned(*(np.zeros(0) for _ in range(5)), ())
    cells = need_frame(rows, targets)
    met = met_frame(rows, targets, there)
    below = np.zeros(len(rows), dtype=bool)
    queue = rows["queue"].to_numpy()
    for name, how in targets.items():
        kept = met.keeps(how.target)
        if kept:
            below |= (queue == name) & ~np.logical_and.reduce(list(kept.values()))
    below &= rows["mean"].to_numpy() > 0
    heads = np.array([cell.required for cell in cells], dtype=float)
    capped = np.array(["seats=" in cell.reason and "delay=" in cell.reason for cell in cells])
    mine = (rows["start"].dt.date == day).to_numpy()
    return _Reckoned(*(values[mine] for values in (heads, met.service, met.wait_s, below, capped)), of_people(rows, targets, met, there.tolist()))


@lru_cache(maxsize=64)
def _of_day(made: Basis, held: Held, day: date) -> tuple[pd.DataFrame, np.ndarray]:
    """Forecast rows of a day, with those of its week for queues that promise over it, and whole heads rostered on each row's queue."""
    frame = made.forecast.frame
    weekly = [queue for queue, how in targets_of(made.center).items() if how.target.over == "week"]
    around = frame["queue"].isin(weekly) & (beginnings(frame["start"], "week") == pd.Timestamp(day - timedelta(days=day.weekday())))
    rows = frame[(frame["start"].dt.date == day) | around].reset_index(drop=True)
    view, minute = RosterView(held.problem, held.roster), held.problem.horizon.minute
    queues = held.problem.center.queue
    there = [
        heads_on(view, queues[queue].posts, minute(start.to_pydatetime()), minute(end.to_pydatetime()))
        for queue, start, end in zip(rows["queue"], rows["start"], rows["end"], strict=True)
    ]
    return rows, np.floor(np.array(there, dtype=float) + 0.01).astype(np.int64)


@lru_cache(maxsize=64)
def _as_it_is(made: Basis, held: Held, day: date) -> _Reckoned:
    return _reckoned(*_of_day(made, held, day), targets_of(made.center), day)


def _dials(desk: Desk, made: Basis) -> tuple[date, Dials]:
    words, targets = desk.words, [how.target for how in targets_of(made.center).values()]
    days = sorted(set(made.forecast.frame["start"].dt.date))
    today = desk.now.date()
    first = next((d for d in days if d >= today), days[0])
    day = st.selectbox(words("dials.day"), days, days.index(first), format_func=lambda d: date_text(d, desk.lang), key=f"dial_day_{desk.ref}")

    def dial(name: str, low: int, high: int, value: int, step: int = 1) -> int:
        # A center may promise what is unusual: the dial reaches that far.
        return int(st.slider(words(f"dials.{name}"), min(low, value), max(high, value), value, step, key=f"dial_{name}_{desk.ref}"))

    volume, handling = dial("volume", 50, 200, 100, 5), dial("handling", 50, 200, 100, 5)
    share, within, wait = (next((getattr(t, name) for t in targets if getattr(t, name) is not None), None) for name in ("answer_share", "within_s", "max_wait_s"))
    shrinkage, patience = (next((getattr(t, name) for t in targets if getattr(t, name)), 0.0) for name in ("shrinkage", "patience_s"))
    given: dict[str, float] = {}
    if share is not None and within is not None:
        given["answer_share"] = _kept(dial("share", 50, 99, round(100 * share)) / 100, share)
        given["within_s"] = _kept(dial("within", 5, 120 if within <= 120 else 3600, round(within), 5), within)
    if wait is not None:
        given["max_wait_s"] = _kept(60.0 * dial("wait", 1, 60, max(1, round(wait / 60))), wait)
    lost = dial("shrinkage", 0, 40, round(100 * shrinkage)) / 100
    # Who came to a hall waits for minutes, who calls for seconds.
    _recorded_absence(desk, shrinkage)
    patient = 60.0 * dial("patience_min", 0, 60, round(patience / 60), 5) if wait is not None else float(dial("patience", 0, 600, round(patience), 30))
    return day, Dials(
        volume / 100, handling / 100, given.get("answer_share"), given.get("within_s"), given.get("max_wait_s"),
        None if abs(lost - shrinkage) < 0.005 else lost, None if round(patience) == patient else patient,
    )


def _recorded_absence(desk: Desk, planned: float) -> None:
    """What attendance records say of unplanned absence, beside what is planned with; the dial stays the planner's."""
    try:
        found = unplanned_absence(desk)
    except FolderFaults:  # the Figures page says what is wrong with them
        return
    if found is not None:
        days = desk.words.join(f"{WEEKDAYS[desk.lang][w]} {100 * share:.1f} %" for w, share in found.by_weekday.items())
        st.caption(desk.words("dials.absence", share=f"{100 * found.share:.1f}", raw=f"{100 * found.raw:.1f}", days=found.person_days, planned=f"{100 * planned:.1f}", weekdays=days))


def _kept(turned_to: float, own: float) -> float | None:
    """None where a dial stands at the queue's own value: the queues may differ among each other."""
    return None if abs(turned_to - own) < 0.0051 or round(own) == turned_to else turned_to  # type: ignore[return-value]


def _shown(words: Words, found: Turned, targets: Mapping[str, QueueNeed], names: Mapping[str, str]) -> None:
    share = _first(targets, "answer_share")
    hours, most, below, served = st.columns(4)
    hours.metric(words("dials.hours"), f"{found.hours:.1f}", _delta(found.hours - found.hours_now), "inverse")
    peak, peak_now = found.frame["turned"].max(), found.frame["now"].max()
    most.metric(words("dials.most"), f"{peak:.0f}", _delta(peak - peak_now, 0), "inverse")
    below.metric(words("dials.below"), words("dials.of", count=found.below, total=found.total), _delta(found.below - found.below_now, 0), "inverse")
    mean = max(found.frame["mean"].sum(), 1e-9)
    if share is not None:
        now, then = (100 * found.frame[name].sum() / mean for name in ("timely_now", "timely"))
        served.metric(words("dials.served"), f"{then:.1f} %", _delta(then - now))
    else:
        now, then = (found.frame[name].sum() / mean for name in ("waited_now", "waited"))
        served.metric(words("dials.waited"), f"{then:.1f}", _delta(then - now), "inverse")
    if found.capped:
        st.caption(f":orange[:material/event_seat: {words('dials.capped', count=found.capped)}]")
    before = {(one.queue, one.first): one for one in found.wholes_now}
    for one in sorted(found.wholes, key=lambda whole: whole.share - whole.promised)[:WHOLES]:
        st.caption(words(
            "dials.whole", queue=names[one.queue], period=words.pick(OVERS[one.over]), share=f"{100 * one.share:.1f}", promised=f"{100 * one.promised:.0f}",
            change=_delta(100 * (one.share - before[one.queue, one.first].share)) or "±0", lowest=f"{100 * one.lowest:.0f}", floor=f"{100 * one.floor:.0f}",
        ))
    heads, service = charts(found, targets, words)
    left, right = st.columns(2, gap="medium")
    left.markdown(f"**{words('dials.curve_heads')}**")
    left.vega_lite_chart(heads, width="stretch")
    right.markdown(f"**{words('dials.curve_service')}**")
    right.vega_lite_chart(service, width="stretch")


def charts(found: Turned, targets: Mapping[str, QueueNeed], words: Words) -> tuple[Spec, Spec]:
    """Vega-Lite of the heads, and of the share in time where one is promised, else the wait."""
    heads = _lines(found.frame, {"now": "now", "turned": "turned", "rostered": "rostered"}, words, "heads", None)
    share, wait = _first(targets, "interval_share"), _first(targets, "max_wait_s")
    name, axis, goal, scale = ("service", "service_axis", share, 100.0) if share is not None else ("wait", "wait_axis", None if wait is None else wait / 60.0, 1.0)
    shown = found.frame.assign(before=scale * found.frame[f"{name}_now"], after=scale * found.frame[name])
    return heads, _lines(shown, {"before": "now", "after": "turned"}, words, axis, None if goal is None else scale * goal)


def _first(targets: Mapping[str, QueueNeed], name: str) -> float | None:
    """The first promise of a kind among the queues; the page shows one goal."""
    return next((value for how in targets.values() if (value := getattr(how.target, name)) is not None), None)


def _delta(value: float, digits: int = 1) -> str | None:
    return None if abs(value) < 0.5 * 10**-digits else f"{value:+.{digits}f}"


def _lines(frame: pd.DataFrame, columns: Mapping[str, str], words: Words, axis: str, goal: float | None) -> Spec:
    """Steps over the day; a line ends where the doors close.

    Written as plain Vega-Lite: a chart object checked against the whole schema takes longer than all the queueing.
    """
    colors = {"now": GREY, "turned": ORANGE, "rostered": BLUE}
    edges = [f"{at:%Y-%m-%dT%H:%M}" for at in frame["start"]]
    run = (frame["start"] != frame["end"].shift()).cumsum().tolist()
    last = [*(one != two for one, two in pairwise(run)), True]
    values: list[dict[str, object]] = []
    for column, name in columns.items():
        what = words(f"dials.{name}")
        for at, end, value, part, ends in zip(edges, frame["end"], frame[column].tolist(), run, last, strict=True):
            values.append({"at": at, "value": value, "run": part, "what": what})
            if ends:
                values.append({"at": f"{end:%Y-%m-%dT%H:%M}", "value": value, "run": part, "what": what})
    steps: Spec = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
        "encoding": {
            "x": {"field": "at", "type": "temporal", "title": None, "axis": {"format": "%H:%M", "grid": False}},
            "y": {"field": "value", "type": "quantitative", "title": words(f"dials.{axis}")},
            "color": {
                "field": "what", "type": "nominal", "title": None, "legend": {"orient": "top"},
                "scale": {"domain": [words(f"dials.{n}") for n in columns.values()], "range": [colors[n] for n in columns.values()]},
            },
            "detail": {"field": "run"},
            "tooltip": [{"field": "what"}, {"field": "at", "type": "temporal", "format": "%H:%M"}, {"field": "value", "type": "quantitative", "format": ".1f"}],
        },
    }
    layers = [steps]
    if goal is not None:
        layers.append({"mark": {"type": "rule", "strokeDash": [5, 4], "color": "#616161"}, "encoding": {"y": {"datum": goal}}})
    return {"data": {"values": values}, "height": HEIGHT, "layer": layers}

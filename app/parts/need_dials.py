"""Dials for managers: volume, handling time, promise, absence, patience; need and service redrawn at once, without a solve."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from app.months import unplanned_absence
from app.parts.cover_chart import BLUE, GREY, ORANGE
from app.parts.dials_turned import Basis, Turned, turned
from app.parts.draft import Draft
from app.parts.margins import Plan as Held
from app.state import Desk
from app.texts import Words, plain
from scheduler.planning import targets_of
from scheduler.staffing.dials import Dials
from scheduler.staffing.need import QueueNeed
from scheduler.staffing.targets import OVERS
from scheduler.store.faults import FolderFaults
from scheduler.words import WEEKDAYS, date_text

HEIGHT = 210

Spec = dict[str, Any]
"""A chart in Vega-Lite."""

WHOLES = 4
"""Days or weeks told of, those that miss their promise most first."""


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
                _shown(
                    desk.words,
                    found,
                    targets_of(made.center),
                    {q.id: plain(q.name_zh if desk.lang == "zh" else q.name_en) for q in made.center.queues},
                )

    drawn()


def _dials(desk: Desk, made: Basis) -> tuple[date, Dials]:
    words, targets = desk.words, [how.target for how in targets_of(made.center).values()]
    days = sorted(set(made.forecast.frame["start"].dt.date))
    today = desk.now.date()
    first = next((d for d in days if d >= today), days[0])
    day = st.selectbox(
        words("dials.day"),
        days,
        days.index(first),
        format_func=lambda d: date_text(d, desk.lang),
        key=f"dial_day_{desk.ref}",
    )

    def dial(name: str, low: int, high: int, value: int, step: int = 1) -> int:
        # A center may promise what is unusual: the dial reaches that far.
        return int(
            st.slider(
                words(f"dials.{name}"), min(low, value), max(high, value), value, step, key=f"dial_{name}_{desk.ref}"
            )
        )

    volume, handling = dial("volume", 50, 200, 100, 5), dial("handling", 50, 200, 100, 5)
    share, within, wait = (
        next((getattr(t, name) for t in targets if getattr(t, name) is not None), None)
        for name in ("answer_share", "within_s", "max_wait_s")
    )
    shrinkage, patience, redial = (
        next((getattr(t, name) for t in targets if getattr(t, name)), 0.0)
        for name in ("shrinkage", "patience_s", "redial")
    )
    given: dict[str, float | None] = {}
    if share is not None and within is not None:
        given["answer_share"] = _kept(dial("share", 50, 99, round(100 * share)) / 100, share)
        given["within_s"] = _kept(dial("within", 5, 120 if within <= 120 else 3600, round(within), 5), within)
    if wait is not None:
        given["max_wait_s"] = _kept(60.0 * dial("wait", 1, 60, max(1, round(wait / 60))), wait)
    lost = dial("shrinkage", 0, 40, round(100 * shrinkage)) / 100
    # Who came to a hall waits for minutes, who calls for seconds.
    _recorded_absence(desk, shrinkage)
    patient = (
        60.0 * dial("patience_min", 0, 60, round(patience / 60), 5)
        if wait is not None
        else float(dial("patience", 0, 600, round(patience), 30))
    )
    again = dial("redial", 0, 90, round(100 * redial), 5) / 100 if patient and wait is None else redial
    return day, Dials(
        volume / 100,
        handling / 100,
        given.get("answer_share"),
        given.get("within_s"),
        given.get("max_wait_s"),
        None if abs(lost - shrinkage) < 0.005 else lost,
        None if round(patience) == patient else patient,
        None if abs(again - redial) < 0.005 else again,
    )


def _recorded_absence(desk: Desk, planned: float) -> None:
    """What attendance records say of unplanned absence, beside what is planned with; the dial stays the planner's."""
    try:
        found = unplanned_absence(desk)
    except FolderFaults:  # the Figures page says what is wrong with them
        return
    if found is not None:
        days = desk.words.join(f"{WEEKDAYS[desk.lang][w]} {100 * share:.1f} %" for w, share in found.by_weekday.items())
        st.caption(
            desk.words(
                "dials.absence",
                share=f"{100 * found.share:.1f}",
                raw=f"{100 * found.raw:.1f}",
                days=found.person_days,
                planned=f"{100 * planned:.1f}",
                weekdays=days,
            )
        )


def _kept(turned_to: float, own: float) -> float | None:
    """None where a dial stands at the queue's own value: the queues may differ among each other."""
    return None if abs(turned_to - own) < 0.0051 or round(own) == turned_to else turned_to


def _shown(words: Words, found: Turned, targets: Mapping[str, QueueNeed], names: Mapping[str, str]) -> None:
    share = _first(targets, "answer_share")
    hours, most, below, served = st.columns(4)
    hours.metric(words("dials.hours"), f"{found.hours:.1f}", _delta(found.hours - found.hours_now), "inverse")
    peak, peak_now = found.frame["turned"].max(), found.frame["now"].max()
    most.metric(words("dials.most"), f"{peak:.0f}", _delta(peak - peak_now, 0), "inverse")
    below.metric(
        words("dials.below"),
        words("dials.of", count=found.below, total=found.total),
        _delta(found.below - found.below_now, 0),
        "inverse",
    )
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
        st.caption(
            words(
                "dials.whole",
                queue=names[one.queue],
                period=words.pick(OVERS[one.over]),
                share=f"{100 * one.share:.1f}",
                promised=f"{100 * one.promised:.0f}",
                change=_delta(100 * (one.share - before[one.queue, one.first].share)) or "±0",
                lowest=f"{100 * one.lowest:.0f}",
                floor=f"{100 * one.floor:.0f}",
            )
        )
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
    name, axis, goal, scale = (
        ("service", "service_axis", share, 100.0)
        if share is not None
        else ("wait", "wait_axis", None if wait is None else wait / 60.0, 1.0)
    )
    shown = found.frame.assign(before=scale * found.frame[f"{name}_now"], after=scale * found.frame[name])
    return heads, _lines(
        shown, {"before": "now", "after": "turned"}, words, axis, None if goal is None else scale * goal
    )


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
                "field": "what",
                "type": "nominal",
                "title": None,
                "legend": {"orient": "top"},
                "scale": {
                    "domain": [words(f"dials.{n}") for n in columns.values()],
                    "range": [colors[n] for n in columns.values()],
                },
            },
            "detail": {"field": "run"},
            "tooltip": [
                {"field": "what"},
                {"field": "at", "type": "temporal", "format": "%H:%M"},
                {"field": "value", "type": "quantitative", "format": ".1f"},
            ],
        },
    }
    layers = [steps]
    if goal is not None:
        layers.append(
            {"mark": {"type": "rule", "strokeDash": [5, 4], "color": "#616161"}, "encoding": {"y": {"datum": goal}}}
        )
    return {"data": {"values": values}, "height": HEIGHT, "layer": layers}

"""Scenarios: the ready-made files of a center, and one put together in a form."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from app.state import Desk
from scheduler.scenario import Scenario, ScenarioFault
from scheduler.store.paths import data_folder

EXTRA_HOURS = {"lunch": ("12:00", "14:30"), "evening": ("17:30", "19:00")}


def shipped(desk: Desk) -> dict[str, Scenario]:
    """Scenario files of the center: in its own folder, and beside the sample data."""
    places = [data_folder() / "scenarios" / desk.base.center.id]
    if desk.base.path is not None:
        places.insert(0, desk.base.path / "scenarios")
    found: dict[str, Scenario] = {}
    for place in places:
        for file in sorted(place.glob("*.toml")) if place.is_dir() else ():
            scenario = _read(file)
            if scenario is not None:
                found.setdefault(file.stem, scenario)
    return found


def _read(file: Path) -> Scenario | None:
    try:
        return Scenario.load(file)
    except ScenarioFault as fault:
        st.warning(str(fault))
        return None


def scenario_form(desk: Desk) -> Scenario | None:
    """The form's scenario; None when nothing is changed."""
    words, center = desk.words, desk.base.center
    changes: list[Mapping[str, Any]] = []
    names = {p.id: f"{p.name(desk.lang)} ({p.id})" for p in center.staff}
    one, two, three = st.columns(3, gap="medium")
    with one:
        name = st.text_input(words("what_if.name"), words("what_if.my_name"), key="wi_name", max_chars=30)
        if desk.base.demand is not None:
            percent = st.slider(words("what_if.volume"), -50, 100, 0, 5, key=f"wi_volume_{desk.ref}")
            if percent:
                changes.append({"kind": "volume", "factor": 1 + percent / 100})
    with two:
        absent = st.multiselect(
            words("what_if.absent"),
            list(names),
            format_func=names.__getitem__,
            key=f"wi_absent_{desk.ref}",
            placeholder=words("shell.choose"),
        )
        days = st.date_input(
            words("what_if.absent_days"),
            (desk.start, desk.end),
            min_value=desk.start,
            max_value=desk.end,
            key=f"wi_days_{desk.ref}",
        )
        changes += _absences(absent, days)
    with three:
        more = st.number_input(words("what_if.more"), 0, 20, 0, key=f"wi_more_{desk.ref}")
        like = st.selectbox(
            words("what_if.like"),
            list(names),
            index=len(names) - 1,
            format_func=names.__getitem__,
            key=f"wi_like_{desk.ref}",
        )
        if more:
            changes.append({"kind": "add_people", "n": int(more), "like": like})
    changes += _service(desk)
    return Scenario(name, name, tuple(changes)) if changes else None


def _absences(people: list[str], days: Any) -> list[Mapping[str, Any]]:
    if not isinstance(days, tuple) or not days:
        return []
    first, last = days[0], days[-1]
    assert isinstance(first, date)
    return [{"kind": "absent", "person": person, "from": first, "to": last} for person in people]


def _service(desk: Desk) -> list[Mapping[str, Any]]:
    """Opening hours (halls) and service target."""
    words, center = desk.words, desk.base.center
    changes: list[Mapping[str, Any]] = []
    one, two, three = st.columns(3, gap="medium")
    if any(post.heads for post in center.posts):
        opening = one.selectbox(
            words("what_if.open"),
            ["none", *EXTRA_HOURS],
            format_func=lambda k: words(f"what_if.open_{k}"),
            key=f"wi_open_{desk.ref}",
        )
        posts = two.multiselect(
            words("what_if.open_posts"),
            [p.id for p in center.posts if p.heads],
            key=f"wi_posts_{desk.ref}",
            placeholder=words("shell.choose"),
        )
        if opening in EXTRA_HOURS:
            start, end = EXTRA_HOURS[opening]
            changes.append({"kind": "hours", "session": opening, "start": start, "end": end, "posts": posts})
    targets = [queue.target for queue in center.queues]
    share = next((t["answer_share"] for t in targets if "answer_share" in t), None)
    wait = next((t["max_wait_s"] for t in targets if "max_wait_s" in t), None)
    if isinstance(share, int | float):
        chosen = three.slider(words("what_if.target_share"), 50, 99, round(share * 100), key=f"wi_share_{desk.ref}")
        if chosen != round(share * 100):
            changes.append({"kind": "target", "field": "answer_share", "value": chosen / 100})
    elif isinstance(wait, int | float):
        minutes = three.slider(words("what_if.target_wait"), 2, 60, round(wait / 60), key=f"wi_wait_{desk.ref}")
        if minutes != round(wait / 60):
            changes.append({"kind": "target", "field": "max_wait_s", "value": minutes * 60})
    return changes

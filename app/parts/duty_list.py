"""The calendar of duties: what is due in the next months, whose turn it is; as a file for calendars, and requests to print."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.duties import calendar_of_duties
from scheduler.duty_calendar import DueDate
from scheduler.events import Group, Placement
from scheduler.events.files import KINDS, request_page
from scheduler.events.words import requests_of
from scheduler.exports.dates_ics import Entry, dates_calendar
from scheduler.store.entries import Event
from scheduler.store.faults import FolderFaults
from scheduler.words import date_text


def duty_list(desk: Desk, draft: Draft, events: Mapping[str, Event], groups: Mapping[str, tuple[Group, ...]]) -> None:
    """Table and downloads."""
    words = desk.words
    st.subheader(words("events.duties"))
    months = st.segmented_control(words("events.months"), (1, 2, 3, 12), default=2, key=f"duty_months_{desk.ref}") or 2
    first = desk.start.replace(day=1)
    last = _after(first, int(months)) - timedelta(days=1)
    try:
        due = calendar_of_duties(desk.base, first, last)
    except FolderFaults as faults:
        st.error("\n".join(f"- {plain(fault.line(desk.lang))}" for fault in faults.faults))
        return
    rows = [
        {
            words("shell.date"): date_text(d.date, desk.lang),
            words("events.duty"): d.name(desk.lang),
            words("events.whose"): _who(desk, d),
            words("figures.article"): d.article,
        }
        for d in due
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(460, 38 + 35 * len(rows)))
    else:
        st.caption(words("shell.none"))
    name = f"{desk.base.center.id}-{desk.start:%Y%m%d}"
    left, right = st.columns(2)
    left.download_button(
        words("events.ics"),
        lambda: dates_calendar(
            desk.base.center,
            desk.base.center.name(desk.lang),
            [*_due(desk, due), *_sittings(desk, events, groups)],
            desk.start,
        ),
        f"{name}-duties.ics",
        "text/calendar",
        key="get_duties",
        icon=":material/event:",
        on_click="ignore",
        width="stretch",
    )
    right.download_button(
        words("events.print"),
        lambda: request_page(draft.problem, placements(draft, events, groups), desk.lang),
        f"{name}-events.html",
        "text/html",
        key="get_requests",
        icon=":material/print:",
        on_click="ignore",
        width="stretch",
    )


def placements(draft: Draft, events: Mapping[str, Event], groups: Mapping[str, tuple[Group, ...]]) -> list[Placement]:
    """Events in the draft as far as a page to print needs them."""
    return [
        Placement(
            events[key],
            found,
            (),
            (),
            False,
            (),
            requests_of(draft.problem, events[key], found),
            True,
            (),
            draft.problem,
            draft.sheet.roster,
        )
        for key, found in sorted(groups.items())
        if found
    ]


def _after(first: date, months: int) -> date:
    day = first
    for _ in range(months):
        day += timedelta(days=monthrange(day.year, day.month)[1])
    return day


def _who(desk: Desk, d: DueDate) -> str:
    person = desk.base.center.person.get(d.person)
    return person.name(desk.lang) if person is not None else d.who(desk.lang)


def _due(desk: Desk, due: tuple[DueDate, ...]) -> list[Entry]:
    return [
        Entry(f"{d.duty} {d.date} {d.source}", d.date, None, f"{d.name(desk.lang)} – {_who(desk, d)}", d.article)
        for d in due
    ]


def _sittings(desk: Desk, events: Mapping[str, Event], groups: Mapping[str, tuple[Group, ...]]) -> list[Entry]:
    person = desk.base.center.person
    return [
        Entry(
            f"event {key} {place}",
            g.start,
            g.end,
            f"{key} {desk.words.pick(KINDS[events[key].kind])} ({len(g.people)})",
            desk.words.join(person[p].name(desk.lang) for p in (*g.trainers, *g.people) if p in person),
            g.room.name(desk.lang),
        )
        for key, found in sorted(groups.items())
        for place, g in enumerate(found, 1)
    ]

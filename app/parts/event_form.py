"""One event in a form: what was announced, and what may be changed about it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import get_args

import streamlit as st

from app.state import Desk
from app.texts import distinct, plain
from scheduler.events.files import KINDS
from scheduler.events.rooms import Rooms
from scheduler.store.entries import Event, EventKind

NEW = "*"
ANY = ""


def blank(desk: Desk) -> Event:
    """A new event: a training of an hour on the first day."""
    day = min(max(desk.now.date(), desk.start), desk.end)
    return Event(NEW, "training", datetime.combine(day, time(15)), datetime.combine(day, time(16)), count=5)


def event_form(desk: Desk, event: Event, rooms: Rooms) -> Event | None:
    """The event as the form says, once it was sent and makes sense; faults are told above the form."""
    words, center, key = desk.words, desk.base.center, f"{desk.ref}_{event.id}"
    names = distinct({p.id: f"{p.name(desk.lang)} ({p.id})" for p in center.people})
    staff = [p.id for p in center.staff]
    with st.form(f"event_{key}", border=True):
        one, two, three = st.columns(3, gap="medium")
        kinds: list[EventKind] = [k for k in get_args(EventKind) if k != "storm"]
        kind = one.selectbox(
            words("events.kind"),
            kinds,
            kinds.index(event.kind) if event.kind in kinds else 0,
            format_func=lambda k: words.pick(KINDS[k]),
            key=f"ev_kind_{key}",
        )
        day: date = one.date_input(
            words("events.date"),
            min(max(event.start.date(), desk.start), desk.end),
            min_value=desk.start,
            max_value=desk.end,
            key=f"ev_day_{key}",
        )
        start: time = two.time_input(
            words("events.from"), event.start.time(), step=timedelta(minutes=15), key=f"ev_from_{key}"
        )
        end: time = two.time_input(words("events.to"), event.end.time(), step=timedelta(minutes=15), key=f"ev_to_{key}")
        within = three.slider(words("events.within"), 0, 10, event.within, key=f"ev_within_{key}")
        count = three.number_input(
            words("events.count"), 0, 9999, event.count or len(event.people), key=f"ev_count_{key}"
        )
        people = st.multiselect(
            words("events.people"),
            staff,
            [p for p in event.people if p in staff],
            format_func=names.__getitem__,
            key=f"ev_people_{key}",
            placeholder=words("shell.choose"),
        )
        four, five, six = st.columns(3, gap="medium")
        trainers = four.multiselect(
            words("events.trainers"),
            list(names),
            [p for p in event.trainers if p in names],
            format_func=names.__getitem__,
            key=f"ev_trainers_{key}",
            placeholder=words("shell.choose"),
        )
        choices = {ANY: words("events.room_any"), **{r.id: r.name(desk.lang) for r in (*rooms.own, *rooms.company)}}
        room = five.selectbox(
            words("events.room"),
            list(choices),
            list(choices).index(event.room or ANY) if (event.room or ANY) in choices else 0,
            format_func=choices.__getitem__,
            key=f"ev_room_{key}",
        )
        online = five.checkbox(words("events.mode_online"), event.mode == "online", key=f"ev_online_{key}")
        general = five.checkbox(words("events.general"), event.general, key=f"ev_general_{key}")
        leaders = {
            ANY: words("events.nobody"),
            **{s.leader: names[s.leader] for s in center.sections if s.leader in names},
        }
        consent = six.selectbox(
            words("events.consent"),
            list(leaders),
            list(leaders).index(event.consent or ANY) if (event.consent or ANY) in leaders else 0,
            format_func=leaders.__getitem__,
            key=f"ev_consent_{key}",
        )
        sent = st.form_submit_button(words("events.go"), type="primary", icon=":material/event_available:")
    if not sent:
        return None
    fault = "events.bad_time" if end <= start else "events.bad_people" if not people and not count else ""
    if fault:
        st.warning(words(fault))
        return None
    ident = event.id if event.id != NEW else f"N{day:%m%d}{start:%H%M}"
    return replace(
        event,
        id=ident,
        kind=kind,
        start=datetime.combine(day, start),
        end=datetime.combine(day, end),
        people=tuple(people),
        count=int(count) or None,
        within=int(within),
        trainers=tuple(trainers),
        room=room or None,
        mode="online" if online else "in_person",
        general=general,
        consent=consent or None,
        note=plain(event.note),
    )

"""Events: meetings and trainings placed so that no window closes, rooms, and the calendar of duties."""

import pandas as pd
import streamlit as st

from app.jobs import jobs
from app.parts.draft import Draft
from app.parts.duty_list import duty_list
from app.parts.event_form import NEW, blank, event_form
from app.parts.event_result import event_result, placing
from app.parts.placed_events import bookings, without
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.events import Group, Rooms
from scheduler.events.files import KINDS, group_text, span_text
from scheduler.events.place import placeable
from scheduler.events.rooms import Taken
from scheduler.events.undo import without_event
from scheduler.registers import applied
from scheduler.store.entries import Event
from scheduler.words import date_text

TITLE = ("会议培训", "Events")
ICON = ":material/groups:"


def show(desk: Desk) -> None:
    """The whole page."""
    draft = first_roster(desk)
    if draft is None:
        return
    rooms = Rooms.of(applied(desk.folder))
    events = _events(desk)
    groups, taken = bookings(draft, events.values(), rooms)
    said = st.session_state.pop("events_said", "")
    if said:
        st.success(said, icon=":material/check_circle:")
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(desk.words("events.list"))
        _list(desk, draft, events, groups)
        _one(desk, draft, events, groups, rooms, taken)
    with right:
        duty_list(desk, draft, events, groups)
        st.subheader(desk.words("events.rooms"))
        _rooms(desk, rooms, taken)


def _events(desk: Desk) -> dict[str, Event]:
    """Events of the folder and of the training plan, and those tried on this page, the latter in place of the former."""
    mine: dict[str, Event] = st.session_state.get(f"my_events_{desk.ref}", {})
    return {**{e.id: e for e in applied(desk.folder).events}, **mine}


def _state(desk: Desk, draft: Draft, event: Event, groups: dict[str, tuple[Group, ...]]) -> str:
    words, count = desk.words, sum(len(g.people) for g in groups[event.id])
    if count:
        return words("events.state_in", count=count)
    if event.kind == "storm" or not (event.people or event.count):
        return words("events.state_extra")
    return words("events.state_out" if placeable(draft.problem, event) else "events.state_beyond")


def _list(desk: Desk, draft: Draft, events: dict[str, Event], groups: dict[str, tuple[Group, ...]]) -> None:
    words = desk.words
    if not events:
        st.info(words("events.none"))
        return
    rows = [
        {
            words("events.event"): e.id,
            words("events.kind"): words.pick(KINDS[e.kind]),
            words("events.announced"): span_text(e.start, e.end, desk.lang),
            words("events.state"): _state(desk, draft, e, groups),
            words("events.note"): e.note,
        }
        for e in sorted(events.values(), key=lambda e: (e.start, e.id))
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _one(
    desk: Desk, draft: Draft, events: dict[str, Event], groups: dict[str, tuple[Group, ...]], rooms: Rooms, taken: Taken
) -> None:
    """The chosen event: where it stands, a form, and what placing it gives."""
    words = desk.words
    names = {
        **{
            e.id: f"{e.id} {words.pick(KINDS[e.kind])} {date_text(e.start.date(), desk.lang)}"
            for e in sorted(events.values(), key=lambda e: e.start)
            if e.kind != "storm"
        },
        NEW: words("events.new"),
    }
    which = st.selectbox(
        words("events.which"), list(names), format_func=names.__getitem__, key=f"event_which_{desk.ref}"
    )
    event = events[which] if which in events else blank(desk)
    here = groups.get(event.id, ())
    if here:
        _standing(desk, draft, event, here)
    st.markdown(f"**{words('events.try')}**")
    sent = event_form(desk, event, rooms)
    place = f"event_job_{desk.ref}"
    if sent is not None:
        apart = without(taken, groups.get(sent.id, ()))
        st.session_state[place] = (which, placing(desk, draft, sent, rooms, apart).id, sent)  # type: ignore[arg-type]
    chosen, job_id, asked = st.session_state.get(place, ("", "", None))
    job = jobs().get(job_id)
    if chosen == which and job is not None and asked is not None:
        event_result(desk, draft, job, asked)


def _standing(desk: Desk, draft: Draft, event: Event, here: tuple[Group, ...]) -> None:
    words = desk.words
    st.markdown(f"**{words('events.in_roster')}**")
    st.markdown(
        "\n".join(f"- {plain(group_text(draft.problem, place, g, desk.lang))}" for place, g in enumerate(here, 1))
    )
    there = {p for g in here for p in g.people}
    missing = [p for p in event.people if p not in there and p in draft.problem.center.person]
    if missing:
        st.caption(
            words(
                "events.left", names=plain(words.join(draft.problem.center.person[p].name(desk.lang) for p in missing))
            )
        )
    if st.button(words("events.take_out"), key=f"event_out_{desk.ref}", icon=":material/event_busy:"):
        with draft.guard:
            _, roster, left = without_event(draft.problem, draft.sheet.roster, draft.sittings, event.id)
            draft.hold(roster, left)
        desk.keep(draft)
        st.session_state["events_said"] = words("events.taken_out", event=event.id)
        st.rerun()


def _rooms(desk: Desk, rooms: Rooms, taken: Taken) -> None:
    words, person = desk.words, desk.base.center.person
    rows = []
    for room in (*rooms.own, *rooms.company):
        closed = [
            f"{c.start:%m-%d}–{c.end:%m-%d}{f' {c.note}' if c.note else ''}"
            for c in rooms.closures
            if c.room == room.id
        ]
        used = [f"{a:%m-%d %H:%M}–{b:%H:%M}" for a, b in sorted(taken.get(room.id, ()))]
        meant = (
            words.join(room.specialism) or words("events.anything") if room.kind == "own" else words("events.company")
        )
        rows.append(
            {
                words("events.room"): room.name(desk.lang),
                words("events.seats"): room.seats,
                words("events.meant"): meant,
                words("events.keeper"): person[room.keeper].name(desk.lang)
                if room.keeper is not None and room.keeper in person
                else "",
                words("events.closed"): words.join(closed),
                words("events.booked"): words.join(used),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


if __name__ == "__main__":
    show(current_desk())

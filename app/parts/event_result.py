"""What came of placing an event: as announced or not, groups, requests; taking it into the draft."""

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.parts.solve_panel import EVERY_SECONDS
from app.state import Desk
from app.texts import plain
from scheduler.events import Placement, Rooms, place_event
from scheduler.events.files import group_text
from scheduler.events.place import dates_of, placeable
from scheduler.events.rooms import Taken
from scheduler.events.undo import without_event
from scheduler.explain import person_name
from scheduler.store.entries import Event


def placing(desk: Desk, draft: Draft, event: Event, rooms: Rooms, taken: Taken) -> Job:
    """The job that places an event in the draft as it is now, its former sittings out of it."""
    with draft.guard:
        problem, roster, _ = without_event(draft.problem, draft.sheet.roster, draft.sittings, event.id)
        rev = draft.rev

    def work(job: Job) -> tuple[int, Placement | None]:
        if not placeable(problem, event):
            return rev, None
        return rev, place_event(problem, roster, event, dates_of(problem, event), rooms, (), taken)

    name = st.session_state.get("drafts", {}).get(desk.key, "")
    return jobs().submit(f"event {name} {rev} {event!r}", work)


def event_result(desk: Desk, draft: Draft, job: Job, event: Event) -> None:
    """Draw the job while it runs, then its result with the button that takes it over."""
    words = desk.words
    if job.active:

        @st.fragment(run_every=EVERY_SECONDS)
        def live() -> None:
            if not job.active:
                st.rerun()
            st.info(words("events.working"), icon=":material/hourglass_top:")

        live()
        return
    if job.state is JobState.FAILED:
        st.error(words("events.failed", error=plain(job.error)))
        return
    rev, placed = job.result
    if placed is None:
        st.error(words("events.bad_day"))
        return
    _told(desk, placed)
    if not placed.groups:
        return
    if rev != draft.rev:
        st.warning(words("events.stale"))
    elif st.button(words("events.apply"), type="primary", key=f"event_apply_{desk.ref}", icon=":material/check:"):
        _apply(desk, draft, placed)


def _told(desk: Desk, placed: Placement) -> None:
    words, lang, problem = desk.words, desk.lang, placed.problem
    if not placed.groups:
        st.error(words("events.impossible"), icon=":material/block:")
    elif placed.as_announced:
        st.success(words("events.as_announced"), icon=":material/check_circle:")
    else:
        st.info(words("events.changed"), icon=":material/splitscreen:")
    if placed.reasons:
        st.markdown("\n".join(f"- {plain(words.pick(reason))}" for reason in placed.reasons))
    st.markdown(
        f"**{words('events.proposal')}** · :gray[{words('events.checked')} · {words('events.proven' if placed.proven else 'events.unproven')}]"
    )
    lines = [group_text(problem, place, g, lang) for place, g in enumerate(placed.groups, 1)]
    lines += [f"{person_name(problem, who, lang)}: {words.pick(why)}" for who, why in placed.unplaced]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    if placed.requests:
        st.markdown(f"**{words('events.requests')}**")
        st.markdown("\n".join(f"- {plain(words.pick(request))}" for request in placed.requests))


def _apply(desk: Desk, draft: Draft, placed: Placement) -> None:
    with draft.guard:
        _, _, left = without_event(draft.problem, draft.sheet.roster, draft.sittings, placed.event.id)
        cells = draft.hold(placed.roster, (*left, *placed.absences))
    desk.keep(draft)
    mine = st.session_state.setdefault(f"my_events_{desk.ref}", {})
    mine[placed.event.id] = placed.event
    people = sum(len(g.people) for g in placed.groups)
    st.session_state["events_said"] = desk.words("events.applied", cells=cells, people=people)
    st.session_state.pop(f"event_job_{desk.ref}", None)
    st.rerun()

"""Odd stretches of past counts, each left out of the forecast or kept by one click; and taking that back (4-29)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import streamlit as st

from app.register_shelf import records_of, told_of, write_records
from app.state import Desk
from app.texts import plain
from forecasting import Forecast
from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.registers.demand_notes import REGISTER, demand_note, demand_notes
from scheduler.registers.entry import EntryRefused, filled, next_id
from scheduler.registers.roles import may_write
from scheduler.store.errors import StoreError
from scheduler.store.register_files import registers

SHOWN = 12
"""Stretches listed at once, the latest first: what lies far back hardly weighs."""


def odd_counts(desk: Desk, made: Forecast, queues: Sequence[str]) -> None:
    """The list with its clicks, and a form for stretches that only people know to be odd."""
    words = desk.words
    judged = [note for note in demand_notes(desk.folder.records) if note.subject in queues]
    done = {(note.subject, note.get("start"), note.get("end")) for note in judged}
    suspects = [
        s
        for queue in queues
        if queue in made.reports
        for s in made.reports[queue].suspects
        if (s.queue, _moment(s.start), _moment(s.end)) not in done
    ]
    if not any(queue in made.reports for queue in queues):
        return
    suspects.sort(key=lambda s: s.start, reverse=True)
    label = words("demand.odd", count=len(suspects)) + (words("demand.odd_judged", count=len(judged)) if judged else "")
    with st.expander(label, icon=":material/troubleshoot:"):
        st.caption(words("demand.odd_hint"))
        allowed = may_write(desk.base.center, registers()[REGISTER], desk.acting)
        if not allowed:
            st.caption(f":orange[{words('demand.odd_barred')}]")
        for place, suspect in enumerate(suspects[:SHOWN]):
            start, end = _moment(suspect.start), _moment(suspect.end)
            left, state, out, keep = st.columns([6, 1.6, 1.4, 1.4], vertical_alignment="center")
            left.markdown(
                f"**{_span(start, end)}** {plain(_name(desk, suspect.queue))} · {plain(suspect.reason[desk.lang])}"
            )
            state.markdown(
                f":gray-badge[{words('demand.odd_aside')}]"
                if suspect.set_aside
                else f":orange-badge[{words('demand.odd_light')}]"
            )
            for box, treat, needed in ((out, "leave_out", not suspect.set_aside), (keep, "keep", suspect.set_aside)):
                if box.button(
                    words(f"demand.odd_{treat}"),
                    key=f"odd_{treat}_{place}_{desk.ref}",
                    disabled=not allowed or not needed,
                    width="stretch",
                ):
                    _write(desk, suspect.queue, start, end, treat, suspect.reason[desk.lang])
        if len(suspects) > SHOWN:
            st.caption(words("demand.odd_more", count=len(suspects) - SHOWN))
        for place, note in enumerate(judged):
            left, state, undo = st.columns([6, 1.6, 2.8], vertical_alignment="center")
            left.markdown(
                f"**{_span(note.get('start'), note.get('end'))}** {plain(_name(desk, note.subject))} · {plain(str(note.get('reason') or ''))}"
            )
            state.markdown(f":violet-badge[{words('demand.odd_' + note.get('treat'))}]")
            if undo.button(
                words("demand.odd_undo"),
                key=f"odd_undo_{place}_{desk.ref}",
                disabled=not allowed,
                icon=":material/undo:",
            ):
                _strike(desk, note)
        with st.form(f"odd_own_{desk.ref}", border=False):
            _own(desk, queues, allowed)


def _own(desk: Desk, queues: Sequence[str], allowed: bool) -> None:
    """A stretch that only the planner knows to be odd."""
    words = desk.words
    which, days, why, go = st.columns([2, 3, 4, 1.6], vertical_alignment="bottom")
    queue = which.selectbox(
        words("demand.queue"), queues, format_func=lambda q: _name(desk, q), key=f"odd_queue_{desk.ref}"
    )
    span = days.date_input(words("demand.odd_days"), [], key=f"odd_days_{desk.ref}")
    reason = why.text_input(words("demand.odd_reason"), key=f"odd_reason_{desk.ref}", max_chars=200).strip()
    sent = go.form_submit_button(words("demand.odd_leave_out"), disabled=not allowed, width="stretch")
    if sent and isinstance(span, tuple) and span and reason:
        first, last = pd.Timestamp(span[0]), pd.Timestamp(span[-1]) + pd.Timedelta(days=1)
        _write(desk, queue, first.to_pydatetime(), last.to_pydatetime(), "leave_out", reason)
    elif sent:
        st.warning(words("demand.odd_need"))


def _write(desk: Desk, queue: str, start: datetime, end: datetime, treat: str, reason: str) -> None:
    taken = [r.id for r in records_of(desk) if r.register == REGISTER]
    note = demand_note(next_id(desk.now.date(), taken), queue, start, end, treat, reason, desk.now.date())
    _put(desk, note, "")


def _strike(desk: Desk, note: Record) -> None:
    kept = next((r for r in records_of(desk) if r.register == REGISTER and r.id == note.id), note)
    _put(desk, replace(kept, state="void"), desk.words("demand.odd_undone"))


def _put(desk: Desk, note: Record, why: str) -> None:
    words = desk.words
    try:
        whole = filled(desk.base.center, calendar_of(desk.base), note, note.body, desk.acting)
        write_records(desk, [replace(whole, state=note.state)], desk.acting, why)
    except EntryRefused as refused:
        st.error(plain(refused.text(desk.lang)))
    except StoreError as error:
        st.error(words("registers.failed", error=plain(told_of(error, desk.lang))))
    else:
        st.rerun()


def _moment(at: np.datetime64) -> datetime:
    return pd.Timestamp(at).to_pydatetime()


def _span(start: datetime, end: datetime) -> str:
    if start.time() == end.time() == datetime.min.time():
        last = pd.Timestamp(end) - pd.Timedelta(days=1)
        return f"{start:%Y-%m-%d}" + (f" – {last:%m-%d}" if last > pd.Timestamp(start) else "")
    return (
        f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"
        if start.date() == end.date()
        else f"{start:%Y-%m-%d %H:%M} – {end:%m-%d %H:%M}"
    )


def _name(desk: Desk, queue: str) -> str:
    known = desk.base.center.queue[queue]
    return known.name_zh if desk.lang == "zh" else known.name_en

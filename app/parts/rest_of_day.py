"""Today's counts so far, and what they say of the hours that are left: more or fewer heads, hour by hour."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import streamlit as st

from app.parts.cover_frame import heads_on
from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from forecasting import DemandError
from scheduler.activities.ahead import live
from scheduler.domain.need import NeedCell
from scheduler.domain.roster_view import RosterView
from scheduler.history.export import read_export
from scheduler.history.rest_of_day import RestOfDay, hours_of, rest_of_day
from scheduler.planning import targets_of
from scheduler.store.faults import FolderFaults


def rest_of_today(desk: Desk, draft: Draft, at: datetime, recorded: pd.DataFrame) -> None:
    """A file of today's counts (used here alone), and the update by it and by what is on record.

    Parameters
    ----------
    recorded
        Columns ``queue,start,offered``; missing where nothing is on record.
    """
    words, made = desk.words, desk.forecast
    if made is None:
        return
    known = recorded.dropna(subset=["offered"])[["queue", "start", "offered"]].rename(columns={"offered": "arrivals"})
    given = _uploaded(desk, at.date())
    came = (
        pd.concat([given, known], ignore_index=True).drop_duplicates(["queue", "start"], keep="first")
        if given is not None
        else known
    )
    found = rest_of_day(made, targets_of(desk.folder.center), came, at)
    if not found:
        if given is not None:
            st.caption(words("today.rest_none"))
        return
    st.markdown(f"**{words('today.rest', clock=f'{at:%H:%M}')}**")
    for one in found:
        _said(desk, draft, one)


def _uploaded(desk: Desk, day: date) -> pd.DataFrame | None:
    words = desk.words
    with st.popover(words("today.rest_upload"), icon=":material/upload_file:"):
        st.caption(words("today.rest_hint"))
        file = st.file_uploader(
            words("demand.import_file"), ["csv", "xlsx"], key=f"rest_file_{desk.ref}", label_visibility="collapsed"
        )
        contacts = st.checkbox(words("demand.import_contacts"), key=f"rest_contacts_{desk.ref}")
        if file is None:
            return None
        try:
            taken = read_export(file.getvalue(), file.name, desk.base.center, contacts=contacts, only=day)
            return taken.frame[["queue", "start", "arrivals"]]
        except FolderFaults as faults:
            st.error("  \n".join(plain(fault.line(desk.lang)) for fault in faults.faults[:20]))
        except DemandError as error:
            st.error("  \n".join(plain(str(fault)) for fault in error.faults[:20]))
    return None


def _said(desk: Desk, draft: Draft, one: RestOfDay) -> None:
    """What came, what that makes of the rest, and where somebody is wanting or could be spared."""
    words, queue = desk.words, desk.folder.center.queue[one.queue]
    name = plain(queue.name_zh if desk.lang == "zh" else queue.name_en)
    share = one.came / one.expected - 1.0 if one.expected else 0.0
    key = "today.rest_line" if one.changed else "today.rest_same"
    st.markdown(
        f"- **{name}** "
        + words(
            key,
            came=f"{one.came:.0f}",
            expected=f"{one.expected:.0f}",
            share=f"{share:+.0%}",
            rest=f"{one.factor - 1.0:+.0%}",
        )
    )
    before = [c for c in live(draft.problem.needs) if c.queue == one.queue]
    for start, end, more in hours_of(one.cells, before):
        heads, needed = tightest(draft, queue.posts, [c for c in one.cells if start <= c.start < end])
        text = words(
            "today.rest_more" if more > 0 else "today.rest_fewer",
            span=f"{start:%H:%M}–{end:%H:%M}",
            count=abs(more),
            needed=needed,
            heads=f"{heads:g}",
        )
        st.markdown(f"  - {':red' if more > 0 and heads < needed else ':gray'}[{text}]")


def tightest(draft: Draft, posts: Sequence[str], cells: Sequence[NeedCell]) -> tuple[float, int]:
    """Heads rostered and heads needed in that interval of a stretch in which the most are wanting."""
    view, minute = RosterView(draft.problem, draft.sheet.roster), draft.problem.horizon.minute
    there = [(heads_on(view, posts, minute(c.start), minute(c.end)), c.required) for c in cells]
    return max(there, key=lambda both: (both[1] - both[0], both[1]))

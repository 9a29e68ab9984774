"""Covers on record for one day: who stands in where, the notices, and taking the post back."""

from collections.abc import Sequence
from datetime import datetime, time

import streamlit as st

from app.covers import covers_of, end_covers
from app.parts.draft import Draft
from app.reach import arranged_by
from app.state import Desk
from app.texts import plain
from scheduler.cover.after import least, rest_of_day, things_of
from scheduler.cover.hand_back import by_stand_in, note_page, note_rows, note_title, thing_text
from scheduler.cover.notices import RECIPIENTS, cover_notices
from scheduler.cover.worked import as_worked, returned
from scheduler.domain.cover import Cover, HandBack, burden
from scheduler.store.errors import StoreError


def covers_of_day(desk: Desk, draft: Draft, at: datetime) -> None:
    """The list, then one box a missing person; nothing on a day without covers."""
    words = desk.words
    said = st.session_state.pop("cover_said", "")
    if said:
        st.success(said, icon=":material/check_circle:")
    covers = covers_of(desk, at.date())
    if not covers:
        return
    st.subheader(words("today.covers"))
    st.markdown(
        "\n".join(
            [
                f"| {words('shell.post')} | {words('today.missing')} | {words('today.stand_in')} | {words('today.hours')} | {words('shell.status')} |",
                "|---|---|---|---|---|",
                *(_line(desk, c) for c in covers if c.minutes),
            ]
        )
    )
    minutes = burden(covers)
    if minutes:
        st.caption(
            words(
                "today.burden",
                who=words.join(
                    f"{plain(desk.base.center.person[p].name(desk.lang))} {total}/{dual}"
                    for p, (total, dual) in minutes.items()
                ),
            )
        )
    worked = as_worked(draft.problem.center, draft.sheet.roster, covers)
    if worked.cells() != draft.sheet.roster.cells():
        st.warning(words("today.not_in_draft"))
        if st.button(words("today.into_draft"), key="covers_into_draft", icon=":material/edit_calendar:"):
            draft.adopt(worked)
            desk.keep(draft)
            st.rerun()
    for missing in dict.fromkeys(c.missing for c in covers):
        mine = tuple(c for c in covers if c.missing == missing)
        name = desk.base.center.person[missing].name(desk.lang)
        if any(c.open for c in mine):
            with st.expander(words("today.notices_of", name=plain(name)), icon=":material/sms:", expanded=True):
                _notices(desk, draft, [c for c in mine if c.open], at)
            with st.expander(words("today.back", name=plain(name)), icon=":material/assignment_return:"):
                _back(desk, draft, [c for c in covers_of(desk) if c.missing == missing and c.open], missing, at)
        else:
            with st.expander(words("today.note_of", name=plain(name)), icon=":material/description:"):
                _note(desk, draft, mine)


def _line(desk: Desk, cover: Cover) -> str:
    words, center = desk.words, desk.base.center
    who = (
        plain(center.person[cover.stand_in].name(desk.lang))
        if cover.stand_in
        else f":red[{words('today.state_empty')}]"
    )
    if cover.dual:
        who += f" :orange[{words('grid.dual')}]"
    state = words("today.cover_on") if cover.open else words("today.cover_ended")
    if cover.cause == "left_post":
        state += f" · :red[{words('today.left_post')}]"
    post, missing = plain(center.post[cover.post].name(desk.lang)), plain(center.person[cover.missing].name(desk.lang))
    return f"| {post} | {missing} | {who} | {cover.start:%H:%M}–{cover.end:%H:%M} | {state} |"


def _notices(desk: Desk, draft: Draft, covers: Sequence[Cover], at: datetime) -> None:
    """Texts to copy; the program sends nothing."""
    words = desk.words
    st.caption(words("today.sent_nowhere"))
    for notice in cover_notices(draft.problem, covers, least(rest_of_day(draft.problem, draft.sheet.roster, at))):
        name = plain(draft.problem.center.person[notice.person].name(desk.lang))
        st.markdown(f"**{name}** :gray[{words.pick(RECIPIENTS[notice.to])}]")
        st.code(notice.text(desk.lang), language=None, wrap_lines=True)


def _back(desk: Desk, draft: Draft, covers: Sequence[Cover], missing: str, at: datetime) -> None:
    words = desk.words
    things = things_of(draft.problem, covers)
    names = {t: thing_text(draft.problem, t, desk.lang) for t in things}
    with st.form(f"back_{missing}", border=False):
        left, right = st.columns(2)
        clock: time = left.time_input(words("today.back_at"), at.time(), step=300, key=f"back_at_{missing}")
        arranged_by(desk, right)
        done = st.text_area(words("today.done"), key=f"back_done_{missing}", max_chars=1000, height=80)
        pending = st.text_area(words("today.pending"), key=f"back_pending_{missing}", max_chars=1000, height=80)
        returned_things = (
            st.multiselect(
                words("today.returned"),
                things,
                default=list(things),
                format_func=names.__getitem__,
                key=f"back_things_{missing}",
            )
            if things
            else []
        )
        sent = st.form_submit_button(words("today.back_go"), type="primary", icon=":material/assignment_return:")
    if not sent:
        return
    moment = datetime.combine(at.date(), clock)
    note = HandBack(
        moment,
        done.strip(),
        pending.strip(),
        tuple(returned_things),
        tuple(t for t in things if t not in returned_things),
    )
    try:
        ended = end_covers(covers, missing, moment, note, desk.acting)
    except (StoreError, ValueError, OSError) as error:
        st.error(words("today.not_kept", error=plain(str(error))))
        return
    draft.adopt(returned(draft.problem, draft.sheet.roster, ended, missing, moment))
    desk.keep(draft)
    st.session_state["cover_said"] = words(
        "today.back_done", name=plain(desk.base.center.person[missing].name(desk.lang))
    )
    st.rerun()


def _note(desk: Desk, draft: Draft, covers: Sequence[Cover]) -> None:
    """The hand-back note of each stand-in, and the page to print."""
    words, groups = desk.words, by_stand_in(covers)
    for group in groups:
        rows = "\n".join(
            f"| **{plain(label)}** | {plain(text).replace(chr(10), ' ')} |"
            for label, text in note_rows(draft.problem, group, desk.lang)
        )
        st.markdown(f"| {note_title(desk.lang)} | |\n|---|---|\n{rows}")
    if groups:
        st.download_button(
            words("today.print_note"),
            note_page(draft.problem, groups, desk.lang),
            f"hand-back-{covers[0].day}-{covers[0].missing}.html",
            "text/html",
            key=f"note_{covers[0].missing}",
            icon=":material/print:",
            on_click="ignore",
        )
    else:
        st.caption(words("today.note_none"))

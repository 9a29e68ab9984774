"""Mine: one person's own page, made for a phone: shifts, what waits, leave, days left, account of burdens."""

from datetime import datetime, time, timedelta

import streamlit as st

from app import records
from app.leave_room import leave_room
from app.parts.draft import Draft
from app.parts.fairness import accounts
from app.parts.leave_form import leave_form
from app.parts.leave_lists import days_left, inbox, own
from app.parts.margins import Plan
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.domain.roster import Roster
from scheduler.leave_desk.night import notes
from scheduler.ledgers.words import amount, kind_name, why
from scheduler.store.errors import StoreError
from scheduler.words import ROLES, WEEKDAYS, pick

TITLE = ("我的", "Mine")
ICON = ":material/person:"

DAYS = 14
WIDTH = 460
"""Pixels of the one column: a phone's width, also on a large screen."""


def show(desk: Desk) -> None:
    """The whole page, in one column."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    said = st.session_state.pop("leave_said", "")
    if said:
        st.toast(said, icon=":material/check_circle:")
    with st.container(width=WIDTH):
        who = desk.base.center.person[desk.acting]
        st.subheader(plain(who.name(desk.lang)))
        try:
            room = leave_room(desk.base, desk.now)
        except StoreError as error:
            st.warning(words("leave.no_database", error=plain(str(error))))
            room = None
        if room is not None:
            for note in notes(room, desk.now):
                if note.to == desk.acting:
                    st.info(f"{plain(note.text(desk.lang))} ({note.article})", icon=":material/notifications:")
            if room.inbox(desk.acting, desk.now):
                st.markdown(f"**{words('leave.todo')}**")
                inbox(desk, room, "mine_inbox")
        if who.rota == "approver":
            st.caption(words("mine.approver"))
        else:
            _shifts(desk, draft)
        if room is not None:
            with st.expander(words("leave.ask"), icon=":material/event_busy:"):
                leave_form(desk, room, draft, "mine")
            own(desk, room, "mine_own", skip={t.request.id for t in room.inbox(desk.acting, desk.now)})
            st.markdown(f"**{words('leave.balances')}**")
            days_left(desk, room)
        if who.rota != "approver":
            _account(desk, draft)


def _shifts(desk: Desk, draft: Draft) -> None:
    """The own days from today on, one line each: the published roster, or the draft and that it is one."""
    words, saved = desk.words, records.in_force(desk)
    st.markdown(f"**{words('mine.next')}**")
    st.caption(
        words("mine.published", number=saved.version.number) if saved else f":orange[{words('mine.unpublished')}]"
    )
    roster = saved.roster if saved else draft.sheet.roster
    first = max(desk.now.date(), desk.start)
    lines = []
    for offset in range(DAYS):
        day = first + timedelta(days=offset)
        if day > desk.end:
            break
        said = _day(desk, draft, roster, datetime.combine(day, time()))
        on = f"{day:%m-%d}&nbsp;{WEEKDAYS[desk.lang][day.weekday()]}"
        lines.append(f"| {f'**{on}**' if day == desk.now.date() else on} | {said} |")
    st.markdown("\n".join([f"| {words('today.day')} | {words('mine.work')} |", "|---|---|", *lines]))


def _day(desk: Desk, draft: Draft, roster: Roster, day: datetime) -> str:
    words, center = desk.words, desk.base.center
    away = any(a.person == desk.acting and a.overlaps(day, day + timedelta(days=1)) for a in draft.problem.absences)
    duties = sorted(
        (d for d in roster.of_person(desk.acting) if d.day == day.date()), key=lambda d: (d.start, d.role == "duty")
    )
    spans: dict[tuple[str, str], list[str]] = {}
    for d in duties:
        name = center.post[d.post].name(desk.lang) if d.post in center.post else words("grid.back")
        if d.role == "duty":  # an extra charge over the hours of the post
            spans[f":orange-badge[{pick(ROLES['duty'], desk.lang)}]", ""] = []
            continue
        role = "" if d.role in ("A", "pool") or d.post == "back" else f" ({pick(ROLES[d.role], desk.lang)})"
        spans.setdefault((f"**{plain(name)}**", role), []).append(f"{d.start:%H:%M}–{d.end:%H:%M}")
    said = [f"{name}{role} {words.join(hours)}".strip() for (name, role), hours in spans.items()]
    if away:
        said.insert(0, f":blue-badge[{words('mine.away')}]")
    return " · ".join(said) or f":gray[{words('mine.free')}]"


def _account(desk: Desk, draft: Draft) -> None:
    """What the ledger says of the acting person, and why."""
    words = desk.words
    st.markdown(f"**{words('mine.fair')}**")
    mine = [line for line in accounts(Plan(draft.problem, draft.sheet.roster)) if line.person == desk.acting]
    if not mine:
        st.caption(words("mine.fair_none"))
    for line in mine:
        st.markdown(
            f"- **{kind_name(line.kind, desk.lang)}** {amount(line.kind, line.after, desk.lang, sign=True)}  \n:gray[{plain(why(draft.problem, line, desk.lang))}]"
        )


if __name__ == "__main__":
    show(current_desk())

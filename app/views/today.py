"""Today: who is on each post now, who stands in, and what a sudden absence would do."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from app.months import actuals
from app.parts import post_board
from app.parts.actual_load import load_chart, load_frame, load_table
from app.parts.board_links import board_links
from app.parts.breach_list import breach_list
from app.parts.cover_chart import day_chart
from app.parts.cover_frame import cover_frame, of_day
from app.parts.covers_of_day import covers_of_day
from app.parts.draft import Draft
from app.parts.on_site import on_site
from app.parts.rest_of_day import rest_of_today
from app.parts.solve_panel import first_roster
from app.parts.stand_in_list import sudden_absence
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.domain.roster import Roster
from scheduler.present import really_there
from scheduler.store.faults import FolderFaults
from scheduler.words import date_text, leave_word, public_kind

TITLE = ("今日", "Today")
ICON = ":material/today:"

BOARD = 4
"""Cards in a row."""

STATE_COLOR = {
    "a_on": "green",
    "b_move": "orange",
    "b_dual": "orange",
    "c_cover": "violet",
    "restricted": "red",
    "empty": "red",
    "closed": "gray",
}


def show(desk: Desk) -> None:
    """The whole page."""
    draft = first_roster(desk)
    if draft is None:
        return
    at = _moment(desk, draft)
    there = really_there(draft.problem, draft.sheet.roster)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if any(post.heads for post in draft.problem.center.posts):
            _posts(desk, draft, there, at)
        if any(person.rota == "rostered" for person in draft.problem.center.staff):
            _shifts(desk, draft, there, at)
        st.subheader(desk.words("today.sudden"))
        sudden_absence(desk, draft, at)
        covers_of_day(desk, draft, at)
    with right:
        on_site(desk, draft, there, at)
        _away(desk, draft, at)
        board_links(desk, draft, at.date())
        _cover(desk, draft, at)
        _load(desk, draft, at)
    st.subheader(desk.words("today.gaps"))
    breach_list(draft.checked()[1], desk.words, "today", at.date())


def _moment(desk: Desk, draft: Draft) -> datetime:
    """The moment looked at: as chosen, or the opening after it while nothing is open yet."""
    words, now = desk.words, desk.now
    first = min(max(now.date(), desk.start), desk.end)
    day_box, time_box, rest = st.columns([2, 2, 6], vertical_alignment="bottom")
    chosen: date = day_box.date_input(
        words("today.day"), first, min_value=desk.start, max_value=desk.end, key=f"today_day_{desk.ref}"
    )
    clock: time = time_box.time_input(
        words("today.time"), now.time(), step=timedelta(minutes=15), key=f"today_time_{desk.ref}"
    )
    if desk.base.today is not None:
        rest.caption(words("shell.clock", now=f"{now:%Y-%m-%d %H:%M}"))
    at = datetime.combine(chosen, clock)
    opening = post_board.next_opening(draft.problem, at)
    if opening != at:
        st.caption(words("today.opening", clock=f"{opening:%H:%M}"))
    return opening


def _posts(desk: Desk, draft: Draft, there: Roster, at: datetime) -> None:
    words = desk.words
    st.subheader(words("today.posts"))
    states = post_board.posts_now(draft.problem, there, at)
    if all(found.state == "closed" for found in states):
        st.info(words("today.closed", day=f"{date_text(at.date(), desk.lang)} {at:%H:%M}"))
        return
    for row in range(0, len(states), BOARD):
        for column, found in zip(st.columns(BOARD, gap="small"), states[row : row + BOARD], strict=False):
            with column.container(border=True, height="stretch"):
                _post(desk, draft, found)


def _post(desk: Desk, draft: Draft, found: post_board.PostNow) -> None:
    """One card of the board: post, state, who, and who is missed."""
    words, center = desk.words, draft.problem.center
    people = words.join(plain(center.person[p].name(desk.lang)) for p in found.people) or words("today.nobody")
    note = words("today.away", name=plain(center.person[found.away].name(desk.lang))) if found.away else ""
    if found.without:
        names = {item.id: item.name_zh if desk.lang == "zh" else item.name_en for item in found.post.items}
        note += " · " + words("today.without", items=plain(words.join(names.get(i, i) for i in found.without)))
    badge = f":{STATE_COLOR[found.state]}-badge[{words('today.state_' + found.state)}]"
    name = found.post.name(desk.lang)
    st.markdown(f"{badge}  \n**{people}**  \n{plain(name)}" + (f"  \n:gray[{note}]" if note else ""))


def _shifts(desk: Desk, draft: Draft, there: Roster, at: datetime) -> None:
    words, center = desk.words, draft.problem.center
    st.subheader(words("today.shifts"))
    for shift in post_board.shifts_now(draft.problem, there, at):
        name = center.shift[shift.code].name(desk.lang) if shift.code in center.shift else shift.code
        running = shift.start <= at
        badge = f":{'green' if running else 'gray'}-badge[{words('today.now' if running else 'today.next')}]"
        with st.container(border=True):
            leader = (
                f" · {words('today.leads', name=plain(center.person[shift.leader].name(desk.lang)))}"
                if shift.leader
                else ""
            )
            st.markdown(f"{badge} **{plain(name)}** {shift.start:%H:%M}–{shift.end:%H:%M}{leader}")
            st.markdown(" · ".join(plain(center.person[p].name(desk.lang)) for p in shift.people))


def _cover(desk: Desk, draft: Draft, at: datetime) -> None:
    """Need and people of the day, where people are needed by demand and not by window."""
    if all(post.heads for post in draft.problem.center.posts) or not draft.problem.needs:
        return
    frame = of_day(cover_frame(draft.problem, draft.sheet.roster), at.date())
    if not frame.empty:
        st.subheader(desk.words("today.cover"))
        st.altair_chart(day_chart(frame, desk.words), width="stretch")


def _load(desk: Desk, draft: Draft, at: datetime) -> None:
    """What came in on the day beside what was expected, where it is recorded."""
    words = desk.words
    try:
        service = actuals(desk).between(at.date(), at.date()).service
    except FolderFaults:  # the Figures page says what is wrong with them
        return
    frame = load_frame(draft.problem, service, at.date())
    if frame["offered"].notna().any():
        st.subheader(words("today.load"))
        st.altair_chart(load_chart(frame, words), width="stretch")
        st.markdown(
            load_table(
                frame,
                {q.id: plain(q.name_zh if desk.lang == "zh" else q.name_en) for q in desk.base.center.queues},
                words,
            )
        )
    rest_of_today(desk, draft, at, frame)


def _away(desk: Desk, draft: Draft, at: datetime) -> None:
    start = datetime.combine(at.date(), time())
    away = [a for a in draft.problem.absences if a.overlaps(start, start + timedelta(days=1))]
    st.subheader(desk.words("today.leave"))
    said = [
        f"{plain(desk.base.center.person[a.person].name(desk.lang))} ({leave_word(public_kind(a.kind), desk.lang)})"
        for a in away
    ]
    st.markdown(desk.words.join(said) or desk.words("shell.none"))


if __name__ == "__main__":
    show(current_desk())

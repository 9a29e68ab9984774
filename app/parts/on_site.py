"""Who is on site or within reach: managers, hall duty, leaders, keepers of seals and keys."""

from datetime import datetime

import streamlit as st

from app.parts import post_board
from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.cover.notices import reachable
from scheduler.domain.roster import Roster
from scheduler.words import leave_word, public_kind


def on_site(desk: Desk, draft: Draft, there: Roster, at: datetime) -> None:
    """A table of who holds what duty now; who is on leave is not there, whatever the roster says."""
    words, problem = desk.words, draft.problem
    st.subheader(words("today.site"))
    rows: list[tuple[str, str]] = []
    if problem.center.manager_ranks:
        rows.append((words("today.manager"), _names(desk, post_board.managers_now(problem, there, at))))
    day = problem.horizon.day(at.date())
    window = problem.duty_windows[day] if problem.duty_windows and 0 <= day < problem.horizon.days else None
    if window:
        holder = next((d.person for d in there.duties if d.role == "duty" and d.day == at.date()), None)
        rows.append((words("today.duty"), f"{window} {_names(desk, (holder,) if holder else ())}"))
    for kind, person, away in reachable(problem, at.date()):
        name = f"**{plain(problem.center.person[person].name(desk.lang))}**"
        rows.append(
            (
                words(f"today.{kind}"),
                f":red[~~{name}~~] {leave_word(public_kind(away.kind), desk.lang)}" if away else name,
            )
        )
    for kind, thing, keepers in post_board.keepers_now(problem, there, at):
        section = problem.center.section.get(thing)
        name = plain((section.name_zh if desk.lang == "zh" else section.name_en) if section else thing)
        rows.append(
            (
                words(f"today.keeps_{kind}", thing=name) if kind == "seal" else words(f"today.keeps_{kind}"),
                _names(desk, keepers),
            )
        )
    joined: dict[str, list[str]] = {}
    for label, people in rows:
        joined.setdefault(label, []).append(people)
    rows = [(label, words.join(people)) for label, people in joined.items()]
    if rows:
        st.markdown(
            "\n".join(
                [
                    f"| {words('today.duty_of')} | {words('today.here')} |",
                    "|---|---|",
                    *(f"| {label} | {people} |" for label, people in rows),
                ]
            )
        )


def _names(desk: Desk, people: tuple[str, ...]) -> str:
    if not people:
        return f":red[{desk.words('today.nobody')}]"
    return desk.words.join(f"**{plain(desk.base.center.person[p].name(desk.lang))}**" for p in people)

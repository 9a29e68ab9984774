"""Leave that was granted after the roster was made: told above the grid, with the way to mend it."""

import streamlit as st

from app.parts.draft import Draft
from app.reach import plans
from app.state import Desk
from app.texts import plain
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.words import date_text


def not_yet_away(problem: RosterProblem, roster: Roster) -> tuple[Absence, ...]:
    """Absences over which the roster still holds a duty of the person; sudden ones have their own way on Today."""
    return tuple(
        a
        for a in problem.absences
        if a.kind != "sudden"
        and any(d.role != "duty" and a.overlaps(d.start, d.end) for d in roster.of_person(a.person))
    )


def leave_banner(desk: Desk, draft: Draft) -> bool:
    """The warning, while there is something to warn of; True once somebody asks for a new roster."""
    left = not_yet_away(draft.problem, draft.sheet.roster)
    if not left:
        return False
    words, center = desk.words, desk.base.center
    said = words.join(
        f"{center.person[a.person].name(desk.lang)} {date_text(a.start.date(), desk.lang)}" for a in left[:4]
    )
    text, button = st.columns([6, 1.4], vertical_alignment="center")
    text.warning(words("leave.not_in_roster", count=len(left), who=plain(said)), icon=":material/event_busy:")
    return button.button(
        words("leave.resolve"), key="leave_resolve", type="primary", width="stretch", disabled=bool(plans(desk))
    )

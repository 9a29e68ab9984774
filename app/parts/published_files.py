"""What a published roster is taken away as: workbook, printout, calendars."""

import streamlit as st

from app import records
from app.parts.day_view import placed_now
from app.parts.draft import Draft
from app.state import Desk
from app.texts import distinct
from scheduler.domain.roster import Roster
from scheduler.exports.excel import roster_workbook
from scheduler.exports.ics import center_calendar, person_calendar
from scheduler.results import breach_bytes, breach_dicts, roster_bytes
from scheduler.summary import fairness

EVERYBODY = "*"


def published_files(desk: Desk, draft: Draft) -> None:
    """Downloads; each file is made when it is asked for, not when the page is drawn."""
    words, problem, roster = desk.words, draft.problem, draft.sheet.saved()
    name = f"{desk.base.center.id}-{desk.start:%Y%m%d}"
    saved = records.in_force(desk)
    version, before = (saved.version.number, saved.roster) if saved else (0, None)
    lines = draft.checked()[1]
    facts = [
        (words("shell.center"), desk.base.center.name(desk.lang)),
        (words("shell.from"), str(desk.start)),
        (words("shell.to"), str(desk.end)),
    ]
    st.download_button(
        words("publish.xlsx"),
        lambda: roster_workbook(
            problem,
            roster,
            breach_dicts(lines),
            desk.lang,
            facts,
            fairness(problem, roster)["accounts"],
            placed_now(desk, draft),
        ),
        f"{name}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="get_xlsx",
        icon=":material/table_view:",
        on_click="ignore",
        width="stretch",
    )
    _calendars(desk, roster, version, before, name, draft)
    if problem.center.off_line:
        st.caption(words("publish.blocks" if placed_now(desk, draft) else "publish.blocks_coming"))
    left, right = st.columns(2)
    left.download_button(
        words("publish.csv"),
        lambda: roster_bytes(roster),
        f"{name}-roster.csv",
        "text/csv",
        key="get_csv",
        on_click="ignore",
        width="stretch",
    )
    right.download_button(
        words("publish.breaches"),
        lambda: breach_bytes(lines),
        f"{name}-breaches.csv",
        "text/csv",
        key="get_breaches",
        on_click="ignore",
        width="stretch",
    )


def _calendars(desk: Desk, roster: Roster, version: int, before: Roster | None, name: str, draft: Draft) -> None:
    words, problem = desk.words, draft.problem
    on_roster = list(dict.fromkeys(d.person for d in roster.duties))
    names = distinct(
        {
            EVERYBODY: words("publish.everybody"),
            **{p: problem.center.person[p].name(desk.lang) for p in sorted(on_roster)},
        }
    )
    left, right = st.columns(2, vertical_alignment="bottom")
    who = left.selectbox(
        words("publish.ics_who"), list(names), format_func=names.__getitem__, key=f"ics_who_{desk.ref}"
    )
    if who == EVERYBODY:
        right.download_button(
            words("publish.ics"),
            lambda: center_calendar(problem, roster, desk.lang, version, before, activities=placed_now(desk, draft)),
            f"{name}-calendars.zip",
            "application/zip",
            key="get_ics",
            icon=":material/event:",
            on_click="ignore",
            width="stretch",
        )
    else:
        right.download_button(
            words("publish.ics"),
            lambda: person_calendar(
                problem, roster, str(who), desk.lang, version, before, activities=placed_now(desk, draft)
            ),
            f"{name}-{who}.ics",
            "text/calendar",
            key="get_ics",
            icon=":material/event:",
            on_click="ignore",
            width="stretch",
        )

"""May this leave be granted? Judged in the background by making the roster again around it."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.parts.solve_panel import solve_panel
from app.state import Desk, first_seconds
from app.texts import plain
from scheduler.verdict.judge import Verdict, span, verdict
from scheduler.verdict.words import verdict_lines
from scheduler.words import LEAVE, leave_word

MOST_SECONDS = 8.0
"""Effort of the new roster when the AB table alone does not do."""

HALVES = ("", "am", "pm")


@dataclass(frozen=True, slots=True)
class Asked:
    """One leave that is judged."""

    person: str
    kind: str
    start: datetime
    end: datetime


def leave_trial(desk: Desk, draft: Draft) -> None:
    """The form, the wait, and the verdict."""
    words, center = desk.words, desk.base.center
    with st.form("leave_try", border=True):
        who_box, kind_box, days_box, part_box, go_box = st.columns([2, 1.6, 2.4, 1.4, 1], vertical_alignment="bottom")
        who = who_box.selectbox(
            words("leave.try_who"),
            [p.id for p in center.staff],
            format_func=lambda p: f"{center.person[p].name(desk.lang)} ({p})",
            key=f"try_who_{desk.ref}",
        )
        kind = kind_box.selectbox(
            words("shell.kind"),
            list(LEAVE),
            index=list(LEAVE).index("annual"),
            format_func=lambda k: leave_word(k, desk.lang),
            key="try_kind",
        )
        first = min(max(desk.now.date(), desk.start), desk.end)
        days = days_box.date_input(
            words("leave.try_days"),
            (first, first),
            min_value=desk.start,
            max_value=desk.end,
            key=f"try_days_{desk.ref}",
        )
        names = [words("leave.all_day"), words("grid.morning"), words("grid.afternoon")]
        part = part_box.selectbox(words("leave.try_half"), names, key="try_part")
        asked = go_box.form_submit_button(words("leave.try_go"), type="primary", width="stretch")
    if asked and isinstance(days, tuple) and days:
        first_day: date = days[0]
        half = HALVES[names.index(part)] if days[-1] == first_day else ""
        st.session_state["leave_job"] = judge(desk, draft, Asked(who, kind, *span(first_day, days[-1], half))).id
    job = jobs().get(st.session_state.get("leave_job"))
    if job is None:
        return
    if job.state is not JobState.DONE:
        solve_panel(job, words, "leave")
    elif job.result.request.person in center.person:
        show_verdict(desk, job.result)


def judge(desk: Desk, draft: Draft, want: Asked) -> Job:
    """Judge a leave in the background; asked again, the same answer."""
    folder, roster, now, needs = desk.folder, draft.sheet.roster, desk.now, draft.problem.needs or None
    seconds = min(MOST_SECONDS, first_seconds())
    return jobs().submit(
        f"leave {desk.key} {id(draft)} {draft.rev} {want}",
        lambda job: verdict(
            folder, roster, want.person, want.start, want.end, want.kind, at=now, seconds=seconds, needs=needs
        ),
    )


def show_verdict(desk: Desk, found: Verdict) -> None:
    """The color with its reasons: who signs, what stands against it, what would change, what else would do."""
    head, *lines = (line.strip().lstrip("·→+~ ") for line in verdict_lines(found, desk.base.center, desk.lang))
    box = {"green": st.success, "amber": st.warning, "red": st.error}[found.color]
    text = "  \n".join(plain(line) for line in lines[:2])
    box(
        f"**{plain(head)}**  \n{text}",
        icon={"green": ":material/check_circle:", "amber": ":material/swap_horiz:", "red": ":material/block:"}[
            found.color
        ],
    )
    if lines[2:]:
        st.markdown("\n".join(f"- {plain(line)}" for line in lines[2:]))

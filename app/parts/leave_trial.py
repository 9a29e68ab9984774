"""What a leave would do: the roster is made again with it, staying close to the present one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft, difference
from app.parts.solve_panel import solve_panel
from app.state import Desk, first_seconds
from app.texts import plain
from scheduler.domain.rule_settings import Level
from scheduler.domain.solution import Limits
from scheduler.explain import BreachLine
from scheduler.planning import Plan, plan
from scheduler.store.entries import LeaveEntry
from scheduler.words import LEAVE, leave_word

MOST_SECONDS = 15.0
NOON = time(13, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One leave that is tried."""

    person: str
    kind: str
    start: datetime
    end: datetime


def leave_trial(desk: Desk, draft: Draft) -> None:
    """The form, the running trial, and its verdict."""
    words, center = desk.words, desk.base.center
    with st.form("leave_try", border=True):
        who_box, kind_box, days_box, part_box, go_box = st.columns([2, 1.6, 2.4, 1.4, 1], vertical_alignment="bottom")
        who = who_box.selectbox(words("leave.try_who"), [p.id for p in center.staff], format_func=lambda p: f"{center.person[p].name(desk.lang)} ({p})", key=f"try_who_{desk.ref}")
        kind = kind_box.selectbox(words("shell.kind"), list(LEAVE), index=list(LEAVE).index("annual"), format_func=lambda k: leave_word(k, desk.lang), key="try_kind")
        first = min(max(desk.now.date(), desk.start), desk.end)
        days = days_box.date_input(words("leave.try_days"), (first, first), min_value=desk.start, max_value=desk.end, key=f"try_days_{desk.ref}")
        parts = [words("leave.all_day"), words("grid.morning"), words("grid.afternoon")]
        part = part_box.selectbox(words("leave.try_half"), parts, key="try_part")
        asked = go_box.form_submit_button(words("leave.try_go"), type="primary", width="stretch")
    if asked and isinstance(days, tuple) and days:
        want = _asked(who, kind, days[0], days[-1], parts.index(part))
        st.session_state["leave_job"] = _submit(desk, draft, want).id
    job = jobs().get(st.session_state.get("leave_job"))
    if job is None:
        return
    if job.state is not JobState.DONE:
        solve_panel(job, words, "leave")
    elif job.result.folder.center.id == center.id:
        _verdict(desk, draft, job)


def _asked(person: str, kind: str, first: date, last: date, part: int) -> Asked:
    start, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    if part == 1:
        end = datetime.combine(last, NOON)
    if part == 2:
        start = datetime.combine(first, NOON)
    return Asked(person, kind, start, end)


def _submit(desk: Desk, draft: Draft, want: Asked) -> Job:
    row = LeaveEntry(f"trial-{len(desk.folder.leave) + 1}", want.person, want.start, want.end, want.kind, "approved")
    folder, start, end = replace(desk.folder, leave=(*desk.folder.leave, row)), desk.start, desk.end
    limits, previous = Limits.of(min(MOST_SECONDS, first_seconds())), draft.sheet.roster
    return jobs().submit(
        f"leave {desk.key} {draft.rev} {want}", lambda job: plan(folder, start, end, limits, job.tell, job.halt, previous=previous),
    )


def _verdict(desk: Desk, draft: Draft, job: Job) -> None:
    words, made = desk.words, job.result
    assert isinstance(made, Plan)
    fresh = new_lines(draft.checked()[1], made.lines)
    hard = sum(line.level is Level.HARD for line in fresh)
    cells = len(difference(draft.sheet, made.roster).changes)
    row = made.folder.leave[-1]
    who = f"{plain(desk.base.center.person[row.person].name(desk.lang))} {leave_word(row.kind, desk.lang)} {row.start:%m-%d %H:%M} – {row.end:%m-%d %H:%M}"
    said = f"**{who}** · " + words("leave.solved", hard=hard, must=len(fresh) - hard, cells=cells)
    if not fresh:
        st.success(f"{said}  \n{words('leave.try_green')}", icon=":material/check_circle:")
        return
    st.error(said, icon=":material/block:")
    for line in fresh[:8]:
        st.markdown(f"- {plain(line.text(desk.lang))}")


def new_lines(before: tuple[BreachLine, ...], after: tuple[BreachLine, ...]) -> list[BreachLine]:
    """Binding breaches that were not there before, by rule, place and time."""
    known = {(b.rule, b.post, b.person, b.start, b.end) for b in before}
    return [a for a in after if a.level is not Level.SOFT and (a.rule, a.post, a.person, a.start, a.end) not in known]

"""Asking for leave: what stands against it is told while one types, then the verdict, then it is handed in."""

from datetime import date, datetime, timedelta
from typing import cast

import streamlit as st

from app.jobs import JobState, jobs
from app.parts.draft import Draft
from app.parts.leave_trial import HALVES, Asked, judge, show_verdict
from app.parts.solve_panel import solve_panel
from app.state import Desk
from app.texts import plain
from scheduler.leave.backups import backups
from scheduler.leave.balances import balance
from scheduler.leave.request import LeaveError, LeaveRequest
from scheduler.leave.words import EVIDENCE_WORDS, role_word
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.store.errors import StoreError
from scheduler.verdict.judge import span
from scheduler.verdict.words import named
from scheduler.words import LEAVE, leave_word, pick


def leave_form(desk: Desk, room: LeaveDesk, draft: Draft, place: str) -> None:
    """A request of the acting person, in person (3-34)."""
    words, key = desk.words, f"ask_{place}_{desk.ref}_{desk.acting}"
    kind = st.selectbox(
        words("shell.kind"),
        list(LEAVE),
        index=list(LEAVE).index(_usual(desk, room)),
        format_func=lambda k: leave_word(k, desk.lang),
        key=f"{key}_kind",
    )
    first = _first_day(desk, room)
    days = cast("tuple[date, ...]", st.date_input(words("leave.try_days"), (first, first), key=f"{key}_days"))
    part = ""
    if len(days) == 2 and days[0] == days[1]:
        names = dict(zip(HALVES, (words("leave.all_day"), words("grid.morning"), words("grid.afternoon")), strict=True))
        part = str(
            st.segmented_control(
                words("leave.try_half"), list(names), default="", format_func=names.__getitem__, key=f"{key}_part"
            )
            or ""
        )
    reason = st.text_area(
        words("leave.reason"), key=f"{key}_reason", height=70, max_chars=400, help=words("leave.reason_hint")
    ).strip()
    papers = st.multiselect(
        words("leave.paper"),
        list(EVIDENCE_WORDS),
        format_func=lambda e: pick(EVIDENCE_WORDS[e], desk.lang),
        key=f"{key}_papers",
        placeholder=words("shell.choose"),
    )
    if not days:
        return
    want = Asked(desk.acting, kind, *span(days[0], days[-1], part))
    barred = _screening(desk, room, want)
    judge_box, send_box = st.columns(2)
    if judge_box.button(words("leave.judge"), key=f"{key}_try", width="stretch", icon=":material/balance:"):
        st.session_state[f"{key}_job"] = judge(desk, draft, want).id
    if send_box.button(
        words("leave.send"), key=f"{key}_send", type="primary", width="stretch", disabled=barred, icon=":material/send:"
    ):
        _send(desk, room, want, reason, papers)
    job = jobs().get(st.session_state.get(f"{key}_job"))
    if job is not None and job.state is not JobState.DONE:
        solve_panel(job, words, key)
    elif job is not None and (
        job.result.request.person,
        job.result.request.kind,
        job.result.request.start,
        job.result.request.end,
    ) == (want.person, want.kind, want.start, want.end):
        show_verdict(desk, job.result)


def _usual(desk: Desk, room: LeaveDesk) -> str:
    """Annual leave while there is some left (3-42), else personal leave."""
    left = balance(room.rules, desk.acting, "annual", desk.now.year, room.requests())
    return "annual" if left is not None and left.left >= 1 else "personal"


def _first_day(desk: Desk, room: LeaveDesk) -> date:
    """The first working day that can still be asked for in time (3-08)."""
    time = room.rules.worktime
    for offset in range(1, 30):
        day = desk.now.date() + timedelta(days=offset)
        start = datetime(day.year, day.month, day.day)
        if time.spans(day) and time.in_time(desk.now, start, max(1, room.rules.days_ahead)):
            return day
    return desk.now.date() + timedelta(days=1)


def _screening(desk: Desk, room: LeaveDesk, want: Asked) -> bool:
    """Chain, days, remarks with their article, and the state of every B; True if it cannot be filed like this."""
    words, center, lang = desk.words, desk.base.center, desk.lang
    request = LeaveRequest("", want.person, want.kind, want.start, want.end)
    try:
        found = room.screened(request, desk.now)
    except (LeaveError, ValueError) as error:
        st.error(
            plain(f"{error.text(lang)} ({error.article})" if isinstance(error, LeaveError) else str(error)),
            icon=":material/block:",
        )
        return True
    signs = " → ".join(
        f"{pick(role_word(s.role), lang)} {named(center, s.holder, lang) if s.holder else '?'}" for s in found.steps
    ) or words("leave.nobody_before")
    st.info(
        plain(f"{found.chain.id} ({found.chain.article}) · {found.days:g} {words('leave.days')} · {signs}"),
        icon=":material/draw:",
    )
    for remark in found.findings:
        (st.error if remark.refuses else st.warning)(f"{plain(remark.text(lang))} ({remark.article})")
    there = [line for line in backups(room.rules, request, room.requests()) if line.there]
    if there:
        st.success(
            words.join(
                words(
                    "leave.b_there",
                    post=line.post,
                    role=line.role,
                    name=plain(named(center, line.person, lang)),
                    mode=words(f"leave.mode_{line.mode}"),
                )
                for line in there
            )
        )
    return bool(found.refused)


def _send(desk: Desk, room: LeaveDesk, want: Asked, reason: str, papers: list[str]) -> None:
    try:
        saved = room.file(want.person, want.kind, want.start, want.end, desk.now, reason=reason, evidence=papers)
    except LeaveError as refused:
        st.error(f"{plain(refused.text(desk.lang))} ({refused.article})", icon=":material/block:")
    except StoreError as error:
        st.error(plain(str(error)))
    else:
        st.session_state["leave_said"] = desk.words("leave.sent", id=saved.request.id)
        st.rerun()

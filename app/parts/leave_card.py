"""One leave request: where it stands, every step so far, what the acting person may do with it, and its form."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from app.jobs import JobState, jobs
from app.parts.leave_trial import Asked, judge, show_verdict
from app.parts.solve_panel import solve_panel
from app.state import Desk
from app.texts import plain
from scheduler.leave.backup_findings import handover_findings
from scheduler.leave.next_steps import Possible, possible
from scheduler.leave.request import ASKING, Handover, LeaveError, LeaveRequest, State
from scheduler.leave.words import ACTION_WORDS, EVIDENCE_WORDS, FLAG_WORDS, STATE_WORDS, role_word
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.leave_desk.slips import slip_of
from scheduler.leave_lines import step_line
from scheduler.store.errors import StaleVersion, StoreError
from scheduler.verdict.words import named, span_text
from scheduler.words import leave_word, pick

MAIN = ("agree", "acknowledge", "hand_over", "file", "check_in", "grant_extension", "close", "start", "submit")
"""Actions offered as the first button, in this order of preference."""

COLORS = {
    State.REJECTED: "red",
    State.OVERDUE: "red",
    State.CONFIRMED_ABSENT: "red",
    State.CANCELLED: "gray",
    State.CLOSED: "gray",
    State.EFFECTIVE: "blue",
}


def leave_card(desk: Desk, room: LeaveDesk, request: LeaveRequest, place: str) -> None:
    """Draw a request as its viewer may see it (``request`` is that view); ``place`` keeps keys apart."""
    lang, key = desk.lang, f"{place}_{request.id}"
    with st.container(border=True):
        st.markdown(card_head(desk, request))
        st.caption(plain(signatures(desk, room, request)))
        saved = room.store.leave(room.center, request.id)
        open_now = possible(room.rules, saved.request, desk.acting, desk.now)
        order = {action: n for n, action in enumerate(MAIN)}
        with st.container(horizontal=True):
            for step in sorted(open_now, key=lambda p: order.get(p.action, len(MAIN))):
                _action(desk, room, saved.request, saved.row, step, key)
        if any(step.action == "agree" for step in open_now):
            _impact(desk, request, key)
        for step in open_now:
            if step.missing is not None:
                st.caption(
                    f":orange[{plain(pick(ACTION_WORDS[step.action], lang))}: {plain(step.missing.text(lang))} ({step.missing.article})]"
                )
        with st.expander(desk.words("leave.way")):
            for line in room.steps(request.id, desk.acting, desk.now.date()):
                st.markdown(f"- {plain(step_line(room, line, lang))}")
            _slip(desk, room, request, key)


def _impact(desk: Desk, request: LeaveRequest, key: str) -> None:
    """What the leave would do to the roster, for who is about to sign it."""
    draft = desk.draft
    if draft is None:
        return
    if st.button(desk.words("leave.judge"), key=f"{key}_judge", icon=":material/balance:"):
        st.session_state[f"{key}_job"] = judge(
            desk, draft, Asked(request.person, request.kind, request.start, request.end)
        ).id
    job = jobs().get(st.session_state.get(f"{key}_job"))
    if job is not None and job.state is not JobState.DONE:
        solve_panel(job, desk.words, key)
    elif job is not None:
        show_verdict(desk, job.result)


def card_head(desk: Desk, request: LeaveRequest) -> str:
    """Who, what, when, how it stands, and what approvers are told."""
    center, lang = desk.base.center, desk.lang
    flags = " ".join(f":orange-badge[{plain(pick(FLAG_WORDS.get(f, (f, f)), lang))}]" for f in request.flags)
    state = f":{COLORS.get(request.state, 'green')}-badge[{pick(STATE_WORDS[request.state], lang)}]"
    reason = f"  \n{plain(request.reason)}" if request.reason else ""
    papers = (
        f"  \n:gray[{desk.words.join(pick(EVIDENCE_WORDS.get(e, (e, e)), lang) for e in sorted(request.evidence))}]"
        if request.evidence
        else ""
    )
    days = f" · {request.days:g} {desk.words('leave.days')}" if request.days else ""
    return (
        f"**{plain(named(center, request.person, lang))}** {leave_word(request.kind, lang)} **{plain(span_text(request.start, request.end))}**{days}"
        f" {state} {flags} :gray[{plain(request.id)}]{reason}{papers}"
    )


def signatures(desk: Desk, room: LeaveDesk, request: LeaveRequest) -> str:
    """The chain with its article: who has signed, who is next; then the handover."""
    center, lang, chain = (
        desk.base.center,
        desk.lang,
        next((c for c in room.rules.chains if c.id == request.chain), None),
    )
    said = []
    for number, step in enumerate(request.steps):
        mark = (
            "✓"
            if number < len(request.signed)
            else "→"
            if number == len(request.signed) and request.state in ASKING
            else "·"
        )
        who = request.signed[number] if number < len(request.signed) else step.holder
        said.append(f"{mark} {pick(role_word(step.role), lang)} {named(center, who, lang) if who else '?'}")
    text = (f"{chain.id} ({chain.article}): " if chain else "") + "  ".join(said)
    given = request.handover
    if given is not None:
        done = desk.words("leave.acknowledged" if given.acknowledged else "leave.not_acknowledged")
        text += f"  ⇢ {desk.words('leave.to')} {named(center, given.to, lang)} ({done})"
    return text


def _action(desk: Desk, room: LeaveDesk, request: LeaveRequest, row: int, step: Possible, key: str) -> None:
    """A button, or a small form where the step needs more than a word."""
    words, action = desk.words, step.action
    label = pick(ACTION_WORDS[action], desk.lang)
    with st.popover(label, disabled=step.missing is not None, type="primary" if action in MAIN else "secondary"):
        given: dict[str, object] = {}
        if action == "hand_over" or (
            action == "acknowledge" and request.handover is not None and request.handover.to != desk.acting
        ):
            given["handover"] = _handover(desk, room, request, key)
        if action == "attach":
            given["evidence"] = st.selectbox(
                words("leave.paper"),
                list(EVIDENCE_WORDS),
                format_func=lambda e: pick(EVIDENCE_WORDS[e], desk.lang),
                key=f"{key}_paper",
            )
        if action == "ask_extension":
            first = (request.end - timedelta(microseconds=1)).date()
            until: date = st.date_input(
                words("leave.until"), first + timedelta(days=1), min_value=first + timedelta(days=1), key=f"{key}_until"
            )
            given["until"] = datetime.combine(until, time()) + timedelta(days=1)
        if action not in ("hand_over", "attach", "file"):
            given["reason"] = st.text_input(words("leave.remark"), key=f"{key}_{action}_reason", max_chars=200)
        if st.button(label, key=f"{key}_{action}", type="primary"):
            _take(desk, room, request, row, action, given)


def _handover(desk: Desk, room: LeaveDesk, request: LeaveRequest, key: str) -> Handover:
    """To whom, and what; remarks on the person as one chooses."""
    center, words = desk.base.center, desk.words
    mine = [line.post for line in center.ab if line.person == request.person and line.role == "A"]
    first = [line.person for post in mine for line in center.ab_of_post[post] if line.role != "A"]
    section = center.person[request.person].section
    near = sorted(
        (p.id for p in center.staff if p.id != request.person),
        key=lambda p: (p not in first, center.person[p].section != section, p),
    )
    to = st.selectbox(words("leave.to"), near, format_func=lambda p: named(center, p, desk.lang), key=f"{key}_to")
    items = st.text_area(words("leave.items"), words.join(mine), key=f"{key}_items", help=words("leave.items_hint"))
    for found in handover_findings(room.rules, request, to, room.requests()):
        st.warning(f"{plain(found.text(desk.lang))} ({found.article})")
    return Handover(
        to, tuple(filter(None, (i.strip() for i in items.replace("、", "\n").replace(",", "\n").splitlines())))
    )


def _take(desk: Desk, room: LeaveDesk, request: LeaveRequest, row: int, action: str, given: dict[str, object]) -> None:
    try:
        done = room.take(request.id, action, desk.acting, desk.now, row=row, **given)  # type: ignore[arg-type]
    except LeaveError as refused:
        st.error(f"{plain(refused.text(desk.lang))} ({refused.article})")
    except StaleVersion as stale:
        st.error(plain(stale.line(desk.lang)))
    except StoreError as error:
        st.error(plain(str(error)))
    else:
        st.session_state["leave_said"] = desk.words(
            "leave.done", id=done.request.id, state=pick(STATE_WORDS[done.request.state], desk.lang)
        )
        st.rerun()


def _slip(desk: Desk, room: LeaveDesk, request: LeaveRequest, key: str) -> None:
    """The form to print (3-34, 3-41), for whoever may read it."""
    if request.kind not in room.rules.kinds:
        return
    st.download_button(
        desk.words("leave.slip"),
        lambda: slip_of(room, request.id, desk.acting, desk.now, desk.lang).encode(),
        f"{request.id}.html",
        "text/html",
        key=f"{key}_slip",
        icon=":material/print:",
        on_click="ignore",
    )

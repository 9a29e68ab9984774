"""The repair with the fewest changed cells: asked for with a reason, shown as a difference, applied or not."""

from datetime import datetime, timedelta

import streamlit as st

from app.covers import keep_covers
from app.jobs import Job, JobState, jobs
from app.parts.draft import Draft
from app.parts.solve_panel import solve_panel
from app.reach import arranged_by, changes
from app.state import Desk
from app.texts import plain
from scheduler.cover.begin import begun_by
from scheduler.domain.absence import Absence
from scheduler.domain.cover import SUDDEN
from scheduler.domain.solution import Limits
from scheduler.repair import words as said
from scheduler.repair.fewest import repair
from scheduler.repair.model import Repair
from scheduler.store.errors import StoreError

SECONDS = 3.0
"""Effort of one search; the first proposal needs none."""


def repair_panel(desk: Desk, draft: Draft, missing: str, at: datetime) -> None:
    """The form, the search, and what it found."""
    words = desk.words
    end_of_day = datetime.combine(at.date() + timedelta(days=1), datetime.min.time())
    with st.form("repair_form", border=True):
        left, middle, right, go = st.columns([3, 1.4, 1.6, 1.6], vertical_alignment="bottom")
        reason = left.text_input(
            words("today.repair_reason"), key="repair_reason", max_chars=200, help=words("today.repair_reason_help")
        ).strip()
        by = arranged_by(desk, middle)
        until = right.date_input(
            words("today.repair_until"),
            at.date(),
            min_value=at.date(),
            max_value=desk.end,
            key=f"repair_until_{desk.ref}_{at.date()}",
        )
        sent = go.form_submit_button(words("today.repair_go"), icon=":material/healing:", width="stretch")
    if sent and not reason:
        st.warning(words("today.repair_need_reason"))
    elif sent:
        end = end_of_day + (until - at.date())
        st.session_state["repair_job"] = (
            _submit(draft, Absence(missing, at, end, SUDDEN), at, reason).id,
            missing,
            draft.rev,
            end,
        )
    asked = st.session_state.get("repair_job")
    job = jobs().get(asked[0]) if asked and asked[1:3] == (missing, draft.rev) else None
    if job is None or asked is None:
        return
    if job.state is not JobState.DONE:
        solve_panel(job, words, "repair", lambda job: _proposal(desk, draft, job))
    else:
        _found(desk, draft, job.result, missing, (at, asked[3]), by)


def _submit(draft: Draft, absence: Absence, since: datetime, reason: str) -> Job:
    problem, roster = draft.problem, draft.sheet.roster

    def work(job: Job) -> Repair:
        return repair(
            problem,
            roster,
            [absence],
            since=since,
            reason=reason,
            limits=Limits.of(SECONDS),
            on_proposal=lambda first: setattr(job, "best", first.roster),
        )

    return jobs().submit(f"repair {id(draft)} {draft.rev} {absence} {reason}", work)


def _proposal(desk: Desk, draft: Draft, job: Job) -> None:
    """While the search runs: what can be done at once."""
    if job.best is not None:
        st.caption(
            desk.words(
                "today.repair_first", count=len({(c[0], c[1]) for c in job.best.cells() ^ draft.sheet.roster.cells()})
            )
        )


def _found(desk: Desk, draft: Draft, found: Repair, missing: str, span: tuple[datetime, datetime], by: str) -> None:
    words, problem, lang = desk.words, draft.problem, desk.lang
    box = st.success if found.proven and not found.breaches else st.warning
    box(
        f"**{plain(said.verdict_text(found, lang))}**  \n{words('today.repair_why', reason=plain(found.reason))}",
        icon=":material/healing:",
    )
    for line in found.breaches:
        st.markdown(f"- {plain(line.text(lang))}")
    lines = [f"| {words('today.cause')} | {words('today.change')} |", "|---|---|"]
    lines += [
        f"| {words(f'today.cause_{c.cause}')} | {plain(said.change_text(problem, c, lang))} |" for c in found.changes
    ]
    st.markdown("\n".join(lines))
    for text in said.margin_text(problem, found.margins, lang):
        st.markdown(f"- {plain(text)}")
    with st.expander(words("today.notices"), icon=":material/sms:"):
        for note in said.notices(problem, found):
            st.caption(plain(problem.center.person[note.to].name(lang)))
            st.code(words.pick((note.zh, note.en)), language=None, wrap_lines=True)
    barred = changes(desk, draft, found.roster)
    if barred:
        st.warning(plain(barred), icon=":material/lock:")
    left, right, _ = st.columns([2.4, 1.4, 4])
    if left.button(
        words("today.repair_apply", count=found.cells),
        type="primary",
        key="repair_apply",
        icon=":material/check:",
        disabled=bool(barred),
    ):
        covers = begun_by(problem, draft.sheet.roster, found.roster, missing, *span, by)
        try:
            keep_covers(desk, covers, missing, desk.acting)
        except (StoreError, OSError) as error:
            st.error(words("today.not_kept", error=plain(str(error))))
            return
        draft.adopt(found.roster, found.reason)
        desk.keep(draft)
        _forget()
        st.session_state["cover_said"] = words("today.repair_done", count=found.cells)
        st.rerun()
    if right.button(words("today.repair_discard"), key="repair_discard", icon=":material/close:"):
        _forget()
        st.rerun()


def _forget() -> None:
    st.session_state.pop("repair_job", None)

"""Publish: what changed since the last version, files to hand out, and putting a version in force."""

import pandas as pd
import streamlit as st

from app import records
from app.parts.cell_codes import OFF, code_of
from app.parts.draft import Draft, difference
from app.parts.grid_ops import Sheet
from app.parts.published_files import published_files
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.domain.rule_settings import Level
from scheduler.rights import NotAllowed, whole
from scheduler.store.errors import StaleVersion, StoreError
from scheduler.words import date_text

TITLE = ("发布", "Publish")
ICON = ":material/publish:"


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(words("publish.state"))
        _difference(desk, draft)
        st.subheader(words("publish.versions"))
        _versions(desk)
    with right:
        st.subheader(words("publish.publish"))
        _publish(desk, draft)
        st.subheader(words("publish.files"))
        published_files(desk, draft)


def _difference(desk: Desk, draft: Draft) -> None:
    words, saved = desk.words, records.in_force(desk)
    if saved is None:
        st.info(words("publish.first"), icon=":material/publish:")
        return
    old, number = Sheet.of(saved.roster), saved.version.number
    changes = difference(draft.sheet, Sheet.of(saved.roster).roster).changes
    if not changes:
        st.success(words("publish.same", number=number), icon=":material/check_circle:")
        return
    st.markdown(words("publish.differs", number=number, count=len(changes), people=len({c.person for c in changes})))
    rows = []
    for change in changes:
        person = draft.problem.center.person[change.person]
        before, after = (code_of(draft.problem, person, change.day, s.at(change.cell)) for s in (old, draft.sheet))
        rows.append(
            {
                words("shell.person"): person.name(desk.lang),
                words("shell.date"): date_text(change.day, desk.lang),
                words("publish.before"): _shown(desk, before),
                words("publish.after"): _shown(desk, after),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(420, 38 + 35 * len(rows)))


def _shown(desk: Desk, code: str) -> str:
    if code == OFF:
        return desk.words("grid.off")
    shift = desk.base.center.shift.get(code)
    return shift.name(desk.lang) if shift else code.replace("back", desk.words("grid.back"))


def _versions(desk: Desk) -> None:
    words = desk.words
    try:
        found = records.versions(desk)
    except StoreError as error:
        st.error(words("publish.no_database", error=plain(str(error))))
        return
    if not found:
        st.caption(words("publish.no_versions"))
        return
    rows = [
        {
            words("publish.number"): f"v{v.number}",
            words("shell.status"): words(f"publish.status_{v.status}"),
            words("publish.when"): f"{v.changed_at:%Y-%m-%d %H:%M}",
            words("publish.by"): v.changed_by,
        }
        for v in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _publish(desk: Desk, draft: Draft) -> None:
    words, center = desk.words, desk.base.center
    hard = len(draft.checked()[0].of_level(Level.HARD))
    if hard:
        st.error(words("publish.hard", count=hard), icon=":material/block:")
    with st.form("publish_form", border=True):
        st.markdown(words("publish.actor", name=plain(center.person[desk.acting].name(desk.lang))))
        reason = st.text_area(words("publish.reason"), key="publish_reason", height=80, max_chars=400).strip()
        able = {
            p.id: f"{p.name(desk.lang)} ({p.id})" for p in center.people if p.id != desk.acting and whole(center, p.id)
        }
        second = (
            st.selectbox(
                words("publish.second"),
                list(able),
                index=None,
                format_func=able.__getitem__,
                key=f"publish_second_{desk.ref}",
                placeholder=words("shell.choose"),
            )
            if hard
            else None
        )
        sent = st.form_submit_button(words("publish.publish"), type="primary", icon=":material/publish:")
    key = f"publish_seen_{desk.ref}"
    if not sent:
        st.session_state[key] = records.published_number(desk)
        said = st.session_state.pop("publish_said", "")
        if said:
            st.success(said, icon=":material/check_circle:")
        return
    try:
        version = records.publish(desk, draft, desk.acting, reason, st.session_state.get(key), second or "")
    except NotAllowed as refused:
        st.warning(plain(refused.text(desk.lang)), icon=":material/block:")
    except (StoreError, ValueError) as error:
        st.error(
            words(
                "publish.failed", error=plain(error.line(desk.lang) if isinstance(error, StaleVersion) else str(error))
            )
        )
    else:
        st.session_state["publish_said"] = words("publish.done", number=version.number)
        st.rerun()


if __name__ == "__main__":
    show(current_desk())

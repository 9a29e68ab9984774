"""Upload of attendance, service and reviews: every fault at once, or everything saved."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.database import store
from app.state import Desk
from app.texts import plain
from scheduler.store.actuals import TABLES, Actuals, parse_actuals
from scheduler.store.errors import StoreError
from scheduler.store.faults import FolderFaults

MOST = 40
"""Faults shown at once."""


def actuals_import(desk: Desk) -> None:
    """The form and what came of it."""
    words = desk.words
    st.subheader(words("figures.import"))
    said = st.session_state.pop("actuals_said", "")
    if said:
        st.success(said, icon=":material/check_circle:")
    with st.form("actuals_form", border=True, clear_on_submit=False):
        files = st.file_uploader(
            words("figures.upload"),
            ["csv"],
            accept_multiple_files=True,
            key="actuals_files",
            help=words("figures.import_hint"),
        )
        st.caption(words("figures.import_hint"))
        st.caption(words("figures.who", name=plain(desk.base.center.person[desk.acting].name(desk.lang))))
        sent = st.form_submit_button(words("figures.save"), type="primary", icon=":material/upload:")
    if not sent:
        return
    if not files:
        st.warning(words("figures.need_files"))
    elif (known := _read(desk, {_table_file(f.name): f.getvalue() for f in files})) is not None:
        _save(desk, known)


def _table_file(name: str) -> str:
    """The table a file is meant for: an export may be called ``attendance-2026-08.csv`` or 出勤记录8月.csv."""
    for table in TABLES:
        if table.name in name.lower() or table.zh in name:
            return table.file
    return name


def _read(desk: Desk, files: dict[str, bytes]) -> Actuals | None:
    words = desk.words
    try:
        return parse_actuals(files, desk.base.center)
    except FolderFaults as faults:
        st.error(words("figures.faults", count=len(faults.faults)))
        st.markdown("\n".join(f"- {plain(fault.line(desk.lang))}" for fault in faults.faults[:MOST]))
        return None


def _save(desk: Desk, known: Actuals) -> None:
    words, center = desk.words, desk.base.center
    parts: Sequence[tuple[Any, ...]] = (known.attendance, known.service, known.reviews)
    try:
        with store().transaction():
            if desk.base.path is not None:
                store().save_center(
                    center.id, desk.base.path, name_zh=center.name_zh, name_en=center.name_en, author=desk.acting
                )
            replaced = store().save_actuals(center.id, known, desk.acting)
    except (StoreError, OSError) as error:
        st.error(words("figures.failed", error=plain(str(error))))
        return
    st.session_state["actuals_said"] = words(
        "figures.saved", records=sum(map(len, parts)), days=len(known.days), replaced=replaced
    )
    st.rerun()

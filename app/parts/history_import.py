"""New counts for the forecast: an export of the phone system or ticket machine, tried first, kept when it looks right."""

import streamlit as st

from app.reach import plans
from app.state import Desk
from app.texts import plain
from forecasting import DemandError
from scheduler.history.dates import ORDERS, Order
from scheduler.history.export import Taken, read_export
from scheduler.history.merge import Merged, merge
from scheduler.history.words import merged_lines
from scheduler.planning import sample_centers
from scheduler.store.faults import FolderFaults
from scheduler.store.whole_folder import replace_file

MOST = 40
"""Faults shown at once."""


def history_import(desk: Desk) -> None:
    """The file, what would come of it, and keeping it."""
    words, center = desk.words, desk.base.center
    said = st.session_state.pop("history_said", "")
    if said:
        st.success(said, icon=":material/check_circle:")
    with st.expander(words("demand.import"), icon=":material/upload_file:"):
        st.caption(words("demand.import_hint", minutes=center.slot_minutes))
        left, right = st.columns([3, 2], vertical_alignment="center")
        file = left.file_uploader(
            words("demand.import_file"), ["csv", "xlsx"], key=f"history_file_{desk.ref}", label_visibility="collapsed"
        )
        contacts = right.checkbox(
            words("demand.import_contacts"), key="history_contacts", help=words("demand.import_contacts_hint")
        )
        zeros = right.checkbox(words("demand.import_zeros"), key="history_zeros", value=contacts, disabled=contacts)
        order = right.segmented_control(
            words("demand.import_dates"),
            ORDERS,
            key="history_dates",
            format_func=lambda o: words(f"demand.import_{o}"),
            help=words("demand.import_dates_hint"),
        )
        if file is None:
            return
        found = _tried(desk, file.getvalue(), file.name, contacts, zeros or contacts, order)
        if found is None:
            return
        st.markdown("  \n".join(plain(line) for line in merged_lines(center, *found, desk.lang)))
        _keep(desk, found[1])


def _tried(
    desk: Desk, raw: bytes, name: str, contacts: bool, zeros: bool, order: Order | None
) -> tuple[Taken, Merged] | None:
    """What the file holds and what it would change; or its faults, all at once."""
    try:
        taken = read_export(raw, name, desk.base.center, contacts=contacts, order=order)
        return taken, merge(desk.base, taken.frame, zeros=zeros)
    except FolderFaults as faults:
        st.error(desk.words("demand.import_faults", count=len(faults.faults)))
        st.markdown("\n".join(f"- {plain(fault.line(desk.lang))}" for fault in faults.faults[:MOST]))
    except DemandError as error:
        st.error("  \n".join(plain(str(fault)) for fault in error.faults[:MOST]))
    return None


def _keep(desk: Desk, merged: Merged) -> None:
    """Into the center's folder; a sample stays as it is, its new history can be taken away."""
    words, path, barred = desk.words, desk.base.path, plans(desk)
    own = path is not None and path.resolve() not in {p.resolve() for p in sample_centers().values()}
    left, right = st.columns([2, 4], vertical_alignment="center")
    if (
        own
        and left.button(
            words("demand.import_keep"),
            key="history_keep",
            type="primary",
            icon=":material/save:",
            disabled=bool(barred),
        )
        and path is not None
    ):
        try:
            replace_file(path / "demand.csv", merged.csv())
        except OSError as error:
            st.error(words("demand.import_failed", error=plain(str(error))))
            return
        st.session_state["history_said"] = words("demand.import_kept", new=merged.new, changed=merged.changed)
        st.rerun()
    if barred and own:
        right.caption(plain(barred))
    if not own:
        left.download_button(
            words("demand.import_download"),
            merged.csv(),
            "demand.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        right.caption(words("demand.import_sample"))

"""The roster grid as a page element: our own component, drawn by ``roster_grid.js``."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st

from app.parts.draft import Draft, Reach
from app.parts.grid_payload import payload
from app.texts import Words
from scheduler.store.folder import CenterFolder

_HERE = Path(__file__).resolve().parent

# Registered once, when the module is first imported: registering again in every run is refused.
_GRID = st.components.v2.component(
    "paiban_roster_grid",
    html='<div class="rg"></div>',
    css=(_HERE / "roster_grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "roster_grid.js").read_text(encoding="utf-8") + (_HERE / "roster_keys.js").read_text(encoding="utf-8"),
)


def roster_grid(
    folder: CenterFolder,
    draft: Draft,
    words: Words,
    today: date,
    *,
    key: str,
    keep: Callable[[], None] | None = None,
    span: tuple[int, int] | None = None,
    reach: Reach = lambda change: "",
) -> None:
    """Show a draft; edits typed in the browser are applied before the page is drawn again.

    Parameters
    ----------
    keep
        Called after changes were applied; without it the grid is read-only.
    reach
        Why a change is out of reach of who makes it, or nothing.
    """

    def receive() -> None:
        sent = (st.session_state.get(key) or {}).get("q")
        if sent and keep is not None and draft.receive(str(sent["cid"]), sent["ops"], reach):
            keep()

    _GRID(key=key, data=payload(folder, draft, words, today, span, keep is None), on_q_change=receive)

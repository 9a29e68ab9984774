"""The window board and the signs of a day: to look at, to keep open on a screen, or to print."""

from datetime import date

import streamlit as st
import streamlit.components.v1 as components

from app.parts.draft import Draft
from app.state import Desk
from scheduler.board import window_board
from scheduler.exports.board_page import board_page, signs_page
from scheduler.present import really_there


def board_links(desk: Desk, draft: Draft, on: date) -> None:
    """Three buttons; nothing for a center without windows."""
    problem, words = draft.problem, desk.words
    if not any(post.heads for post in problem.center.posts):
        return
    board = window_board(problem, really_there(problem, draft.sheet.roster), on)
    st.subheader(words("today.board"))
    st.caption(words("today.board_hint"))
    look, keep, signs = st.columns(3)
    page = board_page(problem.center, board, desk.lang)
    if look.button(words("today.board_look"), key="board_look", icon=":material/visibility:", width="stretch"):
        _look(words("today.board"), page)
    name = f"{problem.center.id}-{on:%Y%m%d}"
    keep.download_button(
        words("today.board_keep"),
        page,
        f"{name}-board.html",
        "text/html",
        key="board_keep",
        icon=":material/tv_signin:",
        on_click="ignore",
        width="stretch",
    )
    signs.download_button(
        words("today.board_signs"),
        signs_page(problem.center, board, desk.lang),
        f"{name}-signs.html",
        "text/html",
        key="board_signs",
        icon=":material/signpost:",
        on_click="ignore",
        width="stretch",
    )


def _look(title: str, page: bytes) -> None:
    @st.dialog(title, width="large")
    def shown() -> None:
        components.html(page.decode(), height=760, scrolling=True)

    shown()

"""One page, one file; PAGES in the order of the menu.

A page has ``TITLE`` (Chinese, English), ``ICON`` and ``show(desk)``, and ends with the two lines
that run it. To add one: write the file and name it here.
"""

from pathlib import Path
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.texts import Words
from app.views import (
    backup,
    center,
    demand,
    events,
    figures,
    leave,
    mine,
    publish,
    registers,
    roster,
    rules,
    today,
    what_if,
)

PAGES: tuple[ModuleType, ...] = (
    today,
    roster,
    demand,
    leave,
    mine,
    backup,
    what_if,
    events,
    figures,
    registers,
    rules,
    publish,
    center,
)


def menu(words: Words) -> list[StreamlitPage]:
    """All pages, in the session's language. The first is served at ``/``, and unseen in the menu under its own name too."""
    first, *others = PAGES
    return [
        _page(first, words, url_path="home", default=True),
        *(_page(view, words, url_path=_address(view)) for view in others),
        _page(first, words, url_path=_address(first), visibility="hidden"),
    ]


def _page(view: ModuleType, words: Words, **kept: Any) -> StreamlitPage:
    return st.Page(Path(str(view.__file__)), title=words.pick(view.TITLE), icon=view.ICON, **kept)


def _address(view: ModuleType) -> str:
    return view.__name__.rsplit(".", 1)[-1].replace("_", "-")

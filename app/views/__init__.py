"""One page, one file; PAGES in the order of the menu.

A page has ``TITLE`` (Chinese, English), ``ICON`` and ``show(desk)``, and ends with the two lines
that run it. To add one: write the file and name it here.
"""

from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.texts import Words
from app.views import backup, center, demand, events, figures, leave, mine, publish, registers, roster, rules, today, what_if

PAGES: tuple[ModuleType, ...] = (today, roster, demand, leave, mine, backup, what_if, events, figures, registers, rules, publish, center)


def page_of(view: ModuleType, words: Words) -> StreamlitPage:
    """A page for the menu, in the session's language."""
    name = view.__name__.rsplit(".", 1)[-1]
    return st.Page(
        Path(str(view.__file__)), title=words.pick(view.TITLE), icon=view.ICON, url_path=name.replace("_", "-"), default=view is PAGES[0],
    )

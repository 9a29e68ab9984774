"""Can any one person be missing? The certificate of a roster, its weak places and what would mend them."""

import streamlit as st

from app.parts.draft import Draft
from app.parts.margins import Plan, certified, weak_places
from app.texts import Words, plain
from scheduler.reserve.words import summary_text

MOST = 40
"""Weak places shown with their remedy; a center with more needs a policy, not a longer list."""


def margin_list(draft: Draft, words: Words) -> None:
    """The summary and the weak places of a draft."""
    made = Plan(draft.problem, draft.sheet.roster)
    found = certified(made)
    st.subheader(words("margin.title"))
    st.markdown(plain(summary_text(found, words.lang)))
    if not found.weaknesses:
        return
    with st.expander(words("margin.weak", count=len(found.weaknesses)), icon=":material/crisis_alert:", expanded=True):
        for text in weak_places(made, words.lang, MOST):
            st.markdown(f"- {plain(text)}")
        if len(found.weaknesses) > MOST:
            st.caption(words("margin.more", count=len(found.weaknesses) - MOST))

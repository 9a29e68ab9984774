"""How many more people each day can spare, section by section: where a holiday is already full."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from app.parts.draft import Draft
from app.parts.margins import Plan
from app.state import Desk
from scheduler.verdict.bearable import Bearable, bearable
from scheduler.words import date_text


@lru_cache(maxsize=16)
def borne(made: Plan) -> Bearable:
    """The calendar of one roster, whoever it is that is away."""
    return bearable(made.problem, made.roster, 1)


def bearable_days(desk: Desk, draft: Draft) -> None:
    """A table made on demand: days down, sections across; 0 in red: there is somebody it cannot spare."""
    words, center = desk.words, draft.problem.center
    if not any(p.rota == "office" for p in center.staff):
        return
    st.subheader(words("leave.bears"))
    key = f"bears_{desk.ref}"
    if st.button(words("leave.bears_go"), icon=":material/calendar_month:", key=f"{key}_go"):
        st.session_state[key] = True
    if not st.session_state.get(key):
        return
    with st.spinner(words("leave.bears_wait")):
        found = borne(Plan(draft.problem, draft.sheet.roster))
    names = {s.id: s.name_zh if desk.lang == "zh" else s.name_en for s in center.sections}
    frame = pd.DataFrame(
        {date_text(day, desk.lang): {names[s]: n for s, n in row.items()} for day, row in found.items()}
    ).T
    st.dataframe(
        frame.style.map(lambda n: "color: #c62828; font-weight: 600" if n == 0 else ""),
        width="stretch",
        height=min(460, 38 + 35 * len(frame)),
    )
    st.caption(words("leave.bears_hint"))

"""Who acts, and at what moment: the two things every step is recorded with."""

from datetime import date, datetime

import streamlit as st

from scheduler.rights import owners
from scheduler.store.folder import CenterFolder


def clock(base: CenterFolder) -> datetime:
    """A sample's own demonstration moment, else now."""
    today = base.today
    if isinstance(today, datetime):
        return today
    if isinstance(today, date):
        return datetime(today.year, today.month, today.day, 9, 30)
    return datetime.now().replace(second=0, microsecond=0)


def acting(base: CenterFolder, ref: str) -> str:
    """``?as=``, else who was chosen in this session for this center, else the owner of its roster."""
    chosen: dict[str, str] = st.session_state.setdefault("acting", {})
    for asked in (st.query_params.get("as"), chosen.get(ref)):
        if asked in base.center.person:
            chosen[ref] = str(asked)
            break
    else:
        chosen[ref] = owners(base.center)[0]
    return chosen[ref]

"""Shares promised over a day or week on the Demand page: what the whole reaches beside what its intervals give up."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.activities.ahead import live
from scheduler.period_words import span
from scheduler.planning import targets_of
from scheduler.staffing.period_shares import PeriodShare, of_need


def period_shares(desk: Desk, draft: Draft, queues: Sequence[str]) -> None:
    """A line by queue and period; nothing where shares are promised by interval."""
    targets = targets_of(draft.problem.center)
    shares = of_need([cell for cell in live(draft.problem.needs) if cell.queue in queues], targets)
    if not shares:
        return
    words = desk.words
    st.markdown(f"**{words('demand.periods')}**")
    st.dataframe(pd.DataFrame([_row(desk, share) for share in shares]), hide_index=True, width="stretch")
    st.caption(words("demand.periods_hint"))


def _row(desk: Desk, share: PeriodShare) -> dict[str, str]:
    words, queue = desk.words, desk.base.center.queue[share.queue]
    mark = "✓" if share.kept else "✗"
    return {
        words("demand.queue"): plain(queue.name_zh if desk.lang == "zh" else queue.name_en),
        words("demand.periods_span"): span(share, desk.lang),
        words("demand.periods_share"): f"{100 * share.share:.1f} % {mark}" if share.customers else "–",
        words("demand.periods_promised"): f"{100 * share.promised:.0f} %",
        words("demand.periods_lowest"): f"{100 * share.lowest:.1f} % ({100 * share.floor:.0f} %)",
        words("demand.periods_below"): f"{share.below} / {share.intervals}",
        words("demand.periods_hours"): f"{share.hours:.1f}",
        words("demand.periods_each"): f"{share.each_hours:.1f} ({-100 * share.saved:+.1f} %)",
    }

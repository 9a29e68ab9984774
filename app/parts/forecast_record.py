"""How good issued forecasts were, once the counts are in: by week ahead, against the mean of six weeks; and one past week of them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import altair as alt
import pandas as pd
import streamlit as st

from app.database import store
from app.months import actuals
from app.parts.cover_chart import BLUE, GREY, ORANGE
from app.state import Desk
from app.texts import Words, plain
from scheduler.history.issued import IssuedScore, archive, band_factors, counts, scores
from scheduler.store.errors import StoreError
from scheduler.store.faults import FolderFaults

HEIGHT = 170

NOTABLE = 0.05
"""A factor nearer to 1 is not worth a word."""


def forecast_record(desk: Desk, queues: Sequence[str]) -> None:
    """Scores and a week of what was issued beside what came; a sentence while there is nothing to score."""
    words = desk.words
    with st.expander(words("demand.record"), icon=":material/verified:"):
        try:
            kept, came = _kept(desk.base.center.id, store().forecasts_mark(desk.base.center.id)), _came(desk)
        except (StoreError, OSError) as error:
            st.caption(words("leave.no_database", error=plain(str(error))))
            return
        found = [line for line in scores(kept, came) if line.queue in queues]
        if not found:
            st.caption(words("demand.record_none", kept=kept["issued"].nunique() if not kept.empty else 0))
            return
        st.markdown(_table(desk, found))
        factors = {q: f for q, f in band_factors(kept, came).items() if q in queues and abs(f - 1) > NOTABLE}
        for queue, factor in factors.items():
            st.caption(
                words(
                    "demand.record_wide" if factor > 1 else "demand.record_narrow",
                    queue=plain(_name(desk, queue)),
                    factor=f"{factor:.2f}",
                )
            )
        _choice(desk, band_factors(kept, came))
        _week(desk, kept, came, queues)


def _choice(desk: Desk, factors: Mapping[str, float]) -> None:
    """Whether forecast and need go by bands as wide as those on file should have been."""
    wanted = tuple(sorted((queue, round(factor, 2)) for queue, factor in factors.items() if abs(factor - 1) > NOTABLE))
    key = f"bands_wanted_{desk.ref}"
    if not wanted and not desk.bands:
        return

    def changed() -> None:
        st.session_state.setdefault("bands", {})[desk.ref] = wanted if st.session_state[key] else ()

    st.toggle(
        desk.words("demand.record_use"),
        bool(desk.bands),
        key=key,
        on_change=changed,
        help=desk.words("demand.record_use_help"),
    )


def _came(desk: Desk) -> pd.DataFrame:
    try:
        return counts(desk.base, actuals(desk))
    except FolderFaults:  # the Figures page says what is wrong with them
        return counts(desk.base)


@lru_cache(maxsize=16)
def _kept(center: str, mark: int) -> pd.DataFrame:
    return archive(store().list_forecasts(center)) if mark else archive(())


def _table(desk: Desk, found: Sequence[IssuedScore]) -> str:
    words = desk.words
    many = len({line.queue for line in found}) > 1
    heads = [
        *([words("demand.queue")] if many else []),
        *(words(f"demand.record_{name}") for name in ("ahead", "wape", "classic", "value", "bias", "inside", "count")),
    ]
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|--:" * (len(heads) - 1) + "|"]
    for line in found:
        if many and line.week_ahead:
            continue
        ahead = words("demand.record_week", week=line.week_ahead) if line.week_ahead else words("demand.record_all")
        value = "–" if line.value != line.value else f":{'green' if line.value > 0 else 'red'}[{line.value:+.0%}]"
        cells = [
            *([plain(_name(desk, line.queue))] if many else []),
            ahead,
            f"{line.wape:.1%}",
            f"{line.classic_wape:.1%}",
            value,
            f"{line.bias:+.1%}",
            f"{line.inside_50:.0%} / {line.inside_90:.0%}",
            f"{line.intervals}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _week(desk: Desk, kept: pd.DataFrame, came: pd.DataFrame, queues: Sequence[str]) -> None:
    """One past week: what was said last before each interval, what the mean of six weeks would have said, what came."""
    rows = kept[kept["queue"].isin(queues)].sort_values("issued").drop_duplicates(["queue", "start"], keep="last")
    both = rows.merge(came, on=["queue", "start"])
    both["monday"] = both["start"].dt.normalize() - pd.to_timedelta(both["start"].dt.day_of_week, unit="D")
    weeks = sorted(both["monday"].unique(), reverse=True)
    chosen = st.selectbox(
        desk.words("demand.record_pick"),
        weeks,
        format_func=lambda w: f"{pd.Timestamp(w):%Y-%m-%d}",
        key=f"record_week_{desk.ref}",
    )
    week = both[both["monday"] == chosen].groupby("start", as_index=False)[["mean", "classic", "arrivals"]].sum()
    st.altair_chart(_lines(week, desk.words), width="stretch")


def _lines(week: pd.DataFrame, words: Words) -> alt.Chart:
    names = {
        "arrivals": words("demand.record_came"),
        "mean": words("demand.record_said"),
        "classic": words("demand.record_classic_line"),
    }
    long = week.rename(columns=names).melt("start", list(names.values()), "what", "value")
    return (
        alt.Chart(long)
        .mark_line(strokeWidth=1.4)
        .encode(
            x=alt.X("start:T", title=None, axis=alt.Axis(format="%m-%d", tickCount="day", grid=False)),
            y=alt.Y("value:Q", title=None),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=[GREY, BLUE, ORANGE]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["what", alt.Tooltip("start:T", format="%m-%d %H:%M"), alt.Tooltip("value:Q", format=".1f")],
        )
        .properties(height=HEIGHT)
    )


def _name(desk: Desk, queue: str) -> str:
    known = desk.base.center.queue[queue]
    return known.name_zh if desk.lang == "zh" else known.name_en

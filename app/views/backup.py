"""AB posts and reserve: named conflicts, the margin of every post, who backs up whom, what would help most."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from app.parts.ab_designer import ab_designer
from app.parts.ab_table import ab_holes, ab_table
from app.parts.absence_drill import absence_drill
from app.parts.conflict_list import conflict_list
from app.parts.draft import Draft
from app.parts.margin_list import margin_list
from app.parts.margin_map import margin_frame, margin_map
from app.parts.margins import Plan, certified, conflict_lines
from app.parts.pools import shared_people
from app.parts.solve_panel import first_roster
from app.state import Desk, current_desk
from scheduler.domain.rule_settings import Level
from scheduler.reserve.cross_training_words import hours_text

TITLE = ("AB岗与储备", "AB & reserve")
ICON = ":material/safety_divider:"

PARTS = ("conflicts", "margin", "table", "design", "pools", "drill")


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    made = Plan(draft.problem, draft.sheet.roster)
    named = any(post.heads for post in desk.base.center.posts)
    if named:
        _strip(desk, made)
    else:
        # Somebody is always on a pool: the share of safe hours would be 100 % whatever is missing.
        st.info(words("backup.by_shifts"), icon=":material/groups:")
    key = f"backup_part_{desk.ref}"
    st.session_state.setdefault(key, PARTS[0])
    names = {part: words(f"backup.part_{part}") for part in PARTS}
    part = (
        st.segmented_control(
            words("backup.parts"), PARTS, key=key, format_func=names.__getitem__, label_visibility="collapsed"
        )
        or PARTS[0]
    )
    st.subheader(names[part])
    if part in ("conflicts", "table") and not named:
        st.info(words("backup.no_table"))
    elif part == "conflicts":
        conflict_list(desk, made, lambda on, posts: _go(desk, on, posts))
    elif part == "margin":
        _margin(desk, draft, made)
    elif part == "table":
        left, right = st.columns([3, 2], gap="large")
        with left:
            ab_table(desk, draft, st.session_state.get(f"backup_mark_{desk.ref}", ()))
        with right:
            ab_holes(desk, draft)
    elif part == "design":
        ab_designer(desk, draft)
    elif part == "pools":
        shared_people(desk, draft)
    else:
        absence_drill(desk, made)


def _go(desk: Desk, on: date, posts: Sequence[str]) -> None:
    """Show a day of the AB table with some posts marked."""
    st.session_state[f"ab_day_{desk.ref}"] = min(max(on, desk.start), desk.end)
    st.session_state[f"backup_mark_{desk.ref}"] = tuple(posts)
    st.session_state[f"backup_part_{desk.ref}"] = "table"


def _strip(desk: Desk, made: Plan) -> None:
    """Four numbers: how safe, how many weak places, how many conflicts."""
    words, found = desk.words, certified(made)
    minutes = found.minutes_by_margin()
    total = sum(minutes.values())
    lines = conflict_lines(made, "roster", False, desk.base.leave, desk.base.events)
    boxes = st.columns(4)
    boxes[0].metric(
        words("backup.safe"),
        f"{sum(m for k, m in minutes.items() if k >= 1) / total:.1%}" if total else "–",
        help=words("backup.safe_help"),
    )
    boxes[1].metric(words("backup.short"), hours_text(minutes.get(-1, 0), desk.lang))
    boxes[2].metric(words("backup.weak"), len(found.weaknesses))
    boxes[3].metric(words("backup.must_act"), sum(line.level is Level.MUST for line in lines))


def _margin(desk: Desk, draft: Draft, made: Plan) -> None:
    words = desk.words
    frame = margin_frame(certified(made), desk.lang)
    if frame.empty:
        st.info(words("shell.none"))
        return
    left, right = st.columns([3, 7], vertical_alignment="bottom")
    names = {"period": words("backup.whole_period"), "day": words("backup.one_day")}
    span = left.segmented_control(
        words("backup.span"),
        list(names),
        default="period",
        key=f"margin_span_{desk.ref}",
        format_func=names.__getitem__,
        label_visibility="collapsed",
    )
    on = None
    if span == "day":
        first = min(max(desk.now.date(), desk.start), desk.end)
        on = right.date_input(
            words("backup.day"),
            first,
            min_value=desk.start,
            max_value=desk.end,
            key=f"margin_day_{desk.ref}",
            label_visibility="collapsed",
        )
    if on is not None and not (frame["date"] == on).any():
        st.info(words("backup.closed"))
    else:
        st.altair_chart(margin_map(frame, words, on), width="stretch")
    margin_list(draft, words)


if __name__ == "__main__":
    show(current_desk())

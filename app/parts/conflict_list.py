"""Named conflicts of the AB chain: filtered, in sentences, with a way to the place."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from app.parts.margins import Plan, conflict_lines
from app.state import Desk
from app.texts import plain
from scheduler.conflicts import KIND, ConflictLine
from scheduler.domain.rule_settings import Level

LEVELS = ("table", "leave", "roster")


def conflict_list(desk: Desk, made: Plan, go: Callable[[date, Sequence[str]], None]) -> None:
    """What is looked at, the filters, and every conflict; ``go`` takes the reader to a day and posts."""
    words = desk.words
    left, middle, right = st.columns([4, 2.4, 3.6], vertical_alignment="bottom")
    names = {level: words(f"backup.look_{level}") for level in LEVELS}
    level = (
        left.segmented_control(
            words("backup.look"),
            LEVELS,
            default="roster",
            key=f"conflict_look_{desk.ref}",
            format_func=names.__getitem__,
        )
        or "roster"
    )
    asked = any(entry.status == "requested" for entry in desk.base.leave)
    pending = middle.toggle(
        words("backup.pending"), key=f"conflict_pending_{desk.ref}", disabled=level == "table" or not asked
    )
    found = conflict_lines(made, level, pending, desk.base.leave, desk.base.events)
    kinds = list(dict.fromkeys(line.name for line in found))
    titles = {name: KIND[name].title[desk.lang] for name in kinds}
    chosen = right.multiselect(
        words("backup.kinds"),
        kinds,
        format_func=titles.__getitem__,
        key=f"conflict_kinds_{desk.ref}_{level}",
        placeholder=words("backup.all_kinds"),
    )
    shown = [line for line in found if not chosen or line.name in chosen]
    for severity in (Level.MUST, Level.SOFT):
        mine = [line for line in shown if line.level is severity]
        st.markdown(f"**{words('backup.must' if severity is Level.MUST else 'backup.note', count=len(mine))}**")
        if not mine:
            st.success(words("shell.none"), icon=":material/check_circle:")
        for place, line in enumerate(mine):
            _one(desk, line, f"conflict_{severity}_{place}", go)


def _one(desk: Desk, line: ConflictLine, key: str, go: Callable[[date, Sequence[str]], None]) -> None:
    """One conflict: its name, the sentence with article and remedy, and the button to its day."""
    text = line.text(desk.lang)
    head = text[text.index("】") + 1 :] if desk.lang == "zh" else text[text.index("]") + 1 :]
    said, _, mend = head.partition("建议：" if desk.lang == "zh" else "Remedy: ")
    color = "red" if line.level is Level.MUST else "gray"
    with st.container(border=True):
        left, right = st.columns([9, 1.6], vertical_alignment="center")
        left.markdown(
            f":{color}-badge[{plain(KIND[line.name].title[desk.lang])}] {plain(said.strip())}  \n"
            f":material/build: {desk.words('backup.remedy')} {plain(mend.strip())}"
        )
        right.button(
            desk.words("backup.go"),
            key=key,
            icon=":material/arrow_forward:",
            width="stretch",
            on_click=go,
            args=(max(desk.start, line.start.date()), line.posts),
        )

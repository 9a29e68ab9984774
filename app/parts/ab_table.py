"""A, B and C of every post on one day, and the posts whose backup is missing."""

from collections.abc import Collection
from datetime import date

import streamlit as st

from app.parts.ab_cover import away_on, holes, runs
from app.parts.draft import Draft
from app.state import Desk
from app.texts import plain
from scheduler.words import date_text


def ab_table(desk: Desk, draft: Draft, marked: Collection[str] = ()) -> None:
    """The table of one day, those away in red; posts that were asked about are marked."""
    words, center = desk.words, draft.problem.center
    key = f"ab_day_{desk.ref}"
    st.session_state.setdefault(key, min(max(desk.now.date(), desk.start), desk.end))
    on: date = st.date_input(words("backup.day"), min_value=desk.start, max_value=desk.end, key=key)
    away = away_on(draft.problem, draft.problem.horizon.day(on))
    lines = [f"| {words('shell.post')} | A | B | C |", "|---|---|---|---|"]
    for post in sorted((p for p in center.posts if p.heads), key=lambda p: p.number):
        columns = []
        for role in "ABC":
            people = [line for line in center.ab_of_post[post.id] if line.role == role and line.valid(on)]
            said = []
            for line in people:
                name = plain(center.person[line.person].name(desk.lang))
                mode = f" :gray[{words('grid.dual')}]" if role != "A" and line.mode == "dual" else ""
                said.append(
                    (
                        f":red[~~{name}~~]"
                        if away.get(line.person)
                        else f":orange[{name}]"
                        if line.person in away
                        else name
                    )
                    + mode
                )
            columns.append(words.join(said) or (f":red[{words('backup.nobody')}]" if role != "C" else ""))
        mark = ":material/arrow_right: " if post.id in marked else ""
        lines.append(f"| {mark}**{plain(post.id)}** {plain(post.name(desk.lang))} | " + " | ".join(columns) + " |")
    st.markdown("\n".join(lines))
    st.caption(words("backup.hint"))


def ab_holes(desk: Desk, draft: Draft) -> None:
    """Posts with neither A nor B, and posts without a working B, with their days."""
    words, center = desk.words, draft.problem.center
    found = holes(draft.problem)
    for kind, head, line in (
        ("nobody", "backup.both", "backup.both_line"),
        ("no_backup", "backup.single", "backup.single_line"),
    ):
        st.subheader(words(head))
        mine = [hole for hole in found if hole.kind == kind]
        if not mine:
            st.success(words("backup.single_none") if kind == "no_backup" else words("shell.none"))
        for hole in mine:
            spans = words.join(
                date_text(a, desk.lang) if a == b else f"{date_text(a, desk.lang)}–{date_text(b, desk.lang)}"
                for a, b in runs(draft.problem, hole.days)
            )
            names = words.join(plain(center.person[p].name(desk.lang)) for p in hole.people) or words("backup.nobody")
            values = {
                "post": plain(f"{hole.post} {center.post[hole.post].name(desk.lang)}"),
                "spans": plain(spans),
                "names": names,
            }
            color = "red" if kind == "nobody" else "orange"
            st.markdown(f":{color}[●] " + words(line, **values))

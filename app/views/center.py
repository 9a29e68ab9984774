"""Center: people, posts, shifts, calendar and events as they are set up. Read-only."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from app.state import Desk, current_desk
from app.texts import plain
from scheduler.assemble import calendar_of
from scheduler.domain.clock import clock_text
from scheduler.words import date_text, pick

TITLE = ("中心", "Center")
ICON = ":material/apartment:"


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    st.caption(
        words("center.read_only")
        + (f"  \n{words('center.folder', path=plain(str(desk.base.path)))}" if desk.base.path else "")
    )
    for fault in desk.base.warnings:
        st.warning(plain(fault.line(desk.lang)))
    names = ("people", "posts", "shifts", "calendar", "events")
    for tab, name in zip(st.tabs([words(f"center.{n}") for n in names]), names, strict=True):
        with tab:
            rows = {"people": _people, "posts": _posts, "shifts": _shifts, "calendar": _calendar, "events": _events}[
                name
            ](desk)
            if rows:
                st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=min(620, 38 + 35 * len(rows)))
            else:
                st.caption(words("shell.none"))


def _people(desk: Desk) -> list[dict[str, object]]:
    words, center = desk.words, desk.base.center
    return [
        {
            words("center.id"): p.id,
            words("center.name"): p.name(desk.lang),
            words("center.section"): _section(desk, p.section),
            words("center.rank"): pick(center.rank_names.get(p.rank, (p.rank, p.rank)), desk.lang),
            words("center.employment"): words(f"center.{p.employment}")
            if p.employment in ("civil", "contract", "agency")
            else p.employment,
            words("center.skills"): words.join(s.item if s.level >= 2 else f"{s.item} (1)" for s in p.skills),
            words("center.years"): p.service_years,
            words("center.protected"): words("center.yes") if p.protected(desk.start) else "",
        }
        for p in center.people
    ]


def _section(desk: Desk, code: str) -> str:
    known = desk.base.center.section.get(code)
    return (known.name_zh if desk.lang == "zh" else known.name_en) if known else code


def _posts(desk: Desk) -> list[dict[str, object]]:
    words, center = desk.words, desk.base.center

    def named(post: str, role: str) -> str:
        lines = [line for line in center.ab_of_post[post] if line.role == role]
        return words.join(
            center.person[line.person].name(desk.lang)
            + (f" ({words('grid.dual')})" if line.mode == "dual" and role != "A" else "")
            for line in lines
        )

    return [
        {
            words("center.id"): post.id,
            words("shell.post"): post.name(desk.lang),
            words("center.section"): _section(desk, post.section),
            words("center.a"): named(post.id, "A"),
            words("center.b"): named(post.id, "B"),
            words("center.seal"): post.seal or "",
        }
        for post in center.posts
    ]


def _shifts(desk: Desk) -> list[dict[str, object]]:
    words, center = desk.words, desk.base.center
    rows: list[dict[str, object]] = []
    for shift in center.shifts:
        covers = [c for c in center.covers if c.shift == shift.code]
        need = words.join(
            f"{c.heads}{f' ({pick(center.rank_names.get(c.rank, (c.rank, c.rank)), desk.lang)})' if c.rank else f' ({c.skill})' if c.skill else ''}"
            for c in covers
        )
        rows.append(
            {
                words("center.id"): shift.code,
                words("shell.shift"): shift.name(desk.lang),
                words("center.hours"): ", ".join(f"{clock_text(a)}–{clock_text(b)}" for a, b in shift.parts),
                words("center.paid"): shift.paid_minutes / 60,
                words("center.cover"): need,
            }
        )
    return rows


def _calendar(desk: Desk) -> list[dict[str, object]]:
    """Only days that are not what their weekday says."""
    words = desk.words
    return [
        {
            words("shell.date"): date_text(day.date, desk.lang),
            words("shell.kind"): words(f"center.day_{day.kind}"),
            words("center.name"): day.name(desk.lang),
        }
        for day in calendar_of(desk.base).between(desk.start, desk.end + timedelta(days=1))
        if day.kind not in ("workday", "weekend") or day.opened is not None
    ]


def _events(desk: Desk) -> list[dict[str, object]]:
    words, center = desk.words, desk.base.center
    return [
        {
            words("shell.kind"): words(f"center.{event.kind}"),
            words("shell.from"): f"{event.start:%Y-%m-%d %H:%M}",
            words("shell.to"): f"{event.end:%Y-%m-%d %H:%M}",
            words("shell.person"): words.join(center.person[p].name(desk.lang) for p in event.people)
            or (str(event.count) if event.count else ""),
            words("leave.note"): event.note,
        }
        for event in desk.base.events
    ]


if __name__ == "__main__":
    show(current_desk())

"""Placed events as records and files, and the requests as a page to print."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from scheduler.domain.problem import RosterProblem
from scheduler.events.types import Group, Placement
from scheduler.explain import people_text, person_name
from scheduler.exports.bulletin_page import Part, bulletin_page
from scheduler.store.results import csv_bytes, json_bytes
from scheduler.words import date_text, pick

COLUMNS = ("event", "kind", "group", "start", "end", "room", "people", "trainers", "overtime", "as_announced")

KINDS = {
    "training": ("培训", "training"),
    "meeting": ("会议", "meeting"),
    "inspection": ("检查", "inspection"),
    "visit": ("来访接待", "visit"),
    "storm": ("强对流天气", "storm"),
}


def event_files(placed: Sequence[Placement]) -> dict[str, bytes]:
    """``events.csv``, one row a group, and ``events.json`` with reasons, requests and absences.

    Written without events as well: those of an earlier plan must not stay beside its roster.
    """
    rows = [
        (
            p.event.id,
            p.event.kind,
            i,
            g.start,
            g.end,
            g.room.id,
            ";".join(g.people),
            ";".join(g.trainers),
            ";".join(g.overtime),
            p.as_announced,
        )
        for p in placed
        for i, g in enumerate(p.groups, 1)
    ]
    return {
        "events.csv": csv_bytes(COLUMNS, rows),
        "events.json": json_bytes({"events": [plain(record(p)) for p in placed]}),
    }


def record(p: Placement) -> dict[str, Any]:
    """All of one placement but the roster itself."""
    return {
        "id": p.event.id,
        "kind": p.event.kind,
        "announced": [p.event.start, p.event.end],
        "as_announced": p.as_announced,
        "proven": p.proven,
        "groups": [{**asdict(g), "room": g.room.id} for g in p.groups],
        "unplaced": [{"person": who, "zh": w[0], "en": w[1]} for who, w in p.unplaced],
        "closings": [asdict(c) for c in p.closings],
        "reasons": [{"zh": w[0], "en": w[1]} for w in p.reasons],
        "requests": [{"zh": w[0], "en": w[1]} for w in p.requests],
        "new_breaches": [b.text_en for b in p.new_breaches],
        "absences": [asdict(a) for a in p.absences],
    }


def plain(value: Any) -> Any:
    """The same with moments as ISO text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def span_text(start: datetime, end: datetime, lang: str) -> str:
    """Day and times; both days where it lasts longer."""
    last = (end - timedelta(minutes=1)).date()
    if last != start.date():
        clock = f"{end:%H:%M}" if end.date() == last else "24:00"
        return f"{date_text(start.date(), lang)} {start:%H:%M} – {date_text(last, lang)} {clock}"
    return f"{date_text(start.date(), lang)} {start:%H:%M}–{end:%H:%M}"


def group_text(problem: RosterProblem, place: int, g: Group, lang: str) -> str:
    """One group in a line: when, where, who."""
    head = pick((f"第{place}批", f"Group {place}"), lang)
    taught = (
        pick(
            (
                f"；培训员 {people_text(problem, g.trainers, 'zh')}",
                f"; taught by {people_text(problem, g.trainers, 'en')}",
            ),
            lang,
        )
        if g.trainers
        else ""
    )
    return f"{head} {span_text(g.start, g.end, lang)} {g.room.name(lang)} ({len(g.people)}): {people_text(problem, g.people, lang)}{taught}"


def request_page(problem: RosterProblem, placed: Sequence[Placement], lang: str) -> bytes:
    """What must be asked for, by event, to print and hand in (3-57, 3-58)."""
    zh = lang == "zh"
    parts = []
    for p in placed:
        title = f"{p.event.id} {pick(KINDS[p.event.kind], lang)} {span_text(p.event.start, p.event.end, lang)}"
        lines = [group_text(problem, i, g, lang) for i, g in enumerate(p.groups, 1)]
        lines += [
            f"{'未能安排' if zh else 'not placed'} {person_name(problem, who, lang)}: {pick(words, lang)}"
            for who, words in p.unplaced
        ]
        asked = (
            ("序号", "申请事项", "批准") if zh else ("no.", "request", "granted"),
            *((str(i), pick(words, lang), "") for i, words in enumerate(p.requests, 1)),
        )
        parts.append(Part(title, tuple(lines), asked if p.requests else ()))
    center = problem.center.name(lang)
    heading = f"{center} 会议培训安排与申请" if zh else f"{center} – meetings and trainings, requests"
    return bulletin_page(
        lang,
        heading,
        f"{problem.horizon.start} – {problem.horizon.last}",
        parts,
        ("申请人：", "综合办：", "分管领导：") if zh else ("Asked by:", "General office:", "Leader in charge:"),
    )

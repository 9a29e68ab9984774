"""One day as bars: who is where, what is done off the line, who is away; and the heads left on the line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from scheduler.activities import words as said
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.routine import Activity

COLUMNS = ("person", "order", "layer", "what", "label", "start", "end", "told", "article")
STRIP = ("start", "end", "required", "rostered", "on_line")

LETTERS: Mapping[str, tuple[str, str]] = {
    "meal": ("餐", "M"),
    "rest": ("休", "B"),
    "protected": ("护", "P"),
    "call_back": ("访", "C"),
    "follow_up": ("催", "F"),
    "filing": ("档", "A"),
    "coaching": ("辅", "G"),
    "training": ("训", "T"),
    "management": ("管", "H"),
    "client_info": ("客", "I"),
    "mail": ("邮", "E"),
    "task": ("任", "K"),
    "relief": ("替", "R"),
}
"""One character in the bar of each kind of block."""


def day_frame(
    problem: RosterProblem,
    roster: Roster,
    activities: Iterable[Activity],
    day: date,
    lang: str,
    sections: Iterable[str] = (),
) -> pd.DataFrame:
    """One row a bar; times are clipped to the day from 00:00 to the end of its last duty.

    ``layer`` is ``duty`` (``what``: ``post``, ``back`` or the pool's post), ``block`` (``what``: the
    kind) or ``away``; ``order`` sorts people by start of work, section and name.
    """
    center, chosen = problem.center, set(sections)
    duties = [d for d in roster.duties if d.role in PRESENT_ROLES and _touches(d.start, d.end, day)]
    people = _order(problem, duties, day, chosen)
    rank = {person: k for k, person in enumerate(people)}
    rows: list[tuple[Any, ...]] = []
    for duty in _joined(duties):
        if duty.person in rank:
            post = center.post.get(duty.post)
            name = (
                ("本科室" if lang == "zh" else "Back office")
                if duty.post == BACK_OFFICE
                else post.name(lang)
                if post
                else duty.post
            )
            label = "" if duty.post == BACK_OFFICE else duty.post if post is not None and post.number else ""
            rows.append(
                (
                    duty.person,
                    "duty",
                    "back" if duty.post == BACK_OFFICE else "post",
                    label,
                    duty.start,
                    duty.end,
                    name,
                    "",
                )
            )
    for activity in activities:
        if activity.person in rank and _touches(activity.start, activity.end, day):
            rows.append(
                (
                    activity.person,
                    "block",
                    activity.kind,
                    LETTERS[activity.kind][lang != "zh"],
                    activity.start,
                    activity.end,
                    _told(problem, activity, lang),
                    activity.article,
                )
            )
    for absence in problem.absences:
        if absence.person in rank and _touches(absence.start, absence.end, day):
            rows.append(
                (
                    absence.person,
                    "away",
                    "away",
                    "",
                    absence.start,
                    absence.end,
                    "不在岗" if lang == "zh" else "Away",
                    "",
                )
            )
    low, high = _bounds(duties, day)
    frame = pd.DataFrame.from_records(
        [
            (center.person[p].name(lang), rank[p], layer, what, label, max(a, low), min(b, high), told, article)
            for p, layer, what, label, a, b, told, article in rows
        ],
        columns=list(COLUMNS),
    )
    return (
        frame[frame["start"] < frame["end"]]
        .sort_values(["order", "layer", "start"], ascending=[True, False, True])
        .reset_index(drop=True)
    )


def line_frame(problem: RosterProblem, roster: Roster, activities: Sequence[Activity], day: date) -> pd.DataFrame:
    """Heads the need asks for, heads rostered, and heads left on the line, by quarters of an hour."""
    view = RosterView(problem, roster)
    needs = [n for n in problem.needs if n.start.date() == day]
    off = [a for a in activities if a.kind != "relief" and _touches(a.start, a.end, day)]
    reliefs = [a for a in activities if a.kind == "relief" and _touches(a.start, a.end, day)]
    rows: dict[datetime, list[float]] = {}
    quarter = timedelta(minutes=15)
    for need in needs:
        posts = view.problem.center.queue[need.queue].posts
        at = need.start
        while at < need.end:
            minute = problem.horizon.minute(at)
            block = next((b for b in view.problem.blocks if b.start <= minute < b.end), None)
            held = [p for post in posts if block and post in block.posts for p in view.holders(post, block.index)]
            away = {a.person for a in off if a.start <= at < a.end}
            relieved = sum(1 for a in reliefs if a.start <= at < a.end and a.post in posts)
            row = rows.setdefault(at, [0.0, 0.0, 0.0])
            row[0] += need.required
            row[1] += len(held)
            row[2] += sum(p not in away for p in held) + relieved
            at += quarter
    return pd.DataFrame([(at, at + quarter, *values) for at, values in sorted(rows.items())], columns=list(STRIP))


def _told(problem: RosterProblem, activity: Activity, lang: str) -> str:
    """What a block is, and with or for whom."""
    center = problem.center
    name = said.routine_name(problem, activity.routine, lang)
    other = center.person[activity.partner].name(lang) if activity.partner in center.person else ""
    if activity.kind == "relief":
        post = center.post[activity.post].name(lang) if activity.post in center.post else activity.post
        return f"替{other}：{post}（{name}）" if lang == "zh" else f"relieves {other}: {post} ({name})"
    return f"{name} · {other}" if other else name


def _order(problem: RosterProblem, duties: Sequence[Duty], day: date, sections: set[str]) -> list[str]:
    """People of a day: those at work by their first hour, then those away."""
    center = problem.center
    first: dict[str, datetime] = {}
    for duty in duties:
        first[duty.person] = min(duty.start, first.get(duty.person, duty.start))
    away = {a.person for a in problem.absences if _touches(a.start, a.end, day)}
    found = [p for p in center.staff if (p.id in first or p.id in away) and (not sections or p.section in sections)]
    places = [s.id for s in center.sections]
    never = datetime.max
    return [
        p.id
        for p in sorted(
            found,
            key=lambda p: (
                p.id not in first,
                first.get(p.id, never) if p.rota == "rostered" else never,
                places.index(p.section) if p.section in places else 0,
                p.id,
            ),
        )
    ]


def _joined(duties: Sequence[Duty]) -> list[Duty]:
    """Stretches of one person on one post that only a cut of the blocks had parted."""
    found: list[Duty] = []
    for duty in sorted(duties, key=lambda d: (d.person, d.post, d.start)):
        last = found[-1] if found else None
        if last is not None and (last.person, last.post, last.end) == (duty.person, duty.post, duty.start):
            found[-1] = Duty(last.day, last.person, last.start, duty.end, last.post, last.role, last.shift)
        else:
            found.append(duty)
    return found


def _bounds(duties: Sequence[Duty], day: date) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, datetime.min.time())
    low = max(midnight, min((d.start for d in duties), default=midnight))
    high = min(midnight + timedelta(days=1), max((d.end for d in duties), default=midnight + timedelta(days=1)))
    return low, high


def _touches(start: datetime, end: datetime, day: date) -> bool:
    midnight = datetime.combine(day, datetime.min.time())
    return start < midnight + timedelta(days=1) and midnight < end

"""Changes of an emergency plan (4-02) and of how many posts there are (0-05): windows closed, posts added or removed, reserves called in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.people import FULL_LEVEL, Person, Skill
from scheduler.domain.posts import ABLine, Closure, Post
from scheduler.store.entries import LeaveEntry
from scheduler.store.folder import CenterFolder

CALLED_OFF = ("annual", "personal", "toil")
"""Kinds of leave that people of the reserve may be asked to give up; sick leave, maternity and the like never."""


def closed(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``posts`` are not open from ``from`` to ``to`` (moments)."""
    start, end = moment(change["from"]), moment(change["to"], end=True)
    if end <= start:
        raise ValueError(f"from {change['from']} is not before to {change['to']}")
    posts = [folder.center.post[str(p)].id for p in change["posts"]]
    closures = tuple(Closure(post, start, end, "scenario") for post in posts)
    return _with(folder, closures=(*folder.center.closures, *closures))


def post(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """One post more (``like`` another, with its ``holder`` as A and whoever holds the other as backup), one less (``remove``), or other ``heads``."""
    center, ident = folder.center, str(change["post"])
    if change.get("remove"):
        return _removed(folder, center.post[ident])
    if "like" not in change:
        heads = int(change["heads"])
        if not 0 <= heads <= 99:
            raise ValueError(f"heads {heads}, expected 0 to 99")
        known = center.post[ident].id
        return _with(folder, posts=tuple(replace(p, heads=heads) if p.id == known else p for p in center.posts))
    if ident in center.post:
        raise ValueError(f"post {ident} is there already")
    like, holder = center.post[str(change["like"])], center.person[str(change["holder"])]
    name = f"{like.name_zh}(增设)", f"{like.name_en} (added)"
    new = replace(
        like,
        id=ident,
        name_zh=str(change.get("name_zh", name[0])),
        name_en=str(change.get("name_en", name[1])),
        number=max(p.number for p in center.posts) + 1,
        heads=int(change.get("heads", 1)),
    )
    lines = [ABLine(ident, holder.id, "A")]
    lines += [
        replace(line, post=ident, role="B")
        for line in center.ab_of_post[like.id]
        if line.role in ("A", "B") and line.person != holder.id
    ][:1]
    queues = tuple(replace(q, posts=(*q.posts, ident)) if like.id in q.posts else q for q in center.queues)
    sessions = tuple(replace(s, posts=(*s.posts, ident)) if like.id in s.posts else s for s in center.sessions)
    people = tuple(_skilled(p, like.skill) if p.id == holder.id else p for p in center.people)
    return _with(
        folder, posts=(*center.posts, new), ab=(*center.ab, *lines), queues=queues, sessions=sessions, people=people
    )


def _removed(folder: CenterFolder, gone: Post) -> CenterFolder:
    """Without a post: who held it has the back office; a queue that nobody serves any more is gone with its demand."""
    center = folder.center
    if len(center.posts) == 1 or any(s.pool == gone.id for s in center.shifts):
        raise ValueError(f"post {gone.id} cannot be removed: nothing would be left to staff")
    queues = tuple(replace(q, posts=tuple(p for p in q.posts if p != gone.id)) for q in center.queues)
    lost = {q.id for q in queues if not q.posts}
    demand = folder.demand
    if demand is not None and lost:
        demand = demand[~demand["queue"].isin(lost)].reset_index(drop=True)
    duty = center.duty
    if duty is not None:
        windows = tuple(w for w in duty.windows if w != gone.id)
        duty = replace(duty, windows=windows) if windows else None
    sessions = tuple(
        replace(s, posts=tuple(p for p in s.posts if p != gone.id))
        for s in center.sessions
        if set(s.posts) != {gone.id}
    )
    changed = _with(
        folder,
        posts=tuple(p for p in center.posts if p.id != gone.id),
        ab=tuple(line for line in center.ab if line.post != gone.id),
        queues=tuple(q for q in queues if q.posts),
        sessions=sessions,
        duty=duty,
        incompatible=tuple(pair for pair in center.incompatible if gone.id not in (pair.post_a, pair.post_b)),
        closures=tuple(c for c in center.closures if c.post != gone.id),
    )
    return replace(changed, demand=demand)


def reserve(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``people`` of the reserve list are called in from ``from`` to ``to`` (dates, both included).

    Whoever only approves joins the office rota for these days and may stand in at ``posts``; for
    others leave of the kinds :data:`CALLED_OFF` that touches the days is called off.
    """
    first, last = moment(change["from"]).date(), moment(change["to"]).date()
    posts = [folder.center.post[str(p)] for p in change.get("posts", ())]
    for name in change["people"]:
        person = folder.center.person[str(name)]
        folder = (
            _joined(folder, person, first, last)
            if person.rota == "approver"
            else _recalled(folder, person, first, last)
        )
        lines = tuple(
            ABLine(p.id, person.id, "C", 9, "move", first, last)
            for p in posts
            if folder.center.ab_line(person.id, p.id, first) is None
        )
        people = tuple(
            _skilled(p, *(post.skill for post in posts)) if p.id == person.id else p for p in folder.center.people
        )
        folder = _with(folder, ab=(*folder.center.ab, *lines), people=people)
    return folder


def _joined(folder: CenterFolder, person: Person, first: date, last: date) -> CenterFolder:
    """An approver on the office rota for some days: away on all others."""
    shift = next((p.shift for p in folder.center.staff if p.rota == "office" and p.shift is not None), None)
    if shift is None:
        raise ValueError(f"{person.id}: this center has no office shift to join")
    around = timedelta(days=400)
    spans = ((midnight(first - around), midnight(first)), (midnight(last + timedelta(days=1)), midnight(last + around)))
    rows = tuple(
        LeaveEntry(f"reserve-{person.id}-{i}", person.id, a, b, "official_trip", "approved")
        for i, (a, b) in enumerate(spans)
    )
    people = tuple(replace(p, rota="office", shift=shift) if p.id == person.id else p for p in folder.center.people)
    return replace(_with(folder, people=people), leave=(*folder.leave, *rows))


def _recalled(folder: CenterFolder, person: Person, first: date, last: date) -> CenterFolder:
    start, end = midnight(first), midnight(last + timedelta(days=1))
    leave = tuple(
        replace(row, status="cancelled")
        if row.person == person.id
        and row.kind in CALLED_OFF
        and row.start < end
        and start < row.end
        and row.status in ("approved", "requested")
        else row
        for row in folder.leave
    )
    return replace(folder, leave=leave)


def _skilled(person: Person, *skills: str | None) -> Person:
    """The person with the full level of some skills."""
    more = tuple(
        Skill(s)
        for s in dict.fromkeys(skills)
        if s is not None and not any(k.item == s and k.level >= FULL_LEVEL for k in person.skills)
    )
    names = {s.item for s in more}
    return replace(person, skills=(*(s for s in person.skills if s.item not in names), *more))


def moment(value: Any, end: bool = False) -> datetime:
    """A date or moment of a change; a date's ``end`` is the midnight after it."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value or " " in value else date.fromisoformat(value)
        if isinstance(value, datetime):
            return value
    return midnight(value) + timedelta(days=1) if end else midnight(value)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _with(folder: CenterFolder, **changes: Any) -> CenterFolder:
    center: Center = replace(folder.center, **changes)
    return replace(folder, center=center)

"""The kinds of change a scenario is made of: each a function of a center folder and a table, and its name in ``CHANGES``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.people import Acting
from scheduler.domain.posts import ABLine, Custody
from scheduler.domain.rule_settings import Level, RuleSetting
from scheduler.domain.shifts import Session
from scheduler.emergency import closed, moment, post, reserve
from scheduler.rules import RULE
from scheduler.store.entries import ExtraCover, LeaveEntry
from scheduler.store.folder import CenterFolder


def _volume(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``factor`` on the history of ``queue`` (all without it): the forecast follows, and work that may wait and comes in with it grows alike."""
    factor = float(change["factor"])
    if not 0 <= factor <= 20:
        raise ValueError(f"factor {factor}, expected 0 to 20")
    if folder.demand is None:
        raise ValueError("this center has no demand history to change")
    frame = folder.demand.copy()
    rows = frame["queue"] == change["queue"] if "queue" in change else slice(None)
    frame.loc[rows, "arrivals"] = (frame.loc[rows, "arrivals"] * factor).round().astype(int)
    grown = [(b, factor if b.queue == change.get("queue", b.queue) else 1.0) for b in folder.center.backlogs]
    backlogs = tuple(replace(b, per_week=items) for b, by in grown if (items := round(b.per_week * by)))
    return replace(folder, demand=frame, center=replace(folder.center, backlogs=backlogs))


def _absent(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``person`` away from ``from`` to ``to`` (dates, both included, or moments)."""
    person = folder.center.person[str(change["person"])].id
    start, end = moment(change["from"]), moment(change["to"], end=True)
    if end <= start:
        raise ValueError(f"from {change['from']} is not before to {change['to']}")
    row = LeaveEntry(
        f"scenario-{len(folder.leave) + 1}", person, start, end, str(change.get("leave", "sick")), "approved", ""
    )
    return replace(folder, leave=(*folder.leave, row))


def _add_people(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``n`` more people with the skills, rank and rota of ``like``; they back up nobody yet."""
    like = folder.center.person[str(change["like"])]
    more = tuple(
        replace(
            like,
            id=f"{like.id}+{i}",
            name_zh=f"新增{i}",
            name_en=f"Extra {i}",
            standings=(),
            crew=None,
            protected_from=None,
            protected_until=None,
        )
        for i in range(1, int(change["n"]) + 1)
    )
    return _with(folder, people=(*folder.center.people, *more))


def _hours(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """Open ``session`` from ``start`` to ``end`` (HH:MM), for ``posts`` (all without it).

    Office shifts are lengthened by the new session for the posts' own people, else nobody could
    be there. What they work more they may get back at other hours of the week (a relay): being in
    all of the own office hours then becomes a wish, for the 40 hours of the law stay hard.
    """
    start, end = _clock(change["start"]), _clock(change["end"])
    posts = tuple(folder.center.post[str(p)].id for p in change.get("posts", ()))
    session = Session(str(change["session"]), start, end, change.get("days", "workday"), posts)
    kept = tuple(s for s in folder.center.sessions if s.id != session.id)
    relay = RuleSetting(folder.center.rules.get("office_rota").on, Level.SOFT, 1, 6)
    center = replace(folder.center, sessions=(*kept, session), rules=folder.center.rules.changed("office_rota", relay))
    serving = {line.person for line in center.ab if not posts or line.post in posts}
    codes = {center.person[p].shift for p in serving} - {None}
    longer = tuple(
        replace(
            s, code=f"{s.code}+", parts=_joined((*s.parts, (start, end))), paid_minutes=s.paid_minutes + end - start
        )
        for s in center.shifts
        if s.code in codes and s.pool is None
    )
    people = tuple(
        replace(p, shift=f"{p.shift}+") if p.id in serving and p.rota == "office" else p for p in center.people
    )
    return replace(folder, center=replace(center, shifts=(*center.shifts, *longer), people=people))


def _joined(parts: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(parts):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return tuple(merged)


def _clock(value: Any) -> int:
    hours, minutes = str(value).split(":")
    found = int(hours) * 60 + int(minutes)
    if not 0 <= found <= 2880 or int(minutes) > 59:
        raise ValueError(f"time {value!r}, expected HH:MM")
    return found


def _target(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``field`` of a ``queue``'s service target (all queues without it) set to ``value``."""
    chosen = change.get("queue")
    if chosen is not None and chosen not in folder.center.queue:
        raise KeyError(chosen)
    field, value = str(change["field"]), change["value"]

    def turned(target: Mapping[str, float | str]) -> Mapping[str, float | str]:
        # A lower promise takes a floor that would be above it along, and by interval there is none.
        above = field == "answer_share" and float(target.get("floor", 0.0)) >= float(value)
        kept = {
            k: v for k, v in target.items() if k != "floor" or not (above or (field, value) == ("over", "interval"))
        }
        return {**kept, field: value}

    queues = tuple(replace(q, target=turned(q.target)) if chosen in (None, q.id) else q for q in folder.center.queues)
    return _with(folder, queues=queues)


def _backup(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``person`` becomes ``role`` (B) of ``post`` in ``mode`` (move), with the skill it takes."""
    center = folder.center
    post, person = center.post[str(change["post"])], center.person[str(change["person"])]
    line = ABLine(post.id, person.id, change.get("role", "B"), int(change.get("order", 2)), change.get("mode", "move"))
    trained = person
    if post.skill is not None:
        from scheduler.domain.people import Skill

        trained = replace(person, skills=(*person.skills, Skill(post.skill)))
    people = tuple(trained if p.id == person.id else p for p in center.people)
    return _with(folder, ab=(*center.ab, line), people=people)


def _custody(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``person`` may act for ``thing`` from ``from`` to ``to``."""
    person = folder.center.person[str(change["person"])].id
    first, last = (moment(change[k]).date() if k in change else None for k in ("from", "to"))
    entry = Custody(change["custody"], str(change.get("thing", change["custody"])), person, "designated", first, last)
    return _with(folder, custody=(*folder.center.custody, entry))


def _rank(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``person`` is promoted (or set back) to ``rank``, and counts at once; with ``from`` and ``to`` acts in it for so long."""
    rank = str(change["rank"])
    if rank not in folder.center.ranks:
        raise ValueError(f"rank {rank!r}, expected one of {', '.join(folder.center.ranks)}")
    chosen = folder.center.person[str(change["person"])]
    if "from" in change or "to" in change:
        acting = Acting(rank, moment(change["from"]).date(), moment(change["to"]).date())
        return _with(
            folder,
            people=tuple(
                replace(p, acting=(*p.acting, acting)) if p.id == chosen.id else p for p in folder.center.people
            ),
        )
    people = tuple(replace(p, rank=rank, standings=()) if p.id == chosen.id else p for p in folder.center.people)
    return _with(folder, people=people)


def _cover(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """``heads`` of a ``shift``: its plain cover lines are replaced; with ``date`` only that day gains."""
    shift = folder.center.shift[str(change["shift"])].code
    heads = int(change["heads"])
    if "date" in change:
        return replace(
            folder, extra_covers=(*folder.extra_covers, ExtraCover(moment(change["date"]).date(), shift, heads))
        )
    covers = tuple(
        replace(c, heads=heads) if c.shift == shift and c.rank is None and c.skill is None else c
        for c in folder.center.covers
    )
    return _with(folder, covers=covers)


def _rule(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """Setting of rule ``id``: ``on``, ``level``, ``weight``, ``params``."""
    rule = RULE[str(change["id"])]
    old = folder.center.rules.get(rule.id)
    level = Level(change["level"]) if "level" in change else old.level
    setting = RuleSetting(
        bool(change.get("on", old.on)),
        level,
        change.get("weight", old.weight),
        old.tier,
        {**old.params, **change.get("params", {})},
    )
    rule.params(setting)
    return _with(folder, rules=folder.center.rules.changed(rule.id, setting))


def _leave_status(folder: CenterFolder, change: Mapping[str, Any]) -> CenterFolder:
    """Leave row ``id`` gets ``status``."""
    if change["id"] not in {row.id for row in folder.leave}:
        raise KeyError(change["id"])
    rows = tuple(replace(row, status=change["status"]) if row.id == change["id"] else row for row in folder.leave)
    return replace(folder, leave=rows)


def _with(folder: CenterFolder, **changes: Any) -> CenterFolder:
    center: Center = replace(folder.center, **changes)
    return replace(folder, center=center)


CHANGES: Mapping[str, Callable[[CenterFolder, Mapping[str, Any]], CenterFolder]] = {
    "volume": _volume,
    "absent": _absent,
    "add_people": _add_people,
    "hours": _hours,
    "target": _target,
    "backup": _backup,
    "custody": _custody,
    "rank": _rank,
    "cover": _cover,
    "rule": _rule,
    "leave_status": _leave_status,
    "closed": closed,
    "post": post,
    "reserve": reserve,
}
"""Kinds of change by name."""

"""Placing one event after another."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from scheduler.around import days_around, part_of
from scheduler.check import check
from scheduler.domain.absence import Absence
from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.events.keeps import doubles_of, keeps_of, stands_of
from scheduler.events.margins import margin_objection
from scheduler.events.rooms import COMPANY, Rooms, Taken, seats_of
from scheduler.events.rostered import with_event
from scheduler.events.sittings import Span, sittings_of, times
from scheduler.events.types import Closing, Group, Placement
from scheduler.events.words import requests_of, unplaced_reasons, why
from scheduler.explain import BreachLine, explain
from scheduler.solver.events import EventAnswer, EventTask, Keep, Stand, closures, place
from scheduler.store.entries import Event, Room

log = logging.getLogger(__name__)

PLACED = ("training", "meeting", "inspection", "visit")
FIXED = ("visit",)
"""Kinds whose time others set: they are staffed, never moved."""

ROOMS = Rooms()
TRIES = 12

Cuts = list[tuple[int, frozenset[str]]]


def invited(problem: RosterProblem, event: Event) -> tuple[tuple[str, ...], int | None]:
    """Who is asked, and how many of them are wanted (None: all).

    People who are named are fixed; a mere count means so many of the staff, whoever can be spared.
    A visit is received by people who know a guide post, where the center has one (0-08).
    """
    if event.people:
        staff = {p.id for p in problem.center.staff}
        return tuple(p for p in event.people if p in staff), None
    everybody = tuple(p.id for p in problem.center.staff)
    if event.kind == "visit":
        hosts = _hosts(problem, event)
        return (hosts, event.count) if hosts else (everybody, event.count)
    return everybody, None if event.count is None or event.count >= len(everybody) else event.count


def _hosts(problem: RosterProblem, event: Event) -> tuple[str, ...]:
    """Who can receive a visit: whoever at least helps at a guide post, managers only if nobody else does."""
    center, on = problem.center, event.start.date()
    skills = {post.skill for post in center.posts if post.kind == "guide" and post.skill is not None}
    able = [p for p in center.staff if any(p.level(skill, on) > 0 for skill in skills)]
    plain = [p for p in able if not center.is_manager(p)]
    return tuple(p.id for p in (plain if len(plain) >= (event.count or 1) else able))


def place_events(
    problem: RosterProblem,
    roster: Roster,
    events: Iterable[Event],
    rooms: Rooms = ROOMS,
    trainers: Mapping[str, Sequence[str]] | None = None,
    days: int = 0,
) -> tuple[Placement, ...]:
    """All trainings, meetings, inspections and visits of the horizon, the earliest first.

    Each is placed with the former ones in force. ``trainers`` are added to those the event names;
    ``days`` widens the dates of each to so many days before and after the announced one, beyond
    what the event itself allows.
    """
    found: list[Placement] = []
    taken: dict[str, list[tuple[datetime, datetime]]] = {}
    for event in sorted(events, key=lambda e: (e.start, e.id)):
        if not placeable(problem, event):
            continue
        more = (trainers or {}).get(event.id, ())
        placed = place_event(problem, roster, event, dates_of(problem, event, days), rooms, more, taken)
        problem, roster = placed.problem, placed.roster
        for g in placed.groups:
            taken.setdefault(g.room.id, []).append((g.start, g.end))
        found.append(placed)
    return tuple(found)


def placeable(problem: RosterProblem, event: Event) -> bool:
    """Whether an event takes people off their posts and lies in the horizon."""
    return event.kind in PLACED and bool(event.people or event.count) and _inside(problem, event)


def dates_of(problem: RosterProblem, event: Event, days: int = 0) -> list[date]:
    """Days of the horizon on which an event may be held: around its own, before the system goes live (0-16)."""
    around = 0 if event.kind in FIXED else max(event.within, days)
    first = problem.horizon.day(event.start.date())
    found = [problem.date(d) for d in range(max(0, first - around), min(problem.horizon.days - 1, first + around) + 1)]
    return [d for d in found if event.go_live is None or d < event.go_live]


def place_event(
    problem: RosterProblem,
    roster: Roster,
    event: Event,
    dates: Sequence[date] | None = None,
    rooms: Rooms = ROOMS,
    trainers: Sequence[str] = (),
    taken: Taken | None = None,
) -> Placement:
    """The best way to hold an event: as announced if nothing closes, else split, moved, or both.

    Aims in order: nobody left out, nobody asked to stay after duty, few groups, no company room,
    outside the peaks of the need, near the announced time. No answer adds a HARD or MUST breach.

    Parameters
    ----------
    dates
        Days on which it may be held, default the announced one.
    trainers
        Besides those of the event: present at every group and not counted. Without any, the team
        trainer of the room that is asked for teaches (3-55).
    taken
        Spans in which rooms are in use.

    Raises
    ------
    ValueError
        If the event lies outside the horizon, or names a trainer who is not on the staff.
    """
    if not _inside(problem, event):
        raise ValueError(
            f"event {event.id}: {event.start} lies outside {problem.horizon.start} to {problem.horizon.last}"
        )
    teachers = _teachers(problem, event, rooms, trainers)
    minute, moment = problem.horizon.minute, problem.horizon.moment
    announced = minute(event.start), minute(event.end)
    allowed = [event.start.date()] if dates is None else list(dates)
    spans = (announced,) if event.kind in FIXED else times(problem, announced, allowed, problem.center.slot_minutes)
    whole = problem.cut(m for span in (*spans, announced) for m in span)
    view = RosterView(whole, roster)
    people, wanted = invited(problem, event)
    people = tuple(p for p in people if p not in teachers)
    busy = taken or {}
    own = {span: rooms.own_room(event, moment(span[0]), moment(span[1]), busy) for span in (*spans, announced)}
    task = _task(
        view,
        (announced, *(s for s in spans if s != announced)),
        announced,
        people,
        wanted,
        teachers,
        rooms,
        {s: seats_of(r) for s, r in own.items()},
    )
    everybody = frozenset(p for p in (*people, *teachers) if p in task.sittings[0].people)
    closed = closures(task, 0, everybody) if wanted is None else ()
    may = announced in spans
    first = replace(task, sittings=task.sittings[:1]) if may else None
    done = _agreed(view, event, first, everything=True) if first is not None else None
    as_announced = done is not None
    if done is None:
        done = _agreed(view, event, task if may else replace(task, sittings=task.sittings[1:]))
    assert done is not None
    used, answer, after, changed, lines = done

    def room_of(span: Span, size: int) -> Room:
        mine = own[span]
        if mine is not None and size <= seats_of(mine):
            return mine
        return rooms.company_room(event, moment(span[0]), moment(span[1]), busy) or COMPANY

    groups = tuple(
        Group(
            mine,
            room_of((used.sittings[s].start, used.sittings[s].end), len(mine)),
            moment(used.sittings[s].start),
            moment(used.sittings[s].end),
            teachers,
            tuple(p for p in (*mine, *teachers) if p in used.sittings[s].overtime),
        )
        for s, mine in answer.groups.items()
    )
    closings = _closings(view, closed)
    left = [p for p in people if not any(p in g.people for g in groups)] if wanted is None else []
    reasons = why(whole, event, groups, closings, task, wanted)
    return Placement(
        event,
        groups,
        unplaced_reasons(whole, task, left),
        closings,
        as_announced and not left,
        reasons,
        requests_of(whole, event, groups),
        answer.proven,
        after.absences[len(problem.absences) :],
        after,
        changed,
        lines,
    )


def _teachers(problem: RosterProblem, event: Event, rooms: Rooms, more: Sequence[str]) -> tuple[str, ...]:
    teachers = tuple(dict.fromkeys((*event.trainers, *more)))
    staff = {p.id for p in problem.center.staff}
    strangers = sorted(set(more) - staff)
    if strangers:
        raise ValueError(f"event {event.id}: unknown trainer {', '.join(strangers)}")
    if not teachers and event.kind == "training" and event.room is not None:
        teachers = tuple(r.keeper for r in rooms.own if r.id == event.room and r.keeper is not None)
    # Who only approves is on no roster, so nothing of it is taken away while they teach.
    return tuple(p for p in teachers if p in staff)


Done = tuple[EventTask, EventAnswer, RosterProblem, Roster, tuple[BreachLine, ...]]


def _task(
    view: RosterView,
    spans: Sequence[Span],
    announced: Span,
    people: tuple[str, ...],
    wanted: int | None,
    trainers: Sequence[str],
    rooms: Rooms,
    seats: Mapping[Span, int],
) -> EventTask:
    problem = view.problem
    sittings = sittings_of(view, spans, announced, (*people, *trainers), seats.__getitem__)
    blocks = sorted({b for s in sittings for b in s.blocks})
    stands = tuple(stands_of(problem, view, blocks))
    return EventTask(
        people,
        sittings,
        stands,
        tuple(keeps_of(problem, view, blocks)),
        doubles_of(problem, view, stands),
        tuple(trainers),
        wanted,
        rooms.company_seats,
    )


def _agreed(view: RosterView, event: Event, task: EventTask, everything: bool = False) -> Done | None:
    """An answer that the independent check agrees with; None if ``everything`` must fit and does not."""
    cuts: Cuts = []
    margins = margin_objection(view, task.sittings)

    def objection(sitting: int, gone: frozenset[str]) -> frozenset[str] | None:
        mine = set(task.sittings[sitting].blocks)
        known = next((c for s, c in cuts if c <= gone and set(task.sittings[s].blocks) <= mine), None)
        return known or margins(sitting, gone)

    for _ in range(TRIES):
        answer = place(task, objection)
        if answer is None:
            break
        missing = (task.wanted or len(task.invited)) - sum(map(len, answer.groups.values()))
        if everything and missing:
            return None
        after, changed = _in_force(view, event, task, answer)
        lines = new_breaches(view, after, changed)
        if not lines:
            return task, answer, after, changed, lines
        log.info("event %s: the check finds %s; cut and again", event.id, lines[0].text_en)
        hit = [
            (s, gone) for s, gone in _gone(task, answer) if any(_touches(view.problem, task, s, line) for line in lines)
        ]
        cuts += hit or list(_gone(task, answer))
    nothing = EventAnswer({}, {}, (), False)
    return None if everything else (task, nothing, view.problem, view.roster, ())


def _gone(task: EventTask, answer: EventAnswer) -> Iterable[tuple[int, frozenset[str]]]:
    for s, people in answer.groups.items():
        yield s, frozenset((*people, *task.trainers))


def _touches(problem: RosterProblem, task: EventTask, sitting: int, line: BreachLine) -> bool:
    a, b = problem.horizon.minute(line.start), problem.horizon.minute(line.end)
    return task.sittings[sitting].start < b and a < task.sittings[sitting].end


def _in_force(view: RosterView, event: Event, task: EventTask, answer: EventAnswer) -> tuple[RosterProblem, Roster]:
    """Problem and roster with the sittings in them."""
    problem = view.problem
    moment = problem.horizon.moment
    absences = tuple(
        Absence(
            p,
            moment(task.sittings[s].start),
            moment(task.sittings[s].end),
            "training" if event.kind == "training" else "meeting",
            event.id,
        )
        for s, gone in _gone(task, answer)
        for p in sorted(gone)
    )
    changed = with_event(view, [(task.sittings[s], gone) for s, gone in _gone(task, answer)], answer.held)
    return replace(problem, absences=(*problem.absences, *absences)), changed


def new_breaches(view: RosterView, after: RosterProblem, changed: Roster) -> tuple[BreachLine, ...]:
    """HARD and MUST breaches on the days an event touches that were not there before, as sentences."""
    fresh = after.absences[len(view.problem.absences) :]
    if not fresh:
        return ()
    first, last = days_around(after, min(a.start for a in fresh).date(), max(a.start for a in fresh).date())
    was = check(*part_of(view.problem, view.roster, first, last))
    now = check(*part_of(after, changed, first, last))
    strong = (Level.HARD, Level.MUST)
    known: dict[tuple[object, ...], int] = {}
    for b in was.of_level(*strong):
        known[b.rule, b.start, b.end, b.post, b.person, b.shift] = b.amount
    worse = [
        b for b in now.of_level(*strong) if b.amount > known.get((b.rule, b.start, b.end, b.post, b.person, b.shift), 0)
    ]
    return explain(replace(now, breaches=tuple(worse)))


def _closings(view: RosterView, short: Sequence[tuple[Stand | Keep, int]]) -> tuple[Closing, ...]:
    """What is short, block after block, as spans."""
    problem, found = view.problem, dict[tuple[str, str], Closing]()
    for what, missing in sorted(short, key=lambda pair: pair[0].block):
        kind, thing = ("post", what.post) if isinstance(what, Stand) else (what.kind, what.thing)
        block = problem.blocks[what.block]
        start, end = problem.horizon.moment(block.start), problem.horizon.moment(block.end)
        old = found.get((kind, thing))
        found[kind, thing] = Closing(
            kind, thing, old.start if old else start, end, max(missing, old.missing if old else 0)
        )
    return tuple(found.values())


def _inside(problem: RosterProblem, event: Event) -> bool:
    return (
        problem.horizon.minute(event.start) >= 0
        and problem.horizon.minute(event.end) <= problem.horizon.days * DAY_MINUTES
    )

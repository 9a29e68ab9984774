"""Somebody is missing this morning: who stands in, at once, and what is left. No solver.

Regulation 3-10, 3-11: the section head arranges; if not arranged in time, B steps in unasked.
So the chain is fixed: B at once, then C, others of the section, the universal pool, the manager.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.call_in import callable_people
from scheduler.domain.absence import Absence
from scheduler.domain.center import SOURCES, Center
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Role, Roster
from scheduler.domain.roster_view import RosterView

ROLES: Mapping[str, Role] = {"B": "B", "C": "C", "section": "C", "pool": "pool", "manager": "leader"}
"""Role on the roster of each source of a stand-in."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """One person who could take over one post for one stretch.

    Attributes
    ----------
    source
        ``A``, ``B``, ``C``, ``section``, ``pool`` or ``manager``.
    dual
        Keeps the own post too (``double duty``); the own post is then ``own_post``.
    leaves
        Post that would be left empty if the person moved over, or None.
    without
        Items of the post outside the person's authority: accept only (只收件).
    margin
        Qualified people still present and free for this post after the step (for a shift on phones:
        still to be called); 0 means that the next absence empties it.
    shift
        Shift taken over by somebody called in, or None: then the person is on site already.
    week_minutes
        What somebody called in has on the roster of that week without this.
    consent
        Ids of rules on hours that give way only with the person's consent.
    """

    post: str
    person: str
    source: str
    start: datetime
    end: datetime
    dual: bool
    own_post: str | None
    leaves: str | None
    without: tuple[str, ...]
    margin: int
    shift: str | None = None
    week_minutes: int = 0
    consent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A post the missing person held, and everybody who could take it, best first."""

    post: str
    start: datetime
    end: datetime
    chain: tuple[StandIn, ...]


def stand_ins(problem: RosterProblem, roster: Roster, person: str, at: datetime) -> tuple[Gap, ...]:
    """What a sudden absence opens from ``at`` to the end of that day, and who steps in.

    Raises
    ------
    ValueError
        If the person is unknown or not on the roster at or after that moment of the day.
    """
    if person not in problem.center.person:
        raise ValueError(f"unknown person {person!r}")
    held = [
        d
        for d in roster.of_person(person)
        if d.end > at and d.start.date() == at.date() and d.post != BACK_OFFICE and d.role not in ("duty", "standby")
    ]
    present = [d for d in roster.of_person(person) if d.end > at and d.start.date() == at.date()]
    if not present:
        raise ValueError(f"{person} is not on the roster on {at:%Y-%m-%d} at or after {at:%H:%M}")
    view = RosterView(problem, roster)
    gaps = []
    for duty in sorted(held, key=lambda d: (d.start, d.post)):
        start = max(duty.start, at)
        pooled = problem.center.post[duty.post].heads == 0
        chain = _called(problem, roster, duty, start) if pooled else _chain(view, person, duty.post, start, duty.end)
        gaps.append(Gap(duty.post, start, duty.end, chain))
    return tuple(gaps)


def _called(problem: RosterProblem, roster: Roster, duty: Duty, start: datetime) -> tuple[StandIn, ...]:
    """For a shift on phones: people off duty who may be called in without breaking a hard rule."""
    people = callable_people(problem, roster, duty, start)
    return tuple(
        StandIn(
            duty.post,
            c.person,
            "pool",
            start,
            duty.end,
            False,
            None,
            None,
            (),
            len(people) - 1,
            duty.shift,
            c.week_minutes,
            c.consent,
        )
        for c in people
    )


def _chain(view: RosterView, missing: str, post: str, start: datetime, end: datetime) -> tuple[StandIn, ...]:
    problem = view.problem
    center, on = problem.center, start.date()
    a, b = problem.horizon.minute(start), problem.horizon.minute(end)
    blocks = [block for block in problem.blocks if block.start < b and a < block.end]
    able: list[tuple[tuple[int, int, int, str], StandIn]] = []
    for who in center.staff:
        source = center.source(who.id, post, on) if center.post[post].skill else None
        if who.id == missing or source is None or source == "A" or problem.absent(who.id, a, b):
            continue
        if not blocks or not all(view.present(who.id, block.index) for block in blocks):
            continue
        own = sorted({p for block in blocks for p in view.posts(who.id, block.index)})
        if post in own:
            continue
        dual = len(own) == 1 and center.may_double(who.id, own[0], post, on)
        if len(own) > 1 and not dual:
            continue
        line = center.ab_line(who.id, post, on)
        order = line.order if line else 99
        leaves = own[0] if own and not dual else None
        able.append(
            (
                (leaves is not None, SOURCES.index(source), order, who.id),
                StandIn(
                    post,
                    who.id,
                    source,
                    start,
                    end,
                    dual,
                    own[0] if own else None,
                    leaves,
                    line.without if line else (),
                    0,
                ),
            )
        )
    ranked = [step for _, step in sorted(able, key=lambda pair: pair[0])]
    free = [s for s in ranked if s.leaves is None]
    return tuple(replace(s, margin=len([f for f in free if f.person != s.person])) for s in ranked)


def with_cover(
    problem: RosterProblem, roster: Roster, person: str, at: datetime, steps: Sequence[StandIn]
) -> tuple[RosterProblem, Roster]:
    """Problem and roster of the day after the steps are taken: the person away, others standing in.

    Returns both, so that the check can say what is left open.
    """
    day_end = datetime(at.year, at.month, at.day, 23, 59)
    absence = Absence(person, at, day_end, "sudden")
    duties: list[Duty] = []
    for duty in roster.duties:
        if duty.person != person or duty.end <= at or duty.start.date() != at.date():
            duties.append(duty)
        elif duty.start < at:
            duties.append(replace(duty, end=at))
    for step in steps:
        duties = list(take_over(problem.center, duties, step))
    minute = problem.horizon.minute
    after = replace(problem, absences=(*problem.absences, absence)).cut([minute(at)])
    return after, Roster.of(duties)


def take_over(center: Center, duties: Iterable[Duty], step: StandIn) -> tuple[Duty, ...]:
    """Duties with the stand-in on the post; the own desk, or the post given up for it, ends meanwhile."""
    kept: list[Duty] = []
    for duty in duties:
        same = duty.person == step.person and duty.start < step.end and step.start < duty.end and duty.role != "duty"
        if same and (duty.post == BACK_OFFICE or duty.post == step.leaves):
            kept += _without_span(duty, step.start, step.end)
        else:
            kept.append(duty)
    shift = step.shift or center.person[step.person].shift or ""
    return (*kept, Duty(step.start.date(), step.person, step.start, step.end, step.post, ROLES[step.source], shift))


def _without_span(duty: Duty, start: datetime, end: datetime) -> list[Duty]:
    parts = []
    if duty.start < start:
        parts.append(replace(duty, end=start))
    if end < duty.end:
        parts.append(replace(duty, start=end))
    return parts

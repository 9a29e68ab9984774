"""How far around a leave one has to look: days that its change can break, people who could help."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.around import binding, days_around, part_of
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.reserve.remaining import ahead, without_period
from scheduler.solver.mending import Mending

REACH = 3
"""Days before and after a leave on which rostered people's cells may move for it."""


@dataclass(frozen=True)
class Scope:
    """The days around a leave as a problem of their own.

    Attributes
    ----------
    window, roster
        The days ``low`` to ``high``, without the leave; only rules that bind are on, those that
        count over a whole period left out (they are looked at afterwards).
    whole
        The roster of all days.
    first, last
        Days whose cells may move: those of the leave where everybody has office hours (presence
        is data, and no other day can help), :data:`REACH` days more where people are rostered.
    """

    window: RosterProblem
    roster: Roster
    whole: Roster
    low: date
    high: date
    first: date
    last: date


def days_of(problem: RosterProblem, absence: Absence) -> tuple[date, date]:
    """First and last day of the horizon that an absence touches."""
    start = max(absence.start.date(), problem.horizon.start)
    end = min((absence.end - timedelta(microseconds=1)).date(), problem.horizon.last)
    if end < start:
        raise ValueError(
            f"leave of {absence.person} from {absence.start} to {absence.end} lies outside the roster ({problem.horizon.start} to {problem.horizon.last})"
        )
    return start, end


def scope_of(problem: RosterProblem, roster: Roster, absence: Absence) -> Scope:
    """The days to look at for one leave."""
    first, last = days_of(problem, absence)
    low, high = days_around(problem, first, last)
    settings = problem.settings
    if any(p.rota == "rostered" for p in problem.center.staff):
        first, last = (
            max(first - timedelta(days=REACH), problem.horizon.start),
            min(last + timedelta(days=REACH), problem.horizon.last),
        )
        low, high = min(low, first), max(high, min(last + timedelta(days=ahead(problem)), problem.horizon.last))
        settings = without_period(settings)
    window, part = part_of(problem, roster, low, high)
    near = low - timedelta(days=ahead(problem))  # what binds on few days looks no further back
    past = Roster.of(d for d in window.past.duties if d.day >= near or d.role == "duty")
    return Scope(replace(window, past=past, settings=binding(settings)), part, roster, low, high, first, last)


def question(
    scope: Scope, after: RosterProblem, absence: Absence, people: Collection[str], budget: float, clean: bool = False
) -> Mending:
    """What the solver is asked: the cells of some people on the free days, and who covers uncounted.

    ``clean``: nothing that binds was broken before.
    """
    view = RosterView(after, scope.roster)
    problem, gone = view.problem, _gone(after, scope.roster, absence)
    days = range(problem.horizon.day(scope.first), problem.horizon.day(scope.last) + 1)
    free = {(person, day) for person in people if person != absence.person for day in days} | gone
    covers: dict[tuple[str, int], tuple[str, ...]] = {}
    moment = problem.horizon.moment
    for block in problem.blocks:
        if absence.overlaps(moment(block.start), moment(block.end)):
            for post in sorted(view.posts(absence.person, block.index)):
                named = (line.person for line in problem.center.backups(post, problem.date(block.day)))
                covers[post, block.index] = tuple(p for p in named if view.present(p, block.index))
    before = None if clean else tuple(a for a in after.absences if a != absence)
    return Mending(problem, before, scope.roster, frozenset(free), frozenset(gone), covers, budget)


def _gone(problem: RosterProblem, roster: Roster, absence: Absence) -> set[tuple[str, int]]:
    """Days of the absent person that the leave changes: also that of a night that runs into it."""
    first, last = days_of(problem, absence)
    day = problem.horizon.day
    hit = {day(d.day) for d in roster.of_person(absence.person) if absence.overlaps(d.start, d.end)}
    return {(absence.person, index) for index in hit | set(range(day(first), day(last) + 1)) if index >= 0}


def zone(problem: RosterProblem, absence: Absence) -> frozenset[str]:
    """People who share posts with somebody, directly or through others, on the days of an absence.

    Whoever is outside holds no post that anybody inside may hold: moving them moves nothing inside.
    """
    center, on = problem.center, days_of(problem, absence)[0]
    pools = {s.pool for s in center.shifts}
    able = {
        p.id: {x.id for x in center.staff if center.qualified(x, p, on)}
        if p.id in pools or p.kind in ("phone", "chat")
        else set(center.able(p.id, on))
        for p in center.posts
        if p.heads or p.id in pools
    }
    found, todo = {absence.person}, {absence.person}
    while todo:
        near = set[str]().union(*(people for people in able.values() if people & todo))
        todo = near - found
        found |= near
    return frozenset(found)

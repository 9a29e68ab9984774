"""A roster without one of its events: who was to attend is back at work."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.domain.absence import Absence
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.solver.decode import role_on


def without_event(
    problem: RosterProblem, roster: Roster, sittings: Sequence[Absence], event: str
) -> tuple[RosterProblem, Roster, tuple[Absence, ...]]:
    """Problem, roster and sittings without an event.

    Office staff are back at their own desk over the time they would have been away, people of a
    shift at its pool. Posts stay with whoever holds them: the next solve moves people back.
    """
    gone = [a for a in sittings if a.source == event]
    left = tuple(a for a in sittings if a.source != event)
    freed = replace(problem, absences=tuple(a for a in problem.absences if a not in gone))
    duties = list(roster.duties)
    for absence in gone:
        duties += _back(freed, roster, absence)
    return freed, Roster.of(duties), left


def _back(problem: RosterProblem, roster: Roster, absence: Absence) -> list[Duty]:
    """The stretch that an absence had cut out of somebody's work."""
    person, day = problem.center.person[absence.person], absence.start.date()
    mine = [d for d in roster.duties if d.person == person.id and d.day == day and d.role in PRESENT_ROLES]
    if person.rota == "rostered":
        # Only a shift that is still there around the sitting is made whole again.
        around = [d for d in mine if d.end == absence.start or d.start == absence.end]
        return [replace(around[0], start=absence.start, end=absence.end)] if around else []
    if person.shift is None:
        return []
    minute, moment = problem.horizon.minute, problem.horizon.moment
    index, found = problem.horizon.day(day), []
    for a, b in problem.spans_of_shift[index, person.shift]:
        start, end = max(a, minute(absence.start)), min(b, minute(absence.end))
        if start < end and problem.open_day(index):
            found.append(
                Duty(
                    day,
                    person.id,
                    moment(start),
                    moment(end),
                    BACK_OFFICE,
                    role_on(problem, person.id, BACK_OFFICE, index),
                    person.shift,
                )
            )
    return found

"""Who off duty could take over a lost shift, most likely first. No search, no full check."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduler.domain.people import FULL_LEVEL, Person
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.rules import RULE


def step_ins(problem: RosterProblem, roster: Roster, lost: Duty, since: datetime) -> Sequence[Duty]:
    """Duties that would fill a lost shift from ``since`` on, one for each person who may be asked.

    Left out is who works that day, is away, is not qualified, is protected from nights, or would
    have too little rest before or after. First comes who can be all that the shift's covers ask of
    the missing person (a leader for a leader), then who has least work that week. What else binds
    must be checked on the whole roster.
    """
    center, day = problem.center, problem.horizon.day(lost.day)
    view = RosterView(problem, roster)
    rest = timedelta(hours=RULE["min_rest"].params(problem.settings.get("min_rest")).hours)
    asked = [c for c in problem.covers if (c.day, c.shift) == (day, lost.shift) and (c.rank or c.skill)]
    found = []
    start = max(lost.start, since)
    minute = problem.horizon.minute
    for who in center.staff:
        if (
            who.rota != "rostered"
            or who.id == lost.person
            or view.worked(who.id, day)
            or who.standing(lost.day) is not None
        ):
            continue
        if not center.qualified(who, center.post[lost.post], lost.day) or problem.absent(
            who.id, minute(start), minute(lost.end)
        ):
            continue
        if who.protected(lost.day) and center.shift[lost.shift].night:
            continue
        near = [d for near in (day - 1, day + 1) for d in view.duties_of.get((who.id, near), ())]
        if any(start < d.end + rest and d.start < lost.end + rest for d in near):
            continue
        week = range(day - lost.day.weekday(), day - lost.day.weekday() + 7)
        lacking = sum(_counts(problem, center.person[lost.person], c) and not _counts(problem, who, c) for c in asked)
        duty = Duty(lost.day, who.id, start, lost.end, lost.post, "pool", lost.shift)
        found.append(
            (
                lacking,
                sum(view.minutes(who.id, d) for d in week),
                sum(view.worked(who.id, d) for d in range(day - 6, day + 7)),
                who.id,
                duty,
            )
        )
    return tuple(duty for *_, duty in sorted(found, key=lambda f: f[:4]))


def _counts(problem: RosterProblem, person: Person, cell: CoverCell) -> bool:
    if cell.rank is not None:
        return problem.center.rank_at_least(person, cell.rank, problem.date(cell.day))
    return cell.skill is not None and person.level(cell.skill, problem.date(cell.day)) >= FULL_LEVEL

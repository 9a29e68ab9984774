"""How many more absences each day can bear, section by section."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.around import binding, part_of
from scheduler.check import check
from scheduler.domain.absence import Absence
from scheduler.domain.center import SOURCES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.verdict.effect import AB, amounts, new_breaches, with_absence, with_stand_ins

Bearable = Mapping[date, Mapping[str, int]]


def bearable(
    problem: RosterProblem, roster: Roster, most: int = 2, first: date | None = None, last: date | None = None
) -> Bearable:
    """For each open day and section: how many more people may be away that whole day, whoever they are.

    1 means that any one person of the section can be spared, with the AB table's stand-ins or with
    others who give up no window, and no binding rule is broken that was kept; 0 means that there is
    somebody who cannot. Counted up to ``most``. A number above 0 is thus safe; 0 does not say that
    nobody can have leave: the verdict says who.

    ``first`` and ``last`` limit the days. Sections with fewer people at work than ``most`` stop at their number.
    """
    sections = {
        s.id: [p.id for p in problem.center.staff if p.section == s.id and p.rota == "office"]
        for s in problem.center.sections
    }
    known: dict[object, Mapping[str, int]] = {}
    found: dict[date, Mapping[str, int]] = {}
    for day in problem.days:
        if (
            not problem.open_day(day.index)
            or (first is not None and day.date < first)
            or (last is not None and day.date > last)
        ):
            continue
        small, own = part_of(problem, roster, day.date, day.date)
        small = replace(small, settings=binding(small.settings))
        key = _likeness(small, own, day.date)
        if key not in known:
            known[key] = {section: _section(small, own, people, most) for section, people in sections.items() if people}
        found[day.date] = known[key]
    return found


def _likeness(problem: RosterProblem, roster: Roster, on: date) -> object:
    """Days with one key bear the same: same people at the same places, same table, same duty window."""
    center, midnight = problem.center, datetime.combine(on, datetime.min.time())
    return (
        frozenset((d.person, d.start - midnight, d.end - midnight, d.post) for d in roster.duties if d.role != "duty"),
        frozenset(
            (a.person, max(a.start, midnight) - midnight, min(a.end, midnight + timedelta(days=1)) - midnight)
            for a in problem.absences
            if a.overlaps(midnight, midnight + timedelta(days=1))
        ),
        frozenset(line for line in center.ab if line.valid(on)),
        frozenset(c for c in center.custody if c.valid(on)),
        frozenset((p.id, post.id) for p in center.staff for post in center.posts if center.qualified(p, post, on)),
    )


def _section(problem: RosterProblem, roster: Roster, people: list[str], most: int) -> int:
    here = sorted({d.person for d in roster.duties if d.person in people and d.role != "duty"})
    before = amounts(check(problem, roster))
    for count in range(1, min(most, len(here)) + 1):
        for group in itertools.combinations(here, count):
            if not _stands(problem, roster, group, before):
                return count - 1
    return min(most, len(here))


def _stands(
    problem: RosterProblem, roster: Roster, group: tuple[str, ...], before: Mapping[tuple[object, ...], int]
) -> bool:
    """Whether a day stands with a group away, by stand-ins alone."""
    day = datetime.combine(problem.horizon.start, datetime.min.time())
    for sources in (AB, SOURCES):
        tried, duties = problem, roster
        gone = [Absence(p, day, day + timedelta(days=1), "trial") for p in group]
        for absence in gone:
            tried = with_absence(tried, absence)
        for absence in gone:
            duties = with_stand_ins(tried, duties, absence, sources)
        if not new_breaches(check(tried, duties), before):
            return True
    return False

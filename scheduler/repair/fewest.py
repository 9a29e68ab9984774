"""Somebody is suddenly missing: the roster with the fewest changed cells that holds again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from scheduler.around import binding
from scheduler.cell_changes import CellChange, cell_changes
from scheduler.check import check
from scheduler.domain.absence import Absence
from scheduler.domain.center import SOURCES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.solution import Limits, Solution, Status
from scheduler.explain import explain
from scheduler.repair.model import Repair, changes_of, margins_after, moved_cells
from scheduler.reserve.remaining import (
    COVERAGE,
    LONGEST_DAY,
    PER_DAY,
    STABILITY,
    Remaining,
    over_period,
    pieces_outside,
    rejoined,
    remaining,
)
from scheduler.step_in import step_ins
from scheduler.verdict.effect import amounts, new_breaches, with_stand_ins

REACHES = (0, 3)
"""Days beside those of the absence that may change, if they must."""

TRIED = 4
"""People off duty who are tried for a lost shift before any search."""

ROUNDS = 4
"""How often people without hours left are taken out of a proposal."""


def repair(
    problem: RosterProblem,
    roster: Roster,
    absences: Sequence[Absence],
    *,
    since: datetime,
    reason: str,
    limits: Limits | None = None,
    on_proposal: Callable[[Repair], None] = lambda proposal: None,
) -> Repair:
    """Restore what some absences break, with as few changed cells as can be.

    First all binding rules, HARD before MUST and tier by tier; then the number of changed cells;
    then the minutes changed; then what else is good (B before C, no double duty). Only the days of
    the absences may change; days next to them only if something would stay broken. What was broken
    before the absence is not its business: a proposal that leaves nothing worse is enough.

    Parameters
    ----------
    problem, roster
        The horizon and its published roster, without the absences.
    since
        What lies before is past or announced too late to change.
    reason
        Goes on record with every change.
    limits
        Of one search; by default about three seconds on an idle machine.
    on_proposal
        Told what can be done at once, before any search. If that is least already, it is the result.

    Raises
    ------
    ValueError
        If the reason is empty, nobody is absent, somebody is unknown, or none of the absent is on
        the roster at that time.
    """
    begun = time.monotonic()
    _asked(problem, absences, reason)
    limits = limits or Limits.of(3)
    scope = remaining(problem, roster, absences, since)
    quick = first_aid(problem, roster, absences, since, scope)
    best = replace(_told(roster, absences, scope, since, quick, 0, reason), seconds=time.monotonic() - begun)
    on_proposal(best)
    for reach in REACHES if not best.everywhere else ():
        wide = remaining(problem, roster, absences, since, reach)
        found, bound = _searched(problem, roster, absences, since, wide, reach, [best.roster], limits)
        told = _told(roster, absences, wide, since, found, bound, reason)
        if reach == 0 or _costs(wide, told.roster)[: COVERAGE + 1] < _costs(wide, best.roster)[: COVERAGE + 1]:
            best = told
        if not best.breaches or all(p.rota == "office" for p in problem.center.staff):
            break
    return replace(best, seconds=time.monotonic() - begun)


def _asked(problem: RosterProblem, absences: Sequence[Absence], reason: str) -> None:
    if not reason.strip():
        raise ValueError("a published roster is changed for a stated reason only (3-10): the reason is empty")
    unknown = sorted({a.person for a in absences} - set(problem.center.person))
    if unknown or not absences:
        raise ValueError(f"unknown {', '.join(unknown)}" if unknown else "nobody is absent: nothing to repair")


def first_aid(
    problem: RosterProblem, roster: Roster, absences: Sequence[Absence], since: datetime, scope: Remaining | None = None
) -> Roster:
    """What can be done at once: no search.

    The missing are taken off. Each of their windows goes to the first of the AB table's chain who
    gives up no window; each lost shift to whoever off duty breaks least (:data:`TRIED` are checked).
    """
    scope = scope or remaining(problem, roster, absences, since)
    found = _emptied(scope, roster, absences, since, cover=True)
    low, high = scope.days
    for absence in absences:
        for lost in roster.of_person(absence.person):
            rostered = problem.center.person[lost.person].rota == "rostered" and low <= lost.day <= high
            if rostered and lost.end > since and absence.overlaps(lost.start, lost.end):
                window = Roster.of(d for d in found.duties if low <= d.day <= high)
                able = step_ins(scope.window, window, lost, max(since, absence.start))
                found = _best_step(problem, roster, absences, scope, found, able[:TRIED])
    return _tidied(scope, roster, found)


def _best_step(
    problem: RosterProblem,
    roster: Roster,
    absences: Sequence[Absence],
    scope: Remaining,
    found: Roster,
    able: Sequence[Duty],
) -> Roster:
    """The roster with the first of some duties that leaves nothing worse than it was, else with the best."""
    calm = replace(scope.calm, settings=binding(scope.calm.settings))
    costs = check(calm, scope.old).costs
    before = tuple(costs.get(tier, 0) for tier in range(STABILITY))
    best, least = found, _costs(scope, found, binding_only=True)[:STABILITY]
    for duty in able:
        tried = Roster.of((*found.duties, duty))
        cost = _costs(scope, tried, binding_only=True)[:STABILITY]
        if cost < least and not _spent(problem, roster, tried, absences):
            best, least = tried, cost
            if cost <= before:
                break
    return best


def _emptied(scope: Remaining, roster: Roster, absences: Sequence[Absence], since: datetime, cover: bool) -> Roster:
    """The roster without the missing people; with ``cover``, stand-ins at their windows."""
    person = scope.window.center.person
    duties: list[Duty] = []
    held = scope.old
    for absence in absences:
        start = max(absence.start, since)
        if cover and person[absence.person].rota == "office" and start < absence.end:
            inside = replace(absence, start=start)
            if any(inside.overlaps(d.start, d.end) for d in held.of_person(absence.person)):
                held = with_stand_ins(scope.window, held, inside, SOURCES)
    for duty in held.duties:
        gone = [a for a in absences if a.person == duty.person and a.overlaps(duty.start, duty.end)]
        duties += pieces_outside(duty, gone) if gone and duty.role != "duty" else [duty]
    low, high = scope.days
    return Roster.of([*(d for d in roster.duties if not low <= d.day <= high), *duties])


def _searched(
    problem: RosterProblem,
    roster: Roster,
    absences: Sequence[Absence],
    since: datetime,
    scope: Remaining,
    reach: int,
    tried: list[Roster],
    limits: Limits,
) -> tuple[Roster, int]:
    """The best roster found, and the least number of cells that any must change.

    Hours of the whole period are looked at afterwards: who would exceed them is held fast, and the
    search goes on. The bound of the first search leaves those rules out, so it stays true.
    """
    from scheduler.solver.solve import solve  # imports the solver: only who searches pays for it

    fixed: set[str] = set()
    bound: int | None = None
    tried = [*tried, _emptied(scope, roster, absences, since, cover=False)]
    for _ in range(ROUNDS):
        small = remaining(problem, roster, absences, since, reach, fixed) if fixed else scope
        solution = solve(small.problem, limits, small.problem.previous)
        if bound is None:
            bound = _least_cells(solution)
        found = _tidied(scope, roster, rejoined(solution.roster, scope, roster, absences, since))
        spent = _spent(problem, roster, found, absences)
        if not spent:
            tried.append(found)
        if not spent or spent <= fixed:
            break
        fixed |= spent
    return min(tried, key=lambda r: _costs(scope, r)), bound or 0


def _least_cells(solution: Solution) -> int:
    """Cells that any equally good roster must change, from the proven cost of stability."""
    if solution.status in (Status.CRASHED, Status.RELAXED):
        return 0
    above = [tier for tier in solution.costs if tier < STABILITY]
    if any(solution.costs[t] > solution.bounds.get(t, 0) for t in above) or STABILITY not in solution.bounds:
        return 0
    return -(-solution.bounds[STABILITY] // (PER_DAY + LONGEST_DAY))


def _spent(problem: RosterProblem, old: Roster, new: Roster, absences: Sequence[Absence]) -> set[str]:
    """People whom the proposal breaks a rule of the whole period for, though it was kept before."""
    return over_period(
        problem, old, new, {person for person, _ in moved_cells(old, new)} - {a.person for a in absences}
    )


def _tidied(scope: Remaining, old: Roster, new: Roster) -> Roster:
    """The new roster with every unchanged cell exactly as it was, and its rows of hall duty."""
    from scheduler.solver.decode import with_duty_rows

    low, high = scope.days
    moved = moved_cells(old, new)
    part = [Roster.of(d for d in r.duties if low <= d.day <= high and (d.person, d.day) in moved) for r in (old, new)]
    truly = {
        (c.person, d) for c in cell_changes(scope.window, part[0], part[1]) for d in (c.start.date(), *_owners(part, c))
    }
    kept = [d for d in old.duties if (d.person, d.day) not in truly and d.role != "duty"]
    fresh = [d for d in new.duties if (d.person, d.day) in truly and d.role != "duty"]
    inside = with_duty_rows(scope.window, Roster.of(d for d in (*kept, *fresh) if low <= d.day <= high))
    rows = [d for d in old.duties if d.role == "duty" and not scope.first <= d.day <= scope.last]
    rows += [d for d in inside.duties if d.role == "duty" and scope.first <= d.day <= scope.last]
    return Roster.of([*kept, *fresh, *rows])


def _owners(part: Sequence[Roster], change: CellChange) -> set[date]:
    """Days that the duties behind a change belong to (a night may be printed on the evening before)."""
    return {d.day for r in part for d in r.of_person(change.person) if d.start < change.end and change.start < d.end}


def _costs(scope: Remaining, roster: Roster, binding_only: bool = False) -> tuple[int, ...]:
    """Weighted costs of the window by tier; the first that differs decides."""
    window = replace(scope.window, settings=binding(scope.window.settings)) if binding_only else scope.window
    costs = check(window, scope.judged(roster)).costs
    return tuple(costs.get(tier, 0) for tier in range(STABILITY + 3))


def _told(
    old: Roster, absences: Sequence[Absence], scope: Remaining, since: datetime, new: Roster, bound: int, reason: str
) -> Repair:
    low, high = scope.days
    before = Roster.of(d for d in old.duties if low <= d.day <= high)
    after = Roster.of(d for d in new.duties if low <= d.day <= high)
    window = replace(scope.window, settings=binding(scope.window.settings, "stability"))
    settled = amounts(check(replace(scope.calm, settings=window.settings), before))
    checked = check(window, scope.judged(after))
    fresh = new_breaches(checked, settled)
    counted = {(b.person, b.day) for b in checked.breaches if b.rule == "stability"}
    changes = changes_of(scope.window, before, after, {a.person for a in absences}, reason)
    cells = {(c.person, c.day) for c in changes}
    others = cells - {(c.person, c.day) for c in changes if c.cause == "away"}
    bare = _emptied(scope, before, absences, since, cover=False)
    everywhere = not fresh and (
        not others or (len(others) == 1 and bool(new_breaches(check(window, scope.judged(bare)), settled)))
    )
    least = len(cells) if everywhere else min(bound + max(0, len(cells) - len(counted)), len(cells))
    lines = explain(replace(checked, breaches=tuple(fresh)))
    margins = margins_after(scope.window, before, after, absences)
    return Repair(
        new, changes, len(cells), least, everywhere, (scope.first, scope.last), lines, margins, reason.strip(), 0.0
    )

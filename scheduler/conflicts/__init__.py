"""Conflicts of the AB chain by name: on the table alone, with leave, and on a roster. No solver.

What :func:`find_conflicts` returns is what a section head would want to hear before the morning
itself. KINDS is in reading order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.conflicts.away import BAway, BLongAway, BothOff, BResting
from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.burden import AuthorityGap, Overload, Segregation
from scheduler.conflicts.dated import Certificate, EventTakesBoth, EventTooLarge
from scheduler.conflicts.say import ConflictLine, line_of
from scheduler.conflicts.scene import Scene
from scheduler.conflicts.several import DoubleClaim, MarginSpent
from scheduler.conflicts.structure import Cascade, ClosedCycle, Star
from scheduler.conflicts.table import AIsB, BForeign, BUnqualified, NoB
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.store.entries import Event

KINDS: tuple[ConflictKind, ...] = (
    BothOff(),
    DoubleClaim(),
    Cascade(),
    EventTakesBoth(),
    EventTooLarge(),
    NoB(),
    AIsB(),
    BForeign(),
    BUnqualified(),
    Certificate(),
    BLongAway(),
    BResting(),
    AuthorityGap(),
    Segregation(),
    ClosedCycle(),
    MarginSpent(),
    BAway(),
    Overload(),
    Star(),
)

KIND = {kind.name: kind for kind in KINDS}
"""Kinds by name."""


def find_conflicts(
    problem: RosterProblem,
    roster: Roster | None = None,
    *,
    pending: Iterable[Absence] = (),
    events: Sequence[Event] = (),
    apart: Sequence[tuple[str, str]] = (),
    load_limit: float = 0.6,
) -> tuple[Conflict, ...]:
    """Every conflict, what must be acted on first, then by time.

    Parameters
    ----------
    pending
        Requests not approved yet, looked at as if they were granted; sentences say so.
    events
        Trainings, meetings and inspections (others are skipped), as announced. One whose people are
        away for it already has been placed in groups: the absences speak, not the announcement.
    apart
        Pairs of posts that one person must not hold on the same day.
    load_limit
        Highest sum of offered loads, in Erlang, of two posts in one hand (regulation 3-12).
    """
    asked = tuple(pending)
    placed = {a.source for a in problem.absences}
    here = [e for e in events if e.kind in ("training", "meeting", "inspection") and e.id not in placed]
    seen = replace(problem, absences=(*problem.absences, *asked))
    minute = problem.horizon.minute
    edges = [*((a.start, a.end) for a in asked), *((e.start, e.end) for e in here)]
    seen = seen.cut(minute(moment) for edge in edges for moment in edge)
    view = RosterView(seen, roster) if roster is not None else None
    scene = Scene(
        view.problem if view else seen,
        view,
        frozenset(a.source for a in asked if a.source),
        tuple(here),
        tuple(apart),
        load_limit,
    )
    if not scene.open_blocks:
        return ()
    found = [conflict for kind in KINDS for conflict in kind.find(scene)]
    order = {kind.name: place for place, kind in enumerate(KINDS)}
    found.sort(key=lambda c: (c.level is Level.SOFT, c.start, order[c.name], c.posts, c.people, c.end))
    return tuple(found)


def describe(problem: RosterProblem, conflicts: Iterable[Conflict]) -> tuple[ConflictLine, ...]:
    """Conflicts with their sentences in Chinese and English."""
    return tuple(line_of(problem, KIND[conflict.name], conflict) for conflict in conflicts)


__all__ = ["KIND", "KINDS", "Conflict", "ConflictKind", "ConflictLine", "Scene", "describe", "find_conflicts"]

"""From the chain of stand-ins to covers on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from scheduler.backup import Gap, StandIn, stand_ins, take_over
from scheduler.domain.cover import Cause, Cover
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster

Stretch = tuple[str, datetime]
"""Post and first moment of a gap."""


def chosen(
    problem: RosterProblem, roster: Roster, missing: str, at: datetime, wanted: Mapping[Stretch, str] | None = None,
) -> tuple[tuple[Gap, StandIn | None], ...]:
    """One stand-in for each gap: the one wanted, else the first of the chain; None where there is nobody.

    One after the other: who already took a post is no longer free for the next at the same time.

    Raises
    ------
    ValueError
        If somebody is wanted who is not in the chain of that gap.
    """
    found: list[tuple[Gap, StandIn | None]] = []
    wanted = wanted or {}
    known = {(g.post, g.start) for g in stand_ins(problem, roster, missing, at)}
    for key in sorted(known, key=lambda k: (k[1], k[0])):
        gap = next(g for g in stand_ins(problem, roster, missing, at) if (g.post, g.start) == key)
        who = wanted.get(key)
        # Whoever just took one of these posts is not sent from it to the next.
        filled = {(s.person, s.post) for _, s in found if s is not None}
        step = next((s for s in gap.chain if (who is None or s.person == who) and (s.person, s.leaves) not in filled), None)
        if who is not None and step is None:
            raise ValueError(f"{who} cannot stand in at {gap.post} from {gap.start:%H:%M}: {', '.join(s.person for s in gap.chain) or 'nobody'} could")
        if step is not None:
            roster = Roster.of(take_over(problem, roster.duties, step))
        found.append((gap, step))
    return tuple(found)


def begin(taken: Sequence[tuple[Gap, StandIn | None]], missing: str, shift: str, by: str, cause: Cause = "absent") -> tuple[Cover, ...]:
    """Covers to put on record; a gap that nobody fills is on record as empty."""
    return tuple(
        Cover(
            gap.start.date(), missing, gap.post, step.person if step else "", step.source if step else "", gap.start, gap.end,
            dual=step is not None and step.dual, own_post=step.own_post if step else None, without=step.without if step else (),
            shift=shift, called_in=step is not None and step.shift is not None, cause=cause, by=by.strip(),
        )
        for gap, step in taken
    )

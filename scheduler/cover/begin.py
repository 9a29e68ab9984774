"""From the chain of stand-ins to covers on record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.backup import Gap, StandIn, stand_ins, take_over
from scheduler.domain.cover import Cause, Cover
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView

Stretch = tuple[str, datetime]
"""Post and first moment of a gap."""


def chosen(
    problem: RosterProblem,
    roster: Roster,
    missing: str,
    at: datetime,
    wanted: Mapping[Stretch, str] | None = None,
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
        step = next(
            (s for s in gap.chain if (who is None or s.person == who) and (s.person, s.leaves) not in filled), None
        )
        if who is not None and step is None:
            raise ValueError(
                f"{who} cannot stand in at {gap.post} from {gap.start:%H:%M}: {', '.join(s.person for s in gap.chain) or 'nobody'} could"
            )
        if step is not None:
            roster = Roster.of(take_over(problem.center, roster.duties, step))
        found.append((gap, step))
    return tuple(found)


def begin(
    taken: Sequence[tuple[Gap, StandIn | None]], missing: str, shift: str, by: str, cause: Cause = "absent"
) -> tuple[Cover, ...]:
    """Covers to put on record; a gap that nobody fills is on record as empty."""
    return tuple(
        Cover(
            gap.start.date(),
            missing,
            gap.post,
            step.person if step else "",
            step.source if step else "",
            gap.start,
            gap.end,
            dual=step is not None and step.dual,
            own_post=step.own_post if step else None,
            without=step.without if step else (),
            shift=shift,
            called_in=step is not None and step.shift is not None,
            cause=cause,
            by=by.strip(),
        )
        for gap, step in taken
    )


def relayed(
    known: Iterable[Cover], fresh: Sequence[Cover], missing: str, at: datetime
) -> tuple[tuple[Cover, ...], tuple[Cover, ...]]:
    """Somebody who stands in for another goes missing too: covers that end with it, and the new ones in the name of the first.

    Returns the open covers whose stand-in is ``missing``, ended at ``at``, and ``fresh`` with the
    holder who was missing first: it is that holder who takes the post back one day.
    """
    handed = [c for c in known if c.open and c.stand_in == missing and at < c.until]
    ended = tuple(replace(c, ended=min(max(at, c.start), c.until)) for c in handed)
    named = []
    for cover in fresh:
        first = next(
            (c for c in handed if c.post == cover.post and c.start < cover.until and cover.start < c.until), None
        )
        named.append(
            replace(cover, missing=first.missing) if first is not None and first.missing != cover.stand_in else cover
        )
    return ended, tuple(named)


def begun_by(
    problem: RosterProblem, old: Roster, new: Roster, missing: str, since: datetime, until: datetime, by: str
) -> tuple[Cover, ...]:
    """Covers that a changed roster amounts to: what the missing person held from ``since`` to ``until``, and who holds it now.

    What a repair moves afterwards, the missing person's later shifts included, is no cover.

    For a repair, which may move people in a chain: who newly holds the very post counts as the
    stand-in, on a pool whoever newly works there.
    """
    minute = problem.horizon.minute
    cut = problem.cut(
        [minute(since), minute(until), *(minute(m) for d in (*old.duties, *new.duties) for m in (d.start, d.end))]
    )
    before, after = RosterView(cut, old), RosterView(cut, new)
    found: list[Cover] = []
    for block in cut.blocks:
        start, end = cut.horizon.moment(block.start), cut.horizon.moment(block.end)
        for post in sorted(before.posts(missing, block.index)) if end > since and start < until else ():
            if after.on(missing, post, block.index):
                continue
            fresh = [p for p in after.holders(post, block.index) if not before.on(p, post, block.index)]
            cover = _taken(cut, before, after, block, post, missing, fresh[0] if fresh else "", max(start, since), by)
            last = next((c for c in reversed(found) if c.post == post and c.until == cover.start), None)
            if last is not None and replace(last, until=cover.until) == replace(cover, start=last.start):
                found[found.index(last)] = replace(last, until=cover.until)
            else:
                found.append(cover)
    return tuple(found)


def _taken(
    problem: RosterProblem,
    before: RosterView,
    after: RosterView,
    block: Block,
    post: str,
    missing: str,
    who: str,
    start: datetime,
    by: str,
) -> Cover:
    center, end = problem.center, problem.horizon.moment(block.end)
    duty = next(
        (d for d in before.roster.of_person(missing) if d.post == post and d.start < end and start < d.end), None
    )
    day = duty.day if duty else start.date()
    if not who:
        return Cover(day, missing, post, "", "", start, end, shift=duty.shift if duty else "", by=by.strip())
    held, had = after.posts(who, block.index) - {post}, before.posts(who, block.index)
    own = next(iter(sorted(held & had or had - held)), None)
    line = center.ab_line(who, post, day)
    source = center.source(who, post, day)
    return Cover(
        day,
        missing,
        post,
        who,
        source if source not in (None, "A") else "pool",
        start,
        end,
        dual=bool(held),
        own_post=own if own != post else None,
        without=line.without if line else (),
        shift=duty.shift if duty else "",
        called_in=not before.present(who, block.index),
        by=by.strip(),
    )

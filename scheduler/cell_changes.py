"""What differs between two rosters, cell by cell, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView

Why = Literal["away", "cover", "other"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One person's stretch of one day that reads differently.

    ``before`` and ``after`` are the posts held; empty with ``present`` at the own desk, else not
    at work. ``why``: ``away`` the applicant, ``cover`` the AB table's stand-in for the applicant
    who gives up no window, ``other`` everything else.
    """

    person: str
    start: datetime
    end: datetime
    before: tuple[str, ...]
    after: tuple[str, ...]
    present: bool
    why: Why


def cell_changes(
    problem: RosterProblem, old: Roster, new: Roster, away: Collection[str] = ()
) -> tuple[CellChange, ...]:
    """Differences in presence and posts; neighboring blocks of a day with one difference are one."""
    minute = problem.horizon.minute
    cut = problem.cut(minute(m) for d in (*old.duties, *new.duties) for m in (d.start, d.end))
    before, after = RosterView(cut, old), RosterView(cut, new)
    found: list[CellChange] = []
    for person in sorted({d.person for d in (*old.duties, *new.duties)}):
        run: CellChange | None = None
        for block in cut.blocks:
            was, now = before.posts(person, block.index), after.posts(person, block.index)
            here, there = before.present(person, block.index), after.present(person, block.index)
            if (was, here) == (now, there):
                if block.posts:
                    run = None
                continue
            why = _why(cut, before, person, was, now, here and there, block, away)
            start, end = cut.horizon.moment(block.start), cut.horizon.moment(block.end)
            told = CellChange(person, start, end, tuple(sorted(was)), tuple(sorted(now)), there, why)
            if run is not None and _same(run, told):
                found[-1] = run = CellChange(person, run.start, end, run.before, run.after, there, why)
            else:
                run = told
                found.append(told)
    return tuple(sorted(found, key=lambda c: (c.start, c.why, c.person)))


def _same(run: CellChange, more: CellChange) -> bool:
    return run.end == more.start and (run.before, run.after, run.present) == (more.before, more.after, more.present)


def _why(
    problem: RosterProblem,
    before: RosterView,
    person: str,
    was: frozenset[str],
    now: frozenset[str],
    stays: bool,
    block: Block,
    away: Collection[str],
) -> Why:
    if person in away:
        return "away"
    if not stays:
        return "other"  # who is called in from a day off does not just look after one window more
    taken, on = now - was, problem.date(block.day)
    open_now = {p for p in block.posts if set(before.holders(p, block.index)) & set(away)}
    named = {line.post for p in taken for line in problem.center.backups(p, on) if line.person == person}
    return "cover" if taken and was <= now and taken <= open_now & named else "other"


def moved_count(problem: RosterProblem, old: Roster, new: Roster, changes: Sequence[CellChange]) -> int:
    """Cells among some changes that are neither the applicant's nor cover: half days of office staff, days of rostered people."""
    rostered = {p.id for p in problem.center.staff if p.rota == "rostered"}
    others = [c for c in changes if c.why == "other"]
    moment = problem.horizon.moment
    halves = set()
    for change in others:
        if change.person not in rostered:
            block = next((b for b in problem.blocks if moment(b.start) <= change.start < moment(b.end)), None)
            halves.add((change.person, change.start.date(), block.session if block else ""))
    named = {(c.person, c.start.date() - timedelta(days=back)) for c in others for back in (0, 1)}
    return len(halves) + len(
        {(who, day) for who, day, *_ in old.cells() ^ new.cells() if who in rostered and (who, day) in named}
    )

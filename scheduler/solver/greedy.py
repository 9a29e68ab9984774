"""A roster in milliseconds: what people would do by the AB table without any search."""

from collections.abc import Mapping
from typing import Any

from scheduler.domain.center import SOURCES
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.solver.decode import decode
from scheduler.solver.greedy_shifts import greedy_shifts


def greedy_roster(problem: RosterProblem) -> Roster:
    """Office staff in every session, each open post to the first of A, B, C … who is there.

    Shifts are handed out to whoever has worked least. This is the answer of last resort, and the
    first hint of a search.
    """
    chosen: list[tuple[Any, ...]] = greedy_shifts(problem)
    for block in problem.blocks:
        here = [p.id for p in problem.center.staff if _attends(problem, p.id, block)]
        chosen += [("present", person, block.index) for person in here]
        taken: dict[str, str] = {}
        for post in sorted(
            block.posts, key=lambda p: (-problem.center.post[p].priority, problem.center.post[p].number, p)
        ):
            if problem.center.post[post].heads:
                person = _first_free(problem, post, here, taken, block)
                if person is not None:
                    taken[person] = post
                    chosen.append(("on", person, post, block.index))
    return decode(problem, chosen)


def _attends(problem: RosterProblem, person: str, block: Block) -> bool:
    who = problem.center.person[person]
    if who.rota != "office" or who.shift is None or not problem.open_day(block.day):
        return False
    return problem.shift_covers(block.day, who.shift, block) and not problem.absent(person, block.start, block.end)


def _first_free(
    problem: RosterProblem, post: str, here: list[str], taken: Mapping[str, str], block: Block
) -> str | None:
    """First by source; holders of their own posts are left there unless they may double."""
    on = problem.date(block.day)
    owners = {problem.center.holder(p, on): p for p in block.posts}
    ranked = []
    for person in here:
        source = problem.center.source(person, post, on)
        if source is None:
            continue
        busy = taken.get(person) or (owners[person] if person in owners and owners[person] != post else None)
        if busy is None or problem.center.may_double(person, busy, post, on):
            ranked.append((busy is not None and source != "A", SOURCES.index(source), person))
    return min(ranked)[2] if ranked else None

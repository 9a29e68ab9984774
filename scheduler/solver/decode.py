"""From decided cells to a plain roster."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Duty, Role, Roster
from scheduler.domain.roster_view import RosterView

ROLE_OF_SOURCE: Mapping[str | None, Role] = {
    "A": "A",
    "B": "B",
    "C": "C",
    "section": "C",
    "pool": "pool",
    "manager": "leader",
    None: "pool",
}


def decode(problem: RosterProblem, chosen: Iterable[tuple[Any, ...]]) -> Roster:
    """The roster of a set of decided keys (``CpModel.decisions``) whose value is 1.

    Neighboring blocks of one person on one post become one duty. The hall duty holder gets an
    extra row of role ``duty`` over the day's opening.
    """
    posts: dict[tuple[str, int], set[str]] = defaultdict(set)
    attending: dict[str, dict[int, str]] = defaultdict(dict)
    duties: list[Duty] = []
    worked: dict[tuple[int, str], list[str]] = defaultdict(list)
    center = problem.center
    for key in chosen:
        if key[0] == "on":
            posts[key[1], key[3]].add(key[2])
        elif key[0] == "present":
            attending[key[1]][key[2]] = center.person[key[1]].shift or ""
        else:
            worked[key[2], key[3]].append(key[1])
    for (day, code), people in sorted(worked.items()):
        shift = center.shift[code]
        if shift.pool is None:
            for person in people:
                covered = (b for b in problem.blocks if b.day in (day, day + 1) and problem.shift_covers(day, code, b))
                attending[person].update({b.index: code for b in covered})
        else:
            duties += _pool_duties(problem, day, code, people)
    for person, blocks in attending.items():
        duties += _post_duties(problem, person, blocks, posts)
    return with_duty_rows(problem, Roster.of(duties))


def _pool_duties(problem: RosterProblem, day: int, code: str, people: list[str]) -> list[Duty]:
    center, moment = problem.center, problem.horizon.moment
    shift = center.shift[code]
    leaders = [
        p
        for p in people
        if center.leader_rank and center.rank_at_least(center.person[p], center.leader_rank, problem.date(day))
    ]
    lead = min(
        leaders,
        key=lambda p: (-center.ranks.index(center.rank_of(center.person[p], problem.date(day))), p),
        default=None,
    )
    return [
        Duty(
            problem.date(day),
            person,
            moment(a),
            moment(b),
            shift.pool or BACK_OFFICE,
            "leader" if person == lead else "pool",
            code,
        )
        for person in people
        for a, b in problem.spans_of_shift[day, code]
    ]


def _post_duties(
    problem: RosterProblem, person: str, blocks: Mapping[int, str], posts: Mapping[tuple[str, int], set[str]]
) -> list[Duty]:
    """Runs of one person on each post, or at the own desk where no post is held."""
    runs: dict[tuple[int, str, str], list[list[int]]] = defaultdict(list)
    for index in sorted(blocks):
        block: Block = problem.blocks[index]
        for post in posts.get((person, index)) or {BACK_OFFICE}:
            spans = runs[block.day, post, blocks[index]]
            if spans and spans[-1][1] == block.start:
                spans[-1][1] = block.end
            else:
                spans.append([block.start, block.end])
    moment = problem.horizon.moment
    return [
        Duty(problem.date(day), person, moment(a), moment(b), post, role_on(problem, person, post, day), code)
        for (day, post, code), spans in runs.items()
        for a, b in spans
    ]


def role_on(problem: RosterProblem, person: str, post: str, day: int) -> Role:
    """The role a person has on a post, from the AB table."""
    if post == BACK_OFFICE:
        return "leader" if problem.center.is_manager(problem.center.person[person]) else "pool"
    return ROLE_OF_SOURCE[problem.center.source(person, post, problem.date(day))]


def with_duty_rows(problem: RosterProblem, roster: Roster) -> Roster:
    """The roster with one row of role ``duty`` for whoever closes the duty window of each day."""
    kept = [d for d in roster.duties if d.role != "duty"]
    view = RosterView(problem, Roster.of(kept))
    for day, window in enumerate(problem.duty_windows):
        opened = [b for b in view.problem.blocks_of_day[day] if window in b.posts]
        if window is None or not opened:
            continue
        closing = view.holders(window, opened[-1].index)
        if closing:
            start, end = problem.horizon.moment(opened[0].start), problem.horizon.moment(opened[-1].end)
            code = problem.center.person[closing[0]].shift or ""
            kept.append(Duty(problem.date(day), closing[0], start, end, window, "duty", code))
    return Roster.of(kept)

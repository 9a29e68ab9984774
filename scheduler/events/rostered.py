"""A roster with an event in it: attendees off their posts, the others where the model put them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.solver.decode import role_on, with_duty_rows
from scheduler.solver.events import Sitting


def with_event(
    view: RosterView,
    sittings: Iterable[tuple[Sitting, frozenset[str]]],
    held: Mapping[tuple[str, int], tuple[str, ...]],
) -> Roster:
    """The roster after the sittings that are held, each with everybody who is there.

    Only cells change that must: people keep their posts unless they attend or stand in.
    """
    problem = view.problem
    duties = list(view.roster.duties)
    days = set()
    for sitting, gone in sittings:
        for index in sitting.blocks:
            block = problem.blocks[index]
            days.add(problem.date(block.day))
            posts = [p for p in block.posts if (p, index) in held]
            after: dict[str, set[str]] = {}
            for post in posts:
                for person in held[post, index]:
                    after.setdefault(person, set()).add(post)
            people = {p for post in posts for p in (*view.holders(post, index), *held[post, index])} | gone
            for person in sorted(people):
                before = set(view.posts(person, index)) & set(posts)
                if person not in gone and after.get(person, set()) == before:
                    continue
                duties = _moved(view, duties, person, index, after.get(person, set()), person in gone)
    merged = Roster.of(_joined(duties))
    fresh = [d for d in with_duty_rows(problem, merged).duties if d.role == "duty" and d.day in days]
    return Roster.of([*(d for d in merged.duties if d.role != "duty" or d.day not in days), *fresh])


def _moved(view: RosterView, duties: list[Duty], person: str, index: int, posts: set[str], gone: bool) -> list[Duty]:
    """One person over one block: away, on other posts, or back at the own desk."""
    problem = view.problem
    block = problem.blocks[index]
    start, end = problem.horizon.moment(block.start), problem.horizon.moment(block.end)
    kept: list[Duty] = []
    there: list[Duty] = []
    for duty in duties:
        if duty.person != person or duty.role not in PRESENT_ROLES or duty.end <= start or end <= duty.start:
            kept.append(duty)
            continue
        there.append(duty)
        if duty.start < start:
            kept.append(replace(duty, end=start))
        if end < duty.end:
            kept.append(replace(duty, start=end))
    if gone or not there:
        return kept
    for post in sorted(posts) or [BACK_OFFICE]:
        kept.append(replace(there[0], start=start, end=end, post=post, role=role_on(problem, person, post, block.day)))
    return kept


def _joined(duties: Iterable[Duty]) -> list[Duty]:
    """Neighboring duties of one person on one post as one."""
    found: list[Duty] = []
    for duty in sorted(duties, key=lambda d: (d.person, d.post, d.role, d.shift, d.day, d.locked, d.start)):
        last = found[-1] if found else None
        if last is not None and last.end == duty.start and replace(last, start=duty.start, end=duty.end) == duty:
            found[-1] = replace(last, end=duty.end)
        else:
            found.append(duty)
    return found

"""Which posts lack a working backup, and when both A and B are away. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.problem import Block, RosterProblem


@dataclass(frozen=True, slots=True)
class Hole:
    """Days on which a post is without cover: ``no_backup`` (B away or not named) or ``nobody`` (A and B away)."""

    post: str
    kind: str
    days: tuple[int, ...]
    people: tuple[str, ...]


def holes(problem: RosterProblem) -> tuple[Hole, ...]:
    """For every post held by name: open days without a working B, and with neither A nor B."""
    found = []
    for post in sorted((p for p in problem.center.posts if p.heads), key=lambda p: (p.number, p.id)):
        without: dict[int, set[str]] = {}
        bare: dict[int, set[str]] = {}
        for block in problem.blocks:
            if post.id not in block.posts:
                continue
            on = problem.date(block.day)
            backups = [line.person for line in problem.center.backups(post.id, on)]
            holder = problem.center.holder(post.id, on)
            if not any(_works(problem, p, block, post.id) for p in backups):
                without.setdefault(block.day, set()).update(backups)
                if holder is None or problem.absent(holder, block.start, block.end):
                    bare.setdefault(block.day, set()).update((*backups, *([holder] if holder else [])))
        for kind, days in (("nobody", bare), ("no_backup", without)):
            if days:
                people = tuple(sorted(set().union(*days.values())))
                found.append(Hole(post.id, kind, tuple(sorted(days)), people))
    return tuple(found)


def _works(problem: RosterProblem, person: str, block: Block, post: str) -> bool:
    """Whether a backup is there and may hold the post."""
    on = problem.date(block.day)
    return not problem.absent(person, block.start, block.end) and problem.center.source(person, post, on) is not None


def runs(problem: RosterProblem, days: tuple[int, ...]) -> tuple[tuple[date, date], ...]:
    """Days as spans of dates; closed days between two open ones do not break a span."""
    opened = [d for d in range(problem.horizon.days) if problem.open_day(d)]
    place = {day: index for index, day in enumerate(opened)}
    found: list[tuple[int, int]] = []
    for day in days:
        if found and place.get(day, -9) == place.get(found[-1][1], -99) + 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple((problem.date(a), problem.date(b)) for a, b in found)


def away_on(problem: RosterProblem, day: int) -> Mapping[str, bool]:
    """People away on a day: True for all of it, False for a part."""
    found: dict[str, bool] = {}
    for person, spans in problem.absent_spans.items():
        for a, b in spans:
            if a < (day + 1) * 1440 and day * 1440 < b:
                found[person] = found.get(person, False) or (a <= day * 1440 and (day + 1) * 1440 <= b)
    return found

"""The yearly ranking: everybody by score over the months of a year, within each section (4-20)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.kpi.months import Month

KNOWN = 0.5
"""Part of the weights that must be known of somebody for a month to count: leaders who serve nobody are not ranked."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person of a year; equal scores share a place. ``months`` are those with a score."""

    section: str
    place: int
    person: str
    score: float
    months: int
    covers: int


def yearly_ranking(months: Sequence[Month], year: int, by: str = "section") -> tuple[Ranked, ...]:
    """Mean of the monthly scores by person, ranked within the section, or the rank with ``by="rank"``.

    A month weighs as much as any other; months of which less than half of the weights is known of a person do not count.
    """
    scores: dict[str, list[float]] = defaultdict(list)
    covers: dict[str, int] = defaultdict(int)
    mine = [m for m in months if m.first.year == year]
    for month in mine:
        for a in month.assessed:
            if a.share >= KNOWN:
                scores[a.person].append(a.score)
                covers[a.person] += a.covers
    if not mine:
        return ()
    person = mine[-1].problem.center.person
    groups: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for who, points in scores.items():
        group = getattr(person[who], by)
        groups[group].append((sum(points) / len(points), who))
    found: list[Ranked] = []
    for group, people in sorted(groups.items()):
        people.sort(key=lambda pair: (-round(pair[0], 6), pair[1]))
        for place, (score, who) in enumerate(people, 1):
            last = found[-1] if found and found[-1].section == group else None
            tied = last is not None and abs(last.score - score) < 1e-6
            found.append(
                Ranked(group, last.place if tied and last else place, who, score, len(scores[who]), covers[who])
            )
    return tuple(found)

"""Certificate, drill and named conflicts of a draft, kept while neither its problem nor its roster changes. Pure."""

from dataclasses import dataclass, replace
from functools import lru_cache

from scheduler.conflicts import ConflictLine, describe, find_conflicts
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.reserve.margin import Benches, Certificate, certificate, drill
from scheduler.reserve.remedies import cheapest
from scheduler.reserve.words import weakness_text
from scheduler.store.entries import Event, LeaveEntry


class Plan:
    """A problem and a roster; equal while they are the same objects, so that caching is cheap."""

    def __init__(self, problem: RosterProblem, roster: Roster) -> None:
        self.problem, self.roster = problem, roster

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.problem is other.problem and self.roster is other.roster

    def __hash__(self) -> int:
        return hash((id(self.problem), id(self.roster)))


@lru_cache(maxsize=16)
def certified(made: Plan) -> Certificate:
    """How many more absences each open block bears, and who is indispensable."""
    return certificate(made.problem, made.roster)


@lru_cache(maxsize=32)
def weak_places(made: Plan, lang: str, most: int) -> tuple[str, ...]:
    """Sentences on the first weak places, each with the cheapest remedy."""
    found, benches = certified(made), Benches(made.problem, made.roster)
    return tuple(weakness_text(found.problem, weak, cheapest(benches, weak), lang) for weak in found.weaknesses[:most])


@dataclass(frozen=True, slots=True)
class Drilled:
    """Every single absence at every open block, tried one by one.

    Attributes
    ----------
    tried, lost
        Absences tried, and those that leave a post empty.
    failing
        Who, which posts, on which days (indices of the horizon), the longest first. Nobody's name
        where the posts cannot be held anyhow, whoever is missing.
    """

    tried: int
    lost: int
    failing: tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...]


@lru_cache(maxsize=16)
def drilled(made: Plan) -> Drilled:
    """The absence drill of a roster."""
    tried = lost = 0
    days: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    bare = {
        line.block.index: frozenset(p for zone in line.zones for p in zone.empty) for line in certified(made).blocks
    }
    for block, person, posts in drill(Benches(made.problem, made.roster)):
        tried += 1
        lost += bool(posts)
        further = tuple(p for p in posts if p not in bare[block.index])
        if posts:
            days.setdefault((person, further) if further else ("", posts), []).append(block.day)
    failing = [(person, posts, tuple(sorted(set(found)))) for (person, posts), found in days.items()]
    return Drilled(tried, lost, tuple(sorted(failing, key=lambda f: (-len(f[2]), f[2], f[0]))))


@lru_cache(maxsize=16)
def conflict_lines(
    made: Plan, level: str, pending: bool, desk_leave: tuple[LeaveEntry, ...], events: tuple[Event, ...]
) -> tuple[ConflictLine, ...]:
    """Named conflicts of the AB table alone (``table``), with leave and events (``leave``), or on the roster too (``roster``)."""
    problem = made.problem if level != "table" else replace(made.problem, absences=())
    asked = [entry.absence() for entry in desk_leave if pending and level != "table" and entry.status == "requested"]
    found = find_conflicts(
        problem,
        made.roster if level == "roster" else None,
        pending=asked,
        events=() if level == "table" else events,
        apart=problem.center.apart,
    )
    return describe(problem, found)


def margin_by_day(made: Plan) -> dict[int, int]:
    """Smallest margin of each open day: absences that every post still bears, -1 where one is short already."""
    found: dict[int, int] = {}
    for line in certified(made).blocks:
        found[line.block.day] = min(found.get(line.block.day, 99), line.margin)
    return found

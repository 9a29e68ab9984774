"""The certificate of a draft, kept while neither its problem nor its roster changes. Pure."""

from functools import lru_cache

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.margin import Benches, Certificate, certificate
from scheduler.margin_words import weakness_text
from scheduler.remedies import cheapest


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


def margin_by_day(made: Plan) -> dict[int, int]:
    """Smallest margin of each open day: absences that every post still bears, -1 where one is short already."""
    found: dict[int, int] = {}
    for line in certified(made).blocks:
        found[line.block.day] = min(found.get(line.block.day, 99), line.margin)
    return found

"""服务之星: a shortlist from the figures. Humans decide (0-28)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.kpi.attended import attended, of_days, recorded_days, worked_roster
from scheduler.kpi.posts import covers_taken
from scheduler.kpi.service import service_figures
from scheduler.kpi.types import KpiSettings
from scheduler.store.actuals import Actuals, Service

SETTINGS = KpiSettings()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name of the shortlist with the figures it rests on; ``score`` is 0 to 100."""

    person: str
    score: float
    satisfaction: float
    resolution: float
    error_rate: float
    ratings: int
    covers: int


def shortlist(problem: RosterProblem, roster: Roster, actuals: Actuals, settings: KpiSettings = SETTINGS) -> tuple[Candidate, ...]:
    """The best by score among those with enough ratings and a spotless attendance record.

    score = weighted mean of satisfaction, resolution, 100 − error rate, and covers taken as a
    percentage of the most anybody took; equal scores by more ratings, then by id.
    """
    horizon = {day.date for day in problem.days}
    records = [r for r in actuals.attendance if r.date in horizon]
    days = recorded_days(records)
    spotless = {t.person for t in attended(roster, records, settings.grace) if t.spotless}
    rows: dict[str, list[Service]] = defaultdict(list)
    for row in actuals.service:
        if row.person is not None and row.start.date() in horizon:
            rows[row.person].append(row)
    covers = covers_taken(problem, worked_roster(problem, of_days(roster, days), records), days)
    most = max(covers.values(), default=0)
    weights, total = settings.weights, sum(settings.weights.values())
    found = []
    for person, mine in rows.items():
        figures, ratings = service_figures(mine), sum(r.ratings for r in mine)
        if person not in spotless or ratings < max(1, settings.least_ratings) or "resolution" not in figures:
            continue
        taken = covers.get(person, 0)
        parts = {
            "satisfaction": figures["satisfaction"], "resolution": figures["resolution"], "error_rate": 100 - figures["error_rate"],
            "covers": 100 * taken / most if most else 0.0,
        }
        score = sum(weights.get(name, 0) * part for name, part in parts.items()) / total
        found.append(Candidate(person, score, figures["satisfaction"], figures["resolution"], figures["error_rate"], ratings, taken))
    found.sort(key=lambda c: (-c.score, -c.ratings, c.person))
    return tuple(found[: settings.stars])


def thin(actuals: Actuals, settings: KpiSettings = SETTINGS) -> Sequence[str]:
    """People with service records but too few ratings to be compared."""
    ratings: dict[str, int] = defaultdict(int)
    for row in actuals.service:
        if row.person is not None:
            ratings[row.person] += row.ratings
    return sorted(p for p, count in ratings.items() if count < settings.least_ratings)

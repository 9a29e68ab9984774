"""Measures of each person from 0 to 100 and the weighted score of an assessment; people decide what follows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.assessment import MEASURES, Assessment
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.kpi.attended import Attended, attended, of_days, recorded_days, worked_roster
from scheduler.kpi.posts import covers_taken
from scheduler.kpi.service import review_figures, service_figures
from scheduler.store.actuals import Actuals, Review, Service

LESS_IS_BETTER = frozenset({"error_rate", "repeat_rate"})


@dataclass(frozen=True)
class Assessed:
    """One person: ``measures`` from 0 to 100, more being better; ``score`` their weighted mean.

    ``share`` is the part of the weights that something is known about; ``covers`` are half-days on
    others' posts, ``attended`` the attendance record or None without one.
    """

    person: str
    measures: Mapping[str, float]
    score: float
    share: float
    ratings: int = 0
    covers: int = 0
    attended: Attended | None = None


def assessed(
    problem: RosterProblem, roster: Roster, actuals: Actuals, settings: Assessment | None = None
) -> tuple[Assessed, ...]:
    """Everybody of whom anything is recorded in the horizon, best first.

    score = Σ weight × measure / Σ weight, over the measures that are known of the person. Error and
    repeat rates count as 100 − rate, punctuality is the part of days without a finding, covers a
    percentage of the most anybody took.
    """
    settings = settings or problem.center.assessment
    known = actuals.between(problem.horizon.start, problem.horizon.last)
    days = recorded_days(known.attendance)
    tallies = {t.person: t for t in attended(roster, known.attendance, settings.grace)}
    covers = covers_taken(problem, worked_roster(problem, of_days(roster, days), known.attendance), days)
    most = max(covers.values(), default=0)
    served: dict[str, list[Service]] = defaultdict(list)
    reviewed: dict[str, list[Review]] = defaultdict(list)
    for row in known.service:
        if row.person is not None:
            served[row.person].append(row)
    for review in known.reviews:
        if review.person is not None:
            reviewed[review.person].append(review)
    found = []
    for person in sorted({*tallies, *served, *reviewed}):
        measures = {**_served(served[person]), **review_figures(reviewed[person])}
        tally = tallies.get(person)
        if tally is not None and tally.days:
            bad = tally.late + tally.early + tally.absent + tally.unexplained
            measures["punctuality"] = max(0.0, 100 * (1 - bad / tally.days))
            measures["covers"] = 100 * covers.get(person, 0) / most if most else 0.0
        score, share = weighted(measures, settings.weights)
        ratings = sum(r.ratings for r in served[person])
        found.append(
            Assessed(
                person,
                {m: measures[m] for m in MEASURES if m in measures},
                score,
                share,
                ratings,
                covers.get(person, 0),
                tally,
            )
        )
    return tuple(sorted(found, key=lambda a: (-a.score, -a.ratings, a.person)))


def weighted(measures: Mapping[str, float], weights: Mapping[str, float]) -> tuple[float, float]:
    """Weighted mean of what is known, and the share of the weights that is."""
    known = sum(w for m, w in weights.items() if m in measures)
    if not known:
        return 0.0, 0.0
    return sum(w * measures[m] for m, w in weights.items() if m in measures) / known, known / sum(weights.values())


def _served(rows: list[Service]) -> dict[str, float]:
    figures = service_figures(rows)
    return {kpi: 100 - value if kpi in LESS_IS_BETTER else value for kpi, value in figures.items() if kpi in MEASURES}

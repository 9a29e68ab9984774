"""All figures of one period."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from scheduler.check import Checked, check
from scheduler.domain.assessment import Assessment
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.kpi.attended import Attended, attended, of_days, recorded_days, worked_roster
from scheduler.kpi.fairness import burdens, spread, with_ledger
from scheduler.kpi.posts import covers_taken, post_figures
from scheduler.kpi.sections import section_findings
from scheduler.kpi.service import FIGURES, forecast_errors, review_figures, service_figures
from scheduler.kpi.types import NAMES, Figure
from scheduler.rules import RULE
from scheduler.store.actuals import Actuals, Review, Service

LEGAL = ("C20", "C21", "C22", "C23", "C24")
NOTHING = Actuals()


def kpi_figures(
    problem: RosterProblem, roster: Roster, actuals: Actuals = NOTHING, settings: Assessment | None = None
) -> tuple[Figure, ...]:
    """Figures of regulation 3.6 in the order of :data:`NAMES`: center first, then queues, burdens and people.

    With attendance records, plan and actual of the windows and burdens both speak of the days of
    record alone, else a month half recorded would look half empty.

    Parameters
    ----------
    settings
        Default: the center's own.
    """
    settings = settings or problem.center.assessment
    horizon = frozenset(day.date for day in problem.days)
    known = actuals.between(problem.horizon.start, problem.horizon.last)
    records, service = known.attendance, known.service
    days = recorded_days(records) or horizon
    worked = worked_roster(problem, roster, records) if records else None
    planned = of_days(roster, days)
    found: list[Figure] = []
    found += _service(problem, service)
    found += _reviews(known.reviews)
    found += _two(
        "", post_figures(problem, planned, days), post_figures(problem, worked, days) if worked is not None else {}
    )
    for site in problem.center.sites if len(problem.center.sites) > 1 else ():
        found += _two(
            f"site:{site}",
            post_figures(problem, planned, days, site),
            post_figures(problem, worked, days, site) if worked is not None else {},
        )
    found += _fair(problem, planned, worked, days)
    tallies = attended(roster, records, settings.grace)
    found += _people(tallies)
    checked = check(problem, roster)
    found += _legal(checked)
    found += (
        Figure("findings", section, None, count)
        for section, count in section_findings(problem, checked, tallies, service).items()
    )
    found += _covers(problem, planned, worked, days)
    order = list(NAMES)
    return tuple(sorted(found, key=lambda f: (order.index(f.kpi), f.subject != "", f.subject)))


def _service(problem: RosterProblem, service: Sequence[Service]) -> Iterator[Figure]:
    if not service:
        return
    mine: dict[str, list[Service]] = {"": list(service)}
    for row in service:
        mine.setdefault(row.queue, []).append(row)
    for subject, rows in mine.items():
        figures = service_figures(rows)
        for kpi in FIGURES:
            if kpi in figures:
                yield Figure(kpi, subject, None, figures[kpi])
    by_channel: dict[str, list[Service]] = {}
    for row in service:
        by_channel.setdefault(f"channel:{problem.center.queue[row.queue].channel}", []).append(row)
    for channel, rows in by_channel.items():
        figures = service_figures(rows)
        for kpi, source in (("first_response", "answer_timeliness"), ("urgent_response", "urgent_response")):
            if source in figures:
                yield Figure(kpi, channel, None, figures[source])
    for queue, (wape, bias) in forecast_errors(service, problem.needs).items():
        yield Figure("wape", queue, None, wape)
        yield Figure("bias", queue, None, bias)


def _reviews(reviews: Sequence[Review]) -> Iterator[Figure]:
    """Aspects of the center, then of people; how many answers each way of asking brought."""
    for aspect, score in review_figures(reviews).items():
        yield Figure(aspect, "", None, score)
    for person in sorted({r.person for r in reviews if r.person is not None}):
        for aspect, score in review_figures(r for r in reviews if r.person == person).items():
            yield Figure(aspect, person, None, score)
    for method in dict.fromkeys(r.method for r in reviews):
        yield Figure("answers", f"method:{method}", None, sum(r.answers for r in reviews if r.method == method))


def _two(subject: str, plan: Mapping[str, float], actual: Mapping[str, float]) -> Iterator[Figure]:
    for kpi in {**plan, **actual}:
        yield Figure(kpi, subject, plan.get(kpi), actual.get(kpi))


def _fair(problem: RosterProblem, planned: Roster, worked: Roster | None, days: Collection[date]) -> Iterator[Figure]:
    plan = with_ledger(problem, burdens(problem, planned, days))
    actual = with_ledger(problem, burdens(problem, worked, days)) if worked is not None else {}
    for kind in {**plan, **actual}:
        ranges = [spread(side[kind].values()) if kind in side else (None, None) for side in (plan, actual)]
        yield Figure("fair_range", kind, ranges[0][0], ranges[1][0])
        yield Figure("fair_gini", kind, ranges[0][1], ranges[1][1])


def _legal(checked: Checked) -> Iterator[Figure]:
    """Breaches of the rules of C20 to C24 that are on."""
    for catalogue in LEGAL:
        rules = [rule for rule in checked.levels if rule in RULE and catalogue in RULE[rule].catalogue.split(", ")]
        if rules:
            yield Figure("legal", catalogue, sum(b.rule in rules for b in checked.breaches), None)


def _people(tallies: Sequence[Attended]) -> Iterator[Figure]:
    columns = {
        "late": "late",
        "early": "early",
        "late_minutes": "late_minutes",
        "left_post": "left_minutes",
        "absent": "absent",
        "unexplained": "unexplained",
    }
    days = sum(t.days for t in tallies)
    if days:
        yield Figure("attendance", "", None, 100 * (days - sum(t.absent + t.unexplained for t in tallies)) / days)
    for kpi, field in columns.items():
        if tallies:
            yield Figure(kpi, "", None, sum(getattr(t, field) for t in tallies))
        for tally in tallies:
            if getattr(tally, field):
                yield Figure(kpi, tally.person, None, getattr(tally, field))


def _covers(problem: RosterProblem, planned: Roster, worked: Roster | None, days: Collection[date]) -> Iterator[Figure]:
    plan = covers_taken(problem, planned, days)
    actual = covers_taken(problem, worked, days) if worked is not None else None
    for person in sorted({*plan, *(actual or {})}):
        yield Figure("covers", person, plan.get(person, 0), None if actual is None else actual.get(person, 0))

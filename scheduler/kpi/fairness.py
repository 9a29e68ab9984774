"""How evenly burdens are spread: range and Gini, what earlier rosters left over included."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.kpi.posts import cover_minutes
from scheduler.ledgers.spread import gini

KINDS = ("nights", "weekends", "holidays", "duty", "cover")


def burdens(problem: RosterProblem, roster: Roster, days: Collection[date]) -> Mapping[str, Mapping[str, float]]:
    """Counts of each kind by person, for those who can have it; kinds nobody can have are missing.

    Nights, weekends and holidays: rostered people (nights: not protected). Hall duty: the A holders
    of the rota's windows. Covers, in minutes: everybody who is B or C of a post.
    """
    view, center = RosterView(problem, roster), problem.center
    inside = [day for day in problem.days if day.date in days]
    nights = {s.code for s in center.shifts if s.night}
    rostered = [p for p in center.staff if p.rota == "rostered"]
    found: dict[str, dict[str, float]] = {}
    if rostered and inside:
        found["nights"] = {
            p.id: sum(len(nights.intersection(view.shifts(p.id, d.index))) for d in inside)
            for p in rostered
            if not any(p.protected(d.date) for d in inside)
        }
        found["weekends"] = {
            p.id: sum(view.worked(p.id, d.index) and not d.workday and not d.statutory for d in inside)
            for p in rostered
        }
        found["holidays"] = {p.id: sum(view.worked(p.id, d.index) and d.statutory for d in inside) for p in rostered}
    if center.duty is not None and inside:
        holders = {h for w in center.duty.windows for d in inside if (h := center.holder(w, d.date))}
        rows = [d.person for d in roster.duties if d.role == "duty" and d.day in days]
        found["duty"] = {p: rows.count(p) for p in sorted(holders | set(rows))}
    backups = {line.person for line in center.ab if line.role != "A" and any(line.valid(d.date) for d in inside)}
    if backups:
        taken = cover_minutes(problem, roster, days)
        found["cover"] = {p: taken.get(p, 0) for p in sorted(backups | set(taken))}
    return {kind: people for kind, people in found.items() if people}


def with_ledger(problem: RosterProblem, counts: Mapping[str, Mapping[str, float]]) -> Mapping[str, Mapping[str, float]]:
    """Counts with what earlier rosters left above or below the fair share."""
    return {
        kind: {p: x + problem.ledger.get(p, {}).get(kind, 0.0) for p, x in people.items()}
        for kind, people in counts.items()
    }


def spread(values: Iterable[float]) -> tuple[float, float]:
    """Range and Gini; carried-over credit can make values negative, then all are shifted to begin at 0."""
    known = list(values)
    low = min(0.0, min(known))
    return max(known) - min(known), gini([x - low for x in known])

"""Months side by side: what was planned then, what happened, and how the figures move (1-02, 2-22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.assemble import calendar_of, make_problem
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.kpi.assessment import Assessed, assessed
from scheduler.kpi.figures import kpi_figures
from scheduler.kpi.stars import Candidate, shortlist
from scheduler.kpi.types import Figure
from scheduler.registers.counted import with_registers
from scheduler.store.actuals import Actuals
from scheduler.store.folder import CenterFolder


@dataclass(frozen=True)
class Month:
    """Figures of the days of one month from which there are records or duties.

    ``roster`` is the one that was in force, ``assessed`` everybody with a score, best first.
    """

    first: date
    last: date
    figures: tuple[Figure, ...]
    assessed: tuple[Assessed, ...]
    stars: tuple[Candidate, ...]
    problem: RosterProblem = field(repr=False)
    roster: Roster = field(repr=False)
    actuals: Actuals = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    def value(self, kpi: str, subject: str = "") -> float | None:
        """A figure as it turned out, as planned where only that is known, None without it."""
        for f in self.figures:
            if (f.kpi, f.subject) == (kpi, subject):
                return f.plan if f.actual is None else f.actual
        return None


def recorded_months(actuals: Actuals, roster: Roster) -> tuple[tuple[date, date], ...]:
    """First and last day of record in each month that has any; without records those of the roster."""
    days = sorted(actuals.days or {d.day for d in roster.duties})
    months: dict[tuple[int, int], list[date]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(day)
    return tuple((found[0], found[-1]) for found in months.values())


def month_of(
    folder: CenterFolder, roster: Roster, actuals: Actuals, first: date, last: date, needs: Sequence[NeedCell] = ()
) -> Month:
    """Figures of ``first`` to ``last``, both included and of one month; ``needs`` give the forecast error.

    Entries of the center's registers count with the records. Duties before ``first`` are read as the past: rests and weekly hours cross the border.
    """
    mine = [d for d in roster.duties if d.person in folder.center.person]
    problem = make_problem(folder, first, last, needs, past=Roster.of([*mine, *folder.past.duties]))
    here = Roster.of(d for d in mine if first <= d.day <= last)
    known = (
        with_registers(actuals, folder.records, problem.center, calendar_of(folder))
        .between(first, last)
        .of(folder.center)
    )
    return Month(
        first,
        last,
        kpi_figures(problem, here, known),
        assessed(problem, here, known),
        shortlist(problem, here, known),
        problem,
        here,
        known,
    )


def months_of(
    folder: CenterFolder, roster: Roster, actuals: Actuals, needs: Mapping[str, Sequence[NeedCell]] | None = None
) -> tuple[Month, ...]:
    """All months of record, the earliest first; ``needs`` by month (``2026-08``)."""
    return tuple(
        month_of(folder, roster, actuals, first, last, (needs or {}).get(f"{first:%Y-%m}", ()))
        for first, last in recorded_months(actuals, roster)
    )


def eve_of(folder: CenterFolder, first: date) -> CenterFolder:
    """The folder as it was on the eve of a month: a forecast from it has not seen the month."""
    if folder.demand is None:
        return folder
    known = folder.demand[folder.demand["start"].dt.date < first].reset_index(drop=True)
    return replace(folder, demand=known)

"""How work is spread over people: hours, nights, rest days, holidays, covers, hall duty. Pure."""

from dataclasses import dataclass

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part of a roster; ``covers`` are hours on posts of which the person is not A."""

    person: str
    hours: float
    nights: int
    weekends: int
    holidays: int
    covers: float
    duty: int


def shares(problem: RosterProblem, roster: Roster) -> tuple[Share, ...]:
    """Everybody who can be on the roster, in the order of the center."""
    view = RosterView(problem, roster)
    night = {shift.code for shift in problem.center.shifts if shift.night}
    days = range(problem.horizon.days)
    covering: dict[str, float] = {}
    on_duty: dict[str, int] = {}
    for duty in roster.duties:
        if duty.role in ("B", "C"):
            covering[duty.person] = covering.get(duty.person, 0.0) + (duty.end - duty.start).total_seconds() / 3600
        elif duty.role == "duty":
            on_duty[duty.person] = on_duty.get(duty.person, 0) + 1
    found = []
    for person in problem.center.staff:
        worked = [day for day in days if view.worked(person.id, day)]
        found.append(Share(
            person.id, sum(view.minutes(person.id, day) for day in days) / 60,
            sum(bool(night & set(view.shifts(person.id, day))) for day in days) if person.rota == "rostered" else 0,
            sum(not problem.days[day].workday for day in worked), sum(problem.days[day].statutory for day in worked),
            covering.get(person.id, 0.0), on_duty.get(person.id, 0),
        ))
    return tuple(found)

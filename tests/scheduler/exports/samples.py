"""A hall and a hotline with something of everything in them."""

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.rules.tiny import away, hall, hotline, roster
from scheduler.solver.decode import with_duty_rows

BREACH = {
    "rule": "post_covered",
    "level": "MUST",
    "article": "3-07",
    "start": "2026-09-09T14:00",
    "end": "2026-09-09T17:00",
    "post": "W1",
    "person": "a",
    "amount": 180,
    "text_zh": "一号窗无人",
    "text_en": "Window 1 is empty",
}


def hall_week() -> tuple[RosterProblem, Roster]:
    """Monday as it should be; Tuesday a holds both windows; Wednesday a is away from 10:30 on, then nobody is there."""
    problem = hall(
        7,
        absences=(
            away("c", "PM", kind="sick"),
            away("b", "day", 1),
            away("a", "10:30-12:00", 2),
            away("c", "day", 3, "business_trip"),
        ),
    )
    given = roster(
        problem,
        "a W1 AM",
        "a W1 PM",
        "b W2 AM",
        "b W2 PM",
        "c back AM",
        "m back AM",
        "m back PM",
        "a W1 AM 1",
        "a W2 AM 1",
        "a W1 PM 1",
        "c W2 PM 1",
        "a W1 09:00-10:30 2",
        "b W1 10:30-12:00 2",
        "b W2 AM 2",
    )
    return problem, with_duty_rows(problem, given)


def hotline_week() -> tuple[RosterProblem, Roster]:
    problem = hotline(4, absences=(away("y", "day", 2),))
    return problem, roster(problem, "h D 0", "l E 0", "x N 1", "y D 1", "x N 2", "l D 3")

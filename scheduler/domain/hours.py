"""Calendar weeks and norms of working time that hours are compared with (law L1, L6, L7)."""

from collections.abc import Iterable

from scheduler.domain.calendar import NORM_DAY_MINUTES
from scheduler.domain.problem import RosterProblem

WEEK_DAYS = 7
NORMAL_WORKDAYS = 5
NORMAL_WEEK_HOURS = 40


def weeks(problem: RosterProblem) -> tuple[range, ...]:
    """Calendar weeks, Monday first, that touch the horizon, as full ranges of day indices.

    The first may begin before day 0 (its days are read from the past) and the last may reach
    beyond the end (nothing is known there, and nothing is counted).
    """
    monday = -problem.horizon.start.weekday()
    return tuple(range(first, first + WEEK_DAYS) for first in range(monday, problem.horizon.days, WEEK_DAYS))


def workdays(problem: RosterProblem, days: Iterable[int]) -> int:
    """How many of some days are working days, make-up days included.

    Days outside the horizon follow the weekday rule: the problem carries no calendar for them.
    """
    inside = range(problem.horizon.days)
    return sum(problem.days[d].norm_day if d in inside else problem.date(d).weekday() < NORMAL_WORKDAYS for d in days)


def norm_minutes(problem: RosterProblem, days: Iterable[int] | None = None) -> int:
    """Normal working time of some days, by default of the horizon: 8 h for each working day (L7)."""
    return NORM_DAY_MINUTES * workdays(problem, range(problem.horizon.days) if days is None else days)


def week_minutes(problem: RosterProblem, week: range, standard: int = NORMAL_WEEK_HOURS) -> int:
    """Normal working time of one week under standard hours.

    ``standard`` hours, and in a week with more than five working days at least 8 h for each of
    them: a make-up day repays a day given off in another week.
    """
    count = workdays(problem, week)
    return standard * 60 if count <= NORMAL_WORKDAYS else max(standard * 60, count * NORM_DAY_MINUTES)


def hours_text(minutes: int) -> str:
    """Hours with at most one decimal: ``7.5``, ``40``."""
    return f"{round(minutes / 60, 1):g}"

"""A roster's blocks off the line, day after day, and what could not be placed."""

from collections.abc import Callable, Sequence
from functools import partial

from scheduler.activities.day import Days
from scheduler.activities.judge import faults_of, price_of
from scheduler.activities.left_out import left_out
from scheduler.activities.rows import activities_of
from scheduler.activities.types import LeftOut, OffLine
from scheduler.domain.day_task import Price
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from scheduler.solver.activities import WORK, place_day


def place_off_line(
    problem: RosterProblem,
    roster: Roster,
    days: Sequence[int] | None = None,
    kept: Sequence[Activity] = (),
    work: float = WORK,
    on_day: Callable[[OffLine], None] = lambda so_far: None,
) -> OffLine:
    """Place everything the center's routines, backlogs and tasks ask for.

    Parameters
    ----------
    days
        Days to place anew, by index; the others keep what is in ``kept``. Default all.
    on_day
        Told what there is after each day, for a page that shows it as it comes.
    """
    if not problem.center.off_line:
        return OffLine()
    book = Days(problem, roster)
    wanted = range(problem.horizon.days) if days is None else sorted(set(days))
    placed = [a for a in kept if problem.horizon.day(a.day) not in wanted]
    missed: list[LeftOut] = []
    prices: list[Price] = []
    proven = agrees = True
    for day in wanted:
        task = book.task(day, placed)
        if not task.sources:
            prices.append(Price())
            continue
        objection = partial(book.reserve.over, task.cells)
        answer = place_day(task, objection, work)
        price = price_of(task, answer.blocks)
        agrees = agrees and price == answer.price and not faults_of(task, answer.blocks, objection)
        proven = proven and answer.proven
        prices.append(price)
        missed += left_out(book, task, answer.blocks, placed, objection)
        placed += activities_of(problem, task, answer.blocks)
        on_day(OffLine(tuple(placed), tuple(missed), tuple(prices), proven, agrees))
    return OffLine(tuple(sorted(placed)), tuple(missed), tuple(prices), proven, agrees)

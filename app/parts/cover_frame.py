"""Required against rostered heads, interval by interval, as a table for charts."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView

COLUMNS = ("date", "day", "start", "end", "minute", "required", "rostered", "gap")


def cover_frame(problem: RosterProblem, roster: Roster, queues: Collection[str] = ()) -> pd.DataFrame:
    """One row per interval of the need: heads required, heads on post, and the difference.

    Parameters
    ----------
    queues
        Queues added up; all of them when empty. ``rostered`` is the mean over the interval, so
        half an interval with two people counts as one.
    """
    view = RosterView(problem, roster)
    chosen = set(queues) or set(problem.center.queue)
    rows: dict[tuple[int, int], list[float]] = {}
    for cell in problem.needs:
        if cell.queue not in chosen:
            continue
        a, b = problem.horizon.minute(cell.start), problem.horizon.minute(cell.end)
        row = rows.setdefault((a, b), [0.0, 0.0])
        row[0] += cell.required
        row[1] += heads_on(view, problem.center.queue[cell.queue].posts, a, b)
    records = [
        (
            problem.horizon.date(a // DAY_MINUTES),
            a // DAY_MINUTES,
            problem.horizon.moment(a),
            problem.horizon.moment(b),
            a % DAY_MINUTES,
            required,
            rostered,
            rostered - required,
        )
        for (a, b), (required, rostered) in sorted(rows.items())
    ]
    return pd.DataFrame.from_records(records, columns=list(COLUMNS))


def heads_on(view: RosterView, posts: Collection[str], a: int, b: int) -> float:
    """Mean number of different people on some posts over ``[a, b)``."""
    total = 0.0
    # A night's blocks may be filed under the day before.
    first, last = max(0, a // DAY_MINUTES - 1), min(len(view.problem.days) - 1, b // DAY_MINUTES)
    for day in range(first, last + 1):
        for block in view.problem.blocks_of_day[day]:
            shared = min(b, block.end) - max(a, block.start)
            if shared > 0:
                people = {p for post in posts for p in view.holders(post, block.index)}
                total += shared * len(people)
    return total / (b - a)


def of_day(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of one calendar day."""
    return frame[frame["date"] == day].reset_index(drop=True)

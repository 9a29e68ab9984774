"""Work that may wait, day by day: what has come in, what is done, what is due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from scheduler.domain.blocks import on_such_day
from scheduler.domain.problem import RosterProblem
from scheduler.domain.routine import Activity, Backlog

DAYS_A_WEEK = {"daily": 7, "workday": 5, "restday": 2}


class Waiting:
    """The inflow of one backlog over a horizon, and what of it waits on a day.

    Work comes in by whole items; the first item of a horizon's first day is the first one known.
    """

    def __init__(self, problem: RosterProblem, backlog: Backlog) -> None:
        self.problem, self.backlog = problem, backlog

    @cached_property
    def days(self) -> tuple[int, ...]:
        """Days that count, by index."""
        return tuple(d.index for d in self.problem.days if on_such_day(self.backlog.days, d.date, d.workday))

    @cached_property
    def inflow(self) -> Mapping[int, int]:
        """Minutes of work that come in on each day."""
        weights = self._weights()
        mean = sum(weights.values()) / max(len(weights), 1)
        found, items, told = {}, 0.0, 0
        for day in self.days:
            items += (
                self.backlog.per_week / DAYS_A_WEEK.get(self.backlog.days, 1) * (weights[day] / mean if mean else 1.0)
            )
            found[day] = (round(items, 6).__floor__() - told) * self.backlog.each
            told = round(items, 6).__floor__()
        return found

    def _weights(self) -> dict[int, float]:
        found = dict.fromkeys(self.days, 0.0 if self.backlog.queue else 1.0)
        for cell in self.problem.needs:
            day = self.problem.horizon.day(cell.start.date())
            if cell.queue == self.backlog.queue and day in found:
                found[day] += cell.mean
        return found if any(found.values()) else dict.fromkeys(self.days, 1.0)

    def due_day(self, day: int) -> int:
        """The last day on which work of a day is in time; beyond the horizon when it ends before."""
        later = [d for d in self.days if d > day]
        return later[self.backlog.within - 1] if len(later) >= self.backlog.within else self.problem.horizon.days

    def open_on(self, day: int, placed: Iterable[Activity]) -> list[tuple[int, int]]:
        """(due day, minutes) of what waits in the morning of a day, the most urgent first."""
        done: dict[int, int] = defaultdict(int)
        for activity in placed:
            if activity.routine == self.backlog.id and activity.kind == self.backlog.kind:
                done[self.problem.horizon.day(activity.day)] += int(
                    (activity.end - activity.start).total_seconds() // 60
                )
        waits: list[tuple[int, int]] = []
        for now in range(day + 1):
            if now:
                waits = worked_off(waits, done[now - 1])
                if self.inflow.get(now - 1, 0):
                    waits.append((self.due_day(now - 1), self.inflow[now - 1]))
        return waits

    def target(self, day: int, waits: Sequence[tuple[int, int]]) -> int:
        """Minutes to be done today so that nothing becomes late and every day does an even share."""
        best = total = 0
        for due, minutes in waits:
            total += minutes
            days = sum(1 for d in self.days if day <= d <= due)
            best = max(best, -(-total // max(days, 1)))
        return best


def worked_off(waits: Sequence[tuple[int, int]], minutes: int) -> list[tuple[int, int]]:
    """What is left after so many minutes of work on the most urgent first."""
    left = []
    for due, size in waits:
        part = min(size, minutes)
        minutes -= part
        if size > part:
            left.append((due, size - part))
    return left


def late(waits: Sequence[tuple[int, int]], day: int) -> int:
    """Minutes that are not done by the end of their last day, if this is left in the evening of a day."""
    return sum(size for due, size in waits if due <= day)

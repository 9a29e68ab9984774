"""One day's task: from routines, waiting work, the roster and what was placed before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from scheduler.activities.asks import asks_of, grid
from scheduler.activities.stretches import Stretches
from scheduler.activities.supply import Reserve, Supply, cells_of
from scheduler.activities.waiting import Waiting
from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.day_task import Ask, Cap, Cell, DayTask, Pile, depth
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.routine import Activity, Backlog, Task


class Days:
    """The tasks of a roster's days, each given what was placed on the days before."""

    def __init__(self, problem: RosterProblem, roster: Roster) -> None:
        self.view = RosterView(problem, roster)
        self.problem = self.view.problem
        self.stretches = Stretches(self.problem, roster)
        self.supply = Supply(self.view)
        self.waiting = {b.id: Waiting(self.problem, b) for b in self.problem.center.backlogs}

    @cached_property
    def reserve(self) -> Reserve:
        return Reserve(self.view)

    def task(self, day: int, placed: Sequence[Activity]) -> DayTask:
        """What is asked of one day; ``placed`` may hold later days too."""
        on = self.problem.date(day)
        before = [a for a in placed if a.day < on]
        asks = [replace(ask, id=i) for i, ask in enumerate(asks_of(self.stretches, day, before))]
        piles = [replace(pile, id=len(asks) + i) for i, pile in enumerate(self._piles(day, before))]
        cells = self._cells(day, asks, piles)
        away = frozenset((*self._reaching(cells, before), *self._off_duty(day, cells, asks)))
        each = list(enumerate(cells))
        return DayTask(
            day,
            cells,
            tuple(asks),
            tuple(piles),
            tuple(line for i, c in each for line in self.supply.lines(i, c, away)),
            tuple(stand for i, c in each for stand in self.supply.stands(i, c, away)),
            tuple(guard for i, c in each for guard in self.supply.guards(i, c, away)),
            tuple(self._caps()),
            away,
        )

    def _piles(self, day: int, before: Sequence[Activity]) -> Iterator[Pile]:
        for backlog in self.problem.center.backlogs:
            waiting = self.waiting[backlog.id]
            waits = waiting.open_on(day, before)
            total = sum(minutes for _, minutes in waits)
            starts = self._starts(backlog, day)
            if total and day in waiting.days and starts:
                yield Pile(
                    0,
                    backlog.id,
                    backlog.kind,
                    backlog.block,
                    starts,
                    waiting.target(day, waits),
                    -(-total // backlog.block),
                    depth(backlog.kind, backlog.recall),
                )

    def _starts(self, backlog: Backlog, day: int) -> Mapping[str, tuple[int, ...]]:
        center, base, found = self.problem.center, day * DAY_MINUTES, {}
        step = max(backlog.block, grid(center.slot_minutes))
        for person in self.stretches.on(day):
            if (backlog.people and person not in backlog.people) or (
                backlog.ranks and center.person[person].rank not in backlog.ranks
            ):
                continue
            starts: list[int] = []
            for a, b in self.stretches.of[person, day]:
                low = a if backlog.earliest is None else max(a, base + backlog.earliest)
                high = b if backlog.latest is None else min(b, base + backlog.latest)
                starts += range(-(-low // step) * step, high - backlog.block + 1, step)
            if starts:
                found[person] = tuple(starts)
        return found

    def _cells(self, day: int, asks: Sequence[Ask], piles: Sequence[Pile]) -> tuple[Cell, ...]:
        spans = [(s, s + a.minutes) for a in asks for s in a.starts]
        spans += [(s, s + p.minutes) for p in piles for starts in p.starts.values() for s in starts]
        if not spans:
            return ()
        marks = {m for span in spans for m in span}
        return cells_of(self.supply, marks, min(marks), max(marks))

    def _reaching(self, cells: Sequence[Cell], before: Sequence[Activity]) -> Iterator[tuple[str, int]]:
        minute = self.problem.horizon.minute
        for activity in before:
            a, b = minute(activity.start), minute(activity.end)
            yield from ((activity.person, i) for i, cell in enumerate(cells) if cell.start < b and a < cell.end)

    def _off_duty(self, day: int, cells: Sequence[Cell], asks: Sequence[Ask]) -> Iterator[tuple[str, int]]:
        """Cells in which somebody who might take part is not at work."""
        for partner in sorted({p for ask in asks for p in ask.partners}):
            spans = self.stretches.of[partner, day]
            yield from (
                (partner, i)
                for i, cell in enumerate(cells)
                if not any(a <= cell.start and cell.end <= b for a, b in spans)
            )

    def _caps(self) -> Iterator[Cap]:
        center = self.problem.center
        yield from (Cap(r.id, r.at_once) for r in center.off_line if not isinstance(r, Task) and r.at_once)
        if center.off_line_at_once:
            yield Cap(None, center.off_line_at_once)

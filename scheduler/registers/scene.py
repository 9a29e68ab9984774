"""What an expected entry may be filled from: the center, its roster and calendar, one day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from scheduler.domain.calendar import Calendar
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.record import Record
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.store.folder import CenterFolder


@dataclass(frozen=True)
class Scene:
    """One look at a center, day after day.

    Attributes
    ----------
    records
        Entries written so far.
    """

    problem: RosterProblem
    roster: Roster
    calendar: Calendar
    records: tuple[Record, ...] = ()

    @cached_property
    def view(self) -> RosterView:
        return RosterView(self.problem, self.roster)

    def blocks(self, day: date) -> tuple[Block, ...]:
        """Blocks of a day on which anything is open; none outside the horizon."""
        index = self.problem.horizon.day(day)
        if not 0 <= index < self.problem.horizon.days:
            return ()
        return tuple(b for b in self.view.problem.blocks_of_day[index] if b.posts)

    def open_posts(self, day: date) -> Iterator[tuple[str, Block, Block]]:
        """Posts of presence that open on a day, each with its first and last open block."""
        for post in sorted((p for p in self.problem.center.posts if p.heads), key=lambda p: (p.number, p.id)):
            mine = [b for b in self.blocks(day) if post.id in b.posts]
            if mine:
                yield post.id, mine[0], mine[-1]

    def holder(self, post: str, block: Block) -> str:
        """Who holds a post over a block; empty for nobody."""
        return next(iter(self.view.holders(post, block.index)), "")

    def moment(self, minute: int) -> datetime:
        return self.problem.horizon.moment(minute)


def scene_of(
    folder: CenterFolder, roster: Roster | None, records: tuple[Record, ...], first: date, last: date
) -> Scene:
    """The scene of some days of a center; without a roster the windows are held by the AB table."""
    # The problem is made with the registers' effects, so assembling knows us: it is imported late.
    from dataclasses import replace

    from scheduler.assemble import calendar_of, make_problem
    from scheduler.solver.greedy import greedy_roster

    folder = replace(folder, records=records)
    problem = make_problem(folder, first, last + AHEAD)
    if roster is None:
        roster = greedy_roster(problem)
    return Scene(problem, roster, calendar_of(folder), records)


AHEAD = timedelta(days=14)
"""How far beyond its last day a scene looks: the next duty window may be after a long holiday."""

"""One block moved by hand: what it would do, with the relief that does least harm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import product

from scheduler.activities.check import ActivityLine, day_lines
from scheduler.activities.day import Days
from scheduler.activities.judge import faults_of, price_of
from scheduler.activities.rows import activities_of, blocks_of
from scheduler.domain.day_task import Ask, Block, DayTask
from scheduler.domain.routine import Activity
from scheduler.domain.rule_settings import Level

MOST = 200
"""Ways to relieve a moved block that are tried; further ones are left out."""


@dataclass(frozen=True, slots=True)
class Moved:
    """All activities with the block where it was put, and what is wrong on its day that was not before.

    ``possible``: nothing that is forbidden (an empty post, a seal without keeper …) is new.
    """

    activities: tuple[Activity, ...]
    lines: tuple[ActivityLine, ...]

    @property
    def possible(self) -> bool:
        return all(line.level is not Level.HARD for line in self.lines)


def starts_of(book: Days, activities: Sequence[Activity], activity: Activity) -> tuple[datetime, ...]:
    """Moments at which a block may begin by its own window; empty for what is no block of its own (a relief)."""
    task = book.task(book.problem.horizon.day(activity.day), activities)
    block = _block(book, task, activities, activity)
    if block is None:
        return ()
    source = next(s for s in task.sources if s.id == block.source)
    starts = source.starts if isinstance(source, Ask) else source.starts.get(activity.person, ())
    return tuple(book.problem.horizon.moment(s) for s in starts)


def move(book: Days, activities: Sequence[Activity], activity: Activity, start: datetime) -> Moved:
    """Move a block of a person to another start on its day; who relieves is chosen anew.

    Raises
    ------
    ValueError
        If the activity is not among ``activities``, or is a relief: these follow their block.
    """
    problem = book.problem
    task = book.task(problem.horizon.day(activity.day), activities)
    block = _block(book, task, activities, activity)
    if block is None:
        raise ValueError(
            f"{activity.kind} of {activity.person} on {activity.day} at {activity.start:%H:%M}: not a block that can be moved"
        )
    blocks, strange = blocks_of(problem, task, activities)
    others = [b for b in blocks if b != block]
    begin = problem.horizon.minute(start)
    objection = partial(book.reserve.over, task.cells)
    trials = _relieved(task, replace(block, start=begin, end=begin + block.end - block.start, reliefs=()))
    best = min(
        trials, key=lambda b: (len(faults_of(task, [*others, b], objection)), price_of(task, [*others, b]), b.reliefs)
    )
    rest = [a for a in activities if a.day != activity.day]
    after = tuple(sorted([*rest, *strange, *activities_of(problem, task, [*others, best])]))
    was = {(line.kind, line.text_zh) for line in day_lines(book, task.day, activities)}
    return Moved(
        after, tuple(line for line in day_lines(book, task.day, after) if (line.kind, line.text_zh) not in was)
    )


def _block(book: Days, task: DayTask, activities: Sequence[Activity], activity: Activity) -> Block | None:
    """The block an activity stands for; a partner's row leads to the same block."""
    start = book.problem.horizon.minute(activity.start)
    routines = {s.id: s.routine for s in task.sources}
    for block in blocks_of(book.problem, task, activities)[0]:
        if (
            routines[block.source] == activity.routine
            and block.start == start
            and activity.person in (block.person, block.partner)
            and activity.kind != "relief"
        ):
            return block
    return None


def _relieved(task: DayTask, block: Block) -> Iterator[Block]:
    """The block with every way to relieve the posts it leaves."""
    able: dict[str, set[str]] = {}
    for stand in task.stands:
        cell = task.cells[stand.cell]
        if cell.start < block.end and block.start < cell.end and {block.person, block.partner} & set(stand.holders):
            able[stand.post] = able.get(stand.post, set(stand.relief)) & set(stand.relief)
    posts = sorted(able)
    for number, chosen in enumerate(product(*((*sorted(able[post]), None) for post in posts))):
        if number == MOST:
            return
        yield replace(
            block, reliefs=tuple((post, who) for post, who in zip(posts, chosen, strict=True) if who is not None)
        )

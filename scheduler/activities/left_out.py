"""What a day could not hold, and why: each block tried where it was allowed, the commonest obstacle named."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scheduler.activities.day import Days
from scheduler.activities.judge import Fault, Objection, faults_of, price_of
from scheduler.activities.types import LeftOut, Obstacle
from scheduler.activities.waiting import late, worked_off
from scheduler.domain.day_task import Ask, Block, DayTask, Price
from scheduler.domain.routine import Activity

TRIALS = 60
"""Starts tried for one block; those of a long window are thinned out evenly."""


def left_out(
    book: Days, task: DayTask, blocks: Sequence[Block], placed: Sequence[Activity], objection: Objection
) -> Iterator[LeftOut]:
    """Everything due on a day that is not among its blocks; ``placed``: activities of the days before."""
    count = Counter(b.source for b in blocks)
    for ask in task.asks:
        lacking = ask.due - count[ask.id]
        if lacking > 0:
            yield LeftOut(
                task.day,
                ask.routine,
                ask.kind,
                ask.person,
                lacking * ask.minutes,
                ask.level,
                obstacle(task, blocks, ask, objection),
            )
    piles = {pile.routine: pile for pile in task.piles}
    for backlog in book.problem.center.backlogs:
        on = book.problem.date(task.day)
        waits = book.waiting[backlog.id].open_on(task.day, [a for a in placed if a.day < on])
        pile = piles.get(backlog.id)
        done = count[pile.id] * pile.minutes if pile is not None else 0
        over = late(worked_off(waits, done), task.day) - late(waits, task.day - 1)
        if over > 0:
            why = Obstacle("window") if pile is None else Obstacle("need")
            yield LeftOut(task.day, backlog.id, backlog.kind, "", over, "SOFT", why)


def obstacle(task: DayTask, blocks: Sequence[Block], ask: Ask, objection: Objection) -> Obstacle:
    """The commonest first obstacle over the starts of an ask."""
    if not ask.starts:
        return Obstacle("window")
    base = price_of(task, blocks)
    step = -(-len(ask.starts) // TRIALS)
    starts = ask.starts[::step]
    seen: Counter[Obstacle] = Counter(_first(task, blocks, ask, start, objection, base) for start in starts)
    (found, times), *_ = sorted(seen.items(), key=lambda pair: (-pair[1], pair[0].kind, pair[0].thing, pair[0].person))
    return Obstacle(found.kind, found.thing, found.guard, found.person, times / len(starts))


def _first(task: DayTask, blocks: Sequence[Block], ask: Ask, start: int, objection: Objection, base: Price) -> Obstacle:
    """What a block at one start would run into, with the relief that gets furthest."""
    best: Obstacle | None = None
    for trial in _trials(task, blocks, ask, start):
        with_it = [*blocks, trial]
        faults = [f for f in faults_of(task, with_it, objection) if f.kind != "count"]
        if faults:
            found = _of(min(faults, key=_order))
        elif price_of(task, with_it).short > base.short:
            found = Obstacle("need")
        else:
            return Obstacle("search")
        best = found if best is None or best.kind == "post" else best
    return best or Obstacle("window")


def _order(fault: Fault) -> tuple[int, int]:
    order = ("window", "partner", "unknown", "overlap", "distance", "post", "relief", "guard", "margin", "cap", "count")
    return order.index(fault.kind), fault.start


def _of(fault: Fault) -> Obstacle:
    return Obstacle(fault.kind, fault.thing, fault.guard, fault.person)


def _trials(task: DayTask, blocks: Sequence[Block], ask: Ask, start: int) -> Iterator[Block]:
    """The block at a start, with nobody and then with each who could relieve its posts."""
    end = start + ask.minutes
    here = [
        s
        for s in task.stands
        if task.cells[s.cell].start < end and start < task.cells[s.cell].end and ask.person in s.holders
    ]
    posts: dict[str, set[str]] = {}
    for stand in here:
        posts[stand.post] = posts.get(stand.post, set(stand.relief)) & set(stand.relief)
    for partner in ask.partners or ("",):
        base = Block(start, end, ask.person, ask.id, partner)
        yield base
        for post, able in sorted(posts.items()):
            for person in sorted(able):
                yield Block(start, end, ask.person, ask.id, partner, ((post, person),))

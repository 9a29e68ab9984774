"""As many heads as the forecast asks for."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar

from scheduler.domain.center import Queue
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import MONDAY, hotline, roster


class DemandMet(Rule):
    """The heads on a queue's open posts reach what the need asks for (4-29, 4-03; P01).

    Convex: the k-th missing head costs k for each minute, so 1, 3, 6 … for 1, 2, 3 missing, and two
    slots short by one are better than one short by two. From the head ``steps`` on it stays at
    ``steps``, which keeps large pools cheap to solve. With ``by`` "service" the k-th missing head
    costs what its customers lose, in head-minutes of a mean first missing head. Only people count who may hold the post: the
    qualified on a pool, those with a source on a window. Presence is counted: a person who holds
    two windows at once is one head on each (capacity of double duty is not discounted here).
    """

    id = "demand_met"
    catalogue = "P01"
    article = "4-29, 4-03"
    unit = "head-minutes"
    level = Level.SOFT
    tier = 1
    title: ClassVar = {"zh": "人力满足需求", "en": "Demand met"}
    text: ClassVar = {
        "zh": "{queue_zh}{time}需{required}人，缺{missing}人",
        "en": "{queue_en} needs {required} over {time} and is {missing} short",
    }
    remedy: ClassVar = {
        "zh": "将人员移到该时段，或引导错峰、预约办理。",
        "en": "Move people into these hours, or steer visitors to other hours by appointment.",
    }

    @dataclass(frozen=True)
    class Params:
        steps: int = field(default=8, metadata={"unit": "heads", "min": 1, "max": 40})
        by: str = field(default="heads", metadata={"example": "heads, service"})

        def __post_init__(self) -> None:
            if self.by not in ("heads", "service"):
                raise ValueError(f"by is {self.by!r}, expected heads or service")

    def check(self, problem: RosterProblem, view: RosterView, params: "DemandMet.Params") -> Iterable[Breach]:
        able = able_on(problem)
        for queue, block, minutes in _asked(problem):
            heads = heads_seen(view, queue, block, able)
            for (required, weights), length in sorted(minutes.items()):
                missing = required - heads
                if missing > 0:
                    told = thresholds(required, weights, length, params)
                    yield Breach(
                        self.id,
                        sum(amount * max(0, at - heads) for at, amount in told.items()),
                        block.start,
                        block.end,
                        block.day,
                        queue.posts[0] if len(queue.posts) == 1 else None,
                        words={
                            "queue_zh": queue.name_zh,
                            "queue_en": queue.name_en,
                            "required": required,
                            "missing": missing,
                        },
                    )

    def encode(self, model: Model, problem: RosterProblem, params: "DemandMet.Params") -> None:
        able = able_on(problem)
        for queue, block, minutes in _alike(problem):
            held: Any = heads_told(model, queue, block, able)
            amounts: Counter[int] = Counter()
            for (required, weights), length in minutes.items():
                amounts.update(thresholds(required, weights, length, params))
            for heads, amount in sorted(amounts.items()):
                model.at_least(held, heads, amount, queue=queue.id, block=block.index, heads=heads)

    def examples(self) -> Sequence[Example]:
        problem = hotline(1, needs=(_need(8, 12, 2), _need(12, 16, 3), _need(16, 24, 1)))
        kept = roster(problem, "x D 0", "y D 0", "l D 0", "h E 0")
        broken = roster(problem, "x D 0", "h E 0")
        flat = RuleSettings({"demand_met": RuleSetting(params={"steps": 2})})
        deep = hotline(1, needs=(_need(8, 12, 3),), settings=flat)
        # Two hours alike by heads; by customers the second missing head of the morning costs three times the first.
        served = RuleSettings({"demand_met": RuleSetting(params={"by": "service"})})
        busy = hotline(
            1,
            needs=(replace(_need(8, 12, 2), weights=(1.5, 3.0)), replace(_need(16, 24, 1), weights=(0.25,))),
            settings=served,
        )
        return [
            Example(problem, kept, broken, 240 * 1 + 240 * 3),
            Example(deep, kept, roster(deep, "x E 0"), 240 * (1 + 2 + 2)),
            Example(busy, roster(busy, "x D 0", "y D 0", "l E 0"), roster(busy, "l N 0"), 1440 + 120),
        ]


Asked = tuple[int, tuple[float, ...]]
"""Heads required, and the weights of missing ones (:attr:`NeedCell.weights`)."""


def thresholds(required: int, weights: tuple[float, ...], length: int, params: "DemandMet.Params") -> Counter[int]:
    """What each head below a number of heads costs over ``length`` minutes, by that number."""
    found: Counter[int] = Counter()
    for place, heads in enumerate(range(required, max(0, required - params.steps), -1)):
        weight = 1.0 if params.by == "heads" or not weights else weights[place] if place < len(weights) else 0.0
        amount = round(weight * length)
        if amount:
            found[heads] = amount
    return found


def demanded(problem: RosterProblem) -> Iterator[tuple[Queue, Block, Mapping[int, int]]]:
    """Queues and blocks in which one of the queue's posts is open and a need is stated; with each, its minutes by the heads required over them."""
    for queue, block, minutes in _asked(problem):
        yield queue, block, _by_heads(minutes)


def alike(problem: RosterProblem) -> Iterator[tuple[Queue, Block, Mapping[int, int]]]:
    """The same as :func:`demanded`, told once for blocks whose heads are the same by construction (:func:`_alike`)."""
    for queue, block, minutes in _alike(problem):
        yield queue, block, _by_heads(minutes)


def _by_heads(minutes: Mapping[Asked, int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for (required, _), length in minutes.items():
        found[required] += length
    return found


def _asked(problem: RosterProblem) -> Iterator[tuple[Queue, Block, Mapping[Asked, int]]]:
    """Queues and blocks in which one of the queue's posts is open and a need is stated.

    With each: minutes of the block by what is asked over them (one entry, unless the block is
    longer than the need's interval).
    """
    starts = [block.start for block in problem.blocks]
    found: dict[tuple[str, int], Counter[Asked]] = defaultdict(Counter)
    for cell in problem.needs:
        posts = problem.center.queue[cell.queue].posts
        start, end = problem.horizon.minute(cell.start), problem.horizon.minute(cell.end)
        for index in range(max(0, bisect_right(starts, start) - 1), len(starts)):
            block = problem.blocks[index]
            if block.start >= end:
                break
            inside = min(block.end, end) - max(block.start, start)
            if inside > 0 and not block.posts.isdisjoint(posts):
                found[cell.queue, index][cell.required, cell.weights] += inside
    for (queue, index), minutes in sorted(found.items()):
        yield problem.center.queue[queue], problem.blocks[index], minutes


def _alike(problem: RosterProblem) -> Iterator[tuple[Queue, Block, Mapping[Asked, int]]]:
    """The same as :func:`_asked`, told once for blocks whose heads are the same by construction.

    On pools these are the blocks of a day with the same shifts at work, and the same people still
    there from before the horizon: their minutes are added, and the first block speaks for all. It
    spares large pools most of their inequalities.
    """
    minute = problem.horizon.minute
    still = [(minute(d.start), minute(d.end), d.post, d.person) for d in problem.past.duties if minute(d.end) > 0]
    shifts = [s for s in problem.center.shifts if s.pool is not None]
    groups: dict[tuple[object, ...], tuple[Queue, Block, Counter[Asked]]] = {}
    for queue, block, minutes in _asked(problem):
        place: object = block.index
        if pooled(problem, queue):
            place = (
                tuple(
                    (day, s.code)
                    for day in (block.day - 1, block.day)
                    for s in shifts
                    if s.pool in queue.posts and problem.shift_covers(day, s.code, block)
                ),
                tuple((post, person) for a, b, post, person in still if a <= block.start < b),
            )
        key = (queue.id, block.day, tuple(sorted(block.posts.intersection(queue.posts))), place)
        groups.setdefault(key, (queue, block, Counter()))[2].update(minutes)
    yield from groups.values()


def pooled(problem: RosterProblem, queue: Queue) -> bool:
    """Whether all posts of a queue are pools of shifts."""
    pools = {s.pool for s in problem.center.shifts}
    return all(post in pools for post in queue.posts)


def able_on(problem: RosterProblem) -> Callable[[str, int], frozenset[str]]:
    """People who count on a post on a day: qualified for a pool, with a source for a window."""
    center = problem.center
    pools = {s.pool for s in center.shifts}

    @cache
    def able(post: str, day: int) -> frozenset[str]:
        on = problem.date(day)
        if post in pools:
            return frozenset(
                p.id for p in center.staff if p.rota == "rostered" and center.qualified(p, center.post[post], on)
            )
        return frozenset(center.able(post, on))

    return able


def heads_seen(view: RosterView, queue: Queue, block: Block, able: Callable[[str, int], frozenset[str]]) -> int:
    """Heads of a roster on the open posts of a queue over a block."""
    return sum(
        person in able(post, block.day)
        for post in queue.posts
        if post in block.posts
        for person in view.holders(post, block.index)
    )


def heads_told(model: Model, queue: Queue, block: Block, able: Callable[[str, int], frozenset[str]]) -> Any:
    """The same for a model."""
    return sum(
        model.on(person, post, block.index)
        for post in queue.posts
        if post in block.posts
        for person in sorted(able(post, block.day))
    )


def _need(first: int, last: int, heads: int) -> NeedCell:
    base = datetime.combine(MONDAY, datetime.min.time())
    return NeedCell("Q", base + timedelta(hours=first), base + timedelta(hours=last), 1.0, heads)

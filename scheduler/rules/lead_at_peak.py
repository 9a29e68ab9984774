"""A leader on the line when it is busiest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from scheduler.domain.center import Queue
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.demand_met import able_on, alike, demanded, pooled
from scheduler.rules.tiny import MONDAY, hotline, roster


class LeadAtPeak(Rule):
    """In the peak hours of a line a leader is there to sort, dispatch and take what agents cannot answer (3-64).

    Peak hours of a day are those whose need reaches ``percent`` of the day's highest, and two heads
    at least. Only for queues whose posts are pools, in centers that name a rank that leads; who acts
    in it counts too. Each missing leader counts the minutes of the peak.
    """

    id = "lead_at_peak"
    catalogue = "P19"
    article = "3-64"
    unit = "leader-minutes"
    level = Level.SOFT
    tier = 6
    title: ClassVar = {"zh": "高峰有值长", "en": "Leader at the peak"}
    text: ClassVar = {
        "zh": "{queue_zh}{time}为高峰，应有{leaders}名值长，缺{missing}名",
        "en": "{queue_en} peaks over {time} and should have {leaders} leader(s); {missing} missing",
    }
    remedy: ClassVar = {
        "zh": "将值长的班次移到高峰时段，或指定代值长。",
        "en": "Move a leader's shift to the peak, or designate an acting leader.",
    }

    @dataclass(frozen=True)
    class Params:
        percent: int = field(default=80, metadata={"unit": "% of the day's highest need", "min": 1, "max": 100})
        leaders: int = field(default=1, metadata={"unit": "leaders", "min": 1, "max": 20})

    def check(self, problem: RosterProblem, view: RosterView, params: "LeadAtPeak.Params") -> Iterable[Breach]:
        leaders, peak = self._leaders_on(problem), self._peak(problem, params)
        for queue, block, minutes in self._lines(problem, demanded(problem)):
            long = sum(length for required, length in minutes.items() if required >= peak[queue.id, block.day])
            posts = [post for post in queue.posts if post in block.posts]
            missing = params.leaders - sum(
                p in leaders(post, block.day) for post in posts for p in view.holders(post, block.index)
            )
            if long and missing > 0:
                yield Breach(
                    self.id,
                    missing * long,
                    block.start,
                    block.end,
                    block.day,
                    queue.posts[0] if len(queue.posts) == 1 else None,
                    words={
                        "queue_zh": queue.name_zh,
                        "queue_en": queue.name_en,
                        "leaders": params.leaders,
                        "missing": missing,
                    },
                )

    def encode(self, model: Model, problem: RosterProblem, params: "LeadAtPeak.Params") -> None:
        leaders, peak = self._leaders_on(problem), self._peak(problem, params)
        for queue, block, minutes in self._lines(problem, alike(problem)):
            long = sum(length for required, length in minutes.items() if required >= peak[queue.id, block.day])
            if long:
                there: Any = sum(
                    model.on(person, post, block.index)
                    for post in queue.posts
                    if post in block.posts
                    for person in sorted(leaders(post, block.day))
                )
                model.at_least(there, params.leaders, long, queue=queue.id, block=block.index)

    @staticmethod
    def _lines(
        problem: RosterProblem, lines: Iterable[tuple[Queue, Block, Mapping[int, int]]]
    ) -> Iterable[tuple[Queue, Block, Mapping[int, int]]]:
        return (line for line in lines if problem.center.leader_rank is not None and pooled(problem, line[0]))

    @staticmethod
    def _peak(problem: RosterProblem, params: "LeadAtPeak.Params") -> Mapping[tuple[str, int], int]:
        """Heads from which a queue is at its peak, by day."""
        highest: dict[tuple[str, int], int] = {}
        for queue, block, minutes in demanded(problem):
            highest[queue.id, block.day] = max(highest.get((queue.id, block.day), 0), *minutes)
        return {key: max(2, -(-heads * params.percent // 100)) for key, heads in highest.items()}

    @staticmethod
    def _leaders_on(problem: RosterProblem) -> Callable[[str, int], frozenset[str]]:
        """People who lead and count on a post on a day."""
        able, center, rank = able_on(problem), problem.center, problem.center.leader_rank
        return lambda post, day: frozenset(
            p
            for p in able(post, day)
            if rank is not None and center.rank_at_least(center.person[p], rank, problem.date(day))
        )

    def examples(self) -> Sequence[Example]:
        base = datetime.combine(MONDAY, datetime.min.time())
        needs = tuple(
            NeedCell("Q", base + timedelta(hours=a), base + timedelta(hours=b), 1.0, heads)
            for a, b, heads in ((8, 10, 3), (10, 12, 2), (12, 14, 5), (14, 16, 4), (16, 24, 1))
        )
        problem = hotline(1, needs=needs)
        kept = roster(problem, "l D 0", "x D 0", "y E 0")
        # The peak is 12:00-16:00: five heads, and four are 80 % of them.
        return [Example(problem, kept, roster(problem, "x D 0", "y D 0", "h E 0"), 240)]

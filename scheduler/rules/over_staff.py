"""No more heads on a pool than the forecast asks for."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.demand_met import able_on, alike, demanded, heads_seen, heads_told, pooled
from scheduler.rules.tiny import MONDAY, hotline, roster


class OverStaff(Rule):
    """Heads on a pool above the need are idle time (4-03; P02).

    Only for queues whose posts are all pools of shifts: a window must be held whether or not
    anybody comes. Time without a stated need is left alone.
    """

    id = "over_staff"
    catalogue = "P02"
    article = "4-03"
    unit = "head-minutes"
    level = Level.SOFT
    tier = 6
    title: ClassVar = {"zh": "人力不过剩", "en": "No overstaffing"}
    text: ClassVar = {
        "zh": "{queue_zh}{time}需{required}人，多排{surplus}人",
        "en": "{queue_en} needs {required} over {time} and has {surplus} more",
    }
    remedy: ClassVar = {
        "zh": "将多出的人员移到缺人的时段，或安排培训、回访等工作。",
        "en": "Move the surplus to hours that lack people, or plan training and call-backs there.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        able = able_on(problem)
        for queue, block, minutes in demanded(problem):
            if not pooled(problem, queue):
                continue
            heads = heads_seen(view, queue, block, able)
            for required, length in sorted(minutes.items()):
                surplus = heads - required
                if surplus > 0:
                    yield Breach(
                        self.id,
                        surplus * length,
                        block.start,
                        block.end,
                        block.day,
                        queue.posts[0] if len(queue.posts) == 1 else None,
                        words={
                            "queue_zh": queue.name_zh,
                            "queue_en": queue.name_en,
                            "required": required,
                            "surplus": surplus,
                        },
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        able = able_on(problem)
        for queue, block, minutes in alike(problem):
            if pooled(problem, queue):
                held = heads_told(model, queue, block, able)
                for required, length in sorted(minutes.items()):
                    model.at_most(held, required, length, queue=queue.id, block=block.index, heads=required)

    def examples(self) -> Sequence[Example]:
        base = datetime.combine(MONDAY, datetime.min.time())
        needs = tuple(
            NeedCell("Q", base + timedelta(hours=a), base + timedelta(hours=b), 1.0, heads)
            for a, b, heads in ((8, 12, 2), (12, 16, 1))
        )
        problem = hotline(1, needs=needs)
        kept = roster(problem, "x D 0", "y E 0", "l E 0")
        broken = roster(problem, "x D 0", "y D 0", "l D 0")
        return [Example(problem, kept, broken, 240 * 1 + 240 * 2)]

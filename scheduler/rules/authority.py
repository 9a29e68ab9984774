"""Whoever holds a post may finish the items it must offer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from scheduler.domain.posts import Item
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, hall_center, roster


class Authority(Rule):
    """A backup acts only inside the delegated authority (3-13; C06).

    An item all of whose post's present holders may not finish is only accepted or booked then.
    Items a post must offer count 1 a minute, deferrable ones ``deferrable``. Limits stand in the
    AB table (``ABLine.without``); who is not in the table is not limited. Empty posts are silent:
    they lack everything, not an item.
    """

    id = "authority"
    catalogue = "C06"
    article = "3-13"
    unit = "item-minutes"
    level = Level.SOFT
    tier = 2
    last = True
    title: ClassVar = {"zh": "授权范围内办理", "en": "Inside delegated authority"}
    text: ClassVar = {
        "zh": "{post}{time}由{who}顶岗，「{item_zh}」超出授权，只收件或预约",
        "en": "{post} is held by {who} {time}, without authority for {item_en}: accepted or booked only",
    }
    remedy: ClassVar = {
        "zh": "由科长补充授权，或换由有权办理「{item_zh}」的人顶岗，或改为预约办理。",
        "en": "Extend the authority, choose a backup who may finish {item_en}, or offer it by appointment.",
    }

    @dataclass(frozen=True)
    class Params:
        deferrable: int = field(default=0, metadata={"unit": "per minute", "min": 0, "max": 10})

    def check(self, problem: RosterProblem, view: RosterView, params: "Authority.Params") -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            on = problem.date(block.day)
            for post in sorted(block.posts):
                holders = view.holders(post, block.index)
                lines = [center.ab_line(person, post, on) for person in holders]
                for item in center.post[post].items:
                    factor = 1 if item.must else params.deferrable
                    if holders and factor and all(line is not None and item.id in line.without for line in lines):
                        yield Breach(
                            self.id,
                            block.minutes * factor,
                            block.start,
                            block.end,
                            block.day,
                            post,
                            words={"who": holders, "item_zh": item.name_zh, "item_en": item.name_en},
                        )

    def encode(self, model: Model, problem: RosterProblem, params: "Authority.Params") -> None:
        limited = {line.post for line in problem.center.ab if line.without}
        people: dict[tuple[str, int], list[str]] = defaultdict(list)
        for person, post, block in model.cells():
            if post in limited and post in problem.blocks[block].posts:
                people[post, block].append(person)
        for (post, block), able in people.items():
            for item in problem.center.post[post].items:
                factor = 1 if item.must else params.deferrable
                unable = self._without(problem, post, item, problem.blocks[block].day)
                bound = model.either(model.on(p, post, block) for p in able if p in unable)
                free: Any = sum(model.on(p, post, block) for p in able if p not in unable)
                if factor and unable:
                    model.at_most(
                        bound - free, 0, problem.blocks[block].minutes * factor, post=post, block=block, item=item.id
                    )

    @staticmethod
    def _without(problem: RosterProblem, post: str, item: Item, day: int) -> set[str]:
        """People whose line of the day keeps them from one item."""
        on = problem.date(day)
        found = {line.person: problem.center.ab_line(line.person, post, on) for line in problem.center.ab_of_post[post]}
        return {person for person, line in found.items() if line is not None and item.id in line.without}

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "a W1 AM", "b W2 AM", "c W1 PM", "b W1 PM")
        later = replace(problem.center.post["W1"], items=(Item("permit", "许可", "permit"),))
        settings = RuleSettings({self.id: RuleSetting(params={"deferrable": 2})})
        soft = hall(center=hall_center(posts=(later, problem.center.post["W2"])), settings=settings)
        broken = roster(problem, "b W1 AM", "b W2 AM", "a W1 PM")
        return [Example(problem, kept, broken, 180), Example(soft, kept, broken, 360)]

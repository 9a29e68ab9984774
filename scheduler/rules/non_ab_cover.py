"""Cover by people outside the AB pair is the exception."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from scheduler.domain.people import Skill
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, hall_center, roster


class NonABCover(Rule):
    """Minutes on a post of somebody who is neither its A nor a B, dearer the farther away (3-06; P04).

    Amount: minutes x factor of the source, in the order of regulation C01: C, others of the
    section, the universal pool, the manager of a small center. Never silent: each such stretch is
    named with its person. People who may not hold the post at all are :class:`Qualified`'s matter.
    """

    id = "non_ab_cover"
    catalogue = "P04"
    article = "3-06"
    unit = "weighted minutes"
    level = Level.SOFT
    tier = 2
    last = True
    title: ClassVar = {"zh": "AB岗以外顶岗", "en": "Cover outside AB"}
    text: ClassVar = {
        "zh": "{post}{time}由AB岗以外的{person}顶岗",
        "en": "{post} is held {time} by {person}, who is neither its A nor a B",
    }
    remedy: ClassVar = {
        "zh": "让A岗或B岗回到{post}，或将{person}正式列入该岗的AB岗。",
        "en": "Bring the A or a B back to {post}, or name {person} in its AB table.",
    }

    @dataclass(frozen=True)
    class Params:
        c: int = field(default=1, metadata={"unit": "per minute", "min": 0, "max": 20})
        section: int = field(default=2, metadata={"unit": "per minute", "min": 0, "max": 20})
        pool: int = field(default=3, metadata={"unit": "per minute", "min": 0, "max": 20})
        manager: int = field(default=4, metadata={"unit": "per minute", "min": 0, "max": 20})

    def check(self, problem: RosterProblem, view: RosterView, params: "NonABCover.Params") -> Iterable[Breach]:
        factors = {"C": params.c, "section": params.section, "pool": params.pool, "manager": params.manager}
        for block in problem.blocks:
            on = problem.date(block.day)
            for post in problem.center.posts:
                for person in view.holders(post.id, block.index):
                    source = problem.center.source(person, post.id, on)
                    amount = block.minutes * factors.get(source or "", 0)
                    if amount:
                        yield Breach(self.id, amount, block.start, block.end, block.day, post.id, person)

    def encode(self, model: Model, problem: RosterProblem, params: "NonABCover.Params") -> None:
        factor: dict[tuple[str, str, int], int] = {}
        held: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for person, post, block in model.cells():
            key = (person, post, problem.blocks[block].day)
            if key not in factor:
                match problem.center.source(person, post, problem.date(key[2])):
                    case "C":
                        factor[key] = params.c
                    case "section":
                        factor[key] = params.section
                    case "pool":
                        factor[key] = params.pool
                    case "manager":
                        factor[key] = params.manager
                    case _:
                        factor[key] = 0
            if factor[key]:
                held[post, block].append(model.on(person, post, block) * factor[key])
        for (post, block), parts in held.items():
            model.avoid(sum(parts), problem.blocks[block].minutes, post=post, block=block)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        people = tuple(replace(p, skills=(Skill("w1"),)) if p.id == "m" else p for p in center.people)
        problem = hall(center=replace(center, people=people))
        kept = roster(problem, "a W1 AM", "b W2 AM", "b W1 PM")
        return [Example(problem, kept, roster(problem, "c W1 AM", "b W2 AM", "m W1 PM"), 180 * 2 + 180 * 4)]

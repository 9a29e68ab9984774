"""One person, one post, unless as dual backup."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, roster


class OnePlace(Rule):
    """A person holds one post at a time; two only as A of one and dual backup of the other (3-12).

    Amount: minutes x (posts held - 1 - 1 if an allowed pair is among them). The own desk is no
    post. With ``max_posts`` 1 the AB table allows no double duty either.
    """

    id = "one_place"
    catalogue = "C02"
    article = "3-12"
    unit = "post-minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "一人一岗", "en": "One post at a time"}
    text: ClassVar = {
        "zh": "{person}{time}同时占{post}和{other}，不属于允许的AB兼岗",
        "en": "{person} holds {post} and {other} at once {time}, which is no permitted dual cover",
    }
    remedy: ClassVar = {
        "zh": "让{person}只留一个岗位，另一个由该岗的B岗或本科室合格人员顶岗。",
        "en": "Leave {person} on one of the posts and give the other to its backup or a qualified colleague.",
    }

    @dataclass(frozen=True)
    class Params:
        max_posts: int = field(default=2, metadata={"unit": "posts", "min": 1, "max": 2})

    def check(self, problem: RosterProblem, view: RosterView, params: "OnePlace.Params") -> Iterable[Breach]:
        for block in problem.blocks:
            on = problem.date(block.day)
            for person in problem.center.people:
                held = sorted(view.posts(person.id, block.index))
                pairs = list(combinations(held, 2))
                allowed = [
                    pair for pair in pairs if params.max_posts > 1 and problem.center.may_double(person.id, *pair, on)
                ]
                extra = len(held) - 1 - bool(allowed)
                if extra > 0:
                    post, other = next((pair for pair in pairs if pair not in allowed), pairs[0])
                    yield Breach(
                        self.id,
                        extra * block.minutes,
                        block.start,
                        block.end,
                        block.day,
                        post,
                        person.id,
                        words={"other": ("post", other)},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: "OnePlace.Params") -> None:
        by_person: dict[tuple[str, int], list[str]] = defaultdict(list)
        for person, post, block in model.cells():
            by_person[person, block].append(post)
        pairs: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for (person, block), posts in by_person.items():
            if len(posts) < 2:
                continue
            day = problem.blocks[block].day
            if (person, day) not in pairs:
                pairs[person, day] = self._pairs(problem, person, day) if params.max_posts > 1 else []
            found = set(posts)
            allowed = [pair for pair in pairs[person, day] if found.issuperset(pair)]
            if len(posts) == 2 and allowed:
                continue
            held: Any = sum(model.on(person, post, block) for post in posts)
            doubled = model.either(
                model.both(model.on(person, first, block), model.on(person, second, block)) for first, second in allowed
            )
            model.at_most(held - doubled, 1, problem.blocks[block].minutes, person=person, block=block)

    @staticmethod
    def _pairs(problem: RosterProblem, person: str, day: int) -> list[tuple[str, str]]:
        """Pairs (own post, post covered as dual backup) of one person on one day."""
        center, on = problem.center, problem.date(day)
        posts = sorted({line.post for line in center.ab if line.person == person})
        own = [p for p in posts if (line := center.ab_line(person, p, on)) is not None and line.role == "A"]
        dual = [p for p in posts if center.cover_mode(person, p, on) == "dual"]
        return [(first, second) for first in own for second in dual]

    def examples(self) -> Sequence[Example]:
        problem = hall()
        alone = hall(settings=RuleSettings({self.id: RuleSetting(params={"max_posts": 1})}))
        double = roster(problem, "a W1 AM", "a W2 AM")
        return [
            Example(problem, double, roster(problem, "c W1 AM", "c W2 AM"), 180),
            Example(alone, roster(alone, "a W1 AM", "b W2 AM"), double, 180),
        ]

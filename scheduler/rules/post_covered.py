"""Every open post has somebody on it from opening to close."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.center import SOURCES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, roster


class PostCovered(Rule):
    """A post is never left empty from opening to close; B steps in for A (3-07, 3-11).

    Who counts is a parameter: the sources A, B, C, others of the section, the universal pool and
    the manager of a small site, in this order (C01). Someone on the post from a source that is
    not listed does not count.
    """

    id = "post_covered"
    catalogue = "C01"
    article = "3-07, 3-11"
    unit = "post-minutes"
    level = Level.MUST
    tier = 1
    title: ClassVar = {"zh": "岗位不空岗", "en": "Post covered"}
    text: ClassVar = {
        "zh": "{post}{time}空岗；A岗、B岗中不在岗的：{away}",
        "en": "{post} is empty {time}; away of its A and backups: {away}",
    }
    remedy: ClassVar = {
        "zh": "为{post}另定一名合格的顶岗人，或与请假人协商改期。",
        "en": "Name another qualified backup for {post}, or agree on another date with one of those away.",
    }

    @dataclass(frozen=True)
    class Params:
        sources: tuple[str, ...] = field(default=SOURCES, metadata={"choices": SOURCES})

    def check(self, problem: RosterProblem, view: RosterView, params: "PostCovered.Params") -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            for post_id in sorted(block.posts):
                post = center.post[post_id]
                if post.heads == 0:
                    continue
                counted = [
                    p
                    for p in view.holders(post_id, block.index)
                    if center.source(p, post_id, problem.date(block.day)) in params.sources
                ]
                missing = post.heads - len(counted)
                if missing > 0:
                    yield Breach(
                        self.id,
                        missing * block.minutes * post.priority,
                        block.start,
                        block.end,
                        block.day,
                        post_id,
                        words={"away": self._away(problem, post_id, block.start, block.end, block.day)},
                    )

    @staticmethod
    def _away(problem: RosterProblem, post: str, start: int, end: int, day: int) -> tuple[str, ...]:
        """The post's A and backups who are absent, in order: the reason a planner asks for first."""
        on = problem.date(day)
        named = [line.person for line in problem.center.ab_of_post[post] if line.valid(on)]
        return tuple(p for p in named if problem.absent(p, start, end))

    def encode(self, model: Model, problem: RosterProblem, params: "PostCovered.Params") -> None:
        center = problem.center
        able: dict[tuple[str, int], list[str]] = {}
        for block in problem.blocks:
            for post_id in sorted(block.posts):
                post = center.post[post_id]
                if post.heads == 0:
                    continue
                if (post_id, block.day) not in able:
                    on = problem.date(block.day)
                    sources = center.sources(post_id, on)
                    able[post_id, block.day] = [p for p in center.able(post_id, on) if sources[p] in params.sources]
                held: Any = sum(model.on(p, post_id, block.index) for p in able[post_id, block.day])
                model.at_least(held, post.heads, block.minutes * post.priority, post=post_id, block=block.index)

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM")
        empty = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "b back PM")
        return [Example(problem, kept, empty, 180)]

"""The same stand-in over the week."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.hours import weeks
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule, cells_of
from scheduler.rules.tiny import away, hall, roster


class Continuity(Rule):
    """While a post's A is away, one person stands in over the week, not a new one each day (3-04, 3-14; P18).

    Clients and papers stay with one face. Counted by calendar week: different people on the post
    in open blocks in which its A is absent (all open blocks, if it has no A), beyond the heads it
    asks for. With the A at work :class:`HolderFirst` speaks. Pools (no heads) are not looked at.
    """

    id = "continuity"
    catalogue = "P18"
    article = "3-04, 3-14"
    unit = "people"
    level = Level.SOFT
    tier = 6
    weight = 60
    last = True
    title: ClassVar = {"zh": "同岗同人", "en": "Same face at the window"}
    text: ClassVar = {
        "zh": "{post}从{day}起一周内先后由{people}顶岗，多换{amount}人",
        "en": "{people} stand in at {post} in the week of {day}, {amount} more than needed",
    }
    remedy: ClassVar = {
        "zh": "A岗不在期间，尽量由同一人顶{post}。",
        "en": "Let one person look after {post} while its A is away.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for week in weeks(problem):
            for post in problem.center.posts:
                blocks = [
                    b
                    for d in week
                    if 0 <= d < problem.horizon.days
                    for b in problem.blocks_of_day[d]
                    if self._counts(problem, post.id, b)
                ]
                people = sorted({p for b in blocks for p in view.holders(post.id, b.index)})
                if post.heads and len(people) > post.heads:
                    first, last = blocks[0], blocks[-1]
                    yield Breach(
                        self.id,
                        len(people) - post.heads,
                        first.start,
                        last.end,
                        first.day,
                        post.id,
                        words={"people": tuple(people)},
                    )

    @staticmethod
    def _counts(problem: RosterProblem, post: str, block: Block) -> bool:
        if post not in block.posts:
            return False
        a = problem.center.holder(post, problem.date(block.day))
        return a is None or problem.absent(a, block.start, block.end)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center, monday = problem.center, problem.horizon.start.weekday()
        counted = {
            (post.id, block.index)
            for block in problem.blocks
            for post in center.posts
            if post.heads and self._counts(problem, post.id, block)
        }
        held: dict[tuple[str, int], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        posts = {post for post, _ in counted}
        for person, post, block in cells_of(model, problem, center.person, posts) if counted else ():
            if (post, block) in counted:
                held[post, (problem.blocks[block].day + monday) // 7][person].append(model.on(person, post, block))
        for (post, week), people in held.items():
            if len(people) > center.post[post].heads:
                used: Any = sum(model.either(found) for found in people.values())
                model.at_most(used, center.post[post].heads, post=post, week=week)

    def examples(self) -> Sequence[Example]:
        problem = hall(7, absences=tuple(away("a", "day", day) for day in range(3)))
        kept = roster(problem, "b W1 AM", "b W1 PM 1", "b W1 AM 2", "a W1 AM 3", "c W1 AM 4")
        return [Example(problem, kept, roster(problem, "b W1 AM", "c W1 PM", "b W1 AM 1", "m W1 AM 2", "c W2 AM"), 2)]

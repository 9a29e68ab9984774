"""The A holds the own post when at work."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import away, hall, roster


class HolderFirst(Rule):
    """While its A is at work, nobody else holds a post (3-06, 3-11; P18).

    A backup stands in for an A who is away, not for one who is there: the same face at the same
    window. On a post of several heads the A takes one place and the others are free. Amount:
    minutes x people other than the A beyond those places, in open blocks in which the A is
    present and not absent. It weighs more than double duty, because 3-12 has a covering B keep
    the own work: a dual backup looks after both posts rather than hand the own one on.
    """

    id = "holder_first"
    catalogue = "P18"
    article = "3-06, 3-11"
    unit = "person-minutes"
    level = Level.SOFT
    tier = 2
    weight = 2
    last = True
    title: ClassVar = {"zh": "A岗在岗优先", "en": "A first"}
    text: ClassVar = {
        "zh": "{post}{time}由{others}顶岗，而A岗{person}在班",
        "en": "{post} is held by {others} {time} although its A, {person}, is at work",
    }
    remedy: ClassVar = {"zh": "让{person}回到{post}。", "en": "Put {person} back on {post}."}

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for block in problem.blocks:
            on = problem.date(block.day)
            for post in sorted(block.posts):
                a = problem.center.holder(post, on)
                places = problem.center.post[post].heads - 1
                if a is None or places < 0 or problem.absent(a, block.start, block.end):
                    continue
                others = tuple(p for p in view.holders(post, block.index) if p != a)
                if view.present(a, block.index) and len(others) > places:
                    yield Breach(
                        self.id,
                        (len(others) - places) * block.minutes,
                        block.start,
                        block.end,
                        block.day,
                        post,
                        a,
                        words={"others": others},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center, asked = problem.center, set(model.attendances())
        cells: dict[tuple[str, int], list[str]] = defaultdict(list)
        for person, post, block in model.cells():
            if post in problem.blocks[block].posts and center.post[post].heads > 0:
                cells[post, block].append(person)
        for (post, block), people in cells.items():
            where = problem.blocks[block]
            a = center.holder(post, problem.date(where.day))
            if a is None or problem.absent(a, where.start, where.end):
                continue
            if center.person[a].rota == "office" and (a, block) not in asked:
                continue  # no rule wants the A there, so the A never is
            others: Any = sum(model.on(p, post, block) for p in people if p != a)
            # With the A away the bound is out of everybody's reach; with the A there it is exact.
            reach = len(people)
            bound = center.post[post].heads - 1 + reach
            model.at_most(others + model.present(a, block) * reach, bound, where.minutes, post=post, block=block)

    def examples(self) -> Sequence[Example]:
        problem = hall(absences=(away("a", "PM"),))
        kept = roster(problem, "a W1 AM", "b W1 PM", "b W2 PM", "b W2 AM")
        return [Example(problem, kept, roster(problem, "b W1 AM", "c W1 PM", "a back AM", "b W2 PM"), 180)]

"""Nobody opens the cashier post without the cashier key."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, roster


class CashierKey(Rule):
    """A manned cashier post has a keeper of the cashier room's key on site (3-30; C12).

    Counts the minutes of each such post once, however many people are on it. An empty cashier
    post is :class:`PostCovered`'s matter.
    """

    id = "cashier_key"
    catalogue = "C12"
    article = "3-30"
    unit = "post-minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "财务室钥匙专人在场", "en": "Cashier key on site"}
    text: ClassVar = {
        "zh": "{post}{time}有人收费，但财务室钥匙保管人不在场",
        "en": "{post} is manned {time} while no keeper of the cashier key is on site",
    }
    remedy: ClassVar = {
        "zh": "请财务室钥匙保管人到场，否则该时段{post}暂停收费。",
        "en": "Have a keeper of the cashier key on site, or suspend payments at {post} meanwhile.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            for post in center.posts:
                if post.cashier and view.holders(post.id, block.index):
                    keepers = center.custodians("cashier", "cashier", problem.date(block.day))
                    if not any(view.present(p, block.index) for p in keepers):
                        yield Breach(self.id, block.minutes, block.start, block.end, block.day, post.id)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        cells: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for person, post, block in model.cells():
            if center.post[post].cashier:
                cells[post, block].append(model.on(person, post, block))
        for (post, block), held in cells.items():
            where = problem.blocks[block]
            keepers = sorted(set(center.custodians("cashier", "cashier", problem.date(where.day))))
            here: Any = sum(model.present(p, block) for p in keepers)
            model.at_most(model.either(held) - here, 0, where.minutes, post=post, block=block)

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "a W2 AM", "b back AM", "b W2 PM")
        return [Example(problem, kept, roster(problem, "a W2 AM", "c W2 AM", "b W2 PM"), 180)]

"""Double duty is kept short."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, roster


class DualCover(Rule):
    """Minutes over which one person holds two posts at once (3-12; P03).

    Permitted double duty still costs: the backup has the own work to do as well. Amount: minutes
    x posts beyond the first.
    """

    id = "dual_cover"
    catalogue = "P03"
    article = "3-12"
    unit = "post-minutes"
    level = Level.SOFT
    tier = 2
    last = True
    title: ClassVar = {"zh": "少兼岗", "en": "Little double duty"}
    text: ClassVar = {
        "zh": "{person}{time}兼顾{post}和{other}",
        "en": "{person} looks after both {post} and {other} {time}",
    }
    remedy: ClassVar = {
        "zh": "如有B岗可从本科室前来，由其接替其中一个窗口。",
        "en": "Let a backup from the section take one of the two, if one is free.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for block in problem.blocks:
            for person in problem.center.people:
                held = sorted(view.posts(person.id, block.index))
                if len(held) > 1:
                    yield Breach(
                        self.id,
                        (len(held) - 1) * block.minutes,
                        block.start,
                        block.end,
                        block.day,
                        held[0],
                        person.id,
                        words={"other": ("post", held[1])},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        cells: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for person, post, block in model.cells():
            cells[person, block].append(model.on(person, post, block))
        for (person, block), held in cells.items():
            if len(held) > 1:
                model.at_most(sum(held), 1, problem.blocks[block].minutes, person=person, block=block)

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "a W1 AM", "b W2 AM")
        return [Example(problem, kept, roster(problem, "a W1 AM", "a W2 AM", "b W1 PM", "b W2 PM"), 360)]

"""The seal's custodian is on site while a post that needs the seal is open."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, roster


class SealPresent(Rule):
    """Custodian or deputy of each seal that an open post needs is on site (3-25 … 3-27; C10).

    The last session of the day is included: the seal goes back to the section at close and never
    stays overnight. Counts each seal once, whether or not its posts are manned; where no valid
    custodian is named at all, the seal is lacking all the time.
    """

    id = "seal_present"
    catalogue = "C10"
    article = "3-25, 3-26, 3-27"
    unit = "seal-minutes"
    level = Level.MUST
    tier = 1
    title: ClassVar = {"zh": "印章专人在场", "en": "Seal custodian on site"}
    text: ClassVar = {
        "zh": "{time}{seal}无保管人在场，{post}只能收件",
        "en": "No custodian of seal {seal} is on site {time}: {post} can only accept papers",
    }
    remedy: ClassVar = {
        "zh": "由科长另定一名印章代管人，或与保管人协商改期。",
        "en": "Name a deputy custodian of seal {seal}, or move the custodian's leave.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            needing: dict[str, str] = {}
            for post in sorted(block.posts):
                seal = center.post[post].seal
                if seal is not None:
                    needing.setdefault(seal, post)
            for seal, post in needing.items():
                custodians = center.custodians("seal", seal, problem.date(block.day))
                if not any(view.present(p, block.index) for p in custodians):
                    yield Breach(
                        self.id,
                        block.minutes,
                        block.start,
                        block.end,
                        block.day,
                        post,
                        words={"seal": seal},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        for block in problem.blocks:
            seals = {center.post[post].seal for post in block.posts} - {None}
            for seal in sorted(str(s) for s in seals):
                custodians = sorted(set(center.custodians("seal", seal, problem.date(block.day))))
                here: Any = sum(model.present(p, block.index) for p in custodians)
                model.at_least(here, 1, block.minutes, seal=seal, block=block.index)

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "a back AM", "b W2 PM")
        return [Example(problem, kept, roster(problem, "a W1 AM", "c W1 PM"), 180)]

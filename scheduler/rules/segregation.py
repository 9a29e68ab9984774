"""Posts to be kept apart are not in one hand on one day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.posts import Incompatible
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule, cells_of
from scheduler.rules.tiny import hall, hall_center, roster


class Segregation(Rule):
    """Nobody holds both posts of an incompatible pair on one day, together or one after the other (0-05, 3-13; C02).

    Receiving and approving, cashier and bookkeeping: what one person may not finish alone. Amount:
    one for each person, pair and day. Silent in a center that names no pairs.
    """

    id = "segregation"
    catalogue = "C02"
    article = "0-05, 3-13"
    unit = "person-days"
    level = Level.MUST
    tier = 1
    weight = 360
    last = True
    title: ClassVar = {"zh": "不相容岗位分离", "en": "Segregation of duties"}
    text: ClassVar = {
        "zh": "{person}{day}先后或同时经手不相容的{post}和{other}",
        "en": "{person} holds both {post} and {other} on {day}, which must be kept apart",
    }
    remedy: ClassVar = {
        "zh": "其中一岗换由其他合格人员；没有时当天只开其中一岗。",
        "en": "Give one of them to somebody else who is qualified, or open only one of the two that day.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        pairs = sorted({tuple(sorted(pair)) for pair in problem.center.apart})
        for day, blocks in enumerate(problem.blocks_of_day if pairs else ()):
            for person in problem.center.people:
                held = frozenset[str]().union(*(view.posts(person.id, block.index) for block in blocks))
                for post, other in pairs:
                    if post in held and other in held:
                        yield Breach(
                            self.id,
                            1,
                            day * 1440,
                            day * 1440 + 1440,
                            day,
                            post,
                            person.id,
                            words={"other": ("post", other)},
                        )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        pairs = {frozenset(pair) for pair in problem.center.apart}
        named = frozenset[str]().union(*pairs)
        cells: dict[tuple[str, int], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for person, post, block in cells_of(model, problem, problem.center.person, named) if pairs else ():
            cells[person, problem.blocks[block].day][post].append(model.on(person, post, block))
        for (person, day), held in cells.items():
            for pair in sorted(map(sorted, pairs)):
                if pair[0] in held and pair[1] in held:
                    model.avoid(
                        model.both(*(model.either(held[post]) for post in pair)),
                        person=person,
                        day=day,
                        post=pair[0],
                        other=pair[1],
                    )

    def examples(self) -> Sequence[Example]:
        problem = hall(center=replace(hall_center(), incompatible=(Incompatible("W2", "W1", "受理与收费"),)))
        kept = roster(problem, "a W1 AM", "b W2 AM", "a W1 PM", "c W2 PM")
        return [
            Example(problem, kept, roster(problem, "a W1 AM", "a W2 PM", "b W1 PM", "b W2 AM", "c W2 AM", "c W2 PM"), 2)
        ]

"""Skilled people sit at the windows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, ClassVar

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule, cells_of
from scheduler.rules.tiny import hall, hall_center, roster


class BackboneMix(Rule):
    """Backbone people 业务骨干 on the windows, a share of them and never none (4-27; P05).

    While windows are open, people marked as backbone hold them: at least ``share`` percent of the
    heads that the open windows ask for, rounded up, and at least ``least``. Somebody on two
    windows is one person. Amount: minutes x people missing to the share, each missing to
    ``least`` counted ``factor`` times. A center that marks nobody is not spoken to.
    """

    id = "backbone_mix"
    catalogue = "P05"
    article = "4-27"
    unit = "person-minutes"
    level = Level.SOFT
    tier = 3
    last = True
    title: ClassVar = {"zh": "业务骨干上窗口", "en": "Backbone on windows"}
    text: ClassVar = {
        "zh": "{time}窗口上的业务骨干只有{found}人，应有{wanted}人",
        "en": "{found} backbone people are on the windows {time}, {wanted} are wanted",
    }
    remedy: ClassVar = {
        "zh": "把业务骨干排到窗口，或培养更多骨干。",
        "en": "Put backbone people on windows, or train more of them.",
    }

    @dataclass(frozen=True)
    class Params:
        least: int = field(default=1, metadata={"unit": "people", "min": 0, "max": 20})
        share: int = field(default=30, metadata={"unit": "percent of heads", "min": 0, "max": 100})
        factor: int = field(default=5, metadata={"unit": "per minute", "min": 1, "max": 100})

    def check(self, problem: RosterProblem, view: RosterView, params: "BackboneMix.Params") -> Iterable[Breach]:
        skilled = [p.id for p in problem.center.staff if p.backbone]
        for block in problem.blocks if skilled else ():
            windows = self._windows(problem, block)
            wanted = self._wanted(problem, windows, params)
            found = sum(bool(windows & view.posts(p, block.index)) for p in skilled)
            if windows and found < wanted:
                people = wanted - found + (params.factor - 1) * max(0, params.least - found)
                yield Breach(
                    self.id,
                    people * block.minutes,
                    block.start,
                    block.end,
                    block.day,
                    words={"found": found, "wanted": wanted},
                )

    @staticmethod
    def _windows(problem: RosterProblem, block: Block) -> frozenset[str]:
        """Open windows that ask for heads at all."""
        post = problem.center.post
        return frozenset(p for p in block.posts if post[p].kind not in ("phone", "chat") and post[p].heads > 0)

    @staticmethod
    def _wanted(problem: RosterProblem, windows: Iterable[str], params: "BackboneMix.Params") -> int:
        heads = sum(problem.center.post[w].heads for w in windows)
        return max(params.least, ceil(heads * params.share / 100))

    def encode(self, model: Model, problem: RosterProblem, params: "BackboneMix.Params") -> None:
        skilled = {p.id for p in problem.center.staff if p.backbone}
        cells: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        windows = [self._windows(problem, block) for block in problem.blocks]
        every = frozenset[str]().union(*windows)
        for person, post, index in cells_of(model, problem, skilled, every) if skilled else ():
            if post in windows[index]:
                cells[index][person].append(model.on(person, post, index))
        for block in problem.blocks if skilled else ():
            if windows[block.index]:
                wanted = self._wanted(problem, windows[block.index], params)
                found: Any = sum(model.either(held) for held in cells[block.index].values())
                model.at_least(found, wanted, block.minutes, block=block.index, wanted=wanted)
                if params.factor > 1:
                    model.at_least(
                        found, params.least, block.minutes * (params.factor - 1), block=block.index, wanted=params.least
                    )

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        marked = replace(center, people=tuple(replace(p, backbone=p.id in "ac") for p in center.people))
        problem = hall(center=marked)
        kept = roster(problem, "a W1 AM", "b W2 AM", "c W1 PM", "c W2 PM")
        return [Example(problem, kept, roster(problem, "a W1 AM", "a W2 AM", "b W1 PM", "c back PM"), 180 * 5)]

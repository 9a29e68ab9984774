"""Somebody who may sign an item is on site while the item is offered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from scheduler.domain.posts import Item
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import away, hall, hall_center, roster


class SignatoryPresent(Rule):
    """An item that needs a signature has one of its signatories on site while its post is open (0-13).

    Without one the item is only accepted or booked. Items a post must offer count 1 a minute,
    deferrable ones ``deferrable``; each item once, whether or not its post is manned. Who only
    approves is on no roster: such a person counts as there unless on leave.
    """

    id = "signatory_present"
    catalogue = "C10"
    article = "0-13"
    unit = "item-minutes"
    level = Level.MUST
    tier = 1
    title: ClassVar = {"zh": "签字人在场", "en": "Signatory on site"}
    text: ClassVar = {
        "zh": "{time}{post}「{item_zh}」的签字人({signatories})都不在场，只收件或预约",
        "en": "Nobody who may sign {item_en} of {post} ({signatories}) is on site {time}: accepted or booked only",
    }
    remedy: ClassVar = {
        "zh": "为「{item_zh}」另行授权一名签字人，或与签字人协商改期。",
        "en": "Authorize one more signatory for {item_en}, or agree on another date with one of those away.",
    }

    @dataclass(frozen=True)
    class Params:
        deferrable: int = field(default=0, metadata={"unit": "per minute", "min": 0, "max": 10})

    def check(self, problem: RosterProblem, view: RosterView, params: "SignatoryPresent.Params") -> Iterable[Breach]:
        for block, post, item, factor in self._offered(problem, params):
            if not any(view.present(p, block.index) or self._approving(problem, p, block) for p in item.signatories):
                yield Breach(
                    self.id,
                    block.minutes * factor,
                    block.start,
                    block.end,
                    block.day,
                    post,
                    words={"item_zh": item.name_zh, "item_en": item.name_en, "signatories": item.signatories},
                )

    @staticmethod
    def _offered(problem: RosterProblem, params: "SignatoryPresent.Params") -> Iterator[tuple[Block, str, Item, int]]:
        """Items that need a signature, block by block, with what a minute without one counts."""
        for block in problem.blocks:
            for post in sorted(block.posts):
                for item in problem.center.post[post].items:
                    factor = 1 if item.must else params.deferrable
                    if item.signatories and factor:
                        yield block, post, item, factor

    @staticmethod
    def _approving(problem: RosterProblem, person: str, block: Block) -> bool:
        return problem.center.person[person].rota == "approver" and not problem.absent(person, block.start, block.end)

    def encode(self, model: Model, problem: RosterProblem, params: "SignatoryPresent.Params") -> None:
        for block, post, item, factor in self._offered(problem, params):
            here: Any = 0
            for person in item.signatories:
                if problem.center.person[person].rota == "approver":
                    here += 0 if problem.absent(person, block.start, block.end) else 1
                else:
                    here += model.present(person, block.index)
            model.at_least(here, 1, block.minutes * factor, post=post, block=block.index, item=item.id)

    def examples(self) -> Sequence[Example]:
        def center(must: bool, *signatories: str) -> Any:
            base = hall_center()
            item = Item("permit", "许可", "permit", must=must, signatories=signatories)
            return hall_center(posts=(replace(base.post["W1"], items=(item,)), base.post["W2"]))

        problem = hall(center=center(True, "a", "c"))
        settings = RuleSettings({self.id: RuleSetting(params={"deferrable": 2})})
        later = hall(center=center(False, "c"), settings=settings)
        head = hall_center(
            people=tuple(replace(p, rota="approver") if p.id == "m" else p for p in center(True, "m").people),
            posts=center(True, "m").posts,
        )
        signed = hall(center=head)
        kept = roster(problem, "c back AM", "a W2 PM")
        return [
            Example(problem, kept, roster(problem, "c back AM", "b W1 PM"), 180),
            Example(later, roster(later, "c W1 AM", "c W2 PM"), roster(later, "c W1 AM", "a W1 PM"), 360),
            Example(
                signed,
                roster(signed, "a W1 AM"),
                roster(signed, "a W1 AM"),
                180,
                faulty=hall(center=head, absences=(away("m", "PM"),)),
            ),
        ]

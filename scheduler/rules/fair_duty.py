"""Hall duty falls on everybody alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import floor
from typing import Any, ClassVar

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, roster


class FairDuty(Rule):
    """Days of hall duty above a person's share (3-21; P08).

    Who is on the duty window when it closes has the day's duty. The share is the number of duty
    days over the number of windows in the rota, rounded up; what a person did above the share in
    earlier rosters (ledger ``duty``) comes off it, what was done less is added. Never below 0.
    """

    id = "fair_duty"
    catalogue = "P08"
    article = "3-21"
    unit = "duty days"
    level = Level.SOFT
    tier = 5
    last = True
    title: ClassVar = {"zh": "大厅值班均摊", "en": "Fair hall duty"}
    text: ClassVar = {
        "zh": "{person}本期大厅值班{count}天,应摊{share}天,多{amount}天",
        "en": "{person} has hall duty on {count} day(s), {amount} above the share of {share}",
    }
    remedy: ClassVar = {
        "zh": "与值班较少的窗口同事对调{amount}天。",
        "en": "Swap {amount} day(s) with colleagues who have had less duty.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        closes = self._closes(problem)
        for person in problem.center.people:
            count = sum(view.on(person.id, window, block.index) for window, block in closes)
            share = self._share(problem, person.id, len(closes))
            if count > share:
                yield Breach(
                    self.id, count - share, 0, problem.horizon.minutes, person=person.id,
                    words={"count": count, "share": share},
                )

    @staticmethod
    def _closes(problem: RosterProblem) -> list[tuple[str, Block]]:
        """Duty window and its last open block, for each day that has one."""
        closes = []
        for day, window in enumerate(problem.duty_windows):
            opened = [b for b in problem.blocks_of_day[day] if window in b.posts]
            if window is not None and opened:
                closes.append((window, opened[-1]))
        return closes

    @staticmethod
    def _share(problem: RosterProblem, person: str, days: int) -> int:
        windows = len(problem.center.duty.windows) if problem.center.duty else 1
        ahead = problem.ledger.get(person, {}).get("duty", 0.0)
        return max(0, floor(-(-days // windows) - ahead))

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        closes = self._closes(problem)
        wanted = {(window, block.index) for window, block in closes}
        held: dict[str, list[Any]] = defaultdict(list)
        for person, post, block in model.cells():
            if (post, block) in wanted:
                held[person].append(model.on(person, post, block))
        for person, days in held.items():
            model.at_most(sum(days), self._share(problem, person, len(closes)), person=person)

    def examples(self) -> Sequence[Example]:
        problem = hall(3, ledger={"b": {"duty": 0.5}, "c": {"duty": -1.0}})
        kept = roster(problem, "a W1 PM", "b W2 PM 1", "a W1 PM 2")
        return [
            Example(problem, kept, roster(problem, "a W1 PM", "a W2 PM 1", "a W1 PM 2"), 1),
            Example(problem, roster(problem, "c W1 PM", "c W2 PM 1", "c W1 PM 2"), roster(problem, "b W1 PM", "b W2 PM 1"), 1),
        ]

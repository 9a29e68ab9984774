"""Hall duty falls on everybody alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar

from scheduler.domain.burdens import duty_closes, duty_portions
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, roster


class FairDuty(Rule):
    """Days of hall duty above a person's share (3-21; P08).

    Who is on the duty window when it closes has the day's duty. The duty days are shared by the A
    holders of the rota's windows, in proportion to the days each is there; who holds none, and only
    stands in, is compared with the share of one window. What a person did above the share in earlier
    rosters (ledger ``duty``) comes off it, what was done less is added, and what is left is rounded
    up. Never below 0.
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
        "zh": "{person}本期大厅值班{count}天，应摊{share}天，多{amount}天",
        "en": "{person} has hall duty on {count} day(s), {amount} above the share of {share}",
    }
    remedy: ClassVar = {
        "zh": "与值班较少的窗口同事对调{amount}天。",
        "en": "Swap {amount} day(s) with colleagues who have had less duty.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        closes, most = duty_closes(problem), self._most(problem)
        for person in problem.center.people:
            count = sum(view.on(person.id, window, block.index) for _, window, block in closes)
            if count > most[person.id]:
                yield Breach(
                    self.id,
                    count - most[person.id],
                    0,
                    problem.horizon.minutes,
                    person=person.id,
                    words={"count": count, "share": most[person.id]},
                )

    @staticmethod
    def _most(problem: RosterProblem) -> Mapping[str, int]:
        """Most duty days that are fair for each person."""
        fair = duty_portions(problem)
        other = (
            Fraction(len(duty_closes(problem)), len(problem.center.duty.windows))
            if problem.center.duty
            else Fraction(0)
        )
        found = {}
        for person in problem.center.people:
            share = fair[person.id].amount if person.id in fair else other
            found[person.id] = max(0, ceil(share - Fraction(str(problem.ledger.get(person.id, {}).get("duty", 0)))))
        return found

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        most = self._most(problem)
        wanted = {(window, block.index) for _, window, block in duty_closes(problem)}
        held: dict[str, list[Any]] = defaultdict(list)
        for person, post, block in model.cells():
            if (post, block) in wanted:
                held[person].append(model.on(person, post, block))
        for person, days in held.items():
            model.at_most(sum(days), most[person], person=person)

    def examples(self) -> Sequence[Example]:
        problem = hall(3, ledger={"b": {"duty": 0.5}, "c": {"duty": -1.0}})
        kept = roster(problem, "a W1 PM", "b W2 PM 1", "a W1 PM 2")
        return [
            Example(problem, kept, roster(problem, "a W1 PM", "a W2 PM 1", "a W1 PM 2"), 1),
            Example(
                problem,
                roster(problem, "c W1 PM", "c W2 PM 1", "c W1 PM 2"),
                roster(problem, "b W1 PM", "b W2 PM 1"),
                1,
            ),
        ]

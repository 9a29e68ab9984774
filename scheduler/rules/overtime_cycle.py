"""Hours of the whole horizon: the norm and the overtime it may carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.hours import hours_text, norm_minutes
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hotline, roster


class OvertimeCycle(Rule):
    """Hours over the horizon are at most the norm plus the overtime allowance (L3, L6, L7; C21, C22).

    The norm is 8 h for each working day of the horizon; the allowance is 36 h for 28 days, in
    proportion to the days. Six weeks with 26 working days: 208 + 54 = 262 h. A center with its own
    figure for the cycle states it as ``hours``. Flexible hours have no cycle. Office staff follow
    the official calendar and are not meant.
    """

    id = "overtime_cycle"
    catalogue = "C21, C22"
    article = "L3, L6, L7"
    unit = "minutes"
    level = Level.HARD
    tier = 0
    title: ClassVar = {"zh": "周期工时与加班上限", "en": "Hours of the cycle"}
    text: ClassVar = {
        "zh": "{person}本期共{hours}小时，上限{limit}小时",
        "en": "{person} works {hours} h in this period; the limit is {limit} h",
    }
    remedy: ClassVar = {
        "zh": "将{person}的部分班次交给工时有余的人员，或增加人手。",
        "en": "Give some of {person}'s shifts to people with hours left, or add staff.",
    }

    @dataclass(frozen=True)
    class Params:
        hours: int = field(default=0, metadata={"unit": "h", "min": 0, "max": 2000, "zero": "norm plus overtime"})
        overtime_per_28_days: int = field(default=36, metadata={"unit": "h", "min": 0, "max": 36})

    def check(self, problem: RosterProblem, view: RosterView, params: "OvertimeCycle.Params") -> Iterable[Breach]:
        limit = self._limit(problem, params)
        for person in self._people(problem):
            spent = sum(view.minutes(person, day) for day in range(problem.horizon.days))
            if spent > limit:
                yield Breach(
                    self.id,
                    spent - limit,
                    0,
                    problem.horizon.minutes,
                    person=person,
                    words={"hours": hours_text(spent), "limit": hours_text(limit)},
                )

    def encode(self, model: Model, problem: RosterProblem, params: "OvertimeCycle.Params") -> None:
        limit = self._limit(problem, params)
        for person in self._people(problem):
            spent: Any = sum(model.minutes(person, day) for day in range(problem.horizon.days))
            model.at_most(spent, limit, person=person)

    @staticmethod
    def _limit(problem: RosterProblem, params: "OvertimeCycle.Params") -> int:
        if params.hours:
            return params.hours * 60
        return norm_minutes(problem) + params.overtime_per_28_days * 60 * problem.horizon.days // 28

    @staticmethod
    def _people(problem: RosterProblem) -> list[str]:
        return [p.id for p in problem.center.staff if p.rota == "rostered" and p.hours_scheme != "flexible"]

    def examples(self) -> Sequence[Example]:
        # Monday to Sunday: norm 40 h and 9 h of overtime, so six shifts of 8 h fit and seven do not.
        problem = hotline(7)
        days = [f"x D {day}" for day in range(7)]
        return [Example(problem, roster(problem, *days[:6]), roster(problem, *days), 7 * 480 - 49 * 60)]

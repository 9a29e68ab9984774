"""One shift a day."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hotline, roster


class OneShiftDay(Rule):
    """A rostered person starts at most one shift a day; a split shift is one shift (4-01)."""

    id = "one_shift_day"
    catalogue = "C02"
    article = "4-01"
    unit = "shifts"
    level = Level.HARD
    tier = 0
    title: ClassVar = {"zh": "一天一班", "en": "One shift a day"}
    text: ClassVar = {
        "zh": "{person}{day}排了多个班次，多出{amount}个",
        "en": "{person} has {amount} shift(s) too many on {day}",
    }
    remedy: ClassVar = {"zh": "只保留其中一个班次。", "en": "Keep only one of the shifts."}

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for person in problem.center.staff:
            if person.rota != "rostered":
                continue
            for day in range(problem.horizon.days):
                count = len(view.shifts(person.id, day))
                if count > 1:
                    yield Breach(self.id, count - 1, day * 1440, day * 1440 + 1440, day, person=person.id)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        for person in problem.center.staff:
            if person.rota != "rostered":
                continue
            for day in range(problem.horizon.days):
                count: Any = sum(model.works(person.id, day, shift.code) for shift in problem.center.shifts)
                model.at_most(count, 1, person=person.id, day=day)

    def examples(self) -> Sequence[Example]:
        problem = hotline()
        return [Example(problem, roster(problem, "x D 0", "x E 1"), roster(problem, "x D 0", "x E 0"), 1)]

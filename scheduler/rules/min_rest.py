"""Enough hours between two shifts, and no forbidden succession."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hotline, roster


class MinRest(Rule):
    """At least so many hours between the end of a shift and the start of the next (C25).

    Shifts are compared by their true time stamps, over two days in a row, so 中→夜 is 0 h where
    the night is dated by its 00:00 and 24 h where it is printed on the evening before. No PRC
    statute was found for a daily rest (L21): 11 h is practice, 8 h the least with consent.
    """

    id = "min_rest"
    catalogue = "C25"
    article = "L21"
    unit = "successions"
    level = Level.HARD
    tier = 0
    title: ClassVar = {"zh": "班间休息", "en": "Rest between shifts"}
    text: ClassVar = {
        "zh": "{person}{day}{first}之后接{second}，间隔{gap}小时",
        "en": "{person} has {gap} h between {first} and {second} around {day}",
    }
    remedy: ClassVar = {
        "zh": "与他人对调其中一个班次。",
        "en": "Swap one of the two shifts with a colleague.",
    }

    @dataclass(frozen=True)
    class Params:
        hours: int = field(default=11, metadata={"unit": "h", "min": 0, "max": 24})
        forbidden: tuple[str, ...] = field(default=(), metadata={"example": "E>D"})

    def check(self, problem: RosterProblem, view: RosterView, params: "MinRest.Params") -> Iterable[Breach]:
        shift = problem.center.shift
        for person in self._people(problem):
            for day in range(problem.horizon.days):
                for before in view.shifts(person, day - 1):
                    for after in view.shifts(person, day):
                        if before not in shift or after not in shift:
                            continue
                        gap = 1440 + shift[after].start - shift[before].end
                        if gap < params.hours * 60 or f"{before}>{after}" in params.forbidden:
                            yield Breach(
                                self.id,
                                1,
                                day * 1440 + shift[after].start,
                                day * 1440 + shift[after].end,
                                day,
                                person=person,
                                shift=after,
                                words={
                                    "first": ("shift", before),
                                    "second": ("shift", after),
                                    "gap": f"{max(gap, 0) / 60:g}",
                                },
                            )

    def encode(self, model: Model, problem: RosterProblem, params: "MinRest.Params") -> None:
        bad: dict[str, list[str]] = {}
        for before in problem.center.shifts:
            for after in problem.center.shifts:
                rest = after.start + 1440 - before.end
                if rest < params.hours * 60 or f"{before.code}>{after.code}" in params.forbidden:
                    bad.setdefault(before.code, []).append(after.code)
        for person in self._people(problem):
            for day in range(problem.horizon.days):
                for first, seconds in bad.items():
                    for second in seconds:
                        pair: Any = model.works(person, day - 1, first) + model.works(person, day, second)
                        model.at_most(pair, 1, person=person, day=day, first=first, second=second)

    @staticmethod
    def _people(problem: RosterProblem) -> list[str]:
        return [p.id for p in problem.center.staff if p.rota == "rostered"]

    def examples(self) -> Sequence[Example]:
        problem = hotline()
        kept = roster(problem, "x D 0", "x E 1")
        broken = roster(problem, "x E 0", "x D 1")
        return [Example(problem, kept, broken, 1)]

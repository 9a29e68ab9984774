"""Hours of one day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from scheduler.domain.hours import hours_text
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Expr, Model, Rule
from scheduler.rules.tiny import hotline, roster


class HoursDay(Rule):
    """The work that belongs to one day is at most so many hours (L1, L3; C20).

    11 h are the 8 h of a normal day and the 3 h that overtime may at most add; 8 h allows none.
    A shift counts on the day it belongs to, with its paid minutes.
    """

    id = "hours_day"
    catalogue = "C20"
    article = "L1, L3"
    unit = "minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "每日工时上限", "en": "Hours a day"}
    text: ClassVar = {
        "zh": "{person}{day}工作{hours}小时，上限{limit}小时",
        "en": "{person} works {hours} h on {day}; the limit is {limit} h",
    }
    remedy: ClassVar = {
        "zh": "为{person}减少当日的班次，或由他人分担。",
        "en": "Take some of that day's work off {person} or share it with a colleague.",
    }

    @dataclass(frozen=True)
    class Params:
        hours: int = field(default=11, metadata={"unit": "h", "min": 1, "max": 24})

    def check(self, problem: RosterProblem, view: RosterView, params: "HoursDay.Params") -> Iterable[Breach]:
        limit = params.hours * 60
        for person in problem.center.staff:
            for day in range(problem.horizon.days):
                spent = view.minutes(person.id, day)
                if spent > limit:
                    yield Breach(
                        self.id,
                        spent - limit,
                        day * 1440,
                        day * 1440 + 1440,
                        day,
                        person=person.id,
                        words={"hours": hours_text(spent), "limit": params.hours},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: "HoursDay.Params") -> None:
        for person, spent in asked_minutes(model, problem).items():
            for day, minutes in enumerate(spent):
                model.at_most(minutes, params.hours * 60, person=person, day=day)

    def examples(self) -> Sequence[Example]:
        problem = hotline()
        kept = roster(problem, "x D 0", "x D 1")
        broken = roster(problem, "x D 0", "x E 0", "x D 1")
        return [Example(problem, kept, broken, 300)]


def asked_minutes(model: Model, problem: RosterProblem) -> Mapping[str, Sequence[Expr]]:
    """Minutes of work on each day of the horizon, by person, over what some rule has asked for.

    Asking for the whole day of an office person here would open hours to the solver that no rule
    wants: a limit only ever looks at what is already there (for rules that come ``last``).
    """
    parts: dict[tuple[str, int], list[Expr]] = defaultdict(list)
    for person, index in model.attendances():
        block = problem.blocks[index]
        parts[person, block.day].append(block.minutes * model.present(person, index))
    return {
        p.id: [
            model.minutes(p.id, day) if p.rota == "rostered" else sum(parts.get((p.id, day), ()))
            for day in range(problem.horizon.days)
        ]
        for p in problem.center.staff
    }

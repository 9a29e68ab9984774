"""Hours of one calendar week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.hours import hours_text, week_minutes, weeks
from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.hours_day import asked_minutes
from scheduler.rules.tiny import hotline, roster


class HoursWeek(Rule):
    """The work of a calendar week, Monday first, is at most so many hours (L1, L6; C21).

    Standard hours: 40 h, and 8 h for each working day of a week that has more than five (make-up
    days). Averaged hours (comprehensive): 48 h by practice, since the law averages over the cycle.
    Flexible hours are not limited. In a week that began before the horizon, what was worked then
    takes from the limit; the roster answers only for its own hours.
    """

    id = "hours_week"
    catalogue = "C21"
    article = "L1, L6"
    unit = "minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "每周工时上限", "en": "Hours a week"}
    text: ClassVar = {
        "zh": "{person}在{day}所在的一周工作{hours}小时，上限{limit}小时",
        "en": "{person} works {hours} h in the week of {day}; the limit is {limit} h",
    }
    remedy: ClassVar = {
        "zh": "将{person}本周的一个班次移到其他周，或由工时较少的人承担。",
        "en": "Move one of {person}'s shifts to another week or give it to someone with fewer hours.",
    }

    @dataclass(frozen=True)
    class Params:
        standard: int = field(default=40, metadata={"unit": "h", "min": 0, "max": 168, "zero": "not limited"})
        comprehensive: int = field(default=48, metadata={"unit": "h", "min": 0, "max": 168, "zero": "not limited"})

    def check(self, problem: RosterProblem, view: RosterView, params: "HoursWeek.Params") -> Iterable[Breach]:
        for person in problem.center.staff:
            for week in weeks(problem):
                limit = self._limit(problem, person, week, params)
                if limit is None:
                    continue
                before = sum(view.minutes(person.id, day) for day in week if day < 0)
                here = sum(view.minutes(person.id, day) for day in week if 0 <= day < problem.horizon.days)
                over = here - max(0, limit - before)
                if over > 0:
                    first, last = max(0, week.start), min(week.stop, problem.horizon.days)
                    yield Breach(
                        self.id,
                        over,
                        first * 1440,
                        last * 1440,
                        first,
                        person=person.id,
                        words={"hours": hours_text(before + here), "limit": hours_text(limit)},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: "HoursWeek.Params") -> None:
        spent = asked_minutes(model, problem)
        for person in problem.center.staff:
            for week in weeks(problem):
                limit = self._limit(problem, person, week, params)
                if limit is None:
                    continue
                before = sum(model.minutes(person.id, day) for day in range(week.start, min(week.stop, 0)))
                here: Any = sum(spent[person.id][max(0, week.start) : week.stop])
                model.at_most(here, max(0, limit - before), person=person.id, day=max(0, week.start))

    @staticmethod
    def _limit(problem: RosterProblem, person: Person, week: range, params: "HoursWeek.Params") -> int | None:
        if person.hours_scheme == "standard" and params.standard:
            return week_minutes(problem, week, params.standard)
        if person.hours_scheme == "comprehensive" and params.comprehensive:
            return params.comprehensive * 60
        return None

    def examples(self) -> Sequence[Example]:
        problem = hotline(8)
        days = [f"x D {day}" for day in range(7)]
        kept = roster(problem, *days[:6], "x D 7")
        broken = roster(problem, *days, "x D 7")
        return [Example(problem, kept, broken, 480)]

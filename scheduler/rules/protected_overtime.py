"""No overtime for the pregnant and the nursing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.center import Center
from scheduler.domain.hours import hours_text, norm_minutes, week_minutes, weeks
from scheduler.domain.people import HoursScheme, Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.hours_day import asked_minutes
from scheduler.rules.tiny import MONDAY, hotline, hotline_center, roster


class ProtectedOvertime(Rule):
    """Protected people work no more than normal hours (L9, L10; C24). Never relaxed.

    Averaged hours (comprehensive): over the protected days of the horizon at most 8 h for each
    working day among them. Standard hours: over the protected days of each calendar week at most
    40 h, or 8 h for each working day of a week with more than five; days worked before the
    horizon take from that. Flexible hours know no overtime.
    """

    id = "protected_overtime"
    catalogue = "C24"
    article = "L9, L10"
    unit = "minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "孕期哺乳期不加班", "en": "No overtime for the protected"}
    text: ClassVar = {
        "zh": "{person}属受保护人员，{time}工作{hours}小时，标准工时为{limit}小时",
        "en": "{person} is protected, but works {hours} h over {time}; normal hours are {limit} h",
    }
    remedy: ClassVar = {
        "zh": "减少{person}的班次，使其不超过标准工时。",
        "en": "Take shifts off {person} until normal hours are kept.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for person in problem.center.staff:
            for days, limit in _spans(problem, person):
                before = sum(view.minutes(person.id, day) for day in days if day < 0)
                here = sum(view.minutes(person.id, day) for day in days if day >= 0)
                over = here - max(0, limit - before)
                if over > 0:
                    yield Breach(
                        self.id,
                        over,
                        max(0, days[0]) * 1440,
                        (days[-1] + 1) * 1440,
                        person=person.id,
                        words={"hours": hours_text(before + here), "limit": hours_text(limit)},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        spent = asked_minutes(model, problem)
        for person in problem.center.staff:
            for days, limit in _spans(problem, person):
                before = sum(model.minutes(person.id, day) for day in days if day < 0)
                here: Any = sum(spent[person.id][day] for day in days if day >= 0)
                model.at_most(here, max(0, limit - before), person=person.id, day=max(0, days[0]))

    def examples(self) -> Sequence[Example]:
        averaged = hotline(2, center=_nursing("comprehensive"))
        weekly = hotline(7, center=_nursing("standard"))
        days = [f"x D {day}" for day in range(6)]
        return [
            Example(averaged, roster(averaged, "x D 0", "x D 1"), roster(averaged, "x D 0", "x D 1", "x E 1"), 480),
            Example(weekly, roster(weekly, *days[:5]), roster(weekly, *days), 480),
        ]


def _spans(problem: RosterProblem, person: Person) -> Iterator[tuple[list[int], int]]:
    """Protected days that are counted together, with the minutes they may have; only spans of the horizon."""
    ends = problem.horizon.days
    if person.hours_scheme == "comprehensive":
        days = [day for day in range(ends) if person.protected(problem.date(day))]
        if days:
            yield days, norm_minutes(problem, days)
    elif person.hours_scheme == "standard":
        for week in weeks(problem):
            days = [day for day in week if day < ends and person.protected(problem.date(day))]
            if days and days[-1] >= 0:
                yield days, week_minutes(problem, week)


def _nursing(scheme: HoursScheme) -> Center:
    base = hotline_center()
    nursing = replace(base.person["x"], hours_scheme=scheme, protected_until=MONDAY.replace(month=12))
    return replace(base, people=tuple(nursing if p.id == "x" else p for p in base.people))

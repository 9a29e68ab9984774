"""What overtime and holidays cost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.hours import hours_text, norm_minutes, week_minutes, weeks
from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hotline, hotline_center, roster

HOLIDAY, OVERTIME = 4, 3
"""Half paid minutes for a minute: 3.0 - 1.0 extra on a statutory day, 1.5 for overtime (L5)."""


class OvertimeCost(Rule):
    """Pay on top of normal pay, in half paid minutes so that it stays whole (L3, L5, L6; P17).

    Work on a statutory day costs 2.0 more than normal pay. All other hours are compared with the
    norm, and those above cost 1.5: over the horizon for averaged hours (comprehensive), by calendar
    week for standard hours, where a week that began before the horizon carries its past hours.
    No minute is paid twice. Office staff are not meant.
    """

    id = "overtime_cost"
    catalogue = "P17"
    article = "L3, L5, L6"
    unit = "half paid minutes"
    level = Level.SOFT
    tier = 6
    title: ClassVar = {"zh": "加班成本", "en": "Cost of overtime"}
    text: ClassVar = {
        "zh": "{person}法定节假日出勤{holiday}小时，加班{overtime}小时",
        "en": "{person} works {holiday} h on statutory holidays and {overtime} h of overtime",
    }
    remedy: ClassVar = {
        "zh": "将班次移给工时有余的人员，节假日只排必需人数。",
        "en": "Move shifts to people with hours left; keep statutory holidays to the heads that are needed.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        holidays = [day.index for day in problem.days if day.statutory]
        for person in _people(problem):
            holiday = sum(view.minutes(person.id, day) for day in holidays)
            overtime = 0
            for days, norm in _periods(problem, person):
                before = sum(view.minutes(person.id, day) for day in days if day < 0)
                here = sum(view.minutes(person.id, day) for day in days if day >= 0)
                overtime += max(0, here - max(0, norm - before))
            if holiday or overtime:
                yield Breach(
                    self.id,
                    HOLIDAY * holiday + OVERTIME * overtime,
                    0,
                    problem.horizon.minutes,
                    person=person.id,
                    words={"holiday": hours_text(holiday), "overtime": hours_text(overtime)},
                )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        holidays = [day.index for day in problem.days if day.statutory]
        for person in _people(problem):
            paid: Any = sum(model.minutes(person.id, day) for day in holidays)
            model.avoid(paid, HOLIDAY, person=person.id, kind="holiday")
            for days, norm in _periods(problem, person):
                before = sum(model.minutes(person.id, day) for day in days if day < 0)
                here: Any = sum(model.minutes(person.id, day) for day in days if day >= 0)
                model.at_most(
                    here, max(0, norm - before), OVERTIME, person=person.id, day=max(0, days[0]), kind="overtime"
                )

    def examples(self) -> Sequence[Example]:
        averaged = hotline(3, statutory=(2,))
        base = hotline_center()
        center = replace(base, people=tuple(replace(p, hours_scheme="standard") for p in base.people))
        weekly = hotline(8, center=center)
        days = [f"x D {day}" for day in range(6)]
        return [
            Example(
                averaged,
                roster(averaged, "x D 0", "x D 1"),
                roster(averaged, "x D 0", "x D 1", "x E 1", "x D 2"),
                4 * 480 + 3 * 480,
            ),
            Example(weekly, roster(weekly, *days[:5], "x D 7"), roster(weekly, *days, "x D 7"), 3 * 480),
        ]


def _people(problem: RosterProblem) -> list[Person]:
    return [p for p in problem.center.staff if p.rota == "rostered"]


def _periods(problem: RosterProblem, person: Person) -> Iterator[tuple[list[int], int]]:
    """Days that are settled together, without statutory days, and their normal minutes."""
    ends = problem.horizon.days
    statutory = {day.index for day in problem.days if day.statutory}
    if person.hours_scheme == "comprehensive":
        days = [day for day in range(ends) if day not in statutory]
        if days:
            yield days, norm_minutes(problem)
    elif person.hours_scheme == "standard":
        for week in weeks(problem):
            days = [day for day in week if day < ends and day not in statutory]
            if days and days[-1] >= 0:
                yield days, week_minutes(problem, week)

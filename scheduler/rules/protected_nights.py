"""No night work for the pregnant and the nursing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import MONDAY, hotline, hotline_center, roster


class ProtectedNights(Rule):
    """Protected people work no shift that touches 22:00-06:00 (L9, L10; C24). Never relaxed.

    The hours count by the true clock, so a late shift until midnight is night work too. Whether a
    person is protected is asked for the day the shift belongs to.
    """

    id = "protected_nights"
    catalogue = "C24"
    article = "L9, L10"
    unit = "shifts"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "孕期哺乳期不上夜班", "en": "No nights for the protected"}
    text: ClassVar = {
        "zh": "{person}属受保护人员，{day}{shift}有{minutes}分钟在22:00至6:00之间",
        "en": "{person} is protected, but {shift} on {day} has {minutes} minutes between 22:00 and 06:00",
    }
    remedy: ClassVar = {
        "zh": "将{person}改排白天班次，{shift}由他人承担。",
        "en": "Move {person} to a day shift and give {shift} to someone else.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        shift = problem.center.shift
        for person, day in _protected_days(problem):
            for code in view.shifts(person.id, day):
                inside = shift[code].night_minutes if code in shift else 0
                if inside > 0:
                    yield Breach(
                        self.id,
                        1,
                        day * 1440 + shift[code].start,
                        day * 1440 + shift[code].end,
                        day,
                        person=person.id,
                        shift=code,
                        words={"minutes": inside},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        nights = [s.code for s in problem.center.shifts if s.night_minutes > 0]
        asked = {(person, problem.blocks[index].day) for person, index in model.attendances()}
        for person, day in _protected_days(problem):
            for code in nights:
                if person.rota == "rostered" or (person.shift == code and (person.id, day) in asked):
                    model.avoid(model.works(person.id, day, code), person=person.id, day=day, shift=code)

    def examples(self) -> Sequence[Example]:
        base = hotline_center()
        people = tuple(replace(p, protected_from=MONDAY.replace(day=8)) if p.id == "x" else p for p in base.people)
        problem = hotline(center=replace(base, people=people))
        kept = roster(problem, "x E 0", "x D 1", "y N 1")
        broken = roster(problem, "x D 0", "x E 1", "y E 0")
        return [Example(problem, kept, broken, 1)]


def _protected_days(problem: RosterProblem) -> list[tuple[Person, int]]:
    return [
        (person, day)
        for person in problem.center.staff
        for day in range(problem.horizon.days)
        if person.protected(problem.date(day))
    ]

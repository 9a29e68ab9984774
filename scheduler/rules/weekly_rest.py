"""A day of rest in every seven."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Expr, Model, Rule
from scheduler.rules.tiny import MONDAY, hotline, roster


class WeeklyRest(Rule):
    """In any seven days in a row at most six are worked (L2; C23).

    Windows slide by one day and reach back into the past; days already worked there take from
    the limit, the roster answers only for its own days.
    """

    id = "weekly_rest"
    catalogue = "C23"
    article = "L2"
    unit = "days"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "每周休息日", "en": "Weekly rest"}
    text: ClassVar = {
        "zh": "{person}到{day}为止的{window}天内工作{worked}天，最多{limit}天",
        "en": "{person} works {worked} of the {window} days up to {day}; at most {limit} are allowed",
    }
    remedy: ClassVar = {
        "zh": "在这{window}天内为{person}安排休息日。",
        "en": "Give {person} a day off within these {window} days.",
    }

    @dataclass(frozen=True)
    class Params:
        window: int = field(default=7, metadata={"unit": "days", "min": 2, "max": 28})
        days: int = field(default=6, metadata={"unit": "days", "min": 1, "max": 27})

    def check(self, problem: RosterProblem, view: RosterView, params: "WeeklyRest.Params") -> Iterable[Breach]:
        for person in problem.center.staff:
            for day in range(problem.horizon.days):
                window = range(day - params.window + 1, day + 1)
                before = sum(view.worked(person.id, d) for d in window if d < 0)
                here = sum(view.worked(person.id, d) for d in window if d >= 0)
                over = here - max(0, params.days - before)
                if over > 0:
                    yield Breach(
                        self.id,
                        over,
                        max(0, window.start) * 1440,
                        window.stop * 1440,
                        day,
                        person=person.id,
                        words={"window": params.window, "worked": before + here, "limit": params.days},
                    )

    def encode(self, model: Model, problem: RosterProblem, params: "WeeklyRest.Params") -> None:
        asked = asked_blocks(model, problem)
        for person in problem.center.staff:
            open_days = [d for d in range(problem.horizon.days) if person.rota == "rostered" or (person.id, d) in asked]
            for day in range(problem.horizon.days):
                start = day - params.window + 1
                before = sum(model.worked(person.id, d) for d in range(start, 0))
                room = max(0, params.days - before)
                days = [d for d in open_days if start <= d <= day]
                if len(days) > room:  # office staff hardly ever get that far: spare their gates
                    here: Any = sum(asked_work(model, problem, asked, person.id, d) for d in days)
                    model.at_most(here, room, person=person.id, day=day)

    def examples(self) -> Sequence[Example]:
        lines = [f"x D {day}" for day in range(8)]
        problem = hotline(8)
        kept = roster(problem, *lines[:6], lines[7])
        # Four days were worked before Friday: Friday and Saturday make six, Sunday is the seventh.
        past = roster(hotline(4), *lines[:4])
        late = hotline(4, start=MONDAY.replace(day=11), past=past)
        return [
            Example(problem, kept, roster(problem, *lines), 2),
            Example(late, roster(late, "x D 0", "x D 1", "x D 3"), roster(late, "x D 0", "x D 1", "x D 2"), 1),
        ]


def asked_blocks(model: Model, problem: RosterProblem) -> Mapping[tuple[str, int], Sequence[int]]:
    """Blocks of each day in which some rule has asked for an office person, by person and day."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for person, index in model.attendances():
        found[person, problem.blocks[index].day].append(index)
    return found


def asked_work(
    model: Model, problem: RosterProblem, asked: Mapping[tuple[str, int], Sequence[int]], person: str, day: int
) -> Expr:
    """1 if a day of the horizon is worked: for office staff over the blocks that were asked for."""
    if problem.center.person[person].rota == "rostered":
        return model.worked(person, day)
    return model.either([model.present(person, index) for index in asked.get((person, day), ())])

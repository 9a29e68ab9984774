"""Approved leave, trips and training block their time."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import away, hall, roster


class LeaveKept(Rule):
    """Nobody is rostered while absent (3-34 … 3-42; C07). Never relaxed: the person is not there."""

    id = "leave_kept"
    catalogue = "C07"
    article = "3-34, 3-35, 3-41"
    unit = "person-minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "准假不排班", "en": "Leave kept"}
    text: ClassVar = {
        "zh": "{person}{time}已准假或公出，却被排班",
        "en": "{person} is rostered {time} while on approved leave or duty travel",
    }
    remedy: ClassVar = {"zh": "请将{person}从该时段撤下。", "en": "Take {person} off that time."}

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for block in problem.blocks:
            for person in problem.center.staff:
                if view.present(person.id, block.index) and problem.absent(person.id, block.start, block.end):
                    yield Breach(self.id, block.minutes, block.start, block.end, block.day, person=person.id)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        for person in problem.center.staff:
            for start, end in problem.absent_spans[person.id]:
                for block in problem.blocks:
                    if block.start < end and start < block.end:
                        model.avoid(
                            model.present(person.id, block.index), block.minutes, person=person.id, block=block.index
                        )

    def examples(self) -> Sequence[Example]:
        problem = hall(absences=(away("b", "PM"),))
        kept = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM")
        broken = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM")
        return [Example(problem, kept, broken, 180)]

"""People of the office rota are there whenever the hall is open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.domain.shifts import Session
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import away, hall, hall_center, roster


class OfficeRota(Rule):
    """Office staff keep the office hours: every open session of their shift, unless absent (3-17; C15).

    On a window, as backup, or at the own desk: being there is what counts. Lunch and closed days
    ask for nobody, and neither does a block the person's shift does not cover. A pool that shifts
    staff round the clock opens no office: where it alone is open nobody of the office rota is
    asked for, unless the center has nothing but pools; there the working days count.
    """

    id = "office_rota"
    catalogue = "C15"
    article = "3-17"
    unit = "person-minutes"
    level = Level.HARD
    tier = 0
    title: ClassVar = {"zh": "行政班按时在岗", "en": "Office hours kept"}
    text: ClassVar = {
        "zh": "{person}{time}未请假，也未排班",
        "en": "{person} is not rostered {time}, though not absent",
    }
    remedy: ClassVar = {
        "zh": "为{person}安排岗位或回本科室上班，或登记请假。",
        "en": "Put {person} on a post or at the own desk, or record the absence.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        office = [p for p in problem.center.people if p.rota == "office" and p.shift is not None]
        pools = {shift.pool for shift in problem.center.shifts}
        only_pools = all(post.id in pools for post in problem.center.posts)
        for block in problem.blocks:
            if only_pools and not problem.days[block.day].workday:
                continue
            if not any(only_pools or post not in pools for post in block.posts):
                continue
            for person in office:
                excused = problem.absent(person.id, block.start, block.end)
                due = person.shift is not None and problem.shift_covers(block.day, person.shift, block)
                if due and not excused and not view.present(person.id, block.index):
                    yield Breach(self.id, block.minutes, block.start, block.end, block.day, person=person.id)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        gone = {
            (person, block.index)
            for person, spans in problem.absent_spans.items()
            for a, b in spans
            for block in problem.blocks
            if a < block.end and block.start < b
        }
        staffed = set(problem.center.post) - {shift.pool for shift in problem.center.shifts}
        asked = [b for b in problem.blocks if b.posts & staffed]
        if not staffed:
            asked = [b for b in problem.blocks if b.posts and problem.days[b.day].workday]
        for code in sorted(problem.center.shift):
            covered = [b for b in asked if problem.shift_covers(b.day, code, b)]
            for person in problem.center.staff:
                if person.rota != "office" or person.shift != code:
                    continue
                for block in covered:
                    if (person.id, block.index) not in gone:
                        here = model.present(person.id, block.index)
                        model.at_least(here, 1, block.minutes, person=person.id, block=block.index)

    def examples(self) -> Sequence[Example]:
        problem = hall(absences=(away("m", "PM"),))
        rest = ("b W2 AM", "b W2 PM", "c back AM", "c back PM", "m back AM")
        kept = roster(problem, "a W1 AM", "a back PM", *rest)
        center = hall_center()
        evening = hall(
            center=replace(center, sessions=(*center.sessions, Session("late", 1080, 1200))), absences=problem.absences
        )
        short = ("a W1 AM", *rest)
        return [
            Example(problem, kept, roster(problem, *short), 180),
            Example(evening, kept, roster(evening, *short), 180),
        ]

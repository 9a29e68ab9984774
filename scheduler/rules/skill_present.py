"""A master of a skill on every shift that asks for one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.people import FULL_LEVEL, Skill
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hotline, hotline_center, roster


class SkillPresent(Rule):
    """At least so many masters of a skill on a shift (3-60; C05).

    A master has the full level by a certificate that is valid on the date and no standing that
    takes the person off posts. A cover that names a rank too asks for people who have both.
    """

    id = "skill_present"
    catalogue = "C05"
    article = "3-60"
    unit = "heads"
    level = Level.MUST
    tier = 1
    weight = 120
    title: ClassVar = {"zh": "业务技能到位", "en": "Skill present"}
    text: ClassVar = {
        "zh": "{day}{shift}需{heads}名能办「{skill}」的人员，缺{amount}人",
        "en": "{shift} on {day} needs {heads} trained in {skill} and is {amount} short",
    }
    remedy: ClassVar = {
        "zh": "换入一名持「{skill}」有效资格的人员，或安排培训取证。",
        "en": "Swap in someone with a valid certificate in {skill}, or train someone for it.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for cell in problem.covers:
            if cell.skill is None:
                continue
            found = sum(view.works(person, cell.day, cell.shift) for person in self._masters(problem, cell))
            if found < cell.heads:
                spans = problem.spans_of_shift[cell.day, cell.shift]
                yield Breach(
                    self.id,
                    cell.heads - found,
                    spans[0][0],
                    spans[-1][1],
                    cell.day,
                    shift=cell.shift,
                    words={"skill": cell.skill, "heads": cell.heads},
                )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        for cell in problem.covers:
            if cell.skill is not None:
                found: Any = sum(model.works(person, cell.day, cell.shift) for person in self._masters(problem, cell))
                model.at_least(found, cell.heads, day=cell.day, shift=cell.shift, skill=cell.skill)

    @staticmethod
    def _masters(problem: RosterProblem, cell: CoverCell) -> list[str]:
        center, on = problem.center, problem.date(cell.day)
        return [
            p.id
            for p in center.staff
            if cell.skill is not None
            and p.level(cell.skill, on) >= FULL_LEVEL
            and p.standing(on) is None
            and (cell.rank is None or center.rank_at_least(p, cell.rank, on))
        ]

    def examples(self) -> Sequence[Example]:
        base = hotline_center()
        skills = {"x": (Skill("call"), Skill("claim")), "l": (Skill("call"), Skill("claim", level=1))}
        center = replace(base, people=tuple(replace(p, skills=skills.get(p.id, p.skills)) for p in base.people))
        problem = hotline(
            center=center, covers=(CoverCell(0, "D", 1, skill="claim"), CoverCell(1, "D", 1, skill="claim"))
        )
        kept = roster(problem, "x D 0", "l D 0", "x D 1")
        broken = roster(problem, "x D 0", "l D 1")
        return [Example(problem, kept, broken, 1)]

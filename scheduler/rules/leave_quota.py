"""Not too many of one section on leave at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import away, hall, hall_center, roster

CHOSEN = frozenset({"personal", "annual", "family_visit", "marriage", "child_care", "toil"})
"""Leave whose date can be chosen; sickness, birth, mourning and duty trips use up no quota."""


class LeaveQuota(Rule):
    """At most a share of a section is on leave at the same time (4-03; P16).

    Around holidays wishes for leave pile up while more clients come. Counted at the worst moment
    of each open day: people of a section away on leave of their choice, above ``percent`` of its
    staff (rounded down, but ``least`` may always go). Reads absences alone, not the roster.
    """

    id = "leave_quota"
    catalogue = "P16"
    article = "4-03"
    unit = "people-days"
    level = Level.SOFT
    tier = 2
    weight = 60
    title: ClassVar = {"zh": "休假名额", "en": "Leave quota"}
    text: ClassVar = {
        "zh": "{section_zh}{day}有{people}同时休假，名额为{quota}人",
        "en": "{people} of {section_en} are on leave at once on {day}, the quota is {quota}",
    }
    remedy: ClassVar = {
        "zh": "与其中一人协商改期，按申请先后和轮流原则决定。",
        "en": "Agree on another date with one of them, by order of request and by turns.",
    }

    @dataclass(frozen=True)
    class Params:
        percent: int = field(default=30, metadata={"unit": "percent of a section", "min": 0, "max": 100})
        least: int = field(default=1, metadata={"unit": "people", "min": 0, "max": 99})

    def check(self, problem: RosterProblem, view: RosterView, params: "LeaveQuota.Params") -> Iterable[Breach]:
        for (day, section), people in self._away(problem).items():
            quota = self.quota(problem, section, params)
            if len(people) > quota:
                named = problem.center.section.get(section)
                names = {
                    "section_zh": named.name_zh if named else section,
                    "section_en": named.name_en if named else section,
                }
                yield Breach(
                    self.id,
                    len(people) - quota,
                    day * 1440,
                    day * 1440 + 1440,
                    day,
                    words={**names, "people": people, "quota": quota},
                )

    @staticmethod
    def _away(problem: RosterProblem) -> Mapping[tuple[int, str], tuple[str, ...]]:
        """Most people of each section on leave at one moment of each open day."""
        minute = problem.horizon.minute
        spans = [(a.person, minute(a.start), minute(a.end)) for a in problem.absences if a.kind in CHOSEN]
        section = {p.id: p.section for p in problem.center.staff}
        found: dict[tuple[int, str], tuple[str, ...]] = {}
        for block in problem.blocks if spans else ():
            here: dict[str, set[str]] = {}
            for person, a, b in spans if block.posts else ():
                if a < block.end and block.start < b and person in section:
                    here.setdefault(section[person], set()).add(person)
            for name, people in here.items():
                if len(people) > len(found.get((block.day, name), ())):
                    found[block.day, name] = tuple(sorted(people))
        return found

    @staticmethod
    def quota(problem: RosterProblem, section: str, params: "LeaveQuota.Params") -> int:
        staff: list[Person] = [p for p in problem.center.staff if p.section == section]
        return max(params.least, len(staff) * params.percent // 100)

    def encode(self, model: Model, problem: RosterProblem, params: "LeaveQuota.Params") -> None:
        for (day, section), people in self._away(problem).items():
            extra = len(people) - self.quota(problem, section, params)
            if extra > 0:
                model.avoid(extra, day=day, section=section)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        large = replace(center, people=(*center.people, *(replace(center.people[2], id=f"c{i}") for i in range(3))))
        apart = (away("a", "AM"), away("b", "PM"), away("c", "day"), away("m", "day", kind="sick"), away("a", "day", 1))
        kept = hall(2, center=large, absences=apart)
        crowd = hall(
            2, center=large, absences=(*apart, away("c0", "10:00-15:00"), away("c1", "day", 1), away("c2", "day", 1))
        )
        empty = roster(kept)
        return [Example(kept, empty, empty, 1 + 1, crowd)]

"""A section's windows are held by that section's people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from scheduler.domain.posts import ABLine
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, hall_center, roster


class Dispatch(Rule):
    """Nobody of another section is on a specialist window (3-04; C27).

    Open to everybody are comprehensive, guide and tidal windows, phone and chat. On a specialist
    window somebody of another section may stand only if its AB table names the person on the
    date, or as manager of a small center (4-25).
    """

    id = "dispatch"
    catalogue = "C27"
    article = "3-04"
    unit = "person-minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "窗口由派驻科室人员值守", "en": "Own section's window"}
    text: ClassVar = {
        "zh": "{person}不是{post}所属科室的人员，{time}却在该窗口",
        "en": "{person} is of another section than {post}, but is on it {time}",
    }
    remedy: ClassVar = {
        "zh": "改由{post}所属科室的人员上岗，或先将{person}列入该窗口的AB岗。",
        "en": "Use somebody of the section on {post}, or name {person} in its AB table first.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            on = problem.date(block.day)
            for post in center.posts:
                if post.kind != "specialist":
                    continue
                for person in view.holders(post.id, block.index):
                    who = center.person[person]
                    small_manager = center.small and center.is_manager(who)
                    if (
                        who.section != post.section
                        and not small_manager
                        and center.ab_line(person, post.id, on) is None
                    ):
                        yield Breach(self.id, block.minutes, block.start, block.end, block.day, post.id, person)

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        free = {p.id for p in center.posts if p.kind in ("comprehensive", "guide", "tidal", "phone", "chat")}
        roaming = {p.id for p in center.people if center.small and p.rank in center.manager_ranks}
        named = {
            (line.person, line.post, day.index) for line in center.ab for day in problem.days if line.valid(day.date)
        }
        for person, post, block in model.cells():
            where = problem.blocks[block]
            if post in free or person in roaming or center.person[person].section == center.post[post].section:
                continue
            if (person, post, where.day) not in named:
                model.avoid(model.on(person, post, block), where.minutes, person=person, post=post, block=block)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        people = tuple(replace(p, section="T") if p.id in ("c", "m") else p for p in center.people)
        foreign = hall(center=replace(center, people=people))
        named = hall(center=replace(center, people=people, ab=(*center.ab, ABLine("W1", "c", "C"))))
        large = hall(center=replace(center, people=people, small=False))
        broken = roster(foreign, "c W1 AM", "c W2 PM", "m W2 PM")
        kept = roster(foreign, "a W1 AM", "c back AM", "m back AM")
        return [
            Example(foreign, kept, broken, 360),
            Example(named, roster(named, "c W1 AM"), broken, 180),
            Example(large, kept, broken, 540),
        ]

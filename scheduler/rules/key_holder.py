"""Somebody with the main door's key is there at opening and at closing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.clock import clock_text
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import away, hall, hall_center, roster


class KeyHolder(Rule):
    """Each day's first opening and last closing has a holder of the door key on site (3-28, 3-29; C11).

    Counts 1 for an opening and 1 for a closing, so one key holder missing all day counts 2, also
    where the day is a single block. The dated designation of one further person (3-29) is a line
    of the custody table like the others. Only windows have a door; a center whose custody table
    names no door at all is not spoken to.
    """

    id = "key_holder"
    catalogue = "C11"
    article = "3-28, 3-29"
    unit = "openings and closings"
    level = Level.MUST
    tier = 1
    weight = 180
    title: ClassVar = {"zh": "开关门有钥匙", "en": "Door key at opening and closing"}
    text: ClassVar = {
        "zh": "{day}{moment}开关大门时无钥匙保管人在场",
        "en": "No holder of the door key is there at {moment} on {day}, when the hall opens or closes",
    }
    remedy: ClassVar = {
        "zh": "由主任、副主任为{day}指定一人保管大门钥匙。",
        "en": "Have the director designate one person for the door key on {day}.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        if not any(c.kind == "door" for c in center.custody):
            return
        for day in range(problem.horizon.days):
            opened = self._opened(problem, day)
            if not opened:
                continue
            holders = center.custodians("door", "door", problem.date(day))
            for block, moment in ((opened[0], opened[0].start), (opened[-1], opened[-1].end)):
                if not any(view.present(p, block.index) for p in holders):
                    words = {"moment": clock_text(moment - day * 1440)}
                    yield Breach(self.id, 1, block.start, block.end, day, words=words)

    @staticmethod
    def _opened(problem: RosterProblem, day: int) -> list[Block]:
        """Blocks of a day over which some window is open, in order."""
        post = problem.center.post
        return [b for b in problem.blocks_of_day[day] if any(post[p].kind not in ("phone", "chat") for p in b.posts)]

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        if all(c.kind != "door" for c in center.custody):
            return
        for day in problem.days:
            opened = self._opened(problem, day.index)
            if opened:
                holders = sorted(set(center.custodians("door", "door", day.date)))
                for end, block in (("opening", opened[0]), ("closing", opened[-1])):
                    here: Any = sum(model.present(p, block.index) for p in holders)
                    model.at_least(here, 1, day=day.index, end=end)

    def examples(self) -> Sequence[Example]:
        problem = hall()
        kept = roster(problem, "m back AM", "m back PM")
        cut = hall(absences=(away("c", "09:00-10:00"), away("c", "16:00-17:00")))
        center = hall_center()
        single = hall(center=replace(center, sessions=center.sessions[:1]))
        return [
            Example(problem, kept, roster(problem, "m back AM", "a W1 PM"), 1),
            Example(cut, roster(cut, "m back 09:00-10:00", "m back 16:00-17:00"), roster(cut, "m back 10:00-16:00"), 2),
            Example(single, roster(single, "m back AM"), roster(single, "a W1 AM"), 2),
        ]

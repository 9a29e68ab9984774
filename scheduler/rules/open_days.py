"""Nobody comes in on a day on which nothing is open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import MONDAY, hall, roster


class OpenDays(Rule):
    """The center rests on holidays: closed days have no duties of office staff or on windows (3-18; C16).

    Which days are open is the calendar's and the sessions' word: make-up days are, swapped and
    statutory days are not. Counts each person once a closed day: of the office rota with any
    duty, of the shift rota with a duty on a window. Shifts on pools are not counted here;
    :class:`Sessions` sees a pool outside its opening.
    """

    id = "open_days"
    catalogue = "C16"
    article = "3-18"
    unit = "person-days"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "休息日不排班", "en": "Closed days are free"}
    text: ClassVar = {"zh": "{day}不开放，{person}却被排班", "en": "{person} is rostered on {day}, a closed day"}
    remedy: ClassVar = {
        "zh": "撤下{person}当天的排班，或先将{day}设为开放日。",
        "en": "Take {person} off that day, or make {day} an open day first.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        windows = self._windows(problem)
        for day in range(problem.horizon.days):
            if problem.open_day(day):
                continue
            for person in problem.center.people:
                duties = view.duties_of.get((person.id, day), [])
                counted = duties if person.rota == "office" else [d for d in duties if d.post in windows]
                if counted:
                    start = min(problem.horizon.minute(d.start) for d in counted)
                    end = max(problem.horizon.minute(d.end) for d in counted)
                    yield Breach(self.id, 1, start, end, day, person=person.id)

    @staticmethod
    def _windows(problem: RosterProblem) -> set[str]:
        pools = {shift.pool for shift in problem.center.shifts}
        return {p.id for p in problem.center.posts if p.kind not in ("phone", "chat") and p.id not in pools}

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        windows, person_of = self._windows(problem), problem.center.person
        closed = {
            block.index: day.index
            for day in problem.days
            if not any(b.posts for b in problem.blocks_of_day[day.index])
            for block in problem.blocks_of_day[day.index]
        }
        found: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for person, block in model.attendances():
            if block in closed:
                found[person, closed[block]].append(model.present(person, block))
        for person, post, block in model.cells():
            if block in closed and post in windows and person_of[person].rota == "rostered":
                found[person, closed[block]].append(model.on(person, post, block))
        for (person, day), work in found.items():
            model.avoid(model.either(work), person=person, day=day)

    def examples(self) -> Sequence[Example]:
        holiday = hall(2, start=MONDAY.replace(day=11))
        kept = roster(holiday, "a W1 AM", "b W2 PM")
        return [Example(holiday, kept, roster(holiday, "a W1 AM 1", "a back PM 1", "b back AM 1"), 2)]

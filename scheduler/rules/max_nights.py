"""Not too many nights in a row, and not too many in all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hotline, roster


class MaxNights(Rule):
    """At most ``run`` night shifts in a row and ``per_28_days`` in four weeks (L8; C26). Practice, no statute.

    Any ``run + 1`` days in a row hold at most ``run`` nights; these windows reach back into the
    past. Over the horizon the allowance is in proportion to its days, rounded up. What a night shift
    is says ``ShiftType.night``.
    """

    id = "max_nights"
    catalogue = "C26"
    article = "L8"
    unit = "nights"
    level = Level.MUST
    tier = 3
    title: ClassVar = {"zh": "夜班上限", "en": "Limit on nights"}
    text: ClassVar = {
        "zh": "{person}在{time}的{span}天内有{nights}个夜班，最多{limit}个",
        "en": "{person} has {nights} nights within {span} days ({time}); at most {limit} are allowed",
    }
    remedy: ClassVar = {
        "zh": "将{person}的一个夜班换给夜班较少的人。",
        "en": "Give one of {person}'s nights to someone who has fewer.",
    }

    @dataclass(frozen=True)
    class Params:
        run: int = field(default=2, metadata={"unit": "nights", "min": 1, "max": 7})
        per_28_days: int = field(default=8, metadata={"unit": "nights", "min": 0, "max": 28})

    def check(self, problem: RosterProblem, view: RosterView, params: "MaxNights.Params") -> Iterable[Breach]:
        codes, total = self._nights(problem), problem.horizon.days
        cap = self._cap(problem, params)
        for person in self._people(problem):
            nights = {day: sum(view.works(person, day, c) for c in codes) for day in range(-params.run, total)}
            for day in range(total):
                window = range(day - params.run, day + 1)
                before = sum(nights[d] for d in window if d < 0)
                here = sum(nights[d] for d in window if d >= 0)
                over = here - max(0, params.run - before)
                if over > 0:
                    yield self._breach(
                        over, window.start, window.stop, day, person, len(window), before + here, params.run
                    )
            count = sum(nights[day] for day in range(total))
            if count > cap:
                yield self._breach(count - cap, 0, total, None, person, total, count, cap)

    def _breach(
        self, amount: int, first: int, stop: int, day: int | None, person: str, span: int, nights: int, limit: int
    ) -> Breach:
        words = {"span": span, "nights": nights, "limit": limit}
        return Breach(self.id, amount, first * 1440, stop * 1440, day, person=person, words=words)

    def encode(self, model: Model, problem: RosterProblem, params: "MaxNights.Params") -> None:
        codes, total = self._nights(problem), problem.horizon.days
        for person in self._people(problem):
            past = [sum(model.works(person, day, c) for c in codes) for day in range(-params.run, 0)]
            nights: list[Any] = [sum(model.works(person, day, c) for c in codes) for day in range(total)]
            for day in range(total):
                start = day - params.run
                before = sum(past[start:]) if start < 0 else 0
                here: Any = sum(nights[max(0, start) : day + 1])
                model.at_most(here, max(0, params.run - before), person=person, day=day)
            count: Any = sum(nights)
            model.at_most(count, self._cap(problem, params), person=person)

    @staticmethod
    def _nights(problem: RosterProblem) -> list[str]:
        return [s.code for s in problem.center.shifts if s.night]

    @staticmethod
    def _cap(problem: RosterProblem, params: "MaxNights.Params") -> int:
        return -(-params.per_28_days * problem.horizon.days // 28)

    @staticmethod
    def _people(problem: RosterProblem) -> list[str]:
        return [p.id for p in problem.center.staff if p.rota == "rostered"]

    def examples(self) -> Sequence[Example]:
        problem = hotline(14)
        kept = roster(problem, "x N 0", "x N 1", "x N 4", "x N 5", "x E 6", "x E 7")
        # Three in a row, and five in two weeks that may hold four.
        broken = roster(problem, "x N 0", "x N 1", "x N 2", "x N 8", "x N 9")
        past = roster(hotline(2), "x N 0", "x N 1")
        late = hotline(2, start=problem.date(2), past=past)
        return [
            Example(problem, kept, broken, 2),
            Example(late, roster(late, "x D 0", "x N 1"), roster(late, "x N 0"), 1),
        ]

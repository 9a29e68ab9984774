"""Nights, weekends and holidays shared fairly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any, ClassVar

from scheduler.domain.burdens import KINDS, counts, portions
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hotline, roster


class FairShifts(Rule):
    """Nobody has more or fewer nights, weekends or holidays than is fair (4-34; P07).

    What the covers ask for of a kind is divided exactly: what only a rank or a skill can fill among
    those who have it, the rest among all who carry less, in proportion to the days each is there
    (for nights: there and not protected). What earlier rosters went above the share is taken off,
    and the number due lies between the result rounded down and rounded up: rounded after, or
    everybody but one could gain a fraction with each roster. The first shift above or below costs
    the kind's weight, each further one twice that. Below counts too: with everybody rounded up there
    is room for one person to be spared at all others' cost. A kind that no cover asks for is left
    alone.
    """

    id = "fair_shifts"
    catalogue = "P07"
    article = "4-34"
    unit = "points"
    level = Level.SOFT
    tier = 5
    title: ClassVar = {"zh": "夜班、周末、节假日公平", "en": "Fair nights, weekends and holidays"}
    text: ClassVar = {
        "zh": "{person}偏离公平份额：夜班{nights}、周末班{weekends}、节假日班{holidays}(实排/应排)",
        "en": "{person} is off the fair share: nights {nights}, weekends {weekends}, holidays {holidays} (rostered/fair)",
    }
    remedy: ClassVar = {
        "zh": "在同一职级、技能范围内对调多排与少排的人；未能调平的记入台账，下期找平。",
        "en": "Swap between those above and those below who may do the same shifts; what stays is carried over to the next roster.",
    }

    @dataclass(frozen=True)
    class Params:
        nights: int = field(default=3, metadata={"unit": "points", "min": 0, "max": 20})
        weekends: int = field(default=2, metadata={"unit": "points", "min": 0, "max": 20})
        holidays: int = field(default=3, metadata={"unit": "points", "min": 0, "max": 20})

    def check(self, problem: RosterProblem, view: RosterView, params: "FairShifts.Params") -> Iterable[Breach]:
        fair = {kind: due(problem, kind) for kind in KINDS}
        for person in (p.id for p in problem.center.staff if p.rota == "rostered"):
            had = counts(problem, view, person)
            points, words = 0, {}
            for kind, count in had.items():
                least, most = fair[kind].get(person, (count, count))
                off = max(least - count, count - most)
                points += getattr(params, kind) * (2 * off - 1) if off > 0 else 0
                known = f"{least}" if least == most else f"{least}–{most}"
                words[kind] = f"{count}/{known if person in fair[kind] else '–'}"
            if points:
                yield Breach(self.id, points, 0, problem.horizon.minutes, person=person, words=words)

    def encode(self, model: Model, problem: RosterProblem, params: "FairShifts.Params") -> None:
        nights = [s.code for s in problem.center.shifts if s.night]
        days: Mapping[str, list[int]] = {
            "weekends": [d.index for d in problem.days if not d.workday and not d.statutory],
            "holidays": [d.index for d in problem.days if d.statutory],
        }
        for kind in KINDS:
            weight = getattr(params, kind)
            for person, (least, most) in due(problem, kind).items() if weight else ():
                if kind == "nights":
                    count: Any = sum(model.works(person, d.index, code) for d in problem.days for code in nights)
                else:
                    count = sum(model.worked(person, day) for day in days[kind])
                for further in (0, 1):
                    model.at_most(count, most + further, weight, person=person, kind=kind)
                    model.at_least(count, least - further, weight, person=person, kind=kind)

    def examples(self) -> Sequence[Example]:
        # Four nights for four people, of whom h had one too many before: none for h, and 1 or 2 for the others.
        covers = tuple(CoverCell(day, "N", 1) for day in range(4))
        problem = hotline(4, covers=covers, ledger={"h": {"nights": 1.0}, "x": {"nights": -0.5}})
        kept = roster(problem, "x N 0", "y N 1", "l N 2", "x N 3", "x D 2")
        broken = roster(problem, "y N 0", "y N 1", "y N 2", "h N 3")
        # Two heads on a free weekend and on a statutory one: four of each for four people.
        weeks = hotline(14, covers=tuple(CoverCell(day, "D", 2) for day in (5, 6, 12, 13)), statutory=(12, 13))
        fair = roster(weeks, "x D 5", "y D 5", "h D 6", "l D 6", "x D 12", "y D 13", "h D 12", "l E 13", "x E 4")
        unfair = roster(weeks, "x D 5", "x D 6", "h E 5", "l E 6", "x D 12", "x E 13", "h D 12")
        # A leader each night, a second head on two of four: two nights for each leader, one for each agent.
        led = hotline(
            4,
            covers=(
                *(CoverCell(day, "N", 1, "leader") for day in range(4)),
                CoverCell(0, "N", 2),
                CoverCell(1, "N", 2),
            ),
        )
        pairs = roster(led, "h N 0", "x N 0", "l N 1", "y N 1", "h N 2", "l N 3")
        spared = roster(led, "h N 0", "x N 0", "l N 1", "y N 1", "l N 2", "l N 3")
        return [
            Example(problem, kept, broken, 3 * 3 + 3 + 3 + 3),
            Example(weeks, fair, unfair, 2 + 2 + 3 + 3 + 3),
            Example(led, pairs, spared, 3 + 3),
        ]


def due(problem: RosterProblem, kind: str) -> Mapping[str, tuple[int, int]]:
    """Fewest and most shifts of a kind that are fair for each rostered person; empty if no cover asks for any."""
    found = {}
    for person, portion in portions(problem, kind).items():
        target = portion.amount - Fraction(str(problem.ledger.get(person, {}).get(kind, 0)))
        found[person] = max(0, floor(target)), max(0, ceil(target))
    return found

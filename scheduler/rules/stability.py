"""Few changes against the last version."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, hotline, roster


class Stability(Rule):
    """A published roster is changed as little as possible (3-10; P13). Silent without a previous version.

    Counted in minutes: for rostered people the length of each shift worked in one version and not
    in the other (a swapped shift counts twice: what is lost and what is new); for everybody the
    time on each window held in one version and not in the other. Pools are counted by their shifts.
    Each day of a person on which anything changes counts ``per_day`` minutes more: a large value
    means that as few people as possible have to be told of a change (same-day repair).
    """

    id = "stability"
    catalogue = "P13"
    article = "3-10"
    unit = "minutes"
    level = Level.SOFT
    tier = 4
    last = True
    title: ClassVar = {"zh": "少变动", "en": "Few changes"}
    text: ClassVar = {
        "zh": "{person}{day}与上一版相比变动{amount}分钟",
        "en": "{person} on {day} differs by {amount} minutes from the last version",
    }
    remedy: ClassVar = {
        "zh": "确有必要再改；改后请告知{person}并说明理由。",
        "en": "Change it only if needed, and tell {person} why.",
    }

    @dataclass(frozen=True)
    class Params:
        per_day: int = field(default=0, metadata={"unit": "minutes", "min": 0, "max": 1_000_000})

    def check(self, problem: RosterProblem, view: RosterView, params: "Stability.Params") -> Iterable[Breach]:
        if problem.previous is None:
            return
        old = RosterView(problem, problem.previous)
        changed: dict[tuple[int, str], int] = defaultdict(int)
        for person in _rostered(problem):
            for day in range(problem.horizon.days):
                for shift in problem.center.shifts:
                    if old.works(person, day, shift.code) != view.works(person, day, shift.code):
                        changed[day, person] += _length(problem, shift.code)
        before, people = on_windows(problem, problem.previous.duties), {p.id for p in problem.center.staff}
        fixed = on_windows(problem, problem.past.duties)
        for block in problem.blocks:
            for post in _windows(problem):
                for person in people.intersection(view.holders(post, block.index)):
                    if (person, post, block.index) not in fixed:
                        changed[block.day, person] += block.minutes - before.get((person, post, block.index), 0)
        for (person, post, index), minutes in before.items():
            if not view.on(person, post, index):
                changed[problem.blocks[index].day, person] += minutes
        for (day, person), amount in sorted(changed.items()):
            if amount:
                yield Breach(self.id, amount + params.per_day, day * 1440, day * 1440 + 1440, day, person=person)

    def encode(self, model: Model, problem: RosterProblem, params: "Stability.Params") -> None:
        if problem.previous is None:
            return
        same: dict[tuple[str, int], list[tuple[Any, int]]] = defaultdict(list)
        old = RosterView(problem, problem.previous)
        for person in _rostered(problem):
            for day in range(problem.horizon.days):
                for shift in problem.center.shifts:
                    work, length = model.works(person, day, shift.code), _length(problem, shift.code)
                    if old.works(person, day, shift.code):
                        model.at_least(work, 1, length, person=person, day=day, shift=shift.code)
                        same[person, day].append((work, 1))
                    else:
                        model.avoid(work, length, person=person, day=day, shift=shift.code)
                        same[person, day].append((1 - work, 1))
        before, windows = on_windows(problem, problem.previous.duties), set(_windows(problem))
        fixed = on_windows(problem, problem.past.duties)
        told = set(fixed)
        for person, post, index in model.cells():
            if post not in windows or (person, post, index) in told:
                continue
            told.add((person, post, index))
            kept = before.get((person, post, index), 0)
            new, held = problem.blocks[index].minutes - kept, model.on(person, post, index)
            day = problem.blocks[index].day
            if kept:
                model.at_least(held, 1, kept, person=person, post=post, block=index)
                same[person, day].append((held, 1))
            if new:
                model.avoid(held, new, person=person, post=post, block=index)
                same[person, day].append((1 - held, 1))
        for (person, post, index), kept in before.items():
            if (person, post, index) not in told:
                # Nobody may ask for this cell any more, so its loss is certain; it is counted all the same.
                model.at_least(0, 1, kept, person=person, post=post, block=index)
                same[person, problem.blocks[index].day].append((0, 1))
        for (person, day), cells in same.items():
            if params.per_day:
                model.shortfall(cells, params.per_day, person=person, day=day)

    def examples(self) -> Sequence[Example]:
        line = hotline()
        line_before = hotline(previous=roster(line, "x D 0", "y E 1"))
        kept, moved = roster(line, "x D 0", "y E 1"), roster(line, "x E 0", "y E 1")
        window = hall()
        window_before = hall(previous=roster(window, "a W1 AM", "b W2 AM"))
        same, other = roster(window, "a W1 AM", "b W2 AM", "m back AM"), roster(window, "c W1 AM", "b W2 AM", "b W2 PM")
        told = RuleSettings({self.id: RuleSetting(params={"per_day": 1000})})
        both = (
            hall(previous=window_before.previous, settings=told),
            hotline(previous=line_before.previous, settings=told),
        )
        return [
            Example(line_before, kept, moved, 960),
            Example(window_before, same, other, 180 + 180 + 180),
            Example(both[0], same, other, 540 + 3 * 1000),
            Example(both[1], kept, moved, 960 + 1000),
        ]


def on_windows(problem: RosterProblem, duties: Iterable[Duty]) -> Mapping[tuple[str, str, int], int]:
    """Minutes that some duties spend on each window over each block of the horizon, by person, where any."""
    minute, windows = problem.horizon.minute, set(_windows(problem))
    people = {p.id for p in problem.center.staff}
    starts = [block.start for block in problem.blocks]
    found: dict[tuple[str, str, int], int] = {}
    reached: dict[tuple[str, str], int] = {}
    for duty in sorted(duties, key=lambda d: d.start):
        if duty.role not in PRESENT_ROLES or duty.post not in windows or duty.person not in people:
            continue
        start = max(minute(duty.start), reached.get((duty.person, duty.post), minute(duty.start)))
        end = minute(duty.end)
        reached[duty.person, duty.post] = max(start, end)
        for index in range(max(0, bisect_right(starts, start) - 1), len(starts)):
            block = problem.blocks[index]
            inside = min(block.end, end) - max(block.start, start)
            if block.start >= end:
                break
            if inside > 0:
                key = (duty.person, duty.post, index)
                found[key] = found.get(key, 0) + inside
    return found


def _rostered(problem: RosterProblem) -> list[str]:
    return [p.id for p in problem.center.staff if p.rota == "rostered"]


def _windows(problem: RosterProblem) -> list[str]:
    pools = {s.pool for s in problem.center.shifts}
    return [p.id for p in problem.center.posts if p.id not in pools and p.id != BACK_OFFICE]


def _length(problem: RosterProblem, shift: str) -> int:
    return sum(end - start for start, end in problem.center.shift[shift].parts)

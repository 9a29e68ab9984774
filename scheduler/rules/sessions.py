"""Work lies inside the opening sessions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import ClassVar

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import PRESENT_ROLES
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, hall_center, roster

Spans = list[tuple[int, int]]


class Sessions(Rule):
    """Nobody is on a post outside its opening, no office staff at work while all is closed (3-17, 3-20; C15).

    Two things count, each with its minutes: a person on a post that is not open (windows and
    pools alike), and a person of the office rota at work while nothing is open, except for
    ``prep`` minutes before an opening and ``close`` minutes after one. What lies beyond the
    horizon is not known to be closed and is not counted.
    """

    id = "sessions"
    catalogue = "C15"
    article = "3-17, 3-20"
    unit = "person-minutes"
    level = Level.HARD
    tier = 0
    last = True
    title: ClassVar = {"zh": "在开放时段内上班", "en": "Inside opening hours"}
    text: ClassVar = {
        "zh": "{person}{time}被排在开放时段之外，共{amount}分钟",
        "en": "{person} is rostered outside opening hours {time}, {amount} minutes",
    }
    remedy: ClassVar = {
        "zh": "将{person}的这一段撤下，或先公布延时开放。",
        "en": "Take {person} off that time, or publish extended hours first.",
    }

    @dataclass(frozen=True)
    class Params:
        prep: int = field(default=10, metadata={"unit": "min", "min": 0, "max": 120})
        close: int = field(default=10, metadata={"unit": "min", "min": 0, "max": 120})

    def check(self, problem: RosterProblem, view: RosterView, params: "Sessions.Params") -> Iterable[Breach]:
        horizon, people = problem.horizon, problem.center.person
        opening: dict[str, Spans] = defaultdict(list)
        working: Spans = []
        for block in problem.blocks:
            for post in block.posts:
                opening[post].append((block.start, block.end))
            if block.posts:
                working.append((block.start - params.prep, block.end + params.close))
        holding: dict[tuple[str, str], Spans] = defaultdict(list)
        attending: dict[str, Spans] = defaultdict(list)
        for duty in view.roster.duties:
            if duty.role not in PRESENT_ROLES:
                continue
            span = (max(0, horizon.minute(duty.start)), min(horizon.minutes, horizon.minute(duty.end)))
            if duty.post != BACK_OFFICE:
                holding[duty.person, duty.post].append(span)
            if duty.person in people and people[duty.person].rota == "office":
                attending[duty.person].append(span)
        opened = {post: _union(spans) for post, spans in opening.items()}
        allowed = _union(working)
        for (person, post), spans in holding.items():
            for a, b in _outside(_union(spans), opened.get(post, [])):
                yield Breach(self.id, b - a, a, b, a // 1440, post, person)
        for person, spans in attending.items():
            for a, b in _outside(_union(spans), allowed):
                yield Breach(self.id, b - a, a, b, a // 1440, person=person)

    def encode(self, model: Model, problem: RosterProblem, params: "Sessions.Params") -> None:
        inside = [max(0, min(b.end, problem.horizon.minutes) - b.start) for b in problem.blocks]
        for person, post, block in model.cells():
            if inside[block] and post not in problem.blocks[block].posts:
                model.avoid(model.on(person, post, block), inside[block], person=person, post=post, block=block)
        closed = self._closed_minutes(problem, params)
        for person, block in model.attendances():
            if closed[block]:
                model.avoid(model.present(person, block), closed[block], person=person, block=block)

    @staticmethod
    def _closed_minutes(problem: RosterProblem, params: "Sessions.Params") -> list[int]:
        """Minutes of each block in which nothing is open, opens soon or has just closed."""
        starts = [b.start for b in problem.blocks if b.posts]
        ends = [b.end for b in problem.blocks if b.posts]

        def closed(block: Block) -> int:
            if block.posts:
                return 0
            low = max([block.start, *(e + params.close for e in ends if e <= block.start)])
            high = min([block.end, problem.horizon.minutes, *(s - params.prep for s in starts if s >= block.end)])
            return max(0, high - low)

        return [closed(block) for block in problem.blocks]

    def examples(self) -> Sequence[Example]:
        day = ((530, 540), (540, 720), (720, 780), (840, 1020))
        center = hall_center()
        problem = hall(center=replace(center, shifts=(replace(center.shifts[0], parts=day),)))
        short = hall(
            center=problem.center, settings=RuleSettings({self.id: RuleSetting(params={"prep": 4, "close": 0})})
        )
        kept = roster(problem, "a back 08:50-09:00", "a W1 AM", "b W2 PM")
        lunch = roster(problem, "a W1 AM", "a W1 12:00-13:00")
        return [
            Example(problem, kept, lunch, 60 + 50),
            Example(short, roster(short, "a W1 AM"), roster(short, "a back 08:50-09:00", "b back 12:00-13:00"), 6 + 60),
        ]


def _union(spans: Spans) -> Spans:
    merged: Spans = []
    for a, b in sorted(span for span in spans if span[0] < span[1]):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _outside(spans: Spans, allowed: Spans) -> Iterator[tuple[int, int]]:
    """Stretches of ``spans`` that ``allowed`` leaves over; both merged."""
    at = 0
    for start, end in spans:
        while at < len(allowed) and allowed[at][1] <= start:
            at += 1
        for low, high in islice(allowed, at, None):
            if low >= end:
                break
            if start < low:
                yield start, low
            start = max(start, high)
        if start < end:
            yield start, end

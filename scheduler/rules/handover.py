"""Work is handed over before a planned absence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule, cells_of
from scheduler.rules.tiny import away, hall, hall_center, roster

SUDDEN = frozenset({"sick", "emergency", "sudden"})
"""Absences that nobody can prepare for."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """One planned absence of a post's A: the open blocks of the last day with the A, and of the first without."""

    post: str
    person: str
    last: tuple[Block, ...]
    first: tuple[Block, ...]


class Handover(Rule):
    """Before a planned absence the A meets the one who will stand in, on the last open day (3-09, 3-44; C29).

    Looked at for every absence of an A that takes in at least ``days`` whole open days of the
    post in a row; leave that touches counts as one, and sickness cannot be planned. Whoever
    holds the post on its first open day without the A must have been present together with the A
    in an open block of the post on the last day with the A: one such person is enough. An absence
    that begins with the horizon was handed over in an earlier roster. Amount: one for each
    absence and post. An empty post is :class:`PostCovered`'s matter.
    """

    id = "handover"
    catalogue = "C29"
    article = "3-09, 3-44"
    unit = "handovers"
    level = Level.SOFT
    tier = 2
    weight = 60
    last = True
    title: ClassVar = {"zh": "离岗前移交", "en": "Handover before leave"}
    text: ClassVar = {
        "zh": "{person}离开{post}之前，与顶岗人{people}在{day}没有同时在岗，无法当面移交",
        "en": "{person} leaves {post} without having been at work together with {people} on {day}",
    }
    remedy: ClassVar = {
        "zh": "安排顶岗人在{day}与{person}同时在岗移交，或先书面移交。",
        "en": "Have one of those who stand in meet {person} on {day}, or hand over in writing.",
    }

    @dataclass(frozen=True)
    class Params:
        days: int = field(default=1, metadata={"unit": "days", "min": 1, "max": 28})

    def check(self, problem: RosterProblem, view: RosterView, params: "Handover.Params") -> Iterable[Breach]:
        for leaving in self._leavings(problem, params.days):
            taking = sorted(
                {p for block in leaving.first for p in view.holders(leaving.post, block.index)} - {leaving.person}
            )
            together = [block for block in leaving.last if view.present(leaving.person, block.index)]
            if taking and not any(view.present(p, block.index) for p in taking for block in together):
                yield Breach(
                    self.id,
                    1,
                    leaving.last[0].start,
                    leaving.last[-1].end,
                    leaving.last[0].day,
                    leaving.post,
                    leaving.person,
                    words={"people": tuple(taking)},
                )

    @staticmethod
    def _leavings(problem: RosterProblem, days: int) -> Iterator[Leaving]:
        planned = {
            (a.person, problem.horizon.minute(a.start), problem.horizon.minute(a.end))
            for a in problem.absences
            if a.kind not in SUDDEN
        }
        leaving = {person for person, _, _ in planned}
        for post in problem.center.posts:
            opened = problem.open_blocks(post.id)
            for person in sorted(
                {line.person for line in problem.center.ab_of_post[post.id] if line.role == "A"} & leaving
            ):
                at = 0
                while at < len(opened):
                    end = at
                    while end < len(opened) and problem.absent(person, opened[end].start, opened[end].end):
                        end += 1
                    run = opened[at:end]
                    whole = {b.day for b in run} - {
                        b.day for b in (*opened[max(0, at - 1) : at], *opened[end : end + 1])
                    }
                    if at and len(whole) >= days and problem.center.holder(post.id, problem.date(run[0].day)) == person:
                        prepared = any(p == person and a < run[0].end and run[0].start < b for p, a, b in planned)
                        before = tuple(b for b in opened[:at] if b.day == opened[at - 1].day)
                        present = tuple(b for b in before if not problem.absent(person, b.start, b.end))
                        if prepared:
                            yield Leaving(post.id, person, present, tuple(b for b in run if b.day == run[0].day))
                    at = end + 1

    def encode(self, model: Model, problem: RosterProblem, params: "Handover.Params") -> None:
        leavings = list(self._leavings(problem, params.days))
        wanted = {(x.post, block.index) for x in leavings for block in x.first}
        able: dict[tuple[str, int], list[str]] = {key: [] for key in wanted}
        posts = {x.post for x in leavings}
        for person, post, block in cells_of(model, problem, problem.center.person, posts) if leavings else ():
            if (post, block) in wanted:
                able[post, block].append(person)
        for x in leavings:
            people = sorted({p for block in x.first for p in able[x.post, block.index]} - {x.person})
            took, met = [], []
            for p in people:
                takes = model.either([model.on(p, x.post, b.index) for b in x.first if p in able[x.post, b.index]])
                meets = model.either(
                    [model.both(model.present(p, b.index), model.present(x.person, b.index)) for b in x.last]
                )
                took.append(takes)
                met.append(model.both(takes, meets))
            missed: Any = model.either(took) - model.either(met)
            model.at_most(missed, 0, post=x.post, person=x.person, day=x.last[0].day)

    def examples(self) -> Sequence[Example]:
        problem = hall(
            3, absences=(away("a", "PM", 1), away("a", "day", 2), away("b", "day", 1, "sick"), away("b", "day", 2))
        )
        meets = roster(problem, "a W1 AM 1", "c back AM 1", "c W1 PM 1", "c W1 AM 2", "m W2 AM 1", "m W2 PM 2")
        alone = roster(problem, "a W1 AM 1", "c back PM", "c W1 PM 1", "b W2 AM")
        weekend = hall(
            5, center=hall_center(), start=problem.date(4), absences=(away("a", "day", 7), away("a", "day", 8))
        )
        friday = roster(weekend, "a W1 AM", "b back AM", "b W1 AM 3")
        return [
            Example(problem, meets, alone, 1),
            Example(
                weekend, friday, roster(weekend, "a W1 AM", "b back PM", "a back AM 4", "b W1 AM 3", "c W1 PM 3"), 1
            ),
        ]

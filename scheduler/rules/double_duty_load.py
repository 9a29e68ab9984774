"""Double duty only where two queues leave one person time for both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import ClassVar

from scheduler.domain.need import NeedCell
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, roster

Loads = Mapping[str, Sequence[tuple[int, int, float]]]
"""By queue: (start, end, offered load in Erlang), in minutes of the horizon."""


class DoubleDutyLoad(Rule):
    """Two posts in one hand, only while their loads together stay below a limit (3-12; C02).

    The load of a window is the offered load of its queue (arrivals x handling time / interval)
    over the windows of the queue open in that block. At own load .3 each, .6 together already
    takes a mean wait from 4 to 15 minutes (M/M/1); at .5 each the queues never end. Amount:
    minutes x pairs of posts above the limit. Only permitted double duty is weighed
    (:class:`OnePlace` speaks of any other), and a post without a forecast is not.
    """

    id = "double_duty_load"
    catalogue = "C02"
    article = "3-12"
    unit = "minutes"
    level = Level.SOFT
    tier = 2
    last = True
    title: ClassVar = {"zh": "兼岗负荷", "en": "Load of double duty"}
    text: ClassVar = {
        "zh": "{person}{time}兼顾{post}和{other}，负荷合计{load}，超过{limit}",
        "en": "{person} looks after {post} and {other} {time}, a load of {load} together, above {limit}",
    }
    remedy: ClassVar = {
        "zh": "由B岗专人到{other}顶岗，或把这段时间的业务改为预约。",
        "en": "Send a backup to {other} alone, or offer appointments at another time instead.",
    }

    @dataclass(frozen=True)
    class Params:
        limit: int = field(default=60, metadata={"unit": "hundredths of an Erlang", "min": 0, "max": 200})

    def check(self, problem: RosterProblem, view: RosterView, params: "DoubleDutyLoad.Params") -> Iterable[Breach]:
        loads = self._loads(problem.needs, problem)
        for block in problem.blocks if loads else ():
            on = problem.date(block.day)
            for person in problem.center.people:
                held = sorted(view.posts(person.id, block.index) & block.posts)
                for pair in combinations(held, 2):
                    if problem.center.may_double(person.id, *pair, on):
                        minutes, most = self._above(problem, loads, block, pair, params.limit)
                        if minutes:
                            yield Breach(
                                self.id,
                                minutes,
                                block.start,
                                block.end,
                                block.day,
                                pair[0],
                                person.id,
                                words={
                                    "other": ("post", pair[1]),
                                    "load": f"{most:.2f}",
                                    "limit": f"{params.limit / 100:.2f}",
                                },
                            )

    @staticmethod
    def _loads(needs: Iterable[NeedCell], problem: RosterProblem) -> Loads:
        found: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
        minute = problem.horizon.minute
        for cell in needs:
            found[cell.queue].append((minute(cell.start), minute(cell.end), cell.load_erlang))
        return {queue: sorted(cells) for queue, cells in found.items()}

    @staticmethod
    def _above(
        problem: RosterProblem, loads: Loads, block: Block, pair: tuple[str, str], limit: int
    ) -> tuple[int, float]:
        """Minutes of a block over which two posts together are above the limit, and the highest load."""
        center = problem.center
        queues = [center.post[post].queue or "" for post in pair]
        if any(queue not in loads for queue in queues):
            return 0, 0.0
        windows = [max(1, len(block.posts.intersection(center.queue[q].posts))) for q in queues]
        cells = [
            [
                (max(a, block.start), min(b, block.end), load / shared)
                for a, b, load in loads[q]
                if a < block.end and block.start < b
            ]
            for q, shared in zip(queues, windows, strict=True)
        ]
        minutes, most = 0, 0.0
        for a, b, one in cells[0]:
            for c, d, two in cells[1]:
                together = min(b, d) - max(a, c)
                if together > 0 and (one + two) * 100 > limit + 1e-6:
                    minutes, most = minutes + together, max(most, one + two)
        return minutes, most

    def encode(self, model: Model, problem: RosterProblem, params: "DoubleDutyLoad.Params") -> None:
        center, loads = problem.center, self._loads(problem.needs, problem)
        if not loads:
            return
        asked = set(model.cells())
        named = sorted({line.person for line in center.ab if line.role == "A"})
        posts_of = {person: sorted({line.post for line in center.ab if line.person == person}) for person in named}
        for day, blocks in enumerate(problem.blocks_of_day):
            on = problem.date(day)
            for person in named:
                lines = {post: center.ab_line(person, post, on) for post in posts_of[person]}
                own = [post for post, line in lines.items() if line is not None and line.role == "A"]
                dual = [
                    post
                    for post, line in lines.items()
                    if line is not None and line.role != "A" and line.mode == "dual"
                ]
                for pair in [(first, second) for first in own for second in dual]:
                    for block in blocks:
                        wanted = block.posts.issuperset(pair) and all(
                            (person, post, block.index) in asked for post in pair
                        )
                        minutes = self._above(problem, loads, block, pair, params.limit)[0] if wanted else 0
                        if minutes:
                            both = model.both(*(model.on(person, post, block.index) for post in pair))
                            model.avoid(both, minutes, person=person, post=pair[0], other=pair[1], block=block.index)

    def examples(self) -> Sequence[Example]:
        def cell(queue: str, start: int, end: int, load: float) -> NeedCell:
            at = problem.horizon.moment
            return NeedCell(queue, at(start * 60), at(end * 60), 4.0, 1, load)

        problem = hall()
        busy = hall(
            needs=(
                cell("Q1", 9, 12, 0.4),
                cell("Q2", 9, 10, 0.2),
                cell("Q2", 10, 12, 0.3),
                cell("Q1", 14, 17, 0.5),
                cell("Q2", 14, 17, 0.1),
            )
        )
        kept = roster(busy, "a W1 AM", "b W2 AM", "a W1 PM", "a W2 PM")
        return [Example(busy, kept, roster(busy, "a W1 AM", "a W2 AM", "c W1 PM", "c W2 PM"), 120)]

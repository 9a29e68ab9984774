"""Managers and leaders do their own work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, Rule, cells_of
from scheduler.rules.tiny import hall, hotline, roster


class RoleWaste(Rule):
    """Minutes of managers on posts, and of leaders beyond those the shifts ask for (3-62, 4-25; P06).

    A higher rank may fill a lower one's place, but it is dear help. A manager counts ``manager``
    for each minute on a post. People of the leader's rank or above (managers apart) on posts are
    free as far as the shifts running ask for leaders, at least one; each one more counts ``leader``.
    """

    id = "role_waste"
    catalogue = "P06"
    article = "3-62, 4-25"
    unit = "weighted minutes"
    level = Level.SOFT
    tier = 6
    last = True
    title: ClassVar = {"zh": "人尽其职", "en": "Rank put to use"}
    text: ClassVar = {
        "zh": "{time}{people}在做下级岗位的工作",
        "en": "work of a lower rank {time} by {people}",
    }
    remedy: ClassVar = {
        "zh": "由一般人员上岗，让主任、值长管现场。",
        "en": "Put other staff on the post and let managers and leaders run the floor.",
    }

    @dataclass(frozen=True)
    class Params:
        manager: int = field(default=2, metadata={"unit": "per minute", "min": 0, "max": 20})
        leader: int = field(default=1, metadata={"unit": "per minute", "min": 0, "max": 20})

    def check(self, problem: RosterProblem, view: RosterView, params: "RoleWaste.Params") -> Iterable[Breach]:
        managers, leaders, asked = self._managers(problem), self._leaders(problem), self._asked(problem)
        for block in problem.blocks:
            high = [p for p in managers if view.posts(p, block.index)]
            lead = [p for p, days in leaders.items() if block.day in days and view.posts(p, block.index)]
            extra = max(0, len(lead) - asked[block.index])
            amount = params.manager * len(high) + params.leader * extra
            if amount:
                people = (*(high if params.manager else ()), *(lead if params.leader * extra else ()))
                yield Breach(
                    self.id, amount * block.minutes, block.start, block.end, block.day, words={"people": people}
                )

    @staticmethod
    def _managers(problem: RosterProblem) -> list[str]:
        return [p.id for p in problem.center.staff if problem.center.is_manager(p)]

    @staticmethod
    def _leaders(problem: RosterProblem) -> Mapping[str, frozenset[int]]:
        """Who leads, with the days: all of them by rank, some by acting in it."""
        center, rank = problem.center, problem.center.leader_rank
        days = {
            p.id: frozenset(
                d
                for d in range(problem.horizon.days)
                if rank is not None and center.rank_at_least(p, rank, problem.date(d))
            )
            for p in center.staff
            if not center.is_manager(p)
        }
        return {person: found for person, found in days.items() if found}

    @staticmethod
    def _asked(problem: RosterProblem) -> list[int]:
        """Leaders free of charge over each block."""
        center, heads = problem.center, [0] * len(problem.blocks)
        for cell in problem.covers:
            if (
                cell.rank is not None
                and center.leader_rank is not None
                and center.ranks.index(cell.rank) >= center.ranks.index(center.leader_rank)
            ):
                for index, block in enumerate(problem.blocks):
                    heads[index] += cell.heads * problem.shift_covers(cell.day, cell.shift, block)
        return [max(1, found) for found in heads]

    def encode(self, model: Model, problem: RosterProblem, params: "RoleWaste.Params") -> None:
        managers, leaders, asked = set(self._managers(problem)), self._leaders(problem), self._asked(problem)
        cells: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for person, post, block in (
            cells_of(model, problem, managers | set(leaders), problem.center.post) if managers or leaders else ()
        ):
            cells[block][person].append(model.on(person, post, block))
        for block, held in cells.items():
            minutes = problem.blocks[block].minutes
            high: Any = sum(model.either(found) for person, found in held.items() if person in managers)
            lead: Any = sum(
                model.either(found)
                for person, found in held.items()
                if problem.blocks[block].day in leaders.get(person, ())
            )
            if params.manager:
                model.avoid(high, minutes * params.manager, block=block, of="manager")
            if params.leader:
                model.at_most(lead, asked[block], minutes * params.leader, block=block, of="leader")

    def examples(self) -> Sequence[Example]:
        window, line = hall(), hotline()
        kept, broken = roster(window, "a W1 AM", "m back AM"), roster(window, "m W1 AM", "m W2 AM")
        shift, full = roster(line, "l D 0", "x D 0", "h E 0"), roster(line, "l D 0", "h D 0", "x E 0")
        return [Example(window, kept, broken, 360), Example(line, shift, full, 480)]

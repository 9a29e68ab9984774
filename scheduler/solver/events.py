"""Who goes to which sitting of a training or meeting, so that every window stays held. Exact.

A small model of its own beside the roster's: attendance by person and sitting, and, block by block,
who holds which post while others are away. What it does not know (margins, the rest of the rule
book) comes back as objections against the people of one sitting and becomes a cut; all of them are
monotone (fewer people present never helps), so the answer stays exact.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

UNPLACED, OVERTIME, GROUP, COMPANY_ROOM, BUSY, FAR = 10_000_000, 200_000, 20_000, 6_000, 10, 4
"""Weights, from what is avoided first to last: nobody left out, no overtime, few groups, no company
room, outside peaks (a percent of the busiest hour a head), near the announced time (half hours)."""

WORK = 8.0
"""Deterministic work one solve may take, about as many seconds of an idle core."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time at which a group may meet: ``blocks`` it overlaps, ``people`` who could come.

    ``overtime`` are those of ``people`` for whom it lies outside their duty; ``busy`` is the load of
    the time in percent of the busiest, ``far`` half hours from the announced time; ``seats`` of the
    center's own room that is free then, 0: none is.
    """

    start: int
    end: int
    blocks: tuple[int, ...]
    people: frozenset[str]
    overtime: frozenset[str] = frozenset()
    busy: int = 0
    far: int = 0
    seats: int = 9


@dataclass(frozen=True, slots=True)
class Keep:
    """At least ``low`` of ``people`` must stay over a block; ``kind`` and ``thing`` name the reason."""

    block: int
    kind: str
    thing: str
    people: frozenset[str]
    low: int = 1


@dataclass(frozen=True, slots=True)
class Stand:
    """One post over one block: heads to be there, who may, what it costs to send somebody new."""

    block: int
    post: str
    low: int
    able: Mapping[str, int]


@dataclass(frozen=True)
class EventTask:
    """All that one event needs.

    Attributes
    ----------
    invited
        People to be placed; with ``wanted`` only so many of them.
    trainers
        Must be at every sitting that is held, not counted as attendees.
    doubles
        Pairs of posts that a person may hold at once, by person and block.
    company_limit
        Largest group of the company's room, 0 without one.
    """

    invited: tuple[str, ...]
    sittings: tuple[Sitting, ...]
    stands: tuple[Stand, ...]
    keeps: tuple[Keep, ...]
    doubles: Mapping[tuple[str, int], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    trainers: tuple[str, ...] = ()
    wanted: int | None = None
    company_limit: int = 40


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """Who meets when, and who holds the posts meanwhile.

    Attributes
    ----------
    groups
        Attendees by index of the sitting.
    held
        People by (post, block) for every block that a held sitting overlaps.
    short
        Stands and keeps that cannot be met, with what is missing; only for a forced attendance.
    proven
        No cheaper answer exists; False if the search was cut off.
    """

    groups: Mapping[int, tuple[str, ...]]
    held: Mapping[tuple[str, int], tuple[str, ...]]
    short: tuple[tuple[Stand | Keep, int], ...]
    proven: bool
    cuts: int = 0


Objection = Callable[[int, frozenset[str]], frozenset[str] | None]
"""People of one sitting of whom at least one must stay, or None if nothing speaks against them."""


def closures(task: EventTask, sitting: int, gone: frozenset[str]) -> tuple[tuple[Stand | Keep, int], ...]:
    """What would be short, at least, if ``gone`` all went to one sitting."""
    model = _EventModel(task, forced=(sitting, gone))
    answer = model.solve()
    assert answer is not None  # everything may be short, so there is always an answer
    return answer.short


def place(task: EventTask, objection: Objection = lambda sitting, gone: None, rounds: int = 400) -> EventAnswer | None:
    """The best sittings and groups; None if none was found in time.

    Raises
    ------
    ValueError
        If objections do not come to an end within ``rounds``.
    """
    model = _EventModel(task)
    for turn in range(rounds):
        answer = model.solve()
        if answer is None:
            return None
        found = [
            (s, cut)
            for s, people in answer.groups.items()
            if (cut := objection(s, frozenset(people) | frozenset(task.trainers)))
        ]
        if not found:
            return EventAnswer(answer.groups, answer.held, answer.short, answer.proven, turn)
        for sitting, people in found:
            model.forbid(sitting, people)
    raise ValueError(f"event: still objections after {rounds} rounds")


class _EventModel:
    def __init__(self, task: EventTask, forced: tuple[int, frozenset[str]] | None = None) -> None:
        self.task, self.model = task, cp_model.CpModel()
        self.goes: dict[tuple[str, int], Any] = {}
        self.used = [self.model.new_bool_var(f"used{s}") for s in range(len(task.sittings))]
        self.company = [self.model.new_bool_var(f"company{s}") for s in range(len(task.sittings))]
        self.on: dict[tuple[str, str, int], Any] = {}
        self.slack: list[tuple[Stand | Keep, Any]] = []
        self.cost: list[Any] = []
        everybody = (*task.invited, *task.trainers)
        for s, sitting in enumerate(task.sittings):
            for person in everybody:
                if person in sitting.people:
                    self.goes[person, s] = self.model.new_bool_var(f"goes {person} {s}")
        if forced is None:
            self._groups()
        else:
            for (person, s), var in self.goes.items():
                self.model.add(var == int(s == forced[0] and person in forced[1]))
        self.gone: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for (person, s), var in self.goes.items():
            for block in task.sittings[s].blocks:
                self.gone[person, block].append(var)
        self._stay(relaxed=forced is not None)
        self.model.minimize(sum(self.cost))

    def forbid(self, sitting: int, people: Iterable[str]) -> None:
        """Not all of ``people`` at a sitting, nor at any other over the same blocks."""
        blocks, named = set(self.task.sittings[sitting].blocks), sorted(people)
        for s, other in enumerate(self.task.sittings):
            if s == sitting or (blocks and blocks <= set(other.blocks)):
                self.model.add(sum(self.goes[p, s] for p in named if (p, s) in self.goes) <= len(named) - 1)

    def _groups(self) -> None:
        task = self.task
        trainers = set(task.trainers)
        placed = []
        for person in task.invited:
            mine = [self.goes[person, s] for s in range(len(task.sittings)) if (person, s) in self.goes]
            self.model.add(sum(mine) <= 1)
            placed += mine
        wanted = len(task.invited) if task.wanted is None else min(task.wanted, len(task.invited))
        self.model.add(sum(placed) <= wanted)
        self.cost.append(UNPLACED * (wanted - sum(placed)))
        for s, sitting in enumerate(task.sittings):
            here = [self.goes[p, s] for p in task.invited if (p, s) in self.goes and p not in trainers]
            size, used, company = sum(here), self.used[s], self.company[s]
            self.model.add(size >= 1).only_enforce_if(used)
            self.model.add(size <= sitting.seats * used + task.company_limit * company)
            self.model.add(size <= max(sitting.seats, task.company_limit))
            self.model.add(company <= used)
            for trainer in task.trainers:
                if (trainer, s) in self.goes:
                    self.model.add(self.goes[trainer, s] == used)
                else:
                    self.model.add(used == 0)
            late = sum(self.goes[p, s] for p in sitting.overtime if (p, s) in self.goes)
            self.cost += [
                OVERTIME * late,
                (GROUP + FAR * sitting.far) * used,
                COMPANY_ROOM * company,
                BUSY * sitting.busy * size,
            ]
        # One sitting at a time: the same speaker, and nothing is gained by two rooms at once.
        for first in task.sittings:
            self.model.add_at_most_one(
                u for s, u in zip(task.sittings, self.used, strict=True) if s.start <= first.start < s.end
            )

    def _stay(self, relaxed: bool) -> None:
        """Posts held and keepers present while people are gone."""
        task, model = self.task, self.model
        posts_of: dict[tuple[str, int], list[str]] = defaultdict(list)
        for stand in task.stands:
            held = []
            for person, price in sorted(stand.able.items()):
                var = self.on[person, stand.post, stand.block] = model.new_bool_var(
                    f"{person} on {stand.post} {stand.block}"
                )
                posts_of[person, stand.block].append(stand.post)
                held.append(var)
                self.cost.append(price * var)
            self._at_least(stand, sum(held), stand.low, relaxed)
        for (person, block), posts in posts_of.items():
            free = 1 - sum(self.gone.get((person, block), ()))
            two = []
            for first, second in task.doubles.get((person, block), ()):
                if first in posts and second in posts:
                    both = model.new_bool_var(f"{person} on {first}+{second} {block}")
                    model.add_implication(both, self.on[person, first, block])
                    model.add_implication(both, self.on[person, second, block])
                    two.append(both)
            model.add(sum(self.on[person, post, block] for post in posts) <= free + sum(two))
            if two:
                model.add(sum(two) <= free)
                self.cost.append(3 * sum(two))
        for keep in task.keeps:
            staying = len(keep.people) - sum(v for p in sorted(keep.people) for v in self.gone.get((p, keep.block), ()))
            self._at_least(keep, staying, keep.low, relaxed)

    def _at_least(self, what: Stand | Keep, expr: Any, low: int, relaxed: bool) -> None:
        if relaxed and low > 0:
            missing = self.model.new_int_var(0, low, "missing")
            self.model.add(expr + missing >= low)
            self.slack.append((what, missing))
            self.cost.append(1000 * missing)
        else:
            self.model.add(expr >= low)

    def solve(self) -> EventAnswer | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = WORK
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        groups: dict[int, list[str]] = defaultdict(list)
        for (person, s), var in self.goes.items():
            if solver.value(var) and person in self.task.invited:
                groups[s].append(person)
        held: dict[tuple[str, int], list[str]] = defaultdict(list)
        for (person, post, block), var in self.on.items():
            if solver.value(var):
                held[post, block].append(person)
        short = tuple((what, solver.value(var)) for what, var in self.slack if solver.value(var))
        return EventAnswer(
            {s: tuple(sorted(people)) for s, people in sorted(groups.items())},
            {key: tuple(sorted(people)) for key, people in held.items()},
            short,
            status == cp_model.OPTIMAL,
        )

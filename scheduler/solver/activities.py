"""Blocks off the line placed against coverage, one day at a time. Exact, aims one after another.

First no MUST block is left out, then no head goes missing against the need, then no SOFT block is
left out and waiting work keeps to its target, then as few customers as possible are served late.
What the model does not know (the reserve against one more absence) comes back as objections
against people who are away together and becomes a cut; fewer people away never hurts, so the
answer stays exact.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.day_task import COUNTED, GONE, RESTING, Ask, Block, DayTask, Line, Pile, Price

WORK = 1.0
"""Deterministic work for one aim of one day, about as many seconds of an idle core."""

ROUNDS = 60

Objection = Callable[[int, frozenset[str]], frozenset[str] | None]
"""People out of reach over a cell of whom at least one must stay, or None if nothing speaks against them."""


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """Blocks by time, what they cost, and whether no answer is cheaper."""

    blocks: tuple[Block, ...]
    price: Price
    proven: bool


def place_day(task: DayTask, objection: Objection = lambda cell, gone: None, work: float = WORK) -> DayAnswer:
    """The best blocks of one day. There always is an answer: to place nothing breaks nothing."""
    cuts: list[tuple[int, frozenset[str]]] = []
    for _ in range(ROUNDS):
        model = _DayModel(task, cuts)
        answer = model.solve(work)
        found = list(dict.fromkeys(_objections(task, answer, objection)))
        if not found:
            return answer
        cuts += found
    return DayAnswer((), _DayModel(task, []).nothing, False)


def _objections(task: DayTask, answer: DayAnswer, objection: Objection) -> Iterator[tuple[int, frozenset[str]]]:
    depth = {a.id: a.depth for a in task.sources}
    for index, cell in enumerate(task.cells):
        here = [b for b in answer.blocks if b.start < cell.end and cell.start < b.end and depth[b.source] >= GONE]
        gone = frozenset(p for b in here for p in (b.person, b.partner) if p)
        if gone and (cut := objection(index, gone)):
            yield cell.block, cut


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to place one block: ``chosen`` is 1 if it is."""

    source: Ask | Pile
    start: int
    end: int
    person: str
    partner: str
    chosen: Any
    cells: range


class _DayModel:
    def __init__(self, task: DayTask, cuts: Sequence[tuple[int, frozenset[str]]]) -> None:
        self.task, self.model = task, cp_model.CpModel()
        self.options: list[_Option] = []
        self.of: dict[int, list[_Option]] = defaultdict(list)
        self.relief: dict[tuple[int, str, str], Any] = {}
        self.over: dict[tuple[str, int], list[_Option]] = defaultdict(list)
        self.busy: dict[tuple[str, int], list[Any]] = defaultdict(list)
        self.terms: dict[str, list[Any]] = {f.name: [] for f in fields(Price)}
        self._starts = [cell.start for cell in task.cells]
        for ask in task.asks:
            self._ask(ask)
        for pile in task.piles:
            self._pile(pile)
        self._reliefs()
        for stuff in self.busy.values():
            if len(stuff) > 1:
                self.model.add_at_most_one(stuff)
        self._distances()
        self._lines()
        self._guards()
        self._caps()
        for block, people in cuts:
            for index, cell in enumerate(task.cells):
                if cell.block == block:
                    self.model.add(sum(self._away(p, index, GONE) for p in sorted(people)) <= len(people) - 1)

    @property
    def nothing(self) -> Price:
        """The price of placing nothing."""
        asks, piles = self.task.asks, self.task.piles
        missing = sum(a.due * a.minutes for a in asks if a.level == "MUST")
        return Price(missing, 0, sum(a.want * a.minutes for a in asks) + sum(p.target for p in piles), 0)

    # ---- what may be placed ------------------------------------------------------------------

    def _option(self, source: Ask | Pile, person: str, start: int, minutes: int, partner: str = "") -> None:
        cells = range(bisect_left(self._starts, start), bisect_left(self._starts, start + minutes))
        taken = {p for p in (person, partner) if p}
        if any((p, c) in self.task.away for p in taken for c in cells):
            return
        option = _Option(
            source,
            start,
            start + minutes,
            person,
            partner,
            self.model.new_bool_var(f"{source.id} {person} {start} {partner}"),
            cells,
        )
        self.options.append(option)
        self.of[source.id].append(option)
        for p in taken:
            for c in cells:
                self.over[p, c].append(option)
                self.busy[p, c].append(option.chosen)

    def _ask(self, ask: Ask) -> None:
        for start in ask.starts:
            for partner in ask.partners or ("",):
                self._option(ask, ask.person, start, ask.minutes, partner)
        placed: Any = sum(o.chosen for o in self.of[ask.id])
        self.model.add(placed <= ask.count)
        for term, low in (("missing", ask.due if ask.level == "MUST" else 0), ("left", ask.want)):
            if low:
                missing = self.model.new_int_var(0, low, f"{term} {ask.id}")
                self.model.add(placed + missing >= low)
                self.terms[term].append(ask.minutes * missing)

    def _pile(self, pile: Pile) -> None:
        for person, starts in sorted(pile.starts.items()):
            for start in starts:
                self._option(pile, person, start, pile.minutes)
        placed: Any = sum(o.chosen for o in self.of[pile.id])
        self.model.add(placed <= pile.count)
        left = self.model.new_int_var(0, pile.target, f"left {pile.id}")
        self.model.add(pile.minutes * placed + left >= pile.target)
        self.terms["left"].append(left)

    # ---- what must stay held -----------------------------------------------------------------

    def _reliefs(self) -> None:
        """Whoever leaves a post is relieved by one person for the whole block."""
        stands = defaultdict(list)
        for stand in self.task.stands:
            stands[stand.cell].append(stand)
        taken: dict[tuple[int, str], list[Any]] = defaultdict(list)
        for number, option in enumerate(self.options):
            able: dict[str, list[dict[str, int]]] = defaultdict(list)
            for c in option.cells:
                for stand in stands[c]:
                    if {option.person, option.partner} & set(stand.holders):
                        able[stand.post].append(
                            {p: price * self.task.cells[c].minutes for p, price in stand.relief.items()}
                        )
            for post, each in sorted(able.items()):
                both = {option.person, option.partner}
                who = [
                    p
                    for p in sorted(each[0])
                    if p not in both
                    and all(p in cell for cell in each)
                    and not any((p, c) in self.task.away for c in option.cells)
                ]
                mine = []
                for person in who:
                    var = self.relief[number, post, person] = self.model.new_bool_var(
                        f"{person} for {number} on {post}"
                    )
                    mine.append(var)
                    self.terms["lost"].append(sum(cell[person] for cell in each) * var)
                    for c in option.cells:
                        self.busy[person, c].append(var)
                        taken[c, post].append(var)
                self.model.add(sum(mine) <= option.chosen)
        for stand in self.task.stands:
            away = sum(self._away(p, stand.cell) for p in stand.holders)
            self.model.add(len(stand.holders) - away + sum(taken[stand.cell, stand.post]) >= stand.low)
        self.taken = taken

    def _away(self, person: str, cell: int, depth: int = 1) -> Any:
        return sum(o.chosen for o in self.over[person, cell] if o.source.depth >= depth)

    def _distances(self) -> None:
        """Rest keeps its distance to other rest of the same person."""
        rests: dict[str, list[tuple[_Option, int]]] = defaultdict(list)
        for option in self.options:
            if isinstance(option.source, Ask) and option.source.gap is not None:
                rests[option.person].append((option, option.source.gap))
        for mine in rests.values():
            for (one, gap), (other, wide) in combinations(mine, 2):
                far = max(other.start - one.end, one.start - other.end)
                if 0 <= far < max(gap, wide):
                    self.model.add_at_most_one(one.chosen, other.chosen)

    def _lines(self) -> None:
        for line in self.task.lines:
            self._line(line, self.task.cells[line.cell].minutes)

    def _line(self, line: Line, minutes: int) -> None:
        people = [(p, heads) for p, heads in sorted(line.heads.items()) if self.over[p, line.cell]]
        if not people:
            return
        most = sum(heads for _, heads in people)
        relieved: Any = sum(v for post in line.posts for v in self.taken[line.cell, post])
        away: Any = sum(heads * self._away(p, line.cell) for p, heads in people) - relieved
        far: Any = sum(heads * self._away(p, line.cell, RESTING) for p, heads in people) - relieved
        if max(line.required, line.presence) + most > line.present:
            short = self.model.new_int_var(0, most, "short")
            self.model.add(short >= line.required - line.present + away - line.base)
            self.model.add(short >= line.presence - line.present + far - line.base)
            self.terms["short"].append(minutes * short)

    def _losses(self) -> None:
        """Customers served late; told last, since the aims before do not need it."""
        for line in self.task.lines:
            people = [(p, heads) for p, heads in sorted(line.heads.items()) if self.over[p, line.cell]]
            most = sum(heads for _, heads in people)
            if not line.lost(most):
                continue
            away: Any = sum(heads * self._away(p, line.cell) for p, heads in people) - sum(
                v for post in line.posts for v in self.taken[line.cell, post]
            )
            # One literal a count, not steps with a large constant: the bound is then the loss's convex hull.
            count = [self.model.new_bool_var(f"away {k}") for k in range(most + 1)]
            self.model.add_exactly_one(count)
            self.model.add(away <= sum(k * literal for k, literal in enumerate(count)))
            self.terms["lost"].append(sum(line.lost(k) * literal for k, literal in enumerate(count)))

    def _guards(self) -> None:
        for guard in self.task.guards:
            away = sum(self._away(p, guard.cell, guard.depth) for p in sorted(guard.people))
            if isinstance(away, int):
                continue
            if guard.kind in COUNTED:
                short = self.model.new_int_var(0, guard.low, "guard")
                self.model.add(len(guard.people) - away + short >= guard.low)
                self.terms["short"].append(self.task.cells[guard.cell].minutes * short)
            else:
                self.model.add(len(guard.people) - away >= guard.low)

    def _caps(self) -> None:
        for cap in self.task.caps:
            for c in range(len(self.task.cells)):
                if cap.routine is None:
                    here = [
                        v
                        for p in sorted({p for p, cell in self.over if cell == c})
                        if not isinstance(v := self._away(p, c), int)
                    ]
                else:
                    here = [o.chosen for o in self._of_routine(cap.routine) if c in o.cells]
                if len(here) > cap.most:
                    self.model.add(sum(here) <= cap.most)

    def _of_routine(self, routine: str) -> Iterable[_Option]:
        for source in self.task.sources:
            if source.routine == routine:
                yield from self.of[source.id]

    # ---- solving -----------------------------------------------------------------------------

    def solve(self, work: float) -> DayAnswer:
        """Aim after aim, each held while the next is sought."""
        best: dict[int, int] = {}
        proven = True
        for name, terms in self.terms.items():
            if name == "lost":
                self._losses()
            cost: Any = sum(terms)
            if isinstance(cost, int):
                continue
            solver, status = self._minimized(cost, best, work)
            proven = proven and status == cp_model.OPTIMAL
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            best = dict(enumerate(solver.response_proto.solution))
            self.model.add(cost <= solver.value(cost))
        if not best:
            return DayAnswer((), self.nothing, not self.options)
        return DayAnswer(tuple(sorted(self._blocks(best))), self._price(best), proven)

    def _minimized(self, cost: Any, hint: Mapping[int, int], work: float) -> tuple[cp_model.CpSolver, Any]:
        self.model.clear_hints()
        for index, value in hint.items():
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
        self.model.minimize(cost)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = work
        # Cover and at-most-one cuts close these models; measured five times faster than the default level.
        solver.parameters.linearization_level = 2
        return solver, solver.solve(self.model)

    def _price(self, best: Mapping[int, int]) -> Price:
        """What the choice costs: amounts of an aim whose search was cut off may be slack, so they are settled here."""
        for var in (*(o.chosen for o in self.options), *self.relief.values()):
            self.model.add(var == best[var.index])
        solver, _ = self._minimized(sum(sum(terms) for terms in self.terms.values()), {}, WORK)
        return Price(**{name: int(solver.value(sum(terms))) for name, terms in self.terms.items()})

    def _blocks(self, value: dict[int, int]) -> Iterator[Block]:
        for number, option in enumerate(self.options):
            if value.get(option.chosen.index, 0):
                reliefs = tuple(
                    sorted(
                        (post, person)
                        for (n, post, person), var in self.relief.items()
                        if n == number and value.get(var.index, 0)
                    )
                )
                yield Block(option.start, option.end, option.person, option.source.id, option.partner, reliefs)

"""What must stay held over each cell of a day while people are off the line."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from scheduler.domain.center import SOURCES
from scheduler.domain.day_task import GONE, OFF_LINE, RESTING, Cell, Guard, Line, Stand
from scheduler.domain.need import NeedCell
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.roster_view import RosterView
from scheduler.events.keeps import keeps_of
from scheduler.reserve.margin import Benches
from scheduler.reserve.recovery import Bench, margin
from scheduler.rules import RULE
from scheduler.rules.demand_met import able_on
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.reasons import NeedReason
from scheduler.staffing.targets import ServiceTarget

DEEPEST = 8
"""Heads missing from one line up to which the loss is worked out; more lose as much as these."""

DUAL = 10
"""Price a minute of a relief by somebody who keeps the own window too; coming over costs less."""

DEPTHS = {
    "seal": RESTING,
    "cashier": RESTING,
    "pool": OFF_LINE,
    "skill": OFF_LINE,
    "signatory": GONE,
    "door": GONE,
    "manager": GONE,
    "ab": GONE,
    "rank": GONE,
}
"""How far a keeper must be away to be missed: the door's key comes back at a call, a seal is locked
whenever its keeper rests (3-26), a skill is missing on the line at once."""

Away = Collection[tuple[str, int]]


class Supply:
    """Answers for one roster, block by block; the same for every day of a horizon."""

    def __init__(self, view: RosterView) -> None:
        self.view, self.problem = view, view.problem
        self._able = able_on(view.problem)
        self._needs: dict[str, list[tuple[int, int, NeedCell]]] = defaultdict(list)
        minute = view.problem.horizon.minute
        for need in view.problem.needs:
            self._needs[need.queue].append((minute(need.start), minute(need.end), need))
        self._relief: dict[tuple[int, str], Mapping[str, int]] = {}
        self._keeps: dict[int, tuple[Guard, ...]] = {}
        self._loss: dict[tuple[str, float, float, float, int], tuple[float, ...]] = {}

    def edges(self, first: int, last: int) -> set[int]:
        """Moments at which a block or an interval of need begins or ends."""
        found = {m for b in self.problem.blocks if b.start < last and first < b.end for m in (b.start, b.end)}
        return found | {
            m for spans in self._needs.values() for a, b, _ in spans if a < last and first < b for m in (a, b)
        }

    # ---- posts -------------------------------------------------------------------------------

    def stands(self, index: int, cell: Cell, away: Away) -> Iterator[Stand]:
        """Posts held by name over a cell: no fewer than the roster has on them, at most their heads."""
        block = self.problem.blocks[cell.block]
        for post in sorted(block.posts):
            holders = tuple(p for p in self.view.holders(post, cell.block) if (p, index) not in away)
            low = min(self.problem.center.post[post].heads, len(holders))
            if low:
                yield Stand(index, post, holders, low, self._reliefs(cell.block, post))

    def _reliefs(self, block: int, post: str) -> Mapping[str, int]:
        """Who is there and may take the post meanwhile, the sources of C01 in their order."""
        if (block, post) not in self._relief:
            center, on = self.problem.center, self.problem.date(self.problem.blocks[block].day)
            found = {}
            for person, source in center.sources(post, on).items():
                held = self.view.posts(person, block) - {BACK_OFFICE}
                if source is None or post in held or not self.view.present(person, block):
                    continue
                if not held:
                    found[person] = 1 + SOURCES.index(source)
                elif len(held) == 1 and center.may_double(person, next(iter(held)), post, on):
                    found[person] = DUAL + SOURCES.index(source)
            self._relief[block, post] = found
        return self._relief[block, post]

    # ---- queues ------------------------------------------------------------------------------

    def lines(self, index: int, cell: Cell, away: Away) -> Iterator[Line]:
        """Queues with a need over a cell."""
        block = self.problem.blocks[cell.block]
        for queue, spans in sorted(self._needs.items()):
            need = next((n for a, b, n in spans if a <= cell.start and cell.end <= b), None)
            posts = tuple(p for p in self.problem.center.queue[queue].posts if p in block.posts)
            if need is None or not posts:
                continue
            heads = Counter(
                p
                for post in posts
                for p in self.view.holders(post, cell.block)
                if p in self._able(post, block.day) and (p, index) not in away
            )
            if heads:
                share = cell.minutes / ((need.end - need.start).total_seconds() / 60)
                by_load = _by_load(need)
                yield Line(
                    index,
                    queue,
                    posts,
                    dict(heads),
                    by_load,
                    need.required,
                    self._losses(need, sum(heads.values()), share),
                )

    def _losses(self, need: NeedCell, heads: int, share: float) -> tuple[int, ...]:
        """Hundredths of a customer served late through 0, 1, 2 … missing heads over a part of an interval."""
        seconds = (need.end - need.start).total_seconds()
        key = need.queue, need.load_erlang, need.mean, seconds, heads
        if key not in self._loss:
            self._loss[key] = self._late(need, seconds, heads)
        return tuple(round(100 * share * late) for late in self._loss[key])

    def _late(self, need: NeedCell, seconds: float, heads: int) -> tuple[float, ...]:
        target = self.problem.center.queue[need.queue].target
        if not need.mean or not need.load_erlang or not target:
            return (0.0,)
        promise = ServiceTarget(**target)  # type: ignore[arg-type]  # checked on reading
        left = np.arange(heads, max(-1, heads - DEEPEST - 1), -1)
        cells = Cells.of(np.full(left.shape, need.load_erlang), 0.0, need.load_erlang * seconds / need.mean, seconds)
        service = np.where(left > 0, expected(cells, np.maximum(left, 1) * promise.concurrency, promise).service, 0.0)
        late = np.maximum.accumulate(need.mean * (service[0] - service))
        return tuple(float(value) for value in late)

    # ---- keepers and the reserve -------------------------------------------------------------

    def guards(self, index: int, cell: Cell, away: Away) -> Iterator[Guard]:
        """Keys, seals, the manager, AB pairs, ranks and skills that must not go missing."""
        if cell.block not in self._keeps:
            keeps = keeps_of(self.problem, self.view, [cell.block])
            self._keeps[cell.block] = tuple(
                Guard(0, k.kind, k.thing, k.people, 1 if k.kind == "pool" else k.low, DEPTHS[k.kind])  # type: ignore[arg-type]  # shifts are left out
                for k in keeps
                if k.kind in DEPTHS
            )
        for guard in self._keeps[cell.block]:
            people = guard.people - {p for p in guard.people if (p, index) in away}
            if people:
                yield replace(guard, cell=index, people=people, low=min(guard.low, len(people)))


class Reserve:
    """Objects to people out of reach together who would spend a reserve (N-1) that the roster has.

    Only where the center has the rule ``n1_margin`` on, up to its k; whoever can be recalled counts
    as there.
    """

    def __init__(self, view: RosterView) -> None:
        self.problem = view.problem
        setting = view.problem.settings.get("n1_margin")
        self.on = setting.on
        self._params = RULE["n1_margin"].params(setting)
        self._benches = Benches(view.problem, view.roster, self._params.mode)
        self._zones: dict[int, tuple[tuple[Bench, int], ...]] = {}

    def over(self, cells: Sequence[Cell], cell: int, gone: frozenset[str]) -> frozenset[str] | None:
        """The fewest of ``gone`` of whom one must stay over a cell, or None."""
        if not self.on:
            return None
        k = self._params.k
        for zone, before in self._of(cells[cell].block):
            mine = gone & set(zone.people)
            if mine and before >= 0 and _left(zone, mine, k) < before:
                for person in sorted(mine):
                    if _left(zone, mine - {person}, k) < before:
                        mine -= {person}
                return mine
        return None

    def _of(self, block: int) -> tuple[tuple[Bench, int], ...]:
        if block not in self._zones:
            bench = self._benches.at(self.problem.blocks[block])
            zones = bench.zones if bench is not None else ()
            kept = [
                z for z in zones if any(self.problem.center.post[p].section not in self._params.exempt for p in z.heads)
            ]
            self._zones[block] = tuple((z, min(self._params.k, margin(z, self._params.k))) for z in kept)
        return self._zones[block]


def _by_load(need: NeedCell) -> int:
    """Heads the load itself asks for, where a minimum or a post never empty asks for more."""
    if need.reason.split(" ", 1)[0] not in ("minimum", "presence", "idle"):
        return need.required
    return min(need.required, int(NeedReason.parse(need.reason).numbers.get("alone", 0)))


def _left(zone: Bench, gone: frozenset[str], most: int) -> int:
    return min(most, margin(replace(zone, able={p: a - gone for p, a in zone.able.items()}), most))


def cells_of(supply: Supply, marks: Iterable[int], first: int, last: int) -> tuple[Cell, ...]:
    """The spans between all moments at which something may change, where anything runs at all."""
    edges = sorted({m for m in (*marks, *supply.edges(first, last)) if first <= m <= last})
    found, blocks, at = [], supply.problem.blocks, 0
    for start, end in itertools.pairwise(edges):
        while at < len(blocks) and blocks[at].end <= start:
            at += 1
        if at < len(blocks) and blocks[at].start <= start:
            found.append(Cell(start, end, at))
    return tuple(found)

"""What is wrong with the blocks of one day, and what they cost. Plain look-up, no solver.

Written from the task alone; the model in ``scheduler.solver.activities`` must come to the same
price, which a test holds for random and for enumerated answers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from scheduler.domain.day_task import COUNTED, GONE, RESTING, Ask, Block, DayTask, Pile, Price

FaultKind = Literal[
    "unknown", "window", "count", "overlap", "distance", "partner", "relief", "post", "guard", "cap", "margin"
]

Objection = Callable[[int, frozenset[str]], frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something an answer must not do: ``thing`` is the post, guard, routine or person concerned."""

    kind: FaultKind
    thing: str
    start: int
    end: int
    person: str = ""
    guard: str = ""


class _Answer:
    """Who is off the line over each cell, how far, and who stands in where."""

    def __init__(self, task: DayTask, blocks: Sequence[Block]) -> None:
        self.task = task
        self.source: dict[int, Ask | Pile] = {s.id: s for s in task.sources}
        self.away: dict[tuple[str, int], int] = dict.fromkeys(task.away, 0)
        self.stand_in: Counter[tuple[int, str]] = Counter()
        for block in blocks:
            source = self.source.get(block.source)
            for c in self.cells(block):
                for person in filter(None, (block.person, block.partner)):
                    self.away[person, c] = max(self.away.get((person, c), 0), source.depth if source else GONE)
                for post, _ in block.reliefs:
                    self.stand_in[c, post] += 1

    def cells(self, block: Block) -> Iterator[int]:
        return (c for c, cell in enumerate(self.task.cells) if cell.start < block.end and block.start < cell.end)

    def gone(self, people: Iterable[str], cell: int, depth: int = 1) -> int:
        return sum(self.away.get((p, cell), 0) >= depth for p in people)


def faults_of(task: DayTask, blocks: Sequence[Block], objection: Objection = lambda cell, gone: None) -> list[Fault]:
    """Everything an answer must not do, by time; empty for an answer that may stand."""
    answer = _Answer(task, blocks)
    found = [
        *_asked(answer, blocks),
        *_persons(answer, blocks),
        *_reliefs(answer, blocks),
        *_held(answer),
        *_caps(answer, blocks),
    ]
    for c, cell in enumerate(task.cells):
        gone = frozenset(p for (p, at), depth in answer.away.items() if at == c and depth >= GONE)
        if gone and (cut := objection(c, gone)):
            found.append(Fault("margin", ", ".join(sorted(cut)), cell.start, cell.end, min(cut)))
    return sorted(found, key=lambda f: (f.start, f.kind, f.thing, f.person))


def price_of(task: DayTask, blocks: Sequence[Block]) -> Price:
    """What an answer costs, whether or not it may stand."""
    answer = _Answer(task, blocks)
    placed = Counter(b.source for b in blocks)
    missing = sum(max(0, a.due - placed[a.id]) * a.minutes for a in task.asks if a.level == "MUST")
    left = sum(max(0, a.want - placed[a.id]) * a.minutes for a in task.asks)
    left += sum(max(0, p.target - p.minutes * placed[p.id]) for p in task.piles)
    short = lost = 0
    for line in task.lines:
        relieved = sum(answer.stand_in[line.cell, post] for post in line.posts)
        away = sum(heads for p, heads in line.heads.items() if answer.away.get((p, line.cell), 0)) - relieved
        far = sum(heads for p, heads in line.heads.items() if answer.away.get((p, line.cell), 0) >= RESTING) - relieved
        short += line.short(line.present - away, line.present - far) * task.cells[line.cell].minutes
        lost += line.lost(away)
    for guard in task.guards:
        if guard.kind in COUNTED:
            there = len(guard.people) - answer.gone(guard.people, guard.cell, guard.depth)
            short += max(0, guard.low - there) * task.cells[guard.cell].minutes
    rates = {(s.cell, s.post): s.relief for s in task.stands}
    for block in blocks:
        for post, person in block.reliefs:
            lost += sum(rates.get((c, post), {}).get(person, 0) * task.cells[c].minutes for c in answer.cells(block))
    return Price(missing, short, left, lost)


def _asked(answer: _Answer, blocks: Sequence[Block]) -> Iterator[Fault]:
    """Blocks nobody asked for, at times nobody allowed, or too many of them."""
    placed: Counter[int] = Counter()
    for block in sorted(blocks):
        source = answer.source.get(block.source)
        if source is None:
            yield Fault("unknown", str(block.source), block.start, block.end, block.person)
            continue
        placed[block.source] += 1
        starts = (
            (source.starts if source.person == block.person else ())
            if isinstance(source, Ask)
            else source.starts.get(block.person, ())
        )
        if block.start not in starts or block.end - block.start != source.minutes:
            yield Fault("window", source.routine, block.start, block.end, block.person)
        allowed = source.partners if isinstance(source, Ask) and source.partners else ("",)
        if block.partner not in allowed:
            yield Fault("partner", source.routine, block.start, block.end, block.person)
        if placed[block.source] > source.count:
            yield Fault("count", source.routine, block.start, block.end, block.person)


def _persons(answer: _Answer, blocks: Sequence[Block]) -> Iterator[Fault]:
    """Nobody in two places, and rest apart from rest."""
    spans: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    for block in blocks:
        source = answer.source.get(block.source)
        gap = source.gap if isinstance(source, Ask) else None
        spans[block.person].append((block.start, block.end, gap))
        for other in (block.partner, *(p for _, p in block.reliefs)):
            if other:
                spans[other].append((block.start, block.end, None))
        for person in filter(None, (block.person, block.partner)):
            if any((person, c) in answer.task.away for c in answer.cells(block)):
                yield Fault("overlap", person, block.start, block.end, person)
    for person, mine in spans.items():
        for (_, b, gap), (c, d, wide) in combinations(sorted(mine, key=lambda s: s[:2]), 2):
            if c < b:
                yield Fault("overlap", person, c, min(b, d), person)
            elif gap is not None and wide is not None and c - b < max(gap, wide):
                yield Fault("distance", person, b, c, person)


def _reliefs(answer: _Answer, blocks: Sequence[Block]) -> Iterator[Fault]:
    """Reliefs by somebody who may not hold the post, or is off the line."""
    stands = {(s.cell, s.post): s for s in answer.task.stands}
    for block in blocks:
        leaving = {p for p in (block.person, block.partner) if p}
        for post, person in block.reliefs:
            for c in answer.cells(block):
                stand = stands.get((c, post))
                held = [stands[at, post] for at in answer.cells(block) if (at, post) in stands]
                needed = any(leaving & set(s.holders) for s in held)
                own = stand is not None and leaving & set(stand.holders)
                if (
                    not needed
                    or (own and stand is not None and person not in stand.relief)
                    or (person, c) in answer.task.away
                ):
                    yield Fault("relief", post, block.start, block.end, person)
                    break


def _held(answer: _Answer) -> Iterator[Fault]:
    task = answer.task
    for stand in task.stands:
        cell = task.cells[stand.cell]
        if (
            len(stand.holders) - answer.gone(stand.holders, stand.cell) + answer.stand_in[stand.cell, stand.post]
            < stand.low
        ):
            yield Fault(
                "post",
                stand.post,
                cell.start,
                cell.end,
                next((p for p in stand.holders if (p, stand.cell) in answer.away), ""),
            )
    for guard in task.guards:
        cell = task.cells[guard.cell]
        if (
            guard.kind not in COUNTED
            and len(guard.people) - answer.gone(guard.people, guard.cell, guard.depth) < guard.low
        ):
            yield Fault(
                "guard",
                guard.thing,
                cell.start,
                cell.end,
                next((p for p in sorted(guard.people) if (p, guard.cell) in answer.away), ""),
                guard.kind,
            )


def _caps(answer: _Answer, blocks: Sequence[Block]) -> Iterator[Fault]:
    for cap in answer.task.caps:
        mine = [b for b in blocks if (s := answer.source.get(b.source)) and cap.routine in (None, s.routine)]
        for cell in answer.task.cells:
            here = [b for b in mine if b.start < cell.end and cell.start < b.end]
            count = len({p for b in here for p in (b.person, b.partner) if p}) if cap.routine is None else len(here)
            if count > cap.most:
                yield Fault("cap", cap.routine or "", cell.start, cell.end, here[-1].person)

"""Random days small enough to try every answer."""

import random
from collections.abc import Iterator
from itertools import combinations, product

from scheduler.domain.day_task import GONE, OFF_LINE, RESTING, Ask, Block, Cap, Cell, DayTask, Guard, Line, Pile, Stand

PEOPLE = ("a", "b", "c", "d")
STEP = 15


def random_task(seed: int) -> DayTask:
    """Five cells, four people, one or two windows, a phone line, a seal, caps, one pile."""
    dice = random.Random(seed)
    cells = tuple(Cell(i * STEP, (i + 1) * STEP, 0 if i < 3 else 1) for i in range(5))
    asks = tuple(_ask(dice, i) for i in range(dice.choice((2, 2, 3))))
    piles = (_pile(dice, len(asks)),) if dice.random() < 0.6 else ()
    away = frozenset({(dice.choice(PEOPLE), 0)}) if dice.random() < 0.3 else frozenset()
    lines, stands, guards = [], [], []
    holders = {"W1": ("a",), "W2": ("b",) if dice.random() < 0.6 else ("b", "c")}
    for c in range(len(cells)):
        for post, held in holders.items():
            there = tuple(p for p in held if (p, c) not in away)
            able = {p: 1 + k for k, p in enumerate(PEOPLE) if p not in held and dice.random() < 0.7}
            if there and dice.random() < 0.8:
                stands.append(Stand(c, post, there, min(dice.choice((1, 1, 2)), len(there)), able))
        heads = {p: dice.choice((1, 1, 2)) for p in PEOPLE if dice.random() < 0.8 and (p, c) not in away}
        if heads:
            loss = tuple(sorted((0, *(dice.randrange(40) for _ in range(3)))))
            lines.append(Line(c, "Q", ("W1",), heads, dice.randrange(7), dice.randrange(7), loss))
        kind, depth = dice.choice((("seal", RESTING), ("rank", GONE), ("skill", OFF_LINE), ("manager", GONE)))
        people = frozenset(p for p in PEOPLE if dice.random() < 0.5 and (p, c) not in away)
        if people:
            guards.append(Guard(c, kind, kind, people, 1, depth))
    caps = tuple(cap for cap in (Cap("r0", 1), Cap(None, 2)) if dice.random() < 0.4)
    return DayTask(0, cells, asks, piles, tuple(lines), tuple(stands), tuple(guards), caps, away)


def _ask(dice: random.Random, number: int) -> Ask:
    person, minutes = dice.choice(PEOPLE[:3]), dice.choice((15, 30))
    starts = tuple(s for s in range(0, 75 - minutes + 1, STEP) if dice.random() < 0.7)
    count = dice.choice((1, 1, 2))
    due = dice.randrange(count + 1)
    partners = tuple(p for p in PEOPLE if p != person)[:2] if dice.random() < 0.3 else ()
    return Ask(
        number,
        f"r{number % 2}",
        "rest",
        person,
        minutes,
        starts,
        count,
        due,
        dice.randrange(due, count + 1),
        dice.choice(("MUST", "SOFT")),
        dice.choice((None, 0, 15, 30)),
        dice.choice((OFF_LINE, RESTING, GONE)),
        partners,
    )


def _pile(dice: random.Random, number: int) -> Pile:
    starts = {p: tuple(s for s in range(0, 60, STEP) if dice.random() < 0.4) for p in dice.sample(PEOPLE, 2)}
    return Pile(
        number, "pile", "call_back", 15, {p: s for p, s in starts.items() if s}, dice.randrange(0, 40), 2, OFF_LINE
    )


def every_answer(task: DayTask) -> Iterator[tuple[Block, ...]]:
    """All sets of blocks at allowed starts, each with every relief or none; overlaps and the rest included."""
    each = []
    for ask in task.asks:
        options = [
            b
            for s in ask.starts
            for q in ask.partners or ("",)
            for b in _relieved(task, Block(s, s + ask.minutes, ask.person, ask.id, q))
        ]
        each.append([combo for size in range(ask.count + 1) for combo in combinations(options, size)])
    for pile in task.piles:
        options = [
            b
            for p, starts in pile.starts.items()
            for s in starts
            for b in _relieved(task, Block(s, s + pile.minutes, p, pile.id))
        ]
        each.append([combo for size in range(pile.count + 1) for combo in combinations(options, size)])
    for chosen in product(*each):
        yield tuple(sorted(b for combo in chosen for b in combo))


def _relieved(task: DayTask, block: Block) -> Iterator[Block]:
    """A block with nobody, or one person, on each post it leaves."""
    posts: dict[str, None] = {}
    for stand in task.stands:
        cell = task.cells[stand.cell]
        if cell.start < block.end and block.start < cell.end and {block.person, block.partner} & set(stand.holders):
            posts[stand.post] = None
    for chosen in product(*[(None, *PEOPLE) for _ in posts]):
        yield Block(
            block.start,
            block.end,
            block.person,
            block.source,
            block.partner,
            tuple(sorted((p, who) for p, who in zip(posts, chosen, strict=True) if who)),
        )

"""The cheapest step that lifts a single point of failure: a permission, a key, a training."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from scheduler.domain.problem import Block
from scheduler.reserve.margin import Benches, Weakness
from scheduler.reserve.recovery import Bench, staffing

Step = Literal["deputy", "authority", "double", "finish", "train", "train_other"]

COST: dict[Step, int] = {"deputy": 1, "authority": 1, "double": 1, "finish": 2, "train": 4, "train_other": 6}
"""What a step costs against another: a signature, the rest of a training, a training, one in another section."""

MOST_PAIRS = 400
"""Pairs of measures tried where no single one helps."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One step for one person.

    Attributes
    ----------
    thing
        Post to be trained for, doubled on, or whose item is delegated; seal or key to be deputy of.
    own
        For ``double``: the own post that is kept meanwhile.
    """

    step: Step
    person: str
    thing: str
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """One measure, or two where no single one helps; ``lifts`` of the weakness's blocks become safe."""

    measures: tuple[Measure, ...]
    lifts: int

    @property
    def cost(self) -> int:
        return sum(COST[m.step] for m in self.measures)


def cheapest(benches: Benches, weakness: Weakness) -> Remedy | None:
    """The cheapest measures that lift the weakness in as many blocks as possible; None if nothing helps.

    Only people who are there count. One measure is tried first; two only where one person's
    absence empties two posts or nobody can be found for a single step.
    """
    blocks = [benches.problem.blocks[i] for i in weakness.blocks]
    known = list(_measures(benches, weakness, blocks))
    single = _best(benches, weakness, blocks, [(m,) for m in known])
    if single is not None or weakness.kind != "post":
        return single
    pairs = [
        (first, second)
        for first, second in combinations(known, 2)
        if first.thing != second.thing or first.person != second.person
    ]
    pairs.sort(key=lambda pair: sum(COST[m.step] for m in pair))
    return _best(benches, weakness, blocks, pairs[:MOST_PAIRS])


def _best(
    benches: Benches, weakness: Weakness, blocks: list[Block], tried: Iterable[tuple[Measure, ...]]
) -> Remedy | None:
    """The first of the cheapest that lifts every block, else the one that lifts most; ``tried`` goes from cheap to dear."""
    best: Remedy | None = None
    for measures in tried:
        if best is not None and min(_days_there(benches, m.person, blocks) for m in measures) <= best.lifts:
            continue
        lifts = sum(_lifted(benches, weakness, block, measures) for block in blocks)
        if lifts > (best.lifts if best else 0):
            best = Remedy(measures, lifts)
            if lifts == len(blocks):
                break
    return best


def _days_there(benches: Benches, person: str, blocks: list[Block]) -> int:
    return sum(benches.view.present(person, block.index) for block in blocks)


def _measures(benches: Benches, weakness: Weakness, blocks: list[Block]) -> Iterator[Measure]:
    """Measures worth trying, the cheap ones first."""
    center, day = benches.problem.center, blocks[0].day
    on = benches.problem.date(day)
    people = [
        p
        for p in center.staff
        if p.id != weakness.person and p.standing(on) is None and _days_there(benches, p.id, blocks)
    ]
    sections = {center.post[p].section for p in weakness.posts}
    holders = {center.holder(p.id, on) for p in center.posts}
    # Whoever holds no window of the own can come without leaving one.
    people.sort(key=lambda p: (p.section not in sections, center.is_manager(p), p.id in holders, p.id))
    if weakness.kind == "authority":
        yield from (
            Measure("authority", p.id, weakness.posts[0])
            for p in people
            if p.id in benches.able(weakness.posts[0], day)
        )
    elif weakness.kind != "post":
        yield from (Measure("deputy", p.id, weakness.thing) for p in people)
    else:
        posts = _zone_posts(benches, weakness, blocks[0])
        for person in people:
            mine = [p for p in posts if person.id in benches.able(p, day)]
            own = [p for p in mine if (line := center.ab_line(person.id, p, on)) is not None and line.role == "A"]
            yield from (Measure("double", person.id, other, p) for p in own for other in mine if other != p)
        may = [p for p in people if not center.is_manager(p) or center.small]
        lacking = [(p, post) for post in posts for p in may if p.id not in benches.able(post, day)]
        begun = [
            (p, post) for p, post in lacking if (skill := center.post[post].skill) is not None and p.level(skill, on)
        ]
        yield from (Measure("finish", p.id, post) for p, post in begun if p.section == center.post[post].section)
        yield from (Measure("train", p.id, post) for p, post in lacking if p.section == center.post[post].section)
        yield from (Measure("train_other", p.id, post) for p, post in lacking if p.section != center.post[post].section)


def _zone_posts(benches: Benches, weakness: Weakness, block: Block) -> list[str]:
    """Posts of the weak zone, those in danger first."""
    bench = benches.at(block)
    zone = next((z for z in bench.zones if weakness.posts[0] in z.heads), None) if bench else None
    return [*weakness.posts, *(p for p in (zone.heads if zone else ()) if p not in weakness.posts)]


def _lifted(benches: Benches, weakness: Weakness, block: Block, measures: tuple[Measure, ...]) -> bool:
    """Whether one block would be safe from this absence after the measures."""
    if not all(benches.view.present(m.person, block.index) for m in measures):
        return False
    if weakness.kind != "post":
        return True
    bench = benches.at(block)
    if bench is None:
        return False
    for m in measures:
        if m.thing not in bench.heads or (m.own is not None and m.own not in bench.heads):
            return False
        if m.own is not None and (benches.doubling != "double" or not benches.light((m.own, m.thing), block)):
            return False
        bench = bench.with_able(m.person, m.thing) if m.own is None else bench.with_double(m.person, m.own, m.thing)
    gone = frozenset((weakness.person,)) if weakness.person else frozenset[str]()
    people = {m.person for m in measures}
    return all(staffing(zone, gone) is not None for zone in bench.zones if _touches(zone, weakness, people))


def _touches(zone: Bench, weakness: Weakness, people: set[str]) -> bool:
    return bool(people.intersection(zone.people)) or any(post in zone.heads for post in weakness.posts)

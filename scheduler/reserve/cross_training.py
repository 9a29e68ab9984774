"""Which one more qualification, key or authority makes a roster safest? Exact, by trying each. No solver.

One permission is granted at a time and every block is judged again with it: who is there stays as
rostered. A person whose absence nobody could make good counts once for each block, a post that is
short already twice; both in minutes. Chains count by themselves: a floater trained for one window
of a ring frees all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.reserve.margin import Benches, Keeping, Kind, certificate
from scheduler.reserve.recovery import Bench, empty_posts, single_points, staffing, survival
from scheduler.reserve.remedies import COST, Measure, Step

PAIRS_UP_TO = 40
"""People present up to which every pair of absences is tried."""

SHORT_WEIGHT = 2
"""A post nobody can hold is worse than one that the next absence empties."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Minutes over which something hangs on one person, and over which something is short already."""

    single: int = 0
    short: int = 0

    @property
    def weight(self) -> int:
        return self.single + SHORT_WEIGHT * self.short


@dataclass(frozen=True, slots=True)
class Gain:
    """What one permission is worth.

    Attributes
    ----------
    kind
        What it is about: posts, an item's authority, a seal, the door, the cashier key.
    left
        What stays exposed of that kind with it.
    saved
        Weighted minutes of exposure that it removes.
    """

    measure: Measure
    kind: Kind
    left: Exposure
    saved: int

    @property
    def cost(self) -> int:
        return COST[self.measure.step]


@dataclass(frozen=True, slots=True)
class Worth:
    """The permissions that help, best first, those about posts before the others, and how exposed the roster is without any."""

    posts: Exposure
    custody: Exposure
    gains: tuple[Gain, ...]
    tried: int


@dataclass(frozen=True)
class _Cell:
    """Blocks whose benches are alike: the bench, who is there, the first of them, and their minutes together."""

    bench: Bench
    here: frozenset[str]
    block: Block
    minutes: int

    @cached_property
    def zones(self) -> tuple[Bench, ...]:
        return self.bench.zones

    @cached_property
    def zone_of_post(self) -> Mapping[str, int]:
        return {post: place for place, zone in enumerate(self.zones) for post in zone.heads}

    @cached_property
    def zone_of_person(self) -> Mapping[str, int]:
        return {person: place for place, zone in enumerate(self.zones) for person in zone.people}

    def joined(self, places: Collection[int]) -> Bench:
        """Some zones as one bench, its posts in the order of the whole."""
        posts = {post for place in places for post in self.zones[place].heads}
        return self.bench.only(posts)


class _World:
    """Cells of a roster and the exposure of zones, each worked out once."""

    def __init__(self, problem: RosterProblem, roster: Roster) -> None:
        self.benches = Benches(problem, roster)
        self.problem = self.benches.problem
        self._known: dict[object, tuple[int, int]] = {}
        found: dict[object, _Cell] = {}
        for block in self.problem.blocks:
            bench = self.benches.at(block)
            if bench is None:
                continue
            here = frozenset(p.id for p in self.problem.center.staff if self.benches.view.present(p.id, block.index))
            key = (tuple(bench.heads.items()), tuple(bench.able.values()), bench.pairs, here)
            before = found.get(key)
            found[key] = (
                replace(before, minutes=before.minutes + block.minutes)
                if before
                else _Cell(bench, here, block, block.minutes)
            )
        self.cells = tuple(found.values())

    def exposed(self, zone: Bench) -> tuple[int, int]:
        """Indispensable people of a zone, and its posts that are short already."""
        key = (tuple(zone.heads.items()), tuple(zone.able.values()), zone.pairs, zone.pooled)
        if key not in self._known:
            empty = () if staffing(zone) is not None else empty_posts(zone)
            rest = zone.only(p for p in zone.heads if p not in empty)
            self._known[key] = (sum(1 for _ in single_points(rest)), len(empty))
        return self._known[key]

    def total(self) -> Exposure:
        """Exposure of all posts as they are."""
        single = short = 0
        for cell in self.cells:
            for zone in cell.zones:
                one, gone = self.exposed(zone)
                single, short = single + one * cell.minutes, short + gone * cell.minutes
        return Exposure(single, short)

    def change(self, measure: Measure) -> Exposure:
        """What a permission changes of the exposure; only the zones it touches are judged again."""
        single = short = 0
        for cell in self.cells:
            if measure.person not in cell.here or measure.thing not in cell.zone_of_post:
                continue
            places = {
                cell.zone_of_post[measure.thing],
                *([cell.zone_of_person[measure.person]] if measure.person in cell.zone_of_person else []),
            }
            before = [self.exposed(cell.zones[place]) for place in places]
            if not any(any(pair) for pair in before):
                continue
            part = cell.joined(places)
            after = self.granted(part, cell, measure)
            if after is not part:
                parts = [self.exposed(zone) for zone in after.zones]
                single += (sum(s for s, _ in parts) - sum(s for s, _ in before)) * cell.minutes
                short += (sum(e for _, e in parts) - sum(e for _, e in before)) * cell.minutes
        return Exposure(single, short)

    def granted(self, bench: Bench, cell: _Cell, measure: Measure) -> Bench:
        """A bench of a cell with one more permission; the same one where it makes no difference."""
        if measure.person not in cell.here or measure.thing not in bench.heads:
            return bench
        if measure.step == "double":
            own = measure.own or ""
            light = own in bench.heads and self.benches.light((own, measure.thing), cell.block)
            return bench.with_double(measure.person, own, measure.thing) if light else bench
        return bench if measure.person in bench.able[measure.thing] else bench.with_able(measure.person, measure.thing)


def worth(problem: RosterProblem, roster: Roster) -> Worth:
    """Every single permission that helps: those about posts, then those about seals, keys and items.

    By minutes of exposure saved; of equal ones the cheaper first, managers last, people of the section
    and those without a window of their own before others.
    """
    world = _World(problem, roster)
    posts = world.total()
    found: list[Gain] = []
    tried = 0
    for measure in _candidates(world):
        tried += 1
        change = world.change(measure)
        if change.weight < 0:
            found.append(
                Gain(
                    measure, "post", Exposure(posts.single + change.single, posts.short + change.short), -change.weight
                )
            )
    kept = certificate(problem, roster, most=1).blocks
    keepings = [(k, line.block) for line in kept for k in line.keepings]
    custody = _kept_exposure(keepings)
    for gain in _custody_gains(world, keepings):
        tried += 1
        found.append(gain)
    found.sort(
        key=lambda g: (
            g.kind != "post",
            -g.saved,
            g.cost,
            g.measure.thing,
            *_nearness(world.problem, g),
            g.measure.person,
        )
    )
    return Worth(posts, custody, tuple(found), tried)


def _nearness(problem: RosterProblem, gain: Gain) -> tuple[bool, bool, bool]:
    center, m = problem.center, gain.measure
    section = center.post[m.thing].section if m.thing in center.post else m.thing
    return (
        center.is_manager(center.person[m.person]),
        center.person[m.person].section != section,
        any(line.person == m.person and line.role == "A" for line in center.ab),
    )


def shares(problem: RosterProblem, roster: Roster, measure: Measure | None = None, k: int = 1) -> Fraction | None:
    """Share of all sets of ``k`` absences, over open time, that can be made good; None beyond :data:`PAIRS_UP_TO` people.

    Everybody present who may hold an open post may be missing, as in peers' tables of N-1 and N-2.
    """
    world = _World(problem, roster)
    good, total = Fraction(0), 0
    for cell in world.cells:
        bench = world.granted(cell.bench, cell, measure) if measure is not None else cell.bench
        people = bench.people
        if len(people) > PAIRS_UP_TO:
            return None
        good += cell.minutes * (survival(bench, people, k) if len(people) >= k else 0)
        total += cell.minutes
    return good / total if total else None


def _candidates(world: _World) -> Iterator[Measure]:
    """Permissions about posts of zones that are exposed, for people who are there meanwhile."""
    center = world.problem.center
    posts: dict[str, Block] = {}
    people: set[str] = set()
    for cell in world.cells:
        weak = [zone for zone in cell.zones if any(world.exposed(zone))]
        people |= cell.here if weak else frozenset()
        posts.update((p, cell.block) for zone in weak for p in zone.heads if p not in posts)
    for post, block in sorted(posts.items()):
        able, where, on = set(world.benches.able(post, block.day)), center.post[post], world.problem.date(block.day)
        for person in sorted(people - able):
            who = center.person[person]
            if who.standing(on) is None and (not center.is_manager(who) or center.small):
                begun = where.skill is not None and who.level(where.skill, on) > 0
                step: Step = "train" if who.section == where.section else "train_other"
                yield Measure("finish" if begun and step == "train" else step, person, post)
        for person in sorted(people & able):
            own = [
                p
                for p in sorted(posts)
                if p != post and (line := center.ab_line(person, p, on)) is not None and line.role == "A"
            ]
            yield from (
                Measure("double", person, post, p)
                for p in own
                if world.benches.doubling == "double" and not center.may_double(person, p, post, on)
            )


def _kept_exposure(keepings: Sequence[tuple[Keeping, Block]]) -> Exposure:
    return Exposure(
        sum(b.minutes for k, b in keepings if len(k.people) == 1),
        sum(b.minutes for k, b in keepings if not k.people),
    )


def _custody_gains(world: _World, keepings: Sequence[tuple[Keeping, Block]]) -> Iterator[Gain]:
    """One more deputy for each seal or key, one more authority for each must-do item."""
    center, present = world.problem.center, world.benches.view.present
    things: dict[tuple[Kind, str, tuple[str, ...]], list[tuple[Keeping, Block]]] = defaultdict(list)
    for kept, block in keepings:
        posts = kept.posts if kept.kind == "authority" else ()
        things[kept.kind, kept.thing, posts].append((kept, block))
    for (kind, thing, posts), mine in sorted(things.items()):
        base = _kept_exposure(mine)
        if not base.weight:
            continue
        for who in center.staff:
            if kind == "authority" and not any(who.id in world.benches.able(posts[0], b.day) for _, b in mine):
                continue
            if all(who.id in k.people for k, b in mine if present(who.id, b.index)):
                continue
            after = _kept_exposure(
                [(replace(k, people=tuple({*k.people, who.id})) if present(who.id, b.index) else k, b) for k, b in mine]
            )
            if after.weight < base.weight:
                step: Step = "authority" if kind == "authority" else "deputy"
                yield Gain(
                    Measure(step, who.id, posts[0] if kind == "authority" else thing),
                    kind,
                    after,
                    base.weight - after.weight,
                )

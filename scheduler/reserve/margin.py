"""The certificate of a roster: how many more absences each block bears, and who is indispensable. No solver.

Presence decides, not who sits where: people move at once. Double duty counts only where the AB
table allows it (:meth:`Center.may_double`) and, if loads are given, where the two posts together
stay below a limit. The seals, the door and the cashier key are judged beside the posts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.reserve.recovery import Bench, empty_posts, margin, single_points

Doubling = Literal["double", "pooled", "spare"]
"""Who may hold two posts: by the AB table, everybody, nobody; the modes of the rule ``n1_margin``."""

Kind = Literal["post", "authority", "seal", "door", "cashier"]

LOAD_LIMIT = 0.6
"""Offered load in Erlang that one person may carry on two posts together."""


@dataclass(frozen=True, slots=True)
class ZoneMargin:
    """Posts that share people over one block.

    Attributes
    ----------
    margin
        Absences that can be made good; -1: some posts are short already, they are ``empty``.
    single
        People whose absence alone would leave (further) posts short, and these posts.
    """

    posts: tuple[str, ...]
    margin: int
    single: tuple[tuple[str, tuple[str, ...]], ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeping:
    """Something that one of ``people`` must be there for: a seal, a key, an item only they may sign."""

    kind: Kind
    thing: str
    posts: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockMargin:
    """What one block bears. ``margin`` is that of its weakest zone of posts; custody is apart."""

    block: Block
    zones: tuple[ZoneMargin, ...]
    keepings: tuple[Keeping, ...]

    @property
    def margin(self) -> int:
        return min(zone.margin for zone in self.zones)

    @property
    def custody_margin(self) -> int | None:
        """Absences that seals, keys and must-do items bear; None where nothing is kept."""
        return min((len(k.people) - 1 for k in self.keepings), default=None)


@dataclass(frozen=True, slots=True)
class Weakness:
    """A single point of failure over a run of blocks.

    Attributes
    ----------
    person
        Whose absence would do it; None: it is lacking already.
    thing
        The post, seal, key or item.
    posts
        Posts that would be empty (``post``) or could not finish their work (the other kinds).
    start, end
        Minutes of the horizon, from the first block to the last.
    blocks
        Indices in ``Certificate.problem.blocks``.
    """

    kind: Kind
    thing: str
    person: str | None
    posts: tuple[str, ...]
    start: int
    end: int
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Margins of all open blocks and every single point of failure, by time.

    ``problem`` has its blocks cut at the roster's own edges: all indices speak of these.
    """

    problem: RosterProblem
    blocks: tuple[BlockMargin, ...]
    weaknesses: tuple[Weakness, ...]

    @property
    def protected(self) -> bool:
        """Whether every single absence in every block can be made good on the posts."""
        return all(block.margin >= 1 for block in self.blocks)

    def minutes_by_margin(self) -> Mapping[int, int]:
        """Open minutes by margin: -1 short already, 0 the next absence may empty a post, 1, 2 …"""
        found: dict[int, int] = {}
        for line in self.blocks:
            found[line.margin] = found.get(line.margin, 0) + line.block.minutes
        return dict(sorted(found.items()))


class Benches:
    """Benches of a roster's blocks: who is there and may hold what.

    Parameters
    ----------
    load
        Offered load in Erlang of a post over a block, or None: no limit on double duty.
    """

    def __init__(
        self,
        problem: RosterProblem,
        roster: Roster,
        doubling: Doubling = "double",
        load: Callable[[str, Block], float] | None = None,
        limit: float = LOAD_LIMIT,
    ) -> None:
        self.view = RosterView(problem, roster)
        self.problem = self.view.problem
        self.doubling, self._load, self._limit = doubling, load, limit
        self._pools = {shift.pool for shift in problem.center.shifts}
        self._able: dict[tuple[str, int], tuple[str, ...]] = {}
        self._pairs: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}

    def able(self, post: str, day: int) -> tuple[str, ...]:
        """Everybody who may hold a post on a day, present or not."""
        if (post, day) not in self._able:
            center, on, where = self.problem.center, self.problem.date(day), self.problem.center.post[post]
            by_skill = post in self._pools or where.kind in ("phone", "chat")
            self._able[post, day] = (
                tuple(p.id for p in center.staff if center.qualified(p, where, on))
                if by_skill
                else center.able(post, on)
            )
        return self._able[post, day]

    def pairs(self, person: str, day: int) -> tuple[tuple[str, str], ...]:
        """Own post and another that the person may look after together, by the AB table of a day."""
        if (person, day) not in self._pairs:
            center, on = self.problem.center, self.problem.date(day)
            posts = sorted({line.post for line in center.ab if line.person == person})
            self._pairs[person, day] = tuple(
                pair for pair in combinations(posts, 2) if center.may_double(person, *pair, on)
            )
        return self._pairs[person, day]

    def at(self, block: Block) -> Bench | None:
        """The bench of a block, or None if no post that needs somebody is open."""
        center = self.problem.center
        posts = [center.post[p] for p in block.posts if center.post[p].heads or p in self._pools]
        if not posts:
            return None
        posts.sort(key=lambda p: (-p.priority, p.number, p.id))
        able = {
            p.id: frozenset(x for x in self.able(p.id, block.day) if self.view.present(x, block.index)) for p in posts
        }
        everybody = sorted(frozenset[str]().union(*able.values()))
        doubles: dict[str, tuple[tuple[str, str], ...]] = {}
        if self.doubling == "double" or (self.doubling == "pooled" and self._load is not None):
            for person in everybody:
                doubles[person] = tuple(pair for pair in self._possible(person, block, able) if self.light(pair, block))
        return Bench(
            {p.id: max(1, p.heads) for p in posts}, able, doubles, self.doubling == "pooled" and self._load is None
        )

    def _possible(self, person: str, block: Block, able: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
        if self.doubling == "double":
            return self.pairs(person, block.day)
        mine = sorted(post for post, people in able.items() if person in people)
        return [(first, second) for i, first in enumerate(mine) for second in mine[i + 1 :]]

    def light(self, pair: tuple[str, str], block: Block) -> bool:
        return self._load is None or sum(self._load(post, block) for post in pair) <= self._limit


def certificate(
    problem: RosterProblem,
    roster: Roster,
    doubling: Doubling = "double",
    most: int = 2,
    load: Callable[[str, Block], float] | None = None,
    limit: float = LOAD_LIMIT,
) -> Certificate:
    """Margin of every open block up to ``most`` absences, and every single point of failure.

    Exact for people already present; calling somebody in from rest is not counted on.
    """
    benches = Benches(problem, roster, doubling, load, limit)
    known: dict[object, ZoneMargin] = {}
    blocks = []
    for block in benches.problem.blocks:
        bench = benches.at(block)
        if bench is not None:
            zones = tuple(_zone_margin(zone, most, known) for zone in bench.zones)
            blocks.append(BlockMargin(block, zones, tuple(_keepings(benches, block))))
    return Certificate(benches.problem, tuple(blocks), _weaknesses(benches.problem, blocks))


def drill(benches: Benches) -> Iterator[tuple[Block, str, tuple[str, ...]]]:
    """Every single absence at every open block: the posts that would be empty, none if re-staffed.

    Each is re-staffed anew, without the certificate's short cuts but one: an absence leaves the
    zones as they are in which that person may hold nothing.
    """
    for block in benches.problem.blocks:
        bench = benches.at(block)
        if bench is None:
            continue
        plain = [empty_posts(zone) for zone in bench.zones]
        for person in benches.problem.center.staff:
            if benches.view.present(person.id, block.index):
                gone = frozenset((person.id,))
                found = [
                    empty_posts(zone, gone) if person.id in zone.people else short
                    for zone, short in zip(bench.zones, plain, strict=True)
                ]
                yield block, person.id, tuple(post for short in found for post in short)


def _zone_margin(zone: Bench, most: int, known: dict[object, ZoneMargin]) -> ZoneMargin:
    """Margin of one zone; the same people on the same posts are worked out once."""
    key = (tuple(zone.heads.items()), tuple(zone.able.values()), zone.pairs, zone.pooled)
    if key not in known:
        found = margin(zone, most)
        empty = empty_posts(zone) if found < 0 else ()
        single = tuple(single_points(zone.only(p for p in zone.heads if p not in empty))) if found < 1 else ()
        known[key] = ZoneMargin(tuple(zone.heads), found, single, empty)
    return known[key]


def _keepings(benches: Benches, block: Block) -> Iterator[Keeping]:
    """Seals, keys and must-do items of a block, each with the people present who may act."""
    problem, center = benches.problem, benches.problem.center
    on = problem.date(block.day)

    def there(people: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({p for p in people if benches.view.present(p, block.index)}))

    posts = sorted(block.posts)
    for seal in sorted({s for p in posts if (s := center.post[p].seal) is not None}):
        yield Keeping(
            "seal",
            seal,
            tuple(p for p in posts if center.post[p].seal == seal),
            there(center.custodians("seal", seal, on)),
        )
    windows = tuple(p for p in posts if center.post[p].kind not in ("phone", "chat"))
    if windows and any(c.kind == "door" for c in center.custody) and _first_or_last(problem, block):
        yield Keeping("door", "door", windows, there(center.custodians("door", "door", on)))
    paying = tuple(p for p in posts if center.post[p].cashier)
    if paying:
        yield Keeping("cashier", "cashier", paying, there(center.custodians("cashier", "cashier", on)))
    for post in posts:
        able = there(benches.able(post, block.day))
        for item in center.post[post].items:
            bound = {p for p in able if (line := center.ab_line(p, post, on)) is not None and item.id in line.without}
            if item.must and bound:
                yield Keeping("authority", item.id, (post,), tuple(p for p in able if p not in bound))


def _first_or_last(problem: RosterProblem, block: Block) -> bool:
    """Whether the door is opened or closed in a block: the day's first or last with an open window."""
    post = problem.center.post
    opened = [
        b.index for b in problem.blocks_of_day[block.day] if any(post[p].kind not in ("phone", "chat") for p in b.posts)
    ]
    return block.index in (opened[0], opened[-1])


def _weaknesses(problem: RosterProblem, blocks: Sequence[BlockMargin]) -> tuple[Weakness, ...]:
    """Single points of failure, those of one cause told once for as long as they last."""
    open_runs: dict[tuple[Kind, str, str | None, tuple[str, ...]], Weakness] = {}
    done: list[Weakness] = []
    for line in blocks:
        here = dict.fromkeys(_causes(line))
        asked = {("post", p) for z in line.zones for p in z.posts} | {(k.kind, k.thing) for k in line.keepings}
        for key in [k for k in open_runs if k not in here and (k[0], k[1]) in asked]:
            done.append(open_runs.pop(key))
        for key in here:
            kind, thing, person, posts = key
            run = open_runs.get(key) or Weakness(kind, thing, person, posts, line.block.start, line.block.end, ())
            open_runs[key] = replace(run, end=line.block.end, blocks=(*run.blocks, line.block.index))
    found = [*done, *open_runs.values()]
    return tuple(sorted(found, key=lambda w: (w.start, w.person is not None, w.kind, w.thing, w.person or "", w.posts)))


def _causes(line: BlockMargin) -> Iterator[tuple[Kind, str, str | None, tuple[str, ...]]]:
    for zone in line.zones:
        for person, posts in zone.single:
            yield "post", posts[0], person, posts
        if zone.empty:
            yield "post", zone.empty[0], None, zone.empty
    for kept in line.keepings:
        if len(kept.people) < 2:
            yield kept.kind, kept.thing, kept.people[0] if kept.people else None, kept.posts

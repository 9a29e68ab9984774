"""Can the people who are present hold all open posts, whoever is missing? Exact, no solver.

One block at a time. A post asks for heads; a person holds one post, or two if that pair of posts
may be doubled. Without doubles this is bipartite matching, with doubles of any two posts a flow
with capacity two; with the AB table's doubles (own post and one covered as dual backup) a
matching after choosing who doubles, searched over the few pairs that are allowed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations

Staffing = Mapping[str, tuple[str, ...]]
"""People on each post."""

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bench:
    """Open posts of one block and the people present.

    Attributes
    ----------
    heads
        People each open post needs, the most important post first: it is the last to go empty.
    able
        People present who may hold each post.
    doubles
        Pairs of posts that one person may hold at once, by person.
    pooled
        Everybody may hold any two posts of theirs at once; ``doubles`` is then not read.
    """

    heads: Mapping[str, int]
    able: Mapping[str, frozenset[str]]
    doubles: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    pooled: bool = False

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody present who may hold some open post."""
        return tuple(sorted(frozenset[str]().union(*self.able.values())))

    @cached_property
    def pairs(self) -> tuple[tuple[str, str, str], ...]:
        """(person, post, post) of every double that is possible now."""
        return tuple(
            (person, first, second)
            for person in self.people
            for first, second in self.doubles.get(person, ())
            if first in self.heads and second in self.heads and person in self.able[first] & self.able[second]
        )

    def only(self, posts: Iterable[str]) -> "Bench":
        """The same people, fewer posts."""
        kept = frozenset(posts)
        return replace(
            self,
            heads={p: h for p, h in self.heads.items() if p in kept},
            able={p: a for p, a in self.able.items() if p in kept},
        )

    def with_able(self, person: str, post: str) -> "Bench":
        """One more person who may hold a post."""
        return replace(self, able={**self.able, post: self.able[post] | {person}})

    def with_double(self, person: str, first: str, second: str) -> "Bench":
        """One more pair that a person may hold at once."""
        return replace(self, doubles={**self.doubles, person: (*self.doubles.get(person, ()), (first, second))})

    @cached_property
    def zones(self) -> tuple["Bench", ...]:
        """Parts that share nobody: each is re-staffed by itself. Most important post first."""
        found: list[tuple[set[str], set[str]]] = []
        for post in self.heads:
            posts, people = {post}, set(self.able[post])
            apart = []
            for zone in found:
                if zone[1] & people:
                    posts |= zone[0]
                    people |= zone[1]
                else:
                    apart.append(zone)
            found = [*apart, (posts, people)]
        order = list(self.heads)
        return tuple(sorted((self.only(posts) for posts, _ in found), key=lambda z: order.index(next(iter(z.heads)))))


def staffing(bench: Bench, absent: frozenset[str] = NOBODY) -> Staffing | None:
    """Who holds what so that every open post has its heads without those absent; None: impossible."""
    if not bench.pooled and not bench.pairs:
        return _matched(bench.heads, bench.able, absent, 1)
    found: dict[str, tuple[str, ...]] = {}
    for zone in bench.zones:
        part = (
            _matched(zone.heads, zone.able, absent, 2) if zone.pooled else _doubled(zone, dict(zone.heads), absent, 0)
        )
        if part is None:
            return None
        found.update(part)
    return found


def empty_posts(bench: Bench, absent: frozenset[str] = NOBODY) -> tuple[str, ...]:
    """Posts that stay short when the others are staffed, the important ones first."""
    short: set[str] = set()
    for zone in bench.zones:
        if staffing(zone, absent) is not None:
            continue
        kept: list[str] = []
        for post in zone.heads:
            if staffing(zone.only((*kept, post)), absent) is None:
                short.add(post)
            else:
                kept.append(post)
    return tuple(post for post in bench.heads if post in short)


def failing(bench: Bench, k: int) -> frozenset[str] | None:
    """A set of at most ``k`` absences that cannot be made good, or None if there is no such set.

    An absence hurts only if it meets the staffing found so far, so only its people are tried:
    exact, and far fewer cases than all sets of k people.
    """
    seen: set[frozenset[str]] = set()

    def search(gone: frozenset[str]) -> frozenset[str] | None:
        if gone in seen:
            return None
        seen.add(gone)
        held = staffing(bench, gone)
        if held is None:
            return gone
        if len(gone) < k:
            for person in sorted({p for people in held.values() for p in people}):
                found = search(gone | {person})
                if found is not None:
                    return found
        return None

    return search(NOBODY)


def margin(bench: Bench, most: int = 2) -> int:
    """Largest k up to ``most`` such that any k absences can be made good; -1 if it is short already."""
    return next((k - 1 for k in range(most + 1) if failing(bench, k) is not None), most)


def margin_of_spares(bench: Bench, most: int = 2) -> int:
    """The same without double duty, by cloning: k more different people fit on each post in turn.

    Hall's condition ``|N(S)| >= |S| + k`` in polynomial time, for zones too large for sets.
    """
    for k in range(most + 1):
        for post, heads in bench.heads.items():
            if _matched({**bench.heads, post: heads + k}, bench.able, NOBODY, 1) is None:
                return k - 1
    return most


def single_points(bench: Bench) -> Iterator[tuple[str, tuple[str, ...]]]:
    """People whose absence alone cannot be made good, and the posts that would be short."""
    held = staffing(bench)
    if held is None:
        return
    for person in sorted({p for people in held.values() for p in people}):
        gone = frozenset((person,))
        if staffing(bench, gone) is None:
            yield person, empty_posts(bench, gone)


def survival(bench: Bench, people: Sequence[str], k: int) -> Fraction:
    """Share of all sets of ``k`` absences among ``people`` that can be made good."""
    cases = [frozenset(gone) for gone in combinations(people, k)]
    return Fraction(sum(staffing(bench, gone) is not None for gone in cases), len(cases))


def _doubled(bench: Bench, demand: dict[str, int], absent: frozenset[str], first: int) -> Staffing | None:
    """Matching of what is left of the demand, or after some pair from the ``first``-th on doubles."""
    held, short = _most(demand, bench.able, absent, 1)
    if not short:
        return held
    free = [pair for pair in enumerate(bench.pairs) if pair[0] >= first and pair[1][0] not in absent]
    if len({person for _, (person, _, _) in free}) < short:
        return None  # each double saves one place at most
    for place, (person, one, other) in free:
        if demand[one] and demand[other]:
            rest = {**demand, one: demand[one] - 1, other: demand[other] - 1}
            found = _doubled(bench, rest, absent | {person}, place + 1)
            if found is not None:
                return {post: (*people, person) if post in (one, other) else people for post, people in found.items()}
    return None


def _matched(
    demand: Mapping[str, int], able: Mapping[str, frozenset[str]], absent: frozenset[str], places: int
) -> Staffing | None:
    held, short = _most(demand, able, absent, places)
    return None if short else held


def _most(
    demand: Mapping[str, int], able: Mapping[str, frozenset[str]], absent: frozenset[str], places: int
) -> tuple[Staffing, int]:
    """As many heads as possible by augmenting paths; how many are still missing.

    Each person takes ``places`` posts at most, each post a person once.
    """
    free = {post: sorted(able[post] - absent) for post in demand}
    on: dict[str, set[str]] = {post: set() for post in demand}
    holds: dict[str, list[str]] = {}

    def augment(post: str, seen: set[str]) -> bool:
        for person in free[post]:
            if person in seen or person in on[post]:
                continue
            seen.add(person)
            mine = holds.setdefault(person, [])
            if len(mine) < places:
                mine.append(post)
                on[post].add(person)
                return True
            for other in list(mine):
                if augment(other, seen):
                    mine.remove(other)
                    on[other].discard(person)
                    mine.append(post)
                    on[post].add(person)
                    return True
        return False

    short = 0
    for post, heads in demand.items():
        filled = 0
        while filled < heads and augment(post, set()):
            filled += 1
        short += heads - filled
    return {post: tuple(sorted(people)) for post, people in on.items()}, short

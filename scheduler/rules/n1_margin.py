"""Any single absence can be made good at once by people who are already there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, ClassVar

from scheduler.domain.deficiency import deficiency
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.domain.zones import components, connected, neighbors
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, hall_center, hotline, roster

MODES = ("double", "pooled", "spare")

LARGEST = 4096
"""Sets of posts looked at in one zone: zones of up to 12 posts are complete."""

SMALL = 600
"""Sets told at once in a larger zone whose other sets are found by flow (``spare`` and ``pooled``)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The places that ``people`` can take on the ``posts`` together must reach ``low``.

    ``people`` are pairs (person, places: 1, or 2 where that person may double). ``post`` is the
    scarcest of the posts (fewest may hold it): what is short is put down to it.
    """

    post: str
    posts: tuple[str, ...]
    people: tuple[tuple[str, int], ...]
    low: int


class N1Margin(Rule):
    """Whoever is missing, the posts can be re-staffed at once by people present (3-07, 3-11; C04).

    For open posts S let r(S) be the places that the people present can take on S together: one
    each, two where double duty is allowed. Any ``k`` absences can be made good only if
    ``r(S) >= |S|`` still holds for every S after the k dearest people of S are gone:

    * ``spare``, nobody doubles: ``|N(S)| >= |S| + k``, N(S) the people for S (Hall's theorem);
    * ``pooled``, anybody may hold two posts: ``|N(S)| >= k + |S| / 2``. For k = 1 that is two
      qualified people for every open post (where all present can first sit one to a post): the
      regulation's "A and B are not both away";
    * ``double``, who may double is the AB table's word (own post and one as dual backup): for
      every set D of at most k people who may double on S, the others' places reach |S| + k - |D|.

    The conditions are linear in presence, and together sufficient too wherever nobody who may
    double is qualified for still other posts (then places are a matroid's rank); else, and under
    a load limit, they are necessary and the certificate is exact. They speak of presence, not of
    who sits where: people move at once. Only sets that hang together by somebody who may hold
    two of their posts need to be looked at; a post counts its heads, a pool counts one.

    ``spare`` and ``twice`` name sections whose posts are never doubled or held to k + 1,
    ``exempt`` those left out; a set over several sections is held to the least k among them.
    Amount: minutes x places short in the worst set, for each post that is the scarcest of some set.

    Zones of more than 12 posts have too many sets to tell. Under ``spare`` and ``pooled`` the worst
    set of each post is found by flow (:func:`deficiency`): the check counts it, and the solver is
    told the sets that its roster breaks, again and again until none is left (:meth:`separate`).
    Under ``double`` only the small sets are looked at there; the certificate is exact.
    """

    id = "n1_margin"
    catalogue = "C04"
    article = "3-07, 3-11"
    unit = "place-minutes"
    level = Level.MUST
    tier = 2
    title: ClassVar = {"zh": "单人缺岗可恢复", "en": "Any single absence recoverable"}
    text: ClassVar = {
        "zh": "{post}{time}没有余量：在岗且能顶{posts}的人员：{left}；再缺一人就可能空岗(差{short})",
        "en": "{post} has no reserve {time}: there and able to hold {posts}: {left}; one more absence may leave a post empty ({short} short)",
    }
    remedy: ClassVar = {
        "zh": "为{post}培训或授权一名当时在岗的人，或与休假人协商改期。",
        "en": "Train or authorize one more person who is there for {post}, or agree on another date with somebody on leave.",
    }

    @dataclass(frozen=True)
    class Params:
        mode: str = field(default="double", metadata={"options": MODES})
        k: int = field(default=1, metadata={"unit": "absences", "min": 1, "max": 3})
        spare: tuple[str, ...] = ()
        twice: tuple[str, ...] = ()
        exempt: tuple[str, ...] = ()

        def __post_init__(self) -> None:
            if self.mode not in MODES:
                raise ValueError(f"rule n1_margin: mode = {self.mode!r}, expected {', '.join(MODES)}")

    def check(self, problem: RosterProblem, view: RosterView, params: "N1Margin.Params") -> Iterable[Breach]:
        zones = _Zones(problem, params)
        for block in problem.blocks:
            worst: dict[str, tuple[int, Cut]] = {}
            for cut in zones.cuts(block):
                short = cut.low - sum(places * view.present(p, block.index) for p, places in cut.people)
                if short > worst.get(cut.post, (0, cut))[0]:
                    worst[cut.post] = (short, cut)
            for short, cut in zones.separated(block, view):
                if short > worst.get(cut.post, (0, cut))[0]:
                    worst[cut.post] = (short, cut)
            for post, (short, cut) in worst.items():
                left = tuple(p for p in zones.people(cut, block.day) if view.present(p, block.index))
                yield Breach(
                    self.id,
                    short * block.minutes,
                    block.start,
                    block.end,
                    block.day,
                    post,
                    words={"left": left, "short": short, "posts": "/".join(cut.posts)},
                )

    def encode(self, model: Model, problem: RosterProblem, params: "N1Margin.Params") -> None:
        zones = _Zones(problem, params)
        alike: dict[tuple[Any, ...], list[Block]] = {}
        for block in problem.blocks:
            alike.setdefault(self._question(problem, block), []).append(block)
        for blocks in alike.values():
            # Blocks in which the very same people are present would be told the very same.
            block, minutes = blocks[0], sum(b.minutes for b in blocks)
            needs: dict[str, list[tuple[Any, int]]] = {}
            for cut in (*zones.cuts(block), *zones.told(block, model.separated())):
                here: Any = sum(places * model.present(p, block.index) for p, places in cut.people)
                needs.setdefault(cut.post, []).append((here, cut.low))
            for post, cuts in needs.items():
                model.shortfall(cuts, minutes, post=post, block=block.index)

    def separate(
        self, problem: RosterProblem, view: RosterView, params: "N1Margin.Params"
    ) -> Iterable[tuple[str, ...]]:
        """Sets of posts in large zones that a roster breaks: what the solver has to be told next."""
        zones = _Zones(problem, params)
        for block in problem.blocks:
            yield from (cut.posts for _, cut in zones.separated(block, view))

    @staticmethod
    def _question(problem: RosterProblem, block: Block) -> tuple[Any, ...]:
        """Equal for blocks over which presence is one and the same question of the model."""
        if any(p.rota == "office" for p in problem.center.staff):
            return (block.index,)
        shifts = [
            (day, s.code)
            for day in (block.day - 1, block.day)
            for s in problem.center.shifts
            if problem.shift_covers(day, s.code, block)
        ]
        begun = {
            d.person
            for d in problem.past.duties
            if problem.horizon.minute(d.start) < block.end and block.start < problem.horizon.minute(d.end)
        }
        return (block.day, block.posts, *shifts, *sorted(begun))

    def examples(self) -> Sequence[Example]:
        problem = hall()
        spare = hall(settings=RuleSettings({self.id: RuleSetting(params={"mode": "spare"})}))
        section = hall(settings=RuleSettings({self.id: RuleSetting(params={"spare": ("S",), "twice": ("S",)})}))
        exempt = hall(settings=RuleSettings({self.id: RuleSetting(params={"exempt": ("S",)})}))
        pair = roster(problem, "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM")
        three = roster(problem, "a W1 AM", "b W2 AM", "c back AM", "a W1 PM", "b W2 PM", "c back PM")
        alone = roster(problem, "a W1 AM", "b W2 AM", "c W1 PM")
        line = hotline(1)
        tight = hall_center(
            people=tuple(replace(p, skills=p.skills[:1]) if p.id == "c" else p for p in hall_center().people)
        )
        return [
            Example(problem, pair, alone, 3 * 180),
            Example(spare, three, pair, 180 * 2),
            Example(spare, three, pair, 180 * 2, replace(spare, center=tight)),
            Example(exempt, alone, pair, 3 * 360, section),
            Example(
                line,
                roster(line, *(f"{p} {s} 0" for p in "xy" for s in "DEN")),
                roster(line, "x D 0", "y D 0", "l E 0"),
                480 + 960,
            ),  # E one short, N two
        ]


class _Zones:
    """The cuts of each block, worked out once for each set of open posts and of who may hold them."""

    def __init__(self, problem: RosterProblem, params: "N1Margin.Params") -> None:
        self._problem, self._params = problem, params
        self._pools = {shift.pool for shift in problem.center.shifts}
        self._able: dict[tuple[str, int], tuple[str, ...]] = {}
        self._pairs: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
        self._cuts: dict[Any, tuple[Cut, ...]] = {}
        self._worst: dict[Any, tuple[tuple[int, tuple[str, ...]], ...]] = {}
        self._doublers = sorted({line.person for line in problem.center.ab if line.mode == "dual"})

    def cuts(self, block: Block) -> tuple[Cut, ...]:
        key = tuple(self._open(block))  # a set is put down to its first post
        pairs = tuple(self.pairs(p, block.day) for p in self._doublers) if self._params.mode == "double" else ()
        if (key, pairs) not in self._cuts:
            self._cuts[key, pairs] = tuple(self._found(dict(key), block.day))
        return self._cuts[key, pairs]

    def large(self, block: Block) -> Iterator[tuple[str, ...]]:
        """Zones of more than 12 open posts, the scarcest first, whose sets are found by flow."""
        able = self._open(block)
        if not self._by_flow([p for p, _ in able]):
            return
        near = neighbors([frozenset(people) for _, people in able])
        zone = components(near)
        for number in sorted(set(zone)):
            posts = tuple(able[i][0] for i in range(len(able)) if zone[i] == number)
            if 2 ** len(posts) > LARGEST:
                yield posts

    def separated(self, block: Block, view: RosterView) -> Sequence[tuple[int, Cut]]:
        """Places short, and where: for each post of a large zone the worst set that is put down to it."""
        found: list[tuple[int, Cut]] = []
        for posts in self.large(block):
            here = {p: frozenset(x for x in self.able(p, block.day) if view.present(x, block.index)) for p in posts}
            key = (posts, tuple(here.values()))
            if key not in self._worst:
                self._worst[key] = tuple(self._by_post(posts, here))
            found += [(short, self._cut(chosen, block.day)) for short, chosen in self._worst[key]]
        return found

    def _by_post(
        self, posts: Sequence[str], here: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """A set that holds a post takes all its people: what is left of the others is a flow of its own."""
        places = 2 if self._params.mode == "pooled" else 1
        for place, post in enumerate(posts):
            rest = {p: self._heads(p) for p in posts[place + 1 :]}
            empty, blame = deficiency(rest, {p: here[p] - here[post] for p in rest}, places)
            short = self._params.k + -(-(self._heads(post) + empty) // places) - len(here[post])
            if short > 0:
                yield short, (post, *(p for p in posts[place + 1 :] if p in blame))

    def told(self, block: Block, sets: Iterable[tuple[str, ...]]) -> list[Cut]:
        """Cuts of sets whose posts are all open and in one large zone."""
        zones = [frozenset(posts) for posts in self.large(block)] if sets else []
        return [self._cut(chosen, block.day) for chosen in sets if any(zone.issuperset(chosen) for zone in zones)]

    def _cut(self, chosen: tuple[str, ...], day: int) -> Cut:
        people = sorted(frozenset[str]().union(*(self.able(p, day) for p in chosen)))
        places = 2 if self._params.mode == "pooled" else 1
        return Cut(
            chosen[0],
            chosen,
            tuple((p, 1) for p in people),
            self._params.k + -(-sum(map(self._heads, chosen)) // places),
        )

    def _heads(self, post: str) -> int:
        return max(1, self._problem.center.post[post].heads)

    def _by_flow(self, posts: Sequence[str]) -> bool:
        """Whether one kind of places holds for all: no section apart, and for two places at once one head each."""
        mode, sections = self._params.mode, {self._problem.center.post[p].section for p in posts}
        apart = sections & {*self._params.twice, *(self._params.spare if mode != "spare" else ())}
        return not apart and (mode == "spare" or (mode == "pooled" and all(self._heads(p) == 1 for p in posts)))

    def _open(self, block: Block) -> list[tuple[str, tuple[str, ...]]]:
        """Open posts that need somebody with all who may hold them, the scarcest first."""
        center, exempt = self._problem.center, set(self._params.exempt)
        posts = [
            p
            for p in sorted(block.posts)
            if (center.post[p].heads or p in self._pools) and center.post[p].section not in exempt
        ]
        return sorted(((p, self.able(p, block.day)) for p in posts), key=lambda item: (len(item[1]), item[0]))

    def people(self, cut: Cut, day: int) -> tuple[str, ...]:
        """Everybody who may hold one of the posts of a cut."""
        return tuple(sorted(frozenset[str]().union(*(self.able(p, day) for p in cut.posts))))

    def pairs(self, person: str, day: int) -> tuple[tuple[str, str], ...]:
        """Own post and another that the person may look after together on a day (C02)."""
        if (person, day) not in self._pairs:
            center, on = self._problem.center, self._problem.date(day)
            posts = sorted({line.post for line in center.ab if line.person == person})
            self._pairs[person, day] = tuple(
                pair for pair in combinations(posts, 2) if center.may_double(person, *pair, on)
            )
        return self._pairs[person, day]

    def able(self, post: str, day: int) -> tuple[str, ...]:
        """Everybody who may hold a post on a day, present or not."""
        if (post, day) not in self._able:
            center, on, where = self._problem.center, self._problem.date(day), self._problem.center.post[post]
            by_skill = post in self._pools or where.kind in ("phone", "chat")
            self._able[post, day] = (
                tuple(p.id for p in center.staff if center.qualified(p, where, on))
                if by_skill
                else center.able(post, on)
            )
        return self._able[post, day]

    def _found(self, able: Mapping[str, Sequence[str]], day: int) -> Iterator[Cut]:
        posts, section = list(able), {p.id: p.section for p in self._problem.center.posts}
        heads = [max(1, self._problem.center.post[p].heads) for p in posts]
        one_place = [self._params.mode == "spare" or section[p] in self._params.spare for p in posts]
        k = [self._params.k + (section[p] in self._params.twice) for p in posts]
        plain = self._params.mode == "pooled" and max(heads, default=1) == 1 and not any(one_place)
        for chosen in connected(
            [frozenset(able[p]) for p in posts], LARGEST, SMALL if self._by_flow(posts) else LARGEST
        ):
            if plain and len(chosen) % 2 == 0:
                continue  # the same set without one post asks for as many of fewer people
            named = tuple(posts[i] for i in chosen)
            people = sorted(frozenset[str]().union(*(able[p] for p in named)))
            least = min(k[i] for i in chosen)
            if self._params.mode == "pooled":
                halves = sum(heads[i] * (2 if one_place[i] else 1) for i in chosen)
                low = least + max(-(-halves // 2), *(heads[i] for i in chosen), 1)
                yield Cut(named[0], named, tuple((p, 1) for p in people), low)
                continue
            free = {posts[i] for i in chosen if not one_place[i]}
            twofold = [
                p
                for p in people
                if any(set(pair) <= free and all(p in able[x] for x in pair) for pair in self.pairs(p, day))
            ]
            heavy = sum(heads[i] for i in chosen)
            for count in range(min(least, len(twofold)) + 1):
                for gone in combinations(twofold, count):
                    rest = tuple((p, 1 + (p in twofold)) for p in people if p not in gone)
                    yield Cut(named[0], named, rest, heavy + least - count)

"""Recovery, Hall's conditions and the rule against brute force on small random halls: never a disagreement."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, product

import pytest

from scheduler.domain.people import Person, Skill
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.reserve.margin import Benches, certificate
from scheduler.reserve.recovery import Bench, failing, margin, margin_of_spares, staffing
from scheduler.rules.n1_margin import N1Margin
from scheduler.rules.tiny import hall, hall_center, roster

HALLS = 5000


def random_bench(rng: random.Random, pooled: bool = False, doubles: bool = False, heads: int = 1) -> Bench:
    posts = [f"W{i}" for i in range(rng.randint(1, 4))]
    people = [f"p{i}" for i in range(rng.randint(1, 6))]
    chance = rng.choice((0.3, 0.5, 0.8))
    able = {post: frozenset(p for p in people if rng.random() < chance) for post in posts}
    pairs = {p: tuple(pair for pair in combinations(posts, 2) if rng.random() < 0.5) for p in people} if doubles else {}
    return Bench({post: rng.randint(1, heads) for post in posts}, able, pairs, pooled)


def choices(bench: Bench, person: str) -> list[tuple[str, ...]]:
    """All that one person may hold at once, by the definition."""
    mine = [post for post in bench.heads if person in bench.able[post]]
    two = combinations(mine, 2) if bench.pooled else [p for p in bench.doubles.get(person, ()) if set(p) <= set(mine)]
    return [(), *((post,) for post in mine), *two]


def by_hand(bench: Bench, absent: frozenset[str]) -> bool:
    """Whether some assignment of the people left fills every post: all assignments are tried."""
    left = [p for p in bench.people if p not in absent]
    reached = {tuple(0 for _ in bench.heads)}
    order = list(bench.heads)
    for person in left:
        reached = {
            tuple(min(n + (post in held), bench.heads[post]) for n, post in zip(state, order, strict=True))
            for state, held in product(reached, choices(bench, person))
        }
    return tuple(bench.heads.values()) in reached


def losses(bench: Bench, k: int) -> Iterator[frozenset[str]]:
    return (frozenset(c) for n in range(k + 1) for c in combinations(bench.people, n))


def bears(bench: Bench, k: int) -> bool:
    return all(by_hand(bench, gone) for gone in losses(bench, k))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("spare", {}),
        ("pooled", {"pooled": True}),
        ("ab", {"doubles": True}),
        ("heads", {"heads": 2}),
        ("pooled heads", {"pooled": True, "heads": 2}),
        ("ab heads", {"doubles": True, "heads": 2}),
    ],
)
def test_staffing_agrees_with_all_assignments(name: str, options: dict[str, int]) -> None:
    rng = random.Random(f"staffing {name}")
    seen = {True: 0, False: 0}
    for _ in range(HALLS // 5):
        bench = random_bench(rng, **options)  # type: ignore[arg-type]
        gone = frozenset(p for p in bench.people if rng.random() < 0.2)
        found = staffing(bench, gone)
        seen[found is not None] += 1
        assert (found is not None) == by_hand(bench, gone), bench
        if found is not None:
            fair(bench, found, gone)
    assert min(seen.values()) > HALLS // 50


def fair(bench: Bench, found: dict[str, tuple[str, ...]], gone: frozenset[str]) -> None:
    """A staffing that was found is one that is allowed."""
    for post, people in found.items():
        assert len(set(people)) == len(people) == bench.heads[post]
        assert set(people) <= bench.able[post] - gone
    for person in bench.people:
        held = tuple(p for p in bench.heads if person in found[p])
        assert held in choices(bench, person) or held[::-1] in choices(bench, person)


@pytest.mark.parametrize("doubled", [False, True], ids=["spare", "pooled"])
def test_hall_condition_and_margin_agree_with_brute_force_on_5000_halls(doubled: bool) -> None:
    """|N(S)| >= |S| / c + k for every set of posts, c = 1 or 2, against every set of at most k absences; k = 0, 1, 2."""
    rng = random.Random(f"hall {doubled}")
    seen, pairs = {-1: 0, 0: 0, 1: 0, 2: 0}, 0
    for _ in range(HALLS):
        bench = random_bench(rng, pooled=doubled)
        truth = next((k - 1 for k in range(3) if not bears(bench, k)), 2)
        sets = chain.from_iterable(combinations(bench.heads, n) for n in range(1, len(bench.heads) + 1))
        c = 2 if doubled else 1
        slack = min(len(frozenset().union(*(bench.able[p] for p in s))) - -(-len(s) // c) for s in sets)
        assert margin(bench) == truth == max(-1, min(slack, 2)), bench
        assert doubled or margin_of_spares(bench) == truth, bench
        if doubled and margin(replace(bench, pooled=False)) >= 0:
            # Where everybody present can first sit one to a post, the regulation's pair rule is the guarantee.
            pairs += 1
            assert (truth >= 1) == all(len(people) >= 2 for people in bench.able.values()), bench
        if truth < 2:
            broken = failing(bench, truth + 1)
            assert broken is not None and len(broken) <= truth + 1 and not by_hand(bench, broken)
        seen[truth] += 1
    assert min(seen.values()) > 100 and (pairs > 1000) == doubled


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("ab", {"doubles": True}),
        ("heads", {"heads": 2}),
        ("pooled heads", {"pooled": True, "heads": 2}),
        ("ab heads", {"doubles": True, "heads": 2}),
    ],
)
def test_margins_with_pairs_and_several_heads_agree_with_brute_force_on_5000_halls(
    name: str, options: dict[str, int]
) -> None:
    """No closed form here: who may double only on some pairs (AB table, load limit), posts of two heads; k = 0, 1, 2."""
    rng = random.Random(f"margin {name}")
    seen = {-1: 0, 0: 0, 1: 0, 2: 0}
    for _ in range(HALLS):
        bench = random_bench(rng, **options)  # type: ignore[arg-type]
        truth = next((k - 1 for k in range(3) if not bears(bench, k)), 2)
        assert margin(bench) == truth, bench
        if truth < 2:
            broken = failing(bench, truth + 1)
            assert broken is not None and len(broken) <= truth + 1 and not by_hand(bench, broken)
        seen[truth] += 1
    assert min(seen.values()) > 30


def world(rng: random.Random) -> RosterProblem:
    """A hall of one to four windows and up to six people with random skills, nobody else."""
    posts = tuple(
        Post(f"W{i}", f"{i}号", f"Window {i}", "S", number=i, skill=f"w{i}") for i in range(rng.randint(1, 4))
    )
    chance = rng.choice((0.4, 0.6, 0.9))
    people = tuple(
        Person(
            f"p{i}",
            f"员{i}",
            f"Person {i}",
            "S",
            "staff",
            shift="O",
            skills=tuple(Skill(p.skill or "") for p in posts if rng.random() < chance),
        )
        for i in range(rng.randint(1, 6))
    )
    return hall(
        center=hall_center(
            people=people, posts=posts, ab=(), custody=(), queues=(), duty=None, sessions=hall_center().sessions[:1]
        )
    )


@pytest.mark.parametrize(("mode", "k"), list(product(("pooled", "spare"), (1, 2))))
def test_the_rule_is_silent_exactly_where_every_absence_can_be_made_good(mode: str, k: int) -> None:
    rng, rule = random.Random(f"rule {mode} {k}"), N1Margin()
    silent = 0
    for _ in range(600):
        problem = world(rng)
        there = [p.id for p in problem.center.people if rng.random() < 0.8]
        made = roster(problem, *(f"{p} back AM" for p in there))
        view = RosterView(problem, made)
        found = list(rule.check(view.problem, view, rule.params(RuleSetting(params={"mode": mode, "k": k}))))
        bench = Benches(problem, made, mode).at(problem.blocks[0])
        assert bench is not None
        assert (not found) == bears(bench, k), (made, found)
        silent += not found
        mine = certificate(problem, made, mode, most=3)
        assert (mine.blocks[0].margin >= k) == (not found)
    assert 30 < silent < 570


def ab_world(rng: random.Random) -> tuple[RosterProblem, bool]:
    """A hall with an AB table, dual and moving; whether people who may double are qualified for nothing else."""
    base = world(rng)
    posts, people = list(base.center.posts), [p.id for p in base.center.people]
    lines, owners = [], rng.sample(people, min(len(posts), len(people)))
    for post, owner in zip(posts, owners, strict=False):
        lines.append(ABLine(post.id, owner, "A"))
        lines += [
            ABLine(post.id, p, "B", mode=rng.choice(("dual", "dual", "move")))
            for p in rng.sample(people, min(2, len(people)))
            if p != owner
        ]
    named = {(line.person, line.post) for line in lines}
    extra = rng.random() < 0.4
    staff = tuple(
        replace(
            p,
            skills=tuple(
                Skill(x.skill or "") for x in posts if (p.id, x.id) in named or (extra and rng.random() < 0.4)
            ),
        )
        for p in base.center.people
    )
    center = replace(base.center, people=staff, ab=tuple(lines))
    on, matroid = base.date(0), True
    for person in people:
        mine = {p.id for p in posts if center.source(person, p.id, on) is not None}
        pairs = [pair for pair in combinations(sorted(mine), 2) if center.may_double(person, *pair, on)]
        matroid &= not pairs or {x for pair in pairs for x in pair} == mine
    return replace(base, center=center), matroid


@pytest.mark.parametrize("k", [1, 2])
def test_with_the_ab_tables_double_duty_the_rule_is_never_wrong_and_mostly_complete(k: int) -> None:
    """What it flags is a real fault, always; where doublers hold nothing else, it also misses none."""
    rng, rule = random.Random(f"ab {k}"), N1Margin()
    seen = {"exact, safe": 0, "exact, not": 0, "other, safe": 0, "other, not": 0, "missed": 0}
    for _ in range(1500):
        problem, matroid = ab_world(rng)
        made = roster(problem, *(f"{p.id} back AM" for p in problem.center.people if rng.random() < 0.9))
        view = RosterView(problem, made)
        found = list(rule.check(view.problem, view, rule.params(RuleSetting(params={"k": k}))))
        bench = Benches(problem, made).at(problem.blocks[0])
        assert bench is not None
        truth = bears(bench, k)
        assert (
            certificate(problem, made).blocks[0].margin >= k
            if truth
            else certificate(problem, made).blocks[0].margin < k
        )
        if matroid:
            assert (not found) == truth, (made, found)
        else:
            assert not (found and truth), (made, found)
            seen["missed"] += not found and not truth
        seen[f"{'exact' if matroid else 'other'}, {'safe' if truth else 'not'}"] += 1
    assert min(seen[key] for key in seen if key != "missed") > 20
    assert seen["missed"] < 15


def test_the_ab_table_decides_who_may_double() -> None:
    """Two present may hold two windows; one alone may only where the table says dual and the load allows."""
    problem = hall()
    alone = roster(problem, "a back AM", "b back AM")
    block = problem.blocks[0]
    for doubling, expected in (("double", 1), ("pooled", 1), ("spare", 0)):
        assert certificate(problem, alone, doubling).blocks[0].margin == expected
    moving = replace(problem.center, ab=tuple(replace(line, mode="move") for line in problem.center.ab))
    assert certificate(replace(problem, center=moving), alone).blocks[0].margin == 0
    for load, expected in ((0.3, 1), (0.31, 0)):
        assert certificate(problem, alone, load=lambda post, where, load=load: load).blocks[0].margin == expected
        assert (
            certificate(problem, alone, "pooled", load=lambda post, where, load=load: load).blocks[0].margin == expected
        )
    one_way = replace(
        problem.center,
        ab=(
            ABLine("W1", "a", "A"),
            ABLine("W2", "a", "B", mode="dual"),
            ABLine("W2", "b", "A"),
            ABLine("W1", "b", "B"),
        ),
    )
    found = certificate(replace(problem, center=one_way), alone)
    assert [(w.person, w.posts) for w in found.weaknesses if w.kind == "post" and w.end <= block.end] == [
        ("a", ("W2",))
    ]


def test_a_roster_without_anybody_is_short_not_safe() -> None:
    found = certificate(hall(), Roster())
    assert {b.margin for b in found.blocks} == {-1} and not found.protected
    assert [(w.person, w.posts) for w in found.weaknesses if w.kind == "post"] == [(None, ("W1",)), (None, ("W2",))]


def test_settings_of_the_rule_are_refused_when_they_make_no_sense() -> None:
    for params in ({"mode": "triple"}, {"k": 0}, {"k": 4}, {"zones": 1}):
        with pytest.raises(ValueError, match="n1_margin"):
            N1Margin().params(RuleSettings({"n1_margin": RuleSetting(params=params)}).get("n1_margin"))

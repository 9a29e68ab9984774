"""Conflicts on generated centers and random tables agree with a count by hand of everything."""

import itertools
from random import Random

import pytest

from scheduler.assemble import make_problem
from scheduler.conflicts import KINDS, Conflict, describe, find_conflicts
from scheduler.conflicts.cover import chain, stand_ins
from scheduler.conflicts.scene import Scene
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import RuleSetting
from scheduler.rules import RULE
from scheduler.rules.tiny import away
from scheduler.samples.hall import generate_hall
from scheduler.samples.hotline import generate_hotline
from tests.scheduler.conflict_worlds import counter, day

TABLE_ONLY = {
    "no_b",
    "a_is_b",
    "b_foreign",
    "b_unqualified",
    "certificate",
    "cascade",
    "closed_cycle",
    "star",
    "authority_gap",
}
SEEDS = range(12)


def generated(seed: int, leave_share: float = 0.15) -> RosterProblem:
    posts = 6 + seed % 5 * 3
    folder = generate_hall(posts, posts + 3 + seed % 4 * posts // 3, seed, days=14, leave_share=leave_share)
    start, end = folder.horizon or (None, None)
    assert start and end
    return make_problem(folder, start, end)


def random_table(seed: int) -> RosterProblem:
    """Five windows, seven people, B and sometimes C anybody else, some away: no sense in it at all."""
    rng = Random(seed)
    lines = []
    for n, a in enumerate("abcde", 1):
        lines.append(f"W{n} A {a}")
        others = rng.sample([p for p in "abcdefg" if p != a], 1 + rng.randrange(2))
        lines += [f"W{n} {role} {p} {rng.choice(('dual', 'move'))}" for role, p in zip("BC", others, strict=False)]
    absences = [away(p, rng.choice(("AM", "PM", "day"))) for p in "abcdefg" if rng.random() < 0.3]
    return day(counter(lines, "abcdefg", 5), *absences)


def both_off_by_hand(problem: RosterProblem) -> set[tuple[str, int]]:
    found = set()
    for block in problem.blocks:
        on = problem.date(block.day)
        for post in block.posts:
            lines = [line for line in problem.center.ab_of_post[post] if line.valid(on)]
            who = {line.person for line in lines if problem.center.source(line.person, post, on)}
            if len(who) > 1 and all(problem.absent(p, block.start, block.end) for p in who):
                found.add((post, block.start))
    return found


def minutes_of(problem: RosterProblem, conflicts: tuple[Conflict, ...], name: str) -> set[tuple[str, int]]:
    minute = problem.horizon.minute
    return {
        (post, b.start)
        for c in conflicts
        if c.name == name
        for post in c.posts
        for b in problem.open_blocks(post)
        if minute(c.start) <= b.start and b.end <= minute(c.end)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_both_off_is_exactly_what_a_count_by_hand_finds_and_the_rule_agrees(seed: int) -> None:
    problem = generated(seed)
    told, expected = minutes_of(problem, find_conflicts(problem), "both_off"), both_off_by_hand(problem)
    assert told == expected
    rule = RULE["ab_not_both_off"]
    view = RosterView(problem, Roster())
    assert expected <= {(b.post, b.start) for b in rule.check(problem, view, rule.params(RuleSetting()))}


def test_both_off_on_random_tables_asks_for_every_backup() -> None:
    found = 0
    for seed in range(600):
        problem = random_table(seed)
        told = minutes_of(problem, find_conflicts(problem), "both_off")
        assert told == both_off_by_hand(problem), seed
        found += len(told)
    assert found > 50


def test_the_seeds_hold_something_to_find() -> None:
    names = {c.name for seed in SEEDS for c in find_conflicts(generated(seed))}
    assert {"both_off", "double_claim", "b_away", "star", "margin_spent"} & names >= {
        "both_off",
        "double_claim",
        "b_away",
        "star",
    }
    random = {c.name for seed in range(80) for c in find_conflicts(random_table(seed))}
    assert random >= {"both_off", "double_claim", "cascade", "closed_cycle", "margin_spent", "star", "b_away"}


def overfull(scene: Scene, block: Block) -> bool:
    """Whether some set of posts with an absent A shares too few present backups: every subset looked at."""
    ready = {
        p.id: {line.person for line in scene.ready(p.id, block)}
        for p in scene.posts
        if p.id in block.posts and scene.off(p.id, block)
    }
    wanting = {post: people for post, people in ready.items() if people}
    return any(
        len(set().union(*(wanting[p] for p in some))) < len(some)
        for size in range(2, len(wanting) + 1)
        for some in itertools.combinations(wanting, size)
    )


def test_double_claims_are_exactly_the_sets_with_too_few_backups() -> None:
    seen = {True: 0, False: 0}
    for seed in range(1000):
        problem = random_table(seed)
        scene = Scene(problem)
        for block in scene.open_blocks:
            cover, expected = stand_ins(scene, block), overfull(scene, block)
            assert bool(cover.claims) is expected, seed
            seen[expected] += 1
            assert len(set(cover.of_post.values())) == len(cover.of_post)
            for posts, people in cover.claims:
                assert len(people) < len(posts)
                assert set(people) == {line.person for post in posts for line in scene.ready(post, block)}
    assert min(seen.values()) > 40


def test_no_absence_that_the_table_cannot_take_goes_unnamed() -> None:
    broken = 0
    for seed in range(1000):
        problem = random_table(seed)
        scene = Scene(problem)
        structural = [c for c in find_conflicts(problem) if c.name in ("cascade", "closed_cycle", "no_b")]
        on = problem.date(0)
        for post in scene.posts:
            run = chain(scene, post.id, on, {problem.center.holder(post.id, on) or ""})
            assert len(run.posts) - len(run.moved) == (1 if run.empty else 0)
            if run.empty:
                broken += 1
                assert any(post.id in c.posts for c in structural), (seed, post.id)
    assert broken > 100


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_without_leave_only_the_table_speaks(seed: int) -> None:
    problem = generated(seed, leave_share=0.0)
    assert {c.name for c in find_conflicts(problem)} <= TABLE_ONLY


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_every_conflict_names_what_exists_and_reads_in_both_languages(seed: int) -> None:
    problem = generated(seed)
    conflicts = find_conflicts(problem)
    assert conflicts == find_conflicts(problem)
    assert len(conflicts) == len({(c.name, c.posts, c.people, c.start, c.end, str(c.words)) for c in conflicts})
    lines = describe(problem, conflicts)
    assert len(lines) > 3
    for line in lines:
        assert line.start < line.end
        assert set(line.posts) <= set(problem.center.post) and set(line.people) <= set(problem.center.person)
        assert line.level in ("MUST", "SOFT") and line.article
        assert not any("{" in text or "None" in text for text in (line.text_zh, line.text_en))


def test_a_hotline_without_ab_table_is_silent() -> None:
    folder = generate_hotline(20, 1)
    start, end = folder.horizon or (None, None)
    assert start and end and folder.leave
    assert find_conflicts(make_problem(folder, start, end)) == ()
    assert len(KINDS) == 19

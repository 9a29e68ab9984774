"""The value of one more permission: the known table of AB maps, brute force, custody, and both samples."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from scheduler.assemble import make_problem
from scheduler.domain.people import Person, Skill
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Session
from scheduler.planning import open_center
from scheduler.reserve.cross_training import Exposure, shares, worth
from scheduler.reserve.margin import Benches, certificate, drill
from scheduler.reserve.remedies import Measure
from scheduler.rules.tiny import away, hall, hall_center, roster
from scheduler.solver.greedy import greedy_roster


def windows(count: int, backups: dict[int, list[int]], staff: int, dual: bool) -> tuple[RosterProblem, Roster]:
    """``count`` windows, A of window p is person p; ``backups`` names B and C; everybody is there in the morning."""
    base = hall_center()
    posts = tuple(Post(f"W{p}", f"窗{p}", f"Window {p}", "S", number=p + 1, skill=f"w{p}") for p in range(count))
    knows = {q: [q] if q < count else [] for q in range(staff)}
    for p, people in backups.items():
        for q in people:
            knows[q].append(p)
    people = tuple(
        Person(f"p{q:02}", f"人{q}", f"P{q}", "S", "staff", shift="O", skills=tuple(Skill(f"w{p}") for p in knows[q]))
        for q in range(staff)
    )
    lines = [ABLine(f"W{p}", f"p{p:02}", "A") for p in range(count)]
    lines += [
        ABLine(f"W{p}", f"p{q:02}", "B" if i == 0 else "C", mode="dual" if dual else "move")
        for p, people_ in backups.items()
        for i, q in enumerate(people_)
    ]
    center = replace(
        base,
        people=people,
        posts=posts,
        ab=tuple(lines),
        custody=(),
        queues=(),
        duty=None,
        manager_ranks=(),
        small=False,
        sessions=(Session("AM", 540, 720),),
    )
    problem = hall(center=center)
    held = [f"p{q:02} {f'W{q}' if q < count else 'back'} AM" for q in range(staff)]
    return problem, roster(problem, *held)


PAIRS = {p: [p ^ 1] for p in range(10)}
RING = {p: [(p + 1) % 10] for p in range(10)}


@pytest.mark.parametrize(
    ("backups", "staff", "dual", "one", "two"),
    [
        (PAIRS, 10, True, 100.0, 88.9),
        (RING, 10, True, 100.0, 77.8),
        ({p: [10] for p in range(10)}, 11, True, 100.0, None),
        ({**PAIRS, 0: [1, 10]}, 11, False, 27.3, 0.0),
        ({**RING, 0: [1, 10]}, 11, False, 100.0, 0.0),
    ],
)
def test_the_brute_force_table_of_ab_maps(
    backups: dict[int, list[int]], staff: int, dual: bool, one: float, two: float | None
) -> None:
    """Ten windows: mutual pairs, a ring, one B for all, and a floater trained on one window without double duty."""
    problem, held = windows(10, backups, staff, dual)
    found = shares(problem, held)
    assert found is not None and round(float(found) * 100, 1) == one
    if two is not None:
        pairs = shares(problem, held, k=2)
        assert pairs is not None and round(float(pairs) * 100, 1) == two


def test_one_window_for_the_floater_of_a_ring_frees_all_ten() -> None:
    """Without double duty a ring hangs on everybody; a floater with any one window moves the whole chain."""
    problem, held = windows(10, RING, 11, dual=False)
    found = worth(problem, held)
    assert found.posts == Exposure(10 * 180, 0)
    best = found.gains[0]
    assert best.left == Exposure() and best.saved == 1800 and best.measure.step in ("double", "train")
    floater = [g for g in found.gains if g.measure.person == "p10"]
    assert len(floater) == 10 and all(g.left == Exposure() and g.saved == 1800 for g in floater)


def exposure(problem: RosterProblem, held: Roster) -> int:
    """By the certificate, the long way round."""
    found = certificate(problem, held)
    return sum(
        line.block.minutes * (sum(len(z.single) for z in line.zones) + 2 * sum(len(z.empty) for z in line.zones))
        for line in found.blocks
    )


def granted(problem: RosterProblem, measure: Measure) -> RosterProblem:
    """The problem with a training really given."""
    center = problem.center
    skill = Skill(center.post[measure.thing].skill or "")
    people = tuple(replace(p, skills=(*p.skills, skill)) if p.id == measure.person else p for p in center.people)
    lines = (
        center.ab if measure.step != "double" else (*center.ab, ABLine(measure.thing, measure.person, "C", mode="dual"))
    )
    return replace(problem, center=replace(center, people=people, ab=lines))


@pytest.mark.parametrize("seed", range(12))
def test_every_gain_is_what_granting_it_really_saves(seed: int) -> None:
    """Random halls: the gain of each training equals the exposure of the center with it, recomputed from nothing."""
    chance = random.Random(seed)
    backups = {p: chance.sample([q for q in range(7) if q != p], chance.randint(0, 1)) for p in range(5)}
    problem, held = windows(5, backups, 7, dual=chance.random() < 0.5)
    found = worth(problem, held)
    before = exposure(problem, held)
    assert found.posts.weight == before
    trained = [g for g in found.gains if g.kind == "post" and g.measure.step in ("train", "finish")]
    for gain in trained:
        assert before - exposure(granted(problem, gain.measure), held) == gain.saved, gain
    helping = {(g.measure.person, g.measure.thing) for g in trained}
    for person in problem.center.staff:
        for post in problem.center.posts:
            if (
                problem.center.source(person.id, post.id, problem.horizon.start) is None
                and (person.id, post.id) not in helping
            ):
                assert exposure(granted(problem, Measure("train", person.id, post.id)), held) >= before


def test_one_more_deputy_for_a_seal_that_hangs_on_one_person() -> None:
    problem = hall(absences=(away("a", "day"),))
    held = roster(
        problem,
        *(f"{p} {post} {part}" for part in ("AM", "PM") for p, post in (("b", "W2"), ("c", "W1"), ("m", "back"))),
    )
    found = worth(problem, held)
    seals = [g for g in found.gains if g.kind == "seal"]
    assert {g.measure.person for g in seals} == {"c", "m"}
    assert all(g.left == Exposure() and g.saved == 360 for g in seals)


def test_the_sample_hall_lacks_a_second_for_window_8() -> None:
    """B of window 8 is on maternity leave: only the deputy director of this small site can come."""
    problem = make_problem(open_center("hall"), *(open_center("hall").horizon or ()))
    held = greedy_roster(problem)
    found = worth(problem, held)
    assert found.posts.weight == exposure(problem, held) > 0
    assert found.tried > 50
    posts = [g for g in found.gains if g.kind == "post"]
    assert len(found.gains) > len(posts) > 15
    assert [g.saved for g in posts] == sorted((g.saved for g in posts), reverse=True)
    best = posts[0]
    base, better = shares(problem, held), shares(problem, held, best.measure)
    assert base is not None and better is not None and base < better <= 1
    tried = list(drill(Benches(problem, held)))
    assert 0 < len([1 for _, _, posts in tried if posts]) < len(tried)


def test_nothing_to_gain_where_nothing_is_exposed() -> None:
    problem = hall()
    held = roster(
        problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "c back AM", "c back PM", "m back AM", "m back PM"
    )
    found = worth(problem, held)
    assert found.posts == Exposure() and not [g for g in found.gains if g.kind == "post"]
    assert shares(problem, held) == Fraction(1)

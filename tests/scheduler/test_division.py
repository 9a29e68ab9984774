"""Fair division: against a search over all groups, and on the sample hotline's ranks."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations

from scheduler.assemble import make_problem
from scheduler.domain.burdens import portions
from scheduler.domain.division import Parts, divide
from scheduler.domain.people import Skill
from scheduler.domain.problem import CoverCell
from scheduler.ledgers.carried import carried
from scheduler.planning import open_center
from scheduler.rules.fair_shifts import due
from scheduler.rules.tiny import hotline, hotline_center
from scheduler.rules.tiny import roster as lines

OCTOBER = date(2026, 11, 1), date(2026, 11, 30)
"""A month without leave in the sample: everybody is there all days."""


def by_all_groups(parts: Parts, weights: Mapping[str, int]) -> dict[str, Fraction]:
    """The densest of all sets of parts, then of what is left, and so on."""
    left: dict[frozenset[str], Fraction] = {}
    for people, amount in parts.items():
        able = frozenset(p for p in people if weights[p])
        if able and amount:
            left[able] = left.get(able, Fraction(0)) + amount
    found: dict[str, Fraction] = {}
    while left:
        chosen = max(
            (c for n in range(1, len(left) + 1) for c in combinations(left, n)),
            key=lambda c: (sum(left[p] for p in c) / sum(weights[p] for p in frozenset().union(*c)), len(c)),
        )
        group = frozenset().union(*chosen)
        load = sum(left[p] for p in chosen) / sum(weights[p] for p in group)
        found.update({p: load * weights[p] for p in group})
        rest: dict[frozenset[str], Fraction] = {}
        for people, amount in left.items():
            if people not in chosen:
                rest[people - group] = rest.get(people - group, Fraction(0)) + amount
        left = rest
    return found


def test_two_thousand_small_divisions_agree_with_the_search_over_all_groups() -> None:
    rng = random.Random(20261126)
    uneven = 0
    for _ in range(2000):
        people = "abcdefg"[: rng.randint(1, 7)]
        weights = {p: rng.choice([0, 1, 1, 2, 3, 5]) for p in people}
        parts = {
            frozenset(rng.sample(people, rng.randint(1, len(people)))): rng.randint(0, 9)
            for _ in range(rng.randint(1, 6))
        }
        found = divide(parts, weights)
        assert {p: f.amount for p, f in found.items()} == by_all_groups(parts, weights)
        carried = sum(amount for able, amount in parts.items() if any(weights[p] for p in able))
        assert sum(f.amount for f in found.values()) == carried
        assert all(sum(found[p].amount for p in f.among) == f.total and f.amount <= f.total for f in found.values())
        uneven += len({f.among for f in found.values()}) > 1
    assert uneven > 300  # else one common share would do


def test_leaders_share_what_only_leaders_can_do() -> None:
    """30 nights of two, one of them a leader's: 7.5 for each of four leaders, 5 for each of six agents, none for the protected."""
    folder = open_center("hotline")
    problem = make_problem(folder, *OCTOBER)
    nights = portions(problem, "nights")
    leaders, agents = {"D1", "V1", "V2", "V3"}, {"Z1", "Z2", "Z3", "Z4", "Z6", "Z7"}
    assert {p: n.amount for p, n in nights.items()} == {
        **dict.fromkeys(leaders, Fraction(15, 2)),
        **dict.fromkeys(agents, Fraction(5)),
    }
    assert set(nights["V1"].among) == leaders and set(nights["Z1"].among) == agents
    # Nine rest days of seven places; three are led. The protected Z5 cannot come in the evening, but early.
    weekends = portions(problem, "weekends")
    assert weekends["V2"].amount == Fraction(27, 4) and weekends["Z5"].amount == weekends["Z1"].amount == Fraction(
        36, 7
    )


def test_a_leader_who_is_away_leaves_more_to_the_others_and_gains_nothing() -> None:
    folder = open_center("hotline")
    nights = portions(make_problem(folder, *folder.horizon), "nights")
    there = {"D1": 42, "V1": 40, "V2": 39, "V3": 42}
    assert {p: nights[p].amount for p in there} == {p: Fraction(42 * days, 163) for p, days in there.items()}


def test_a_place_that_serves_two_covers_is_counted_once() -> None:
    """One leader and one master of claims on a night of two: a leader who is a master serves both."""
    base = hotline_center()
    skills = {"h": ("call", "claim"), "x": ("call", "claim")}
    center = replace(
        base, people=tuple(replace(p, skills=tuple(map(Skill, skills.get(p.id, ("call",))))) for p in base.people)
    )
    covers = tuple(
        cell
        for day in range(4)
        for cell in (
            CoverCell(day, "N", 2),
            CoverCell(day, "N", 1, rank="leader"),
            CoverCell(day, "N", 1, skill="claim"),
        )
    )
    problem = hotline(4, center=center, covers=covers)
    shares = {p: n.amount for p, n in portions(problem, "nights").items()}
    assert sum(shares.values()) == 8 and shares == dict.fromkeys("hlxy", Fraction(2))
    assert due(replace(problem, ledger={"h": {"nights": 1.5}}), "nights")["h"] == (0, 1)


def test_what_a_group_was_given_beyond_the_covers_is_shared_too() -> None:
    """Four nights are asked for, eight are worked: two each is fair, and nobody is ahead of everybody."""
    problem = hotline(8, covers=tuple(CoverCell(day, "N", 1) for day in range(4)))
    even = carried(problem, lines(problem, *(f"{who} N {day}" for day, who in enumerate("hlxyhlxy"))))
    assert not any(kinds.get("nights") for kinds in even.values())
    uneven = carried(problem, lines(problem, *(f"{who} N {day}" for day, who in enumerate("hlxyxxxx"))))
    assert sum(kinds.get("nights", 0.0) for kinds in uneven.values()) == 0.0
    assert uneven["x"]["nights"] == 3.0 and uneven["h"]["nights"] == -1.0

"""Mixes of skills: the cheapest by enumeration before the same customers; one queue is Erlang's; few flexible people do much."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from scheduler.pools.mix import EXTRA_SKILL, cheapest_mix, single_need
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.pool import Stream, Trial, kept
from scheduler.staffing.targets import ServiceTarget

PHONE = ServiceTarget(0.8, 20.0, patience_s=120.0)
COUNTER = ServiceTarget(max_wait_s=600.0)


def test_people_of_one_queue_give_what_erlang_says() -> None:
    for erlang, heads in ((4.0, 6), (9.0, 10)):
        trial = Trial([Stream("one", 3600.0 * erlang / 240.0, 240.0, PHONE)], [(0,)], seed=2, customers=300_000)
        formula = expected(Cells.of([erlang], [0.0], [240.0], [1800.0]), np.array([heads]), PHONE)
        met = trial.met([heads])
        assert met.service[0] == pytest.approx(formula.service[0], abs=0.008)
        assert met.lost[0] == pytest.approx(formula.abandonment[0], abs=0.004)


@pytest.mark.parametrize(
    "target",
    [replace(PHONE, redial=0.3), replace(PHONE, share_of="answered"), replace(PHONE, share_of="lasting", redial=0.3)],
)
def test_repeat_calls_and_the_shares_base_are_those_of_the_formula(target: ServiceTarget) -> None:
    """What it changes, before the same customers: the chance of the one is that of the other."""
    cell, heads = Cells.of([6.0], [0.0], [240.0], [1800.0]), 8
    (plain, met), (said, formula) = zip(
        *(
            (
                Trial([Stream("one", 90.0, 240.0, t)], [(0,)], seed=2, customers=200_000).met([heads]),
                expected(cell, heads, t),
            )
            for t in (PHONE, target)
        ),
        strict=True,
    )
    assert met.service[0] - plain.service[0] == pytest.approx(formula.service[0] - said.service[0], abs=0.007)
    assert met.lost[0] - plain.lost[0] == pytest.approx(formula.abandonment[0] - said.abandonment[0], abs=0.005)
    assert abs(met.service[0] - plain.service[0]) > 0.009


def enumerated(trial: Trial, most: int) -> tuple[float, tuple[int, ...]]:
    """Cheapest numbers that keep every promise, by trying all."""
    best = (np.inf, ())
    for heads in itertools.product(range(most + 1), repeat=len(trial.groups)):
        cost = sum(n * (100 + EXTRA_SKILL * (len(g) - 1)) for n, g in zip(heads, trial.groups, strict=True))
        able = all(
            sum(n for n, g in zip(heads, trial.groups, strict=True) if i in g) >= s.target.min_heads
            for i, s in enumerate(trial.streams)
        )
        if cost < best[0] and able and (kept(trial.streams, trial.met(heads)) >= 0).all():
            best = (cost, heads)
    return best


@pytest.mark.parametrize(
    ("loads", "target"),
    [
        ((1.3, 0.6), PHONE),
        ((2.2, 1.9), PHONE),
        ((0.7, 0.9), COUNTER),
        ((1.6, 0.2), COUNTER),
        ((1.5, 1.2), replace(PHONE, share_of="answered", answer_share=0.9)),
        ((1.3, 0.9), replace(PHONE, redial=0.5)),
    ],
)
def test_cuts_find_the_cheapest_mix_of_all(loads: tuple[float, ...], target: ServiceTarget) -> None:
    streams = [Stream(f"q{i}", 3600.0 * load / 300.0, 300.0, target) for i, load in enumerate(loads)]
    trial = Trial(streams, [(0,), (1,), (0, 1)], seed=1, customers=8_000)
    found = cheapest_mix(trial)
    assert found is not None and (kept(streams, found.met) >= 0).all()
    cost = sum(n * (100 + EXTRA_SKILL * (len(g) - 1)) for n, g in zip(found.heads, trial.groups, strict=True))
    assert cost == enumerated(trial, 5)[0]


def test_one_queue_of_all_takes_fewer_and_a_few_flexible_people_do_most_of_it() -> None:
    streams = [Stream(f"q{i}", 48.0, 300.0, PHONE) for i in range(2)]
    trial = Trial(streams, [(0,), (1,), (0, 1)], seed=3, customers=60_000)
    shares = [trial.met(heads).service.mean() for heads in ((6, 6, 0), (5, 5, 2), (4, 4, 4), (0, 0, 12))]
    assert shares == sorted(shares) and shares[1] - shares[0] > 0.4 * (shares[3] - shares[0])
    mixed = cheapest_mix(trial)
    assert mixed is not None and mixed.people == 10 < sum(single_need(s) for s in streams) and sum(mixed.heads[:2]) > 0


def test_other_groups_meet_the_very_same_customers() -> None:
    streams = [Stream(f"q{i}", 48.0, 300.0, PHONE) for i in range(2)]
    trial = Trial(streams, [(0,), (1,)], seed=4, customers=8_000)
    again = Trial(streams, [(0, 1)], seed=4, customers=8_000).met([9])
    beside = trial.beside([(0, 1)])
    np.testing.assert_array_equal(beside.met([9]).service, again.service)
    assert beside.drawn is trial.drawn and trial.groups == ((0,), (1,))


def test_too_few_people_are_told_and_minima_kept() -> None:
    streams = [
        Stream("a", 24.0, 300.0, PHONE),
        Stream("b", 1.0, 300.0, ServiceTarget(0.8, 20.0, patience_s=120.0, min_heads=2)),
    ]
    trial = Trial(streams, [(0,), (1,), (0, 1)], seed=1, customers=8_000)
    assert cheapest_mix(trial, [1, 1, 0]) is None
    found = cheapest_mix(trial, [9, 9, 9])
    assert found is not None and found.heads[1] + found.heads[2] >= 2
    with pytest.raises(ValueError, match="expected streams 0 to 1"):
        Trial(streams, [(0, 2)])

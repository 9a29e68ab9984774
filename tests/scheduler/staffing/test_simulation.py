"""Simulated rosters: two engines that agree, formulas that agree with them, and chance that is shared."""

import random
from dataclasses import replace

import numpy as np
import pytest

from scheduler.staffing.queues import erlang_c
from scheduler.staffing.simulation import events, recursion
from scheduler.staffing.simulation.draw import draw
from scheduler.staffing.simulation.stretch import Customers, Slot, Stretch

NAMES = ("a", "b", "c")


def crowd(seed: int, steady: bool = True, queues: int = 3, people: int = 6) -> Stretch:
    """Ten half-hours of three queues; people with shifts, breaks and one to three queues each."""
    chance = random.Random(seed)
    slots = [
        Slot(q, 480 + 30 * k, 510 + 30 * k, chance.uniform(1.0, 14.0), 0.15, chance.uniform(100.0, 500.0))
        for k in range(10)
        for q in range(queues)
    ]
    on: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
    for person in range(people):
        begin = 480 + 30 * chance.randrange(0, 4)
        rest = begin + 30 * chance.randrange(2, 5)
        spans = ((begin, rest), (rest + 30, chance.choice((750, 780))))
        for queue in chance.sample(range(queues), chance.randint(1, queues)):
            on[queue, person] = spans if steady else tuple(chance.sample(spans, chance.randint(1, 2)))[:1]
    return Stretch(0, tuple(sorted(slots, key=lambda s: (s.start, s.queue))), on, queues, people)


def customers(stretch: Stretch, replications: int = 20, patience: float | None = 200.0, seed: int = 1) -> Customers:
    return draw(
        stretch,
        NAMES[: stretch.queues],
        replications,
        seed,
        [patience, None, patience][: stretch.queues],
        [1.0, 0.5, 1.0][: stretch.queues],
        "day",
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_recursion_is_the_event_driven_reference(seed: int) -> None:
    stretch = crowd(seed)
    assert stretch.steady
    drawn = customers(stretch)
    fast, slow = recursion.run(stretch, drawn), events.run(stretch, drawn)
    assert int((drawn.queue >= 0).sum()) > 1000
    # Two people who become free for the same customer at the very same moment may be told apart in another order.
    assert (np.isfinite(fast.wait) == np.isfinite(slow.wait)).mean() > 1 - 1e-4
    both = np.isfinite(fast.wait) & np.isfinite(slow.wait)
    assert both.sum() > 500
    assert np.abs(fast.wait[both] - slow.wait[both]).max() < 1e-6


def test_long_run_waits_are_erlang_c() -> None:
    slots = tuple(Slot(0, 30 * k, 30 * k + 30, 50.0, 0.0, 180.0) for k in range(200))
    stretch = Stretch(0, slots, {(0, p): ((0, 10**6),) for p in range(7)}, 1, 7)
    drawn = draw(stretch, ["a"], 100, 3, [None], [1.0], "day")
    served = recursion.run(stretch, drawn)
    late = drawn.arrival > 40 * 1800.0
    seen = float((served.wait[late & (drawn.queue >= 0)] <= 20.0).mean())
    load, n, h = np.array([5.0]), np.array([7.0]), np.array([180.0])
    assert seen == pytest.approx(float(erlang_c.service_level(load, n, h, 20.0)[0]), abs=0.004)
    assert float(served.wait[late & (drawn.queue >= 0)].mean()) == pytest.approx(
        float(erlang_c.mean_wait(load, n, h)[0]), rel=0.03
    )


def test_nobody_is_served_before_somebody_comes() -> None:
    slots = (Slot(0, 480, 510, 5.0, 0.0, 60.0), Slot(0, 510, 540, 5.0, 0.0, 60.0))
    stretch = Stretch(0, slots, {(0, 0): ((510, 540),)}, 1, 1)
    drawn = draw(stretch, ["a"], 50, 1, [None], [1.0], "day")
    for run in (recursion.run, events.run):
        served = run(stretch, drawn)
        begin = (drawn.arrival + served.wait)[drawn.queue >= 0]
        assert np.isfinite(begin).all() and begin.min() >= 510 * 60.0
    never = replace(stretch, on={})
    assert not np.isfinite(recursion.run(replace(never, people=1), drawn).wait).any()


def test_who_is_inside_at_closing_is_served() -> None:
    slots = (Slot(0, 480, 510, 20.0, 0.0, 300.0),)
    stretch = Stretch(0, slots, {(0, 0): ((480, 510),)}, 1, 1)
    drawn = draw(stretch, ["a"], 30, 1, [None], [1.0], "day")
    assert np.isfinite(recursion.run(stretch, drawn).wait[drawn.queue >= 0]).all()
    open_ended = recursion.run(replace(stretch, closes=False), drawn)
    assert not np.isfinite(open_ended.wait[drawn.queue >= 0]).all()  # nobody is on any more


def test_b_takes_customers_of_a_only_while_covering() -> None:
    """A change of queues within a stretch: only the reference is right, and it keeps the hours."""
    slots = tuple(Slot(q, 480 + 30 * k, 510 + 30 * k, 4.0, 0.0, 240.0) for k in range(4) for q in range(2))
    stretch = Stretch(0, slots, {(0, 0): ((480, 600),), (1, 0): ((540, 570),), (1, 1): ((480, 540), (570, 600))}, 2, 2)
    assert not stretch.steady
    drawn = draw(stretch, ["a", "b"], 40, 1, [None, None], [1.0, 1.0], "day")
    served = events.run(stretch, drawn)
    begin = drawn.arrival + served.wait
    foreign = (drawn.queue == 1) & (served.person == 0)
    assert foreign.sum() > 20
    assert (begin[foreign] >= 540 * 60.0).all() and (begin[foreign] < 570 * 60.0).all()


def test_more_demand_is_the_same_customers_closer_together() -> None:
    stretch = replace(crowd(1), slots=tuple(replace(s, cv=0.0) for s in crowd(1).slots))
    more = replace(stretch, slots=tuple(replace(s, mean=1.1 * s.mean) for s in stretch.slots))
    less_, more_ = customers(stretch), customers(more)
    assert (more_.queue >= 0).sum() > (less_.queue >= 0).sum()
    for r in range(20):
        first = less_.service[r][less_.queue[r] == 0]
        again = more_.service[r][more_.queue[r] == 0]
        rates = {s.aht_s for s in stretch.slots if s.queue == 0}
        assert again.size >= first.size
        # Same draws; a customer who moved to another half-hour has that one's mean.
        assert any(np.isclose(again[0] / first[0], a / b) for a in rates for b in rates)


def test_day_factors_have_the_spread_of_the_forecast() -> None:
    slots = tuple(Slot(0, 480 + 30 * k, 510 + 30 * k, 100.0, 0.2, 1.0) for k in range(4))
    drawn = draw(Stretch(0, slots, {}, 1, 0), ["a"], 3000, 5, [None], [1.0], "day")
    totals = (drawn.queue >= 0).sum(axis=1)
    assert totals.mean() == pytest.approx(400.0, rel=0.02)
    assert totals.std() / totals.mean() == pytest.approx((0.2**2 + 1 / 400) ** 0.5, abs=0.012)


def test_same_seed_same_customers_and_other_days_others() -> None:
    stretch = crowd(2)
    first, again = customers(stretch), customers(stretch)
    assert np.array_equal(first.arrival, again.arrival)
    other = draw(stretch, NAMES, 20, 1, [200.0, None, 200.0], [1.0, 0.5, 1.0], "another day")
    assert other.arrival.shape != first.arrival.shape or not np.allclose(other.arrival, first.arrival)

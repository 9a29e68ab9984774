"""Customers who hang up and call again: the fixed point, the need, the chain, and simulated callers."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from scheduler.domain.center import Queue
from scheduler.domain.need import NeedCell
from scheduler.rules.tiny import MONDAY, hotline, hotline_center
from scheduler.rules.tiny import roster as lines
from scheduler.simulation_words import queue_line
from scheduler.staffing.chain import Runs
from scheduler.staffing.dials import Dials
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.need import QueueNeed, need_frame
from scheduler.staffing.over_time import judge
from scheduler.staffing.queues import erlang_a
from scheduler.staffing.queues.redials import all_calls
from scheduler.staffing.reasons import words
from scheduler.staffing.service_table import service_table
from scheduler.staffing.simulation import events, redials
from scheduler.staffing.simulation.draw import draw
from scheduler.staffing.simulation.simulate import simulate
from scheduler.staffing.simulation.stretch import Called, Customers, Slot, Stretch
from scheduler.staffing.targets import ServiceTarget

PHONE = ServiceTarget(answer_share=0.8, within_s=20.0, patience_s=120.0, redial=0.4)


def test_the_fixed_point_is_one_and_is_found() -> None:
    chance = np.random.default_rng(1)
    a, h, patience = (
        10 ** chance.uniform(-2, 3, 3000),
        10 ** chance.uniform(1, 3.2, 3000),
        10 ** chance.uniform(0.5, 3.5, 3000),
    )
    n = np.floor(a * chance.uniform(0.0, 1.6, 3000))
    for p in (0.0, 0.3, 0.9):
        calls = all_calls(a, n, h, patience, p)
        np.testing.assert_allclose(
            calls * (1.0 - p * erlang_a.measures(calls, n, h, patience).abandonment), a, rtol=1e-10
        )
        assert (calls >= a).all() and (calls <= a / (1.0 - p) * (1 + 1e-12)).all()
    assert all_calls(0.0, 3, 200.0, 60.0, 0.5) == 0.0
    assert all_calls(4.0, 0, 200.0, 60.0, 0.75) == pytest.approx(16.0)  # nobody there: everybody calls four times
    with pytest.raises(ValueError, match="below 1"):
        all_calls(4.0, 5, 200.0, 60.0, 1.0)


def test_the_need_is_the_smallest_that_keeps_the_promise_of_all_calls() -> None:
    load, cv = np.array([0.3, 3.0, 8.0, 30.0, 8.0, 0.0]), np.array([0.0, 0.0, 0.0, 0.0, 0.2, 0.0])
    frame = pd.DataFrame(
        {
            "queue": "Q",
            "start": [datetime(2026, 9, 7, 9) + timedelta(minutes=30 * i) for i in range(6)],
            "end": [datetime(2026, 9, 7, 9, 30) + timedelta(minutes=30 * i) for i in range(6)],
            "mean": load * 1800 / 240,
            "cv": cv,
            "aht_s": 240.0,
        }
    )
    for target in (
        PHONE,
        replace(PHONE, max_abandon=0.04),
        replace(PHONE, confidence=0.8),
        replace(PHONE, share_of="answered"),
    ):
        heads = np.array([c.required for c in need_frame(frame, {"Q": QueueNeed(target, load="stationary")})])
        plain = np.array(
            [c.required for c in need_frame(frame, {"Q": QueueNeed(replace(target, redial=0.0), load="stationary")})]
        )
        assert (heads >= plain).all() and heads[-1] == 0
        if target.confidence == "expected":
            cells = Cells.of(load[:5], cv[:5], 240.0, 1800.0)
            kept, missed = expected(cells, heads[:5], target), expected(cells, heads[:5] - 1, target)
            assert (
                np.logical_and.reduce(list(kept.keeps(target).values())).all()
                and not np.logical_and.reduce(list(missed.keeps(target).values())).any()
            )
    more = need_frame(frame, {"Q": QueueNeed(replace(PHONE, redial=0.8, max_abandon=0.02), load="stationary")})
    assert (
        more[3].required
        > need_frame(frame, {"Q": QueueNeed(replace(PHONE, redial=0.0), load="stationary")})[3].required
    )


def test_days_are_weighed_by_their_calls() -> None:
    """Against a sum over 4,000 equally likely day factors."""
    cells, n = Cells.of([20.0], [0.3], [240.0], [1800.0]), 21
    from scheduler.staffing.rates import rate_quantile

    z = rate_quantile(np.full(4000, 0.3), (np.arange(4000) + 0.5) / 4000)
    calls = all_calls(20.0 * z, n, 240.0, 120.0, 0.4)
    each = erlang_a.measures(calls, n, 240.0, 120.0, 20.0)
    found = expected(cells, n, PHONE)
    assert found.service[0] == pytest.approx(float((each.sl_offered * calls).sum() / calls.sum()), abs=2e-4)
    assert found.attempts is not None and found.attempts[0] == pytest.approx(
        float(calls.sum() / (20.0 * z).sum()), abs=2e-4
    )
    assert found.occupancy[0] == pytest.approx(float((calls * (1.0 - each.abandonment)).mean()) / n, abs=2e-4)


def test_customers_lost_fall_with_each_head_and_less_and_less() -> None:
    cells = Cells.of([12.0], [0.1], [240.0], [1800.0])
    table = service_table(cells, np.array([90.0]), PHONE, 30)
    assert table.cost[0, 0] == pytest.approx(90.0)  # nobody there: all of them are lost in the end
    assert (np.diff(table.cost[0]) <= 1e-12).all()
    lost = 90.0 * np.array([expected(cells, n, PHONE).customers_lost(0.4)[0] for n in range(31)])
    np.testing.assert_allclose(table.cost[0], lost, atol=0.05)  # convex as it is, up to rounding


def test_it_is_said_and_refused_where_it_means_nothing() -> None:
    assert PHONE.code == "80%/20s again 40%"
    assert "按呼叫次数计，挂断者40%会重拨" in PHONE.words("zh") and "counted by calls" in PHONE.words("en")
    start = datetime(2026, 9, 7, 9)
    frame = pd.DataFrame(
        {
            "queue": ["Q"],
            "start": [start],
            "end": [start + timedelta(minutes=30)],
            "mean": [90.0],
            "cv": [0.1],
            "aht_s": [240.0],
        }
    )
    for load in ("stationary", "carried", "forward"):
        (cell,) = need_frame(frame, {"Q": QueueNeed(PHONE, load=load)})  # type: ignore[arg-type]
        assert (
            "repeats=0.0" in cell.reason
            and "重拨" in words(cell.reason, "zh")
            and "repeat calls at these heads" in words(cell.reason, "en")
        )
    assert "repeats" not in need_frame(frame, {"Q": QueueNeed(replace(PHONE, redial=0.0))})[0].reason
    for wrong, said in (
        ({"redial": 1.0}, "redial is 1.0"),
        ({"patience_s": None}, "nobody calls again"),
        ({"redial_after_s": 0.0}, "redial_after_s"),
    ):
        with pytest.raises(ValueError, match=said):
            replace(PHONE, **wrong)
    assert Dials(patience_s=0.0).targets({"Q": QueueNeed(PHONE)})["Q"].target.redial == 0.0
    assert (
        Dials(redial=0.6)
        .targets({"Q": QueueNeed(PHONE), "W": QueueNeed(ServiceTarget(max_wait_s=900))})["W"]
        .target.redial
        == 0.0
    )


def calling(
    n: int, load: float, redial: float, after_s: float, replications: int, half_hours: int = 40
) -> tuple[Stretch, Customers]:
    slots = tuple(Slot(0, 30 * k, 30 * k + 30, load * 1800 / 240, 0.0, 240.0) for k in range(half_hours))
    stretch = Stretch(0, slots, {(0, p): ((0, 10**6),) for p in range(n)}, 1, n, closes=False)
    return stretch, draw(stretch, ["a"], replications, 5, [120.0], [1.0], "day", [(redial, after_s)])


def figures(found: Called, from_s: float = 4 * 3600.0) -> tuple[float, float, float]:
    """Share of calls served within 20 s, share hung up, share of repeat calls, once the start is forgotten."""
    settled = (found.calls.queue >= 0) & (found.calls.arrival > from_s)
    wait, call = found.served.wait[settled], found.calls.call
    assert call is not None
    return float((wait <= 20.0).mean()), float((~np.isfinite(wait)).mean()), float((call[settled] > 0).mean())


@pytest.mark.parametrize(("n", "load"), [(10, 8.0), (9, 8.0), (16, 20.0)])
def test_simulated_callers_meet_what_the_fixed_point_says(n: int, load: float) -> None:
    stretch, customers = calling(n, load, 0.3, 600.0, 250)
    seen = figures(redials.run(stretch, customers))
    said = expected(Cells.of([load], [0.0], [240.0], [1800.0]), n, replace(PHONE, redial=0.3))
    for one, other in zip(seen, (said.service[0], said.abandonment[0], said.repeats[0]), strict=True):
        assert abs(one - other) <= 0.01


def test_simulated_callers_are_those_of_the_exact_chain_with_its_orbit() -> None:
    """Two minutes until they call again: the fixed point is 3 points too good, the chain in both numbers is not."""
    n, load, p, after = 9, 8.0, 0.6, 120.0
    inside, orbit = 45, 25
    mu, theta, back, come = 1 / 240.0, 1 / 120.0, 1 / after, load / 240.0
    size = inside * orbit
    rates = np.zeros((size, size))
    for k in range(inside):
        for r in range(orbit):
            here = k * orbit + r
            if k + 1 < inside:
                rates[here, here + orbit] += come
                if r:
                    rates[here, here + orbit - 1] += r * back
            if k:
                rates[here, here - orbit] += min(k, n) * mu + max(k - n, 0) * theta * (1 - p if r + 1 < orbit else 1.0)
                if r + 1 < orbit:
                    rates[here, here - orbit + 1] += max(k - n, 0) * theta * p
    np.fill_diagonal(rates, -rates.sum(axis=1))
    share = np.linalg.lstsq(np.vstack([rates.T, np.ones(size)]), np.append(np.zeros(size), 1.0), rcond=None)[0].reshape(
        inside, orbit
    )
    orbit_mean = float((share.sum(axis=0) * np.arange(orbit)).sum())
    lost = float((share.sum(axis=1) * np.maximum(np.arange(inside) - n, 0)).sum()) * theta
    stretch, customers = calling(n, load, p, after, 300)
    _, hung_up, repeats = figures(redials.run(stretch, customers))
    assert repeats == pytest.approx(orbit_mean * back / (come + orbit_mean * back), abs=0.003)
    assert hung_up == pytest.approx(lost / (come + orbit_mean * back), abs=0.004)
    assert (
        hung_up
        > float(expected(Cells.of([load], [0.0], [240.0], [1800.0]), n, replace(PHONE, redial=p)).abandonment[0]) + 0.01
    )


def test_both_engines_hear_the_same_calls() -> None:
    slots = tuple(
        sorted(
            (Slot(q, 480 + 30 * k, 510 + 30 * k, 14.0, 0.1, 300.0) for k in range(6) for q in range(2)),
            key=lambda s: s.start,
        )
    )
    on = {(0, 0): ((480, 570), (600, 660)), (0, 1): ((480, 660),), (1, 1): ((480, 660),), (1, 2): ((510, 660),)}
    for closes in (True, False):
        stretch = Stretch(0, slots, dict(on), 2, 3, closes=closes)  # type: ignore[arg-type]
        customers = draw(stretch, ["a", "b"], 25, 2, [90.0, None], [1.0, 1.0], "day", [(0.6, 200.0), (0.0, 600.0)])
        fast, slow = redials.run(stretch, customers), events.calls(stretch, customers)
        real = slow.calls.queue >= 0
        assert fast.calls.call is not None and slow.calls.call is not None
        assert (
            real.sum() > 1.1 * (customers.queue >= 0).sum() and not (fast.calls.call[fast.calls.queue == 1] > 0).any()
        )
        np.testing.assert_allclose(fast.calls.arrival, slow.calls.arrival)
        assert np.array_equal(fast.calls.call, slow.calls.call)
        np.testing.assert_allclose(fast.served.wait[real], slow.served.wait[real], atol=1e-6)
        assert (fast.later.queue >= 0).sum() == (slow.later.queue >= 0).sum()
        assert bool((fast.later.queue >= 0).any()) is not closes


def phones() -> list[NeedCell]:
    midnight = datetime.combine(MONDAY, datetime.min.time())
    return [
        NeedCell(
            "Q", midnight + timedelta(minutes=m), midnight + timedelta(minutes=m + 30), 9.0, 1, 1.2, cv=0.1, aht_s=240.0
        )
        for m in range(0, 2880, 30)
    ]


def test_a_roster_is_simulated_with_its_repeat_calls_and_the_chain_agrees() -> None:
    found = {}
    for redial in (0.0, 0.4):
        given = {"answer_share": 0.8, "within_s": 20, "patience_s": 90.0} | ({"redial": redial} if redial else {})
        center = hotline_center(queues=(Queue("Q", "热线", "hotline", "phone", ("phone",), given),))
        problem = hotline(2, center=center, needs=tuple(phones()))
        result = simulate(
            problem,
            lines(problem, "x N 0", "y D 0", "l D 0", "h E 0", "x N 1", "y D 1", "l E 1", "h E 1"),
            replications=300,
        )
        (found[redial],) = (queue,) = result.queues
        assert queue.predicted is not None and queue.simulated is not None
        assert abs(queue.predicted - queue.simulated) <= 0.01 + queue.margin
    assert found[0.0].repeats == 0.0 and 0.03 < found[0.4].repeats < 0.3
    assert found[0.4].offered * (1 - found[0.4].repeats) == pytest.approx(
        found[0.0].offered, rel=1e-9
    )  # the same customers
    assert found[0.4].service < found[0.0].service
    assert (
        "重拨" in queue_line(center, found[0.4], "zh")
        and "repeat calls" in queue_line(center, found[0.4], "en")
        and "repeat" not in queue_line(center, found[0.0], "en")
    )


def test_the_chain_carries_who_will_call_again_into_the_next_interval() -> None:
    target = replace(PHONE, redial=0.6)
    runs = Runs.of([[60.0, 60.0, 0.0]], 0.0, 240.0, 1800.0)
    found = judge(runs, [[4, 4, 4]], target)
    assert found.met.attempts is not None
    settled = float(all_calls(8.0, 4, 240.0, 120.0, 0.6)) / 8.0
    assert 1.0 < found.met.attempts[0, 0] < found.met.attempts[0, 1] < settled + 0.05
    assert found.met.abandonment[0, 2] > 0.02  # nobody new, but those of the hour before
    later = judge(runs, [[4, 4, 4]], replace(target, redial_after_s=7200.0))
    assert later.met.attempts is not None and later.met.attempts[0, 0] < found.met.attempts[0, 0]

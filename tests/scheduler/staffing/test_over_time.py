"""The chain over time: equal to the formulas where nothing changes, and the judge of methods where it does."""

import numpy as np
import pytest

from scheduler.staffing.chain import Runs
from scheduler.staffing.over_time import heads_over_time, judge, method_for
from scheduler.staffing.queues import erlang_a, erlang_c
from scheduler.staffing.queues.transient import Interval, pass_through, served_within
from scheduler.staffing.targets import ServiceTarget

PHONE, TASK, HALL = ServiceTarget(0.8, 15.0), ServiceTarget(0.8, 60.0), ServiceTarget(0.8, 600.0)


def one(value: float) -> np.ndarray:
    return np.array([float(value)])


def day(mean_erlang: float, aht_s: float) -> np.ndarray:
    """Arrivals of 48 half-hours, a sine of 80 % around the mean."""
    hours = np.arange(48) + 0.5
    return mean_erlang * (1.0 + 0.8 * np.sin(2.0 * np.pi * hours / 48.0)) * 1800.0 / aht_s


@pytest.mark.parametrize(
    ("n", "load", "aht_s", "within_s"), [(14, 10.0, 180.0, 20.0), (12, 9.0, 60.0, 20.0), (3, 1.0, 900.0, 0.0)]
)
def test_after_long_the_chain_is_erlang_c(n: int, load: float, aht_s: float, within_s: float) -> None:
    during = Interval(one(load / aht_s), one(1.0 / aht_s), one(0.0), np.array([n]), 900.0 * aht_s)
    crowd = np.eye(1, 250)
    end, mean = pass_through(crowd, during)
    found = float((end * served_within(during, 250, one(within_s))).sum())
    assert found == pytest.approx(float(erlang_c.service_level(one(load), one(n), one(aht_s), within_s)[0]), abs=1e-10)
    waiting = float((end * np.maximum(np.arange(250) - n, 0)).sum())
    assert waiting / (load / aht_s) == pytest.approx(
        float(erlang_c.mean_wait(one(load), one(n), one(aht_s))[0]), rel=1e-8
    )
    assert mean.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "load", "aht_s", "patience_s", "within_s"),
    [(50, 48.0, 60.0, 120.0, 20.0), (5, 6.0, 300.0, 90.0, 15.0), (2, 9.0, 200.0, 1000.0, 30.0)],
)
def test_with_patience_it_is_erlang_a(n: int, load: float, aht_s: float, patience_s: float, within_s: float) -> None:
    during = Interval(one(load / aht_s), one(1.0 / aht_s), one(1.0 / patience_s), np.array([n]), 200.0 * aht_s)
    end, _ = pass_through(np.eye(1, 250), during)
    exact = erlang_a.measures(one(load), one(n), one(aht_s), patience_s, within_s)
    assert float((end * served_within(during, 250, one(within_s))).sum()) == pytest.approx(
        float(exact.sl_offered[0]), abs=1e-9
    )


def test_the_mean_over_an_interval_is_the_mean_of_its_parts() -> None:
    def during(seconds: float) -> Interval:
        return Interval(one(0.02), one(1 / 200), one(1 / 300), np.array([3]), seconds)

    start = np.eye(1, 60, 10)
    end, mean = pass_through(start, during(1800.0))
    parts, crowd = [], start
    for _ in range(9):
        crowd, part = pass_through(crowd, during(200.0))
        parts.append(part)
    assert np.allclose(crowd, end, atol=1e-12)
    assert np.allclose(np.mean(parts, axis=0), mean, atol=1e-12)


@pytest.mark.parametrize(("load", "aht_s", "target"), [(20.0, 300.0, PHONE), (20.0, 1800.0, TASK), (2.0, 300.0, PHONE)])
def test_forward_never_misses_and_takes_hardly_more_than_the_naive_method(
    load: float, aht_s: float, target: ServiceTarget
) -> None:
    runs = Runs.of(day(load, aht_s), 0.0, aht_s, 1800.0)
    naive, forward = heads_over_time(runs, target, "stationary"), heads_over_time(runs, target, "forward")
    assert not judge(runs, forward, target).below(target).any()
    assert forward.sum() <= 1.01 * naive.sum()
    if load == 20.0:
        assert judge(runs, naive, target).below(target).sum() >= 9  # else there was nothing to mend


def test_forward_takes_the_fewest_in_each_interval() -> None:
    runs = Runs.of(day(6.0, 900.0)[::4], 0.0, 900.0, 1800.0)
    n = heads_over_time(runs, HALL, "forward")
    for t in range(12):
        fewer = n.copy()
        fewer[0, t] -= 1
        assert judge(runs, fewer, HALL).below(HALL)[0, t], t


def test_a_crowd_at_the_door_is_worked_off_first() -> None:
    """Need.md 3: a hall 8:30 to 12:00, 15 min a service, 80 % within 10 min, twelve people at the door."""
    arrivals = np.array([[20.0, 20.0, 18.0, 14.0, 14.0, 10.0, 8.0]])
    empty, crowded = Runs.of(arrivals, 0.0, 900.0, 1800.0), Runs.of(arrivals, 0.0, 900.0, 1800.0, at_the_door=12)
    naive = heads_over_time(empty, HALL, "stationary")
    forward = heads_over_time(crowded, HALL, "forward")
    assert judge(crowded, naive, HALL).below(HALL).sum() >= 2
    assert not judge(crowded, forward, HALL).below(HALL).any()
    assert forward.sum() <= naive.sum() == 66
    after = judge(crowded, forward, HALL)
    assert 1.0 < float(after.left[0]) < 10.0
    assert 900.0 < float(after.run_off_s[0]) < 3600.0  # several services are under way, in parallel


def test_too_few_seats_let_the_crowd_grow() -> None:
    runs = Runs.of(np.full((1, 6), 9.0), 0.0, 900.0, 1800.0)
    n = heads_over_time(runs, HALL, "forward", seats=4)
    assert n.tolist() == [[4] * 6]
    service = judge(runs, n, HALL).met.service[0]
    assert (np.diff(service) < 0).all() and service[-1] < 0.3


def test_an_uncertain_rate_needs_more() -> None:
    sure, unsure = (Runs.of(day(20.0, 600.0), cv, 600.0, 1800.0) for cv in (0.0, 0.3))
    needed = [int(heads_over_time(runs, PHONE, "forward").sum()) for runs in (sure, unsure)]
    assert needed[1] > 1.1 * needed[0]
    assert not judge(unsure, heads_over_time(unsure, PHONE, "forward"), PHONE).below(PHONE).any()


def test_several_runs_are_each_as_if_alone() -> None:
    mean = np.array([[4.0, 9.0, 2.0], [20.0, 1.0, 12.0]])
    both = heads_over_time(Runs.of(mean, 0.1, [[900.0] * 3, [300.0] * 3], 1800.0, [3, 0]), HALL, "forward")
    alone = [
        heads_over_time(Runs.of(mean[i], 0.1, h, 1800.0, d), HALL, "forward")[0]
        for i, (h, d) in enumerate([(900.0, 3), (300.0, 0)])
    ]
    assert both.tolist() == [a.tolist() for a in alone]


def test_lag_and_carried_look_back() -> None:
    """A jump of arrivals reaches the load one handling time later."""
    runs = Runs.of([[0.0, 10.0, 10.0, 0.0]], 0.0, 1800.0, 1800.0)
    target = ServiceTarget(max_occupancy=0.99)
    assert heads_over_time(runs, target, "stationary").tolist() == [[0, 11, 11, 0]]
    assert heads_over_time(runs, target, "lag").tolist() == [[0, 0, 11, 11]]
    carried = heads_over_time(runs, target, "carried")[0]
    assert carried[1] < carried[2] and carried[3] > 0


def test_nobody_and_nothing() -> None:
    runs = Runs.of([[0.0, 0.0]], 0.0, 300.0, 1800.0)
    assert heads_over_time(runs, PHONE, "forward").tolist() == [[0, 0]]
    assert judge(runs, [[0, 0]], PHONE).left.tolist() == [0.0]
    left_over = Runs.of([[0.0]], 0.0, 300.0, 1800.0, at_the_door=5)
    assert heads_over_time(left_over, PHONE, "forward").tolist() == [[1]]  # nobody new, but somebody must see them
    busy = Runs.of([[10.0]], 0.0, 300.0, 1800.0)
    assert judge(busy, [[0]], PHONE).met.service[0, 0] == 0.0


def test_which_method() -> None:
    assert method_for(120.0, 1800.0) == "stationary"
    assert method_for(300.0, 1800.0) == "carried"
    assert method_for(900.0, 1800.0) == "forward"
    assert method_for(120.0, 1800.0, at_the_door=True) == "forward"


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"mean\[0, 1\]"):
        Runs.of([[1.0, -2.0]], 0.0, 300.0, 1800.0)
    with pytest.raises(ValueError, match="aht_s"):
        Runs.of([[1.0]], 0.0, 0.0, 1800.0)

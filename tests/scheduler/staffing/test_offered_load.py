"""Load carried from interval to interval, against a fine numerical solution of its equation."""

import numpy as np
import pytest

from scheduler.staffing.queues.offered_load import carried_loads, load_after_step


def test_carried_loads_solve_the_differential_equation() -> None:
    mean = np.array([5.0, 40.0, 60.0, 20.0, 0.0, 10.0])
    h = np.array([600.0, 600.0, 900.0, 600.0, 600.0, 300.0])
    m, averages, steps = 2.0, [], 200_000
    dt = 1800.0 / steps
    for arrivals, handling in zip(mean, h, strict=True):
        # Mid-point rule written as an exact linear recurrence of one interval.
        rate, keep = arrivals / 1800.0, (1 - dt / 2 / handling) / (1 + dt / 2 / handling)
        settled = rate * handling
        path = settled + (m - settled) * keep ** np.arange(steps + 1)
        averages.append((path[:-1] + path[1:]).mean() / 2)
        m = path[-1]
    np.testing.assert_allclose(carried_loads(mean, h, 1800.0, 2.0), averages, rtol=1e-8)


def test_a_long_constant_rate_settles_at_the_stationary_load() -> None:
    loads = carried_loads(np.full(50, 30.0), 900.0, 1800.0)
    assert loads[0] < 0.6 * 15.0
    assert loads[-1] == pytest.approx(15.0, rel=1e-9)
    assert (np.diff(loads) >= 0).all()


def test_after_closing_the_crowd_is_still_there() -> None:
    loads = carried_loads([36.0, 36.0, 0.0], 900.0, 1800.0)
    assert 5.0 < loads[2] < loads[1]
    assert float(load_after_step(0.02, 0.0, 900.0, 900.0)) == pytest.approx(18.0 / np.e)


def test_bad_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="interval_s"):
        carried_loads([1.0], 60.0, 0.0)
    with pytest.raises(ValueError, match="rate_after"):
        load_after_step(0.1, -0.1, 60.0, 1.0)

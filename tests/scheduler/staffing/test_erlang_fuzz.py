"""A million cells from nothing to 100,000 erlang: no NaN, no warning, nothing outside [0, 1]."""

import warnings

import numpy as np
import pytest

from scheduler.staffing.queues import erlang_a, erlang_b, erlang_c

CELLS = 1_000_000


@pytest.fixture(scope="module")
def cells() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(20261122)
    a, kind = 10 ** rng.uniform(-6, 5, CELLS), rng.integers(0, 10, CELLS)
    a[kind == 0] = 0.0
    a[kind == 1] = np.round(a[kind == 1])
    a[kind == 2] = 100_000.0
    n = np.floor(a * rng.uniform(0, 2, CELLS) + rng.integers(0, 4, CELLS))
    n[kind == 1] = a[kind == 1]
    n[kind == 3] = 0.0
    n[kind == 4] = rng.integers(0, 200, np.count_nonzero(kind == 4))
    close = kind >= 7
    n[close] = np.round(a[close] + np.sqrt(a[close]) * rng.normal(0, 3, np.count_nonzero(close)))
    t = 10 ** rng.uniform(-2, 4, CELLS)
    t[rng.random(CELLS) < 0.1] = 0.0
    return {
        "a": a,
        "n": np.maximum(n, 0.0),
        "h": 10 ** rng.uniform(0, 4, CELLS),
        "patience": 10 ** rng.uniform(-3, 9, CELLS),
        "t": t,
    }


@pytest.fixture(autouse=True)
def warnings_are_faults():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def inside(values: np.ndarray) -> bool:
    return bool(((values >= 0.0) & (values <= 1.0)).all())


def test_the_mix_holds_the_edges(cells: dict[str, np.ndarray]) -> None:
    a, n = cells["a"], cells["n"]
    for edge in (a == 0, n == 0, (a > 0) & (n == 0), (a > 0) & (n == a), a == 1e5, cells["t"] == 0):
        assert np.count_nonzero(edge) > 10_000


def test_erlang_b_and_c(cells: dict[str, np.ndarray]) -> None:
    a, n, h, t = cells["a"], cells["n"], cells["h"], cells["t"]
    blocking = erlang_b.blocking(a, n)
    assert inside(blocking)
    assert (blocking >= 1.0 - n / np.maximum(a, 1e-300) - 1e-12)[a > 0].all()
    waits = erlang_c.wait_probability(a, n)
    level = erlang_c.service_level(a, n, h, t)
    assert inside(waits) and inside(level) and inside(erlang_c.occupancy(a, n))
    assert (level >= 1.0 - waits - 1e-12).all()
    unstable = (n <= a) & (a > 0)
    for wait in (erlang_c.mean_wait(a, n, h), erlang_c.queue_length(a, n)):
        assert (wait >= 0).all()
        np.testing.assert_array_equal(np.isinf(wait), unstable)
    assert (level[unstable] == 0).all()
    assert (level[a == 0] == 1).all()


def test_erlang_a(cells: dict[str, np.ndarray]) -> None:
    a, n, patience = cells["a"], cells["n"], cells["patience"]
    found = erlang_a.measures(a, n, cells["h"], patience, cells["t"])
    for name in erlang_a.ErlangA.__slots__:
        values = getattr(found, name)
        if name in ("mean_wait", "queue_length"):
            assert ((values >= 0) & np.isfinite(values)).all(), name
        else:
            assert inside(values), name
    assert (found.mean_wait <= patience).all()
    # Who is neither answered in time nor waits beyond it has hung up in time.
    gone_early = 1.0 - found.sl_offered - found.late
    assert (gone_early >= -1e-9).all()
    assert (gone_early <= found.abandonment + 1e-9).all()
    assert (found.sl_offered <= found.sl_excl_short + 1e-12).all()
    # Nobody can be busy more than always: at least the surplus hangs up.
    surplus = 1.0 - n / np.maximum(a, 1e-300)
    assert (found.abandonment >= surplus - 1e-9)[a > 0].all()
    empty = (n == 0) & (a > 0)
    assert (found.abandonment[empty] == 1).all()
    assert (found.sl_offered[empty] == 0).all()
    assert (found.sl_offered[a == 0] == 1).all()

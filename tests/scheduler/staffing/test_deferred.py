"""Work that may wait: earliest due date first is as good as a linear program, whole heads nearly so."""

import numpy as np
import pytest

from benchmarks.deferred import least
from scheduler.staffing.deferred import Stream, extra_heads, work_off


def generated(seed: int, slots: int = 96, kinds: int = 3) -> tuple[list[Stream], np.ndarray]:
    chance = np.random.default_rng(seed)
    streams = []
    for _ in range(kinds):
        arrives = chance.gamma(1.0, 20.0, slots) * (chance.random(slots) < 0.5)
        due = np.minimum(np.arange(slots) + int(chance.integers(1, 30)), slots)
        streams.append(Stream(arrives, due, chance.random(slots) < 0.8))
    return streams, chance.uniform(0.0, 60.0, slots) * (chance.random(slots) < 0.7)


def always(stream: Stream) -> Stream:
    return Stream(stream.arrives, stream.due, np.ones(stream.arrives.size, dtype=bool))


def test_what_is_left_undone_is_the_least_that_any_plan_would_add() -> None:
    compared = 0
    for seed in range(60):
        streams, spare = generated(seed)
        streams = [always(s) for s in streams]
        found = least(streams, spare)
        assert extra_heads(streams, spare, 30.0).exact
        assert work_off(streams, spare).late.sum() == pytest.approx(found, abs=1e-5)
        compared += found > 1.0
    assert compared > 30  # else nothing was asked


def test_whole_heads_keep_every_date_with_hardly_more_than_the_bound() -> None:
    for seed in range(40):
        streams, spare = generated(seed)
        streams = [always(s) for s in streams]
        found = extra_heads(streams, spare, 30.0)
        assert found.worked.backlog_free
        assert found.bound - 1e-6 <= found.heads.sum() <= found.bound + 12
        again = work_off(
            streams, spare + found.heads * 30.0
        )  # run again from a middle slot or from the first: the same
        np.testing.assert_allclose(again.done, found.worked.done)
        assert (found.worked.done.sum(axis=0) <= spare + found.heads * 30.0 + 1e-6).all()


def test_nothing_is_worked_before_it_came_or_where_it_may_not() -> None:
    for seed in range(20):
        streams, spare = generated(seed)
        worked = work_off(streams, spare)
        for stream, done, late in zip(streams, worked.done, worked.late, strict=True):
            assert (done[~stream.may] == 0).all()
            assert (np.cumsum(done) <= np.cumsum(stream.arrives) + 1e-6).all()
            left = stream.arrives.sum() - done.sum() - late.sum()
            waiting = stream.arrives[stream.due == spare.size].sum()
            assert -1e-6 <= left <= waiting + 1e-6


def test_where_nobody_can_be_added_the_rest_is_late_and_told() -> None:
    slots = 10
    stream = Stream(np.array([100.0] + [0.0] * 9), np.full(slots, 3), np.ones(slots, dtype=bool))
    found = extra_heads([stream], np.zeros(slots), 30.0, np.array([1, 1, 0, 5, 5, 5, 5, 5, 5, 5]))
    assert list(found.heads[:4]) == [1, 1, 0, 0]
    assert found.worked.late.sum() == pytest.approx(40.0)
    assert found.bound == pytest.approx(100.0 / 30.0)


def test_what_is_due_first_goes_first_whatever_came_first() -> None:
    early, late = (Stream(np.array([30.0, 0.0, 0.0, 0.0]), np.full(4, due), np.ones(4, dtype=bool)) for due in (4, 1))
    worked = work_off([early, late], np.array([30.0, 10.0, 10.0, 10.0]))
    assert worked.backlog_free and list(worked.done[1]) == [30.0, 0.0, 0.0, 0.0]


def test_a_least_is_claimed_only_where_all_kinds_share_their_hours() -> None:
    """Two kinds of different hours: earliest due date first spends the one slot that the later could have had alone."""
    first = Stream(np.array([30.0, 0.0, 0.0]), np.array([2, 3, 3]), np.array([True, True, False]))
    second = Stream(np.array([30.0, 0.0, 0.0]), np.array([2, 3, 3]), np.array([True, False, False]))
    spare = np.array([30.0, 30.0, 0.0])
    found = extra_heads([first, second], spare, 30.0)
    assert least([first, second], spare) == pytest.approx(0.0) and found.bound == pytest.approx(1.0) and not found.exact
    assert extra_heads([first, Stream(second.arrives, second.due, first.may)], spare, 30.0).exact

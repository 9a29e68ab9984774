"""required_heads: floors, absence, seats and the reason for each cell."""

import numpy as np
import pytest

from scheduler.staffing.heads import required_heads
from scheduler.staffing.queues import erlang_c
from scheduler.staffing.reasons import words
from scheduler.staffing.targets import ServiceTarget

PHONE = ServiceTarget(answer_share=0.8, within_s=20)


def test_the_spread_is_part_of_every_cell() -> None:
    found = required_heads([300.0] * 3, [0.0, 0.15, 0.3], 240.0, 1800.0, PHONE)
    assert found.load_erlang.tolist() == [40.0] * 3
    assert found.required[0] < found.required[1] < found.required[2]
    assert (found.expected_service >= 0.8).all()
    fewer = erlang_c.service_level(40.0, found.required[0] - 1, 240.0, 20.0)
    assert fewer < 0.8 <= found.expected_service[0]


def test_absence_is_added_to_the_load_and_not_to_the_floors() -> None:
    target = ServiceTarget(answer_share=0.8, within_s=20, min_heads=2, shrinkage=0.1)
    found = required_heads([0.0, 100.0], 0.0, 180.0, 1800.0, target)
    assert found.load_heads.tolist() == [0, 14]
    assert found.required.tolist() == [2, 16]
    # Sixteen scheduled are fourteen there, and service is told for those.
    assert float(found.expected_service[1]) == pytest.approx(0.888350019179467, rel=1e-9)
    assert found.expected_service[0] == 1.0
    assert [reason.binds for reason in found.reasons] == ["minimum", "share"]


def test_presence_and_load_are_apart() -> None:
    wait = ServiceTarget(max_wait_s=900)
    found = required_heads([0.0, 1.0, 6.0], 0.1, 600.0, 1800.0, wait, presence=1)
    assert found.presence.tolist() == [1, 1, 1]
    assert found.load_heads.tolist() == [0, 1, 3]
    assert found.required.tolist() == [1, 1, 3]
    assert [reason.binds for reason in found.reasons] == ["presence", "wait", "wait"]


def test_a_window_alone_is_capped_and_says_what_it_misses() -> None:
    wait = ServiceTarget(max_wait_s=900)
    found = required_heads([0.6, 2.4], 0.0, 600.0, 1800.0, wait, seats=1, presence=1)
    assert found.required.tolist() == [1, 1]
    assert found.short.tolist() == [0, 1]
    # rho .2: M/M/1 wait 150 s; rho .8: 2,400 s, above the promised 900, cut at the longest told.
    assert found.expected_wait_s.tolist() == pytest.approx([150.0, 2400.0])
    text = words(found.reasons[1], "zh")
    assert "只有1个席位，缺1人，目标达不到" in text and "40分钟" in text
    assert "1 seat, 1 short, target missed" in words(found.reasons[1], "en")
    assert "席位" not in words(found.reasons[0], "zh")


def test_seats_count_those_who_turn_up() -> None:
    target = ServiceTarget(answer_share=0.8, within_s=20, shrinkage=0.1)
    found = required_heads(100.0, 0.0, 180.0, 1800.0, target, seats=15)
    assert (found.required[0], found.short[0]) == (15, 1)
    there = erlang_c.service_level(10.0, 13, 180.0, 20.0)
    assert found.expected_service[0] == pytest.approx(float(there))


@pytest.mark.parametrize(
    ("target", "binds"),
    [
        (ServiceTarget(answer_share=0.8, within_s=20, max_wait_s=500), "share"),
        (ServiceTarget(answer_share=0.3, within_s=20, max_wait_s=3), "wait"),
        (ServiceTarget(answer_share=0.3, within_s=20, max_occupancy=0.5), "occupancy"),
        (ServiceTarget(answer_share=0.3, within_s=9, max_abandon=0.01, patience_s=60), "abandon"),
        (ServiceTarget(max_occupancy=1.0), "load"),
        (ServiceTarget(answer_share=0.3, within_s=20, min_heads=30), "minimum"),
        (ServiceTarget(answer_share=0.8, within_s=20, confidence=0.9), "share"),
    ],
)
def test_the_reason_is_what_one_fewer_would_break(target: ServiceTarget, binds: str) -> None:
    for cv in (0.0, 0.2):
        reason = required_heads(100.0, cv, 180.0, 1800.0, target).reasons[0]
        assert reason.binds == binds
        assert reason.numbers["load"] == pytest.approx(10.0)


def test_idle_cells_need_nobody() -> None:
    found = required_heads([0.0], 0.3, 180.0, 1800.0, PHONE)
    assert found.required.tolist() == [0]
    assert found.reasons[0].binds == "idle"
    assert (found.expected_service[0], found.expected_wait_s[0]) == (1.0, 0.0)


def test_carried_load_replaces_the_stationary_one() -> None:
    found = required_heads([10.0], 0.0, 900.0, 1800.0, PHONE, load_erlang=[8.0])
    assert found.load_erlang.tolist() == [8.0]
    own = required_heads([16.0], 0.0, 900.0, 1800.0, PHONE)
    np.testing.assert_array_equal(found.required, own.required)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"seats": 1}, "1 seats for a minimum of 2"),
        ({"seats": 2, "presence": 3}, "presence 3"),
        ({"presence": -1}, "presence is -1"),
    ],
)
def test_impossible_floors_are_refused(options: dict[str, int], named: str) -> None:
    target = ServiceTarget(answer_share=0.8, within_s=20, min_heads=2)
    with pytest.raises(ValueError, match=named):
        required_heads([1.0], 0.0, 60.0, 1800.0, target, **options)


def test_bad_forecasts_are_refused() -> None:
    for bad in ({"mean": [-1.0]}, {"cv": np.nan}, {"aht_s": 0.0}):
        values = {"mean": [1.0], "cv": 0.1, "aht_s": 60.0} | bad
        with pytest.raises(ValueError, match=r"load|mean|cv|aht_s"):
            required_heads(values["mean"], values["cv"], values["aht_s"], 1800.0, PHONE)

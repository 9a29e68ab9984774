"""G4: which AB maps survive one, two and three absences; ten windows, ten or eleven people."""

from collections.abc import Mapping, Sequence

import pytest

from scheduler.reserve.recovery import Bench, failing, margin, margin_of_spares, survival

WINDOWS = [f"W{i}" for i in range(10)]
PEOPLE = [f"P{i}" for i in range(10)]

PAIRS = {w: (PEOPLE[i], PEOPLE[i ^ 1]) for i, w in enumerate(WINDOWS)}
RING = {w: (PEOPLE[i], PEOPLE[(i + 1) % 10]) for i, w in enumerate(WINDOWS)}
LEADER = {w: (PEOPLE[i], "L") for i, w in enumerate(WINDOWS)}
WITH_C = {w: (PEOPLE[i], PEOPLE[i ^ 1], PEOPLE[(i + 2) % 10]) for i, w in enumerate(WINDOWS)}
FLOATER_ALL = {w: (*PAIRS[w], "F") for w in WINDOWS}


def bench(table: Mapping[str, Sequence[str]], doubled: bool) -> Bench:
    return Bench(dict.fromkeys(table, 1), {w: frozenset(p) for w, p in table.items()}, pooled=doubled)


def percent(table: Mapping[str, Sequence[str]], people: Sequence[str], k: int, doubled: bool) -> float:
    return round(100 * float(survival(bench(table, doubled), people, k)), 1)


@pytest.mark.parametrize(
    ("table", "people", "expected"),
    [
        (PAIRS, PEOPLE, (100.0, 88.9, 66.7)),
        (RING, PEOPLE, (100.0, 77.8, 41.7)),
        (LEADER, [*PEOPLE, "L"], (100.0, 81.8, 0.0)),
        (WITH_C, PEOPLE, (100.0, 100.0, 91.7)),
        (FLOATER_ALL, [*PEOPLE, "F"], (100.0, 100.0, 97.0)),
    ],
    ids=["pairs", "ring", "leader is B of all", "pairs and a C each", "pairs and a floater for all"],
)
def test_with_double_duty(
    table: Mapping[str, Sequence[str]], people: Sequence[str], expected: tuple[float, ...]
) -> None:
    assert tuple(percent(table, people, k, True) for k in (1, 2, 3)) == expected
    safe = next((k for k, share in enumerate(expected) if share < 100), 3)
    assert margin(bench(table, True), 3) == safe
    broken = failing(bench(table, True), safe + 1)
    assert broken is not None and len(broken) <= safe + 1


@pytest.mark.parametrize(("table", "expected"), [(PAIRS, 27.3), (RING, 100.0)], ids=["pairs", "ring"])
def test_without_double_duty_and_a_floater_trained_on_one_window(
    table: Mapping[str, Sequence[str]], expected: float
) -> None:
    floating = {**table, "W0": (*table["W0"], "F")}
    assert percent(floating, [*PEOPLE, "F"], 1, False) == expected
    assert percent(floating, [*PEOPLE, "F"], 2, False) == 0.0
    assert margin(bench(floating, False)) == margin_of_spares(bench(floating, False)) == (1 if expected == 100.0 else 0)

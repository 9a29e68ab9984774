"""Unplanned absence: exact in decimals, and back again."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest

from scheduler.staffing.shrinkage import present, scheduled


def test_every_pair_is_the_exact_ceiling_and_survives_the_round_trip() -> None:
    people, percent = np.meshgrid(np.arange(0, 121), np.arange(0, 95))
    share = percent / 100
    got = scheduled(people, share)
    exact = [
        ceil(Fraction(int(n), 1) / (1 - Fraction(int(p), 100)))
        for n, p in zip(people.ravel(), percent.ravel(), strict=True)
    ]
    assert got.ravel().tolist() == exact
    np.testing.assert_array_equal(present(got, share), people)


def test_the_pair_floats_get_wrong() -> None:
    assert ceil(21 / (1 - 0.3)) == 31
    assert scheduled(21, 0.3) == 30


def test_one_fewer_is_not_enough() -> None:
    people = np.arange(1, 200)
    assert (present(scheduled(people, 0.17) - 1, 0.17) < people).all()


@pytest.mark.parametrize("share", [-0.1, 1.0, 1.5])
def test_impossible_shares_are_refused(share: float) -> None:
    with pytest.raises(ValueError, match="shrinkage"):
        scheduled(3, share)
    with pytest.raises(ValueError, match="shrinkage"):
        present(3, share)

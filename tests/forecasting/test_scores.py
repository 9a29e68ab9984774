"""Scores on numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.scores import bias, coverage, day_wape, pinball, wape, wql

ACTUAL = np.array([[10.0, np.nan, 30.0], [20.0, 40.0, 0.0]])
MEAN = np.array([[12.0, 99.0, 26.0], [20.0, 44.0, 2.0]])


def test_point_scores_skip_what_was_not_counted() -> None:
    assert wape(ACTUAL, MEAN) == pytest.approx((2 + 4 + 0 + 4 + 2) / 100)
    assert bias(ACTUAL, MEAN) == pytest.approx((2 - 4 + 0 + 4 + 2) / 100)
    # Day totals: 40 against 38, and 60 against 66.
    assert day_wape(ACTUAL, MEAN) == pytest.approx((2 + 6) / 100)


def test_nothing_arrived_nothing_scored() -> None:
    assert np.isnan(wape(np.zeros(3), np.ones(3)))
    assert np.isnan(coverage(np.full(3, np.nan), np.zeros(3), np.ones(3)))
    assert np.isnan(pinball(np.full(3, np.nan), np.zeros(3), 0.5))


def test_quantile_scores() -> None:
    assert pinball(np.array([10.0, 20.0]), np.array([12.0, 16.0]), 0.9) == pytest.approx((0.1 * 2 + 0.9 * 4) / 2)
    # With the median alone the weighted quantile loss is the WAPE.
    assert wql(ACTUAL, MEAN[..., None], (0.5,)) == pytest.approx(wape(ACTUAL, MEAN))
    both = np.stack([MEAN, MEAN], axis=-1)
    assert wql(ACTUAL, both, (0.1, 0.9)) == pytest.approx(wape(ACTUAL, MEAN))
    assert coverage(ACTUAL, MEAN - 2, MEAN + 2) == pytest.approx(3 / 5)

"""Longer tails keep the variance, leave thin queues alone, and can be undone."""

from statistics import NormalDist

import numpy as np
import pytest

from forecasting.bands import sample_paths
from forecasting.dispersion import Spread
from forecasting.negative_binomial import quantiles
from forecasting.tails import HEAVINESS, heaviness, lengthened, normal_cdf, normal_score, shortened, tail_levels


def test_lengthened_scores_have_variance_one_and_longer_tails() -> None:
    score = np.random.default_rng(3).standard_normal(400_000)
    for heavy in (0.05, HEAVINESS, 0.3):
        longer = lengthened(score, np.full(score.size, heavy))
        assert longer.var() == pytest.approx(1.0, abs=0.02)
        assert np.quantile(longer, 0.99) > np.quantile(score, 0.99) and np.quantile(longer, 0.75) < np.quantile(
            score, 0.75
        )


def test_shortening_undoes_lengthening() -> None:
    score = np.linspace(-6, 6, 241)
    for heavy in (0.0, 1e-9, 0.02, HEAVINESS, 0.4):
        weight = np.full(score.size, heavy)
        assert shortened(lengthened(score, weight), weight) == pytest.approx(score, abs=1e-6)


def test_the_normal_law_by_table() -> None:
    law = NormalDist()
    levels = np.array([1e-9, 0.001, 0.025, 0.31, 0.5, 0.9, 0.999999])
    assert normal_cdf(np.array([-3.0, 0.1, 2.2])) == pytest.approx([law.cdf(z) for z in (-3.0, 0.1, 2.2)], abs=1e-7)
    assert normal_score(levels) == pytest.approx([law.inv_cdf(p) for p in levels], abs=2e-4)


def test_where_chance_outweighs_the_rate_nothing_changes() -> None:
    thin = tail_levels(np.array([0.5]), np.array([0.1]), (0.05, 0.5, 0.95))[0]
    assert thin == pytest.approx([0.05, 0.5, 0.95], abs=1e-4)
    busy = tail_levels(np.array([5000.0]), np.array([0.2]), (0.05, 0.25, 0.5, 0.75, 0.95, 0.99))[0]
    assert busy[1] > 0.26 and busy[2] == pytest.approx(0.5, abs=1e-6) and busy[5] > 0.994
    assert heaviness(np.array([0.0, 1e9]), np.array([0.2, 0.2])) == pytest.approx([0.0, HEAVINESS], abs=1e-6)


def test_paths_reach_as_far_as_the_bands() -> None:
    """One day in fifty beyond the border of its kind, though the tails are longer than a gamma's."""
    mean, cv, days = 2000.0, 0.15, 60
    number = np.arange(days)
    drawn = sample_paths(
        np.full(days, mean),
        np.full(days, cv),
        number,
        np.zeros(days, dtype=np.int64),
        Spread((cv**2,), (0.0, 0.0, 0.0, 0.0), 1.0, 0.0),
        4000,
        np.random.default_rng(1),
    )
    levels = (0.02, 0.25, 0.75, 0.98)
    border = quantiles([mean], [cv], tail_levels(np.array([mean]), np.array([cv]), levels))[0]
    assert [(drawn <= edge).mean() for edge in border] == pytest.approx(levels, abs=0.004)

"""Handling times follow hour, weekday, level and breaks: nearer to the truth of simulated queues than the means that planners use."""

import numpy as np
import pytest

from benchmarks.handling import measured


@pytest.mark.parametrize("volume", [5, 200])
def test_handling_times_are_nearer_to_the_truth_than_six_week_means(volume: float) -> None:
    found = [measured(volume, seed)[0] for seed in range(6)]
    ours = np.mean([one["paiban"] for one in found])
    rivals = {name: np.mean([one[name] for one in found]) for name in found[0] if name != "paiban"}
    assert all(ours < 0.95 * rival for rival in rivals.values()), (ours, rivals)

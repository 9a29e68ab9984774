"""Weights of missing heads: what their customers lose, convex, in mean first missing heads; floors stay floors."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from scheduler.domain.need import NeedCell
from scheduler.domain.rule_settings import RuleSetting
from scheduler.planning import forecast_center, need_of, open_center, targets_of
from scheduler.rules.demand_met import DemandMet, thresholds
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.need import QueueNeed
from scheduler.staffing.targets import ServiceTarget
from scheduler.staffing.weights import weighed

FIRST = date(2026, 9, 7)


def cell(mean: float, required: int, hour: int = 9) -> NeedCell:
    from datetime import datetime

    start = datetime(2026, 9, 7, hour)
    return NeedCell("Q", start, start + timedelta(minutes=30), mean, required, mean * 240 / 1800, cv=0.1, aht_s=240.0)


def test_slopes_are_the_lost_customers_and_their_mean_is_one() -> None:
    target = ServiceTarget(answer_share=0.8, within_s=20, patience_s=90.0)
    cells = [cell(10.0, 3), cell(60.0, 11, 10), cell(30.0, 6, 11)]
    found = weighed(cells, {"Q": QueueNeed(target)}, steps=3)
    slopes = np.cumsum([c.weights for c in found], axis=1)
    lost = np.array(
        [
            [
                c.mean
                * float(
                    expected(Cells.of(c.load_erlang, c.cv, 240.0, 1800.0), max(c.required - k, 0), target).abandonment[
                        0
                    ]
                )
                for k in range(4)
            ]
            for c in cells
        ]
    )
    exact = np.diff(lost, axis=1)
    np.testing.assert_allclose(slopes, exact / exact[:, 0].mean(), rtol=0.01)
    assert (np.diff(slopes, axis=1) >= 0).all() and slopes[:, 0].mean() == pytest.approx(1.0, abs=0.002)
    assert [replace(c, weights=()) for c in found] == cells


def test_heads_of_a_floor_are_worth_a_head_whatever_the_load() -> None:
    target = ServiceTarget(answer_share=0.8, within_s=20, min_heads=2, patience_s=90.0)
    night, day = weighed([cell(0.2, 2, 3), cell(60.0, 11, 10)], {"Q": QueueNeed(target)})
    assert np.cumsum(night.weights)[0] >= 1.0 and np.cumsum(day.weights)[0] > 1.0
    (spare, _) = weighed([cell(0.2, 4, 3), cell(60.0, 11, 10)], {"Q": QueueNeed(target)})
    assert (
        np.cumsum(spare.weights)[1] < 0.05 < 1.0 <= np.cumsum(spare.weights)[2]
    )  # two above the floor cost the night hardly anything


def test_thresholds_add_up_to_the_loss_of_the_heads_missing() -> None:
    params = DemandMet.Params(by="service")
    told = thresholds(5, (1.0, 0.5, 2.0), 60, params)
    cost = [sum(amount * max(0, at - heads) for at, amount in told.items()) for heads in range(5, 1, -1)]
    assert cost == [0, 60, 60 + 90, 60 + 90 + 210]
    assert thresholds(5, (1.0, 0.5, 2.0), 60, DemandMet.Params()) == dict.fromkeys(range(1, 6), 60)
    with pytest.raises(ValueError, match="heads or service"):
        DemandMet.Params(by="people")


def test_a_center_that_asks_for_it_has_weighed_needs() -> None:
    folder = open_center("hotline")
    made = forecast_center(folder, FIRST, FIRST)
    assert not any(c.weights for c in need_of(folder, made))
    rules = folder.center.rules.changed("demand_met", RuleSetting(params={"by": "service"}))
    cells = need_of(replace(folder, center=replace(folder.center, rules=rules)), made)
    assert all(c.weights for c in cells)
    assert targets_of(folder.center)
    # Whole heads leave one half-hour roomier than the next, so hours are looked at together.
    day, night = (np.mean([c.weights[0] for c in cells if c.start.hour in hours]) for hours in (range(9, 17), range(6)))
    assert day > 1.2 * night

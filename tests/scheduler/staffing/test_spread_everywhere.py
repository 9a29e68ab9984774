"""Every way to a need, and every measure of it, knows that the rate of a day is uncertain (need.md 4)."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from scheduler.staffing.need import QueueNeed, met_frame, need_frame
from scheduler.staffing.targets import ServiceTarget

START = datetime(2026, 9, 7, 8)


def frame(cv: float, mean: float = 150.0) -> pd.DataFrame:
    """A morning of four half-hours, 25 erlang at its height."""
    height = mean * (0.5 + 0.5 * np.sin(np.linspace(0.2, np.pi - 0.2, 4)))
    return pd.DataFrame(
        [
            {
                "queue": "q",
                "start": START + timedelta(minutes=30 * i),
                "end": START + timedelta(minutes=30 * i + 30),
                "mean": m,
                "cv": cv,
                "aht_s": 300.0,
            }
            for i, m in enumerate(height)
        ]
    )


TARGETS = {
    "share": ServiceTarget(0.8, 20.0),
    "share of patient callers": ServiceTarget(0.8, 20.0, patience_s=120.0),
    "mean wait": ServiceTarget(max_wait_s=30.0, patience_s=120.0),
    "abandonment": ServiceTarget(max_abandon=0.03, patience_s=120.0),
    "share of the week": ServiceTarget(0.8, 20.0, patience_s=120.0, over="week"),
    "a quantile": ServiceTarget(0.8, 20.0, patience_s=120.0, confidence=0.9),
}


@pytest.mark.parametrize("load", ["stationary", "lag", "carried", "forward"])
@pytest.mark.parametrize("name", list(TARGETS))
def test_an_uncertain_day_needs_more_people_whatever_the_way(name: str, load: str) -> None:
    how = {"q": QueueNeed(TARGETS[name], load=load)}  # type: ignore[arg-type]
    sure, unsure = (np.array([c.required for c in need_frame(frame(cv), how)]) for cv in (0.0, 0.3))
    assert unsure.sum() > 1.03 * sure.sum() and (unsure >= sure - 1).all()


@pytest.mark.parametrize("load", ["stationary", "lag", "carried", "forward"])
def test_the_same_people_serve_fewer_in_time_when_days_differ(load: str) -> None:
    how = {"q": QueueNeed(TARGETS["share of patient callers"], load=load)}  # type: ignore[arg-type]
    there = [c.required for c in need_frame(frame(0.0), how)]
    service = [
        float(np.average(met_frame(frame(cv), how, there).service, weights=frame(cv)["mean"])) for cv in (0.0, 0.3)
    ]
    assert service[1] < service[0] - 0.03


def test_expected_service_staffing_meets_its_promise_where_the_mean_misses_it_by_far() -> None:
    """100 erlang, cv .3: heads for the mean answer 58 %, expected-service heads 80 % (Jongbloed & Koole 2001; need.md 4)."""
    how = {"q": QueueNeed(ServiceTarget(0.8, 15.0, patience_s=120.0), load="stationary")}
    days = frame(0.3).assign(mean=600.0)
    by_mean, by_all = ([c.required for c in need_frame(frame(cv).assign(mean=600.0), how)] for cv in (0.0, 0.3))
    assert met_frame(days, how, by_mean).service.mean() == pytest.approx(0.583, abs=0.01)
    assert met_frame(days, how, by_all).service.mean() == pytest.approx(0.80, abs=0.01)

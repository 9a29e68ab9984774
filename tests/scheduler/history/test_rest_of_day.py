"""The rest of a day follows what came only as far as the past says it does."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from forecasting import Forecast, IntradayRule
from scheduler.history.rest_of_day import hours_of, rest_of_day
from scheduler.planning import forecast_center, need_of, open_center, targets_of
from scheduler.staffing.need import need_frame

DAY = date(2026, 9, 7)
NOON = datetime(2026, 9, 7, 12, 10)


@pytest.fixture(scope="module")
def made() -> Forecast:
    found = forecast_center(open_center("hotline"), DAY, DAY)
    assert found is not None
    return found


def with_rule(made: Forecast, slope: float) -> Forecast:
    rule = IntradayRule(np.full(49, slope), np.zeros(49), 100)
    return replace(made, reports={q: replace(r, intraday=rule) for q, r in made.reports.items()})


def counts(made: Forecast, factor: float) -> pd.DataFrame:
    return made.frame[["queue", "start"]].assign(arrivals=made.frame["mean"] * factor)


def test_half_of_a_busy_morning_is_kept_where_the_rule_says_half(made: Forecast) -> None:
    targets = targets_of(open_center("hotline").center)
    (found,) = rest_of_day(with_rule(made, 0.5), targets, counts(made, 1.5), NOON)
    assert found.factor == pytest.approx(1.5**0.5, rel=0.01) and found.changed
    assert found.rows["start"].min() == pd.Timestamp("2026-09-07 12:30")  # what is running is neither counted nor rest
    ended = made.frame[made.frame["end"] <= pd.Timestamp("2026-09-07 12:00")]
    assert found.expected == pytest.approx(ended["mean"].sum()) and found.came == pytest.approx(1.5 * found.expected)
    assert found.cells == tuple(need_frame(found.rows, targets))


def test_nothing_is_changed_where_the_past_is_silent_or_nothing_came(made: Forecast) -> None:
    targets = targets_of(open_center("hotline").center)
    (found,) = rest_of_day(with_rule(made, 0.0), targets, counts(made, 3.0), NOON)
    assert (found.factor, found.changed) == (1.0, False)
    later = counts(made, 1.0)[lambda f: f["start"] > pd.Timestamp(NOON)]
    assert rest_of_day(with_rule(made, 0.5), targets, later, NOON) == ()
    assert rest_of_day(with_rule(made, 0.5), targets, counts(made, 1.0), NOON - timedelta(days=1)) == ()


def test_stretches_tell_how_many_more_and_until_when(made: Forecast) -> None:
    folder = open_center("hotline")
    (found,) = rest_of_day(with_rule(made, 1.0), targets_of(folder.center), counts(made, 2.5), NOON)
    before = need_of(folder, made)
    runs = hours_of(found.cells, before)
    assert runs and all(more > 0 for _, _, more in runs)
    planned = {c.start: c.required for c in before}
    said = {
        start + timedelta(minutes=30 * n): more
        for start, end, more in runs
        for n in range(int((end - start).total_seconds() // 1800))
    }
    assert all(cell.required - planned[cell.start] == said.get(cell.start, 0) for cell in found.cells)


def test_a_share_of_the_week_is_kept_with_what_came_and_the_days_ahead() -> None:
    folder = open_center("hotline")
    made = forecast_center(folder, DAY, DAY + timedelta(days=2))
    assert made is not None
    (how,) = targets_of(folder.center).values()
    weekly = {"hotline": replace(how, target=replace(how.target, over="week"))}
    before = [c for c in need_frame(made.frame, weekly) if c.start.date() == DAY]
    (quiet,) = rest_of_day(with_rule(made, 0.0), weekly, counts(made, 1.6), NOON)
    assert not quiet.changed and hours_of(quiet.cells, before) == []  # a busy morning that says nothing of the rest
    (found,) = rest_of_day(with_rule(made, 1.0), weekly, counts(made, 1.6), NOON)
    assert [c.start for c in found.cells] == list(found.rows["start"].dt.to_pydatetime())
    runs = hours_of(found.cells, before)
    assert runs and sum(more for _, _, more in runs) > 0
    # The rest for itself would not see the days ahead, on which missing customers are made up for as cheaply.
    assert found.cells != tuple(need_frame(found.rows, weekly))


def test_the_sample_learned_from_many_of_its_own_days() -> None:
    folder = open_center("hotline")
    assert folder.horizon is not None
    made = forecast_center(folder, *folder.horizon)
    assert made is not None
    rule = made.reports["hotline"].intraday
    assert rule is not None and rule.days > 60

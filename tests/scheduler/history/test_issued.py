"""Forecasts are kept as they were issued, and scored against what came afterwards."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecasting import Forecast
from forecasting.scores import wape
from scheduler.history.issued import archive, band_factors, counts, keep, scores
from scheduler.planning import forecast_center, open_center
from scheduler.store.actuals import Actuals, Service
from scheduler.store.database import Store
from scheduler.store.folder import CenterFolder, folder_files

FIRST = date(2026, 8, 10)
MIDNIGHT = datetime.combine(FIRST, time())


@pytest.fixture(scope="module")
def folder() -> CenterFolder:
    return open_center("hotline")


@pytest.fixture(scope="module")
def made(folder: CenterFolder) -> Forecast:
    found = forecast_center(folder, FIRST, FIRST + timedelta(days=13))
    assert found is not None
    return found


@pytest.fixture
def store(folder: CenterFolder, tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        opened.save_center("hotline", folder_files(folder), name_zh="热线", name_en="hotline", author="test")
        yield opened


def test_what_was_said_is_read_back_and_scored_by_week(folder: CenterFolder, made: Forecast, store: Store) -> None:
    saved = keep(store, "hotline", 1, made, MIDNIGHT)
    assert saved is not None and (saved.start, saved.end) == (FIRST, FIRST + timedelta(days=14))
    kept = archive(store.list_forecasts("hotline"))
    np.testing.assert_allclose(kept["mean"], made.frame["mean"], atol=5e-5)
    assert list(kept["q90" if "q90" in kept else "q95"]) == list(made.frame["q95"]) and set(kept["days_ahead"]) == set(
        range(14)
    )
    found = scores(kept, counts(folder))
    assert [(line.week_ahead, line.intervals) for line in found] == [(0, 672), (1, 336), (2, 336)]
    came = made.frame.merge(counts(folder), on=["queue", "start"])
    assert found[0].wape == pytest.approx(
        wape(came["arrivals"].to_numpy(dtype=float), came["mean"].to_numpy()), abs=1e-4
    )
    assert found[0].value == pytest.approx(1 - found[0].wape / found[0].classic_wape)


def test_the_past_is_no_forecast_and_nothing_is_scored_before_it_came(
    folder: CenterFolder, made: Forecast, store: Store
) -> None:
    assert keep(store, "hotline", 1, made, MIDNIGHT + timedelta(days=20)) is None
    keep(store, "hotline", 1, made, MIDNIGHT + timedelta(days=7, hours=12))
    kept = archive(store.list_forecasts("hotline"))
    assert kept["start"].min() == pd.Timestamp(MIDNIGHT + timedelta(days=7, hours=12)) and set(
        kept["days_ahead"]
    ) == set(range(7))
    assert (
        scores(kept, counts(folder)[lambda f: f["start"] < pd.Timestamp(MIDNIGHT)])
        == ()
        == scores(archive(()), counts(folder))
    )
    assert dict(band_factors(kept, counts(folder)[lambda f: f["start"] < pd.Timestamp(MIDNIGHT)])) == {}


def test_bands_too_narrow_ask_for_wider_ones(folder: CenterFolder, made: Forecast, store: Store) -> None:
    keep(store, "hotline", 1, made, MIDNIGHT)
    kept, came = archive(store.list_forecasts("hotline")), counts(folder)
    noise = np.random.default_rng(0).gamma(4.0, 0.25, 14)  # days that differ far more than was issued
    day = (came["start"].dt.normalize() - pd.Timestamp(MIDNIGHT)).dt.days
    wild = came.assign(
        arrivals=np.where(day.between(0, 13), (came["arrivals"] * noise[day.clip(0, 13)]).round(), came["arrivals"])
    )
    # Shrunk towards 1: two weeks prove little.
    assert band_factors(kept, wild)["hotline"] > 1.02 > band_factors(kept, came)["hotline"]
    wider = forecast_center(folder, FIRST, FIRST + timedelta(days=13), bands={"hotline": 1.4})
    assert wider is not None and wider.frame["cv"].mean() > 1.2 * made.frame["cv"].mean()


def test_service_records_count_where_the_history_ends(folder: CenterFolder) -> None:
    ends = counts(folder)["start"].max()
    later, known = ends + timedelta(minutes=30), counts(folder)["start"].iloc[-1]
    imported = Actuals(
        service=(
            Service("hotline", later.to_pydatetime(), offered=7),
            Service("hotline", later.to_pydatetime(), "Z1", offered=3),
            Service("hotline", known.to_pydatetime(), offered=999),
        )
    )
    came = counts(folder, imported, Actuals(service=(Service("hotline", later.to_pydatetime(), offered=8),)))
    assert came.iloc[-1]["start"] == later and came.iloc[-1]["arrivals"] == 7
    assert 999 not in set(came["arrivals"]) and not came.duplicated(["queue", "start"]).any()

"""The benchmark program on a small simulated file."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from forecasting import QueueTruth, simulate, weekly_shape

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "forecast.py"


@pytest.fixture
def program() -> ModuleType:
    pytest.importorskip("holidays")
    spec = importlib.util.spec_from_file_location("forecast_benchmark", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_writes_the_columns_of_the_contract(program: ModuleType, tmp_path: Path) -> None:
    index = pd.date_range("2025-01-01", "2025-08-31")
    days = pd.DataFrame({"kind": "workday", "name": "", "open": True}, index=index)
    days.loc[index.day_of_week > 4, "kind"] = "weekend"
    truth = QueueTruth("bank", weekly_shape([500] * 5 + [0, 0], [1, 2, 3, 2], 9, 24))
    rows = simulate([truth], days, 1).rename(columns={"start": "timestamp"})
    rows = rows[~rows["timestamp"].dt.strftime("%m-%d").isin(["01-01", "01-20", "05-26"])]
    rows[["timestamp", "queue", "arrivals"]].to_csv(tmp_path / "data.csv", index=False)
    pd.DataFrame(
        {
            "series": ["s", "s", "other"],
            "origin": [0, 1, 0],
            "first_forecast_day": ["2025-06-02", "2025-06-30", "2025-06-02"],
        }
    ).to_csv(tmp_path / "origins.csv", index=False)
    out = tmp_path / "deep" / "predictions.csv"
    program.main(
        [
            *("--data", str(tmp_path / "data.csv"), "--queue", "bank", "--series", "s"),
            *("--origins", str(tmp_path / "origins.csv"), "--country", "US"),
            *("--open", "09:00-13:00", "--workdays-only", "--out", str(out)),
        ]
    )
    table = pd.read_csv(out, parse_dates=["start"])
    names = ["q025", "q10", "q25", "q50", "q75", "q90", "q975"]
    assert list(table.columns) == ["series", "origin", "start", "mean", *names, "cpu_seconds"]
    assert set(table["origin"]) == {0, 1}
    assert set(table["series"]) == {"s"}
    assert set(table["start"].dt.hour) == {9, 10, 11, 12}
    assert table["start"].dt.day_of_week.max() == 4
    for _, part in table.groupby("origin"):
        assert part["start"].dt.date.nunique() >= 20
    assert (np.diff(table[names].to_numpy(), axis=1) >= 0).all()
    truth_per_slot = 500 * np.array([1, 2, 3, 2]) / 8
    ordinary = table[table["start"].dt.date < pd.Timestamp("2025-06-18").date()]
    assert ordinary.groupby(ordinary["start"].dt.hour)["mean"].mean().tolist() == pytest.approx(truth_per_slot, rel=0.1)


def test_make_up_workdays_are_not_much_harder_than_others(program: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("chinese_calendar")
    sys.path.insert(0, str(PROGRAM.parent))
    try:
        import forecast_year
    finally:
        sys.path.remove(str(PROGRAM.parent))
    table = forecast_year.chinese_year(count=4, seed=1).set_index("kind")
    assert table.loc["make-up workday", "days"] >= 20
    assert table.loc["make-up workday", "times_ordinary"] < 1.5
    # Taken for the weekend they fall on, or for an ordinary weekday, they would miss by far more.
    assert table.loc["first day after a break", "day_wape"] < 0.2
    assert table["inside_90"].between(0.8, 0.99).all()

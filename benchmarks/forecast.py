"""Rolling-origin benchmark on real arrivals, through the product's own forecast.

    python benchmarks/forecast.py --data FILE --queue NAME --origins FILE --series NAME \\
        --country CC[-SUB] [--open HH:MM-HH:MM] [--workdays-only] --out predictions.csv
    python benchmarks/forecast.py --suite FOLDER [--only 4 5 6 7 | --wide] [--peers] --out results.csv
    python benchmarks/forecast.py --year | --speed --out results.csv

``--data`` has the columns ``timestamp,queue,arrivals``; ``--origins`` has
``series,origin,first_forecast_day``. Per origin 28 days are forecast (with ``--workdays-only``,
until 20 business days are in), from nothing but what lies before the origin and the statutory
holidays of the country, which are known in advance (package ``holidays``, needed only here).
Quantiles are smooth between whole counts: whole ones cover more than they promise where few come.

``--suite`` runs all series of a folder and compares with the mean of six weeks, ``--peers`` with
other packages where they are installed; ``--year`` is a simulated Chinese year, ``--speed`` 200
queues. See forecast_suite.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from forecasting import Demand, forecast
from forecasting.negative_binomial import smooth_quantiles
from forecasting.tails import tail_levels

LEVELS = (0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975)
NAMES = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
HORIZON_DAYS = 28
BUSINESS_DAYS = 20
MARGIN = pd.Timedelta(days=40)


def read_history(path: Path, queue: str, slot_minutes: int | None) -> tuple[pd.DataFrame, int]:
    """The rows of one queue as ``queue,start,arrivals``, and the length of their interval."""
    raw = pd.read_csv(path, parse_dates=["timestamp"])
    rows = raw[raw["queue"] == queue].rename(columns={"timestamp": "start"})
    if rows.empty:
        raise SystemExit(f"{path}: no rows of queue {queue}")
    if slot_minutes is None:
        step = rows["start"].sort_values().diff().dropna().mode()[0]
        slot_minutes = int(step.total_seconds() // 60)
    return rows[["queue", "start", "arrivals"]].reset_index(drop=True), slot_minutes


def calendar(country: str, first: pd.Timestamp, end: pd.Timestamp, workdays_only: bool) -> pd.DataFrame:
    """Day kinds of a country between two dates, with a margin on both sides."""
    import holidays

    code, _, region = country.partition("-")
    index = pd.date_range(first.normalize() - MARGIN, end.normalize() + MARGIN)
    years = range(index[0].year, index[-1].year + 1)
    table = holidays.country_holidays(code, subdiv=region or None, years=years)
    names = [_plain(table.get(day.date(), "")) for day in index]
    kinds = [
        "statutory" if name else "weekend" if day.day_of_week in table.weekend else "workday"
        for day, name in zip(index, names, strict=True)
    ]
    days = pd.DataFrame({"kind": kinds, "name": names, "open": True}, index=index)
    if workdays_only:
        days["open"] = days["kind"] == "workday"
    return days


def _plain(name: str) -> str:
    """Name of a holiday without its remarks, so that an observed day shares its effect."""
    return name.split(";")[0].split("(")[0].strip()


def openings(
    queue: str,
    history: pd.DataFrame,
    days: pd.DataFrame,
    origin: pd.Timestamp,
    end: pd.Timestamp,
    hours: tuple[pd.Timedelta, pd.Timedelta],
    workdays_only: bool,
) -> pd.DataFrame:
    """The same hours every day; past holidays without a single row were closed."""
    dates = pd.date_range(history["start"].min().normalize(), end, inclusive="left")
    if workdays_only:
        weekend = days.index[days["kind"] == "weekend"].day_of_week.unique()
        dates = dates[~dates.day_of_week.isin(weekend)]
    recorded = history["start"].dt.normalize().unique()
    statutory = (days["kind"].reindex(dates) == "statutory").to_numpy()
    closed = (dates < origin) & statutory & ~dates.isin(recorded)
    dates = dates[~closed]
    return pd.DataFrame({"queue": queue, "start": dates + hours[0], "end": dates + hours[1]})


def horizon_end(origin: pd.Timestamp, days: pd.DataFrame, workdays_only: bool) -> pd.Timestamp:
    """End of the forecast: 28 days, or the day after the twentieth business day if later."""
    end = origin + pd.Timedelta(days=HORIZON_DAYS)
    if workdays_only:
        business = days.index[(days.index >= origin) & (days["kind"] == "workday")]
        end = max(end, cast(pd.Timestamp, business[BUSINESS_DAYS - 1]) + pd.Timedelta(days=1))
    return end


def predict(
    history: pd.DataFrame,
    slot_minutes: int,
    origin: pd.Timestamp,
    country: str,
    hours: tuple[pd.Timedelta, pd.Timedelta],
    workdays_only: bool,
) -> pd.DataFrame:
    """Forecast from one origin; only what lies before it is handed on."""
    began = time.process_time()
    known = history[history["start"] < origin]
    queue = str(known["queue"].iloc[0])
    first = known["start"].min()
    days = calendar(country, first, origin + pd.Timedelta(days=2 * HORIZON_DAYS), workdays_only)
    end = horizon_end(origin, days, workdays_only)
    opening = openings(queue, known, days, origin, end, hours, workdays_only)
    result = forecast(Demand.from_frame(known, slot_minutes), days, origin, end, openings=opening).frame
    mean, cv = result["mean"].to_numpy(dtype=float), result["cv"].to_numpy(dtype=float)
    out = result[["start", "mean"]].copy()
    out[list(NAMES)] = smooth_quantiles(mean, cv, tail_levels(mean, cv, LEVELS))
    out["cpu_seconds"] = round(time.process_time() - began, 4)
    return out


def _hours(text: str) -> tuple[pd.Timedelta, pd.Timedelta]:
    first, _, last = text.partition("-")
    start, end = (pd.Timedelta(hours=int(part[:2]), minutes=int(part[3:5])) for part in (first, last))
    if not start < end <= pd.Timedelta(hours=24):
        raise argparse.ArgumentTypeError(f"{text}: expected HH:MM-HH:MM, at most 24:00")
    return start, end


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the origins of one series and write its predictions."""
    told = sys.argv[1:] if arguments is None else list(arguments)
    if {"--suite", "--year", "--speed"} & set(told):
        sys.path.insert(0, str(Path(__file__).parent))
        import forecast_suite

        forecast_suite.main(told)
        return
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--queue", required=True)
    parser.add_argument("--origins", type=Path, required=True)
    parser.add_argument("--series", required=True)
    parser.add_argument("--country", required=True, help="ISO code, e.g. US or US-NY")
    parser.add_argument("--open", type=_hours, default=_hours("00:00-24:00"))
    parser.add_argument("--workdays-only", action="store_true")
    parser.add_argument("--slot-minutes", type=int, choices=(15, 30, 60))
    parser.add_argument("--only", type=int, nargs="*", help="numbers of the origins to run")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(told)
    history, slot_minutes = read_history(given.data, given.queue, given.slot_minutes)
    origins = pd.read_csv(given.origins, parse_dates=["first_forecast_day"])
    origins = origins[origins["series"] == given.series]
    if given.only is not None:
        origins = origins[origins["origin"].isin(given.only)]
    if origins.empty:
        raise SystemExit(f"{given.origins}: no origin of series {given.series}")
    parts = []
    for number, origin in zip(origins["origin"], origins["first_forecast_day"], strict=True):
        part = predict(history, slot_minutes, origin, given.country, given.open, given.workdays_only)
        part.insert(0, "origin", int(number))
        part.insert(0, "series", given.series)
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    rounded = table.assign(mean=np.round(table["mean"], 4))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    rounded.to_csv(given.out, index=False)


if __name__ == "__main__":
    main()

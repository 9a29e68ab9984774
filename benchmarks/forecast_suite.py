"""All series at once beside the mean of six weeks and other packages; a Chinese year; speed.

Run through forecast.py. Series and their settings are those of the public data the project was
developed on (``FOLDER`` holds the files and ``origins.csv``; it is not part of the repository).
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from forecast import LEVELS, NAMES, calendar, horizon_end, openings, predict, read_history
from forecast import _hours as hours_of

from forecasting import Demand
from forecasting.backtest import Plan, backtest
from forecasting.dispersion import learn_spread
from forecasting.features import DayTypes
from forecasting.grid import DAY, date_range
from forecasting.kinds import day_kinds
from forecasting.models.base import Forecaster
from forecasting.models.boosted import available
from forecasting.models.six_week_mean import SixWeekMean
from forecasting.negative_binomial import smooth_quantiles
from forecasting.openings import Openings
from forecasting.scores import bias, coverage, wape, wql
from forecasting.tails import tail_levels

# file, queue, country, opening, business days only, interval
SERIES = {
    "usbank": ("usbank_30min.csv", "usbank", "US", "07:00-21:00", True, 30),
    "iowa_ed": ("iowa_ed_60min.csv", "iowa_ed", "US-IA", "00:00-24:00", False, 60),
    "nyc_taxi": ("nyc_taxi_30min.csv", "nyc_taxi", "US-NY", "00:00-24:00", False, 30),
    "ped_qv": ("melbourne_ped_60min.csv", "ped_QV_Market_Elizabeth_St_West", "AU-VIC", "07:00-21:00", False, 60),
    "ped_cross": ("melbourne_ped_60min.csv", "ped_Southern_Cross_Station", "AU-VIC", "07:00-21:00", False, 60),
    "ped_bourke": ("melbourne_ped_60min.csv", "ped_Bourke_Street_Mall_North", "AU-VIC", "07:00-21:00", False, 60),
}
CLASSIC = SixWeekMean.name
# A wider field: many more origins, none of whose 28 days reaches into those of origins.csv kept
# aside (4-7), and a fourth walk-in counter. First, last, days between two.
WALK_IN = ("2015-04-06", "2016-06-27", 21)
WIDE = {
    "usbank": ("2003-04-28", "2003-07-21", 7),
    "iowa_ed": ("2015-06-01", "2017-09-25", 35),
    "nyc_taxi": ("2014-08-11", "2014-10-20", 7),
    "ped_qv": WALK_IN,
    "ped_cross": WALK_IN,
    "ped_bourke": WALK_IN,
    "ped_birrarung": WALK_IN,
}
MORE = {"ped_birrarung": ("melbourne_ped_60min.csv", "ped_Birrarung_Marr", "AU-VIC", "07:00-21:00", False, 60)}


def given_origins(folder: Path, only: Sequence[int]) -> pd.DataFrame:
    """Rows ``series,origin,first_forecast_day`` of ``origins.csv``."""
    origins = pd.read_csv(folder / "origins.csv", parse_dates=["first_forecast_day"])
    return origins[origins["origin"].isin(only) & origins["series"].isin(SERIES)]


def wide_origins() -> pd.DataFrame:
    """Rows ``series,origin,first_forecast_day`` of the wider field."""
    parts = []
    for series, (first, last, step) in WIDE.items():
        dates = pd.date_range(first, last, freq=f"{step}D")
        parts.append(pd.DataFrame({"series": series, "origin": range(len(dates)), "first_forecast_day": dates}))
    return pd.concat(parts, ignore_index=True)


def predictions(folder: Path, origins: pd.DataFrame, models: Sequence[Forecaster]) -> pd.DataFrame:
    """Rows ``method,series,origin,start,mean,quantiles,actual,holiday,cpu_seconds``."""
    parts = []
    for series, (file, queue, country, opened, workdays, minutes) in (SERIES | MORE).items():
        history, _ = read_history(folder / file, queue, minutes)
        hours = hours_of(opened)
        actual = history.set_index("start")["arrivals"]
        for number, origin in origins.loc[origins["series"] == series, ["origin", "first_forecast_day"]].itertuples(
            index=False
        ):
            made = {"paiban": predict(history, minutes, origin, country, hours, workdays)}
            for model in models:
                made[model.name] = _same_bands(model, history, minutes, origin, country, hours, workdays)
            days = calendar(country, origin, origin + pd.Timedelta(days=60), workdays)
            off = days.index[days["kind"] == "statutory"]
            for method, rows in made.items():
                known = rows.assign(method=method, series=series, origin=number, actual=rows["start"].map(actual))
                parts.append(known.assign(holiday=rows["start"].dt.normalize().isin(off)))
    return pd.concat(parts, ignore_index=True)


def _same_bands(
    model: Forecaster,
    history: pd.DataFrame,
    minutes: int,
    origin: pd.Timestamp,
    country: str,
    hours: tuple[pd.Timedelta, pd.Timedelta],
    workdays: bool,
) -> pd.DataFrame:
    """A peer's forecast with bands learned as the product learns its own."""
    began = time.process_time()
    known = history[history["start"] < origin]
    queue = str(known["queue"].iloc[0])
    days = calendar(country, known["start"].min(), origin + pd.Timedelta(days=56), workdays)
    end = horizon_end(origin, days, workdays)
    table = Openings.from_frame(openings(queue, known, days, origin, end, hours, workdays), minutes)
    past = Demand.from_frame(known, minutes).history(queue, table)
    types = DayTypes.from_frame(days)
    ahead = types.at(date_range(np.datetime64(origin, "D"), np.datetime64(end, "D")))
    own = types.at(past.dates)
    mean = model.fit(past, own).predict(ahead)
    spread = learn_spread(backtest(past, own, (model,), Plan.of(len(past), 0, len(ahead))))
    number = ((ahead.dates - past.dates[-1]) / DAY).astype(np.int64)
    cv = spread.cells(number, day_kinds(ahead, own, past.recorded), mean.shape[1])
    kept = table.mask(queue, ahead.dates)
    start = ahead.dates[:, None].astype("datetime64[m]") + np.arange(mean.shape[1]) * np.timedelta64(minutes, "m")
    out = pd.DataFrame({"start": start[kept].astype("datetime64[s]"), "mean": mean[kept]})
    out[list(NAMES)] = smooth_quantiles(mean[kept], cv[kept], tail_levels(mean[kept], cv[kept], LEVELS))
    return out.assign(cpu_seconds=round(time.process_time() - began, 4))


def scores(rows: pd.DataFrame) -> pd.DataFrame:
    """A line per method and series, and per method the geometric mean relative to the classic."""
    rows = rows[rows["actual"].notna()]
    lines = []
    for (method, series), own in rows.groupby(["method", "series"], sort=False):
        off, parts = own[own["holiday"]], own.groupby("origin")["cpu_seconds"].first()
        lines.append(
            {
                "method": method,
                "series": series,
                **_line(own),
                "holiday_wape": _wape(off),
                **_inside(off, "holiday_"),
                "cpu_seconds": round(parts.mean(), 3),
            }
        )
    table = pd.DataFrame(lines)
    classic = table[table["method"] == CLASSIC].set_index("series")
    for method, own in table.groupby("method", sort=False):
        ratio = own.set_index("series")[["wape", "wql", "holiday_wape"]] / classic[["wape", "wql", "holiday_wape"]]
        # A geometric mean takes one series with many holidays as seriously as one with few.
        lines.append(
            {
                "method": method,
                "series": "relative",
                **np.exp(np.log(ratio).mean()).to_dict(),
                "worst": ratio["wape"].max(),
            }
        )
    return pd.DataFrame(lines).round(4)


def anchored(table: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """With a line per method relative to the published mean of six weeks (``baselines.csv``), whose bands were learned more simply."""
    known = pd.read_csv(folder / "baselines.csv").query("m == 'mean6' and no == 8").drop_duplicates("s").set_index("s")
    lines = []
    for method, own in table[table["series"].isin(known.index)].groupby("method", sort=False):
        found = own.set_index("series")
        ratio = found[["wape", "wql"]] / known.loc[found.index, ["WAPE", "wQL"]].to_numpy()
        lines.append(
            {
                "method": method,
                "series": "relative to published",
                **np.exp(np.log(ratio).mean()).to_dict(),
                "worst": ratio["wape"].max(),
            }
        )
    return pd.concat([table, pd.DataFrame(lines)], ignore_index=True).round(4)


def _line(own: pd.DataFrame) -> dict[str, float]:
    actual, mean = own["actual"].to_numpy(float), own["mean"].to_numpy(float)
    band = own[list(NAMES)].to_numpy(float)
    # What the best forecaster would still miss if arrivals were Poisson with the forecast mean.
    floor = wape_floor(mean, actual)
    return {
        "wape": wape(actual, mean),
        "wql": wql(actual, band, LEVELS),
        "bias": bias(actual, mean),
        **_inside(own, ""),
        "poisson_floor": floor,
    }


def wape_floor(mean: np.ndarray, actual: np.ndarray) -> float:
    """WAPE of a Poisson count of known mean around its median, by simulation of 200 draws."""
    draw = np.random.default_rng(0).poisson(mean, (200, len(mean)))
    median = np.median(draw, axis=0)
    return float(np.abs(draw - median).mean(axis=0).sum() / actual.sum())


def _wape(own: pd.DataFrame) -> float:
    return wape(own["actual"].to_numpy(float), own["mean"].to_numpy(float))


def _inside(own: pd.DataFrame, prefix: str) -> dict[str, float]:
    actual = own["actual"].to_numpy(float)
    pairs = (("inside_80", "q10", "q90"), ("inside_95", "q025", "q975"))
    return {
        prefix + name: coverage(actual, own[low].to_numpy(float), own[high].to_numpy(float))
        for name, low, high in pairs
    }


def write(table: pd.DataFrame, out: Path) -> None:
    """Results with machine, versions and seed on every line."""
    told = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
        "trees": available(),
        "seed": 0,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    table.assign(**told).to_csv(out, index=False)
    print(table.to_string(index=False))


def main(arguments: Sequence[str]) -> None:
    """Run a suite, the year or the speed test, and write its results."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--suite", type=Path, help="folder with the series")
    parser.add_argument("--only", type=int, nargs="*", default=list(range(8)), help="numbers of the origins to run")
    parser.add_argument(
        "--wide", action="store_true", help="137 forecasts of seven series instead, none of origins 4-7"
    )
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--year", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--queues", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    if given.year or given.speed:
        import forecast_year

        write(forecast_year.chinese_year() if given.year else forecast_year.speed(given.queues), given.out)
        return
    models: list[Forecaster] = [SixWeekMean()]
    if given.peers:
        from forecast_peers import PEERS

        for peer in PEERS:
            if peer.installed:
                models.append(peer)
            else:
                print(f"{peer.name}: package {peer.package} is not installed, left out")
    origins = wide_origins() if given.wide else given_origins(given.suite, given.only)
    table = scores(predictions(given.suite, origins, models))
    if not given.wide and (given.suite / "baselines.csv").is_file() and sorted(given.only) == list(range(8)):
        table = anchored(table, given.suite)
    told = f"wide, {len(origins)} forecasts" if given.wide else " ".join(map(str, given.only))
    write(table.assign(origins=told), given.out)

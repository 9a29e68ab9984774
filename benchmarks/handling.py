"""Handling times four weeks ahead, against the truth of simulated queues: no public data tells them by interval.

    python benchmarks/handling.py [--seeds N] [--out FILE]

Each queue has 40 weeks of half-hours, 08:00 to 20:00. Its true handling time follows the hour and
the weekday, is longer in the two days after a break, drifts from week to week (a random walk of
1.5 %), strays by 3 % from day to day and falls by 8 % at once in half of the queues ten weeks before
the end. Single contacts vary as much as their mean. Error: contacts-weighted absolute difference to
the true mean of each interval of the next 28 days, in percent of it. Rivals are what planners use:
one number for the queue, the same of the last six weeks, and the interval's own mean of six weeks.
"""

import argparse
import csv
import platform
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting import Demand
from forecasting.features import DayTypes
from forecasting.grid import date_range
from forecasting.handling import handling_times

FIRST, WEEKS, AHEAD, SLOTS = pd.Timestamp("2026-01-05"), 40, 28, 48
OPEN = np.arange(16, 40)
VOLUMES = (1, 5, 30, 200)
"""Contacts per half-hour."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    lines = []
    for volume in VOLUMES:
        errors: dict[str, list[float]] = {}
        spent = 0.0
        for seed in range(given.seeds):
            found, seconds = measured(volume, seed)
            spent += seconds
            for name, error in found.items():
                errors.setdefault(name, []).append(error)
        for name, own in errors.items():
            ratio = np.array(own) / np.array(errors["mean of the queue"])
            lines.append(
                {
                    "contacts_per_interval": volume,
                    "method": name,
                    "error_percent": round(float(np.mean(own)), 2),
                    "of_queue_mean": round(float(np.exp(np.log(ratio).mean())), 3),
                    "worst_of_queue_mean": round(float(ratio.max()), 3),
                    "seeds": given.seeds,
                    "ms_per_queue": round(1000.0 * spent / given.seeds, 1) if name == "paiban" else "",
                    "python": platform.python_version(),
                    "numpy": np.__version__,
                    "machine": platform.machine(),
                }
            )
    out = given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout
    writer = csv.DictWriter(out, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return 0


def calendar() -> pd.DataFrame:
    """Days of history and horizon; three breaks of three days, one of them ahead."""
    index = pd.date_range(FIRST - pd.Timedelta(days=40), FIRST + pd.Timedelta(weeks=WEEKS, days=AHEAD + 40))
    kind = np.where(index.day_of_week < 5, "workday", "weekend").astype(object)
    days = pd.DataFrame({"kind": kind, "name": "", "open": True}, index=index)
    for week in (12, 25, WEEKS + 1):
        for day in range(3):
            days.loc[FIRST + pd.Timedelta(weeks=week, days=day), ["kind", "name", "open"]] = [
                "statutory",
                f"break {week}",
                False,
            ]
    return days


def truth(days: pd.DataFrame, seed: int) -> np.ndarray:
    """True mean seconds by day of history and horizon and by slot, shape (days, slots)."""
    chance = np.random.default_rng([seed, 1])
    count = 7 * WEEKS + AHEAD
    dates = pd.date_range(FIRST, periods=count)
    hour = np.arange(SLOTS) / 2.0
    shape = (
        1.0 + 0.12 * np.sin((hour - 8.0) / 12.0 * np.pi) + 0.10 * np.exp(-((hour - 12.5) ** 2)) * chance.uniform(-1, 1)
    )
    weekday = 1.0 + chance.normal(0.0, 0.05, 7)
    pace = np.repeat(np.cumsum(chance.normal(0.0, 0.015, WEEKS + AHEAD // 7)), 7)
    if seed % 2:
        pace[7 * (WEEKS - 10) :] += np.log(0.92)
    off = (days["kind"].reindex(dates) == "statutory").to_numpy()
    after = np.zeros(count)
    for place in np.flatnonzero(off[:-1] & ~off[1:]):
        after[place + 1 : place + 3] = 0.10
    level = np.exp(pace + after + chance.normal(0.0, 0.03, count))
    return np.asarray(280.0 * level[:, None] * weekday[dates.day_of_week.to_numpy()][:, None] * shape[None, :])


def measured(volume: float, seed: int) -> tuple[dict[str, float], float]:
    days, chance = calendar(), np.random.default_rng([seed, 2])
    true = truth(days, seed)
    dates = pd.date_range(FIRST, periods=len(true))
    is_open = days["open"].reindex(dates).to_numpy(dtype=bool)
    mean = volume * (1.0 + 0.5 * np.sin((np.arange(SLOTS) - 16) / 24.0 * np.pi)) * np.isin(np.arange(SLOTS), OPEN)
    contacts = chance.poisson(np.where(is_open[:, None], mean[None, :], 0.0))
    seconds = true * chance.gamma(np.maximum(contacts, 1)) / np.maximum(contacts, 1)
    start = dates.to_numpy()[:, None] + np.arange(SLOTS)[None, :] * np.timedelta64(30, "m")
    told = (contacts > 0) & (np.arange(len(dates)) < 7 * WEEKS)[:, None]
    demand = Demand.from_frame(
        pd.DataFrame({"queue": "q", "start": start[told], "arrivals": contacts[told], "aht_s": seconds[told]}), 30
    )
    types = DayTypes.from_frame(days)
    ahead = types.at(
        date_range(
            dates[7 * WEEKS].to_numpy().astype("datetime64[D]"),
            (dates[-1] + pd.Timedelta(days=1)).to_numpy().astype("datetime64[D]"),
        )
    )
    begun = time.process_time()
    ours = handling_times(demand, "q", types, ahead)
    spent = time.process_time() - begun
    past = slice(0, 7 * WEEKS)
    recent = slice(7 * (WEEKS - 6), 7 * WEEKS)
    whole, lately = (float((contacts[s] * seconds[s]).sum() / contacts[s].sum()) for s in (past, recent))
    by_cell = np.full((7, SLOTS), lately)
    weekday = dates.day_of_week.to_numpy()
    for day in range(7):
        own = np.flatnonzero(weekday[recent] == day) + recent.start
        amount = contacts[own].sum(axis=0)
        by_cell[day] = np.where(amount > 0, (contacts[own] * seconds[own]).sum(axis=0) / np.maximum(amount, 1), lately)
    weight, goal = contacts[7 * WEEKS :], true[7 * WEEKS :]
    forecasts = {
        "mean of the queue": np.full(goal.shape, whole),
        "queue, six weeks": np.full(goal.shape, lately),
        "interval, six weeks": by_cell[weekday[7 * WEEKS :]],
        "paiban": ours,
    }
    return {
        name: float(100.0 * (weight * np.abs(made - goal)).sum() / (weight * goal).sum())
        for name, made in forecasts.items()
    }, spent


if __name__ == "__main__":
    raise SystemExit(main())

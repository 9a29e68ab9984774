"""A simulated Chinese year with make-up workdays, and the speed of many queues.

The truth of every queue is drawn around what one vehicle office showed (make-up workdays 1.16 of
the weekdays they stand for, 1.7 and 1.55 on the first days after a golden week, 1.3 before), with
a spread that leaves the forecaster's prior factors wrong for most of them.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from forecasting import Demand, QueueTruth, forecast, simulate, weekly_shape
from forecasting.features import DayTypes
from forecasting.grid import date_range
from forecasting.models.ensemble import Ensemble
from forecasting.models.structured import Structured
from forecasting.openings import Openings

SHARES = (8.5, 12, 12.5, 11, 9.5, 8, 5.5, 2, 1.5, 1.5, 2, 3, 4, 5.5, 5, 4, 3, 1.5)
ORIGINS = ("2025-12-15", "2026-02-02", "2026-02-23", "2026-04-27", "2026-09-07", "2026-09-28")


def chinese_days(first: str, last: str) -> pd.DataFrame:
    """Day kinds of the published calendars (package ``chinesecalendar``, needed only here)."""
    import chinese_calendar

    index = pd.date_range(first, last)
    rows = []
    for day in index:
        off, name = chinese_calendar.get_holiday_detail(day.date())
        weekend = day.day_of_week > 4
        if off and name:
            kind = "in_lieu" if chinese_calendar.is_in_lieu(day.date()) else "statutory"
        elif weekend:
            kind = "weekend" if off else "makeup"
        else:
            kind = "workday"
        rows.append((kind, str(name or "") if off else "", kind in ("workday", "makeup")))
    return pd.DataFrame(rows, index=index, columns=["kind", "name", "open"])


def queues(count: int, seed: int) -> list[QueueTruth]:
    """Halls of different size, growth and behavior around breaks."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        size = float(np.exp(rng.uniform(np.log(60), np.log(1500))))
        week = weekly_shape([1.2 * size, size, 0.95 * size, 0.95 * size, size, 0, 0], SHARES, 17, 48)
        around = rng.lognormal(0.0, 0.15, 4)
        made.append(
            QueueTruth(
                f"Q{number:03d}",
                week,
                day_cv=float(rng.uniform(0.05, 0.12)),
                slot_cv=0.05,
                makeup=float(rng.lognormal(np.log(1.1), 0.2)),
                rebound=(1.6 * around[0], 1.35 * around[1]),
                run_up=(1.15 * around[2], 1.1 * around[3]),
                month_end=float(rng.uniform(1.0, 1.2)),
                growth=float(rng.normal(0.0, 0.1)),
            )
        )
    return made


def chinese_year(count: int = 12, seed: int = 0) -> pd.DataFrame:
    """Error of day totals by kind of day, a line per kind, from six origins of four weeks."""
    days = chinese_days("2024-11-01", "2026-12-31")
    past = days.loc["2025-01-01":"2026-11-15"]
    demand = Demand.from_frame(simulate(queues(count, seed), past, seed))
    types = DayTypes.from_frame(days)
    parts = []
    for origin in map(pd.Timestamp, ORIGINS):
        end = origin + pd.Timedelta(days=28)
        made = forecast(demand, days, origin, end).frame.merge(
            demand.frame[["queue", "start", "arrivals"]], on=["queue", "start"]
        )
        daily = made.groupby(["queue", made["start"].dt.normalize()])[["mean", "arrivals"]].sum().reset_index()
        daily["inside"] = (
            made.assign(inside=made["arrivals"].between(made["q05"], made["q95"]))
            .groupby(["queue", made["start"].dt.normalize()])["inside"]
            .mean()
            .to_numpy()
        )
        parts.append(daily)
    table = pd.concat(parts)
    at = types.at(table["start"].to_numpy(dtype="datetime64[D]"))
    names = {"makeup": "make-up workday", "rebound_1": "first day after a break", "eve": "day before a break"}
    kind = np.where(at.special, "other special day", "ordinary workday").astype(object)
    for column, name in names.items():
        kind[at.column(column) > 0] = name
    kind[at.column("makeup") > 0] = names["makeup"]
    table["kind"] = kind
    lines = []
    for name, own in table.groupby("kind"):
        wape = float((own["mean"] - own["arrivals"]).abs().sum() / own["arrivals"].sum())
        lines.append({"kind": name, "days": len(own), "day_wape": wape, "inside_90": own["inside"].mean()})
    out = pd.DataFrame(lines)
    ordinary = float(out.loc[out["kind"] == "ordinary workday", "day_wape"].iloc[0])
    return out.assign(times_ordinary=out["day_wape"] / ordinary).round(4)


def speed(count: int = 200, seed: int = 0) -> pd.DataFrame:
    """CPU seconds on one core: core fits, core with bands, the whole with trees where installed."""
    days = chinese_days("2024-11-01", "2026-12-31")
    demand = Demand.from_frame(simulate(queues(count, seed), days.loc["2025-01-01":"2026-06-30"], seed))
    start, end = pd.Timestamp("2026-07-01"), pd.Timestamp("2026-07-29")
    types = DayTypes.from_frame(days)
    from forecasting.openings import infer_openings

    opened = infer_openings(demand.frame, days, end, demand.slot_minutes)
    table = Openings.from_frame(opened, demand.slot_minutes)
    histories = [demand.history(queue, table) for queue in demand.queues]
    ahead = types.at(date_range(np.datetime64(start, "D"), np.datetime64(end, "D")))
    lines = []

    def timed(what: str, done: int, began: float, wall: float) -> None:
        used = time.process_time() - began
        lines.append(
            {
                "what": what,
                "queues": done,
                "cpu_seconds": used,
                "queues_per_cpu_second": done / used,
                "wall_seconds": time.perf_counter() - wall,
            }
        )

    began, wall = time.process_time(), time.perf_counter()
    for history in histories:
        Structured().fit(history, types.at(history.dates)).predict(ahead)
    timed("core, fit and 28 days", count, began, wall)
    began, wall = time.process_time(), time.perf_counter()
    forecast(demand, days, start, end, openings=opened, model="structured_month")
    timed("core with trials and bands", count, began, wall)
    began, wall = time.process_time(), time.perf_counter()
    forecast(demand, days, start, end, openings=opened)
    timed(f"ensemble ({', '.join(Ensemble().members(len(histories[0])))}) with trials and bands", count, began, wall)
    return pd.DataFrame(lines).round(3)

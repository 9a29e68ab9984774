"""Centers of any size for tests and benchmarks, and a simulated history for them and the samples."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecasting.simulate import QueueTruth, simulate
from scheduler.domain.blocks import held, on_such_day
from scheduler.domain.calendar import CalendarDay
from scheduler.domain.center import Center
from scheduler.domain.clock import DAY_MINUTES, Horizon
from scheduler.samples.hall import generate_hall
from scheduler.samples.hotline import four_crew_roster, generate_hotline
from scheduler.store.entries import Traffic
from scheduler.store.folder import CenterFolder
from scheduler.store.folder_rows import demand_frame

PADDING = timedelta(days=14)
"""Days on both sides of a history that must be known: a break or month is seen whole."""

QUARTER_END_DAYS, MONTH_END_DAYS = 5, 3
MONDAY_INDEX = 0
_WEEK = date(2026, 9, 7)

__all__ = ["four_crew_roster", "generate_hall", "generate_hotline", "simulate_history"]


def simulate_history(
    folder: CenterFolder, calendar_days: Sequence[CalendarDay], seed: int | None = None
) -> pd.DataFrame:
    """Arrivals and handling times as the folder's typical week makes them, day by day.

    Parameters
    ----------
    calendar_days
        Every date from 14 days before ``traffic.first`` to 14 days after ``traffic.last``; more
        change nothing.
    seed
        Default: the folder's own. Same seed, same history.

    Returns
    -------
    Frame ``queue,start,arrivals,aht_s,source`` with ``source`` simulated.

    Raises
    ------
    ValueError
        If the folder has no typical week or a date is missing.
    """
    traffic, center = folder.traffic, folder.center
    if traffic is None or not traffic.lines:
        raise ValueError(f"center {center.id}: no typical week (traffic.csv and [demand]) to simulate from")
    wanted = Horizon.between(traffic.first - PADDING, traffic.last + PADDING).dates()
    known = {day.date: day for day in calendar_days}
    missing = [str(when) for when in wanted if when not in known]
    if missing:
        raise ValueError(f"center {center.id}: calendar lacks {len(missing)} days from {missing[0]}")
    days = [known[when] for when in wanted]
    frame = pd.DataFrame(
        {
            "kind": [day.kind for day in days],
            "name": [day.name_en if day.kind != "workday" else "" for day in days],
            "open": [any(held(s, day.date, day.workday) for s in center.sessions) for day in days],
            "event_factor": np.nan,
        },
        index=pd.DatetimeIndex(wanted),
    )
    at_quarter_end = _last_workdays(days, QUARTER_END_DAYS, (3, 6, 9, 12))
    at_month_end = _last_workdays(days, MONTH_END_DAYS, tuple(range(1, 13)))
    parts = []
    for truth in _truths(center, traffic):
        factor = traffic.quarter_end.get(truth.queue)
        known_days = frame
        if factor is not None:
            # The factor of a quarter's end stands in place of the month's, which simulate multiplies in.
            values = [
                factor / (truth.month_end if m else 1.0) if q else np.nan
                for q, m in zip(at_quarter_end, at_month_end, strict=True)
            ]
            known_days = frame.assign(event_factor=values)
        parts.append(simulate([truth], known_days, traffic.seed if seed is None else seed))
    rows = pd.concat(parts, ignore_index=True)
    inside = (rows["start"] >= pd.Timestamp(traffic.first)) & (
        rows["start"] < pd.Timestamp(traffic.last + timedelta(days=1))
    )
    rows = rows[inside]
    return demand_frame(
        list(rows["queue"]), list(rows["start"]), list(rows["arrivals"]), list(rows["aht_s"]), ["simulated"] * len(rows)
    )


def _truths(center: Center, traffic: Traffic) -> list[QueueTruth]:
    """How the contacts of each queue come about, from the typical week's lines."""
    found = []
    for queue in center.queues:
        lines = [line for line in traffic.lines if line.queue == queue.id]
        if not lines:
            continue
        profile = np.zeros((7, DAY_MINUTES // center.slot_minutes))
        for row in range(7):
            when = _WEEK + timedelta(days=row)
            for line in lines:
                if on_such_day(line.days, when, row < 5):
                    profile[row, line.start // center.slot_minutes] += line.mean
        profile[MONDAY_INDEX] *= traffic.monday
        total = sum(line.mean for line in lines)
        aht = sum(line.mean * line.aht_s for line in lines) / total if total else lines[0].aht_s
        found.append(
            QueueTruth(
                queue.id,
                profile,
                aht,
                day_cv=traffic.day_cv,
                rebound=traffic.after_break,
                run_up=traffic.before_break,
                month_end=traffic.month_end.get(queue.id, 1.0),
                on_holidays=1.0 if profile[6].any() else None,
            )
        )
    return found


def _last_workdays(days: Sequence[CalendarDay], count: int, months: tuple[int, ...]) -> list[bool]:
    """Whether each day is one of the last ``count`` working days of such a month."""
    marked = [False] * len(days)
    left: dict[tuple[int, int], int] = {}
    for place in range(len(days) - 1, -1, -1):
        day = days[place]
        if day.workday and day.date.month in months:
            month = (day.date.year, day.date.month)
            marked[place] = left.setdefault(month, count) > 0
            left[month] -= 1
    return marked

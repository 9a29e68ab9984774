"""A share promised over the week or day against one promised in every interval: 20 queues over a week of half-hours.

    python -m benchmarks.weekly_target [--seeds N] [--out FILE]

Calls of 5 min, 80 % answered within 15 s, patience 2 min (Erlang A), 20 queues of 1 to 28 erlang on
average, a hotline's day, quieter week-ends. For several floors: heads against the need by interval; the
same at the week's share that the need by interval happens to reach; the linear program's bound by queue,
rounded up; and what the exact chain says of the week's share and of the lowest interval with at least
two calls.
"""

import argparse
import csv
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from ortools.linear_solver import pywraplp

from scheduler.domain.need import NeedCell
from scheduler.samples.hotline import HOURLY
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.need import QueueNeed, need_frame
from scheduler.staffing.over_time import Runs, judge
from scheduler.staffing.period_shares import of_need
from scheduler.staffing.periods import beginnings
from scheduler.staffing.targets import Over, ServiceTarget

Load = Literal["stationary", "carried"]

QUEUES, DAYS, SLOTS, AHT_S, SLOT_S = 20, 7, 48, 300.0, 1800.0
EACH = ServiceTarget(answer_share=0.8, within_s=15.0, patience_s=120.0)
WEEKEND = 0.75
CASES: tuple[tuple[float, Over, float, Load], ...] = (
    (0.0, "week", 0.01, "stationary"),
    (0.0, "week", 0.5, "stationary"),
    (0.0, "week", 0.6, "stationary"),
    (0.0, "week", 0.7, "stationary"),
    (0.0, "day", 0.6, "stationary"),
    (0.1, "week", 0.6, "stationary"),
    (0.0, "week", 0.6, "carried"),
    (0.1, "week", 0.6, "carried"),
)
"""Spread of the rate, over what is promised, floor (0.01 is none to speak of), how intervals hang together (carried is what `auto` takes here)."""

BEYOND = 12
"""Heads above the need by interval up to which the linear program may go."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = [row for seed in range(given.seeds) for row in measured(seed)]
    out = given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return 0


def generated(seed: int, cv: float) -> pd.DataFrame:
    """Forecast of the queues, each with a size and a level by half-hour of its own."""
    chance = np.random.default_rng(seed)
    start = pd.date_range("2026-09-07", periods=DAYS * SLOTS, freq="30min")
    day = np.repeat(np.array(HOURLY) / np.mean(HOURLY), 2)
    week = np.concatenate([day * (WEEKEND if d > 4 else 1.0) for d in range(DAYS)])
    parts = [
        pd.DataFrame(
            {
                "queue": f"Q{i:02d}",
                "start": start,
                "end": start + pd.Timedelta(minutes=30),
                "mean": 10 ** chance.uniform(0.0, 1.45) * SLOT_S / AHT_S * week * chance.uniform(0.9, 1.1, week.size),
                "cv": cv,
                "aht_s": AHT_S,
            }
        )
        for i in range(QUEUES)
    ]
    return pd.concat(parts, ignore_index=True)


def measured(seed: int) -> Iterator[dict[str, object]]:
    for cv, over, floor, load in CASES:
        frame = generated(seed, cv)
        queues = sorted(frame["queue"].unique())
        single, each_s = _timed(frame, dict.fromkeys(queues, QueueNeed(EACH, load=load)))
        target = replace(EACH, over=over, floor=floor)
        targets = dict.fromkeys(queues, QueueNeed(target, load=load))
        weekly, week_s = _timed(frame, targets)
        reached = {q: _share([c for c in single if c.queue == q]) for q in queues}
        # The share that the need by interval reaches over the week, for fewer heads.
        same, _ = _timed(frame, {q: QueueNeed(replace(target, answer_share=reached[q]), load=load) for q in queues})
        shares = of_need(weekly, targets)
        heads, alone, alike = (sum(c.required for c in cells) for cells in (weekly, single, same))
        bound = sum(_bound(frame[frame["queue"] == q], target, [c for c in single if c.queue == q]) for q in queues)
        chain, lowest = _chain(frame, weekly)
        yield {
            "seed": seed,
            "cv": cv,
            "over": over,
            "floor": floor,
            "load": load,
            "by_interval": alone,
            "heads": heads,
            "saved": round(1 - heads / alone, 4),
            "share_by_interval": round(_share(single), 4),
            "share": round(_share(weekly), 4),
            "saved_at_same_share": round(1 - alike / alone, 4),
            "bound": bound,
            "above_bound": heads - bound,
            "below_promise": sum(s.below for s in shares),
            "intervals": len(weekly),
            "lowest": round(min(s.lowest for s in shares), 3),
            "chain_share": round(chain, 4),
            "chain_lowest": round(lowest, 3),
            "cpu_s": round(week_s, 2),
            "by_interval_cpu_s": round(each_s, 2),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "machine": platform.machine(),
        }


def _timed(frame: pd.DataFrame, targets: dict[str, QueueNeed]) -> tuple[list[NeedCell], float]:
    begun = time.process_time()
    cells = need_frame(frame, targets)
    return cells, time.process_time() - begun


def _share(cells: list[NeedCell]) -> float:
    return sum(c.mean * c.expected_service for c in cells) / sum(c.mean for c in cells)


def _bound(rows: pd.DataFrame, target: ServiceTarget, single: list[NeedCell]) -> int:
    """Fewest heads of one queue that any plan needs, by linear programs over all numbers of heads: by week, or the sum by days."""
    periods = beginnings(rows["start"], target.over)
    rows = rows.assign(load=[c.load_erlang for c in single], most=[c.required + BEYOND for c in single])
    return sum(_least(part, target) for _, part in rows.groupby(periods))


def _least(part: pd.DataFrame, target: ServiceTarget) -> int:
    mean, cv, load, most = (part[name].to_numpy() for name in ("mean", "cv", "load", "most"))
    cell = np.repeat(np.arange(len(part)), most + 1)
    heads = np.arange(cell.size) - np.repeat(np.cumsum(most + 1) - (most + 1), most + 1)
    service = expected(Cells.of(load[cell], cv[cell], AHT_S, SLOT_S), heads, target).service
    solver = pywraplp.Solver.CreateSolver("GLOP")
    enough = solver.Constraint(float((target.answer_share or 0.0) * mean.sum()) - 1e-6, solver.infinity())
    ones = [solver.Constraint(1.0, 1.0) for _ in mean]
    for c, n, s in zip(cell.tolist(), heads.tolist(), service.tolist(), strict=True):
        if s >= (target.interval_share or 0.0) - 1e-12:
            weight = solver.NumVar(0.0, 1.0, "")
            ones[c].SetCoefficient(weight, 1.0)
            enough.SetCoefficient(weight, float(mean[c] * s))
            solver.Objective().SetCoefficient(weight, float(n))
    solver.Objective().SetMinimization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        raise RuntimeError("the linear program was not solved")
    return int(np.ceil(solver.Objective().Value() - 1e-6))


def _chain(frame: pd.DataFrame, cells: list[NeedCell]) -> tuple[float, float]:
    """Share of the whole and of the lowest interval with two calls or more, by the exact chain, day by day from an empty midnight."""
    shape = (QUEUES * DAYS, SLOTS)
    mean, cv = (frame[name].to_numpy().reshape(shape) for name in ("mean", "cv"))
    served = judge(
        Runs.of(mean, cv, AHT_S, SLOT_S), np.array([c.required for c in cells]).reshape(shape), EACH
    ).met.service
    return float((mean * served).sum() / mean.sum()), float(served[mean >= 2.0].min())


if __name__ == "__main__":
    raise SystemExit(main())

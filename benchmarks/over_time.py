"""Staffing over time: four methods judged on the exact chain.

    python benchmarks/over_time.py [--out results.csv]

A week of half-hours (336) whose arrivals follow a sine of 80 % around the mean each day: calls of
5 minutes (80 % in 15 s, 20 erlang), tasks of 30 minutes (80 % in 60 s, 20 erlang), a small
hotline (2 erlang); and a hall from 8:30 to 12:00, 15 minutes a service, 80 % within 10 minutes,
twelve people at the door. Counted: staff-intervals, their ratio to the naive method (SIPP), share
served in time, the worst interval, intervals below target, seconds.
"""

import argparse
import csv
import platform
import time
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np

from scheduler.staffing.chain import Runs
from scheduler.staffing.over_time import Method, heads_over_time, judge
from scheduler.staffing.targets import ServiceTarget


def week(erlang: float, aht_s: float) -> Runs:
    hours = np.arange(336) + 0.5
    return Runs.of(erlang * (1.0 + 0.8 * np.sin(2.0 * np.pi * hours / 48.0)) * 1800.0 / aht_s, 0.0, aht_s, 1800.0)


CASES: dict[str, tuple[Runs, ServiceTarget]] = {
    "calls 5 min, 20 erlang": (week(20.0, 300.0), ServiceTarget(0.8, 15.0)),
    "tasks 30 min, 20 erlang": (week(20.0, 1800.0), ServiceTarget(0.8, 60.0)),
    "calls 5 min, 2 erlang": (week(2.0, 300.0), ServiceTarget(0.8, 15.0)),
    "hall, 12 at the door": (
        Runs.of([[20.0, 20.0, 18.0, 14.0, 14.0, 10.0, 8.0]], 0.0, 900.0, 1800.0, at_the_door=12),
        ServiceTarget(0.8, 600.0),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    rows = []
    for name, (runs, target) in CASES.items():
        naive = 0
        for method in get_args(Method):
            began = time.process_time()
            heads = heads_over_time(runs, target, method)
            seconds = time.process_time() - began
            found = judge(runs, heads, target)
            service, below = found.met.service[0], int(found.below(target).sum())
            naive = naive or int(heads.sum())
            share = float((service * runs.mean[0]).sum() / runs.mean.sum())
            rows.append(
                (
                    name,
                    method,
                    int(heads.sum()),
                    round(heads.sum() / naive, 4),
                    round(share, 4),
                    round(float(service.min()), 4),
                    below,
                    service.size,
                    round(seconds, 3),
                )
            )
    head = ("case", "method", "staff_intervals", "ratio", "service", "worst", "below", "intervals", "cpu_s")
    for row in (head, *rows):
        print("  ".join(f"{cell!s:>{24 if i == 0 else 15}}" for i, cell in enumerate(row)))
    if asked.out:
        with asked.out.open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            table.writerow((*head, "date", "machine", "numpy"))
            table.writerows(
                (*row, date.today(), f"{platform.machine()} {platform.python_version()}", np.__version__)
                for row in rows
            )


if __name__ == "__main__":
    main()

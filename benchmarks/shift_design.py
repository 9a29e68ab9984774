"""The same shifts, fewer customers lost: shift design against the head-count model.

    python benchmarks/shift_design.py [--seconds S] [--out results.csv]

A week of half-hours (336): 1,400 calls on weekdays and 1,017 at weekends with the day curve of the
sample hotline, five minutes each, patience two minutes, 80 % within 20 seconds, at least one person.
Shifts of 8.5 hours from any half-hour, an unpaid break of half an hour after 3, 4 or 5 hours: 1,008
patterns, the week repeats itself. In one run: the fewest shifts that cover the need, what they lose,
and what as many shifts lose when they are placed by service, with the proven gap.
"""

import argparse
import csv
import platform
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

from scheduler.shift_design.patterns import Allowed, Pause, coverage, patterns
from scheduler.solver.shift_design import fewest, fewest_lost
from scheduler.staffing.expected import Cells
from scheduler.staffing.service_table import service_table
from scheduler.staffing.targets import ServiceTarget

SHARES = (
    0.8,
    0.6,
    0.5,
    0.4,
    0.4,
    0.6,
    1.4,
    3.4,
    7.8,
    10,
    9.8,
    8,
    4.6,
    4.6,
    7.8,
    8.6,
    7.6,
    5.6,
    4.4,
    4.2,
    3.8,
    3,
    1.8,
    0.9,
)
AHT, TARGET = 300.0, ServiceTarget(0.8, 20.0, patience_s=120.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    day = np.repeat(np.array(SHARES) / sum(SHARES), 2) / 2.0
    mean = np.concatenate([day * 1400.0] * 5 + [day * 1017.0] * 2)
    table = service_table(Cells.of(mean * AHT / 1800.0, 0.0, AHT, 1800.0), mean, TARGET, 60)
    floor = np.maximum(table.smallest(TARGET), 1)
    shifts = patterns(Allowed(tuple(range(0, 1440, 30)), (510,), ((0, (Pause(30, 180, 300),)),)), 7, 30)
    shifts = tuple(p for p in shifts if (p.spans[0][1] - p.start) % 60 == 0)
    covers = coverage(shifts, list(range(0, 7 * 1440, 30)), 30, 7 * 1440)
    began = time.process_time()
    naive = fewest(covers, floor, np.ones(len(shifts)), asked.seconds)
    naive_s = time.process_time() - began
    began = time.process_time()
    best = fewest_lost(
        covers, floor, table.cost, np.ones(len(shifts)), float(naive.counts.sum()), asked.seconds, start=naive.counts
    )
    best_s = time.process_time() - began
    rows = np.arange(mean.size)

    def met(heads: np.ndarray) -> tuple[float, float, int]:
        service = table.service[rows, np.minimum(heads, 60)]
        return (
            float(table.cost[rows, np.minimum(heads, 60)].sum()),
            float((mean * service).sum() / mean.sum()),
            int((service < 0.8 - 1e-12).sum()),
        )

    found = [
        ("head_count", int(naive.counts.sum()), *met(naive.heads), naive.proven, 0.0, naive_s),
        ("service", int(best.counts.sum()), *met(best.heads), best.proven, best.gap, best_s),
    ]
    head = ("model", "shifts", "lost", "served_in_time", "intervals_below", "proven", "gap", "cpu_s")
    print(f"{mean.sum():.0f} calls, {len(shifts)} patterns, {int(floor.sum())} staff-intervals needed")
    for row in (head, *found):
        print("  ".join(f"{cell if isinstance(cell, str) else f'{cell:.4g}':>15}" for cell in row))
    print(f"lost: {100 * (1 - found[1][2] / found[0][2]):.1f} % fewer")
    if asked.out:
        with asked.out.open("w", newline="", encoding="utf-8") as stream:
            lines = csv.writer(stream)
            lines.writerow((*head, "date", "machine", "ortools"))
            lines.writerows(
                (*row, date.today(), f"{platform.machine()} {platform.python_version()}", version("ortools"))
                for row in found
            )


if __name__ == "__main__":
    main()

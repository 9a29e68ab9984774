"""Work that may wait: five kinds over a week of half-hours, as a fluid, against treating it like calls.

    python -m benchmarks.deferred [--weeks N] [--out FILE]

Compared in one run: our earliest-due-date plan with whole heads, the exact least by linear
programming (GLOP), and head-slots if each half-hour had to do what comes in with it.
"""

import argparse
import csv
import platform
import sys
import time
from pathlib import Path

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.staffing.deferred import Stream, extra_heads

MINUTES, KINDS, DAY = 30.0, 5, 48


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = [measured(seed, given.weeks) for seed in range(6)]
    out = given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return 0


def generated(seed: int, weeks: int) -> tuple[list[Stream], np.ndarray]:
    """Day work (07:00 to 20:00) of five kinds due within 2 to 48 hours, and what live customers leave free."""
    chance, slots = np.random.default_rng(seed), 336 * weeks
    hour = np.arange(slots) % DAY
    may = (hour >= 14) & (hour < 40)
    streams = []
    for kind in range(KINDS):
        arrives = ((hour >= 16 + kind) & (hour < 36 + kind)) * chance.gamma(2.0, 18.0, slots)
        streams.append(Stream(arrives, np.minimum(np.arange(slots) + int(chance.integers(4, 96)), slots), may))
    return streams, may * chance.uniform(0.0, 90.0, slots)


def measured(seed: int, weeks: int) -> dict[str, object]:
    streams, spare = generated(seed, weeks)
    begun = time.process_time()
    found = extra_heads(streams, spare, MINUTES)
    ours = time.process_time() - begun
    begun = time.process_time()
    exact = least(streams, spare)
    program = time.process_time() - begun
    like_calls = np.ceil(np.maximum(0.0, sum(s.arrives for s in streams) - spare) / MINUTES - 1e-9).sum()
    return {
        "seed": seed,
        "slots": spare.size,
        "heads": int(found.heads.sum()),
        "bound": round(found.bound, 2),
        "lp": round(exact / MINUTES, 2),
        "late_minutes": round(float(found.worked.late.sum()), 3),
        "like_calls": int(like_calls),
        "saved": round(1.0 - found.heads.sum() / like_calls, 3),
        "cpu_s": round(ours, 3),
        "lp_cpu_s": round(program, 3),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
    }


def least(streams: list[Stream], spare: np.ndarray) -> float:
    """Least minutes beside ``spare``, by linear programming."""
    solver, slots = pywraplp.Solver.CreateSolver("GLOP"), spare.size
    extra = [solver.NumVar(0.0, solver.infinity(), "") for _ in range(slots)]
    room = [solver.Constraint(-solver.infinity(), float(spare[t])) for t in range(slots)]
    for t in range(slots):
        room[t].SetCoefficient(extra[t], -1.0)
    for stream in streams:
        asked = np.zeros(slots)
        for t in range(slots):
            if stream.due[t] < slots:
                asked[stream.due[t] - 1] += stream.arrives[t]
        before = None
        for t, (low, high) in enumerate(zip(np.cumsum(asked), np.cumsum(stream.arrives), strict=True)):
            work = solver.NumVar(0.0, solver.infinity() if stream.may[t] else 0.0, "")
            room[t].SetCoefficient(work, 1.0)
            total = solver.NumVar(float(min(low, high)), float(high), "")
            link = solver.Constraint(0.0, 0.0)
            link.SetCoefficient(total, 1.0)
            link.SetCoefficient(work, -1.0)
            if before is not None:
                link.SetCoefficient(before, -1.0)
            before = total
    solver.Minimize(sum(extra))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        raise RuntimeError("the linear program was not solved")
    return float(solver.Objective().Value())


if __name__ == "__main__":
    raise SystemExit(main())

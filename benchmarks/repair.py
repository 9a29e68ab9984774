"""How fast a sick call is repaired: seconds to the first proposal and to the result with its proof.

    python benchmarks/repair.py [--size smoke|full] [--calls N] [--seed N] [--out results.csv]

A generated hotline (full: 185 people, 42 days) with the greedy roster; on day 11 at 07:15 one
person of the early or evening shift is missing until midnight, then two persons at once. And the
sample hall: everybody who is there on 8 September at 08:15 missing in turn. Counted is in how many
the number of changed cells is proven least.
"""

import argparse
import csv
import os
import random
import statistics
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from n1 import circumstances

from scheduler.assemble import make_problem
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.generate import generate_hotline
from scheduler.planning import open_center
from scheduler.repair.fewest import Repair, repair
from scheduler.solver.greedy import greedy_roster

SIZES = {"smoke": (16, 14), "full": (185, 42)}
"""People, days."""


def measure(
    name: str, problem: RosterProblem, roster: Roster, calls: Sequence[Sequence[Absence]], at: datetime
) -> dict[str, object]:
    """One line of the table: the same moment, one repair after another."""
    first, whole, proven, cells = [], [], 0, []
    for gone in calls:
        begun, shown = time.perf_counter(), list[float]()

        def note(_: Repair, begun: float = begun, shown: list[float] = shown) -> None:
            shown.append(time.perf_counter() - begun)

        found = repair(problem, roster, gone, since=at, reason="sick call", on_proposal=note)
        first.append(shown[0])
        whole.append(time.perf_counter() - begun)
        proven += found.proven
        cells.append(found.cells)
    return {
        "center": name,
        "people": len(problem.center.staff),
        "days": problem.horizon.days,
        "missing": len(calls[0]),
        "calls": len(calls),
        "first_median_s": round(statistics.median(first), 2),
        "first_max_s": round(max(first), 2),
        "result_median_s": round(statistics.median(whole), 2),
        "result_max_s": round(max(whole), 2),
        "proven": proven,
        "most_cells": max(cells),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--calls", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    agents, days = SIZES[given.size]
    where, rows = circumstances(given.seed), list[dict[str, object]]()

    def told(row: dict[str, object]) -> None:
        rows.append({**row, **where})
        print(", ".join(f"{name} {value}" for name, value in row.items()), flush=True)

    print(", ".join(f"{name} {value}" for name, value in where.items()))
    folder = generate_hotline(agents, given.seed, days=days)
    assert folder.horizon is not None
    problem = make_problem(folder, *folder.horizon)
    roster = greedy_roster(problem)
    day = problem.date(min(10, days - 2))
    at = datetime(day.year, day.month, day.day, 7, 15)
    until = at + timedelta(hours=16, minutes=45)
    there = sorted({d.person for d in roster.duties if d.day == day and d.shift in "DE"})
    rng = random.Random(given.seed)
    for missing in (1, 2):
        calls = [[Absence(p, at, until, "sudden") for p in rng.sample(there, missing)] for _ in range(given.calls)]
        told(measure("generated hotline", problem, roster, calls, at))
    hall = make_problem(open_center("hall"), date(2026, 9, 7), date(2026, 10, 18))
    made, morning = greedy_roster(hall), datetime(2026, 9, 8, 8, 15)
    present = sorted({d.person for d in made.duties if d.start.date() == morning.date()})
    told(
        measure(
            "sample hall", hall, made, [[Absence(p, morning, datetime(2026, 9, 9), "sudden")] for p in present], morning
        )
    )
    if given.out is not None:
        with given.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()

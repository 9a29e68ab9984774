"""How fast a sick call is repaired: seconds to the first proposal and to the result with its proof.

    python benchmarks/repair.py [--size smoke|full] [--calls N] [--seed N]

A generated hotline (full: 185 people, 42 days) with the greedy roster; on day 11 at 07:15 one
person of the early or evening shift is missing until midnight, then two persons at once.
"""

import argparse
import platform
import random
import statistics
import time
from datetime import datetime, timedelta

from scheduler.assemble import make_problem
from scheduler.domain.absence import Absence
from scheduler.generate import generate_hotline
from scheduler.repair import Repair, repair
from scheduler.solver.greedy import greedy_roster

SIZES = {"smoke": (16, 14), "full": (185, 42)}
"""People, days."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--calls", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    agents, days = SIZES[given.size]
    folder = generate_hotline(agents, given.seed, days=days)
    assert folder.horizon is not None
    problem = make_problem(folder, *folder.horizon)
    roster = greedy_roster(problem)
    day = problem.date(min(10, days - 2))
    at = datetime(day.year, day.month, day.day, 7, 15)
    until = at + timedelta(hours=16, minutes=45)
    there = sorted({d.person for d in roster.duties if d.day == day and d.shift in "DE"})
    rng = random.Random(given.seed)
    print(f"{agents} people, {days} days, seed {given.seed}, Python {platform.python_version()}, {platform.machine()}")
    for missing in (1, 2):
        first, whole, proven = [], [], 0
        for _ in range(given.calls):
            gone = [Absence(p, at, until, "sudden") for p in rng.sample(there, missing)]
            begun, shown = time.perf_counter(), list[float]()

            def note(_: Repair, begun: float = begun, shown: list[float] = shown) -> None:
                shown.append(time.perf_counter() - begun)

            found = repair(problem, roster, gone, since=at, reason="sick call", on_proposal=note)
            first.append(shown[0])
            whole.append(time.perf_counter() - begun)
            proven += found.proven
        print(
            f"{missing} missing: first proposal median {statistics.median(first):.2f} s, worst {max(first):.2f} s; "
            f"result median {statistics.median(whole):.2f} s, worst {max(whole):.2f} s; proven {proven} of {given.calls}"
        )


if __name__ == "__main__":
    main()

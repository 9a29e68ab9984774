"""People of several skills: what few of them bring, and the cheapest mixes against enumeration.

    python -m benchmarks.pools [--seeds N] [--out FILE]

First two queues of four erlang (180 s, patience 120 s, 80 % within 15 s), twelve people, from none
to all of two skills, beside Erlang A where it speaks. Then random pools of two and three queues:
the mix found by cuts against all mixes, before the same customers.
"""

import argparse
import csv
import itertools
import platform
import sys
import time
from pathlib import Path

import numpy as np

from scheduler.pools.mix import EXTRA_SKILL, cheapest_mix, single_need
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.pool import Stream, Trial, kept
from scheduler.staffing.targets import ServiceTarget

TARGET = ServiceTarget(0.8, 15.0, patience_s=120.0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = [*pooling(given.seeds), *random_pools(given.seeds)]
    known = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
        "seeds": given.seeds,
    }
    out = given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout
    writer = csv.DictWriter(out, ["what", "value", "spread", "exact", "people", "cpu_s", *known])
    writer.writeheader()
    writer.writerows({**row, **known} for row in rows)
    return 0


def pooling(seeds: int) -> list[dict[str, object]]:
    cases = {
        "apart 6+6": (6, 6, 0),
        "1 of 6 flexible": (5, 5, 2),
        "2 of 6 flexible": (4, 4, 4),
        "all 12 flexible": (0, 0, 12),
        "all 10 flexible": (0, 0, 10),
    }
    exact = {"apart 6+6": (4.0, 6), "all 12 flexible": (8.0, 12), "all 10 flexible": (8.0, 10)}
    met: dict[str, list[float]] = {name: [] for name in cases}
    for seed in range(seeds):
        trial = Trial([Stream(f"q{i}", 80.0, 180.0, TARGET) for i in range(2)], [(0,), (1,), (0, 1)], seed)
        for name, heads in cases.items():
            met[name].append(float(trial.met(heads).service.mean()))
    rows = []
    for name, found in met.items():
        formula = ""
        if name in exact:
            load, n = exact[name]
            formula = (
                f"{float(expected(Cells.of([load], [0.0], [180.0], [1800.0]), np.array([n]), TARGET).service[0]):.4f}"
            )
        rows.append(
            {
                "what": f"two queues of 4 erlang, {name}: served in time",
                "value": round(float(np.mean(found)), 4),
                "spread": round(float(np.std(found)), 4),
                "exact": formula,
                "people": sum(cases[name]),
            }
        )
    return rows


def random_pools(seeds: int) -> list[dict[str, object]]:
    rows = []
    for queues, groups in ((2, [(0,), (1,), (0, 1)]), (3, [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)])):
        hits, spent, tried, apart, mixed = 0, 0.0, 0, 0, 0
        for seed in range(seeds):
            chance = np.random.default_rng([queues, seed])
            streams = [
                Stream(f"q{i}", 3600.0 * float(load) / 240.0, 240.0, TARGET)
                for i, load in enumerate(chance.uniform(0.2, 1.6, queues))
            ]
            begun = time.process_time()
            trial = Trial(streams, groups, seed, customers=10_000)
            found = cheapest_mix(trial)
            spent += time.process_time() - begun
            if found is None:
                continue
            cost = sum(n * (100 + EXTRA_SKILL * (len(g) - 1)) for n, g in zip(found.heads, groups, strict=True))
            cheaper = (
                heads
                for heads in itertools.product(range(found.people + 1), repeat=len(groups))
                if sum(heads) <= found.people
                and sum(n * (100 + EXTRA_SKILL * (len(g) - 1)) for n, g in zip(heads, groups, strict=True)) < cost
            )
            hits, tried = hits + (not any((kept(streams, trial.met(heads)) >= 0).all() for heads in cheaper)), tried + 1
            apart, mixed = apart + sum(single_need(s) for s in streams), mixed + found.people
        rows.append(
            {
                "what": f"{queues} queues, {len(groups)} groups: share of pools whose cheapest mix is found",
                "value": round(hits / tried, 3),
                "people": f"{mixed} mixed, {apart} apart",
                "cpu_s": round(spent / tried, 2),
            }
        )
    return rows


if __name__ == "__main__":
    raise SystemExit(main())

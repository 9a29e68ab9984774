"""How fast need is computed, and how often it is the true smallest number.

    python benchmarks/erlang.py [--size smoke|week] [--seed N] [--repeat N] [--out results.csv]

A week of half-hours for 20 queues is 6,720 cells. Each task is run ``--repeat`` times and the
fastest counts, since the machine is shared. If the peer pyworkforce can be imported its
Erlang C loop is run on the same cells and compared with the same scan. The table goes to the
terminal and, with ``--out``, to a CSV file with machine, versions, seed and date.
"""

import argparse
import csv
import importlib.metadata
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from scheduler.staffing.expected import Cells
from scheduler.staffing.queues import erlang_a, erlang_c
from scheduler.staffing.queues.arrays import FloatArray, IntArray
from scheduler.staffing.targets import ServiceTarget
from scheduler.staffing.uncertain import need

SIZES = {"smoke": 200, "week": 7 * 48 * 20}
AHT_S, PATIENCE_S, WITHIN_S, INTERVAL_S, SHARE = 180.0, 120.0, 20.0, 1800.0, 0.8


@dataclass(frozen=True)
class Result:
    """One line of the table; `wrong` counts cells off the scan, -1 where nothing is compared."""

    task: str
    cells: int
    seconds: float
    wrong: int = -1


def scan(load: FloatArray) -> IntArray:
    """True smallest n by trying n = 0, 1, 2, ... with the textbook recursion."""
    found, inverse = np.full(load.size, -1), np.ones(load.size)
    n = 0
    while (found < 0).any():
        n += 1
        inverse = 1.0 + n / load * inverse
        rho = load / n
        with np.errstate(over="ignore"):
            late = np.exp(-(n - load) * WITHIN_S / AHT_S) / ((1.0 - rho) * inverse + rho)
        found[(found < 0) & (rho < 1.0) & (1.0 - late >= SHARE)] = n
    return found


def tasks(load: FloatArray, cv: FloatArray) -> dict[str, Callable[[], object]]:
    """What is measured, by name."""
    phone = ServiceTarget(answer_share=SHARE, within_s=WITHIN_S)
    patient = ServiceTarget(answer_share=SHARE, within_s=WITHIN_S, patience_s=PATIENCE_S)
    cells = Cells.of(load, cv, AHT_S, INTERVAL_S)
    n = np.arange(1, 41)
    return {
        "erlang_c need": lambda: erlang_c.need(load, AHT_S, answer_share=SHARE, within_s=WITHIN_S),
        "erlang_c need, 10x load": lambda: erlang_c.need(10 * load, AHT_S, answer_share=SHARE, within_s=WITHIN_S),
        "erlang_a need": lambda: erlang_a.need(load, AHT_S, PATIENCE_S, answer_share=SHARE, within_s=WITHIN_S),
        "erlang_a need, 10x load": lambda: erlang_a.need(
            10 * load, AHT_S, PATIENCE_S, answer_share=SHARE, within_s=WITHIN_S
        ),
        "erlang_a table n=1..40": lambda: erlang_a.measures(load[:, None], n, AHT_S, PATIENCE_S, WITHIN_S),
        "uncertain need, erlang_c": lambda: need(cells, phone),
        "uncertain need, erlang_a": lambda: need(cells, patient),
    }


def best(task: Callable[[], object], repeat: int) -> tuple[object, float]:
    """Last answer and shortest time of `repeat` runs."""
    shortest = float("inf")
    answer: object = None
    for _ in range(repeat):
        begun = time.perf_counter()
        answer = task()
        shortest = min(shortest, time.perf_counter() - begun)
    return answer, shortest


def peer(load: FloatArray) -> Callable[[], IntArray] | None:
    """pyworkforce's Erlang C on the same cells, if it is installed."""
    try:
        from pyworkforce.queuing import ErlangC
    except ImportError:
        return None

    def positions() -> IntArray:
        return np.array(
            [
                ErlangC(
                    transactions=a * INTERVAL_S / AHT_S,
                    aht=AHT_S / 60.0,
                    interval=INTERVAL_S / 60.0,
                    asa=WITHIN_S / 60.0,
                    shrinkage=0.0,
                ).required_positions(service_level=SHARE, max_occupancy=1.0)["positions"]
                for a in load.tolist()
            ]
        )

    return positions


def measure(size: str, seed: int, repeat: int) -> list[Result]:
    """All tasks on one random week: loads gamma with mean 8 erlang, cv uniform up to 0.3."""
    rng = np.random.default_rng(seed)
    load = rng.gamma(2.0, 4.0, SIZES[size])
    cv = rng.uniform(0.0, 0.3, SIZES[size])
    truth = scan(load)
    results = []
    for name, task in tasks(load, cv).items():
        answer, seconds = best(task, repeat)
        wrong = int(np.sum(answer != truth)) if name == "erlang_c need" else -1
        results.append(Result(name, load.size, seconds, wrong))
    other = peer(load)
    if other is not None:
        answer, seconds = best(other, min(repeat, 3))
        wrong = int(np.sum(answer != truth))
        results.append(Result("pyworkforce erlang_c need", load.size, seconds, wrong))
    return results


def circumstances(seed: int) -> dict[str, str]:
    """Where, when and with what it was measured."""
    try:
        version = importlib.metadata.version("paiban")
    except importlib.metadata.PackageNotFoundError:
        version = "source"
    return {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "version": version,
        "seed": str(seed),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=list(SIZES), default="week")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    where = circumstances(arguments.seed)
    results = measure(arguments.size, arguments.seed, arguments.repeat)
    print(", ".join(f"{name} {value}" for name, value in where.items()))
    for result in results:
        off = "" if result.wrong < 0 else f"   {result.wrong} cells off the scan"
        print(f"{result.task:28} {result.cells:6} cells {1e3 * result.seconds:9.2f} ms{off}")
    if arguments.out is not None:
        with arguments.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [*asdict(results[0]), *where])
            writer.writeheader()
            writer.writerows({**asdict(result), **where} for result in results)


if __name__ == "__main__":
    main()

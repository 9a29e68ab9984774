"""How fast a roster is simulated, whether the fast engine is the exact one, and whether the formulas agree.

    python benchmarks/simulation.py [--replications N] [--seed N] [--seconds S] [--out results.csv]

1. Eleven people, two queues, own shifts and breaks, 20 half-hours: customers a second of process
   time of the recursion, and of the event-driven reference on the same customers (100 runs of
   them); differences between the two. The same with customers who call again (40 % of those who hang
   up), and, event by event, with work that may wait done between them.
2. The sample hall and the sample hotline, planned and simulated: customers a second, and for each
   queue |predicted - simulated| share served in time, in points.
"""

import argparse
import csv
import platform
import random
import time
from datetime import date
from pathlib import Path

import numpy as np

from scheduler.domain.solution import Limits
from scheduler.planning import open_center, plan
from scheduler.staffing.simulation import blending, events, recursion, redials
from scheduler.staffing.simulation.blending import NEVER, Batch, Work, cases_of
from scheduler.staffing.simulation.draw import draw
from scheduler.staffing.simulation.simulate import simulate
from scheduler.staffing.simulation.stretch import Customers, Slot, Stretch


def crew(seed: int) -> Stretch:
    """Eleven people: a third each on the first queue, the second, both; seven hours with a break."""
    chance = random.Random(seed)
    slots = tuple(
        sorted(
            (Slot(q, 480 + 30 * k, 510 + 30 * k, 30.0, 0.08, 240.0) for k in range(20) for q in range(2)),
            key=lambda s: s.start,
        )
    )
    on: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
    for person in range(11):
        begin = 480 + 30 * chance.randrange(0, 6)
        spans = ((begin, begin + 180), (begin + 210, begin + 420))
        for queue in ((0,), (1,), (0, 1))[person % 3]:
            on[queue, person] = spans
    return Stretch(0, slots, on, 2, 11)


def engines(replications: int, seed: int) -> list[tuple[str, float]]:
    stretch = crew(seed)
    customers = draw(stretch, ["a", "b"], replications, seed, [120.0, None], [1.0, 0.5], "day")
    count = int((customers.queue >= 0).sum())
    best, fast = float("inf"), None
    for _ in range(3):
        began = time.process_time()
        fast = recursion.run(stretch, customers)
        best = min(best, time.process_time() - began)
    assert fast is not None
    few = Customers(*(getattr(customers, name)[:100] for name in ("arrival", "queue", "service", "patience")))
    began = time.process_time()
    slow = events.run(stretch, few)
    slowly = time.process_time() - began
    some = int((few.queue >= 0).sum())
    served = np.isfinite(slow.wait)
    apart = int((np.isfinite(fast.wait[:100]) != served).sum())
    apart += int((np.abs(fast.wait[:100][served] - slow.wait[served]) > 1e-6).sum())
    more, mail = (
        again(stretch, replications, seed),
        Work("mail", "a", ("", ""), 300.0, (Batch(480, NEVER, 60.0),), ((480, 1080),), 1.0),
    )
    began = time.process_time()
    blending.run(stretch, few, None, ["a", "b"], {mail: cases_of(mail, 100, seed)})
    blended = time.process_time() - began
    return [
        *more,
        ("with_work_that_may_wait_per_s", some / blended),
        ("customers", count),
        ("recursion_per_s", count / best),
        ("events_per_s", some / slowly),
        ("ratio", (count / best) / (some / slowly)),
        ("compared", some),
        ("different", apart),
    ]


def again(stretch: Stretch, replications: int, seed: int) -> list[tuple[str, float]]:
    """Calls a second where 40 % of those who hang up call again."""
    customers = draw(
        stretch, ["a", "b"], replications, seed, [120.0, None], [1.0, 0.5], "day", [(0.4, 600.0), (0.0, 600.0)]
    )
    began = time.process_time()
    found = redials.run(stretch, customers)
    seconds = time.process_time() - began
    calls = int((found.calls.queue >= 0).sum())
    return [("calls_with_redials", calls), ("redials_per_s", calls / seconds)]


def samples(replications: int, seed: int, seconds: float) -> list[tuple[str, float]]:
    rows: list[tuple[str, float]] = []
    for name in ("hall", "hotline"):
        folder = open_center(name)
        assert folder.horizon is not None
        made = plan(folder, *folder.horizon, Limits.of(seconds, seed))
        began = time.process_time()
        found = simulate(made.problem, made.roster, replications=replications, seed=seed)
        rows.append((f"{name}_customers", found.customers))
        rows.append((f"{name}_per_s_with_draw_and_prediction", found.customers / (time.process_time() - began)))
        for queue in found.queues:
            if queue.predicted is not None and queue.simulated is not None:
                rows.append((f"{name}_{queue.queue}_points_apart", 100.0 * abs(queue.predicted - queue.simulated)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=700)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0, help="budget of each sample's plan")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    rows = engines(asked.replications, asked.seed) + samples(asked.replications, asked.seed, asked.seconds)
    for name, value in rows:
        print(f"{name:44} {value:>14,.4g}" if value < 100 else f"{name:44} {value:>14,.0f}")
    if asked.out:
        with asked.out.open("w", newline="", encoding="utf-8") as stream:
            table = csv.writer(stream)
            table.writerow(("measure", "value", "replications", "seed", "date", "machine", "numpy"))
            for name, value in rows:
                table.writerow(
                    (
                        name,
                        f"{value:.6g}",
                        asked.replications,
                        asked.seed,
                        date.today(),
                        f"{platform.machine()} {platform.python_version()}",
                        np.__version__,
                    )
                )


if __name__ == "__main__":
    main()

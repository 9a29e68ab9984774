"""Turning a dial on the What-if page: server work until need and service curves are drawn anew.

    python -m benchmarks.need_dials [--out FILE]

For each sample and each dial the day's need, what customers meet as rostered and both charts are
made again, as the page does, for every position of the dial; CPU seconds of one process. The
roster is a greedy one: its quality does not matter here. Aim: less than 100 ms for one center.
"""

import argparse
import csv
import json
import platform
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from app.parts.dials_turned import Basis, turned
from app.parts.margins import Plan as Held
from app.parts.need_dials import charts
from app.texts import Words
from scheduler.assemble import make_problem
from scheduler.planning import forecast_center, need_of, open_center, targets_of
from scheduler.solver.greedy import greedy_roster
from scheduler.staffing.dials import Dials

POSITIONS = {
    "volume": [Dials(volume=v / 100) for v in range(50, 205, 5)],
    "handling": [Dials(handling=v / 100) for v in range(50, 205, 5)],
    "answer_share": [Dials(answer_share=v / 100, max_wait_s=60.0 * (v - 45)) for v in range(50, 100, 2)],
    "shrinkage": [Dials(shrinkage=v / 100) for v in range(1, 40, 2)],
}
PATIENCE = {"hall": range(300, 3900, 300), "hotline": range(30, 630, 30)}
"""Who came to a hall waits for minutes, who calls for seconds: so do the dials."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    rows = [
        dict(zip(("center", "dial", "positions", "p50_ms", "p95_ms", "longest_ms"), line, strict=True))
        for line in _measured()
    ]
    known = {"python": platform.python_version(), "numpy": np.__version__, "machine": platform.machine()}
    given = parser.parse_args()
    out = given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout
    writer = csv.DictWriter(out, [*rows[0], *known])
    writer.writeheader()
    writer.writerows({**row, **known} for row in rows)
    return 0


def _measured() -> list[tuple[object, ...]]:
    lines: list[tuple[object, ...]] = []
    for name in ("hall", "hotline"):
        made, held, day = _made(name)
        for dial, positions in {**POSITIONS, "patience": [Dials(patience_s=float(v)) for v in PATIENCE[name]]}.items():
            turned(made, held, day, replace(positions[0], volume=1.01))  # what the page has worked out before
            spent = []
            for dials in positions:
                begun = time.process_time()
                found = turned(made, held, day, dials)
                for chart in charts(found, targets_of(made.center), Words("zh")):
                    json.dumps(chart)
                spent.append(1000.0 * (time.process_time() - begun))
            lines.append(
                (name, dial, len(positions), *(round(float(np.percentile(spent, q)), 1) for q in (50, 95, 100)))
            )
    return lines


def _made(name: str) -> tuple[Basis, Held, date]:
    folder = open_center(name)
    assert folder.horizon is not None
    first = folder.horizon[0]
    forecast = forecast_center(folder, first, first + timedelta(days=6))
    assert forecast is not None
    problem = make_problem(folder, first, first + timedelta(days=6), need_of(folder, forecast))
    return Basis(forecast, folder.center), Held(problem, greedy_roster(problem)), first


if __name__ == "__main__":
    raise SystemExit(main())

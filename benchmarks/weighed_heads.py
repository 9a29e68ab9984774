"""Missing heads counted alike against weighed by what their customers lose: the same hotline, many seeds.

    python -m benchmarks.weighed_heads [--seeds N] [--seconds N] [--out FILE]

Both rosters of a seed get the same effort and meet the same simulated customers, so the difference
in service is paired. Breaches at level MUST stand beside it: what is weighed more is paid for there.
"""

import argparse
import csv
import platform
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from scheduler.domain.rule_settings import RuleSetting
from scheduler.domain.solution import Limits
from scheduler.planning import Plan, open_center, plan
from scheduler.staffing.simulation.paired import difference, whole
from scheduler.staffing.simulation.simulate import simulate


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--replications", type=int, default=400)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = []
    for seed in range(given.seeds):
        alike, weighed = (made(by, seed, given.seconds) for by in ("heads", "service"))
        met = [
            simulate(one.problem, one.roster, replications=given.replications, seed=seed) for one in (alike, weighed)
        ]
        change = difference(*met)
        rows.append(
            {
                "seed": seed,
                "seconds": given.seconds,
                "service_alike": round(100 * whole(met[0]).service, 2),
                "service_weighed": round(100 * whole(met[1]).service, 2),
                "difference": round(100 * change.service, 2),
                "margin": round(100 * change.margin, 2),
                "must_alike": musts(alike),
                "must_weighed": musts(weighed),
                "missing_alike": missing(alike),
                "missing_weighed": missing(weighed),
                "python": platform.python_version(),
                "numpy": np.__version__,
                "machine": platform.machine(),
            }
        )
        print(rows[-1], file=sys.stderr, flush=True)
    out = given.out.open("w", newline="", encoding="utf-8") if given.out else sys.stdout
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return 0


def made(by: str, seed: int, seconds: float) -> Plan:
    folder = open_center("hotline")
    assert folder.horizon is not None
    rules = folder.center.rules
    setting = rules.get("demand_met")
    told = rules.changed(
        "demand_met",
        RuleSetting(setting.on, setting.level, setting.weight, setting.tier, {**dict(setting.params), "by": by}),
    )
    return plan(replace(folder, center=replace(folder.center, rules=told)), *folder.horizon, Limits.of(seconds, seed))


def musts(one: Plan) -> int:
    return sum(str(one.checked.levels[b.rule]) == "MUST" for b in one.checked.breaches)


def missing(one: Plan) -> int:
    """Head-minutes of demand that are not met, as the rule charges them."""
    return int(one.checked.by_rule.get("demand_met", (0, 0))[0])


if __name__ == "__main__":
    raise SystemExit(main())

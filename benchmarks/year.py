"""Twelve months one after another: is the year sound at every border, and does the spread stay?

    python benchmarks/year.py [--center hotline|hall|all] [--months N] [--seconds S] [--seed N] [--out results.csv]

Each month is planned by the whole way (forecast, need, roster, check) from what the month before
handed on, as ``paiban plan --after`` does it. Printed after each month: rules not kept, and for each
kind of burden the range and Gini of the accounts carried out, leaders and others apart where ranks
divide them. At the end the year is checked in one piece by the rules that can break at a border;
what it finds and no month had is counted. The table goes to the terminal and, with ``--out``, to a
CSV file with machine, versions, seed and date.
"""

import argparse
import csv
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level, RuleSettings
from scheduler.domain.solution import Limits
from scheduler.ledgers.carried import Balance, balances
from scheduler.ledgers.continuing import continued
from scheduler.ledgers.spread import spreads
from scheduler.planning import Plan, open_center, plan
from scheduler.results import write_plan
from scheduler.store.folder import CenterFolder

CENTERS = ("hotline", "hall")
FIRST = (date(2026, 9, 7), date(2026, 9, 30))
"""The samples' history ends the day before."""

CROSSING = (
    "min_rest",
    "weekly_rest",
    "hours_week",
    "one_shift_day",
    "leave_kept",
    "protected_nights",
    "max_nights",
    "hall_duty",
)
"""Rules that can break at a border though each month is sound."""


@dataclass(frozen=True)
class Month:
    """One kind of burden, one group of people, after one month."""

    center: str
    month: str
    kind: str
    group: str
    people: int
    range: float
    gini: float
    hard: int
    must: int
    fairness_cost: int
    fairness_bound: int
    seconds: float


def groups(made: Plan, lines: tuple[Balance, ...]) -> Iterator[tuple[str, tuple[Balance, ...]]]:
    """Everybody, and leaders and others where a rank divides them."""
    center = made.problem.center
    yield "all", lines
    if center.leader_rank is not None:
        leaders = {p.id for p in center.staff if center.rank_at_least(p, center.leader_rank)}
        yield "leaders", tuple(line for line in lines if line.person in leaders)
        yield "others", tuple(line for line in lines if line.person not in leaders)


def year(name: str, months: int, limits: Limits) -> Iterator[tuple[list[Month], Plan]]:
    """One month after the other, each written to a folder and gone on from."""
    folder: CenterFolder = open_center(name)
    first, last = FIRST
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "0"
        for number in range(months):
            if number:
                onward = continued(open_center(name), out)
                folder, first = onward.folder, onward.first
                last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - (date(2, 1, 2) - date(2, 1, 1))
                out = Path(place) / str(number)
            begun = time.perf_counter()
            made = plan(folder, first, last, limits)
            seconds = round(time.perf_counter() - begun, 1)
            write_plan(made, limits, out)
            checked, solution = made.checked, made.solution
            rows = [
                Month(
                    name,
                    f"{first:%Y-%m}",
                    s.kind,
                    group,
                    len(s.ordered),
                    round(s.range, 2),
                    s.gini,
                    len(checked.of_level(Level.HARD)),
                    len(checked.of_level(Level.MUST)),
                    solution.costs.get(5, 0),
                    solution.bounds.get(5, 0),
                    seconds,
                )
                for group, lines in groups(made, balances(made.problem, made.roster))
                for s in spreads(lines)
            ]
            yield rows, made


def crossing(
    folder: CenterFolder, first: date, last: date, roster: Roster, past: Roster | None = None
) -> set[tuple[str, date | None, str | None]]:
    """Rule, day and person or post of everything the border rules find."""
    problem = make_problem(folder, first, last, past=past)
    problem = replace(problem, settings=RuleSettings({r: problem.settings.get(r) for r in CROSSING}, only=True))
    return {
        (b.rule, problem.date(b.day), b.person or b.post) for b in check(problem, roster).breaches if b.day is not None
    }


def circumstances(seed: int, seconds: float) -> dict[str, str]:
    """Where, when and with what it was measured."""
    return {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "seed": str(seed),
        "budget_s": f"{seconds:g}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--center", choices=[*CENTERS, "all"], default="all")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    where = circumstances(given.seed, given.seconds)
    print(", ".join(f"{name} {value}" for name, value in where.items()))
    table: list[Month] = []
    for name in CENTERS if given.center == "all" else (given.center,):
        made: list[Plan] = []
        monthly: set[tuple[str, date | None, str | None]] = set()
        for rows, result in year(name, given.months, Limits.of(given.seconds, given.seed)):
            table += rows
            problem = result.problem
            monthly |= crossing(
                result.folder, problem.horizon.start, problem.horizon.last, result.roster, result.folder.past
            )
            made.append(result)
            spread = "  ".join(f"{r.kind} {r.group} {r.range:g}" for r in rows)
            print(
                f"{name} {rows[0].month}  hard {rows[0].hard} must {rows[0].must} fairness {rows[0].fairness_cost} (≥ {rows[0].fairness_bound})  {rows[0].seconds:.0f} s  range: {spread}",
                flush=True,
            )
        whole = Roster.of(d for m in made for d in m.roster.duties)
        fresh = crossing(open_center(name), FIRST[0], made[-1].problem.horizon.last, whole) - monthly
        print(
            f"{name}: {len(whole.duties)} duties, {len(monthly)} breaches of border rules inside months, {len(fresh)} more in the year as one piece {sorted(map(str, fresh))[:5]}"
        )
    if given.out is not None:
        with given.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [*asdict(table[0]), *where])
            writer.writeheader()
            writer.writerows({**asdict(row), **where} for row in table)


if __name__ == "__main__":
    main()

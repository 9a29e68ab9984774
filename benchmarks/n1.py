"""What the guarantee costs: rosters with coverage only against rosters that bear any single absence.

    python benchmarks/n1.py [--size smoke|hall|city|all] [--seed N] [--seconds S] [--out results.csv]

A generated hall whose people are rostered: zones of five windows, everybody qualified for two or
three windows of the zone, open seven days, at most five days in a row and 40 hours a week, four
leave wishes a person. The same problem is solved with coverage only, with the rule ``n1_margin``
in its pooled double-duty form and in its spare form; all in one run, one worker, one seed. Counted
are wishes granted, seconds by the wall and of the processor (whole solve, its check included), and by drill how many single
absences could not be made good without double duty and with it. The guarantee is held as a MUST
above the wishes. Ratios are of
processor seconds to coverage only. The table goes to the terminal and, with ``--out``,
to a CSV file with machine, versions, seed and date.
"""

import argparse
import csv
import os
import platform
import random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from scheduler.check import check
from scheduler.domain.absence import Wish
from scheduler.domain.blocks import cut_blocks
from scheduler.domain.center import Center, Section
from scheduler.domain.clock import Horizon
from scheduler.domain.people import Person, Skill
from scheduler.domain.posts import Post
from scheduler.domain.problem import Day, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.shifts import Session, ShiftType
from scheduler.domain.solution import Limits
from scheduler.reserve.margin import Benches, Doubling, drill
from scheduler.solver.search import Search

SIZES = {"smoke": (5, 10, 7), "hall": (20, 40, 28), "city": (100, 200, 28)}
"""Posts, people, days."""

MONDAY, ZONE, WISHES = date(2026, 9, 7), 5, 4
HOURS = ((510, 720), (870, 1050))

BASE: Mapping[str, RuleSetting] = {
    "post_covered": RuleSetting(),
    "one_place": RuleSetting(),
    "qualified": RuleSetting(),
    "one_shift_day": RuleSetting(),
    "weekly_rest": RuleSetting(params={"window": 6, "days": 5}),
    "hours_week": RuleSetting(params={"standard": 40}),
    "preference": RuleSetting(),
}
FORMS: Mapping[str, Mapping[str, RuleSetting]] = {
    "coverage": {},
    "pooled": {"n1_margin": RuleSetting(params={"mode": "pooled"})},
    "spare": {"n1_margin": RuleSetting(params={"mode": "spare"})},
}


@dataclass(frozen=True)
class Result:
    """One line of the table; ``lost_*`` counts single absences that could not be made good."""

    posts: int
    people: int
    days: int
    form: str
    status: str
    empty_minutes: int
    short_minutes: int
    granted: int
    wishes: int
    absences: int
    lost_without_double: int
    lost_with_double: int
    seconds: float
    cpu_s: float
    ratio: float


def hall(posts: int, people: int, days: int, seed: int) -> RosterProblem:
    """The generated problem, all base rules on."""
    rng = random.Random(seed)
    zones = posts // ZONE
    windows = [
        Post(f"W{n:03d}", f"{n}号", f"Window {n}", f"Z{n // ZONE:02d}", number=n, skill=f"w{n:03d}")
        for n in range(posts)
    ]
    staff, trained = [], [0] * posts  # the least known windows are trained next: nobody is indispensable by data alone
    for n in range(people):
        zone, place = n % zones, n // zones
        first = zone * ZONE + place % ZONE
        others = [w for w in range(zone * ZONE, zone * ZONE + ZONE) if w != first]
        others.sort(key=lambda w: (trained[w], rng.random()))
        known = [first, *others[: rng.choice((1, 2))]]
        for window in known:
            trained[window] += 1
        staff.append(
            Person(
                f"P{n:03d}",
                f"员{n}",
                f"Person {n}",
                f"Z{zone:02d}",
                "staff",
                "rostered",
                skills=tuple(Skill(f"w{w:03d}") for w in known),
            )
        )
    center = Center(
        "n1",
        "裕度",
        "Margin",
        sections=tuple(Section(f"Z{z:02d}", f"{z}区", f"Zone {z}") for z in range(zones)),
        people=tuple(staff),
        posts=tuple(windows),
        shifts=(ShiftType("D", "日班", "Day", HOURS, 480),),
        sessions=tuple(Session(name, *span, "daily") for name, span in zip(("AM", "PM"), HOURS, strict=True)),
    )
    horizon = Horizon(MONDAY, days)
    dated = tuple(Day(i, MONDAY + timedelta(days=i), i % 7 < 5, False) for i in range(days))
    wishes = tuple(Wish(p.id, day) for p in staff for day in sorted(rng.sample(range(days), min(WISHES, days))))
    return RosterProblem(
        center,
        horizon,
        dated,
        cut_blocks(center, horizon, dated),
        wishes=wishes,
        settings=RuleSettings(BASE, only=True),
    )


def lost(problem: RosterProblem, roster: Roster, doubling: Doubling) -> tuple[int, int]:
    """(single absences tried, of these not made good), one session a day: the people are the same in both."""
    found = [empty for block, _, empty in drill(Benches(problem, roster, doubling)) if block.session == "AM"]
    return len(found), sum(bool(empty) for empty in found)


def measure(size: str, seed: int, seconds: float) -> list[Result]:
    """The three forms on one problem."""
    posts, people, days = SIZES[size]
    base = hall(posts, people, days, seed)
    results: list[Result] = []
    for form, more in FORMS.items():
        problem = replace(base, settings=RuleSettings({**BASE, **more}, only=True))
        begun, worked = time.perf_counter(), time.process_time()
        solution = Search(problem, Limits.of(seconds, seed)).run()
        checked = check(problem, solution.roster)
        spent, cpu = time.perf_counter() - begun, time.process_time() - worked
        if {t: c for t, c in solution.costs.items() if c} != dict(checked.costs):
            raise RuntimeError(
                f"{size} {form}: check and solver disagree: {dict(checked.costs)} and {dict(solution.costs)}"
            )
        tried, plain = lost(problem, solution.roster, "spare")
        results.append(
            Result(
                posts,
                people,
                days,
                form,
                str(solution.status),
                checked.by_rule.get("post_covered", (0, 0))[0],
                checked.by_rule.get("n1_margin", (0, 0))[0],
                len(problem.wishes) - checked.by_rule.get("preference", (0, 0))[0],
                len(problem.wishes),
                tried,
                plain,
                lost(problem, solution.roster, "pooled")[1],
                round(spent, 2),
                round(cpu, 2),
                round(cpu / results[0].cpu_s, 2) if results else 1.0,
            )
        )
    return results


def circumstances(seed: int) -> dict[str, str]:
    """Where, when and with what it was measured."""
    return {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "seed": str(seed),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=[*SIZES, "all"], default="hall")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    where = circumstances(arguments.seed)
    print(", ".join(f"{name} {value}" for name, value in where.items()))
    rows: list[Result] = []
    for size in SIZES if arguments.size == "all" else (arguments.size,):
        for row in measure(size, arguments.seed, arguments.seconds):
            rows.append(row)
            print(
                f"{row.posts:4} posts {row.people:4} people {row.days:3} days  {row.form:9} {row.status:9} wishes {row.granted}/{row.wishes}"
                f"  not made good {row.lost_without_double} / with double duty {row.lost_with_double} of {row.absences}"
                f"  short {row.short_minutes} min  {row.seconds:7.2f} s  cpu {row.cpu_s:.2f} s  x{row.ratio:.2f}",
                flush=True,
            )
    if arguments.out is not None:
        with arguments.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [*asdict(rows[0]), *where])
            writer.writeheader()
            writer.writerows({**asdict(row), **where} for row in rows)


if __name__ == "__main__":
    main()

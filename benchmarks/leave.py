"""How fast one leave is judged, and what a head count would have approved wrongly.

    python benchmarks/leave.py [--size smoke|full] [--requests N] [--seed N] [--out results.csv]

Two halls of 60 windows and 120 people, both with a published roster that bears any single absence:
``rostered`` (days off in turn, nobody doubles, 28 days: the hall of ``n1.py`` with its ``spare``
form) and ``office`` (everybody by office hours, an AB table, 42 days). Each request is one day of
somebody who works that day, judged by itself with everything a verdict holds: chain, re-solve,
waiting times; where it is red, also the alternatives and what would unlock it. Seconds are given
by the wall, which others on the machine lengthen (``load``), and of the processor.

A head count approves whatever leaves every open window with somebody to hold it. It is wrong where
the verdict is not green: the leave takes the last reserve, and the roster bears no further absence
unless others' cells move (amber) or not at all (red).
"""

import argparse
import csv
import os
import random
import statistics
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from n1 import BASE, circumstances, hall

from scheduler.assemble import make_problem
from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.solution import Limits
from scheduler.generate import generate_hall
from scheduler.reserve.margin import Benches, certificate
from scheduler.reserve.recovery import staffing
from scheduler.solver import ask
from scheduler.solver.greedy import greedy_roster
from scheduler.solver.search import Search
from scheduler.store.folder import CenterFolder
from scheduler.verdict.judge import leave_rules, span, verdict

SIZES = {"smoke": (10, 20, 14), "full": (60, 120, 28)}
"""Posts, people, days of the rostered hall."""


@dataclass(frozen=True)
class Hall:
    """One published roster and what it was made from."""

    name: str
    folder: CenterFolder
    problem: RosterProblem
    roster: Roster


def rostered(posts: int, people: int, days: int, seed: int) -> Hall:
    """The hall of the price benchmark with approvers, people with leave to take, and its N-1 roster."""
    base = hall(posts, people, days, seed)
    center = base.center
    sections = tuple(replace(s, head=f"K{i:02d}", leader="L01") for i, s in enumerate(center.sections))
    signing = [(f"K{i:02d}", "section_head", s.id) for i, s in enumerate(sections)]
    signing += [("L01", "leader_in_charge", sections[0].id), ("J01", "bureau_director", sections[0].id)]
    approvers = tuple(
        Person(code, f"签{code}", f"Approver {code}", section, rank, "approver") for code, rank, section in signing
    )
    staff = tuple(replace(p, service_years=20.0, total_service_years=20.0) for p in center.people)
    settings = RuleSettings(
        {**BASE, "leave_kept": RuleSetting(), "n1_margin": RuleSetting(params={"mode": "spare"})}, only=True
    )
    ranks = ("staff", "section_head", "leader_in_charge", "bureau_director")
    center = replace(center, ranks=ranks, sections=sections, people=(*staff, *approvers), rules=settings)
    problem = replace(base, center=center, settings=settings)
    folder = CenterFolder(center, (), horizon=(problem.horizon.start, problem.horizon.last))
    return Hall("rostered", folder, problem, Search(problem, Limits.of(60, seed)).run().roster)


def office(posts: int, people: int, seed: int) -> Hall:
    """A generated hall with an AB table, nobody on leave yet."""
    folder = generate_hall(posts, people, seed, leave_share=0.0)
    assert folder.horizon is not None
    staff = tuple(replace(p, service_years=20.0, total_service_years=20.0) for p in folder.center.people)
    folder = replace(folder, center=replace(folder.center, people=staff))
    problem = make_problem(folder, *folder.horizon)
    return Hall("office", folder, problem, greedy_roster(problem))


def processor() -> float:
    """Processor seconds of this process and of the solver children that wait (Linux; elsewhere of this process)."""
    spent = time.process_time()
    for child in ask._WAITING:
        stat = Path(f"/proc/{child.pid}/stat")
        if stat.exists():
            user, system = stat.read_text(encoding="ascii").rsplit(")", 1)[1].split()[11:13]
            spent += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return spent


def measure(place: Hall, requests: int, seed: int) -> dict[str, object]:
    """Judge random requests, one by one."""
    rng, rules = random.Random(seed), leave_rules(place.folder)
    protected = certificate(place.problem, place.roster, "spare" if place.name == "rostered" else "double").protected
    benches = Benches(place.problem, place.roster, "spare")
    seconds, cpu, colors, moved, proven, approved, wrong = (
        list[float](),
        list[float](),
        Counter[str](),
        list[int](),
        0,
        0,
        Counter[str](),
    )
    for _ in range(requests):
        duty = rng.choice(place.roster.duties)
        begun, worked = time.perf_counter(), processor()
        found = verdict(
            place.folder, place.roster, duty.person, *span(duty.day, duty.day), "annual", rules=rules, needs=None
        )
        seconds.append(time.perf_counter() - begun)
        cpu.append(processor() - worked)
        if found.screened.refused:
            raise RuntimeError(f"{duty.person} {duty.day}: {found.screened.refused[0].en}")
        colors[found.color] += 1
        proven += found.effect.proven
        moved.append(found.k)
        day = [b for b in benches.problem.blocks if benches.problem.date(b.day) == duty.day]
        stands = all(
            (bench := benches.at(b)) is None or staffing(bench, frozenset((duty.person,))) is not None for b in day
        )
        approved += stands
        wrong[found.color] += stands and found.color != "green"
    return {
        "hall": place.name,
        "posts": len(place.problem.center.posts),
        "people": len(place.problem.center.staff),
        "requests": requests,
        "bears_any_single_absence": protected,
        "median_s": round(statistics.median(seconds), 2),
        "max_s": round(max(seconds), 2),
        "cpu_median_s": round(statistics.median(cpu), 2),
        "cpu_max_s": round(max(cpu), 2),
        **{color: colors[color] for color in ("green", "amber", "red")},
        "proven": proven,
        "most_moved": max(moved),
        "head_count_approves": approved,
        "wrongly_amber": wrong["amber"],
        "wrongly_red": wrong["red"],
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    posts, people, days = SIZES[given.size]
    where, rows = circumstances(given.seed), []
    print(", ".join(f"{name} {value}" for name, value in where.items()))
    for place in (rostered(posts, people, days, given.seed), office(posts, people, given.seed)):
        rows.append({**measure(place, given.requests, given.seed), **where})
        print(", ".join(f"{name} {value}" for name, value in list(rows[-1].items())[: -len(where)]), flush=True)
    if given.out is not None:
        with given.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()

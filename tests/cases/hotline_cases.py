"""The 11-agent hotline under a reduced set of rules, as golden cases G2 and G3 state it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.absence import Absence
from scheduler.domain.blocks import cut_blocks
from scheduler.domain.center import Center, Section
from scheduler.domain.clock import Horizon
from scheduler.domain.people import Person
from scheduler.domain.posts import Post
from scheduler.domain.problem import CoverCell, Day, RosterProblem
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.shifts import Session, ShiftType
from scheduler.domain.solution import Limits, Solution
from scheduler.solver.solve import solve

RANKS = ("agent", "shift_leader", "deputy_head")


def hotline_problem(
    mix: tuple[int, int, int],
    first: date,
    days: int,
    off: Iterable[date] = (),
    makeup: Iterable[date] = (),
    printed_nights: bool = False,
    leave: Mapping[str, tuple[date, date]] | None = None,
    extra: Mapping[tuple[date, str], int] | None = None,
    no_nights: Sequence[str] = (),
    params: Mapping[str, Mapping[str, Any]] | None = None,
) -> RosterProblem:
    """``mix`` is deputy heads + shift leaders + agents; ``off`` and ``makeup`` change the weekday rule."""
    deputies, leaders, agents = mix
    ids = [(f"D{i}", "deputy_head") for i in range(1, deputies + 1)]
    ids += [(f"V{i}", "shift_leader") for i in range(1, leaders + 1)]
    ids += [(f"Z{i}", "agent") for i in range(1, agents + 1)]
    people = tuple(
        Person(
            i,
            i,
            i,
            "H",
            rank,
            "rostered",
            hours_scheme="comprehensive",
            protected_until=date(2026, 12, 31) if i in no_nights else None,
        )
        for i, rank in ids
    )
    night = 1440 if printed_nights else 0
    shifts = tuple(
        ShiftType(code, code, code, ((start, start + 480),), 480, "phone")
        for code, start in (("D", 480), ("M", 540), ("E", 960), ("N", night))
    )
    center = Center(
        "golden-hotline",
        "热线",
        "Hotline",
        ranks=RANKS,
        leader_rank="shift_leader",
        sections=(Section("H", "热线组", "Hotline"),),
        people=people,
        posts=(Post("phone", "话务", "Phone", "H", "phone", heads=0),),
        shifts=shifts,
        sessions=(Session("all", 0, 1440, "daily"),),
    )
    horizon = Horizon(first, days)
    off, makeup = set(off), set(makeup)
    dated = tuple(
        Day(i, d, (d.weekday() < 5 and d not in off) or d in makeup, False) for i, d in enumerate(horizon.dates())
    )
    covers = []
    for day in dated:
        for code, heads in (("D", 3), ("E", 2), ("N", 2), ("M", 1 if day.date.weekday() < 5 else 0)):
            heads += (extra or {}).get((day.date, code), 0)
            if heads:
                covers.append(CoverCell(day.index, code, heads))
        covers += [CoverCell(day.index, code, 1, rank="shift_leader") for code in "DEN"]
    absences = tuple(
        Absence(
            p,
            datetime.combine(a, datetime.min.time()),
            datetime.combine(b + timedelta(days=1), datetime.min.time()),
            "annual",
        )
        for p, (a, b) in (leave or {}).items()
    )
    rules = {
        "shift_covered": RuleSetting(tier=1, weight=1),
        "rank_present": RuleSetting(tier=1, weight=3),
        "one_shift_day": RuleSetting(),
        "weekly_rest": RuleSetting(),
        "min_rest": RuleSetting(),
        "leave_kept": RuleSetting(),
        "protected_nights": RuleSetting(),
        "hours_week": RuleSetting(),
        "overtime_cycle": RuleSetting(on=False),
    }
    for rule, values in (params or {}).items():
        rules[rule] = RuleSetting(tier=rules[rule].tier, weight=rules[rule].weight, params=values)
    return RosterProblem(
        center,
        horizon,
        dated,
        cut_blocks(center, horizon, dated, (), absences),
        (),
        tuple(covers),
        absences,
        settings=RuleSettings(rules, only=True),
    )


def penalty(solution: Solution) -> int:
    """1 per missing person and 3 per shift without a leader, by the solver; the caller compares the check's."""
    return solution.costs.get(1, 0)


def proven(problem: RosterProblem, seconds: float = 120.0) -> Solution:
    """Solve and insist on a proof."""
    solution = solve(problem, Limits(seconds, work=60.0))
    assert solution.bounds[1] == solution.costs[1], (solution.status, solution.costs, solution.bounds)
    return solution

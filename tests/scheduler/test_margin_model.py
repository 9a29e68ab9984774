"""How the rule tells the model: shared slack, shared statements, sets of posts, zones that are too large."""

import csv
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from scheduler.check import check
from scheduler.domain.people import Skill
from scheduler.domain.posts import Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.domain.solution import Limits, Status
from scheduler.rules.base import Example, Model, Rule
from scheduler.rules.n1_margin import LARGEST, N1Margin, connected
from scheduler.rules.tiny import hall, hall_center, hotline, roster
from scheduler.solver.model import CpModel
from scheduler.solver.search import Search

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "n1.py"

BASIC = {rule: RuleSetting() for rule in ("post_covered", "one_place", "qualified", "office_rota")}


class Told(Rule):
    """States three shortfalls of 1, 3 and none in one breath."""

    id, catalogue, article, unit = "told", "T", "T", "units"
    level = Level.MUST
    title = text = remedy = {"zh": "测", "en": "test"}

    def check(self, problem: Any, view: Any, params: Any) -> Iterable[Any]:
        return ()

    def encode(self, model: Model, problem: RosterProblem, params: Any) -> None:
        here = model.present("a", 0)
        model.shortfall([(here, 2), (here, 4), (here, 0), (5, 4)], 10, block=0)
        model.shortfall([(here, 0)], 1, block=1)

    def examples(self) -> Iterable[Example]:
        return ()


def test_of_several_needs_only_the_largest_shortfall_costs() -> None:
    model = CpModel(hall(), rules=(Told(),))
    assert [dict(s.where) for s in model.statements] == [{"block": 0}]
    model.cp.minimize(sum(c * v for tier in model.tiers.values() for c, v in tier.terms))
    solver = cp_model.CpSolver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    assert solver.objective_value == 10 * 3


def test_a_hard_shortfall_forbids_and_an_elastic_one_costs() -> None:
    problem = hall(settings=RuleSettings({"told": RuleSetting(level=Level.HARD)}))
    solver = cp_model.CpSolver()
    assert solver.solve(CpModel(problem, rules=(Told(),)).cp) == cp_model.INFEASIBLE
    model = CpModel(problem, rules=(Told(),), elastic=True)
    assert list(model.tiers) == [0]
    assert solver.solve(model.cp) == cp_model.OPTIMAL


def test_blocks_with_one_question_of_presence_share_their_statements() -> None:
    """Half-hour needs cut a shift into blocks; who is present does not change within it."""
    whole = replace(hotline(2), settings=RuleSettings({"n1_margin": RuleSetting()}, only=True))
    pieces = whole.cut(range(0, 2880, 30))
    assert len(pieces.blocks) == 16 * len(whole.blocks)
    plain, cut = CpModel(whole, rules=(N1Margin(),)), CpModel(pieces, rules=(N1Margin(),))
    assert len(plain.statements) == len(cut.statements) == 6
    assert [c for c, _ in plain.tiers[2].terms] == [c for c, _ in cut.tiers[2].terms] == [480] * 6


def test_connected_sets_small_first_and_capped_by_zone() -> None:
    a, b, c = (frozenset(x) for x in ("12", "23", "3"))
    assert list(connected([a, b, c, frozenset("9")], 99)) == [(0,), (1,), (2,), (3,), (0, 1), (1, 2), (0, 1, 2)]
    everybody = [frozenset("1")] * 12
    assert len(list(connected(everybody, LARGEST))) == 2**12 - 1
    found = list(connected([frozenset("1")] * 16 + [frozenset("2")], 200))
    assert len(found) == 201 and found[:17] == [(i,) for i in range(17)]
    assert set(found[17:137]) == set(combinations(range(16), 2))


def test_a_zone_too_large_for_all_sets_still_costs_the_same_to_check_and_to_solver() -> None:
    """Fifteen windows that everybody may hold, eight people: single windows are safe, the whole is not."""
    windows = tuple(Post(f"W{i:02d}", f"{i}号", f"Window {i}", "S", number=i, skill=f"w{i}") for i in range(15))
    base = hall_center()
    people = tuple(replace(p, skills=tuple(Skill(w.skill or "") for w in windows)) for p in base.people)
    center = hall_center(posts=windows, people=people, ab=(), custody=(), queues=(), duty=None)
    problem = hall(
        center=center, settings=RuleSettings({**BASIC, "n1_margin": RuleSetting(params={"mode": "spare"})}, only=True)
    )
    solution = Search(problem, Limits(60, work=10)).run()
    checked = check(problem, solution.roster)
    assert solution.status is Status.OPTIMAL
    assert {t: c for t, c in solution.costs.items() if c} == dict(checked.costs)
    assert checked.by_rule["n1_margin"][0] > 0


def test_sections_may_be_held_to_less_or_more() -> None:
    """W1 and W2 in two sections, three people for both, two of them there: held to k, to k + 1 and to nothing."""
    base = hall_center()
    posts = (base.posts[0], replace(base.posts[1], section="T"))
    people = tuple(replace(p, section="S" if p.id != "b" else "T") for p in base.people)
    center = replace(base, posts=posts, people=people)
    there = roster(hall(center=center), "a W1 AM", "b W2 AM")
    amounts = {}
    for name, params in {
        "plain": {},
        "twice": {"twice": ["T"]},
        "both": {"twice": ["S", "T"]},
        "spare": {"spare": ["S", "T"]},
        "half exempt": {"twice": ["S"], "exempt": ["S"]},
        "exempt": {"twice": ["S", "T"], "exempt": ["S", "T"]},
    }.items():
        problem = hall(center=center, settings=RuleSettings({"n1_margin": RuleSetting(params=params)}, only=True))
        found = [b for b in check(problem, there).breaches if b.rule == "n1_margin" and b.start < 720]
        amounts[name] = {b.post: b.amount for b in found}
    # By hand: a and b keep both windows if one of them is missing, not if both are; nobody spare.
    assert amounts["plain"] == amounts["exempt"] == amounts["half exempt"] == {}
    assert amounts["twice"] == {"W2": 180}
    assert amounts["both"] == {"W1": 180, "W2": 360}  # c may hold W1 alone: W2 is the scarcer
    assert amounts["spare"] == {"W2": 180}


def test_the_benchmark_runs_and_shows_what_the_guarantee_is_worth(tmp_path: Path) -> None:
    out = tmp_path / "n1.csv"
    done = subprocess.run(
        [sys.executable, PROGRAM, "--size", "smoke", "--seed", "1", "--out", out],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as stream:
        rows = {row["form"]: row for row in csv.DictReader(stream)}
    assert list(rows) == ["coverage", "pooled", "spare"]
    assert int(rows["coverage"]["lost_with_double"]) > 0 and int(rows["pooled"]["lost_without_double"]) > 0
    assert rows["pooled"]["lost_with_double"] == rows["spare"]["lost_without_double"] == "0"
    assert int(rows["coverage"]["granted"]) >= int(rows["pooled"]["granted"]) >= int(rows["spare"]["granted"]) > 0

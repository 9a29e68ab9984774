"""The contract every rule keeps, on hand examples, random rosters and full enumeration.

What ``encode`` forbids is exactly what ``check`` flags, and what it costs is exactly what
``check`` counts; texts render in both languages; the list equals the folder.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

import scheduler.rules
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules import RULES
from scheduler.rules.base import Breach, Rule
from scheduler.solver.decode import decode
from scheduler.solver.model import CpModel
from tests.scheduler.rules.worlds import WORLDS, tiny_worlds

NOT_RULES = {"__init__", "base", "tiny"}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)


def only(problem: RosterProblem, rule: Rule, level: Level) -> RosterProblem:
    """The problem with one rule on, at a level, weight 1, keeping its parameters."""
    params = problem.settings.get(rule.id).params
    setting = RuleSetting(True, level, 1, 1, params)
    return replace(problem, settings=RuleSettings({rule.id: setting}, only=True))


def breaches(problem: RosterProblem, rule: Rule, roster: Roster) -> list[Breach]:
    view = RosterView(problem, roster)
    return list(rule.check(view.problem, view, rule.params(problem.settings.get(rule.id))))


def minimum(model: CpModel, roster: Roster) -> int | None:
    """Least cost of a model with a roster fixed in it; None if that is infeasible."""
    view = RosterView(model.problem, roster)
    cp = model.cp.clone()
    for key, var in model.decisions.items():
        match key:
            case ("on", person, post, block):
                value = view.on(person, post, block)
            case ("present", person, block):
                value = view.present(person, block)
            case ("works", person, day, shift):
                value = view.works(person, day, shift)
        cp.add(cp.get_bool_var_from_proto_index(var.index) == int(value))
    terms = [(c, cp.get_int_var_from_proto_index(v.index)) for tier in model.tiers.values() for c, v in tier.terms]
    cp.minimize(sum(c * v for c, v in terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    status = solver.solve(cp)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def random_rosters(problem: RosterProblem, rng: random.Random, count: int) -> Iterator[Roster]:
    """Rosters of every quality: mostly sensible cells, some empty, some wild."""
    keys = list(CpModel(problem, rules=(), every_cell=True).decisions)
    for _ in range(count):
        density = rng.choice((0.2, 0.5, 0.8))
        chosen = {k for k in keys if k[0] == "present" and rng.random() < 0.5 + density / 2}
        chosen |= {k for k in keys if k[0] == "works" and rng.random() < density / 2}
        attending = {(k[1], k[2]) for k in chosen if k[0] == "present"}
        attending |= {
            (k[1], b.index)
            for k in chosen
            if k[0] == "works"
            for b in problem.blocks
            if problem.shift_covers(k[2], k[3], b)
        }
        chosen |= {k for k in keys if k[0] == "on" and (k[1], k[3]) in attending and rng.random() < density * 0.7}
        yield decode(problem, sorted(chosen, key=str))


@each_rule
def test_examples_say_what_the_article_says(rule: Rule) -> None:
    examples = rule.examples()
    assert examples
    for example in examples:
        assert breaches(example.problem, rule, example.keeps) == []
        faulty = example.faulty or example.problem
        found = breaches(faulty, rule, example.breaks)
        assert sum(b.amount for b in found) == example.amount > 0
        assert all(b.rule == rule.id and b.amount > 0 for b in found)
        agrees(rule, example.problem, example.keeps)
        agrees(rule, faulty, example.breaks)


def agrees(rule: Rule, problem: RosterProblem, roster: Roster) -> int:
    found = sum(b.amount for b in breaches(problem, rule, roster))
    hard = CpModel(only(problem, rule, Level.HARD), rules=(rule,), every_cell=True)
    soft = CpModel(only(problem, rule, Level.MUST), rules=(rule,), every_cell=True)
    assert (minimum(hard, roster) is None) == (found > 0), roster
    assert minimum(soft, roster) == found, roster
    return found


@each_rule
@pytest.mark.parametrize("world", WORLDS)
def test_random_rosters_cost_the_same_to_check_and_to_solver(rule: Rule, world: str) -> None:
    problem = WORLDS[world]()
    hard = CpModel(only(problem, rule, Level.HARD), rules=(rule,), every_cell=True)
    soft = CpModel(only(problem, rule, Level.MUST), rules=(rule,), every_cell=True)
    for roster in random_rosters(problem, random.Random(f"{rule.id} {world}"), 12):
        found = sum(b.amount for b in breaches(problem, rule, roster))
        assert (minimum(hard, roster) is None) == (found > 0), roster
        assert minimum(soft, roster) == found, roster


@each_rule
def test_full_enumeration_of_a_tiny_center(rule: Rule) -> None:
    """Exactly the rosters that check accepts are the solutions of the model."""
    for problem in tiny_worlds():
        model = CpModel(only(problem, rule, Level.HARD), rules=(rule,), every_cell=True)
        keys = list(model.decisions)
        accepted = set()
        free = CpModel(problem, rules=(), every_cell=True)
        assert list(free.decisions) == keys
        for values in product((0, 1), repeat=len(keys)):
            chosen = frozenset(k for k, v in zip(keys, values, strict=True) if v)
            if sound(problem, chosen) and not breaches(problem, rule, decode(problem, sorted(chosen, key=str))):
                accepted.add(chosen)
        assert solutions(model) == accepted


def sound(problem: RosterProblem, chosen: frozenset[tuple]) -> bool:
    """On a post only while present: what the model's structure itself promises."""
    attending = {(k[1], k[2]) for k in chosen if k[0] == "present"}
    attending |= {
        (k[1], b.index)
        for k in chosen
        if k[0] == "works"
        for b in problem.blocks
        if problem.shift_covers(k[2], k[3], b)
    }
    return all((k[1], k[3]) in attending for k in chosen if k[0] == "on")


class Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: CpModel) -> None:
        super().__init__()
        self.variables = model.decisions
        self.found: set[frozenset[tuple]] = set()

    def on_solution_callback(self) -> None:
        self.found.add(frozenset(k for k, v in self.variables.items() if self.value(v)))


def solutions(model: CpModel) -> set[frozenset[tuple]]:
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    collector = Collector(model)
    assert solver.solve(model.cp, collector) in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return collector.found


@each_rule
def test_every_rule_is_seen_broken_by_random_rosters(rule: Rule) -> None:
    """A contract that only ever meets kept rules would prove nothing."""
    worlds = {name: make() for name, make in WORLDS.items()}
    broken = sum(
        bool(breaches(p, rule, roster))
        for name, p in worlds.items()
        for roster in random_rosters(p, random.Random(f"{rule.id} {name}"), 12)
    )
    assert broken > 0


@each_rule
def test_texts_are_complete(rule: Rule) -> None:
    for words in (rule.title, rule.text, rule.remedy):
        assert set(words) == {"zh", "en"} and all(words.values())
    assert rule.article and rule.catalogue and rule.unit and rule.__doc__


def test_the_list_is_the_folder() -> None:
    folder = Path(scheduler.rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - NOT_RULES
    assert files == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_rules_know_no_solver() -> None:
    for path in Path(scheduler.rules.__file__).parent.glob("*.py"):
        assert "ortools" not in path.read_text(encoding="utf-8"), path.name

"""Faults sown into the rules on double duty, open windows, handover and the like: the contract must turn red."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from scheduler.domain.problem import RosterProblem
from scheduler.domain.rule_settings import Level
from scheduler.rules import RULE
from scheduler.rules.base import Rule
from scheduler.solver.model import CpModel
from tests.scheduler.rules import test_contract as contract
from tests.scheduler.rules.test_seeded_faults_a import (
    FORGET_AB_DATES,
    blind,
    forget_absences,
    in_center,
    lines,
    misheard,
    misread,
    misset,
    ungated,
    without,
)

RULES_HERE = (
    "double_duty_load",
    "segregation",
    "min_open",
    "reception",
    "backbone_mix",
    "role_waste",
    "continuity",
    "handover",
    "leave_quota",
)
Change = Callable[[RosterProblem], RosterProblem]


def general(rule: Rule) -> Iterator[tuple[str, Rule]]:
    yield "encode says nothing", misheard(rule, every=0)
    yield "bounds too loose by one", misheard(rule, low=-1, high=1)
    yield "bounds too tight by one", misheard(rule, low=1, high=-1)
    yield "amounts doubled", misheard(rule, factor=2)
    yield "check overlooks one", blind(rule)


def needs(change: Callable[[float], float]) -> Change:
    return lambda p: replace(p, needs=tuple(replace(cell, load_erlang=change(cell.load_erlang)) for cell in p.needs))


def days(**changes: bool) -> Change:
    return lambda p: replace(p, days=tuple(replace(day, **changes) for day in p.days))


def kinds(kind: str) -> Change:
    """Every absence is taken for one of this kind."""
    return lambda p: replace(p, absences=tuple(replace(a, kind=kind) for a in p.absences))


def special() -> Iterator[tuple[str, str, Rule]]:
    def read(rule: str, fault: str, change: Change) -> tuple[str, str, Rule]:
        return rule, fault, misread(RULE[rule], change)

    yield "double_duty_load", "limit ignored", misset(RULE["double_duty_load"], limit=0)
    yield "double_duty_load", "another limit", misset(RULE["double_duty_load"], limit=80)
    yield "double_duty_load", "half a pair is enough", ungated(RULE["double_duty_load"], both=True)
    yield read("double_duty_load", "loads forgotten", needs(lambda load: 0.0))
    yield read(
        "double_duty_load",
        "a queue is not shared out to its windows",
        in_center(queues=lambda qs: tuple(replace(q, posts=q.posts[:1]) for q in qs)),
    )
    yield read("double_duty_load", "dates of AB lines forgotten", FORGET_AB_DATES)
    yield read("double_duty_load", "every backup doubles", in_center(ab=lines(mode="dual")))
    yield read("segregation", "last pair forgotten", in_center(incompatible=lambda pairs: pairs[:-1]))
    yield "segregation", "one of the two is enough", ungated(RULE["segregation"], both=True)
    yield "segregation", "each block counts", ungated(RULE["segregation"], both=True, either=True)
    yield read("min_open", "number forgotten", in_center(sessions=lines(min_open=0)))
    yield read("min_open", "every session every day", in_center(sessions=lines(days="daily", posts=(), min_open=3)))
    yield read("min_open", "every day is a holiday", days(workday=False))
    yield read("min_open", "windows taken for phones", in_center(posts=lines(kind="phone")))
    yield "min_open", "two people open two windows", ungated(RULE["min_open"], either=True)
    yield read("reception", "comprehensive windows receive", in_center(posts=lines(kind="guide")))
    yield read("reception", "anybody may receive", in_center(posts=lines(skill=None)))
    yield "backbone_mix", "nobody is enough", misset(RULE["backbone_mix"], least=0)
    yield "backbone_mix", "none counts like one too few", misset(RULE["backbone_mix"], factor=1)
    yield "backbone_mix", "a larger share", misset(RULE["backbone_mix"], share=100)
    yield read("backbone_mix", "everybody is backbone", in_center(people=lines(backbone=True)))
    yield "backbone_mix", "two windows are two people", ungated(RULE["backbone_mix"], either=True)
    yield "role_waste", "managers are free", misset(RULE["role_waste"], manager=0)
    yield "role_waste", "leaders are dear", misset(RULE["role_waste"], leader=2)
    yield "role_waste", "each post of a manager counts", ungated(RULE["role_waste"], either=True)
    yield read("role_waste", "leaders asked for are not free", lambda p: replace(p, covers=()))
    yield read("role_waste", "managers lead", in_center(manager_ranks=lambda ranks: ()))
    yield read("continuity", "presence of the A forgotten", forget_absences)
    yield "continuity", "each block counts", ungated(RULE["continuity"], either=True)
    yield read("continuity", "A from another table", in_center(ab=without(role="A")))
    yield read("continuity", "heads forgotten", in_center(posts=lines(heads=2)))
    yield read("handover", "absences forgotten", forget_absences)
    yield read("handover", "sickness is planned", kinds("annual"))
    yield read("handover", "leave is sudden", kinds("sick"))
    yield "handover", "two whole days", misset(RULE["handover"], days=2)
    yield "handover", "either of the two is enough", ungated(RULE["handover"], both=True)
    yield read("leave_quota", "absences forgotten", forget_absences)
    yield read("leave_quota", "every absence is chosen", kinds("annual"))
    yield "leave_quota", "everybody may go", misset(RULE["leave_quota"], percent=100)
    yield "leave_quota", "nobody may go", misset(RULE["leave_quota"], percent=0, least=0)
    yield read(
        "leave_quota",
        "sections not told apart from people",
        in_center(people=lambda ps: tuple(replace(p, section=p.id) for p in ps)),
    )


def turns_red(rule: Rule) -> str:
    """Name of the first part of the contract that notices; empty if none does."""
    parts: list[tuple[str, Callable[[], None]]] = [
        ("examples", partial(contract.test_examples_say_what_the_article_says, rule))
    ]
    parts += [
        (
            f"random rosters, {world}",
            partial(contract.test_random_rosters_cost_the_same_to_check_and_to_solver, rule, world),
        )
        for world in ("guided_hall", "mixed_hall")
    ]
    for name, part in parts:
        try:
            part()
        except AssertionError:
            return name
    return ""


@pytest.mark.parametrize("rule", RULES_HERE)
def test_the_sound_rule_stays_green(rule: str) -> None:
    assert turns_red(RULE[rule]) == ""


@pytest.mark.parametrize("rule", RULES_HERE)
def test_general_faults_turn_the_contract_red(rule: str) -> None:
    unseen = [fault for fault, faulty in general(RULE[rule]) if not turns_red(faulty)]
    assert not unseen


@pytest.mark.parametrize(
    ("rule", "fault", "faulty"), list(special()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_special_faults_turn_the_contract_red(rule: str, fault: str, faulty: Rule) -> None:
    assert turns_red(faulty), f"{rule}: {fault} went unseen"


def test_pools_count_in_blocks_that_no_other_rule_asks_for() -> None:
    """Who is on a pool follows from the shifts: the rule is as dear in a model without every cell."""
    problem = contract.WORLDS["busy_hotline"]()
    rule, costs = RULE["role_waste"], []
    problem = contract.only(problem, rule, Level.MUST)
    model = CpModel(problem, rules=(rule,))
    for plan in contract.random_rosters(problem, random.Random(5), 12):
        found = sum(breach.amount for breach in contract.breaches(problem, rule, plan))
        assert contract.minimum(model, plan) == found
        costs.append(found)
    assert any(costs)

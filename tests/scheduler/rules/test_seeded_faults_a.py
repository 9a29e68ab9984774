"""A fault planted in a rule of presence, posts or the AB table turns the contract red.

Faults are planted from outside: in what the model hears, in the data the encoder sees, or in
what the check reports. Each must be noticed by at least one part of the contract test.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import replace
from typing import Any

import pytest

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.rules import RULE
from scheduler.rules.base import Breach, Expr, Model, Rule
from tests.scheduler.rules import test_contract as contract
from tests.scheduler.rules.worlds import WORLDS

RULES_HERE = (
    "one_place",
    "ab_valid",
    "ab_not_both_off",
    "qualified",
    "authority",
    "manager_on_site",
    "seal_present",
    "key_holder",
    "cashier_key",
    "hall_duty",
    "office_rota",
    "sessions",
    "open_days",
    "dispatch",
    "dual_cover",
    "non_ab_cover",
    "fair_duty",
    "fair_cover",
    "holder_first",
    "post_covered",
    "rank_present",
    "leave_kept",
    "one_shift_day",
    "min_rest",
)


class Misheard:
    """A model that passes everything on, but changes what is stated."""

    def __init__(self, model: Model, low: int = 0, high: int = 0, factor: int = 1, every: int = 1) -> None:
        self._model, self._low, self._high, self._factor, self._every = model, low, high, factor, every
        self._said = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def _heard(self) -> bool:
        self._said += 1
        return self._every > 0 and self._said % self._every == 0

    def at_least(self, expr: Expr, low: int, amount: int = 1, **where: Any) -> None:
        if self._heard():
            self._model.at_least(expr, low + self._low, amount * self._factor, **where)

    def at_most(self, expr: Expr, high: int, amount: int = 1, **where: Any) -> None:
        if self._heard():
            self._model.at_most(expr, high + self._high, amount * self._factor, **where)

    def avoid(self, expr: Expr, amount: int = 1, **where: Any) -> None:
        self.at_most(expr, 0, amount, **where)


def with_encode(rule: Rule, encode: Callable[[Model, RosterProblem, Any], None]) -> Rule:
    """The rule with another ``encode``, under the same id."""
    faulty = type(
        rule.__class__.__name__, (rule.__class__,), {"encode": lambda self, m, p, params: encode(m, p, params)}
    )
    return faulty()


def misheard(rule: Rule, **change: int) -> Rule:
    return with_encode(rule, lambda model, problem, params: rule.encode(Misheard(model, **change), problem, params))


def misread(rule: Rule, change: Callable[[RosterProblem], RosterProblem]) -> Rule:
    """The encoder sees changed data; the check sees the true ones."""
    return with_encode(rule, lambda model, problem, params: rule.encode(model, change(problem), params))


def misset(rule: Rule, **change: Any) -> Rule:
    """The encoder uses other parameters than the check."""
    return with_encode(rule, lambda model, problem, params: rule.encode(model, problem, replace(params, **change)))


def blind(rule: Rule) -> Rule:
    """The check overlooks the last breach it finds."""

    def check(self: Rule, problem: RosterProblem, view: RosterView, params: Any) -> Iterable[Breach]:
        return list(rule.check(problem, view, params))[:-1]

    return type(rule.__class__.__name__, (rule.__class__,), {"check": check})()


def in_center(**fields: Callable[[Any], Any]) -> Callable[[RosterProblem], RosterProblem]:
    """Change fields of the problem's center, each by a function of its value."""

    def change(problem: RosterProblem) -> RosterProblem:
        center = problem.center
        return replace(problem, center=replace(center, **{k: f(getattr(center, k)) for k, f in fields.items()}))

    return change


def lines(**fields: Any) -> Callable[[Any], Any]:
    return lambda items: tuple(replace(item, **fields) for item in items)


def without(**fields: Any) -> Callable[[Any], Any]:
    """Drop the lines that have one of these values."""
    return lambda items: tuple(i for i in items if all(getattr(i, k) != v for k, v in fields.items()))


def shifted(blocks: int) -> Callable[[RosterProblem], RosterProblem]:
    """Duty windows of another day."""
    return lambda p: replace(p, duty_windows=(*p.duty_windows[blocks:], *p.duty_windows[:blocks]))


class NoGate:
    """A model whose gates answer wrongly: ``both`` is its first literal, ``either`` their sum."""

    def __init__(self, model: Model, both: bool = False, either: bool = False) -> None:
        self._model, self._both, self._either = model, both, either

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def both(self, *literals: Expr) -> Expr:
        return literals[0] if self._both else self._model.both(*literals)

    def either(self, literals: Iterable[Expr]) -> Expr:
        return sum(literals) if self._either else self._model.either(literals)


def ungated(rule: Rule, **gates: bool) -> Rule:
    return with_encode(rule, lambda model, problem, params: rule.encode(NoGate(model, **gates), problem, params))


def general(rule: Rule) -> Iterator[tuple[str, Rule]]:
    yield "encode says nothing", misheard(rule, every=0)
    yield "encode says every other thing", misheard(rule, every=2)
    yield "bounds too loose by one", misheard(rule, low=-1, high=1)
    yield "bounds too tight by one", misheard(rule, low=1, high=-1)
    yield "amounts doubled", misheard(rule, factor=2)
    yield "check overlooks one", blind(rule)


def forget_absences(problem: RosterProblem) -> RosterProblem:
    return replace(problem, absences=())


def forget_ledger(problem: RosterProblem) -> RosterProblem:
    return replace(problem, ledger={})


def forget_past(problem: RosterProblem) -> RosterProblem:
    return replace(problem, past=Roster())


FORGET_AB_DATES = in_center(ab=lines(valid_from=None, valid_to=None))
FORGET_CUSTODY_DATES = in_center(custody=lines(valid_to=None))
FORGET_DEPUTIES = in_center(custody=without(duty="deputy"))
FLIP_SIZE = in_center(small=lambda small: not small)
ONE_SECTION = in_center(posts=lines(section="S"), people=lines(section="S"))
NO_STANDINGS = in_center(people=lines(standings=()))
ALL_SKILLED = in_center(posts=lines(skill=None))
ALL_SPECIALIST = in_center(posts=lines(kind="specialist"))
ALL_PHONE = in_center(posts=lines(kind="phone"))


def special() -> Iterator[tuple[str, str, Rule]]:
    def read(rule: str, fault: str, change: Callable[[RosterProblem], RosterProblem]) -> tuple[str, str, Rule]:
        return rule, fault, misread(RULE[rule], change)

    yield read("one_place", "dual backup taken for moving", in_center(ab=lines(mode="move")))
    yield read("one_place", "every backup taken for dual", in_center(ab=lines(mode="dual")))
    yield read("one_place", "dates of AB lines forgotten", FORGET_AB_DATES)
    yield "one_place", "max_posts ignored", misset(RULE["one_place"], max_posts=2)
    yield "one_place", "half a pair is enough", ungated(RULE["one_place"], both=True)
    yield read("ab_valid", "dates of AB lines forgotten", FORGET_AB_DATES)
    yield read("ab_valid", "sections not compared", ONE_SECTION)
    yield read("ab_valid", "comprehensive posts closed to others", ALL_SPECIALIST)
    yield read("ab_valid", "qualification not asked", ALL_SKILLED)
    yield read("ab_not_both_off", "C does not release", in_center(ab=without(role="C")))
    yield read("ab_not_both_off", "C need not be qualified", ALL_SKILLED)
    yield read("ab_not_both_off", "reciprocal pairs forgotten", in_center(ab=lines(mode="move")))
    yield read("ab_not_both_off", "every backup taken for dual", in_center(ab=lines(mode="dual")))
    yield read("ab_not_both_off", "dates of AB lines forgotten", FORGET_AB_DATES)
    yield read("qualified", "trainees hold posts", NO_STANDINGS)
    yield read("qualified", "skill not asked", ALL_SKILLED)
    yield read("qualified", "managers of larger centers hold posts", FLIP_SIZE)
    yield read("authority", "limits of authority forgotten", in_center(ab=lines(without=())))
    yield read("authority", "dates of AB lines forgotten", FORGET_AB_DATES)
    yield "authority", "deferrable items cost like must items", misset(RULE["authority"], deferrable=1)
    yield read("manager_on_site", "size of center turned round", FLIP_SIZE)
    yield read("manager_on_site", "windows taken for phones", ALL_PHONE)
    yield "manager_on_site", "each post of a manager counts", ungated(RULE["manager_on_site"], either=True)
    yield read("seal_present", "deputies forgotten", FORGET_DEPUTIES)
    yield read("seal_present", "seals taken for one", in_center(posts=lines(seal="seal")))
    yield read("key_holder", "windows taken for phones", ALL_PHONE)
    yield read("key_holder", "everybody has the key", in_center(custody=lines(kind="door")))
    yield read("cashier_key", "dates of custody forgotten", FORGET_CUSTODY_DATES)
    yield read("cashier_key", "deputies forgotten", FORGET_DEPUTIES)
    yield "cashier_key", "each person counts", ungated(RULE["cashier_key"], either=True)
    yield read("hall_duty", "duty windows of the next day", shifted(1))
    yield read("hall_duty", "past forgotten", forget_past)
    yield "hall_duty", "a handover without meeting", ungated(RULE["hall_duty"], both=True)
    yield read("office_rota", "absences forgotten", forget_absences)
    yield read("office_rota", "shifts not looked at", in_center(shifts=lines(parts=((0, 1440),))))
    yield "sessions", "no time to prepare", misset(RULE["sessions"], prep=0)
    yield "sessions", "no time to close", misset(RULE["sessions"], close=0)
    yield read("open_days", "people on shifts forgotten", in_center(people=lines(rota="office")))
    yield read("open_days", "windows taken for phones", ALL_PHONE)
    yield "open_days", "each block counts", ungated(RULE["open_days"], either=True)
    yield read("dispatch", "sections not compared", ONE_SECTION)
    yield read("dispatch", "size of center turned round", FLIP_SIZE)
    yield read("dispatch", "dates of AB lines forgotten", FORGET_AB_DATES)
    yield read("dispatch", "comprehensive posts closed to others", ALL_SPECIALIST)
    yield read(
        "non_ab_cover",
        "C taken for B",
        in_center(ab=lambda ab: tuple(replace(i, role="B") if i.role == "C" else i for i in ab)),
    )
    yield "non_ab_cover", "universal pool as dear as the section", misset(RULE["non_ab_cover"], pool=2)
    yield "non_ab_cover", "manager as dear as the pool", misset(RULE["non_ab_cover"], manager=3)
    yield read("fair_duty", "ledger forgotten", forget_ledger)
    yield read("fair_duty", "duty windows of the next day", shifted(1))
    yield read("fair_cover", "ledger forgotten", forget_ledger)
    yield read("fair_cover", "own post counts too", in_center(ab=lambda ab: tuple(replace(i, role="B") for i in ab)))
    yield "fair_cover", "allowance one minute more", misset(RULE["fair_cover"], minutes=1514)
    yield read("holder_first", "absences forgotten", forget_absences)
    yield read("holder_first", "posts of one head only", in_center(posts=lines(heads=1)))


FAULTS = [(rule, fault, faulty) for rule in RULES_HERE for fault, faulty in general(RULE[rule])] + list(special())


def red(rule: Rule) -> str:
    """First part of the contract that a rule fails; empty if it passes all."""
    parts: list[tuple[str, Callable[[], None]]] = [
        ("examples", lambda: contract.test_examples_say_what_the_article_says(rule))
    ]
    parts += [
        (f"random {world}", lambda w=world: contract.test_random_rosters_cost_the_same_to_check_and_to_solver(rule, w))
        for world in WORLDS
    ]
    parts.append(("enumeration", lambda: contract.test_full_enumeration_of_a_tiny_center(rule)))
    for name, run in parts:
        try:
            run()
        except AssertionError:
            return name
    return ""


@pytest.mark.parametrize(("rule", "fault", "faulty"), FAULTS, ids=[f"{r}: {f}" for r, f, _ in FAULTS])
def test_the_contract_turns_red(rule: str, fault: str, faulty: Rule) -> None:
    assert faulty.id == rule
    assert red(faulty)


def test_a_sound_rule_stays_green_under_the_same_machinery() -> None:
    """Without a fault neither the wrappers nor the subclassing turn anything red."""
    for rule in ("one_place", "hall_duty"):
        assert red(misheard(RULE[rule])) == ""
        assert red(misread(RULE[rule], copy)) == ""

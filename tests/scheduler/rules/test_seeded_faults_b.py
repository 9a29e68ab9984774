"""Faults sown on purpose into the rules on shifts, hours, need, fairness and change: the contract must turn red.

A fault either tells the model something else than ``check`` counts (the problem, the parameters or
a statement is bent on its way to ``encode``) or bends ``check`` itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from scheduler.domain.absence import Pin
from scheduler.domain.problem import RosterProblem
from scheduler.rules import RULE
from scheduler.rules.base import Breach, Rule
from tests.scheduler.rules import test_contract as contract
from tests.scheduler.rules.mixed_line import mixed_line

MINE = (
    "shift_covered",
    "skill_present",
    "hours_day",
    "hours_week",
    "overtime_cycle",
    "weekly_rest",
    "protected_nights",
    "protected_overtime",
    "max_nights",
    "frozen",
    "demand_met",
    "over_staff",
    "fair_shifts",
    "preference",
    "stability",
    "overtime_cost",
)
State = Callable[..., None]
Bend = Callable[[State, str, Any, int, int, dict[str, Any]], None]


class Bent:
    """A model that passes every statement through ``bend`` first, or answers some question with nothing."""

    def __init__(self, model: Any, bend: Bend, deaf: str = "") -> None:
        self._model, self._bend, self._deaf = model, bend, deaf

    def _past(self, question: str, person: str, day: int, *more: str) -> Any:
        return 0 if day < 0 and self._deaf == "past" else getattr(self._model, question)(person, day, *more)

    def works(self, person: str, day: int, shift: str) -> Any:
        return self._past("works", person, day, shift)

    def worked(self, person: str, day: int) -> Any:
        return self._past("worked", person, day)

    def minutes(self, person: str, day: int) -> Any:
        return self._past("minutes", person, day)

    def attendances(self) -> Any:
        return () if self._deaf == "office" else self._model.attendances()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def at_least(self, expr: Any, low: int, amount: int = 1, **where: Any) -> None:
        self._bend(self._model.at_least, "at_least", expr, low, amount, where)

    def at_most(self, expr: Any, high: int, amount: int = 1, **where: Any) -> None:
        self._bend(self._model.at_most, "at_most", expr, high, amount, where)

    def avoid(self, expr: Any, amount: int = 1, **where: Any) -> None:
        self._bend(lambda e, _, a, **w: self._model.avoid(e, a, **w), "avoid", expr, 0, amount, where)


@dataclass(frozen=True)
class Fault:
    """What is bent, by name, and where."""

    rule: str
    name: str
    problem: Callable[[RosterProblem], RosterProblem] | None = None
    params: dict[str, Any] | None = None
    bend: Bend | None = None
    deaf: str = ""
    check: Callable[[RosterProblem, list[Breach]], Iterable[Breach]] | None = None

    def sown(self) -> Rule:
        """The rule with the fault in it."""
        fault, kind = self, type(RULE[self.rule])

        class Faulty(kind):  # type: ignore[misc, valid-type]
            def encode(self, model: Any, problem: RosterProblem, params: Any) -> None:
                told = Bent(model, fault.bend or shifted(0), fault.deaf)
                super().encode(
                    told, fault.problem(problem) if fault.problem else problem, replace(params, **(fault.params or {}))
                )

            def check(self, problem: RosterProblem, view: Any, params: Any) -> Iterable[Breach]:
                found = list(super().check(problem, view, params))
                return fault.check(problem, found) if fault.check else found

        return Faulty()


def shifted(by: int) -> Bend:
    """Every limit moved by so much: the classic off-by-one."""
    return lambda state, kind, expr, limit, amount, where: state(expr, limit + by, amount, **where)


def priced(price: Callable[[int], int]) -> Bend:
    return lambda state, kind, expr, limit, amount, where: state(expr, limit, price(amount), **where)


def without(dropped: Callable[[str, dict[str, Any]], bool]) -> Bend:
    """Some statements are never made."""

    def bend(state: State, kind: str, expr: Any, limit: int, amount: int, where: dict[str, Any]) -> None:
        if not dropped(kind, where):
            state(expr, limit, amount, **where)

    return bend


def people(**changes: Any) -> Callable[[RosterProblem], RosterProblem]:
    """Everybody is told to be the same in some respect."""
    return lambda p: replace(p, center=replace(p.center, people=tuple(replace(x, **changes) for x in p.center.people)))


def days(**changes: Any) -> Callable[[RosterProblem], RosterProblem]:
    return lambda p: replace(p, days=tuple(replace(d, **changes) for d in p.days))


def masters(problem: RosterProblem) -> RosterProblem:
    able = {p.id: tuple(replace(s, level=2) for s in p.skills) for p in problem.center.people}
    return replace(
        problem,
        center=replace(problem.center, people=tuple(replace(p, skills=able[p.id]) for p in problem.center.people)),
    )


def pins(chosen: Callable[[Pin], bool]) -> Callable[[RosterProblem], RosterProblem]:
    return lambda p: replace(p, pins=tuple(pin for pin in p.pins if chosen(pin)))


def turned(problem: RosterProblem) -> RosterProblem:
    return replace(problem, wishes=tuple(replace(w, avoid=not w.avoid) for w in problem.wishes))


GENERAL = [
    fault
    for rule in MINE
    for fault in (
        Fault(rule, "tells the model nothing", bend=without(lambda kind, where: True)),
        Fault(rule, "amounts one too high", bend=priced(lambda amount: amount + 1)),
        Fault(rule, "check forgets its first breach", check=lambda problem, found: found[1:]),
    )
]
OWN = [
    Fault("shift_covered", "one head too few", bend=shifted(-1)),
    Fault("shift_covered", "counts people off post", problem=people(standings=())),
    Fault("shift_covered", "counts the unqualified", problem=masters),
    Fault(
        "shift_covered",
        "asks rank covers too",
        problem=lambda p: replace(p, covers=tuple(replace(c, rank=None, skill=None) for c in p.covers)),
    ),
    Fault("skill_present", "one master too few", bend=shifted(-1)),
    Fault("skill_present", "counts helpers of level 1", problem=masters),
    Fault(
        "skill_present",
        "forgets the rank",
        problem=lambda p: replace(p, covers=tuple(replace(c, rank=None) for c in p.covers)),
    ),
    Fault("hours_day", "one minute too many", bend=shifted(1)),
    Fault("hours_day", "office staff left out", deaf="office"),
    Fault("hours_week", "forgets the past", deaf="past"),
    Fault("hours_week", "forgets make-up days", problem=days(workday=False)),
    Fault("hours_week", "limits flexible hours", problem=people(hours_scheme="comprehensive")),
    Fault("hours_week", "one minute too few", bend=shifted(-1)),
    Fault("overtime_cycle", "no overtime allowance", params={"overtime_per_28_days": 0}),
    Fault("overtime_cycle", "ignores the center's own cap", params={"hours": 0}),
    Fault("overtime_cycle", "limits flexible hours", problem=people(hours_scheme="standard")),
    Fault("overtime_cycle", "counts rest days as workdays", problem=days(workday=True)),
    Fault("weekly_rest", "one day too many", bend=shifted(1)),
    Fault("weekly_rest", "window one day short", params={"window": 2}),
    Fault("weekly_rest", "forgets the past", deaf="past"),
    Fault("protected_nights", "protection never ends or begins", problem=people(protected_from=None)),
    Fault("protected_nights", "late shifts are no nights", bend=without(lambda kind, where: where["shift"] == "E")),
    Fault("protected_nights", "office shifts left out", bend=without(lambda kind, where: where["shift"] == "O")),
    Fault("protected_overtime", "forgets the past", deaf="past"),
    Fault("protected_overtime", "protection never ends", problem=people(protected_until=None)),
    Fault("protected_overtime", "counts rest days as workdays", problem=days(workday=True)),
    Fault("protected_overtime", "averages standard hours", problem=people(hours_scheme="comprehensive")),
    Fault("max_nights", "one night more in a row", params={"run": 2}),
    Fault("max_nights", "cap rounded down", bend=lambda s, k, e, limit, a, w: s(e, limit - ("day" not in w), a, **w)),
    Fault("max_nights", "forgets the past", deaf="past"),
    Fault("max_nights", "cap forgotten", bend=without(lambda kind, where: "day" not in where)),
    Fault("frozen", "free days not kept", problem=pins(lambda pin: bool(pin.shift or pin.post))),
    Fault("frozen", "office attendance not kept", problem=pins(lambda pin: pin.post != "back")),
    Fault("frozen", "posts not kept", problem=pins(lambda pin: pin.post is None)),
    Fault(
        "frozen",
        "wrong sign: pinned cells are avoided",
        bend=lambda s, kind, e, limit, a, w: s(e, limit, a, **w) if kind == "avoid" else s(-1 * e, 0, a, **w),
    ),
    Fault("demand_met", "linear instead of convex", params={"steps": 1}),
    Fault("demand_met", "convex without end", params={"steps": 40}),
    Fault("demand_met", "one head too few", bend=shifted(-1)),
    Fault("demand_met", "counts the unqualified", problem=masters),
    Fault("over_staff", "one head free", bend=shifted(1)),
    Fault("over_staff", "heads instead of head-minutes", bend=priced(lambda amount: 1)),
    Fault("fair_shifts", "forgets what was carried over", problem=lambda p: replace(p, ledger={})),
    Fault(
        "fair_shifts",
        "everybody shares the leaders' nights",
        problem=lambda p: replace(p, covers=tuple(replace(c, rank=None) for c in p.covers)),
    ),
    Fault("fair_shifts", "forgets leave", problem=lambda p: replace(p, absences=())),
    Fault(
        "fair_shifts", "second one as cheap as the first", bend=without(lambda kind, where: where["kind"] == "nights")
    ),
    Fault("fair_shifts", "holidays are weekends", problem=days(statutory=False)),
    Fault("fair_shifts", "one weight for all kinds", params={"weekends": 3, "nights": 3}),
    Fault("preference", "wrong sign", problem=turned),
    Fault("preference", "weights ignored", bend=priced(lambda amount: 1)),
    Fault("preference", "office wishes left out", bend=without(lambda kind, where: where["person"] == "o")),
    Fault("stability", "only losses count", bend=without(lambda kind, where: kind == "avoid")),
    Fault("stability", "windows left out", bend=without(lambda kind, where: "post" in where)),
    Fault("stability", "shifts left out", bend=without(lambda kind, where: "shift" in where)),
    Fault("overtime_cost", "holidays at normal pay", bend=without(lambda kind, where: where["kind"] == "holiday")),
    Fault("overtime_cost", "forgets the past", deaf="past"),
    Fault("overtime_cost", "pays every Sunday as a holiday", problem=days(statutory=True)),
    Fault("overtime_cost", "norm counts rest days", problem=days(workday=True)),
]


def mixed(rule: Rule) -> None:
    """The contract on a world of its own: hours schemes, printed nights, a counter staffed by shifts."""
    contract.WORLDS["mixed_line"] = mixed_line
    try:
        contract.test_random_rosters_cost_the_same_to_check_and_to_solver(rule, "mixed_line")
    finally:
        del contract.WORLDS["mixed_line"]


def turns_red(rule: Rule) -> str | None:
    """Name of the first test of the contract that a rule fails."""
    tests: Sequence[tuple[str, Callable[[], None]]] = (
        ("examples", lambda: contract.test_examples_say_what_the_article_says(rule)),
        ("random rosters, mixed_line", lambda: mixed(rule)),
        *(
            (
                f"random rosters, {w}",
                lambda w=w: contract.test_random_rosters_cost_the_same_to_check_and_to_solver(rule, w),
            )
            for w in ("busy_hotline", "busy_hall")
        ),
    )
    for name, run in tests:
        try:
            run()
        except AssertionError:
            return name
    return None


@pytest.mark.parametrize("rule", MINE)
def test_the_sound_rule_stays_green(rule: str) -> None:
    mixed(RULE[rule])


@pytest.mark.parametrize("fault", [*GENERAL, *OWN], ids=lambda f: f"{f.rule}: {f.name}")
def test_a_sown_fault_turns_the_contract_red(fault: Fault) -> None:
    assert turns_red(fault.sown()) is not None

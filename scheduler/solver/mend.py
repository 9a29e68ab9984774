"""The fewest cells that must move so that nothing is worse than it was.

A narrow question put narrowly: what may not move is a number, what was kept must be kept, and
what was broken may stay as broken as it was. So one solve answers, and its bound is a proof.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Expr
from scheduler.solver.decode import decode, with_duty_rows
from scheduler.solver.mending import Mended, Mending
from scheduler.solver.model import CpModel, Held, _upper_bound

CELL = 100_000
"""Weight of one moved cell against one moved minute: cells first, minutes then."""

WORSE = {0: 1000, 1: 100, 2: 10}
"""Weight of a unit of a binding rule by tier, where not all can be kept; other tiers 1."""

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)

Where = tuple[str, tuple[tuple[str, str], ...], int]
"""One statement: rule, place, and which of several with one place."""


def mend(asked: Mending) -> Mended:
    """Search in this process; :func:`scheduler.solver.solve.mended` supervises a child."""
    view = RosterView(asked.problem, asked.old)
    known: Mapping[Where, int] = {}
    if asked.before is not None:
        known = _Known(replace(asked.problem, absences=asked.before), held=Held(view, frozenset())).excess
    model = _Narrow(asked.problem, known, soft=False, held=Held(view, asked.free))
    moved, charge = _charges(model, asked, view)
    if not model.impossible:
        model.cp.minimize(CELL * sum(moved) + charge)
        solver = _solver(asked)
        status = solver.solve(model.cp)
        if status in FOUND:
            count = sum(solver.value(m) for m in moved)
            bound = (
                count if status == cp_model.OPTIMAL else min(count, max(0, int(solver.best_objective_bound // CELL)))
            )
            return Mended(_roster(model, solver, asked, view), True, count, bound, count == bound)
        if status != cp_model.INFEASIBLE or not _truly(model, asked):
            return Mended(None, False, 0, 0, False)
    return _least_broken(asked, view, known)


def _least_broken(asked: Mending, view: RosterView, known: Mapping[Where, int]) -> Mended:
    """Not all can be kept: the roster that breaks least, and moves least for it."""
    model = _Narrow(asked.problem, known, soft=True, held=Held(view, asked.free))
    moved, charge = _charges(model, asked, view)
    model.cp.minimize(model.worse)
    solver = _solver(asked)
    if solver.solve(model.cp) not in FOUND:
        return Mended(None, False, 0, 0, True)
    model.cp.add(model.worse <= round(solver.objective_value))
    model.cp.minimize(CELL * sum(moved) + charge)
    second = _solver(asked)
    if second.solve(model.cp) in FOUND:
        solver = second
    return Mended(_roster(model, solver, asked, view), False, sum(solver.value(m) for m in moved), 0, True)


class _Known(CpModel):
    """Everything held: how far every statement is from being kept, as numbers."""

    def __init__(self, problem: RosterProblem, held: Held) -> None:
        self.excess: dict[Where, int] = {}
        self._seen: Counter[tuple[object, ...]] = Counter()
        super().__init__(problem, held=held)

    def _state(self, excesses: Any, amount: int, where: Mapping[str, Any]) -> None:
        found = [x for x in excesses if isinstance(x, int)]
        self.excess[self._name(where)] = max([0, *found])

    def _name(self, where: Mapping[str, Any]) -> Where:
        place = tuple(sorted((k, str(v)) for k, v in where.items()))
        self._seen[self._rule, place] += 1
        return self._rule, place, self._seen[self._rule, place]


class _Narrow(_Known):
    """Every statement kept as well as it was; ``soft``: or what is worse is counted."""

    def __init__(self, problem: RosterProblem, known: Mapping[Where, int], *, soft: bool, held: Held) -> None:
        self._known, self._soft = known, soft
        self.impossible, self.worse = False, 0
        super().__init__(problem, held)

    def _state(self, excesses: Any, amount: int, where: Mapping[str, Any]) -> None:
        allowed = self._known.get(self._name(where), 0)
        over: list[tuple[Expr, int]] = [
            (x - allowed, most - allowed) for x in excesses if (most := _upper_bound(x)) > allowed
        ]
        if not over:
            return
        if not self._soft:
            for excess, _ in over:
                if isinstance(excess, int):
                    self.impossible = True
                else:
                    self.cp.add(excess <= 0)
            return
        slack = self.cp.new_int_var(0, max(most for _, most in over), f"worse {self._rule}")
        for excess, _ in over:
            self.cp.add(slack >= excess)
        tier = 0 if self._level is Level.HARD else self._tier
        self.worse = self.worse + amount * WORSE.get(tier, 1) * slack


def _charges(model: CpModel, asked: Mending, view: RosterView) -> tuple[list[Any], Any]:
    """One literal for each cell that may move, and the minutes that do."""
    problem, person = asked.problem, asked.problem.center.person
    parts: dict[tuple[str, int, str], list[Any]] = defaultdict(list)
    minutes: Any = 0
    for key, var in model.decisions.items():
        day, session, length, was = _place(problem, view, key)
        differs = 1 - var if was else var
        who = key[1]
        if (who, day) in asked.gone:
            continue
        takers = asked.covers.get((key[2], key[3]), ()) if key[0] == "on" and not was else ()
        if who in takers:
            minutes = minutes + (length + takers.index(who)) * differs
            continue
        minutes = minutes + length * differs
        parts[who, day, "" if person[who].rota == "rostered" else session].append(differs)
    moved = []
    for cell, differing in sorted(parts.items()):
        literal = model.cp.new_bool_var(f"moved {cell}")
        for differs in differing:
            model.cp.add(literal >= differs)
        moved.append(literal)
    return moved, minutes


def _place(problem: RosterProblem, view: RosterView, key: tuple[Any, ...]) -> tuple[int, str, int, bool]:
    """Day, session, minutes and old value of a decision."""
    if key[0] == "works":
        _, who, day, shift = key
        length = sum(end - start for start, end in problem.center.shift[shift].parts)
        return day, "", length, view.works(who, day, shift)
    block = problem.blocks[key[-1]]
    was = view.on(*key[1:]) if key[0] == "on" else view.present(*key[1:])
    return block.day, block.session, block.minutes, was


def _roster(model: CpModel, solver: cp_model.CpSolver, asked: Mending, view: RosterView) -> Roster:
    """The old roster with the cells that moved taken from a solution."""
    problem, chosen, moved = asked.problem, [], set[tuple[str, int]]()
    for key, var in model.decisions.items():
        value = bool(solver.boolean_value(var))
        day, _, _, was = _place(problem, view, key)
        if value != was:
            moved.add((key[1], day))
        if value:
            chosen.append(key)
    fresh = decode(problem, chosen)
    day_of = problem.horizon.day
    kept = [d for d in asked.old.duties if (d.person, day_of(d.day)) not in moved and d.role != "duty"]
    made = [d for d in fresh.duties if (d.person, day_of(d.day)) in moved and d.role != "duty"]
    return with_duty_rows(problem, Roster.of([*kept, *made]))


def _truly(model: CpModel, asked: Mending) -> bool:
    """Whether a second, different setting says infeasible too (presolve of CP-SAT has erred)."""
    solver = _solver(asked)
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 1
    model.cp.clear_objective()
    return bool(solver.solve(model.cp) == cp_model.INFEASIBLE)


def _solver(asked: Mending) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers, p.random_seed, p.linearization_level = 1, asked.seed, 2
    p.catch_sigint_signal, p.max_deterministic_time = False, asked.budget
    return solver

"""The lexicographic search: one tier after another, never losing the best roster so far."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python import cp_model

from scheduler.check import check
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.solution import Limits, Progress, Solution, Status
from scheduler.rules import RULES
from scheduler.solver.decode import decode
from scheduler.solver.greedy import greedy_roster
from scheduler.solver.model import CpModel
from scheduler.solver.neighborhood import BIND, EVEN, Manner, Neighborhoods
from scheduler.solver.values import cost_of, hint, hint_of, settled, tight
from scheduler.solver.versions import versions
from scheduler.solver.watcher import SHOW_EVERY, Watcher, ceil

log = logging.getLogger(__name__)

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
BINDING = 3
"""The last tier of rules that bind; those after it are a matter of more or less."""

TRIED, MOST_TRIED = 0.15, 1.5
"""Share of the budget for keeping all that binds at once, and deterministic time at most: a roster is to be seen soon."""

Outcome = tuple[dict[int, int], int, int]
"""Values of all variables, cost, bound."""

LEAST_STEP = 0.02
"""Deterministic time that one neighborhood costs at least (building it)."""


class Search:
    """One solve in this process. Use :func:`scheduler.solver.solve.solve`, which supervises a child.

    Parameters
    ----------
    start
        A roster to begin from (an earlier version); a greedy one is made otherwise.
    tell
        Called with every sign of progress; must be quick.
    """

    def __init__(
        self,
        problem: RosterProblem,
        limits: Limits,
        start: Roster | None = None,
        tell: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self.problem, self.limits, self._tell = problem, limits, tell
        self._begun = time.monotonic()
        self._solver: cp_model.CpSolver | None = None
        self._stopping = False
        self._spent = 0.0
        self._wall_hit = False
        self._start = start
        self.best: Roster = greedy_roster(problem)

    def stop(self) -> None:
        """End soon and keep the best roster; may be called from another thread."""
        self._stopping = True
        if self._solver is not None:
            self._solver.stop_search()

    def run(self) -> Solution:
        """Search until every tier is proven or the limits are met."""
        self._tell(Progress(self._seconds(), 0, None, None, {}, self.best))
        model = CpModel(self.problem)
        costs, bounds, values = self._tiers(model)
        status = Status.OPTIMAL
        note = ""
        if values is None and not self._stopping and not self._out_of_time() and self._impossible(model):
            model = CpModel(self.problem, elastic=True)
            costs, bounds, values = self._tiers(model)
            status, note = Status.RELAXED, "hard rules contradict each other; the least was broken"
        if values is not None:
            self.best = self._decoded(model, values)
            costs = settled(model, values)
            told: dict[str, tuple[tuple[str, ...], ...]] = {}
            while untold := self._untold(told):
                if self._stopping or self._out_of_time() or self._spent >= self.limits.budget:
                    found = dict(check(self.problem, self.best).costs)  # counts what the model was not told
                    costs = {tier: found.get(tier, 0) for tier in sorted({*costs, *found})}
                    note = note or "the budget ended before every set of posts of a large zone was told to the solver"
                    break
                told = {rule: (*told.get(rule, ()), *sets) for rule, sets in untold.items()}
                model, self._start = CpModel(self.problem, elastic=status is Status.RELAXED, separated=told), self.best
                costs, bounds, values = self._tiers(model)
                if values is None:
                    break
                self.best = self._decoded(model, values)
                costs = settled(model, values)
        if status is not Status.RELAXED and (values is None or any(costs.get(t, 0) > bounds.get(t, 0) for t in costs)):
            status = Status.FEASIBLE
        if self._stopping:
            status = Status.STOPPED
        if values is None:
            note = note or "no solution within the limits: this is the greedy roster"
            costs, bounds = dict(check(self.problem, self.best).costs), {}
        return Solution(
            self.best,
            status,
            costs,
            bounds,
            self._seconds(),
            self.limits.seed,
            versions(),
            reproducible=not (self._wall_hit or self._stopping),
            note=note,
        )

    def _untold(self, told: Mapping[str, Sequence[tuple[str, ...]]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """What the best roster breaks that rules with more statements than can be told have not told yet."""
        view = RosterView(self.problem, self.best)
        found = {}
        for rule in RULES:
            setting = self.problem.settings.get(rule.id)
            if setting.on:
                sets = dict.fromkeys(rule.separate(view.problem, view, rule.params(setting)))
                new = tuple(s for s in sets if s not in told.get(rule.id, ()))
                if new:
                    found[rule.id] = new
        return found

    # ---- tiers --------------------------------------------------------------------------

    def _tiers(self, model: CpModel) -> tuple[dict[int, int], dict[int, int], dict[int, int] | None]:
        """Minimise each tier in turn with those above held at what was reached."""
        values = hint_of(model, self._start or self.best)
        order = sorted(model.tiers)
        costs, bounds, given = self._all_kept(model, order, values)
        first = given[0] if given is not None else None
        for place, tier in enumerate(order or [0]):
            if tier in costs:
                continue
            terms = model.tiers[tier].terms if tier in model.tiers else []
            objective = sum(c * v for c, v in terms)
            model.cp.clear_objective()
            if terms:
                model.cp.minimize(objective)
            hint(model.cp, first or values)
            left = max(1, len(order) - place)  # half of the rest while rules bind, then equal parts
            budget = (self.limits.budget - self._spent) / (2 if tier <= BINDING and left > 1 else left)
            outcome, given = self._tier(model, tier, costs, budget, given, first), None
            if outcome is None:
                break
            first, cost, bound = outcome
            costs[tier], bounds[tier] = cost, bound
            if terms:
                model.cp.add(objective <= cost)
        return costs, bounds, first

    def _tier(
        self,
        model: CpModel,
        tier: int,
        costs: Mapping[int, int],
        budget: float,
        given: Outcome | None,
        first: dict[int, int] | None,
    ) -> Outcome | None:
        """A glance at the whole, then around the roster, then the whole again. ``first``: the roster so far."""
        until, manner = self._spent + budget, BIND if tier <= BINDING else EVEN
        outcome = self._further(model, tier, costs, budget * manner.glance, given)
        if outcome is None and first is None:  # a roster at all is worth the whole of what is left
            outcome = self._solve(model, tier, costs, self.limits.budget - self._spent)
        elif (
            outcome is None and first is not None and not self._stopping and not self._out_of_time()
        ):  # the glance was too short
            begun = tight(model, first)
            outcome = (begun, cost_of(model, tier, begun), 0)
        if outcome is None or outcome[1] <= outcome[2]:
            return outcome
        outcome = (*self._improve(model, tier, costs, outcome, budget * manner.around, manner), outcome[2])
        rest = min(budget * (1 - manner.glance - manner.around), until - self._spent)
        if outcome[1] > outcome[2] and rest > LEAST_STEP:
            hint(model.cp, outcome[0])
            outcome = self._further(model, tier, costs, rest, outcome)
        return outcome

    def _further(
        self, model: CpModel, tier: int, costs: Mapping[int, int], budget: float, given: Outcome | None
    ) -> Outcome | None:
        """The whole model on one tier, unless what is ``given`` is proven; the better of both."""
        if given is None or given[1] == given[2]:
            return given or self._solve(model, tier, costs, budget)
        found = self._solve(model, tier, costs, budget)
        if found is None or given[1] < found[1]:
            return given[0], given[1], min(given[1], max(given[2], found[2] if found else 0))
        return found[0], found[1], max(given[2], found[2])

    def _all_kept(
        self, model: CpModel, order: Sequence[int], begun: Mapping[int, int]
    ) -> tuple[dict[int, int], dict[int, int], Outcome | None]:
        """Try first whether all that binds can be kept, the tier after it minimised in the same breath.

        Most centers can, and one solve then stands for one a tier: with its slacks at 0 the model is
        smaller than any of them. Where not, it is mostly seen at once, and little of the budget is lost.
        """
        binding = [tier for tier in order if tier <= BINDING]
        rest = [tier for tier in order if tier > BINDING]
        if not binding or 0 in binding or len(order) < 2:
            return {}, {}, None
        aim = rest[0] if rest else binding[-1]
        whole, cp = model.cp, model.cp.clone()
        for tier in binding:
            for _, slack in model.tiers[tier].terms:
                cp.add(cp.get_int_var_from_proto_index(slack.index) == 0)
        hint(cp, begun)
        cp.minimize(sum(c * cp.get_int_var_from_proto_index(v.index) for c, v in model.tiers[aim].terms))
        nought = dict.fromkeys(binding, 0)
        model.cp = cp
        try:
            outcome = self._solve(model, aim, nought, min(self.limits.budget * TRIED, MOST_TRIED))
        finally:
            model.cp = whole
        if outcome is None:
            return {}, {}, None
        for tier in binding:
            model.cp.add(sum(c * v for c, v in model.tiers[tier].terms) <= 0)
        return dict(nought), dict(nought), outcome

    def _improve(
        self, model: CpModel, tier: int, costs: Mapping[int, int], begun: Outcome, budget: float, manner: Manner
    ) -> tuple[dict[int, int], int]:
        """Search neighborhoods of the roster until the bound is met or the budget is spent."""
        values, cost, bound = begun
        around = Neighborhoods(model, self.limits.seed + tier, manner)
        decisions = model.decisions
        until = self._spent + budget
        shown, idle = self._seconds(), 0
        while (
            cost > bound
            and idle < manner.idle
            and self._spent < until
            and not self._stopping
            and not self._out_of_time()
        ):
            unkept = [
                s for s in model.statements if s.tier == tier and s.slack is not None and values[s.slack.index] > 0
            ]
            free = around.next(unkept)
            cp = model.cp.clone()
            cp.clear_hints()
            for key, var in decisions.items():
                here = cp.get_int_var_from_proto_index(var.index)
                if key in free:
                    cp.add_hint(here, values[var.index])
                else:
                    cp.add(here == values[var.index])
            solver = self._solver = self._set_up(min(manner.step, until - self._spent))
            status = solver.solve(cp)
            self._spent += max(solver.response_proto.deterministic_time, LEAST_STEP)
            around.learn(status == cp_model.OPTIMAL, solver.response_proto.deterministic_time / manner.step)
            idle += 1
            if status in FOUND and round(solver.objective_value) <= cost:
                better = round(solver.objective_value) < cost
                values, cost = dict(enumerate(solver.response_proto.solution)), round(solver.objective_value)
                idle = 0 if better else idle
                if better and self._seconds() - shown >= SHOW_EVERY:
                    shown = self._seconds()
                    self._show(model, tier, costs, values, cost, bound)
        self._wall_hit |= cost > bound and self._out_of_time()
        return values, cost

    def _show(
        self, model: CpModel, tier: int, costs: Mapping[int, int], values: Mapping[int, int], cost: int, bound: int
    ) -> None:
        self.best = self._decoded(model, values)
        self._tell(Progress(self._seconds(), tier, cost, bound, {**costs, tier: cost}, self.best))

    def _solve(self, model: CpModel, tier: int, costs: Mapping[int, int], budget: float) -> Outcome | None:
        if self._stopping or self._out_of_time():
            return None
        solver = self._solver = self._set_up(budget)
        watcher = Watcher(self, model, tier, costs)
        solver.best_bound_callback = watcher.bound
        status = solver.solve(model.cp, watcher)
        self._spent += solver.response_proto.deterministic_time
        self._wall_hit |= status != cp_model.OPTIMAL and self._out_of_time()
        if status not in FOUND:
            log.info("tier %d: %s", tier, solver.status_name(status))
            return None
        values = dict(enumerate(solver.response_proto.solution))
        objective = model.cp.has_objective()
        cost = round(solver.objective_value) if objective else 0
        bound = max(0, ceil(solver.best_objective_bound)) if objective else 0
        if self._seconds() - watcher.shown >= SHOW_EVERY or tier == 1:
            watcher.show(values, cost, bound)
        return values, cost, min(bound, cost)

    def _set_up(self, budget: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        p = solver.parameters
        p.num_workers = self.limits.workers
        p.linearization_level = 2
        p.random_seed = self.limits.seed
        p.catch_sigint_signal = False
        p.max_deterministic_time = max(budget, 0.01)
        p.max_time_in_seconds = max(self.limits.seconds - self._seconds(), 0.01)
        return solver

    def _impossible(self, model: CpModel) -> bool:
        """Whether the hard rules are infeasible by a second, different setting too.

        Presolve of CP-SAT 9.15 has answered INFEASIBLE wrongly (its issue 5274), so one answer is
        never believed.
        """
        model.cp.clear_objective()
        solver = self._solver = self._set_up(max(1.0, self.limits.budget / 2))
        solver.parameters.cp_model_presolve = False
        solver.parameters.linearization_level = 1
        return bool(solver.solve(model.cp) == cp_model.INFEASIBLE)

    def _decoded(self, model: CpModel, values: Mapping[int, int]) -> Roster:
        return decode(self.problem, [key for key, var in model.decisions.items() if values[var.index]])

    def _seconds(self) -> float:
        return time.monotonic() - self._begun

    def _out_of_time(self) -> bool:
        return self._seconds() >= self.limits.seconds - 0.05

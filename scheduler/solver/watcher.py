"""Passes solutions and bounds of a running search on, not more often than a planner can look."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.domain.solution import Progress
from scheduler.solver.model import CpModel

if TYPE_CHECKING:
    from scheduler.solver.search import Search

SHOW_EVERY = 0.5
"""Seconds between two rosters shown while searching: decoding each of hundreds would cost the search."""


class Watcher(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # the solver ships no types
    """Passes solutions and bounds on, not more often than a planner can look."""

    def __init__(self, search: "Search", model: CpModel, tier: int, costs: Mapping[int, int]) -> None:
        super().__init__()
        self._search, self._model, self._tier, self._costs = search, model, tier, dict(costs)
        self.shown = search._seconds() if tier > 1 else -SHOW_EVERY
        self._told = 0.0

    def on_solution_callback(self) -> None:
        if self._search._seconds() - self.shown >= SHOW_EVERY:
            values: dict[int, Any] = {v.index: self.value(v) for v in self._model.decisions.values()}
            self.show(values, round(self.objective_value), ceil(self.best_objective_bound))

    def show(self, values: Mapping[int, int], cost: int, bound: int) -> None:
        self.shown = self._search._seconds()
        self._search._show(self._model, self._tier, self._costs, values, cost, bound)

    def bound(self, bound: float) -> None:
        now = self._search._seconds()
        if now - self._told >= SHOW_EVERY:
            self._told = now
            self._search._tell(Progress(now, self._tier, None, ceil(bound), self._costs))


def ceil(bound: float) -> int:
    """Costs are whole numbers, so a bound of 2.3 means 3; a hair of rounding error is forgiven."""
    return int(-(-(bound - 1e-6) // 1))

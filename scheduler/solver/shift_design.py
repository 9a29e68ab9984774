"""Which shifts, how many: a linear program over counts, integers by branch and bound. Names no person.

First the head-count model: as few shifts (or paid hours) as cover the floor everywhere. Then, for
the same shifts or hours, the counts that lose the fewest customers, their convex loss as tangents,
the floor kept. Persons come after, by CP-SAT, on these counts.

LP-based branch and bound (the SCIP that OR-Tools brings) closes this form where breaks leave some
freedom; where the budget is tight the many searches of CP-SAT find better counts from there
(measured: benchmarks/shift_design.py).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

WORK_A_SECOND = 0.5
"""Units of deterministic work for a second of the limit."""


@dataclass(frozen=True, slots=True)
class Design:
    """Counts of each pattern, and what they give.

    Attributes
    ----------
    counts
        Shape (patterns,).
    heads
        People on duty by interval, shape (intervals,).
    lost, bound
        Customers lost, and the proven least for this budget. For :func:`fewest`: the weight used.
    short
        People below the floor, summed over intervals.
    proven
        Whether the gap asked for was reached.
    """

    counts: IntArray
    heads: IntArray
    lost: float
    bound: float
    short: int
    proven: bool

    @property
    def gap(self) -> float:
        """(lost - bound) / lost; 0 where nothing is lost."""
        return max(0.0, self.lost - self.bound) / self.lost if self.lost > 0 else 0.0


def fewest(covers: IntArray, floor: IntArray, weight: FloatArray, seconds: float = 30.0, gap: float = 1e-4) -> Design:
    """The head-count model: least total weight that covers the floor.

    Parameters
    ----------
    covers
        1 where a pattern (row) is on duty in an interval (column), shape (patterns, intervals).
    weight
        Of each pattern: 1 to count shifts, or its paid hours.

    Raises
    ------
    ValueError
        If an interval with a floor is covered by no pattern.
    """
    _coverable(covers, floor)
    model, counts = _model(covers, weight)
    _floored(model, counts, covers, floor, slack=False)
    model.minimize(mathopt.LinearSum([float(w) * c for w, c in zip(weight, counts, strict=True)]))
    found, value, bound, proven = _solved(model, counts, seconds, gap)
    return Design(found, found @ covers, value, bound, 0, proven)


def fewest_lost(
    covers: IntArray,
    floor: IntArray,
    cost: FloatArray,
    weight: FloatArray,
    budget: float,
    seconds: float = 30.0,
    gap: float = 0.005,
    most: Sequence[int] | None = None,
    start: IntArray | None = None,
) -> Design:
    """Counts of total weight at most ``budget`` that lose the fewest customers, the floor first.

    Where the budget does not reach the floor, as few heads as possible are missing below it, and
    among such counts the fewest customers are lost.

    Parameters
    ----------
    cost
        Customers lost with n people in each interval, convex in n, shape (intervals, most heads + 1).
    most
        Largest count of each pattern.
    start
        Counts to begin from.
    """
    short = _shortest(covers, floor, weight, budget, seconds / 3.0, most, start)
    model, counts = _model(covers, weight, most)
    _within(model, counts, weight, budget)
    missing = _floored(model, counts, covers, floor, slack=short.short > 0)
    if missing:
        model.add_linear_constraint(mathopt.LinearSum(missing) <= short.short)
    losses = []
    for t in range(covers.shape[1]):
        # Heads as integers of their own: branching on them closes the gap, branching on patterns does not.
        on = model.add_integer_variable(lb=0.0 if missing else float(floor[t]), ub=10_000.0, name=f"heads{t}")
        model.add_linear_constraint(_heads(counts, covers, t) == on)
        losses.append(_loss(model, t, on, cost[t]))
    model.minimize(mathopt.LinearSum(losses))
    found, _, bound, proven = _solved(model, counts, seconds / 2.0, gap, short.counts)
    lost = _lost(found @ covers, cost)
    if not proven:
        # Tight budgets leave branch and bound with poor counts; the many searches of CP-SAT find better ones.
        other, below = _searched(covers, floor, cost, weight, budget, seconds / 2.0, gap, most, found, short.short)
        found, bound = min((found, other), key=lambda c: _lost(c @ covers, cost)), max(bound, below)
        lost = _lost(found @ covers, cost)
    on = found @ covers
    bound = min(bound, lost)
    return Design(found, on, lost, bound, int(np.maximum(floor - on, 0).sum()), lost - bound <= gap * lost)


def _lost(heads: IntArray, cost: FloatArray) -> float:
    return float(cost[np.arange(heads.size), np.minimum(heads, cost.shape[1] - 1)].sum())


def _searched(
    covers: IntArray,
    floor: IntArray,
    cost: FloatArray,
    weight: FloatArray,
    budget: float,
    seconds: float,
    gap: float,
    most: Sequence[int] | None,
    start: IntArray,
    short: int,
) -> tuple[IntArray, float]:
    """The same by CP-SAT from given counts: counts, and a proven least loss. Costs in thousandths of a customer."""
    model = cp_model.CpModel()
    tops = most if most is not None else [int(floor.max(initial=1)) + 1] * covers.shape[0]
    counts = [model.new_int_var(0, int(max(top, s)), "") for top, s in zip(tops, start, strict=True)]
    model.add(sum(round(1000 * float(w)) * c for w, c in zip(weight, counts, strict=True)) <= round(1000 * budget))
    losses, missing = [], []
    for t in range(covers.shape[1]):
        on = model.new_int_var(0, cost.shape[1] - 1, "")
        model.add(on == sum(counts[p] for p in np.flatnonzero(covers[:, t])))
        if floor[t] and short:
            missing.append(model.new_int_var(0, int(floor[t]), ""))
            model.add(on + missing[-1] >= int(floor[t]))
        elif floor[t]:
            model.add(on >= int(floor[t]))
        scaled = [round(1000 * float(c)) for c in cost[t]]
        loss = model.new_int_var(0, scaled[0], "")
        for n, (here, after) in enumerate(itertools.pairwise(scaled)):
            if after < here:
                model.add(loss >= here + (after - here) * (on - n))
        losses.append(loss)
    if missing:
        model.add(sum(missing) <= short)
    model.minimize(sum(losses))
    for count, value in zip(counts, start, strict=True):
        model.add_hint(count, int(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.interleave_search, solver.parameters.random_seed = 8, True, 1
    solver.parameters.max_deterministic_time, solver.parameters.relative_gap_limit = WORK_A_SECOND * seconds, gap
    solver.parameters.max_time_in_seconds = 4.0 * seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return start, 0.0
    # Rounding of the costs: half a thousandth an interval at most.
    return np.array(
        [solver.value(c) for c in counts], dtype=np.int64
    ), solver.best_objective_bound / 1000.0 - 0.0005 * covers.shape[1]


def _shortest(
    covers: IntArray,
    floor: IntArray,
    weight: FloatArray,
    budget: float,
    seconds: float,
    most: Sequence[int] | None,
    start: IntArray | None,
) -> Design:
    """Counts within the budget with the fewest heads missing below the floor."""
    if start is not None and float(start @ weight) <= budget + 1e-9 and (start @ covers >= floor).all():
        return Design(start, start @ covers, 0.0, 0.0, 0, True)
    model, counts = _model(covers, weight, most)
    _within(model, counts, weight, budget)
    model.minimize(mathopt.LinearSum(_floored(model, counts, covers, floor, slack=True)))
    found, value, bound, proven = _solved(model, counts, seconds, 1e-6, start)
    return Design(found, found @ covers, value, bound, int(np.maximum(floor - found @ covers, 0).sum()), proven)


def _within(model: mathopt.Model, counts: list[mathopt.Variable], weight: FloatArray, budget: float) -> None:
    model.add_linear_constraint(
        mathopt.LinearSum([float(w) * c for w, c in zip(weight, counts, strict=True)]) <= budget + 1e-9
    )


def _heads(counts: list[mathopt.Variable], covers: IntArray, t: int) -> mathopt.LinearSum:
    return mathopt.LinearSum([counts[p] for p in np.flatnonzero(covers[:, t])])


def _floored(
    model: mathopt.Model, counts: list[mathopt.Variable], covers: IntArray, floor: IntArray, slack: bool
) -> list[mathopt.Variable]:
    """The floor of every interval, and with ``slack`` a variable for what is missing below it."""
    missing = []
    for t in np.flatnonzero(floor):
        heads = _heads(counts, covers, int(t))
        if slack:
            missing.append(model.add_variable(lb=0.0, ub=float(floor[t]), name=f"short{t}"))
            model.add_linear_constraint(heads + missing[-1] >= int(floor[t]))
        else:
            model.add_linear_constraint(heads >= int(floor[t]))
    return missing


def _model(
    covers: IntArray, weight: FloatArray, most: Sequence[int] | None = None
) -> tuple[mathopt.Model, list[mathopt.Variable]]:
    model = mathopt.Model()
    tops = most if most is not None else [10_000] * covers.shape[0]
    return model, [model.add_integer_variable(lb=0, ub=float(top), name=f"x{p}") for p, top in enumerate(tops)]


def _loss(model: mathopt.Model, t: int, heads: object, cost: FloatArray) -> mathopt.Variable:
    """A variable above every tangent of a convex table: between whole numbers the table is its chord."""
    loss = model.add_variable(lb=float(cost[-1]), ub=float(cost[0]) + 1.0, name=f"lost{t}")
    slope = np.diff(cost)
    kept = (
        np.concatenate([[True], np.abs(np.diff(slope)) > 1e-9 * max(1.0, float(cost[0]))])
        if slope.size
        else np.zeros(0, dtype=bool)
    )
    for n in np.flatnonzero(kept):
        if slope[n] < -1e-9:
            model.add_linear_constraint(loss >= float(cost[n]) + float(slope[n]) * (heads - int(n)))  # type: ignore[operator]
    return loss


def _solved(
    model: mathopt.Model, counts: list[mathopt.Variable], seconds: float, gap: float, start: IntArray | None = None
) -> tuple[IntArray, float, float, bool]:
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds), relative_gap_tolerance=gap, random_seed=1)
    hints = (
        []
        if start is None
        else [mathopt.SolutionHint(variable_values=dict(zip(counts, map(float, start), strict=True)))]
    )
    result = mathopt.solve(
        model, mathopt.SolverType.GSCIP, params=limits, model_params=mathopt.ModelSolveParameters(solution_hints=hints)
    )
    if not result.has_primal_feasible_solution():
        raise ValueError(f"no design found in {seconds:g} s: {result.termination.reason.name}")
    values = result.variable_values()
    found = np.array([round(values[c]) for c in counts], dtype=np.int64)
    bound = result.termination.objective_bounds
    return (
        found,
        float(bound.primal_bound),
        float(bound.dual_bound),
        result.termination.reason == mathopt.TerminationReason.OPTIMAL,
    )


def _coverable(covers: IntArray, floor: IntArray) -> None:
    holes = np.flatnonzero((floor > 0) & ~covers.any(axis=0))
    if holes.size:
        raise ValueError(
            f"interval {int(holes[0])} needs {int(floor[holes[0]])} and no shift covers it ({holes.size} such intervals)"
        )

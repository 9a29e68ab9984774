"""Few kinds of shifts: which starts and lengths cover the need with the fewest shifts.

Seven days of any start would be a roster nobody remembers. Branch and bound and CP-SAT each find
the better choice on some weeks (the sample hotline: 75 against 81 shifts of four kinds, 74 against
70 of six), so both are asked. What follows works on the kinds chosen alone.
"""

from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from scheduler.solver.shift_design import WORK_A_SECOND, FloatArray, IntArray


def best_kinds(
    covers: IntArray, floor: IntArray, weight: FloatArray, kind: IntArray, most: int, seconds: float = 30.0
) -> frozenset[int]:
    """The kinds to use: at most ``most``, of the least total weight found that covers the floor.

    Parameters
    ----------
    covers
        1 where a pattern (row) is on duty in an interval (column), shape (patterns, intervals).
    weight
        Of each pattern, whole: 1 to count shifts, or its paid minutes.
    kind
        Number of the kind of each pattern, from 0, shape (patterns,).

    Raises
    ------
    ValueError
        If so few kinds cannot cover the floor.
    """
    if int(kind.max(initial=0)) < most:
        return frozenset(kind.tolist())
    # Nobody needs more of one shift than people at its busiest interval.
    tops = (covers * floor[None, :]).max(axis=1, initial=0)
    found = [search(covers, floor, weight, kind, most, tops, seconds / 2.0) for search in (_branched, _searched)]
    counts = min((c for c in found if c is not None), key=lambda c: float(c @ weight), default=None)
    if counts is None:
        raise ValueError(
            f"no {most} kinds of shifts were found that cover the need: allow more kinds, starts or lengths"
        )
    return frozenset(kind[counts > 0].tolist())


def _branched(
    covers: IntArray, floor: IntArray, weight: FloatArray, kind: IntArray, most: int, tops: IntArray, seconds: float
) -> IntArray | None:
    model = mathopt.Model()
    counts = [model.add_integer_variable(lb=0, ub=float(top), name=f"x{p}") for p, top in enumerate(tops)]
    used = [model.add_binary_variable(name=f"used{k}") for k in range(int(kind.max()) + 1)]
    model.add_linear_constraint(mathopt.LinearSum(used) <= most)
    for count, k, top in zip(counts, kind, tops, strict=True):
        model.add_linear_constraint(count <= float(top) * used[k])
    for t in np.flatnonzero(floor):
        model.add_linear_constraint(
            mathopt.LinearSum([counts[p] for p in np.flatnonzero(covers[:, t])]) >= int(floor[t])
        )
    model.minimize(mathopt.LinearSum([float(w) * c for w, c in zip(weight, counts, strict=True)]))
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds), random_seed=1)
    result = mathopt.solve(model, mathopt.SolverType.GSCIP, params=limits)
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    return np.array([round(values[c]) for c in counts], dtype=np.int64)


def _searched(
    covers: IntArray, floor: IntArray, weight: FloatArray, kind: IntArray, most: int, tops: IntArray, seconds: float
) -> IntArray | None:
    model = cp_model.CpModel()
    counts = [model.new_int_var(0, int(top), "") for top in tops]
    used = [model.new_bool_var("") for _ in range(int(kind.max()) + 1)]
    model.add(sum(used) <= most)
    for count, k in zip(counts, kind, strict=True):
        model.add(count == 0).only_enforce_if(~used[k])
    for t in np.flatnonzero(floor):
        model.add(sum(counts[p] for p in np.flatnonzero(covers[:, t])) >= int(floor[t]))
    model.minimize(sum(round(float(w)) * c for w, c in zip(weight, counts, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.interleave_search, solver.parameters.random_seed = 8, True, 1
    solver.parameters.max_deterministic_time = 2.0 * WORK_A_SECOND * seconds
    solver.parameters.max_time_in_seconds = 4.0 * seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.array([solver.value(c) for c in counts], dtype=np.int64)

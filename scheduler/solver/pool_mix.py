"""The cheapest numbers of people by group under linear cuts, by CP-SAT."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

SCALE = 10_000


@dataclass(frozen=True, slots=True)
class Cut:
    """``sum of slopes x people >= least``."""

    slopes: tuple[float, ...]
    least: float


def cheapest(cost: Sequence[int], most: Sequence[int], cuts: Sequence[Cut]) -> tuple[int, ...] | None:
    """People by group; None where no numbers keep all cuts.

    Parameters
    ----------
    cost
        Of one person of each group, whole.
    most
        Largest number of each group.
    """
    model = cp_model.CpModel()
    people = [model.new_int_var(0, top, "") for top in most]
    for cut in cuts:
        # Rounded towards what is allowed: a cut must never cut off what it just permits.
        slopes = [-int(-SCALE * s // 1) for s in cut.slopes]
        model.add(sum(s * n for s, n in zip(slopes, people, strict=True)) >= int(SCALE * cut.least // 1))
    model.minimize(sum(c * n for c, n in zip(cost, people, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    solver.parameters.max_deterministic_time = 10.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return tuple(solver.value(n) for n in people)

"""Values of a model's variables: from a roster, and settled to what they cost."""

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.solver.model import CpModel


def hint_of(model: CpModel, roster: Roster) -> dict[int, int]:
    """Values of the starting roster for the model's decisions, as a hint."""
    view = RosterView(model.problem, roster)
    same = len(view.problem.blocks) == len(model.problem.blocks)
    hint: dict[int, int] = {}
    for key, var in model.decisions.items():
        match key:
            case ("on", person, post, block) if same:
                hint[var.index] = int(view.on(person, post, block))
            case ("present", person, block) if same:
                hint[var.index] = int(view.present(person, block))
            case ("works", person, day, shift):
                hint[var.index] = int(view.works(person, day, shift))
    return hint


def hint(cp: cp_model.CpModel, values: Mapping[int, int]) -> None:
    """Begin from these values, and from no others."""
    cp.clear_hints()
    for index, value in values.items():
        cp.add_hint(cp.get_int_var_from_proto_index(index), value)


def tight(model: CpModel, values: Mapping[int, int]) -> dict[int, int]:
    """Values of all variables with the chosen cells as they are and every slack as small as it can be."""
    cp = model.cp.clone()
    cp.clear_hints()
    for var in model.decisions.values():
        cp.add(cp.get_int_var_from_proto_index(var.index) == values[var.index])
    cp.minimize(
        sum(c * cp.get_int_var_from_proto_index(v.index) for tier in model.tiers.values() for c, v in tier.terms)
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    if solver.solve(cp) != cp_model.OPTIMAL:
        raise RuntimeError("a roster that was found is refused when its costs are settled")
    return dict(enumerate(solver.response_proto.solution))


def cost_of(model: CpModel, tier: int, values: Mapping[int, int]) -> int:
    """Cost of one tier by the slacks' values."""
    return sum(c * values[v.index] for c, v in model.tiers[tier].terms) if tier in model.tiers else 0


def settled(model: CpModel, values: Mapping[int, int]) -> dict[int, int]:
    """Exact cost by tier of the chosen cells: slacks of earlier tiers may have been left loose."""
    exact = tight(model, values)
    return {tier: cost_of(model, tier, exact) for tier in sorted(model.tiers)}

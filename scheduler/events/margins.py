"""Whether a group's absence spends a margin: objections for the model, each as small as can be."""

from collections.abc import Callable
from dataclasses import replace

from scheduler.domain.roster_view import RosterView
from scheduler.events.keeps import binds
from scheduler.reserve.margin import Benches
from scheduler.reserve.recovery import Bench, margin
from scheduler.rules import RULE
from scheduler.solver.events import Sitting


def margin_objection(
    view: RosterView, sittings: tuple[Sitting, ...]
) -> Callable[[int, frozenset[str]], frozenset[str] | None]:
    """People of a sitting who may not all go, because some posts would lose the reserve they have.

    Only where the center holds itself to ``n1_margin`` as more than a wish; up to its ``k``.
    """
    problem = view.problem
    if not binds(problem, "n1_margin"):
        return lambda sitting, gone: None
    params = RULE["n1_margin"].params(problem.settings.get("n1_margin"))
    benches = Benches(problem, view.roster, params.mode)
    zones: dict[int, tuple[tuple[Bench, int], ...]] = {}

    def of_block(index: int) -> tuple[tuple[Bench, int], ...]:
        if index not in zones:
            bench = benches.at(problem.blocks[index])
            found = bench.zones if bench is not None else ()
            kept = [z for z in found if any(problem.center.post[p].section not in params.exempt for p in z.heads)]
            zones[index] = tuple((zone, min(params.k, margin(zone, params.k))) for zone in kept)
        return zones[index]

    def objection(sitting: int, gone: frozenset[str]) -> frozenset[str] | None:
        for index in sittings[sitting].blocks:
            for zone, before in of_block(index):
                mine = gone & set(zone.people)
                if mine and before >= 0 and _left(zone, mine, params.k) < before:
                    for person in sorted(mine):
                        if _left(zone, mine - {person}, params.k) < before:
                            mine -= {person}
                    return mine
        return None

    return objection


def _left(zone: Bench, gone: frozenset[str], most: int) -> int:
    return min(most, margin(replace(zone, able={p: a - gone for p, a in zone.able.items()}), most))

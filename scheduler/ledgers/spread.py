"""How even the accounts of a ledger are: range, Gini and the leximin order.

Compared are people by what they are above their own fair share, not by plain counts: leaders may
fairly have more nights than agents. The rule ``fair_shifts`` charges what lies beyond rounding; of
two rosters with the same charge the better one is first in the leximin order of
:attr:`Spread.ordered` (largest first), and the range is the figure that is shown for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.ledgers.carried import KINDS, Balance


@dataclass(frozen=True, slots=True)
class Spread:
    """The accounts of one kind, of all who had a share of it.

    Attributes
    ----------
    range
        Largest less smallest account carried out, in the kind's unit.
    gini
        Of what was done, carried-in included, in proportion to the share: 0 if all are alike.
    ordered
        Accounts carried out, the largest first.
    """

    kind: str
    range: float
    gini: float
    ordered: tuple[float, ...]


def spreads(lines: Iterable[Balance]) -> tuple[Spread, ...]:
    """One line a kind that falls to at least two people."""
    found = []
    shared = [line for line in lines if line.share > 0]
    for kind in KINDS:
        mine = [line for line in shared if line.kind == kind]
        if len(mine) > 1:
            after = sorted((line.after for line in mine), reverse=True)
            loads = [max(0.0, (line.before + line.count) / line.share) for line in mine]
            found.append(Spread(kind, round(after[0] - after[-1], 4), round(gini(loads), 4), tuple(after)))
    return tuple(found)


def gini(values: Sequence[float]) -> float:
    """Gini coefficient, Σᵢⱼ |xᵢ − xⱼ| / (2 n² x̄): 0 all alike, near 1 one has everything.

    0 where nobody has anything.

    Raises
    ------
    ValueError
        For no values or a negative one.
    """
    if not values or min(values) < 0:
        raise ValueError("Gini: expected at least one value and none negative")
    total, n = sum(values), len(values)
    if total == 0:
        return 0.0
    ranked = sorted(values)
    return sum((2 * i - n + 1) * x for i, x in enumerate(ranked)) / (n * total)

"""Dividing a burden among people of whom not everybody may carry every part of it.

Nights that only a shift leader can fill fall on the leaders; the rest falls on all, the leaders
included, but who already carries more by rank is given nothing of it. That is the division whose
loads, largest first, are the smallest possible in lexicographic order: the lexicographically
optimal base of Fujishige (Math. Oper. Res. 5(2), 1980, pp. 186-196) after Megiddo's optimal flows
(Math. Programming 7, 1974, pp. 97-107). Loads are per unit of weight, so that who is there half the
time carries half. Exact: fractions throughout.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Parts = Mapping[frozenset[str], int | Fraction]
"""How much there is to carry by the set of people who may carry it."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What one person ought to carry, and in what company.

    Attributes
    ----------
    amount
        The person's own fair share.
    total, among
        The part of the burden that falls on this person's group, and the group, sorted: it is
        divided inside the group in proportion to the weights, and nobody outside could relieve it.
    """

    amount: Fraction
    total: Fraction
    among: tuple[str, ...]


def divide(parts: Parts, weights: Mapping[str, int | Fraction]) -> Mapping[str, Portion]:
    """The fair share of everybody with a positive weight who may carry some part.

    Step by step the people who cannot be relieved: the parts with the largest load per weight of
    all who may carry them are divided among these, both are taken away, and so on (water-filling).
    Parts that nobody of positive weight may carry are left out.

    Parameters
    ----------
    parts
        Amounts, none negative.
    weights
        By person, none negative; a fair share is in proportion to it.
    """
    found: dict[str, Portion] = {}
    left: dict[frozenset[str], Fraction] = {}
    for people, amount in parts.items():
        able = frozenset(p for p in people if weights.get(p, 0) > 0)
        if able and amount > 0:
            left[able] = left.get(able, Fraction(0)) + amount
    while left:
        tight = _tightest(left, weights)
        group = frozenset().union(*tight)
        total, weight = sum((left[p] for p in tight), Fraction(0)), _weight(group, weights)
        for person in group:
            found[person] = Portion(total * Fraction(weights[person]) / weight, total, tuple(sorted(group)))
        rest: dict[frozenset[str], Fraction] = {}
        for people, amount in left.items():
            if people not in tight:
                rest[people - group] = rest.get(people - group, Fraction(0)) + amount
        left = rest
    return dict(sorted(found.items()))


def _weight(people: Iterable[str], weights: Mapping[str, int | Fraction]) -> Fraction:
    return sum((Fraction(weights[p]) for p in people), Fraction(0))


def _tightest(left: Mapping[frozenset[str], Fraction], weights: Mapping[str, int | Fraction]) -> set[frozenset[str]]:
    """The largest set of parts whose load per weight of all who may carry them is the highest.

    Dinkelbach's iteration: with the load of the best set so far, a maximum flow either carries
    everything (nothing is tighter) or its minimum cut is a tighter set.
    """
    tight = set(left)
    while True:
        load = sum((left[p] for p in tight), Fraction(0)) / _weight(frozenset().union(*tight), weights)
        cut = _overfull(left, {p: load * Fraction(weights[p]) for p in frozenset().union(*left)})
        if not cut:
            return _closed(tight, left)
        tight = cut


def _closed(tight: set[frozenset[str]], left: Mapping[frozenset[str], Fraction]) -> set[frozenset[str]]:
    """With every part that only the same people may carry."""
    group = frozenset().union(*tight)
    return {people for people in left if people <= group}


def _overfull(left: Mapping[frozenset[str], Fraction], room: Mapping[str, Fraction]) -> set[frozenset[str]]:
    """Parts that cannot all be carried within everybody's room: a minimum cut; empty if they can.

    People who may carry the same parts are one node of the flow.
    """
    parts = sorted(left, key=sorted)
    able: dict[frozenset[int], Fraction] = {}
    for person, free in room.items():
        mine = frozenset(i for i, people in enumerate(parts) if person in people)
        able[mine] = able.get(mine, Fraction(0)) + free
    kinds = sorted(able, key=sorted)
    supply = [left[people] for people in parts]
    space = [able[kind] for kind in kinds]
    flow = {(i, j): Fraction(0) for j, kind in enumerate(kinds) for i in kind}
    while True:
        came: dict[tuple[str, int], tuple[str, int] | None] = {
            ("part", i): None for i, amount in enumerate(supply) if amount > 0
        }
        reached = deque(came)
        end: tuple[str, int] | None = None
        while reached and end is None:
            what, here = reached.popleft()
            if what == "part":
                ahead = [("kind", j) for j, kind in enumerate(kinds) if here in kind]
            else:
                if space[here] > 0:
                    end = (what, here)
                ahead = [("part", i) for i in kinds[here] if flow[i, here] > 0]
            for node in ahead:
                if node not in came:
                    came[node] = (what, here)
                    reached.append(node)
        if end is None:
            return {parts[i] for what, i in came if what == "part"}
        path = [end]
        while (before := came[path[-1]]) is not None:
            path.append(before)
        path.reverse()
        back = [flow[path[k + 1][1], path[k][1]] for k in range(1, len(path) - 1, 2)]
        push = min(supply[path[0][1]], space[end[1]], *back)
        supply[path[0][1]] -= push
        space[end[1]] -= push
        for k in range(len(path) - 1):
            if path[k][0] == "part":
                flow[path[k][1], path[k + 1][1]] += push
            else:
                flow[path[k + 1][1], path[k][1]] -= push

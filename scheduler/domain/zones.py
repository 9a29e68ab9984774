"""Zones of posts: which hang together through people who may hold two of them."""

from collections.abc import Iterator, Sequence


def connected(able: Sequence[frozenset[str]], largest: int, otherwise: int | None = None) -> Iterator[tuple[int, ...]]:
    """Sets of posts that hang together through people who may hold two of them, small sets first.

    Parameters
    ----------
    able
        People of each post, by place.
    largest
        Sets at most in one zone (connected component).
    otherwise
        Sets at most in a zone that has more than ``largest``; default the same.
    """
    near = neighbors(able)
    told: dict[int, int] = {}
    zone = components(near)
    least = largest if otherwise is None else min(largest, otherwise)
    most = [largest if 2 ** zone.count(z) <= largest else least for z in range(max(zone, default=-1) + 1)]
    layer = {frozenset((i,)) for i in range(len(able))}
    while layer:
        ordered = sorted(tuple(sorted(s)) for s in layer)
        layer = set()
        for chosen in ordered:
            home = zone[chosen[0]]
            if told.get(home, 0) == most[home]:
                continue
            told[home] = told.get(home, 0) + 1
            yield chosen
            layer |= {frozenset((*chosen, more)) for i in chosen for more in near[i] if more not in chosen}


def neighbors(able: Sequence[frozenset[str]]) -> list[frozenset[int]]:
    """Places that share somebody with each place."""
    return [frozenset(j for j in range(len(able)) if j != i and able[i] & able[j]) for i in range(len(able))]


def components(near: Sequence[frozenset[int]]) -> list[int]:
    """Number of the connected component of each place."""
    zone = [-1] * len(near)
    for first in range(len(near)):
        todo = [first] if zone[first] < 0 else []
        while todo:
            here = todo.pop()
            if zone[here] < 0:
                zone[here] = first
                todo += near[here]
    return zone

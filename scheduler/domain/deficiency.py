"""How many places stay empty at best, and the posts that are to blame: Hall's theorem, deficiency form.

Over all sets S of posts, the largest of ``heads(S) - places * |N(S)|`` is what a maximum flow
leaves unfilled (Ore 1955; König): polynomial, where looking at every set is not.
"""

from collections.abc import Mapping


def deficiency(
    heads: Mapping[str, int], able: Mapping[str, frozenset[str]], places: int = 1
) -> tuple[int, frozenset[str]]:
    """Places that stay empty whoever holds what, and a set of posts of just that deficiency.

    Parameters
    ----------
    heads
        People each post needs.
    able
        People who may hold each post.
    places
        Posts that one person may hold at once, each at most once.

    Returns
    -------
    (0, empty set) if all can be filled.
    """
    people = {post: sorted(able[post]) for post in heads}
    held: dict[str, list[str]] = {}

    def augment(post: str, seen: set[str]) -> bool:
        for person in people[post]:
            mine = held.setdefault(person, [])
            if person in seen or post in mine:
                continue
            seen.add(person)
            if len(mine) < places:
                mine.append(post)
                return True
            for other in list(mine):
                if augment(other, seen):
                    mine.remove(other)
                    mine.append(post)
                    return True
        return False

    short = {}
    for post, need in heads.items():
        filled = 0
        while filled < need and augment(post, set()):
            filled += 1
        if filled < need:
            short[post] = need - filled
    reached, todo = set(short), list(short)
    while todo:
        post = todo.pop()
        more = {other for person in people[post] for other in held.get(person, ())} - reached
        reached |= more
        todo += more
    return sum(short.values()), frozenset(reached)

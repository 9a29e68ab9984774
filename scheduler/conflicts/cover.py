"""Who stands in for whom when several are away at once, and who has to move on for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.conflicts.scene import Scene
from scheduler.domain.problem import Block


@dataclass(frozen=True, slots=True)
class StandIns:
    """Assignment of backups to the posts whose A is away.

    ``claims`` holds what no assignment can serve: sets of posts and the too few people they share.
    """

    of_post: Mapping[str, str]
    claims: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def stand_ins(scene: Scene, block: Block) -> StandIns:
    """A largest assignment of present backups to posts whose A is away, one post each.

    Augmenting paths in table order, so B comes before C. A post left over, together with all it
    can reach by alternating paths, is a set that has fewer backups than posts (Hall).
    """
    wants = {
        post.id: [line.person for line in scene.ready(post.id, block)]
        for post in scene.posts
        if post.id in block.posts and scene.off(post.id, block)
    }
    serves: dict[str, str] = {}

    def place(post: str, seen: set[str]) -> bool:
        for person in wants[post]:
            if person not in seen:
                seen.add(person)
                if person not in serves or place(serves[person], seen):
                    serves[person] = post
                    return True
        return False

    left = [post for post in wants if wants[post] and not place(post, set())]
    claims = {_reached(wants, serves, post) for post in left}
    return StandIns({post: person for person, post in serves.items()}, tuple(sorted(claims)))


def _reached(
    wants: Mapping[str, list[str]], serves: Mapping[str, str], start: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    posts, people, queue = {start}, set(), [start]
    while queue:
        for person in wants[queue.pop()]:
            people.add(person)
            after = serves[person]
            if after not in posts:
                posts.add(after)
                queue.append(after)
    return tuple(sorted(posts)), tuple(sorted(people))


@dataclass(frozen=True, slots=True)
class Chain:
    """People who move one after another, the posts they leave, and the post that stays empty (or None)."""

    moved: tuple[str, ...]
    posts: tuple[str, ...]
    empty: str | None


def chain(scene: Scene, post: str, on: date, away: Collection[str]) -> Chain:
    """What one absence sets in motion while B after B leaves the own window for the next.

    A backup without a window of the own, or one who may look after both, ends the chain.
    """
    center, own = scene.problem.center, scene.own_post[on]
    moved: list[str] = []
    posts = [post]
    while True:
        able = [
            line.person for line in scene.backups(posts[-1], on) if line.person not in away and line.person not in moved
        ]
        free = [p for p in able if p not in own or center.may_double(p, own[p], posts[-1], on)]
        if free or not able:
            return Chain((*moved, *free[:1]), tuple(posts), None if free else posts[-1])
        moved.append(able[0])
        posts.append(own[able[0]])

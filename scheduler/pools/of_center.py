"""Which queues of a center share people, and which groups of skills there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.demand_types import type_shares
from scheduler.domain.center import Center
from scheduler.domain.need import NeedCell
from scheduler.domain.people import FULL_LEVEL
from scheduler.staffing.pool import Stream
from scheduler.staffing.targets import ServiceTarget
from scheduler.store.entries import TypedArrivals


@dataclass(frozen=True, slots=True)
class Served:
    """One kind of customers: a queue, or a type of contact of a queue where people's skills are by type."""

    queue: str
    type: str = ""

    @property
    def id(self) -> str:
        return f"{self.queue}/{self.type}" if self.type else self.queue


@dataclass(frozen=True, slots=True)
class Pool:
    """Kinds of customers that share people.

    Attributes
    ----------
    people
        Ids by what they may serve: indexes into ``served``, ascending.
    """

    served: tuple[Served, ...]
    people: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]


def pools(center: Center, on: date, typed: Sequence[TypedArrivals] = ()) -> tuple[Pool, ...]:
    """Pools of two kinds of customers or more, in the order of queues.

    Queues in which one person holds several sessions at once (chat) are left out: a trial gives each
    customer a person of their own.

    Parameters
    ----------
    on
        Skills and AB lines valid on this date.
    typed
        Arrivals by type. A queue is split where at least two of its types are items that somebody of
        its posts masters.
    """
    served = [
        kind
        for queue in center.queues
        if (queue.target or {}).get("concurrency", 1) == 1
        for kind in _kinds(center, queue.id, on, typed)
    ]
    able: dict[str, tuple[int, ...]] = {}
    for person in center.staff:
        mine = tuple(i for i, kind in enumerate(served) if _may(center, person.id, kind, on))
        if mine:
            able[person.id] = mine
    found = []
    for part in _joined(len(served), able.values()):
        if len(part) < 2:
            continue
        place = {old: new for new, old in enumerate(part)}
        groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for who, mine in able.items():
            if mine[0] in place:
                groups[tuple(place[i] for i in mine)].append(who)
        found.append(
            Pool(
                tuple(served[i] for i in part),
                tuple((g, tuple(ids)) for g, ids in sorted(groups.items(), key=lambda x: (len(x[0]), x[0]))),
            )
        )
    return tuple(found)


def _kinds(center: Center, queue: str, on: date, typed: Sequence[TypedArrivals]) -> list[Served]:
    items = {s.item for p in center.staff for s in p.skills if s.valid(on) and s.level >= FULL_LEVEL}
    types = [t.type for t in type_shares(typed) if t.queue == queue]
    if len([t for t in types if t in items]) < 2:
        return [Served(queue)]
    return [Served(queue, t) for t in types]


def _may(center: Center, person: str, kind: Served, on: date) -> bool:
    who, known = center.person[person], center.queue[kind.queue]
    if kind.type:
        return who.standing(on) is None and who.level(kind.type, on) >= FULL_LEVEL
    return any(
        center.source(person, post, on) is not None
        or (center.post[post].kind in ("phone", "chat") and center.qualified(who, center.post[post], on))
        for post in known.posts
    )


def _joined(count: int, sets: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
    """Kinds joined by people who serve both."""
    root = list(range(count))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for mine in sets:
        for other in mine[1:]:
            root[top(other)] = top(mine[0])
    parts: dict[int, list[int]] = defaultdict(list)
    for i in range(count):
        parts[top(i)].append(i)
    return [tuple(part) for _, part in sorted(parts.items(), key=lambda x: x[1][0])]


def busiest(pool: Pool, cells: Sequence[NeedCell], count: int) -> tuple[datetime, ...]:
    """Starts of the intervals with the most work for a pool, by time; one of each weekday and hour at most."""
    queues = {kind.queue for kind in pool.served}
    load: dict[datetime, float] = defaultdict(float)
    for cell in cells:
        if cell.queue in queues:
            load[cell.start] += cell.load_erlang
    found: dict[tuple[int, int, int], datetime] = {}
    for start in sorted(load, key=lambda s: (-load[s], s)):
        if len(found) < count and load[start] > 0:
            found.setdefault((start.weekday(), start.hour, start.minute), start)
    return tuple(sorted(found.values()))


def streams(
    pool: Pool,
    cells: Sequence[NeedCell],
    start: datetime,
    targets: dict[str, ServiceTarget],
    typed: Sequence[TypedArrivals] = (),
) -> tuple[Stream, ...]:
    """What comes of each kind in one interval; a type has its part of its queue's arrivals and its own handling time."""
    at = {cell.queue: cell for cell in cells if cell.start == start}
    shares = {(t.queue, t.type): t for t in type_shares(typed)}
    found = []
    for kind in pool.served:
        cell = at.get(kind.queue)
        if cell is None or cell.mean <= 0:
            found.append(Stream(kind.id, 0.0, 60.0, targets[kind.queue]))
            continue
        hours = (cell.end - cell.start).total_seconds() / 3600.0
        aht = cell.aht_s if cell.aht_s > 0 else cell.load_erlang * 3600.0 * hours / cell.mean
        part = shares.get((kind.queue, kind.type))
        found.append(
            Stream(
                kind.id,
                cell.mean / hours * (part.share if part else 1.0),
                (part.aht_s if part and part.aht_s else aht) or 60.0,
                targets[kind.queue],
                cell.cv,
            )
        )
    return tuple(found)

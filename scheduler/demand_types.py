"""Types of contact: how much of a queue each makes up, and how long it takes (1-06, 0-14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.store.entries import TypedArrivals


@dataclass(frozen=True, slots=True)
class TypeShare:
    """One type of contact in one queue.

    Attributes
    ----------
    share
        Part of the queue's arrivals that are known by type.
    aht_s
        Mean handling time in seconds, weighed by arrivals; None: unknown.
    busiest
        Hour of the day with the most arrivals of the type.
    """

    queue: str
    type: str
    arrivals: int
    share: float
    aht_s: float | None
    busiest: int


def type_shares(typed: Sequence[TypedArrivals]) -> tuple[TypeShare, ...]:
    """Every type of every queue, the most frequent first."""
    groups: dict[tuple[str, str], list[TypedArrivals]] = {}
    totals: dict[str, int] = {}
    for line in typed:
        groups.setdefault((line.queue, line.type), []).append(line)
        totals[line.queue] = totals.get(line.queue, 0) + line.arrivals
    found = []
    for (queue, kind), lines in groups.items():
        count = sum(line.arrivals for line in lines)
        timed = [line for line in lines if line.aht_s is not None]
        weight = sum(line.arrivals for line in timed)
        hours: dict[int, int] = {}
        for line in lines:
            hours[line.start.hour] = hours.get(line.start.hour, 0) + line.arrivals
        aht = sum(line.arrivals * (line.aht_s or 0.0) for line in timed) / weight if weight else None
        found.append(
            TypeShare(
                queue,
                kind,
                count,
                count / totals[queue] if totals[queue] else 0.0,
                aht,
                min(hours, key=lambda h: (-hours[h], h)),
            )
        )
    return tuple(sorted(found, key=lambda t: (t.queue, -t.arrivals, t.type)))

"""Several queues and people of several skills: what customers meet, by simulation.

No formula tells the service of a queue whose people also serve others. One interval is prolonged
until it is settled and simulated many times with common random numbers: freed people take the
customer who has waited longest among those they may serve, and a customer who finds several free
goes to the one of the fewest skills, so that those of many stay free for whom only they can serve.

Sources: Koole, Call Center Optimization (2013), ch. 7; Wallace & Whitt, MSOM 7 (2005), few people of
two skills give nearly all that full flexibility gives.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation import recursion, redials
from scheduler.staffing.simulation.draw import draw
from scheduler.staffing.simulation.served import counted
from scheduler.staffing.simulation.stretch import Customers, Slot, Stretch
from scheduler.staffing.targets import ServiceTarget

CUSTOMERS = 120_000
"""Simulated for each answer, all queues together: a quarter of a point of a share of 80 %."""
LEAST_RUNS, MOST_RUNS = 100, 1_000
SETTLING, MEASURED = 12.0, 60.0
"""Handling times until an interval has settled, and for which it is then watched."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One queue in one interval.

    Attributes
    ----------
    per_hour, aht_s
        Arrivals an hour and mean handling time.
    cv
        Coefficient of variation of the day's rate.
    """

    name: str
    per_hour: float
    aht_s: float
    target: ServiceTarget
    cv: float = 0.0

    @property
    def erlang(self) -> float:
        return self.per_hour * self.aht_s / 3600.0


@dataclass(frozen=True, slots=True)
class Met:
    """What the customers of each stream meet, arrays of shape (streams,); counted by calls where some call again.

    Attributes
    ----------
    service
        Share served within the target's horizon, of those its ``share_of`` says.
    wait_s
        Mean wait of those who are served.
    lost
        Share that hangs up or is never served.
    """

    service: FloatArray
    wait_s: FloatArray
    lost: FloatArray


class Trial:
    """People of some groups before the same customers, for any number of each.

    Parameters
    ----------
    streams
        At least one with arrivals.
    groups
        Streams, by index, that the people of each group serve.
    seed
        Same seed, same customers.

    Raises
    ------
    ValueError
        If a group serves nothing or a stream is not there.
    """

    def __init__(
        self, streams: Sequence[Stream], groups: Sequence[Sequence[int]], seed: int = 0, customers: int = CUSTOMERS
    ) -> None:
        self.streams = tuple(streams)
        self.groups = self._grouped(groups)
        longest = max((s.aht_s for s in self.streams if s.per_hour > 0), default=60.0)
        # Whole minutes: people come and go by the minute.
        self.settling = int(np.ceil(SETTLING * longest / 60.0))
        self.minutes = self.settling + int(np.ceil(MEASURED * longest / 60.0))
        each = sum(s.per_hour for s in self.streams) * self.minutes / 60.0
        self.runs = int(np.clip(customers / max(each, 1.0), LEAST_RUNS, MOST_RUNS))
        slots = tuple(
            Slot(i, 0, self.minutes, s.per_hour * self.minutes / 60.0, s.cv, s.aht_s)
            for i, s in enumerate(self.streams)
        )
        self.slots = slots
        self.drawn = draw(
            Stretch(0, slots, {}, len(self.streams), 0),
            [s.name for s in self.streams],
            self.runs,
            seed,
            [s.target.patience_s for s in self.streams],
            [1.0] * len(self.streams),
            redial=[(s.target.redial, s.target.redial_after_s) for s in self.streams],
        )
        self._known: dict[tuple[int, ...], Met] = {}

    def _grouped(self, groups: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
        found = tuple(tuple(sorted(set(g))) for g in groups)
        if any(not g or g[0] < 0 or g[-1] >= len(self.streams) for g in found):
            raise ValueError(f"groups {found}: expected streams 0 to {len(self.streams) - 1}, at least one each")
        return found

    def beside(self, groups: Sequence[Sequence[int]]) -> "Trial":
        """Other groups before the very same customers, who are not drawn again."""
        other = copy(self)
        other.groups, other._known = self._grouped(groups), {}
        return other

    def met(self, heads: Sequence[int]) -> Met:
        """What customers meet with so many people of each group, shape (groups,)."""
        key = tuple(int(n) for n in heads)
        if key not in self._known:
            self._known[key] = self._simulated(key)
        return self._known[key]

    def _simulated(self, heads: tuple[int, ...]) -> Met:
        # Those of the fewest skills first: who comes first is asked first among the free.
        people = [
            group
            for group, n in sorted(zip(self.groups, heads, strict=True), key=lambda pair: (len(pair[0]), pair[0]))
            for _ in range(n)
        ]
        on: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {
            (queue, person): ((0, self.minutes),) for person, group in enumerate(people) for queue in group
        }
        stretch = Stretch(0, self.slots, on, len(self.streams), len(people))
        if self.drawn.again is not None:
            found = redials.run(stretch, self.drawn)
            return _counted(found.calls, found.served.wait, self.streams, self.settling * 60.0)
        return _counted(self.drawn, recursion.run(stretch, self.drawn).wait, self.streams, self.settling * 60.0)


def _counted(customers: Customers, wait: FloatArray, streams: Sequence[Stream], after: float) -> Met:
    service, waits, lost = np.ones(len(streams)), np.zeros(len(streams)), np.zeros(len(streams))
    settled = customers.arrival >= after
    done = np.isfinite(wait)
    for index, stream in enumerate(streams):
        mine = (customers.queue == index) & settled
        count = int(mine.sum())
        if count:
            ok = mine & done
            base = int((mine & counted(customers, done, stream.target)).sum())
            service[index] = (ok & (wait <= stream.target.horizon_s)).sum() / base if base else 0.0
            waits[index] = wait[ok].mean() if ok.any() else np.inf
            lost[index] = 1.0 - ok.sum() / count
    return Met(service, waits, lost)


def kept(streams: Sequence[Stream], met: Met) -> FloatArray:
    """How far each promise is kept, shape (promises,): 0 or more where it is, each concave in people once most are served.

    Shares as they are; waits as a part of the wait allowed, at most one short.
    """
    found = []
    for index, stream in enumerate(streams):
        if stream.per_hour <= 0:
            continue
        target = stream.target
        if target.answer_share is not None:
            found.append(met.service[index] - target.answer_share)
        if target.max_wait_s is not None:
            found.append(max(1.0 - met.wait_s[index] / target.max_wait_s, -1.0))
        if target.max_abandon is not None:
            found.append(target.max_abandon - met.lost[index])
    return np.array(found, dtype=np.float64)

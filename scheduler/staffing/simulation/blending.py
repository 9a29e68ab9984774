"""Work that may wait, done between customers: who is idle beyond a reserve takes the next case, customers first.

A case that has begun is finished; whoever comes meanwhile waits for it, and that is what the
reserve is for. The case due first is taken first. The plan of this work is a fluid
(:mod:`scheduler.staffing.deferred`); here it meets chance.

Sources: Bhulai & Koole, IEEE Transactions on Automatic Control 48 (2003), call blending with a
threshold; Koole, Call Center Optimization (2013), ch. 8.
"""

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.simulation.events import Redialled, beginning, called, serving
from scheduler.staffing.simulation.floor import Serves
from scheduler.staffing.simulation.stretch import NEVER, Called, Customers, Stretch


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases that come together: from when on they can be done, and by when; minutes of the horizon.

    ``cases`` is their mean number; ``due`` is :data:`NEVER` where they are due after the horizon.
    """

    comes: int
    due: int
    cases: float


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work that may wait.

    Attributes
    ----------
    id, queue
        Of the backlog or register, and of the queue whose people do it.
    names
        Chinese and English.
    case_s
        Mean seconds of a case (exponential).
    batches
        In the order of time.
    may
        Spans in which a case may be begun, minutes of the horizon, sorted and apart.
    reserve
        People of the queue who stay idle for customers.
    """

    id: str
    queue: str
    names: tuple[str, str]
    case_s: float
    batches: tuple[Batch, ...]
    may: tuple[tuple[int, int], ...]
    reserve: float = 0.0


@dataclass
class Cases:
    """The cases of one kind in one replication; seconds of the horizon.

    ``coming`` and ``waiting`` hold (comes, due, seconds of work), the one due first ahead;
    ``done`` holds (end, due, seconds of work).
    """

    coming: deque[tuple[float, float, float]]
    waiting: deque[tuple[float, float, float]] = field(default_factory=deque)
    done: list[tuple[float, float, float]] = field(default_factory=list)


def cases_of(work: Work, replications: int, seed: int) -> list[Cases]:
    """Drawn cases by replication: depends on the seed and the kind of work alone."""
    digest = hashlib.sha256(f"{seed}|{work.queue}|{work.id}|work".encode()).digest()
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest[:16], "big"))))
    found: list[list[tuple[float, float, float]]] = [[] for _ in range(replications)]
    for batch in work.batches:
        # Whole cases with the mean asked for: the part of one comes with that chance.
        counts = np.floor(batch.cases + chance.random(replications)).astype(np.int64)
        seconds = chance.standard_exponential((int(counts.max(initial=0)), replications)) * work.case_s
        for r in range(replications):
            found[r] += [(batch.comes * 60.0, batch.due * 60.0, float(seconds[i, r])) for i in range(int(counts[r]))]
    return [Cases(deque(sorted(cases, key=lambda c: (c[0], c[1])))) for cases in found]


class Blended(Redialled):
    """A floor whose idle people take cases.

    Parameters
    ----------
    desks
        By queue index: people who stay idle, and the kinds of work with their cases.
    """

    def __init__(
        self,
        serves: list[Serves],
        ready: list[float],
        edges: list[float],
        customers: Customers,
        r: int,
        end: float,
        desks: Mapping[int, tuple[float, Sequence[tuple[Work, Cases]]]],
    ) -> None:
        super().__init__(serves, ready, edges, customers, r, end)
        self.desks = desks

    def idle(self, at: float) -> None:
        if at >= self.end:
            return
        for queue, (reserve, kinds) in self.desks.items():
            for _, cases in kinds:
                while cases.coming and cases.coming[0][0] <= at:
                    cases.waiting.append(cases.coming.popleft())
            while chosen := self._next(kinds, at):
                free = [who for who in range(len(self.serves)) if self.ready[who] <= at and self.on(who, queue, at)]
                if len(free) <= reserve:
                    break
                _, due, seconds = chosen.waiting.popleft()
                # Who serves the fewest queues is the least missed.
                self.occupy(free[0], at + seconds)
                chosen.done.append((at + seconds, due, seconds))

    def _next(self, kinds: Sequence[tuple[Work, Cases]], at: float) -> Cases | None:
        """Cases of the kind whose first is due first, among those that may be begun now."""
        minute = at / 60.0
        able = [cases for work, cases in kinds if cases.waiting and any(a <= minute < b for a, b in work.may)]
        return min(able, key=lambda cases: cases.waiting[0][1], default=None)


def run(
    stretch: Stretch,
    customers: Customers,
    free: FloatArray | None,
    names: Sequence[str],
    work: Mapping[Work, Sequence[Cases]],
) -> Called:
    """What becomes of customers where their people do other work as well; the cases are moved on.

    Parameters
    ----------
    names
        Of the queues, by index.
    work
        Cases by kind and replication.
    """
    stretch = stretch.staying()
    ready = beginning(stretch, customers.arrival.shape[0], free)
    serves, edges = serving(stretch)
    start, end = stretch.start, stretch.end
    mine = [w for w in work if w.queue in names]
    edges = sorted(
        {
            *edges,
            *(
                60.0 * m
                for w in mine
                for m in (*(b.comes for b in w.batches), *(a for a, _ in w.may))
                if start < m < end
            ),
        }
    )
    floors = []
    for r in range(ready.shape[0]):
        desks = {
            names.index(queue): (kinds[0].reserve, [(w, work[w][r]) for w in kinds])
            for queue in dict.fromkeys(w.queue for w in mine)
            for kinds in [[w for w in mine if w.queue == queue]]
        }
        floor = Blended(serves, ready[r].tolist(), edges, customers, r, end * 60.0, desks)
        floor.go()
        ready[r] = floor.ready
        floors.append(floor)
    return called(floors, customers, ready, stretch.closes)


def late(cases: Cases, end: float) -> tuple[int, int]:
    """Cases due by ``end``, and how many of them were not done when due."""
    due = [(finished, by) for finished, by, _ in cases.done if by <= end]
    left = sum(by <= end for _, by, _ in (*cases.waiting, *cases.coming))
    return len(due) + left, left + sum(finished > by for finished, by in due)


__all__ = ["NEVER", "Batch", "Blended", "Cases", "Work", "cases_of", "late", "run"]

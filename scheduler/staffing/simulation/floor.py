"""One replication on its floor: people, lines and the clock, event by event.

Free people take whoever has waited longest among the queues they serve at that moment; a
customer who finds several free takes the first in order. What somebody does who hangs up, and
what people do who have nobody to serve, is left to those who build on it.
"""

import heapq
from collections import deque
from collections.abc import Sequence

DONE, EDGE, ARRIVAL, HANG_UP = 0, 0, 1, 2
"""At the same moment people become free, or come on, before customers arrive; and patience runs out last."""

Serves = Sequence[tuple[int, Sequence[tuple[float, float]]]]
"""Queues that one person serves, each with its spans in seconds."""


class Floor:
    """All lists are by customer, in the order in which they are first known.

    Parameters
    ----------
    serves, ready
        By person: queues with their spans; from when on the person is free, seconds.
    edges
        Moments at which somebody comes on or may begin something else.
    follows
        Whether :meth:`hung_up` is to be told of everybody who hangs up.
    """

    def __init__(
        self,
        serves: Sequence[Serves],
        ready: list[float],
        edges: Sequence[float],
        arrival: list[float],
        queue: list[int],
        service: list[float],
        patience: list[float],
        follows: bool = False,
    ) -> None:
        self.serves, self.ready, self.follows = serves, ready, follows
        self.arrival, self.queue, self.service, self.patience = arrival, queue, service, patience
        self.wait, self.person = [float("inf")] * len(arrival), [-1] * len(arrival)
        self.line: dict[int, deque[int]] = {}
        self.heap: list[tuple[float, int, int]] = [(t, ARRIVAL, i) for i, t in enumerate(arrival) if queue[i] >= 0]
        self.heap += [(edge, EDGE, -1) for edge in edges]
        self.heap += [(t, DONE, -1) for t in ready]
        heapq.heapify(self.heap)

    def hung_up(self, i: int, at: float) -> None:
        """Customer ``i`` has lost patience."""

    def idle(self, at: float) -> None:
        """Everybody who waits has been taken, as far as there are people."""

    def go(self) -> None:
        heap, ready, people = self.heap, self.ready, range(len(self.serves))
        while heap:
            at, kind, i = heapq.heappop(heap)
            if kind == DONE:
                for who in people:
                    if ready[who] <= at:
                        self._call(who, at)
                self.idle(at)
            elif kind == ARRIVAL:
                q = self.queue[i]
                able = next((who for who in people if ready[who] <= at and self.on(who, q, at)), None)
                if able is not None and not self._somebody_waits(q, at):
                    self._begin(able, i, at)
                else:
                    self.line.setdefault(q, deque()).append(i)
                    if self.follows:
                        heapq.heappush(heap, (at + self.patience[i], HANG_UP, i))
            elif self.person[i] < 0:
                self.hung_up(i, at)

    def on(self, who: int, q: int, at: float) -> bool:
        return any(mine == q and any(a <= at < b for a, b in spans) for mine, spans in self.serves[who])

    def occupy(self, who: int, until: float) -> None:
        self.ready[who] = until
        heapq.heappush(self.heap, (until, DONE, -1))

    def come(self, at: float, queue: int, service: float, patience: float) -> int:
        """One more customer, known from now on; answers the index."""
        self.arrival.append(at)
        self.queue.append(queue)
        self.service.append(service)
        self.patience.append(patience)
        self.wait.append(float("inf"))
        self.person.append(-1)
        heapq.heappush(self.heap, (at, ARRIVAL, len(self.arrival) - 1))
        return len(self.arrival) - 1

    def _begin(self, who: int, i: int, at: float) -> None:
        self.wait[i], self.person[i] = at - self.arrival[i], who
        self.occupy(who, at + self.service[i])

    def _call(self, who: int, at: float) -> None:
        """Who has just become free, or come on, takes the longest waiting customer of the queues served now."""
        waiting = []
        for q, spans in self.serves[who]:
            if self._somebody_waits(q, at) and any(a <= at < b for a, b in spans):
                first = self.line[q][0]
                waiting.append((self.arrival[first], first, q))
        if waiting:
            _, i, q = min(waiting)
            self.line[q].popleft()
            self._begin(who, i, at)

    def _somebody_waits(self, q: int, at: float) -> bool:
        line = self.line.get(q)
        while line and at - self.arrival[line[0]] > self.patience[line[0]]:
            line.popleft()
        return bool(line)

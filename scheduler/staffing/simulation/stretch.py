"""One stretch of a roster to simulate: a hall's morning, or a hotline's day."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import FloatArray

NEVER = 10**9
"""A minute that does not come."""


@dataclass(frozen=True)
class Slot:
    """Arrivals of one queue over ``[start, end)``, minutes of the horizon.

    Attributes
    ----------
    mean, cv, aht_s
        Arrivals, coefficient of variation of the day's rate, mean handling time.
    """

    queue: int
    start: int
    end: int
    mean: float
    cv: float
    aht_s: float


@dataclass(frozen=True)
class Stretch:
    """Adjacent slots, and who serves which queue when. Indices stand for names kept outside.

    Attributes
    ----------
    day
        Index of the day; its factors are drawn anew.
    slots
        In the order of time.
    on
        By (queue, person): spans of minutes ``[start, end)`` in which the person takes customers
        of the queue, sorted and apart. Who is on at the end of the stretch stays until the queue
        is empty if ``closes``.
    queues, people
        How many there are.
    closes
        Doors close at the end: who is inside is served. False: the next stretch goes on.
    fresh
        Everybody is free when it begins; False: the work of the stretch before goes on.
    at_the_door
        Customers waiting at the start, by queue.
    """

    day: int
    slots: tuple[Slot, ...]
    on: dict[tuple[int, int], tuple[tuple[int, int], ...]]
    queues: int
    people: int
    closes: bool = True
    fresh: bool = True
    at_the_door: dict[int, int] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return min(slot.start for slot in self.slots)

    @property
    def end(self) -> int:
        return max(slot.end for slot in self.slots)

    @property
    def steady(self) -> bool:
        """Whether nobody changes between queues: each person serves one set of queues in all their time."""
        by_person: dict[int, set[tuple[tuple[int, int], ...]]] = {}
        for (_, person), spans in self.on.items():
            by_person.setdefault(person, set()).add(spans)
        return all(len(found) == 1 for found in by_person.values())

    def staying(self) -> "Stretch":
        """The same, with everybody who is on at the close staying on."""
        if not self.closes:
            return self
        until = {
            key: tuple((a, NEVER if b >= self.end and a < self.end else b) for a, b in spans)
            for key, spans in self.on.items()
        }
        return Stretch(self.day, self.slots, until, self.queues, self.people, self.closes, self.fresh, self.at_the_door)

    def next_on(self, minutes: int) -> npt.NDArray[np.int64]:
        """Next minute on duty at or after each minute since the start, shape (queues, people, minutes); NEVER if none."""
        table = np.full((self.queues, self.people, minutes), NEVER, dtype=np.int64)
        clock = np.arange(self.start, self.start + minutes)
        for (queue, person), spans in self.on.items():
            row = table[queue, person]
            for start, end in reversed(spans):
                row[clock < start] = start
                row[(clock >= start) & (clock < end)] = -1
            row[row == -1] = clock[row == -1]
        return table


@dataclass(frozen=True, slots=True)
class Again:
    """What customers do after hanging up, drawn before: the same whoever serves them.

    Attributes
    ----------
    calls
        How often each calls at most, 1 or more, shape (replications, most): 1 plus a geometric number.
    delay, patience
        Seconds from hanging up to the second, third … call, and how long each of them waits, shape
        (further calls, replications, most).
    """

    calls: npt.NDArray[np.int64]
    delay: FloatArray
    patience: FloatArray


@dataclass(frozen=True, slots=True)
class Customers:
    """Drawn customers of one stretch, in the order of arrival; arrays of shape (replications, most).

    ``queue`` is -1 where a replication has fewer customers than the fullest one. Seconds of the
    horizon for ``arrival``; seconds for ``service`` and ``patience``. ``again`` says who calls again.
    ``call`` counts a customer's calls before this one, where calls are told apart; else None.
    """

    arrival: FloatArray
    queue: npt.NDArray[np.int64]
    service: FloatArray
    patience: FloatArray
    again: Again | None = None
    call: npt.NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What became of :class:`Customers`, arrays of the same shape.

    Attributes
    ----------
    wait
        Seconds until service began; inf if it never did.
    person
        Who served; -1 where nobody did.
    free
        When each person has finished, seconds of the horizon, shape (replications, people).
    """

    wait: FloatArray
    person: npt.NDArray[np.int64]
    free: FloatArray


@dataclass(frozen=True, slots=True)
class Called:
    """All calls of :class:`Customers` of whom some call again.

    Attributes
    ----------
    calls, served
        Every call as a customer of its own, in the order of arrival, and what became of it.
    later
        Customers who will call after the end of the stretch; empty where doors close, for then nobody answers.
    """

    calls: Customers
    served: Served
    later: Customers

"""Work that may wait, worked off in the time live customers leave free; and the fewest heads where that is not enough.

Mail, online forms, call-backs, filing, late cases: each has an hour by which it must be done and
none at which it must begin. Treated like calls it would be staffed at its own peak; as a fluid it
fills the slack of the day. Earliest due date first wastes no free minute that any plan could use
(Glover's rule: windows are intervals of time) as long as all kinds may be worked at the same
hours; what it leaves undone is then the exact least that extra heads must do.

Sources: Glover, Naval Research Logistics Quarterly 14 (1967), maximum matching in a convex
bipartite graph; Koole, Call Center Optimization (2013), ch. 8, blending with a threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.staffing.queues.arrays import BoolArray, FloatArray, IntArray

ENOUGH = 1e-6
"""Minutes that count as none."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of work that may wait, arrays of shape (slots,).

    Attributes
    ----------
    arrives
        Minutes of work that come in with each slot and can be worked in it or later.
    due
        First slot in which what came in with this one is late; at most the number of slots.
    may
        Slots in which it can be worked at all.
    """

    arrives: FloatArray
    due: IntArray
    may: BoolArray


@dataclass(frozen=True, slots=True)
class Worked:
    """What is worked when.

    Attributes
    ----------
    done
        Minutes by stream and slot, shape (streams, slots).
    late
        Minutes by stream and slot of arrival that are not done when due, shape (streams, slots).
    """

    done: FloatArray
    late: FloatArray

    @property
    def backlog_free(self) -> bool:
        return float(self.late.sum()) <= ENOUGH


@dataclass(frozen=True, slots=True)
class Extra:
    """Heads added for work that may wait.

    Attributes
    ----------
    heads
        By slot, shape (slots,).
    worked
        With these heads.
    bound
        Head-slots, whole or not, of what earliest due date first leaves undone.
    exact
        Whether the bound is the least that any plan would add: all kinds may be worked at the same hours.
    """

    heads: IntArray
    worked: Worked
    bound: float
    exact: bool


def work_off(streams: Sequence[Stream], spare: FloatArray) -> Worked:
    """Work, earliest due date first, within the minutes free in each slot.

    Parameters
    ----------
    spare
        Free minutes of work by slot, all people together, shape (slots,).
    """
    return _Course(streams, spare).worked


def extra_heads(streams: Sequence[Stream], spare: FloatArray, minutes: float, most: IntArray | None = None) -> Extra:
    """Fewest heads beside those that live customers need, so that nothing becomes late.

    Parameters
    ----------
    minutes
        Length of a slot.
    most
        Heads that may be added in each slot; None: no limit. What nobody can be added for stays late.

    Notes
    -----
    What becomes late at some hour was waiting in every slot since it came, so a head added anywhere
    between works all of its time. Heads go where the fewest were added yet, beside others, and as
    late as may be: what is certain to be late is known then. Whole heads may work a little more
    than the bound.
    """
    limit = np.full(spare.size, np.iinfo(np.int64).max) if most is None else most
    heads = np.zeros(spare.size, dtype=np.int64)
    course = _Course(streams, spare)
    bound = float(course.late.sum()) / minutes
    lost: set[tuple[int, int]] = set()
    while True:
        # The work that becomes late first; others may be helped by the same heads.
        late = [
            (int(streams[i].due[t]), int(i), int(t)) for i, t in np.argwhere(course.late > ENOUGH) if (i, t) not in lost
        ]
        if not late:
            return Extra(heads, course.worked, bound, _same_hours(streams))
        due, stream, came = min(late)
        where = [t for t in range(came, min(due, spare.size)) if streams[stream].may[t]]
        first = spare.size
        for _ in range(int(np.ceil(course.late[stream, came] / minutes - ENOUGH))):
            free = [t for t in where if heads[t] < limit[t]]
            if not free:
                lost.add((stream, came))
                break
            best = max(
                free, key=lambda t: (-int(heads[t]), int(heads[max(t - 1, 0)] + heads[min(t + 1, spare.size - 1)]), t)
            )
            heads[best] += 1
            first = min(first, best)
        course.again(first, spare + heads * minutes)


def _same_hours(streams: Sequence[Stream]) -> bool:
    """Whether windows are intervals of the same time, so that Glover's rule holds."""
    asked = [s.may for s in streams if s.arrives.any()]
    return all(np.array_equal(may, asked[0]) for may in asked)


class _Course:
    """The streams worked off slot by slot, with what waited before each: it can be run again from any slot."""

    def __init__(self, streams: Sequence[Stream], spare: FloatArray) -> None:
        slots = spare.size
        self.done, self.late = np.zeros((len(streams), slots)), np.zeros((len(streams), slots))
        self.may = [s.may.tolist() for s in streams]
        self.comes: list[list[_Job]] = [[] for _ in range(slots)]
        self.falls_due: list[list[tuple[int, int]]] = [[] for _ in range(slots + 1)]
        for i, s in enumerate(streams):
            for came, (due, minutes) in enumerate(zip(s.due.tolist(), s.arrives.tolist(), strict=True)):
                if minutes > ENOUGH:
                    self.comes[came].append((due, i, came, minutes))
                    self.falls_due[min(due, slots)].append((i, came))
        self.waiting: list[list[_Job] | None] = [[], *([None] * slots)]
        self.spare = spare
        self.again(0, spare)

    @property
    def worked(self) -> Worked:
        return Worked(self.done, self.late)

    def again(self, first: int, spare: FloatArray) -> None:
        """From slot ``first`` on, with other minutes free, until all is as it was."""
        changed = (
            max((t for t in range(spare.size) if self.spare[t] != spare[t]), default=0)
            if self.waiting[-1] is not None
            else spare.size
        )
        self.spare = spare.copy()
        for t in range(first, spare.size):
            before = self.waiting[t] or []
            for i, came in self.falls_due[t]:
                self.late[i, came] = 0.0
            jobs = []
            for job in before:
                if job[0] > t:
                    jobs.append(job)
                else:
                    self.late[job[1], job[2]] += job[3]
            jobs = sorted([*jobs, *self.comes[t]])
            free, after = float(spare[t]), []
            self.done[:, t] = 0.0
            for due, i, came, left in jobs:
                part = min(free, left) if self.may[i][t] else 0.0
                if part:
                    free -= part
                    self.done[i, t] += part
                if left - part > ENOUGH:
                    after.append((due, i, came, left - part))
            if t >= changed and after == self.waiting[t + 1]:
                return
            self.waiting[t + 1] = after


_Job = tuple[int, int, int, float]
"""Due slot, stream, slot it came in with, minutes left."""

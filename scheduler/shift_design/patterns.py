"""Shifts that could be worked: every start, length and place of the breaks that a center allows."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.domain.clock import DAY_MINUTES, clock_text


@dataclass(frozen=True, slots=True)
class Pause:
    """A break of ``minutes`` that begins between ``earliest`` and ``latest`` minutes after the shift does."""

    minutes: int
    earliest: int
    latest: int
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """What shifts may look like.

    Attributes
    ----------
    starts
        Minutes of the day at which a shift may begin.
    lengths
        Minutes from its start to its end, breaks included. A short one is a part-day peak shift.
    pauses
        Breaks by length: of every shift of at least so many minutes. Placed on the grid of slots.
    split
        Gaps of a split shift in minutes (empty: none); its halves are equal and have no breaks.
    """

    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    pauses: tuple[tuple[int, tuple[Pause, ...]], ...] = ()
    split: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shift on one day: spans of minutes on duty, from midnight of its day."""

    day: int
    spans: tuple[tuple[int, int], ...]
    paid_minutes: int

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    @property
    def kind(self) -> tuple[int, int, int]:
        """What people call the same shift, wherever its breaks lie: start, end, paid minutes."""
        return self.start, self.end, self.paid_minutes

    @property
    def text(self) -> str:
        """``08:00-16:30`` with its breaks in brackets: ``08:00-16:30 (12:00-12:30)``."""
        rests = [f"{clock_text(a)}-{clock_text(b)}" for (_, a), (b, _) in itertools.pairwise(self.spans)]
        return f"{clock_text(self.start)}-{clock_text(self.end)}" + (f" ({', '.join(rests)})" if rests else "")


def patterns(allowed: Allowed, days: int, slot: int) -> tuple[Pattern, ...]:
    """Every shift on every day; breaks begin on multiples of ``slot`` minutes."""
    shapes = {
        (p.spans, p.paid_minutes): p
        for start in allowed.starts
        for length in allowed.lengths
        for p in _shapes(allowed, start, length, slot)
    }
    return tuple(
        Pattern(day, p.spans, p.paid_minutes)
        for day in range(days)
        for p in sorted(shapes.values(), key=lambda p: p.spans)
    )


def _shapes(allowed: Allowed, start: int, length: int, slot: int) -> Iterator[Pattern]:
    rests = max((line for line in allowed.pauses if line[0] <= length), default=(0, ()), key=lambda line: line[0])[1]
    for places in itertools.product(*(range(p.earliest, min(p.latest, length - p.minutes) + 1, slot) for p in rests)):
        spans, at, unpaid = [], start, 0
        for pause, place in sorted(zip(rests, places, strict=True), key=lambda pair: pair[1]):
            if start + place <= at:
                break  # two breaks that touch or cross are no two breaks
            spans.append((at, start + place))
            at, unpaid = start + place + pause.minutes, unpaid + pause.minutes * (not pause.paid)
        else:
            if at < start + length:
                yield Pattern(0, (*spans, (at, start + length)), length - unpaid)
    for gap in allowed.split:
        half = length // 2 // slot * slot
        if half and start + 2 * half + gap <= DAY_MINUTES:
            yield Pattern(0, ((start, start + half), (start + half + gap, start + 2 * half + gap)), 2 * half)


def coverage(
    shifts: Sequence[Pattern], starts: Sequence[int], minutes: int, cycle: int | None = None
) -> npt.NDArray[np.int64]:
    """1 where a pattern is on duty for a whole interval, shape (patterns, intervals).

    Parameters
    ----------
    starts, minutes
        First minute of the horizon of each interval, and their length.
    cycle
        Minutes after which the horizon begins again (a typical week): what runs beyond its end
        covers its beginning. None: it is cut off.
    """
    first = np.asarray(starts)
    found = np.zeros((len(shifts), first.size), dtype=np.int64)
    for row, shift in enumerate(shifts):
        for a, b in shift.spans:
            a, b = a + shift.day * DAY_MINUTES, b + shift.day * DAY_MINUTES
            found[row] |= (first >= a) & (first + minutes <= b)
            if cycle is not None:
                found[row] |= (first + cycle >= a) & (first + cycle + minutes <= b)
    return found

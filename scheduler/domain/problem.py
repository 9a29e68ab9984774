"""The frozen input of one solve, cross-checked when it is made."""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from scheduler.domain.absence import Absence, Pin, Wish
from scheduler.domain.center import Center
from scheduler.domain.clock import Horizon
from scheduler.domain.need import NeedCell
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSettings


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day as a roster sees it.

    ``workday`` is this center's own answer, ``official`` the law's (norms of hours count it);
    None means that they agree.
    """

    index: int
    date: date
    workday: bool
    statutory: bool
    pay_factor: float = 1.0
    provisional: bool = False
    official: bool | None = None

    @property
    def norm_day(self) -> bool:
        """Whether the day counts eight hours towards a norm of working time."""
        return self.workday if self.official is None else self.official


@dataclass(frozen=True, slots=True)
class Block:
    """A maximal run of slots of a day over which openings, leave, shifts and need stay the same.

    ``start`` and ``end`` are minutes of the horizon; ``posts`` are the posts open over it;
    ``session`` names the opening session, or is empty.
    """

    index: int
    day: int
    start: int
    end: int
    posts: frozenset[str]
    session: str = ""

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class CoverCell:
    """Heads one shift must have on one day; with ``rank`` or ``skill`` only such people count."""

    day: int
    shift: str
    heads: int
    rank: str | None = None
    skill: str | None = None


@dataclass(frozen=True)
class RosterProblem:
    """All that one solve needs. Times inside are minutes of the horizon.

    Attributes
    ----------
    past
        Duties before the horizon (28 days are enough): rules read runs, rests and hours there.
    ledger
        Carried-over counts by person and kind (``nights``, ``weekends``, ``holidays``, ``duty``,
        ``cover``): how far above the own fair share earlier rosters went.
    previous
        The version that stability compares with, or None.
    duty_windows
        Window whose holder has hall duty, day by day; None on closed days (3-21).

    Raises
    ------
    ValueError
        If an absence, pin, wish, need or cover names somebody or something unknown.
    """

    center: Center
    horizon: Horizon
    days: tuple[Day, ...]
    blocks: tuple[Block, ...]
    needs: tuple[NeedCell, ...] = ()
    covers: tuple[CoverCell, ...] = ()
    absences: tuple[Absence, ...] = ()
    pins: tuple[Pin, ...] = ()
    wishes: tuple[Wish, ...] = ()
    past: Roster = field(default_factory=Roster)
    ledger: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    previous: Roster | None = None
    duty_windows: tuple[str | None, ...] = ()
    settings: RuleSettings = field(default_factory=RuleSettings)

    def __post_init__(self) -> None:
        faults = [*self._unknown("absence", (a.person for a in self.absences), self.center.person)]
        faults += self._unknown("pin", (p.person for p in self.pins), self.center.person)
        faults += self._unknown("pin shift", (p.shift for p in self.pins if p.shift), self.center.shift)
        faults += self._unknown("wish", (w.person for w in self.wishes), self.center.person)
        faults += self._unknown("wish shift", (w.shift for w in self.wishes if w.shift), self.center.shift)
        faults += self._unknown("cover", (c.shift for c in self.covers), self.center.shift)
        faults += self._unknown("need", (n.queue for n in self.needs), self.center.queue)
        if len(self.days) != self.horizon.days:
            faults.append(f"{len(self.days)} days given, expected {self.horizon.days}")
        if faults:
            raise ValueError("problem is inconsistent: " + "; ".join(faults))

    @staticmethod
    def _unknown(what: str, named: Iterable[str], known: Mapping[str, object]) -> list[str]:
        return [f"{what}: unknown {name!r}" for name in sorted(set(named) - set(known))]

    @cached_property
    def blocks_of_day(self) -> tuple[tuple[Block, ...], ...]:
        by_day: list[list[Block]] = [[] for _ in self.days]
        for block in self.blocks:
            by_day[block.day].append(block)
        return tuple(tuple(blocks) for blocks in by_day)

    @cached_property
    def absent_spans(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Absences of each person as minutes of the horizon."""
        spans: dict[str, list[tuple[int, int]]] = {p.id: [] for p in self.center.people}
        for absence in self.absences:
            spans[absence.person].append((self.horizon.minute(absence.start), self.horizon.minute(absence.end)))
        return {person: tuple(sorted(items)) for person, items in spans.items()}

    def absent(self, person: str, start: int, end: int) -> bool:
        """Whether a person is away at any moment of ``[start, end)``."""
        return any(a < end and start < b for a, b in self.absent_spans[person])

    def date(self, day: int) -> date:
        return self.horizon.date(day)

    def open_blocks(self, post: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if post in block.posts)

    def open_day(self, day: int) -> bool:
        """Whether anything is open on a day of the horizon."""
        return any(block.posts for block in self.blocks_of_day[day])

    @cached_property
    def spans_of_shift(self) -> Mapping[tuple[int, str], tuple[tuple[int, int], ...]]:
        """Parts of each shift of each day as minutes of the horizon."""
        return {
            (day.index, shift.code): tuple((day.index * 1440 + a, day.index * 1440 + b) for a, b in shift.parts)
            for day in self.days
            for shift in self.center.shifts
        }

    def shift_covers(self, day: int, shift: str, block: Block) -> bool:
        """Whether a shift of a day is at work over the whole block."""
        parts = self.spans_of_shift.get((day, shift))
        if parts is None:
            parts = tuple((day * 1440 + a, day * 1440 + b) for a, b in self.center.shift[shift].parts)
        return any(a <= block.start and block.end <= b for a, b in parts)

    def cut(self, minutes: Iterable[int]) -> "RosterProblem":
        """The same problem with blocks cut at further moments (rosters edited by hand).

        Amounts of breaches are minutes, so cutting a block changes no total.
        """
        starts = [b.start for b in self.blocks]
        inside = ((m, bisect_right(starts, m) - 1) for m in set(minutes))
        marks = sorted(m for m, place in inside if place >= 0 and self.blocks[place].start < m < self.blocks[place].end)
        if not marks:
            return self
        blocks: list[Block] = []
        for block in self.blocks:
            edges = [block.start, *(m for m in marks if block.start < m < block.end), block.end]
            for start, end in itertools.pairwise(edges):
                blocks.append(replace(block, index=len(blocks), start=start, end=end))
        return replace(self, blocks=tuple(blocks))

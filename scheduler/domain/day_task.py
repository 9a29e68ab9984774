"""One day's question to whoever places blocks off the line, and what an answer costs.

Times are minutes of the horizon. The day is cut into cells at every edge at which anything may
change; over a cell each person is on the line or off it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.routine import REST, Kind, OffLevel

GuardKind = Literal["seal", "signatory", "cashier", "door", "manager", "ab", "pool", "rank", "skill"]

COUNTED = frozenset({"rank", "skill"})
"""Guards that are counted as missing heads; all others are never given up."""

OFF_LINE, RESTING, GONE = 1, 2, 3
"""How far a block takes somebody away: from the line only (work at the desk, can be recalled); to
rest on site (seals and the cashier are then locked); out of reach."""


def depth(kind: Kind, recall: bool) -> int:
    """How far a block of a kind takes somebody away."""
    if not recall:
        return GONE
    return RESTING if kind in REST else OFF_LINE


@dataclass(frozen=True, slots=True)
class Ask:
    """Blocks asked for one person: ``count`` of ``minutes`` each, none, some or all of them placed.

    Attributes
    ----------
    starts
        Where a block may begin, ascending.
    due
        Blocks that are missing if they are not placed today.
    want
        Blocks that would be well placed today, ``due`` or more; the others may come another day.
    partners
        People one of whom takes part; empty: nobody is needed.
    gap
        Least minutes to other rest of the person; None: keeps no distance.
    """

    id: int
    routine: str
    kind: Kind
    person: str
    minutes: int
    starts: tuple[int, ...]
    count: int = 1
    due: int = 1
    want: int = 1
    level: OffLevel = "SOFT"
    gap: int | None = None
    depth: int = OFF_LINE
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pile:
    """Waiting work of one kind that anybody of ``starts`` may take on.

    Attributes
    ----------
    starts
        By person, where a block of ``minutes`` may begin.
    target
        Minutes that should be done today so that nothing becomes late, spread evenly.
    count
        Blocks worth placing: all that waits.
    """

    id: int
    routine: str
    kind: Kind
    minutes: int
    starts: Mapping[str, tuple[int, ...]]
    target: int
    count: int
    depth: int = OFF_LINE


@dataclass(frozen=True, slots=True)
class Cell:
    """A span over which nothing changes but who is off the line."""

    start: int
    end: int
    block: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Line:
    """A queue over one cell.

    Attributes
    ----------
    posts
        Its posts: who is relieved on one of them is not missing.
    heads
        By person, the places they fill in the queue; those already off the line do not count.
    required
        Heads that the load needs on the line.
    presence
        Heads that must be there at all: whoever can be recalled from the desk at once counts.
    loss
        Hundredths of a customer served late or lost, by heads missing from those present: 0 heads
        first, never falling. Shorter than the heads: the last value goes on.
    """

    cell: int
    queue: str
    posts: tuple[str, ...]
    heads: Mapping[str, int]
    required: int
    presence: int = 0
    loss: tuple[int, ...] = (0,)

    @property
    def present(self) -> int:
        return sum(self.heads.values())

    def lost(self, away: int) -> int:
        return self.loss[max(0, min(away, len(self.loss) - 1))]

    @property
    def base(self) -> int:
        """Heads missing without any block."""
        return max(0, self.required - self.present, self.presence - self.present)

    def short(self, on: int, near: int) -> int:
        """Heads missing through the blocks, with ``on`` on the line and ``near`` who may be called to it."""
        return max(self.base, self.required - on, self.presence - near) - self.base


@dataclass(frozen=True, slots=True)
class Stand:
    """A post over one cell that may not fall below ``low`` of its ``holders``.

    ``relief`` are people who could take a place meanwhile, with what asking them costs a minute.
    """

    cell: int
    post: str
    holders: tuple[str, ...]
    low: int
    relief: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Guard:
    """At least ``low`` of ``people`` stay over one cell; who is away less far than ``depth`` counts as there."""

    cell: int
    kind: GuardKind
    thing: str
    people: frozenset[str]
    low: int = 1
    depth: int = GONE


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``most`` blocks of ``routine`` at once; ``routine`` None: of all together."""

    routine: str | None
    most: int


@dataclass(frozen=True)
class DayTask:
    """All that placing one day's blocks needs; ``day`` is the index of the day they belong to."""

    day: int
    cells: tuple[Cell, ...]
    asks: tuple[Ask, ...]
    piles: tuple[Pile, ...] = ()
    lines: tuple[Line, ...] = ()
    stands: tuple[Stand, ...] = ()
    guards: tuple[Guard, ...] = ()
    caps: tuple[Cap, ...] = ()
    away: frozenset[tuple[str, int]] = frozenset()
    """People who cannot be asked over a cell: still off the line from the day before, or a partner not at work."""

    @property
    def sources(self) -> tuple[Ask | Pile, ...]:
        """Everything a block may belong to."""
        return (*self.asks, *self.piles)


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """One block of an answer: of ask or pile ``source``, from ``start`` to ``end``.

    ``reliefs`` are (post, who takes it meanwhile).
    """

    start: int
    end: int
    person: str
    source: int
    partner: str = ""
    reliefs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Price:
    """What an answer costs, first things first; minutes, head-minutes, hundredths of customers.

    Attributes
    ----------
    missing
        Minutes of MUST blocks not placed.
    short
        Head-minutes below the need, or of a leader or skill nobody is left for, through the blocks.
    left
        Minutes wanted today and not placed, and of waiting work below its target.
    lost
        Customers served late or lost through the blocks, in hundredths, and reliefs.
    """

    missing: int = 0
    short: int = 0
    left: int = 0
    lost: int = 0

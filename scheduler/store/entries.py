"""What a center folder holds beside the center itself: leave, events, wishes, a typical week."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from scheduler.domain.absence import Absence
from scheduler.domain.shifts import DayKind

LeaveStatus = Literal["requested", "approved", "refused", "cancelled"]
EventKind = Literal["training", "meeting", "inspection", "visit", "storm"]
EventMode = Literal["in_person", "online"]
RoomKind = Literal["own", "company", "online"]


@dataclass(frozen=True, slots=True)
class LeaveEntry:
    """One line of the leave list: away over ``[start, end)`` if it is approved."""

    id: str
    person: str
    start: datetime
    end: datetime
    kind: str
    status: LeaveStatus = "requested"
    note: str = ""

    def absence(self) -> Absence:
        return Absence(self.person, self.start, self.end, self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """A training, meeting, inspection, visit or storm.

    ``people`` are those who are fixed, ``count`` how many take part in all (for a visit: how many
    receive it); either may be left open. Extra heads on single days are :class:`ExtraCover`.

    Attributes
    ----------
    within
        Days before and after the announced one that will do as well.
    trainers
        Who teaches: at every group, off all posts (0-17, 1-14).
    room
        The room wanted; None: whichever suits.
    mode
        Online needs no room.
    general
        A training across specialisms: the general office arranges a company room (3-57).
    specialism
        What a training is about: rooms of that specialism are meant for it (3-54).
    go_live
        Day on which the new system starts: the training ends before it (0-16).
    consent
        The leader who allows another use of a room (3-58).
    """

    id: str
    kind: EventKind
    start: datetime
    end: datetime
    people: tuple[str, ...] = ()
    count: int | None = None
    note: str = ""
    within: int = 0
    trainers: tuple[str, ...] = ()
    room: str | None = None
    mode: EventMode = "in_person"
    general: bool = False
    specialism: str | None = None
    go_live: date | None = None
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A room; ``seats`` are attendees, the trainer not counted (3-56).

    ``specialism`` lists what it is meant for, empty: anything; ``keeper`` is the team trainer who
    looks after it (3-55).
    """

    id: str
    name_zh: str
    name_en: str
    seats: int
    kind: RoomKind = "own"
    specialism: tuple[str, ...] = ()
    keeper: str | None = None

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class RoomClosure:
    """Days on which a room is out of service, both included (3-59)."""

    room: str
    start: date
    end: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A room is used for something else over ``[start, end)`` with the leader's consent (3-58)."""

    room: str
    start: datetime
    end: datetime
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ExtraCover:
    """Heads a shift must have on one date above (or, negative, below) its usual cover."""

    date: date
    shift: str
    heads_added: int


@dataclass(frozen=True, slots=True)
class WishEntry:
    """A wish for a shift on a date, or (``shift`` None) for a day off; ``avoid`` turns it round."""

    person: str
    date: date
    shift: str | None = None
    weight: int = 1
    avoid: bool = False


@dataclass(frozen=True, slots=True)
class TrafficLine:
    """Mean arrivals of a queue in the slot from ``start`` (minutes from midnight) on such days."""

    queue: str
    days: DayKind
    start: int
    mean: float
    aht_s: float


@dataclass(frozen=True, slots=True)
class TypedArrivals:
    """Arrivals of one type of contact (enquiry, complaint, progress query …) in a slot of a queue.

    Where types are known, they add up to the queue's arrivals, and each weighs the handling time
    with its own (1-06, 0-14).
    """

    queue: str
    start: datetime
    type: str
    arrivals: int
    aht_s: float | None = None


@dataclass(frozen=True, slots=True)
class Traffic:
    """A typical week and what changes it: all that a simulated history is made of.

    Attributes
    ----------
    first, last
        Days of the simulated history, both included.
    seed
        Same seed, same history.
    day_cv
        Coefficient of variation of the factor that a whole day shares.
    monday
        Factor on Mondays.
    after_break, before_break
        Factors on the first, second … working day after, and on the last … before, a break of
        at least three days.
    month_end, quarter_end
        By queue: factor on the last three working days of a month, and on the last five of a
        quarter (there in place of the former).
    """

    lines: tuple[TrafficLine, ...]
    first: date
    last: date
    seed: int
    day_cv: float = 0.08
    monday: float = 1.0
    after_break: tuple[float, ...] = ()
    before_break: tuple[float, ...] = ()
    month_end: Mapping[str, float] = field(default_factory=dict)
    quarter_end: Mapping[str, float] = field(default_factory=dict)

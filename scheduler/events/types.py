"""Groups, and what comes out for one event."""

from dataclasses import dataclass, field
from datetime import datetime

from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.explain import BreachLine
from scheduler.store.entries import Event, Room
from scheduler.store.faults import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Who meets in which room from ``start`` to ``end``; ``overtime``: for whom it is outside duty."""

    people: tuple[str, ...]
    room: Room
    start: datetime
    end: datetime
    trainers: tuple[str, ...] = ()
    overtime: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """What would be short at the announced time: a post, a seal, a key, the manager …

    ``missing`` are heads, the most at any moment.
    """

    kind: str
    thing: str
    start: datetime
    end: datetime
    missing: int


@dataclass(frozen=True)
class Placement:
    """An event as it can be held.

    Attributes
    ----------
    unplaced
        People for whom no time was found, each with the reason.
    closings
        What would close if everybody went at the announced time; empty: it can be held as it is.
    as_announced
        One group at the announced time: nothing had to change.
    requests
        What others must do first: a company room from the general office, a leader's consent.
    proven
        No better answer exists by the order of aims; False: the search was cut off.
    new_breaches
        HARD and MUST breaches that the check finds with the event and did not find without; empty
        for every placement that is handed out.
    problem, roster
        With the event in it: attendees absent, others on their posts.
    """

    event: Event
    groups: tuple[Group, ...]
    unplaced: tuple[tuple[str, Words], ...]
    closings: tuple[Closing, ...]
    as_announced: bool
    reasons: tuple[Words, ...]
    requests: tuple[Words, ...]
    proven: bool
    absences: tuple[Absence, ...]
    problem: RosterProblem = field(repr=False)
    roster: Roster = field(repr=False)
    new_breaches: tuple[BreachLine, ...] = ()

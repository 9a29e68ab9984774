"""What comes out of placing blocks off the line. No solver."""

from dataclasses import dataclass

from scheduler.domain.day_task import Price
from scheduler.domain.routine import Activity, Kind, OffLevel


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a block has no place: a fault it would make, ``need``, or ``window``: no time is allowed at all.

    ``thing`` is the post, guard or person concerned; ``share`` the part of the starts it stands at.
    """

    kind: str
    thing: str = ""
    guard: str = ""
    person: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Minutes not placed on a day: of a routine or task of one person, or of work that is now late."""

    day: int
    routine: str
    kind: Kind
    person: str
    minutes: int
    level: OffLevel
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class OffLine:
    """What is done off the line on the days of a roster.

    Attributes
    ----------
    activities
        By day, person and time.
    left_out
        What could not be placed, each with the reason.
    prices
        By day, as the independent judgment counts them.
    proven
        No day could be placed better, given the days before it.
    agrees
        The solver's price and the judgment's are the same, and nothing forbidden was placed.
    """

    activities: tuple[Activity, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    prices: tuple[Price, ...] = ()
    proven: bool = True
    agrees: bool = True

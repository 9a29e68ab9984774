"""One post taken over for somebody who is missing, from the first minute to the hand-back (3-11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Cause = Literal["absent", "left_post"]
"""``absent``: did not come or had to leave; ``left_post``: left the post without leave (3-50)."""

SUDDEN = "sudden"
"""Kind of an absence that nobody asked for beforehand."""


@dataclass(frozen=True, slots=True)
class HandBack:
    """What the stand-in gives back to the returning holder.

    Attributes
    ----------
    done, pending
        Work finished meanwhile, and open cases with what they wait for; free text.
    returned, kept
        Seals and keys given back, and those that are not back yet (``seal:PROC``, ``cashier``).
    """

    at: datetime
    done: str = ""
    pending: str = ""
    returned: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """One stretch of one post that a missing person would have held.

    Attributes
    ----------
    stand_in, source
        Who took it and as what (``B``, ``C``, ``section``, ``pool``, ``manager``); both empty: nobody
        did, the post was empty.
    start, until
        Local moments: from when it was taken over, and when the rostered stretch ends.
    dual, own_post
        Post of the stand-in's own: kept meanwhile (``dual``) or given up.
    without
        Items outside the stand-in's authority.
    shift
        Shift of the missing person that the stretch belongs to.
    called_in
        The stand-in was off duty and came in for it.
    by
        Who arranged it.
    ended
        When the missing person was back; None: not back yet, or not on that day.
    id, row
        Given by the database.

    Raises
    ------
    ValueError
        If it ends before it begins, or somebody stands in for himself.
    """

    day: date
    missing: str
    post: str
    stand_in: str
    source: str
    start: datetime
    until: datetime
    dual: bool = False
    own_post: str | None = None
    without: tuple[str, ...] = ()
    shift: str = ""
    called_in: bool = False
    cause: Cause = "absent"
    by: str = ""
    ended: datetime | None = None
    hand_back: HandBack | None = None
    id: int = 0
    row: int = 0

    def __post_init__(self) -> None:
        where = f"cover of {self.post} for {self.missing} from {self.start}"
        if self.until <= self.start:
            raise ValueError(f"{where}: ends {self.until}, not after its start")
        if self.missing == self.stand_in:
            raise ValueError(f"{where}: nobody stands in for himself")
        if self.ended is not None and not self.start <= self.ended <= self.until:
            raise ValueError(f"{where}: ended {self.ended}, expected between {self.start} and {self.until}")

    @property
    def end(self) -> datetime:
        """When it ended, or will."""
        return self.ended or self.until

    @property
    def minutes(self) -> int:
        return round((self.end - self.start).total_seconds() / 60)

    @property
    def open(self) -> bool:
        """Whether the missing person has not taken the post back yet."""
        return self.ended is None


def burden(covers: Iterable[Cover]) -> Mapping[str, tuple[int, int]]:
    """Minutes of standing in by person, and those of them in double duty: the ledger of what really happened."""
    found: dict[str, tuple[int, int]] = {}
    for cover in covers:
        if cover.stand_in and cover.minutes:
            minutes, dual = found.get(cover.stand_in, (0, 0))
            found[cover.stand_in] = minutes + cover.minutes, dual + cover.minutes * cover.dual
    return dict(sorted(found.items()))

"""Posts (windows, counters, phone pools), their AB table and the things kept in custody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

PostKind = Literal["specialist", "comprehensive", "guide", "tidal", "phone", "chat"]
Mode = Literal["dual", "move"]
"""``dual``: the backup keeps the own window and holds this one too. ``move``: comes over from
the back office (or leaves the own window). Regulation 3-12 keeps the two apart."""

CustodyKind = Literal["seal", "door", "cashier", "asset"]

BACK_OFFICE = "back"
"""Post code of people who are present at their section's own desk, on no window."""


Meanwhile = Literal["accept", "book"]
"""What is offered of an item that cannot be finished now: ``accept`` the papers (只收件), or
``book`` a later date (预约)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A service item of a post. ``must``: has to be offered whenever the post is open; any other
    is deferrable, and ``meanwhile`` says how. ``promise_days``: workdays within which it is promised
    to be finished (4-12), None: no promise. ``signatories``: people one of whom has to sign it
    (0-13), empty: no signature."""

    id: str
    name_zh: str
    name_en: str
    must: bool = False
    meanwhile: Meanwhile = "accept"
    promise_days: int | None = None
    signatories: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class Post:
    """One place to be staffed.

    Attributes
    ----------
    number
        Window number: the order of the hall duty rota.
    heads
        People needed for presence; 0 for a pool that is staffed by shift covers and need alone.
    skill
        Business item its holder must master, or None.
    seal
        Id of the seal without which the post cannot finish its work, or None.
    priority
        Weight of one uncovered minute against another post's (higher is kept open longer).
    """

    id: str
    name_zh: str
    name_en: str
    section: str
    kind: PostKind = "specialist"
    number: int = 0
    heads: int = 1
    skill: str | None = None
    queue: str | None = None
    seal: str | None = None
    cashier: bool = False
    priority: int = 1
    items: tuple[Item, ...] = ()

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class ABLine:
    """One line of the AB table: ``person`` is A, B or C of ``post`` between two dates.

    ``without`` lists items of the post outside the person's delegated authority (3-13).
    """

    post: str
    person: str
    role: Literal["A", "B", "C"]
    order: int = 1
    mode: Mode = "move"
    valid_from: date | None = None
    valid_to: date | None = None
    without: tuple[str, ...] = ()

    def valid(self, on: date) -> bool:
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Custody:
    """Who keeps a seal, the main door's key or the cashier room's key (3-25 … 3-30).

    ``thing`` names the seal; ``duty`` is ``primary``, ``deputy`` or ``designated`` (one dated
    person at a time may be designated for the door, 3-29).
    """

    kind: CustodyKind
    thing: str
    person: str
    duty: Literal["primary", "deputy", "designated"] = "primary"
    valid_from: date | None = None
    valid_to: date | None = None

    def valid(self, on: date) -> bool:
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Incompatible:
    """Two posts that one person must not hold on the same day, such as receiving and approving."""

    post_a: str
    post_b: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """A post is not open over ``[start, end)`` (naive local): out of service (4-06) or closed by
    somebody who may (4-28). ``source`` is the entry of the register it came from."""

    post: str
    start: datetime
    end: datetime
    source: str = ""

"""What people do off the line inside a shift: breaks, call-backs, filing, coaching, management time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scheduler.domain.shifts import DayKind

Kind = Literal[
    "meal",
    "rest",
    "protected",
    "call_back",
    "follow_up",
    "filing",
    "coaching",
    "training",
    "management",
    "client_info",
    "mail",
    "task",
    "relief",
]
Per = Literal["stretch", "day", "week"]
OffLevel = Literal["MUST", "SOFT"]

ARTICLE: Mapping[str, str] = {
    "meal": "1-11",
    "rest": "1-11",
    "protected": "L9, L10",
    "call_back": "1-08, 2-07, 0-06",
    "follow_up": "1-07, 3-61",
    "filing": "0-15",
    "coaching": "3-65",
    "training": "1-03",
    "management": "3-69",
    "client_info": "3-66",
    "mail": "2-01",
    "task": "2-05",
    "relief": "3-07, 3-11",
}
"""Article each kind rests on, in the order in which kinds are listed and drawn."""

REST = frozenset({"meal", "rest", "protected"})
"""Kinds that are rest: they keep a distance from each other."""


@dataclass(frozen=True, slots=True)
class Routine:
    """A block off the line that comes back: so long, so often, inside such a window.

    Attributes
    ----------
    times, per
        How many blocks a stretch of work, a day of work or a week holds.
    people, ranks, shifts
        Whom it is for; each left empty does not narrow.
    over
        Least length of the stretch (or of the day's longest) in minutes from which it is due.
    after, before
        Minutes from the stretch's start, and to its end, in which no block may lie.
    earliest, latest
        By the clock, minutes from midnight of the duty's day: no start before, no end after.
    gap
        Least minutes to any other rest of the same person; only for kinds of :data:`REST`.
    level
        ``MUST``: placed even where the need is then short; ``SOFT``: only where it stays met.
        Neither ever empties a post.
    at_once
        At most so many people at the same time; 0: no limit.
    recall
        The person stays on site and comes back at a call: keys, seals and the reserve (N-1) still
        count on them. Whoever is on a post is missed there all the same.
    with_rank
        A person of that rank or above, on duty, takes part (coaching); nobody when None.
    """

    id: str
    kind: Kind
    name_zh: str
    name_en: str
    minutes: int
    times: int = 1
    per: Per = "stretch"
    people: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    over: int = 0
    after: int = 0
    before: int = 0
    earliest: int | None = None
    latest: int | None = None
    gap: int = 0
    level: OffLevel = "SOFT"
    at_once: int = 0
    recall: bool = True
    with_rank: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def valid(self, on: date) -> bool:
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_to is None or on <= self.valid_to)

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class Backlog:
    """Work that may wait, such as call-backs: so many items a week, each done within some days.

    What comes in on a day can be done from the next day on, and by the end of the ``within``-th
    day after it; only days of ``days`` count. The week's items are spread over these days by the
    expected arrivals of ``queue``, or evenly without one.

    Attributes
    ----------
    each
        Minutes an item takes.
    block
        Minutes of one block of such work; the last block of a day may be partly filled.
    """

    id: str
    kind: Kind
    name_zh: str
    name_en: str
    per_week: int
    each: int
    within: int = 2
    block: int = 30
    queue: str | None = None
    days: DayKind = "daily"
    people: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    earliest: int | None = None
    latest: int | None = None
    at_once: int = 0
    recall: bool = True

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class Task:
    """A task with a time node (2-05): each of ``people`` gives it ``minutes`` between two moments.

    A window just as long as the task is a fixed block.
    """

    id: str
    name_zh: str
    name_en: str
    people: tuple[str, ...]
    minutes: int
    start: datetime
    due: datetime
    level: OffLevel = "MUST"
    recall: bool = True

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """One block as placed.

    Attributes
    ----------
    routine
        Id of the routine, backlog or task it belongs to; of a relief, the one it makes possible.
    post
        The post held meanwhile, of a relief.
    partner
        Who takes part (coaching), or who is relieved.
    """

    day: date
    person: str
    start: datetime
    end: datetime
    kind: Kind
    routine: str
    post: str = ""
    partner: str = ""

    @property
    def article(self) -> str:
        return ARTICLE[self.kind]
